//! Something recorded as done on a day that has not come.
//!
//! Part of the stage that checks records against kinds; it alone of them depends on the day.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::document::{Day, Value};
use crate::finding::Draft;
use crate::kind::read::as_written;
use crate::kind::{self, Info, Key, NO_TAG, Positions, Tag, Tags};
use crate::rule::eval::Subject;
use crate::rule::plan::{When, condition};
use crate::source::SourceId;
use crate::workspace::Workspace;
use crate::workspace::links::dangling::path_to;

/// A key whose date records something done.
struct Past {
    tags: Tags,
    path: String,
    only: Option<When>,
}

/// Such keys of a kind.
struct PastKeys {
    keys: Vec<Past>,
    /// The keys of the record itself that they are or stand in.
    heads: Positions,
}

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let by_kind: Vec<OnceLock<PastKeys>> =
        workspace.kinds.iter().map(|_| OnceLock::new()).collect();
    let last = Day::from(today);
    let files = workspace.files_with(|file| file.done > last);
    let found = crate::parallel::pieces(&files, |files| {
        let mut drafts = Vec::new();
        for number in files.iter().flat_map(|file| workspace.records_of(*file)) {
            of_record(workspace, today, number, &by_kind, &mut drafts);
        }
        drafts
    });
    let mut drafts: Vec<Draft> = found.into_iter().flatten().collect();
    drafts.extend(in_manifest(workspace, today));
    drafts
}

fn of_record(
    workspace: &Workspace,
    today: Date,
    number: u32,
    by_kind: &[OnceLock<PastKeys>],
    drafts: &mut Vec<Draft>,
) {
    let Some(record) = workspace.records.get(number as usize) else { return };
    let Some(past) = by_kind.get(record.kind as usize) else { return };
    let past = past.get_or_init(|| past_keys(workspace, workspace.kind(record)));
    if past.heads == 0 {
        return;
    }
    let met = |entry: &Value<'_>| past.heads & kind::bit(usize::from(entry.tag())) != 0;
    for entry in workspace.table(record).entries().filter(met) {
        for key in &past.keys {
            let Some((_, rest)) = key.tags.split_first().filter(|(head, _)| **head == entry.tag())
            else {
                continue;
            };
            below(entry, rest, &mut |value| {
                if is_after(value, today.into()) && applies(workspace, today, number, key) {
                    drafts.push(draft(record.source, value, &key.path, today).record(number));
                }
            });
        }
    }
}

/// Whether a value is a later day.
fn is_after(value: Value<'_>, last: Day) -> bool {
    value.as_day().is_some_and(|day| day > last)
}

fn applies(workspace: &Workspace, today: Date, number: u32, key: &Past) -> bool {
    let Some(only) = &key.only else { return true };
    Subject::record(workspace, today, number)
        .is_some_and(|subject| subject.holds(only) && !subject.unusable.get())
}

fn draft(source: SourceId, value: Value<'_>, key: &str, today: Date) -> Draft {
    Draft::new("future-date", source, value.span())
        .key(key.to_owned())
        .with("key", key.to_owned())
        .with("written", as_written(value).unwrap_or(key).to_owned())
        .with("date", value.raw().to_owned())
        .with("today", today.to_string())
}

/// Approvals in `complint.toml`.
fn in_manifest(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let form = &workspace.form.info;
    for (tag, path) in past_tags(form) {
        let Some(tags) = form.find(&path) else { continue };
        debug_assert_eq!(tags.last(), Some(&tag));
        each_value(workspace.manifest(), &tags, &mut |value| {
            if is_after(value, today.into()) {
                // The form says `*` where the file has a name.
                let own = path_to(workspace.manifest(), value.node()).unwrap_or_default();
                drafts.push(draft(SourceId::MANIFEST, value, &own, today));
            }
        });
    }
    drafts
}

fn past_keys(workspace: &Workspace, info: &Info) -> PastKeys {
    let keys = past_tags(info).into_iter().filter_map(|(tag, path)| {
        let key = info.key(tag)?;
        let only = key.past_where.as_ref().map(|when| condition(when, info, workspace));
        Some(Past { tags: info.find(&path)?, path, only })
    });
    let keys: Vec<Past> = keys.collect();
    let heads = keys.iter().filter_map(|key| key.tags.first());
    let heads = heads.fold(0, |bits, head| bits | kind::bit(usize::from(*head)));
    PastKeys { keys, heads }
}

fn past_tags(info: &Info) -> Vec<(Tag, String)> {
    let done = |key: &Key| key.past || key.past_where.is_some();
    let tags = (0..NO_TAG).map_while(|tag| info.key(tag).map(|key| (tag, key)));
    tags.filter(|(_, key)| done(key)).map(|(tag, _)| (tag, info.path(tag))).collect()
}

/// Calls for the values at a path, of every element where it leads through a list.
fn each_value<'w>(table: Value<'w>, tags: &[Tag], call: &mut dyn FnMut(Value<'w>)) {
    let Some((first, rest)) = tags.split_first() else { return call(table) };
    if !table.is_table() {
        return;
    }
    // The values of a map all have the one tag.
    for value in table.entries().filter(|entry| entry.tag() == *first) {
        below(value, rest, call);
    }
}

/// The same from the value of the first key on.
fn below<'w>(value: Value<'w>, rest: &[Tag], call: &mut dyn FnMut(Value<'w>)) {
    if value.is_array() && !rest.is_empty() {
        value.elements().for_each(|element| each_value(element, rest, call));
    } else {
        each_value(value, rest, call);
    }
}
