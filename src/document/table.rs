//! Which table a key belongs to: headers, dotted keys, and what may not be said twice.
//!
//! The rules are those of the `toml` crate. A table of more than a few entries gets its
//! keys into a hash table, so that looking for a duplicate stays cheap in any file.

use std::hash::{BuildHasher, Hash, Hasher};

use rustc_hash::FxBuildHasher;

use super::build::{Buffers, Builder, MAX_DEPTH};
use super::key;
use super::message;
use super::node::{Form, Kind, NONE, Node, shape};
use crate::span::Span;

/// Tables up to this size are searched entry by entry.
const LINEAR: u8 = 16;

impl Builder<'_, '_> {
    /// Finds the table and the last segment of the key that was read. The table is `NONE`
    /// where the key cannot be entered.
    pub(super) fn resolve(&mut self, table: u32) -> (u32, Span) {
        let Some((&last, path)) = self.buffers.path.split_last() else {
            return (NONE, Span::default());
        };
        let length = path.len();
        if length == 0 {
            return (self.vacant(table, last), last);
        }
        let Some(parent) = self.descend(table, length, true) else {
            return (NONE, last);
        };
        if !matches!(self.form(parent), Form::Implicit | Form::Dotted) {
            let first = self.node_span(parent);
            self.report(message::dotted_into_defined(last, first));
            return (NONE, last);
        }
        (self.vacant(parent, last), last)
    }

    /// `table` if it has no entry `key` yet.
    fn vacant(&mut self, table: u32, key: Span) -> u32 {
        let Some(existing) = self.buffers.find(self.text, table, key) else {
            return table;
        };
        let first = self.key_span(existing);
        if !self.lenient && !self.repeated {
            let error = message::duplicate_key(self.text, key, first);
            self.report(error);
        }
        NONE
    }

    /// Enters a header's table and makes it the one that statements add to.
    pub(super) fn define(&mut self, array: bool) {
        self.repeated = false;
        self.current = match self.header_table(array) {
            Some(table) => table,
            // Nowhere to go: what follows is read and checked all the same.
            None => {
                let node =
                    Node::new(shape(Kind::Table, Form::Header), Span::default(), Span::default());
                self.buffers.push(node)
            }
        };
    }

    fn header_table(&mut self, array: bool) -> Option<u32> {
        let first = *self.buffers.path.first()?;
        let last = *self.buffers.path.last()?;
        let span = Span::new(first.start, last.end);
        let parent = self.descend(0, self.buffers.path.len() - 1, false)?;
        let existing = self.buffers.find(self.text, parent, last);
        if array {
            self.array_table(parent, existing, span, last)
        } else {
            self.plain_table(parent, existing, span, last)
        }
    }

    fn plain_table(
        &mut self,
        parent: u32,
        existing: Option<u32>,
        span: Span,
        key: Span,
    ) -> Option<u32> {
        let shape = shape(Kind::Table, Form::Header);
        let Some(id) = existing else {
            return Some(self.enter(parent, Node::new(shape, span, key)));
        };
        if self.form(id) == Form::Implicit {
            let node = &mut self.buffers.nodes[id as usize];
            let known = Node::new(shape, span, key);
            node.shape = shape;
            node.set_span(span);
            node.key_start = known.key_start;
            node.key_len = known.key_len;
            return Some(id);
        }
        self.report_existing(id, span, key);
        self.repeated = true;
        (self.kind(id) == Kind::Table).then_some(id)
    }

    fn array_table(
        &mut self,
        parent: u32,
        existing: Option<u32>,
        span: Span,
        key: Span,
    ) -> Option<u32> {
        let array = match existing {
            None => {
                let node = Node::new(shape(Kind::Array, Form::ArrayHeader), span, key);
                self.enter(parent, node)
            }
            Some(id) if self.kind(id) == Kind::Array && self.form(id) == Form::ArrayHeader => id,
            Some(id) => {
                self.report_existing(id, span, key);
                return None;
            }
        };
        let element = Node::new(shape(Kind::Table, Form::ArrayHeader), span, key);
        Some(self.buffers.append(array, element))
    }

    /// A header names something that is already there.
    fn report_existing(&mut self, existing: u32, span: Span, key: Span) {
        if self.lenient {
            return;
        }
        let first = match self.form(existing) {
            Form::Header | Form::ArrayHeader => self.node_span(existing),
            _ => self.key_span(existing),
        };
        let what = (self.kind(existing), self.form(existing));
        let error = message::existing(self.text, what, span, key, first);
        self.report(error);
    }

    /// Follows the first `length` segments of the key from `table`, making tables.
    fn descend(&mut self, mut table: u32, length: usize, dotted: bool) -> Option<u32> {
        if length >= MAX_DEPTH {
            let span = self.buffers.path.first().copied().unwrap_or_default();
            self.report(message::too_many_segments(span));
            return None;
        }
        for step in 0..length {
            let key = *self.buffers.path.get(step)?;
            table = match self.buffers.find(self.text, table, key) {
                Some(id) => self.step(id, key, dotted)?,
                None => {
                    let form = if dotted { Form::Dotted } else { Form::Implicit };
                    self.enter(table, Node::new(shape(Kind::Table, form), key, key))
                }
            };
        }
        Some(table)
    }

    /// Steps into an existing value on the way to a deeper one, if that is allowed.
    fn step(&mut self, id: u32, key: Span, dotted: bool) -> Option<u32> {
        match (self.kind(id), self.form(id)) {
            // A header's tables hang off the array's last element.
            (Kind::Array, Form::ArrayHeader) => {
                let last = self.buffers.nodes[id as usize].first_child;
                (last != NONE).then_some(last)
            }
            (Kind::Table, Form::Dotted) => Some(id),
            (Kind::Table, Form::Implicit) => {
                if dotted {
                    self.buffers.nodes[id as usize].shape = shape(Kind::Table, Form::Dotted);
                }
                Some(id)
            }
            (Kind::Table, Form::Header | Form::ArrayHeader | Form::Root) if !dotted => Some(id),
            (Kind::Table, Form::Header | Form::ArrayHeader | Form::Root) => {
                let first = self.node_span(id);
                self.report(message::dotted_into_defined(key, first));
                None
            }
            (kind, _) => {
                let first = self.key_span(id);
                let error = message::not_extensible(self.text, kind, key, first);
                self.report(error);
                None
            }
        }
    }

    /// Adds an entry to a table; its key was found vacant.
    pub(super) fn enter(&mut self, table: u32, node: Node) -> u32 {
        let id = self.buffers.append(table, node);
        let count = &mut self.buffers.nodes[table as usize].tag;
        *count = (*count + 1).min(LINEAR + 2);
        if *count > LINEAR {
            let all = *count == LINEAR + 1;
            self.buffers.index(self.text, table, id, all);
        }
        id
    }

    fn kind(&self, id: u32) -> Kind {
        self.buffers.nodes[id as usize].kind()
    }

    fn form(&self, id: u32) -> Form {
        self.buffers.nodes[id as usize].form()
    }

    fn key_span(&self, id: u32) -> Span {
        key::span(&self.buffers.nodes[id as usize], self.text)
    }

    fn node_span(&self, id: u32) -> Span {
        self.buffers.nodes[id as usize].span()
    }
}

impl Buffers {
    /// The entry of `table` whose key is the one written at `key`.
    fn find(&self, text: &str, table: u32, key: Span) -> Option<u32> {
        let raw = key.of(text);
        let node = &self.nodes[table as usize];
        if node.tag > LINEAR {
            let hash = hash(table, raw);
            let same = |&(owner, id): &(u32, u32)| owner == table && self.key_is(text, id, raw);
            return self.index.find(hash, same).map(|&(_, id)| id);
        }
        let last = node.first_child;
        let mut id = last;
        while id != NONE {
            if self.key_is(text, id, raw) {
                return Some(id);
            }
            id = self.nodes[id as usize].next;
            if id == last {
                return None;
            }
        }
        None
    }

    fn key_is(&self, text: &str, id: u32, raw: &str) -> bool {
        let node = &self.nodes[id as usize];
        if !self.quoted && node.key_len != u16::MAX && usize::from(node.key_len) != raw.len() {
            return false;
        }
        let other = key::span(node, text).of(text);
        if is_quoted(raw) || is_quoted(other) {
            return key::decode(raw) == key::decode(other);
        }
        raw == other
    }

    /// Puts the last entry of `table` into the index, or all of them.
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

fn is_quoted(raw: &str) -> bool {
    matches!(raw.as_bytes().first(), Some(b'"' | b'\''))
}

fn hash(table: u32, raw: &str) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    table.hash(&mut hasher);
    if is_quoted(raw) {
        key::decode(raw).hash(&mut hasher);
    } else {
        raw.hash(&mut hasher);
    }
    hasher.finish()
}
