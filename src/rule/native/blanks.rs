//! Blanks of help texts that were pasted into a record and never filled in.
//!
//! `description = "<who does what, to which systems>"` would satisfy whatever asks for a description.

use rustc_hash::FxHashSet;

use super::texts;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::types::{Key, KeyType};
use crate::kind::{Info, State};
use crate::source::SourceId;
use crate::workspace::{Record, Workspace};

/// What is found in live records. References, listed words, files and the like are not looked at: a
/// blank is none that exists, and other rules say so.
pub(super) fn find(workspace: &Workspace, rule: &'static str) -> Vec<Draft> {
    let may_have = |id: &SourceId| {
        let text = workspace.source(*id).text.as_bytes();
        // Nearly no file has such a bracket at all.
        let mut brackets = memchr::memchr_iter(b'<', text);
        brackets.any(|at| at > 0 && matches!(text.get(at - 1), Some(b'"' | b'\'')))
    };
    let sources: FxHashSet<SourceId> = workspace
        .record_files
        .clone()
        .map(|index| SourceId(index as u32))
        .filter(may_have)
        .collect();
    if sources.is_empty() {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for (number, record) in workspace.numbered() {
        if !sources.contains(&record.source) || workspace.state(record) != State::Live {
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

/// Whether a key takes any text, or the id of a record whose kind nobody uses here.
fn is_free(workspace: &Workspace, key: &Key) -> bool {
    let used = |kind: &str| {
        let kind = workspace.kinds.number(kind);
        workspace.records.iter().any(|record| Some(record.kind) == kind)
    };
    match key.value {
        KeyType::String | KeyType::Text => key.or.is_none(),
        KeyType::Reference => key.when_declared && !key.to.iter().any(|kind| used(kind)),
        _ => false,
    }
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
