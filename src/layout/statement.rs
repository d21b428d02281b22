//! The Statement of Applicability with every control in it and none decided.

use crate::framework::Framework;

use super::{File, Wish, has};

/// One file for each framework that wants a statement.
pub(super) fn files(wish: &Wish) -> impl Iterator<Item = File> {
    let wanted = wish.frameworks.iter().filter(|framework| has(framework, "annex"));
    wanted.map(|framework| File {
        path: format!("soa/{}.toml", framework.head.id),
        text: text(framework),
        about: format!("the Statement of Applicability to {}", framework.head.title),
    })
}

fn text(framework: &Framework) -> String {
    let mut text = format!(
        "#:schema ../.schemas/records.json
# Statement of Applicability to {}: a row for each control of Annex A, and none decided yet.
# Decide each and say why, in its row:
#
#   applicable = true  # or false, with a justification and nothing else
#   justification = \"Laptops with customer data travel, see risk stolen-laptop\"
#   drivers = [\"risk\"]  # or legal, contractual, business, baseline
#   status = \"planned\"  # or partial, implemented, not-implemented",
        framework.head.title
    );
    let mut group = None;
    for row in framework.requirements.iter().filter(|row| row.part == "annex") {
        if row.group != group {
            group.clone_from(&row.group);
            text.push_str(&heading(framework, group.as_deref()));
        }
        text.push_str(&crate::fix::row_text(&framework.head.id, &row.id, &row.title));
    }
    text.push('\n');
    text
}

fn heading(framework: &Framework, id: Option<&str>) -> String {
    let group = framework.groups.iter().find(|group| Some(group.id.as_str()) == id);
    group.map_or_else(String::new, |group| format!("\n\n# ---- {} {}", group.id, group.title))
}
