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
    let help = match (near.as_slice(), members(known, name)) {
        (_, Some(members)) => members,
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
