//! What other frameworks ask for on the same subject.

use super::known::Known;
use super::page::{Page, Row};
use crate::framework::types::Pair;
use crate::framework::{Catalog, Crosswalk, Requirement, crosswalks};
use crate::text::Str;

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
    page.heading(&format!("On the same subject in {}", catalog.edition()));
    page.prose(&walk.head.summary);
    page.blank();
    let of_tier = |tier: &str| -> Vec<Row> {
        let own = pairs.iter().filter(|(own, _)| own.as_str() == tier);
        own.map(|(_, id)| titled(catalog, id)).collect()
    };
    let tiers = walk.head.tiers.iter().map(|(tier, means)| (tier, means, of_tier(tier)));
    let (mut lists, mut legend) = (Vec::new(), Vec::new());
    for (tier, means, rows) in tiers.filter(|(_, _, rows)| !rows.is_empty()) {
        lists.push((format!("  {tier}"), rows));
        legend.push((tier.to_string(), means.to_string()));
    }
    page.aligned(&lists);
    page.blank();
    page.entries(&legend);
}

fn titled(catalog: &Catalog, id: &str) -> Row {
    let row = catalog.data.requirements.iter().find(|row| row.id == id);
    let title = row.map(|row| format!("{}{}", catalog.title(row), catalog.caution(row)));
    (id.to_owned(), title.unwrap_or_default())
}
