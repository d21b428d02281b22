//! Records by id.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::Workspace;
use crate::finding::{Draft, Place};
use crate::kind::KindNo;
use crate::kind::read::{DEFAULT_FRAMEWORK, is_clean, mended_id};

/// The numbers of records by kind and id. Holds numbers only: the ids stay in the texts.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    table: HashTable<u32>,
    /// The records of each kind, by number.
    by_kind: Vec<Vec<u32>>,
}

impl Ids {
    /// Indexes all records; an id that two of a kind share means the first.
    pub(crate) fn build(workspace: &Workspace) -> (Self, Vec<Draft>) {
        let mut ids = Self {
            table: HashTable::with_capacity(workspace.records.len()),
            by_kind: vec![Vec::new(); workspace.kinds.iter().count()],
        };
        let mut drafts = Vec::new();
        for (number, record) in workspace.numbered() {
            if let Some(list) = ids.by_kind.get_mut(record.kind as usize) {
                list.push(number);
            }
            let id = identity(workspace, number);
            if id.is_empty() {
                continue;
            }
            let hash = hash(record.kind, &id);
            let same = |other: &u32| {
                workspace
                    .records
                    .get(*other as usize)
                    .is_some_and(|first| first.kind == record.kind)
                    && identity(workspace, *other) == id
            };
            if let Some(first) = ids.table.find(hash, same).copied() {
                drafts.extend(duplicate(workspace, number, first));
                continue;
            }
            let rehash = |other: &u32| {
                let kind = workspace.records.get(*other as usize).map_or(0, |record| record.kind);
                self::hash(kind, &identity(workspace, *other))
            };
            ids.table.insert_unique(hash, number, rehash);
        }
        (ids, drafts)
    }

    /// The record of a kind with that id.
    pub(crate) fn find(&self, workspace: &Workspace, kind: KindNo, id: &str) -> Option<u32> {
        let same = |number: &u32| {
            workspace.records.get(*number as usize).is_some_and(|record| record.kind == kind)
                && identity(workspace, *number) == id
        };
        self.table.find(hash(kind, id), same).copied()
    }

    /// The records of a kind, by number.
    pub(crate) fn of_kind(&self, kind: KindNo) -> &[u32] {
        self.by_kind.get(kind as usize).map_or(&[], Vec::as_slice)
    }
}

fn hash(kind: KindNo, id: &str) -> u64 {
    FxBuildHasher.hash_one((kind, id))
}

/// What makes a record one of its kind: its id as it was meant, or framework and requirement.
fn identity(workspace: &Workspace, number: u32) -> Cow<'_, str> {
    let Some(record) = workspace.records.get(number as usize) else { return Cow::Borrowed("") };
    let id = workspace.id(record);
    let info = workspace.kind(record);
    if info.kind.identity == "id" || id.is_empty() {
        return if is_clean(&id) { id } else { Cow::Owned(mended_id(&id)) };
    }
    let framework = workspace.value_of(record, "framework").and_then(|value| value.as_str());
    Cow::Owned(format!("{} {id}", framework.as_deref().unwrap_or(DEFAULT_FRAMEWORK)))
}

fn duplicate(workspace: &Workspace, number: u32, first: u32) -> Option<Draft> {
    let record = workspace.records.get(number as usize)?;
    let first = workspace.records.get(first as usize)?;
    let info = workspace.kind(record);
    let key = info.kind.identity.to_string();
    let value = workspace.value_of(record, &key)?;
    let before = workspace.value_of(first, &key)?;
    let rule = if key == "id" { "duplicate-id" } else { "duplicate-soa-entry" };
    Some(
        Draft::new(rule, record.source, value.span())
            .key(key)
            .record(number)
            .with("kind", info.words())
            .with("id", workspace.id(record).into_owned())
            .with("requirement", workspace.id(record).into_owned())
            .related(Place { source: first.source, span: before.span() }, ""),
    )
}
