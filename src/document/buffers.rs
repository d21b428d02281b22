//! The nodes of the document being built, and how an entry is found among them.
//!
//! A table of more than a few entries gets its keys into a hash table, so that looking for
//! a duplicate stays cheap in any file.

use std::hash::{BuildHasher, Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::node::{Form, Kind, NONE, Node, key_len, shape};
use super::{Comment, key, run};
use crate::span::Span;

/// Tables up to this size are searched entry by entry.
const LINEAR: u8 = 16;

/// One bit for all keys that are alike in length and in how they begin, and for few others.
#[derive(Clone, Copy)]
pub(super) struct Mark(u64);

impl Mark {
    /// The mark of the key that is written at `key`.
    pub(super) fn of(text: &str, key: Span) -> Self {
        Self::new(run::head(key.of(text).as_bytes()), key.len())
    }

    /// The mark of a key of `len` bytes that begins with `head`.
    #[inline]
    pub(super) fn new(head: u64, len: u32) -> Self {
        // The highest bits of the product depend on all of the others.
        let mixed = (head ^ u64::from(len)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self(1 << (mixed >> 58))
    }
}

/// Which keys a table may have. Most keys are new to their table, and their marks say so without
/// looking at the others.
#[derive(Clone, Copy, Default)]
struct Sketch {
    table: u32,
    marks: u64,
}

/// What a document is built in; used again for the next one.
#[derive(Default)]
pub(super) struct Buffers {
    pub(super) nodes: Vec<Node>,
    pub(super) comments: Vec<Comment>,
    /// The segments of the key being read.
    pub(super) path: Vec<Span>,
    /// Arrays and inline tables that are open.
    pub(super) frames: Vec<u32>,
    /// There is a key in quotes, which may equal one of another length.
    pub(super) quoted: bool,
    /// Entries of the tables that are too large to be searched one by one.
    index: HashTable<(u32, u32)>,
    /// Sketches of the tables that were begun last, by their number.
    sketches: [Sketch; 8],
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
        self.sketches = [Sketch { table: NONE, marks: 0 }; 8];
        self.nodes.push(Node::root(len));
    }

    /// Adds a node that belongs to nothing.
    pub(super) fn push(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    /// Adds a node as the last child of `parent`.
    #[inline]
    pub(super) fn append(&mut self, parent: u32, mut node: Node) -> u32 {
        let id = self.nodes.len() as u32;
        let last = std::mem::replace(&mut self.nodes[parent as usize].first_child, id);
        node.next = if last == NONE {
            id
        } else {
            std::mem::replace(&mut self.nodes[last as usize].next, id)
        };
        self.nodes.push(node);
        id
    }

    /// Adds an entry to a table; its key was found vacant.
    pub(super) fn enter(&mut self, text: &str, table: u32, node: Node) -> u32 {
        let mark = Mark::of(text, key::span(&node, text));
        self.enter_marked(text, table, node, mark)
    }

    /// As `enter`, with the mark of the key.
    #[inline(always)]
    pub(super) fn enter_marked(&mut self, text: &str, table: u32, node: Node, mark: Mark) -> u32 {
        let id = self.append(table, node);
        let count = &mut self.nodes[table as usize].tag;
        *count = (*count + 1).min(LINEAR + 2);
        let sketch = &mut self.sketches[table as usize % 8];
        if *count == 1 {
            *sketch = Sketch { table, marks: mark.0 };
        } else if sketch.table == table {
            sketch.marks |= mark.0;
        }
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
        let inner = Node { shape: element(), next: id, ..*outer };
        outer.shape = shape(Kind::Array, Form::ArrayHeader);
        outer.first_child = id;
        outer.tag = 0;
        self.nodes.push(inner);
        if inner.tag > LINEAR {
            self.index(text, id, inner.first_child, true);
        }
    }

    /// The entry of `table` whose key is the one written at `key`.
    pub(super) fn find(&self, text: &str, table: u32, key: Span) -> Option<u32> {
        self.find_marked(text, table, key, Mark::of(text, key))
    }

    /// As `find`, with the mark of the key.
    #[inline]
    pub(super) fn find_marked(&self, text: &str, table: u32, key: Span, mark: Mark) -> Option<u32> {
        if self.lacks(table, mark) { None } else { self.search(text, table, key.of(text)) }
    }

    /// Whether it is plain that `table` has no entry whose key has this mark.
    #[inline]
    fn lacks(&self, table: u32, mark: Mark) -> bool {
        let sketch = &self.sketches[table as usize % 8];
        // A key in quotes may be written in several ways.
        (sketch.table == table && !self.quoted && sketch.marks & mark.0 == 0)
            || self.nodes[table as usize].first_child == NONE
    }

    #[inline(never)]
    fn search(&self, text: &str, table: u32, raw: &str) -> Option<u32> {
        let node = &self.nodes[table as usize];
        if node.tag > LINEAR {
            let hash = hash(table, raw);
            let same = |&(owner, id): &(u32, u32)| owner == table && self.key_is(text, id, raw);
            return self.index.find(hash, same).map(|&(_, id)| id);
        }
        let len = key_len(raw.len());
        let last = node.first_child;
        let mut id = last;
        while id != NONE {
            let entry = &self.nodes[id as usize];
            if (entry.key_len == len || self.quoted) && self.key_is(text, id, raw) {
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
        let other = key::span(&self.nodes[id as usize], text).of(text);
        if key::is_quoted(raw) || key::is_quoted(other) {
            return key::decode(raw) == key::decode(other);
        }
        raw == other
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
        let rehash = |&(owner, entry): &(u32, u32)| {
            hash(owner, key::span(&nodes[entry as usize], text).of(text))
        };
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
