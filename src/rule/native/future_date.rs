//! Something recorded as done on a day that has not come.
//!
//! Part of the stage that checks records against kinds; it alone of them depends on the day.

use jiff::civil::Date;

use crate::finding::Draft;
use crate::kind::{Info, Key, NO_TAG, Tag, tagged};
use crate::rule::eval::Subject;
use crate::rule::plan::{When, condition};
use crate::source::SourceId;
use crate::workspace::Workspace;

/// A key whose date records something done.
struct Past {
    tags: Vec<Tag>,
    path: String,
    only: Option<When>,
}

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let by_kind: Vec<Vec<Past>> = workspace.kinds.iter().map(|(_, info)| past(workspace, info)).collect();
    let mut drafts = Vec::new();
    for (number, record) in workspace.numbered() {
        let Some(keys) = by_kind.get(record.kind as usize) else { continue };
        for key in keys {
            for value in values(workspace.table(record), &key.tags) {
                let ahead = value.as_date().is_some_and(|date| date > today);
                if ahead && applies(workspace, today, number, key) {
                    let draft = draft(record.source, value, &key.path, today);
                    drafts.push(draft.record(number));
                }
            }
        }
    }
    drafts.extend(in_manifest(workspace, today));
    drafts
}

fn applies(workspace: &Workspace, today: Date, number: u32, key: &Past) -> bool {
    let Some(only) = &key.only else { return true };
    Subject::record(workspace, today, number).is_some_and(|subject| subject.holds(only) && !subject.unusable.get())
}

fn draft(source: SourceId, value: crate::document::Value<'_>, key: &str, today: Date) -> Draft {
    Draft::new("future-date", source, value.span())
        .key(key.to_owned())
        .with("key", key.to_owned())
        .with("date", value.raw().to_owned())
        .with("today", today.to_string())
}

/// Approvals in `complint.toml`.
fn in_manifest(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (tag, path) in past_tags(&workspace.form) {
        let Some(tags) = workspace.form.find(&path) else { continue };
        debug_assert_eq!(tags.last(), Some(&tag));
        for value in values(workspace.manifest(), &tags) {
            if value.as_date().is_some_and(|date| date > today) {
                drafts.push(draft(SourceId::MANIFEST, value, &path, today));
            }
        }
    }
    drafts
}

fn past(workspace: &Workspace, info: &Info) -> Vec<Past> {
    let keys = past_tags(info).into_iter().filter_map(|(tag, path)| {
        let key = info.key(tag)?;
        let only = key.past_where.as_ref().map(|when| condition(when, info, &workspace.kinds));
        Some(Past { tags: info.find(&path)?, path, only })
    });
    keys.collect()
}

fn past_tags(info: &Info) -> Vec<(Tag, String)> {
    let done = |key: &Key| key.past || key.past_where.is_some();
    let tags = (0..NO_TAG).map_while(|tag| info.key(tag).map(|key| (tag, key)));
    tags.filter(|(_, key)| done(key)).map(|(tag, _)| (tag, info.path(tag))).collect()
}

/// The values at a path, of every element where it leads through a list.
fn values<'w>(table: crate::document::Value<'w>, tags: &[Tag]) -> Vec<crate::document::Value<'w>> {
    let Some((first, rest)) = tags.split_first() else { return vec![table] };
    // A map has one description for all its values.
    if table.is_table() && tagged(table, *first).is_none() {
        return Vec::new();
    }
    let found = table.entries().filter(|entry| entry.tag() == *first);
    found
        .flat_map(|value| {
            if value.is_array() && !rest.is_empty() {
                value.elements().flat_map(|element| values(element, rest)).collect()
            } else {
                values(value, rest)
            }
        })
        .collect()
}
