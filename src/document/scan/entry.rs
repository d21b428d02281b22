//! Keys with their values, and the tables that dotted keys make.

use super::super::build::MAX_DEPTH;
use super::super::keys::{Keys, Mark};
use super::super::node::{Form, Kind, Node, Place, shape};
use super::super::{key, run};
use super::Scan;
use crate::span::Span;

const DOTTED: u8 = shape(Kind::Table, Form::Dotted);
/// A table of more entries than this is left to the parser, which looks for keys in another way.
const MANY: usize = 256;

impl Scan<'_, '_> {
    /// An assignment on a line of its own.
    #[inline]
    pub(super) fn statement(&mut self, at: usize, keys: &mut Keys) -> Option<usize> {
        let end = self.assignment(at, keys)?;
        self.statement_end(end)
    }

    /// A key and its value.
    #[inline(always)]
    pub(super) fn assignment(&mut self, at: usize, keys: &mut Keys) -> Option<usize> {
        let run::Key { end, head } = run::key(self.bytes, at);
        match run::assigned(self.bytes, end) {
            // As nearly everybody writes it.
            Some(first) if end > at => {
                self.add(at, end, Mark::new(head, end - at), keys)?;
                self.begun(first, end + 3, Place::before(end - at, 3)?)
            }
            _ => self.other_assignment(at, keys),
        }
    }

    /// A key that is quoted, dotted, not of letters only, or not followed by ` = `.
    #[inline(never)]
    fn other_assignment(&mut self, at: usize, keys: &mut Keys) -> Option<usize> {
        let end = self.segment(at)?;
        let behind = self.blanks(end);
        if self.byte(behind)? == b'.' {
            return self.dotted(at, end, behind, keys);
        }
        self.add(at, end, Mark::of(self.text.get(at..end)?), keys)?;
        self.assigned(at, end, behind)
    }

    /// The value of the key `start..end`, with the sign before it.
    fn assigned(&mut self, start: usize, end: usize, at: usize) -> Option<usize> {
        let at = self.blanks(self.skip(b'=', at)?);
        self.value(at, Place::before(end - start, at - end)?)
    }

    /// Adds a key to those of its table, which must not have it.
    #[inline]
    fn add(&mut self, start: usize, end: usize, mark: Mark, keys: &mut Keys) -> Option<()> {
        if keys.add(mark) && !self.quoted {
            return Some(());
        }
        let all = self.page.tree.len();
        self.find(keys.table, all, self.text.get(start..end)?)?.is_none().then_some(())
    }

    /// The end of a key, or of the segment of one.
    #[inline]
    pub(super) fn segment(&mut self, at: usize) -> Option<usize> {
        let end = run::whole_key(self.bytes, at);
        if end == at { self.quoted_key(at) } else { Some(end) }
    }

    /// A dotted key, the first segment of which is `start..end`, and its value.
    fn dotted(
        &mut self,
        mut start: usize,
        mut end: usize,
        mut at: usize,
        keys: &mut Keys,
    ) -> Option<usize> {
        let outer = self.page.dotted.len();
        let mut table = keys.table;
        let mut is_new = keys.add(Mark::of(self.text.get(start..end)?)) && !self.quoted;
        while self.byte(at)? == b'.' {
            let found = if is_new { None } else { self.last(table, start, end)? };
            is_new = found.is_none();
            table = match found {
                Some(table) => table,
                None => self.begin(start, end)?,
            };
            self.page.dotted.push(table);
            start = self.blanks(at + 1);
            end = self.segment(start)?;
            at = self.blanks(end);
        }
        if self.page.dotted.len() - outer >= MAX_DEPTH {
            return None;
        }
        if !is_new && self.find(table, self.page.tree.len(), self.text.get(start..end)?)?.is_some()
        {
            return None;
        }
        at = self.assigned(start, end, at)?;
        while self.page.dotted.len() > outer {
            self.page.tree.enclose(self.page.dotted.pop()?);
        }
        Some(at)
    }

    /// Begins the table that the segment `start..end` of a dotted key makes.
    fn begin(&mut self, start: usize, end: usize) -> Option<u32> {
        let place = Place::at_end(end - start)?;
        let span = Span::new(start as u32, end as u32);
        Some(self.page.tree.push(Node::new(span, place, DOTTED)))
    }

    /// The entry of `table` with the key `start..end`, if there is one. It must be made by dotted keys,
    /// and the last: one that is not is given up.
    fn last(&self, table: u32, start: usize, end: usize) -> Option<Option<u32>> {
        let all = self.page.tree.len();
        let Some(id) = self.find(table, all, self.text.get(start..end)?)? else {
            return Some(None);
        };
        let node = self.page.tree.get(id)?;
        (node.shape == DOTTED && id + node.size == all).then_some(Some(id))
    }

    /// The entry of `table`, the children of which end before `end`, with the key that is written `raw`.
    #[inline(never)]
    pub(super) fn find(&self, table: u32, end: u32, raw: &str) -> Option<Option<u32>> {
        let mut id = table + 1;
        for _ in 0..MANY {
            if id >= end {
                return Some(None);
            }
            let node = self.page.tree.get(id)?;
            if (node.key_len() == raw.len() || self.quoted)
                && key::is_same(node.key()?.of(self.text), raw)
            {
                return Some(Some(id));
            }
            id += node.size;
        }
        None
    }
}
