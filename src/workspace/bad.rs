//! Values that are there and cannot be used: nothing is concluded from them.

use crate::document::NodeId;
use crate::kind::{KindNo, Tag};
use crate::source::SourceId;

/// Where such values stand. Nearly no file has one, and every rule asks for every value.
#[derive(Debug, Default)]
pub(crate) struct Bad {
    /// Sorted by file and node.
    list: Vec<(u32, NodeId)>,
    /// A bit for each file, up to the last that has one.
    files: Vec<u64>,
    /// The keys that hold one anywhere, by kind.
    keys: Vec<(KindNo, Tag)>,
}

impl Bad {
    pub(super) fn new(mut list: Vec<(u32, NodeId)>, mut keys: Vec<(KindNo, Tag)>) -> Self {
        list.sort_unstable();
        keys.sort_unstable();
        keys.dedup();
        let last = list.last().map_or(0, |(file, _)| *file as usize + 1);
        let mut files = vec![0; last.div_ceil(64)];
        for (file, _) in &list {
            if let Some(bits) = files.get_mut(*file as usize / 64) {
                *bits |= 1 << (file % 64);
            }
        }
        Self { list, files, keys }
    }

    /// Whether a file has any.
    pub(crate) fn any_in(&self, file: SourceId) -> bool {
        self.files.get(file.index() / 64).is_some_and(|bits| bits >> (file.0 % 64) & 1 == 1)
    }

    /// The keys that hold one somewhere, by kind: what a record seems not to be named by may be named
    /// there.
    pub(crate) fn keys(&self) -> &[(KindNo, Tag)] {
        &self.keys
    }

    /// Whether a value is one of them.
    pub(crate) fn has(&self, file: SourceId, node: NodeId) -> bool {
        self.any_in(file) && self.list.binary_search(&(file.0, node)).is_ok()
    }
}
