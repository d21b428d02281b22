//! What stands in `complint.toml` for one company and its frameworks.

use crate::fix::string;
use crate::framework::Framework;

use super::{FOLDERS, Wish, has};

/// The text, with what its names stand for.
pub(super) fn filled(text: &str, wish: &Wish) -> String {
    let name = format!("name = {}", string(&wish.name));
    let name = match wish.guessed {
        Some(place) => format!("# A guess, {place}: write the name as in your contracts.\n{name}"),
        None => name,
    };
    // The name comes last: it may hold what looks like one of the others.
    text.replace("{today}", &wish.today.to_string())
        .replace("{frameworks}\n", &frameworks(wish))
        .replace("{folders}\n", &folders(wish))
        .replace("{name}", &name)
}

fn frameworks(wish: &Wish) -> String {
    wish.frameworks.iter().map(|framework| table(framework, wish) + "\n").collect()
}

/// The table that puts a framework in scope.
fn table(framework: &Framework, wish: &Wish) -> String {
    let id = framework.head.id.as_str();
    let year = wish.today.year() + 1;
    let mut text = format!("[frameworks.{id}]\n");
    if has(framework, "criterion") {
        let categories: Vec<String> = wish.categories.iter().map(|it| string(it)).collect();
        text.push_str(&format!("categories = [{}]\n", categories.join(", ")));
        text.push_str(&match wish.soc2_type {
            Some(1) => {
                format!("type = 1\n# The day that the report speaks of.\n# as_of = {year}-06-30\n")
            }
            Some(number) => format!("type = {number}\n{}", period(year)),
            None => format!(
                "# 1 for the design on one day, 2 for the operation over a period.\n# type = 2\n{}",
                period(year)
            ),
        });
        return text;
    }
    text.push_str(&format!("edition = {}\n", string(&framework.head.edition)));
    if id == "iso27001" {
        text.push_str("# Once it is written.\n# scope = \"isms/scope.md\"\n");
    }
    if has(framework, "annex") {
        text.push_str(&format!(
            "# Once the statement is decided and approved.\n\
             # soa = {{ version = \"1.0\", approver = \"top-management\", approved = {year}-01-31 }}\n"
        ));
    }
    text
}

fn period(year: i16) -> String {
    format!("# Of a type 2.\n# period = {{ start = {year}-01-01, end = {year}-12-31 }}\n")
}

/// Where records are read from, where other TOML files are about.
fn folders(wish: &Wish) -> String {
    if !wish.shared {
        return String::new();
    }
    format!(
        "\n# Other TOML files are in this repository. Only these folders hold records.\n[files]\n{}",
        super::editors::list("include", FOLDERS)
    )
}
