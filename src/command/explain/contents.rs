//! What can be asked for.

use super::known::Known;
use super::page::{Page, Row};
use crate::words::count;

pub(super) fn write(known: &Known, page: &mut Page) {
    page.title("complint explain NAME", "");
    page.line("NAME is a rule, a group of rules, a kind of record, a key of one, a framework or a requirement.");
    page.heading("Rules");
    page.entries(&groups(known));
    page.heading("Kinds");
    let kinds: Vec<Row> = known
        .kinds()
        .iter()
        .map(|(_, info)| (info.kind.id.to_string(), info.kind.summary.to_string()))
        .collect();
    page.entries(&kinds);
    page.heading("Frameworks");
    page.entries(&frameworks(known));
    page.heading("For example");
    let examples = [
        ("unjustified-exclusion", "a rule"),
        ("soa", "a kind, and a group of rules"),
        ("control.frequency", "a key"),
        ("complint.toml", "the settings"),
        ("A.8.13", "a requirement, and who answers it"),
        ("soc2:CC6.1", "a requirement of that framework"),
        ("6.1.3 d", "an item of a requirement"),
        ("A.9.2.3", "a number of 2013, and what took its place"),
        ("CC6", "a group of requirements"),
    ];
    let rows: Vec<Row> =
        examples.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect();
    page.entries(&rows);
}

/// The groups with the names of their rules.
fn groups(known: &Known) -> Vec<Row> {
    let rows = known.rules().groups().into_iter().map(|group| {
        let names: Vec<&str> = known
            .rules()
            .iter()
            .filter(|(_, rule)| rule.group == group)
            .map(|(_, rule)| rule.name.as_str())
            .collect();
        (group.to_owned(), names.join(", "))
    });
    rows.collect()
}

fn frameworks(known: &Known) -> Vec<Row> {
    let current = known
        .catalogs()
        .iter()
        .filter(|(number, own)| known.catalogs().number(own.id()) == Some(*number));
    let rows = current.map(|(_, catalog)| {
        let requirements = count(catalog.data.requirements.len(), "requirement");
        (catalog.id().to_owned(), format!("{}, {requirements}", catalog.edition()))
    });
    rows.collect()
}
