//! Blanks of help texts that were pasted into a record and never filled in.
//!
//! `description = "<who does what, to which systems>"` would satisfy whatever asks for a description.

use super::texts;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::types::{Key, KeyType};
use crate::kind::{Info, State};
use crate::workspace::{Record, Workspace};

/// What is found in live records. References, listed words, files and the like are not looked at: a
/// blank is none that exists, and other rules say so.
pub(super) fn find(workspace: &Workspace, rule: &'static str) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let files = workspace.files_with(|file| file.blanks);
    for number in files.into_iter().flat_map(|file| workspace.records_of(file)) {
        let Some(record) = workspace.records.get(number as usize) else { continue };
        if workspace.state(record) != State::Live {
            continue;
        }
        let info = workspace.kind(record);
        below(workspace.table(record), info, &mut |value, key, path| {
            if is_free(workspace, key) && !is_said_by_another(info, key) {
                drafts.push(draft(workspace, rule, record, value).record(number).key(path));
            }
        });
    }
    drafts
}

fn draft(workspace: &Workspace, rule: &'static str, record: &Record, value: Value<'_>) -> Draft {
    Draft::new(rule, record.source, value.span())
        .with("placeholder", texts::clipped(value.as_str().unwrap_or_default().trim()))
        .with("name", workspace.name(record))
        .with("state", "counts as if it were")
}

/// Whether a key takes any text, be it in place of a file or a number, or the id of a record whose kind
/// nobody uses here.
fn is_free(workspace: &Workspace, key: &Key) -> bool {
    let used = |kind: &str| {
        let kind = workspace.kinds.number(kind);
        kind.is_some_and(|kind| !workspace.ids.of_kind(kind).is_empty())
    };
    let takes = |kind: KeyType| key.value == kind || key.or == Some(kind);
    let names_nobody = || key.when_declared && !key.to.iter().any(|kind| used(kind));
    takes(KeyType::String)
        || takes(KeyType::Text)
        || key.value == KeyType::Reference && names_nobody()
}

/// `boilerplate-justification` reads these, and knows blanks.
fn is_said_by_another(info: &Info, key: &Key) -> bool {
    info.kind.id == "soa" && key.name == "justification"
}

/// Calls with each blank and its key.
fn below(table: Value<'_>, info: &Info, found: &mut dyn FnMut(Value<'_>, &Key, String)) {
    for entry in table.entries() {
        let tag = entry.tag();
        let Some(key) = info.key(tag) else { continue };
        for value in std::iter::once(entry).chain(entry.elements()) {
            if value.is_table() {
                below(value, info, found);
            } else if is_blank(value) {
                found(value, key, info.path(tag));
            }
        }
    }
}

/// `<why>`, and nothing besides.
fn is_blank(value: Value<'_>) -> bool {
    let Some(text) = value.as_str() else { return false };
    let inner = text.trim().strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    inner.is_some_and(|inner| {
        // An address or a tag in such brackets is one word.
        let is_prose = inner.contains(' ') || !inner.contains(['/', '@', ':']);
        inner.contains(char::is_alphabetic) && !inner.contains(['<', '>']) && is_prose
    })
}
