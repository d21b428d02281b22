//! What a company's own catalog says that cannot be meant, beyond what its form tells: an id that two
//! rows share, and a part that is a misprint of one that rules ask for.

use std::collections::BTreeMap;

use crate::document::Value;
use crate::finding::Draft;
use crate::source::{Source, SourceId};
use crate::words::{closest, join_or};

/// What is wrong with a catalog, where rules ask for requirements of these parts.
pub(crate) fn problems(source: &Source, id: SourceId, asked: &[&str]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for table in ["group", "requirement"] {
        let rows = || source.root().get(table).into_iter().flat_map(Value::elements);
        twice(rows().filter_map(|row| row.get("id")), table, id, &mut drafts);
        let parts = rows().filter_map(|row| row.get("part"));
        drafts.extend(parts.filter_map(|part| misspelt(part, table, id, asked)));
    }
    drafts
}

/// Ids that an earlier row has.
fn twice<'v>(
    ids: impl Iterator<Item = Value<'v>>,
    table: &'static str,
    source: SourceId,
    drafts: &mut Vec<Draft>,
) {
    let mut known: BTreeMap<_, Value<'v>> = BTreeMap::new();
    for id in ids {
        let Some(name) = id.as_str() else { continue };
        match known.get(&name) {
            Some(first) => drafts.push(
                Draft::new("duplicate-id", source, id.span())
                    .key(format!("{table}.id"))
                    .with("kind", table)
                    .with("id", name.into_owned())
                    .beside(first.span(), "")
                    .setup(),
            ),
            None => {
                known.insert(name, id);
            }
        }
    }
}

/// A word of one's own is none of the program's business, and a misprint would be asked for by no rule.
fn misspelt(part: Value<'_>, table: &str, source: SourceId, asked: &[&str]) -> Option<Draft> {
    let word = part.as_str()?;
    let shipped = || super::shipped().iter().flat_map(|framework| &framework.requirements);
    if asked.contains(&&*word) || shipped().any(|row| row.part == *word) {
        return None;
    }
    let close = closest(&word, asked.iter().copied())?;
    let key = format!("{table}.part");
    let draft = Draft::new("invalid-value", source, part.span())
        .key(key.clone())
        .with("key", key)
        .with("value", part.raw().to_owned())
        .with("expected", format!("rules ask for {}", join_or(asked)))
        .with("hint", format!("part = \"{}\"", close.word))
        .fix(
            close.safety(),
            format!("write `{}`", close.word),
            vec![(part.span(), crate::fix::string(close.word))],
        );
    Some(draft.setup())
}
