//! The nodes of the document being built, and how an entry is found among them.
//!
//! A table of more than a few entries gets its keys into a hash table, so that looking for
//! a duplicate stays cheap in any file.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::draft::{Draft, NONE};
use super::node::{Form, Kind, shape};
use super::{Comment, key};
use crate::span::Span;

/// Tables up to this size are searched entry by entry.
const LINEAR: u8 = 16;

/// What a document is built in; used again for the next one.
#[derive(Default)]
pub(super) struct Buffers {
    pub(super) nodes: Vec<Draft>,
    pub(super) comments: Vec<Comment>,
    /// The segments of the key being read.
    pub(super) path: Vec<Span>,
    /// Arrays and inline tables that are open.
    pub(super) frames: Vec<u32>,
    /// There is a key in quotes, which may equal one of another length.
    pub(super) quoted: bool,
    /// Entries of the tables that are too large to be searched one by one.
    index: HashTable<(u32, u32)>,
}

/// The shape of a table that `[[a]]` makes.
pub(super) const fn element() -> u8 {
    shape(Kind::Table, Form::ArrayHeader)
}

impl Buffers {
    /// Forgets the last document and starts one of `len` bytes.
    pub(super) fn restart(&mut self, len: u32) {
        self.nodes.clear();
        self.comments.clear();
        self.path.clear();
        self.frames.clear();
        self.index.clear();
        self.quoted = false;
        self.nodes.push(Draft::root(len));
    }

    /// Adds a node that belongs to nothing.
    pub(super) fn push(&mut self, node: Draft) -> u32 {
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    /// Adds a node as the last child of `parent`.
    pub(super) fn append(&mut self, parent: u32, mut node: Draft) -> u32 {
        let id = self.nodes.len() as u32;
        let last = std::mem::replace(&mut self.nodes[parent as usize].last_child, id);
        node.next = if last == NONE {
            id
        } else {
            std::mem::replace(&mut self.nodes[last as usize].next, id)
        };
        self.nodes.push(node);
        id
    }

    /// Adds an entry to a table; its key was found vacant.
    pub(super) fn enter(&mut self, text: &str, table: u32, node: Draft) -> u32 {
        let id = self.append(table, node);
        let count = &mut self.nodes[table as usize].count;
        *count = (*count + 1).min(LINEAR + 2);
        if *count > LINEAR {
            let all = *count == LINEAR + 1;
            self.index(text, table, id, all);
        }
        id
    }

    /// Turns a table into an array of tables, of which it is the first.
    pub(super) fn wrap(&mut self, text: &str, table: u32) {
        let id = self.nodes.len() as u32;
        let outer = &mut self.nodes[table as usize];
        let inner = Draft { shape: element(), next: id, ..*outer };
        outer.shape = shape(Kind::Array, Form::ArrayHeader);
        outer.last_child = id;
        outer.count = 0;
        self.nodes.push(inner);
        if inner.count > LINEAR {
            self.index(text, id, inner.last_child, true);
        }
    }

    /// The entry of `table` whose key is the one written at `key`.
    pub(super) fn find(&self, text: &str, table: u32, key: Span) -> Option<u32> {
        let raw = key.of(text);
        let node = &self.nodes[table as usize];
        if node.count > LINEAR {
            let hash = hash(table, raw);
            let same = |&(owner, id): &(u32, u32)| owner == table && self.key_is(text, id, raw);
            return self.index.find(hash, same).map(|&(_, id)| id);
        }
        let last = node.last_child;
        let mut id = last;
        while id != NONE {
            let entry = &self.nodes[id as usize];
            if (entry.key.len() == key.len() || self.quoted) && self.key_is(text, id, raw) {
                return Some(id);
            }
            id = entry.next;
            if id == last {
                return None;
            }
        }
        None
    }

    fn key_is(&self, text: &str, id: u32, raw: &str) -> bool {
        key::is_same(raw, self.nodes[id as usize].key.of(text))
    }

    /// Puts the last entry of `table` into the index, or all of them.
    #[cold]
    fn index(&mut self, text: &str, table: u32, last: u32, all: bool) {
        let mut id = if all { self.nodes[last as usize].next } else { last };
        loop {
            self.insert(text, table, id);
            if id == last {
                return;
            }
            id = self.nodes[id as usize].next;
        }
    }

    fn insert(&mut self, text: &str, table: u32, id: u32) {
        let Self { nodes, index, .. } = self;
        let rehash = |&(owner, entry): &(u32, u32)| hash(owner, nodes[entry as usize].key.of(text));
        let hash = rehash(&(table, id));
        index.insert_unique(hash, (table, id), rehash);
    }
}

fn hash(table: u32, raw: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    table.hash(&mut hasher);
    if key::is_quoted(raw) {
        key::decode(raw).hash(&mut hasher);
    } else {
        raw.hash(&mut hasher);
    }
    hasher.finish()
}
