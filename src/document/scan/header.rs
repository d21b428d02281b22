//! Headers, and the tables they make.

use super::super::build::MAX_DEPTH;
use super::super::keys::Keys;
use super::super::node::{Form, Kind, Node, Place, shape};
use super::super::tree::More;
use super::Scan;
use crate::span::Span;

const LIST: u8 = shape(Kind::Array, Form::ArrayHeader);
const ELEMENT: u8 = shape(Kind::Table, Form::ArrayHeader);
const HEADER: u8 = shape(Kind::Table, Form::Header);
const IMPLICIT: u8 = shape(Kind::Table, Form::Implicit);

impl Scan<'_, '_> {
    /// A header on its line. What follows belongs to the table it makes.
    pub(super) fn header(&mut self, at: usize, keys: &mut Keys) -> Option<usize> {
        let (table, end) = match self.one_more(at) {
            Some(more) => more,
            None => self.new_header(at)?,
        };
        *keys = Keys::new(table);
        self.statement_end(end)
    }

    /// One more table of the list that the last header belongs to, as most headers make.
    #[inline]
    fn one_more(&mut self, at: usize) -> Option<(u32, usize)> {
        if self.list.is_empty() || !self.rest(at).starts_with(self.list) {
            return None;
        }
        let end = at + self.list.len();
        self.leave(2);
        let name = Span::new(at as u32 + 2, end as u32 - 2);
        Some((self.enter(name, name, ELEMENT)?, end))
    }

    fn new_header(&mut self, start: usize) -> Option<(u32, usize)> {
        let is_list = self.byte(start + 1) == Some(b'[');
        let brackets = if is_list { 2 } else { 1 };
        let mut at = self.path(start + brackets)?;
        for _ in 0..brackets {
            at = self.skip(b']', at)?;
        }
        let table = self.descend(is_list)?;
        // A name with dots may mean another array when it is read again.
        self.list = match (self.page.path.as_slice(), self.bytes.get(start..at)) {
            ([name], Some(header)) if is_list && name.len() as usize + 4 == header.len() => header,
            _ => &[],
        };
        Some((table, at))
    }

    /// Reads the segments of a header, with the blanks around them.
    fn path(&mut self, at: usize) -> Option<usize> {
        self.page.path.clear();
        let mut start = self.blanks(at);
        loop {
            let end = self.segment(start)?;
            self.page.path.push(Span::new(start as u32, end as u32));
            let behind = self.blanks(end);
            match self.skip(b'.', behind) {
                Some(next) => start = self.blanks(next),
                None => return Some(behind),
            }
        }
    }

    /// Makes the table of the header that was read. It may be in tables that are open and in new ones;
    /// one that was left already is given up, unless it is a list of the document.
    fn descend(&mut self, is_list: bool) -> Option<u32> {
        let last = self.page.path.len().checked_sub(1)?;
        if last >= MAX_DEPTH {
            return None;
        }
        let mut depth = 0;
        for step in 0..last {
            let name = *self.page.path.get(step)?;
            depth += match self.opened(depth, name)? {
                Some(LIST) => 2,
                Some(_) => 1,
                None => {
                    self.leave(depth + 1);
                    self.enter(name, name, IMPLICIT)?;
                    1
                }
            };
        }
        let name = *self.page.path.get(last)?;
        let span = Span::new(self.page.path.first()?.start, name.end);
        match self.opened(depth, name) {
            Some(None) => self.leave(depth + 1),
            Some(Some(LIST)) if is_list => {
                self.leave(depth + 2);
                return self.enter(span, name, ELEMENT);
            }
            None if is_list && last == 0 => return self.enter_again(name),
            _ => return None,
        }
        if is_list {
            self.enter(span, name, LIST)?;
            return self.enter(span, name, ELEMENT);
        }
        self.enter(span, name, HEADER)
    }

    /// The shape of what the key `name` means in the table that is open at `depth`; nothing where the
    /// table has no such key.
    fn opened(&self, depth: usize, name: Span) -> Option<Option<u8>> {
        let table = *self.page.open.get(depth)?;
        let inner = self.page.open.get(depth + 1);
        let end = inner.map_or(self.page.tree.len(), |inner| inner + 1);
        let Some(id) = self.find(table, end, name.of(self.text))? else {
            return Some(None);
        };
        let inner = *inner?;
        let again = More { list: id, apart: inner };
        (inner == id || self.page.more.last().copied() == Some(again)).then_some(())?;
        self.page.tree.get(id).map(|node| Some(node.shape))
    }

    /// One more table of a list of the document that was left.
    fn enter_again(&mut self, name: Span) -> Option<u32> {
        self.leave(1);
        let list = self.find(0, self.page.tree.len(), name.of(self.text))??;
        self.page.tree.get(list).filter(|node| node.shape == LIST)?;
        let apart = self.enter(name, name, LIST)?;
        self.page.more.push(More { list, apart });
        self.enter(name, name, ELEMENT)
    }

    /// Opens what a header makes at `span`, with `name` as its key.
    fn enter(&mut self, span: Span, name: Span, shape: u8) -> Option<u32> {
        let place = Place::at_end(name.len() as usize)?;
        let table = self.page.tree.push(Node::new(span, place, shape));
        self.page.open.push(table);
        Some(table)
    }

    /// Closes what headers opened, but for the outermost `depth`.
    #[inline]
    pub(super) fn leave(&mut self, depth: usize) {
        while self.page.open.len() > depth
            && let Some(table) = self.page.open.pop()
        {
            self.page.tree.enclose(table);
        }
    }
}
