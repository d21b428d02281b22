//! What a requirement was in the edition before, and what became of it in the next.

use super::known::Known;
use super::page::{Page, Row};
use crate::framework::{Catalog, Requirement};
use crate::words::join_and;

/// "merges A.9.2.5 (...) and A.9.2.6 (...)", or "new in 2022".
pub(super) fn write(known: &Known, catalog: &Catalog, row: &Requirement, page: &mut Page) {
    let before = before(known, catalog);
    let label = match before {
        Some(before) if !before.data.head.edition.is_empty() => {
            format!("Since {}", before.data.head.edition)
        }
        _ => "History".to_owned(),
    };
    let text = match (&*row.supersedes, &row.since) {
        ([], Some(since)) => format!("new in {since}"),
        ([], None) => return,
        ([one], _) if one == &row.id && !is_split(catalog, row) => "the same number".to_owned(),
        ([one], _) if is_split(catalog, row) => format!("a part of {}", titled(before, one)),
        ([one], _) => format!("was {}", titled(before, one)),
        (several, _) => {
            let several: Vec<String> = several.iter().map(|id| titled(before, id)).collect();
            format!("merges {}", join_and(&several))
        }
    };
    page.field(&label, &text);
}

/// Whether another requirement has come from the same one.
fn is_split(catalog: &Catalog, row: &Requirement) -> bool {
    let others = catalog.data.requirements.iter().filter(|other| other.id != row.id);
    others.into_iter().any(|other| other.supersedes.iter().any(|id| row.supersedes.contains(id)))
}

/// The withdrawn edition of the same framework.
fn before<'k>(known: &'k Known, catalog: &Catalog) -> Option<&'k Catalog> {
    let withdrawn = |other: &Catalog| {
        other.data.head.withdrawn && other.data.head.edition != catalog.data.head.edition
    };
    known
        .catalogs()
        .iter()
        .map(|(_, other)| other)
        .find(|other| other.id() == catalog.id() && withdrawn(other))
}

/// An id of the edition before, with its title where that is known.
fn titled(before: Option<&Catalog>, id: &str) -> String {
    let rows = before.map(|before| &before.data.requirements);
    match rows.and_then(|rows| rows.iter().find(|row| row.id == id)) {
        Some(row) => format!("{id} {}", row.title),
        None => id.to_owned(),
    }
}

/// What took the place of a requirement of a withdrawn edition.
pub(super) fn replaced(known: &Known, catalog: &Catalog, row: &Requirement, page: &mut Page) {
    let current = |other: &&Catalog| other.id() == catalog.id() && !other.data.head.withdrawn;
    let Some(next) = known.catalogs().iter().map(|(_, other)| other).find(current) else { return };
    let heirs: Vec<&Requirement> = row
        .superseded_by
        .iter()
        .filter_map(|id| next.data.requirements.iter().find(|heir| heir.id == *id))
        .collect();
    let rows: Vec<Row> =
        heirs.iter().map(|heir| (heir.id.to_string(), heir.title.to_string())).collect();
    page.heading(&format!("What took its place in {}", next.edition()));
    page.entries(&rows);
    for heir in &heirs {
        siblings(catalog, row, heir, page);
    }
    page.blank();
    let ids: Vec<String> = heirs.iter().map(|heir| format!("\"{}\"", heir.id)).collect();
    page.prose(&format!(
        "Write satisfies.{} = [{}], as far as the record meets it.",
        next.id(),
        ids.join(", ")
    ));
    for heir in &heirs {
        page.prose(&format!("`complint explain {}` says who answers it.", heir.id));
    }
}

/// What else was merged into the same requirement, which so asks for more than the old one.
fn siblings(catalog: &Catalog, row: &Requirement, heir: &Requirement, page: &mut Page) {
    let others: Vec<String> = heir
        .supersedes
        .iter()
        .filter(|id| **id != row.id)
        .map(|id| titled(Some(catalog), id))
        .collect();
    if !others.is_empty() {
        page.blank();
        page.prose(&format!(
            "{} also takes in {}, so it asks for more than {} did.",
            heir.id,
            join_and(&others),
            row.id
        ));
    }
}
