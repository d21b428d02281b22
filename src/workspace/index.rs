//! Records by id.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use super::Workspace;
use crate::finding::{Draft, Place};
use crate::kind::{KindNo, State};
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
    by_kind: Vec<OfKind>,
    /// Those that have ended, by number: few, and whoever wants these would look at all.
    ended: Vec<u32>,
}

/// The records of a kind.
#[derive(Debug, Default)]
struct OfKind {
    /// By number.
    numbers: Vec<u32>,
    /// The first of each name.
    named: HashTable<Named>,
}

/// A record with its name: the record itself would have to be fetched from memory.
#[derive(Clone, Copy, Debug)]
struct Named {
    name: Span,
    number: u32,
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
        let mut numbers = vec![Vec::new(); workspace.kinds.iter().count()];
        let mut ended = Vec::new();
        for (number, record) in workspace.numbered() {
            let list: Option<&mut Vec<u32>> = numbers.get_mut(record.kind as usize);
            list.into_iter().for_each(|list| list.push(number));
            if workspace.state(record) == State::Ended {
                ended.push(number);
            }
        }
        let records = workspace.records.len();
        let named = crate::parallel::each(records, &numbers, |own| by_name(workspace, own));
        let mut again = Vec::new();
        let of_kind = numbers.into_iter().zip(named).map(|(numbers, (named, same))| {
            again.extend(same);
            OfKind { numbers, named }
        });
        let by_kind = of_kind.collect();
        again.sort_unstable();
        let drafts = again.into_iter().filter_map(|(own, first)| duplicate(workspace, own, first));
        (Index { by_kind, ended }, drafts.collect())
    }

    /// The record of a kind with that name.
    pub(crate) fn find(&self, kind: KindNo, name: &str) -> Option<u32> {
        let of_kind = self.index.by_kind.get(kind as usize)?;
        let same = |named: &Named| is(&self.names, named.name, name);
        of_kind.named.find(hash(name), same).map(|named| named.number)
    }

    /// The records of a kind, by number.
    pub(crate) fn of_kind(&self, kind: KindNo) -> &[u32] {
        self.index.by_kind.get(kind as usize).map_or(&[], |of_kind| &of_kind.numbers)
    }

    /// The records that have ended, by number.
    pub(crate) fn ended(&self) -> &[u32] {
        &self.index.ended
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

/// The first record of each name among those of a kind, and the others, each with the first.
fn by_name(workspace: &Workspace, numbers: &[u32]) -> (HashTable<Named>, Vec<(u32, u32)>) {
    let names = workspace.ids.names.as_str();
    let mut named = HashTable::with_capacity(numbers.len());
    let mut again = Vec::new();
    for number in numbers {
        let record = workspace.records.get(*number as usize);
        let span = record.map(|record| record.name).unwrap_or_default();
        let name = span.of(names);
        if name.is_empty() {
            continue;
        }
        let hashed = |named: &Named| hash(named.name.of(names));
        match named.entry(hash(name), |other| is(names, other.name, name), hashed) {
            Entry::Occupied(first) => again.push((*number, first.get().number)),
            Entry::Vacant(place) => {
                place.insert(Named { name: span, number: *number });
            }
        }
    }
    (named, again)
}

/// Whether a place among the names holds this one.
fn is(names: &str, place: Span, name: &str) -> bool {
    let held = names.as_bytes().get(place.start as usize..place.end as usize);
    held == Some(name.as_bytes())
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
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
