//! The page of a group of rules.

use super::known::Known;
use super::page::{Page, Row};
use crate::words::count;

pub(super) fn write(known: &Known, name: &str, page: &mut Page) {
    let members: Vec<Row> = known
        .rules()
        .iter()
        .filter(|(_, rule)| rule.group == name)
        .map(|(_, rule)| (rule.name.to_string(), format!("{} ({})", rule.summary, rule.level)))
        .collect();
    page.title(name, &format!("A group of {}", count(members.len(), "rule")));
    page.blank();
    page.entries(&members);
    page.blank();
    page.line("The level of all of them is set under [rules] in complint.toml:");
    page.blank();
    page.code(&format!("[rules]\n{name} = {{ level = \"warning\", reason = \"<why>\" }}"));
}
