//! The rules that stand behind a requirement, or behind the requirements under a heading.

use super::known::Known;
use super::page::{Page, Row};
use crate::framework::{Catalog, RequirementNo};
use crate::rule::RuleNo;
use crate::rule::behind::{Stand, behind};

const REFERS: &str = "Rules that refer to it or name it";
const ASKS: &str = "Rules that ask for every requirement of its sort";

/// The rules behind one requirement: first those that speak of it, then those that speak of all.
pub(super) fn of_requirement(known: &Known, number: RequirementNo, page: &mut Page) {
    let (asking, own): (Vec<_>, Vec<_>) = behind(known.rules(), known.catalogs(), number)
        .into_iter()
        .partition(|(_, stand)| *stand == Stand::Asks);
    if own.is_empty() && asking.is_empty() {
        page.heading("Rules that stand behind it");
        return page.prose("None; records can still say that they answer it.");
    }
    section(known, REFERS, own.into_iter().map(|(rule, _)| (rule, String::new())), page);
    section(known, ASKS, asking.into_iter().map(|(rule, _)| (rule, String::new())), page);
}

/// The rules behind the members of a heading, with those members.
pub(super) fn of_heading(known: &Known, catalog: &Catalog, id: &str, page: &mut Page) {
    let mut own: Vec<(RuleNo, Vec<&str>)> = Vec::new();
    let mut asking: Vec<(RuleNo, Vec<&str>)> = Vec::new();
    for row in catalog.members(id) {
        let Some(number) = catalog.find(&row.id) else { continue };
        for (rule, stand) in behind(known.rules(), known.catalogs(), number) {
            let list = if stand == Stand::Asks { &mut asking } else { &mut own };
            match list.iter_mut().find(|(listed, _)| *listed == rule) {
                Some((_, members)) => members.push(&row.id),
                None => list.push((rule, vec![&row.id])),
            }
        }
    }
    let all = catalog.members(id).count();
    own.sort_unstable();
    asking.sort_unstable();
    let of = move |(rule, members): (RuleNo, Vec<&str>)| (rule, which(&members, all));
    section(known, "Rules that refer to its members or name them", own.into_iter().map(of), page);
    section(known, "Rules that ask for its members", asking.into_iter().map(of), page);
}

/// "each", or the ids.
fn which(members: &[&str], all: usize) -> String {
    if members.len() == all { "each".to_owned() } else { members.join(", ") }
}

fn section(
    known: &Known,
    heading: &str,
    rules: impl Iterator<Item = (RuleNo, String)>,
    page: &mut Page,
) {
    let rows: Vec<Row> = rules
        .filter_map(|(number, members)| {
            let rule = known.rules().get(number)?;
            let members = if members.is_empty() { members } else { format!("; {members}") };
            Some((rule.name.to_string(), format!("{} ({}{members})", rule.summary, rule.level)))
        })
        .collect();
    if !rows.is_empty() {
        page.heading(heading);
        page.entries(&rows);
    }
}
