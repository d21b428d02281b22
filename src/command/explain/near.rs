//! Names that mean nothing, and what was probably meant.

use super::find::names;
use super::known::Known;
use crate::error::Error;
use crate::framework::Catalog;
use crate::kind::NO_TAG;
use crate::words::{closest, closest_noun, join_or};

/// Most that are proposed.
const MOST: usize = 4;

/// The error that says so.
pub(super) fn unknown(known: &Known, name: &str) -> Error {
    let name = name.trim();
    let near = near(known, name);
    let help = match (near.as_slice(), elsewhere(known, name).or_else(|| members(known, name))) {
        (_, Some(help)) => help,
        ([], None) => "`complint explain` without a name lists what can be explained".to_owned(),
        (near, None) => {
            let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
            format!("did you mean {}?", join_or(&near))
        }
    };
    let message = format!("no rule, requirement, kind or framework is called `{name}`");
    Error::Usage { message, help: Some(help) }
}

/// The closest of each sort, without repetition.
fn near(known: &Known, name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let names = names(known);
    let mut near: Vec<String> = closest(&lower, names.iter().map(String::as_str))
        .map(|close| close.word.to_owned())
        .into_iter()
        .collect();
    near.extend(part_of(&lower, &names));
    near.extend(key_near(known, &lower));
    // Old numbers are close to new ones and mean something else.
    for catalog in known.catalogs().ids().filter_map(|id| known.catalogs().by_id(id)) {
        near.extend(ids_near(catalog, name));
    }
    let mut seen = std::collections::BTreeSet::new();
    near.retain(|name| seen.insert(name.clone()));
    near.truncate(MOST);
    near
}

/// `control.owner` for `contrl.ownr`: what is close in kind and in key.
fn key_near(known: &Known, name: &str) -> Option<String> {
    let (kind, key) = name.split_once('.')?;
    let kind = closest_noun(kind, known.kinds().ids())?.word;
    let keys = known.kinds().get(known.kinds().number(kind)?)?.keys_of(NO_TAG);
    let key = closest(key, keys.iter().map(|key| &*key.name))?.word;
    Some(format!("{kind}.{key}"))
}

/// Names that the word is a part of: `exclusion` for `unjustified-exclusion`.
fn part_of(word: &str, names: &[String]) -> Vec<String> {
    let whole = |name: &&String| name.split(['-', '_']).any(|part| part == word);
    if word.len() < 4 { Vec::new() } else { names.iter().filter(whole).cloned().collect() }
}

/// Ids that are one slip away.
fn ids_near(catalog: &Catalog, name: &str) -> Vec<String> {
    let upper = name.to_uppercase();
    // Two digits differ in one letter from a hundred ids.
    if !upper.contains(|c: char| c.is_ascii_digit()) || upper.len() < 4 {
        return Vec::new();
    }
    let rows = catalog.data.requirements.iter().map(|row| row.id.as_str());
    rows.filter(|id| strsim::osa_distance(&id.to_uppercase(), &upper) == 1)
        .map(str::to_owned)
        .collect()
}

/// An id that stands in another framework than the one before it, or without the item behind it.
fn elsewhere(known: &Known, name: &str) -> Option<String> {
    let (framework, id) = name.rsplit_once(':').unwrap_or(("", name));
    let ids = || known.catalogs().ids();
    let catalogs = || ids().filter_map(|id| known.catalogs().by_id(id));
    let mut holders =
        catalogs().filter(|catalog| catalog.find(id).is_some() || catalog.group(id).is_some());
    let close = closest(framework, ids()).map(|close| close.word);
    let first = holders.next().map(Catalog::id);
    let holder = holders.map(Catalog::id).find(|id| Some(*id) == close).or(first);
    if let Some(holder) = holder.filter(|_| !framework.is_empty()) {
        return Some(format!("did you mean `{holder}:{id}`?"));
    }
    let (whole, _) = id.split_once(' ')?;
    let row = catalogs()
        .find_map(|catalog| catalog.data.requirements.iter().find(|row| row.id == whole))?;
    match &*row.items {
        [] => Some(format!("did you mean `{whole}`? It has no items")),
        [only] => Some(format!("{whole} has the item {only}")),
        [first, .., last] => Some(format!("{whole} has the items {first} to {last}")),
    }
}

/// `A.5.38` would stand under A.5, which has other members.
fn members(known: &Known, name: &str) -> Option<String> {
    let (_, id) = name.rsplit_once(':').unwrap_or(("", name));
    let (above, _) = id.rsplit_once('.')?;
    known.catalogs().ids().filter_map(|id| known.catalogs().by_id(id)).find_map(|catalog| {
        let group = catalog.group(above)?;
        let mut members = catalog.members(&group.id).map(|row| row.id.as_str());
        let first = members.next()?;
        let last = members.last().unwrap_or(first);
        Some(format!("{} has {first} to {last}", group.id))
    })
}
