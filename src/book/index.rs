//! All rules by group.

use super::markdown::cell;
use super::{Book, REQUIREMENTS, file};
use crate::rule::types::{Basis, Level};
use crate::words::count;

pub(super) fn page(book: &Book<'_>) -> String {
    let groups = book.rules.groups();
    let rules = book.rules.iter().count();
    let mut page = format!(
        "# Rules\n\n\
         {} in {}. Each is one file under `rules/`, from which these pages are made.\n\
         [By requirement]({REQUIREMENTS}) they are listed again, with the clauses, controls and criteria\n\
         that they stand behind. `complint explain <rule>` shows the same in a terminal.\n\n",
        count(rules, "rule"),
        count(groups.len(), "group"),
    );
    page.push_str(&levels());
    for group in groups {
        page.push_str(&format!(
            "\n## {group}\n\n| Rule | Level | Authority | Finds |\n| --- | --- | --- | --- |\n"
        ));
        for (_, rule) in book.rules.iter().filter(|(_, rule)| rule.group == group) {
            page.push_str(&format!(
                "| [{}]({}) | {} | {} | {} |\n",
                rule.name,
                file(&rule.name),
                rule.level,
                rule.basis,
                cell(&rule.summary)
            ));
        }
    }
    page
}

/// What the words of the tables mean.
fn levels() -> String {
    let mut text = "| Level | Means |\n| --- | --- |\n".to_owned();
    let levels = [Level::Error, Level::Warning, Level::Note];
    for level in levels {
        let means = match level {
            Level::Error => "fails the run, unless `--fail-on` says otherwise",
            Level::Warning => "worth a look in review",
            Level::Note | Level::Off => "advice",
        };
        text.push_str(&format!("| {level} | {means} |\n"));
    }
    text.push_str("\n| Authority | Who says so |\n| --- | --- |\n");
    for basis in Basis::ALL {
        text.push_str(&format!("| {basis} | {} |\n", basis.authority()));
    }
    text
}
