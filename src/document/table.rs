//! Which table a key belongs to: headers, dotted keys, and what may not be said twice.
//!
//! The rules are those of the `toml` crate.

use super::buffers::element;
use super::build::{Builder, MAX_DEPTH};
use super::draft::{Draft, NONE};
use super::message;
use super::node::{Form, Kind, shape};
use crate::span::Span;

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
                    Draft::new(shape(Kind::Table, Form::Header), Span::default(), Span::default());
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
            return Some(self.buffers.enter(self.text, parent, Draft::new(shape, span, key)));
        };
        if self.form(id) == Form::Implicit {
            self.buffers.nodes[id as usize].define(shape, span, key);
            return Some(id);
        }
        self.report_existing(id, false, span, key);
        match (self.kind(id), self.form(id)) {
            // One bracket too few: what follows is one more element.
            (Kind::Array, Form::ArrayHeader) => {
                Some(self.buffers.append(id, Draft::new(element(), span, key)))
            }
            (Kind::Table, _) => {
                self.repeated = true;
                Some(id)
            }
            _ => None,
        }
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
                let node = Draft::new(shape(Kind::Array, Form::ArrayHeader), span, key);
                self.buffers.enter(self.text, parent, node)
            }
            Some(id) if self.kind(id) == Kind::Array && self.form(id) == Form::ArrayHeader => id,
            Some(id) => {
                self.report_existing(id, true, span, key);
                if self.form(id) != Form::Header {
                    return None;
                }
                // There the first was one bracket short.
                self.buffers.wrap(self.text, id);
                id
            }
        };
        Some(self.buffers.append(array, Draft::new(element(), span, key)))
    }

    /// A header names something that is already there.
    fn report_existing(&mut self, existing: u32, array: bool, span: Span, key: Span) {
        if self.lenient {
            return;
        }
        let first = match self.form(existing) {
            Form::Header | Form::ArrayHeader => self.node_span(existing),
            _ => self.key_span(existing),
        };
        let what = (self.kind(existing), self.form(existing), array);
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
                    self.buffers.enter(
                        self.text,
                        table,
                        Draft::new(shape(Kind::Table, form), key, key),
                    )
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
                let last = self.buffers.nodes[id as usize].last_child;
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

    fn kind(&self, id: u32) -> Kind {
        self.buffers.nodes[id as usize].kind()
    }

    fn form(&self, id: u32) -> Form {
        self.buffers.nodes[id as usize].form()
    }

    fn key_span(&self, id: u32) -> Span {
        self.buffers.nodes[id as usize].key
    }

    fn node_span(&self, id: u32) -> Span {
        self.buffers.nodes[id as usize].span
    }
}
