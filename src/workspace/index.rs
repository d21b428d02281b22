//! Records by id.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::{Record, Workspace};
use crate::finding::{Draft, Place};
use crate::kind::KindNo;
use crate::span::Span;

/// The numbers of records by kind and name. Holds numbers; the names stand close together in one text,
/// because those in the files would have to be fetched from memory one by one.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    index: Index,
    /// The names of records.
    names: String,
    /// The names of links, until these are resolved.
    link_names: String,
}

/// Records found by what is said of them.
#[derive(Debug, Default)]
pub(super) struct Index {
    table: HashTable<u32>,
    /// The records of each kind, by number.
    by_kind: Vec<Vec<u32>>,
}

impl Ids {
    /// The names of records and links, which are not indexed yet.
    pub(super) fn named((names, link_names): (String, String)) -> Self {
        Self { index: Index::default(), names, link_names }
    }

    /// Takes in what [`Ids::index`] made.
    pub(super) fn take(&mut self, index: Index) {
        self.index = index;
    }

    /// Indexes all records; a name that two of a kind share means the first.
    pub(super) fn index(workspace: &Workspace) -> (Index, Vec<Draft>) {
        let (records, names) = (&workspace.records, &workspace.ids.names);
        let mut by_kind = vec![Vec::new(); workspace.kinds.iter().count()];
        let mut table = HashTable::with_capacity(records.len());
        let mut drafts = Vec::new();
        let hash = |number: &u32| {
            let record = records.get(*number as usize);
            record.map_or(0, |record| self::hash(record.kind, record.name.of(names)))
        };
        for (number, record) in workspace.numbered() {
            let list: Option<&mut Vec<u32>> = by_kind.get_mut(record.kind as usize);
            if let Some(list) = list {
                list.push(number);
            }
            let name = record.name.of(names);
            if name.is_empty() {
                continue;
            }
            let own = hash(&number);
            match table.find(own, |other| is(records, names, *other, record.kind, name)) {
                Some(first) => drafts.extend(duplicate(workspace, number, *first)),
                None => {
                    table.insert_unique(own, number, hash);
                }
            }
        }
        (Index { table, by_kind }, drafts)
    }

    /// The record of a kind with that name.
    pub(crate) fn find(&self, workspace: &Workspace, kind: KindNo, name: &str) -> Option<u32> {
        let same = |number: &u32| is(&workspace.records, &self.names, *number, kind, name);
        self.index.table.find(hash(kind, name), same).copied()
    }

    /// The records of a kind, by number.
    pub(crate) fn of_kind(&self, kind: KindNo) -> &[u32] {
        self.index.by_kind.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// A name of a record.
    pub(crate) fn name(&self, name: Span) -> &str {
        name.of(&self.names)
    }

    /// A name of a link; empty once all are resolved.
    pub(crate) fn link_name(&self, name: Span) -> &str {
        name.of(&self.link_names)
    }

    /// Forgets the names of links, which take as much memory as those of records.
    pub(crate) fn forget_links(&mut self) {
        self.link_names = String::new();
    }
}

/// Whether a record is the one of a kind with that name.
fn is(records: &[Record], names: &str, number: u32, kind: KindNo, name: &str) -> bool {
    records
        .get(number as usize)
        .is_some_and(|record| record.kind == kind && record.name.of(names) == name)
}

fn hash(kind: KindNo, name: &str) -> u64 {
    FxBuildHasher.hash_one((kind, name))
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
