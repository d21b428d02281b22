//! What other frameworks ask for on the same subject.

use super::known::{Known, edition};
use super::page::{Page, Row};
use crate::framework::types::Pair;
use crate::framework::{Catalog, Crosswalk, Requirement, crosswalks};
use crate::text::Str;

/// From what many sources agree on to what is merely obvious.
const TIERS: [&str; 4] = ["strong", "supported", "weak", "editorial"];

pub(super) fn write(known: &Known, catalog: &Catalog, row: &Requirement, page: &mut Page) {
    if catalog.data.head.withdrawn {
        return;
    }
    for walk in crosswalks() {
        let (from, to) = (&walk.head.from, &walk.head.to);
        if *from == *catalog.id() {
            section(known, walk, to, row, &|pair| (&pair.from, &pair.to), page);
        } else if *to == *catalog.id() {
            section(known, walk, from, row, &|pair| (&pair.to, &pair.from), page);
        }
    }
}

/// The two sides of a pair, ours first.
type Sides<'s> = &'s dyn Fn(&'static Pair) -> (&'static Str, &'static Str);

fn section(
    known: &Known,
    walk: &'static Crosswalk,
    other: &str,
    row: &Requirement,
    sides: Sides<'_>,
    page: &mut Page,
) {
    let Some(catalog) = known.catalogs().by_id(other) else { return };
    let pairs: Vec<(&Str, &Str)> = walk
        .pairs
        .iter()
        .filter_map(|pair| {
            let (own, theirs) = sides(pair);
            (*own == row.id).then_some((&pair.tier, theirs))
        })
        .collect();
    if pairs.is_empty() {
        return;
    }
    page.heading(&format!("On the same subject in {}", edition(catalog)));
    page.prose(&walk.head.summary);
    page.blank();
    let mut tiers: Vec<&str> = TIERS.to_vec();
    tiers.extend(pairs.iter().map(|(tier, _)| tier.as_str()).filter(|tier| !TIERS.contains(tier)));
    tiers.dedup();
    let lists = tiers.into_iter().map(|tier| {
        let rows = pairs
            .iter()
            .filter(|(own, _)| *own == tier)
            .map(|(_, id)| titled(catalog, id))
            .collect();
        (format!("  {tier}"), rows)
    });
    page.aligned(&lists.collect::<Vec<_>>());
}

fn titled(catalog: &Catalog, id: &str) -> Row {
    let row = catalog.data.requirements.iter().find(|row| row.id == id);
    (id.to_owned(), row.map(|row| row.title.to_string()).unwrap_or_default())
}
