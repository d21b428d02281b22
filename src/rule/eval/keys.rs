//! The keys of one record by tag.
//!
//! A rule asks a record for three or four keys. With a hundred rules, going through all keys for each
//! of them would be most of what rules do.

use crate::document::{NodeId, Value};
use crate::kind::{self, Positions, Tag};

/// Tags below this are kept; few kinds have more keys.
const KEPT: usize = Positions::BITS as usize;

/// The keys of a record that are there.
#[derive(Debug)]
pub(crate) struct Keys {
    present: Positions,
    nodes: [NodeId; KEPT],
}

impl Default for Keys {
    fn default() -> Self {
        Self { present: 0, nodes: [NodeId::ROOT; KEPT] }
    }
}

impl Keys {
    /// Goes through the keys of a record once, and forgets those of the last one.
    pub(super) fn read(&mut self, table: Value<'_>) {
        self.present = 0;
        for entry in table.entries() {
            let tag = usize::from(entry.tag());
            if let Some(node) = self.nodes.get_mut(tag) {
                *node = entry.node();
                self.present |= kind::bit(tag);
            }
        }
    }

    /// Whether all of these are there.
    pub(crate) fn have(&self, needed: Positions) -> bool {
        self.present & needed == needed
    }

    /// The value of a key of the record that was read.
    pub(super) fn get<'w>(&self, table: Value<'w>, tag: Tag) -> Option<Value<'w>> {
        match self.nodes.get(usize::from(tag)) {
            Some(node) => (self.present & kind::bit(usize::from(tag)) != 0)
                .then(|| table.document().value(table.text(), *node)),
            None => kind::tagged(table, tag),
        }
    }
}
