//! Reads what nearly every file consists of, straight from its bytes.
//!
//! Headers, keys, plain strings, numbers, days, arrays and comments are read here in one pass, without
//! tokens and events in between, in a fourth of the time. Everything that is written in another way,
//! and everything that could be an error, is left to the parser of the `toml` crates: this one knows
//! no message. It gives up, and the file is read from its start. A test holds the trees of both
//! against each other.

mod quoted;

use memchr::memchr;
use toml_parser::decoder::Encoding;

use super::buffers::{Mark, element};
use super::build::{Builder, MAX_DEPTH};
use super::node::{Form, Kind, NONE, Node, PLAIN, shape};
use super::{run, scalar};
use crate::span::Span;

/// Reads the whole text; false where a part of it has to be read by the parser.
pub(super) fn read(builder: &mut Builder<'_, '_>) -> bool {
    let bytes = builder.text.as_bytes();
    Scan { bytes, at: 0, depth: 0, list: (&[], NONE), builder }.document().is_some()
}

struct Scan<'s, 't, 'b> {
    bytes: &'t [u8],
    at: usize,
    /// How many arrays and inline tables are open.
    depth: usize,
    /// The header `[[a]]` that was read last, if that is how it is written, and the array it made.
    list: (&'t [u8], u32),
    builder: &'s mut Builder<'t, 'b>,
}

/// A key that its table does not have yet.
struct Vacant {
    table: u32,
    key: Span,
    mark: Mark,
}

const ARRAY: u8 = shape(Kind::Array, Form::Inline);
const TABLE: u8 = shape(Kind::Table, Form::Inline);

impl Scan<'_, '_, '_> {
    /// `None`, here and below, gives the file up.
    fn document(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                None => return Some(()),
                Some(b'\n') => self.at += 1,
                Some(b'\r') => self.line_end()?,
                Some(b' ' | b'\t') => self.blanks(),
                Some(b'#') => self.comment()?,
                Some(b'[') => self.header()?,
                Some(_) => self.entry()?,
            }
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn span(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    #[inline]
    fn skip(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    #[inline]
    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// The end of a line, or of the text.
    fn line_end(&mut self) -> Option<()> {
        match self.rest() {
            [] => {}
            [b'\n', ..] => self.at += 1,
            [b'\r', b'\n', ..] => self.at += 2,
            _ => return None,
        }
        Some(())
    }

    /// What may stand behind a statement.
    #[inline]
    fn statement_end(&mut self) -> Option<()> {
        if self.skip(b'\n').is_some() {
            return Some(());
        }
        self.blanks();
        if self.peek() == Some(b'#') {
            self.comment()?;
        }
        self.line_end()
    }

    fn comment(&mut self) -> Option<()> {
        let start = self.at;
        let rest = self.rest();
        let line = memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
        let end =
            if line.len() < rest.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        self.at += end.len();
        self.builder.note_comment(self.span(start));
        self.is_right()
    }

    /// Gives up where the builder found an error: what is said about it may depend on the rest of
    /// the file.
    fn is_right(&self) -> Option<()> {
        self.builder.errors.is_empty().then_some(())
    }

    fn header(&mut self) -> Option<()> {
        if !self.one_more() {
            self.new_header()?;
        }
        self.statement_end()
    }

    /// One more table of the list that the last header belongs to, as most headers make.
    fn one_more(&mut self) -> bool {
        let (header, array) = self.list;
        if array == NONE || !self.rest().starts_with(header) {
            return false;
        }
        let start = self.at;
        self.at += header.len();
        let name = Span::new(start as u32 + 2, self.at as u32 - 2);
        let table = Node::new(element(), name, name);
        self.builder.current = self.builder.buffers.append(array, table);
        true
    }

    fn new_header(&mut self) -> Option<()> {
        let start = self.at;
        self.skip(b'[')?;
        let array = self.skip(b'[').is_some();
        self.blanks();
        let first = self.segment()?;
        self.path(first)?;
        self.skip(b']')?;
        if array {
            self.skip(b']')?;
        }
        self.builder.header(array);
        self.is_right()?;
        // A name with dots may mean another array when it is read again.
        let is_plain = array && self.span(start) == Span::new(first.start - 2, first.end + 2);
        self.list = match self.bytes.get(start..self.at) {
            Some(header) if is_plain => {
                (header, self.builder.buffers.find(self.builder.text, 0, first)?)
            }
            _ => (&[], NONE),
        };
        Some(())
    }

    #[inline]
    fn entry(&mut self) -> Option<()> {
        self.assignment(self.builder.current)?;
        self.statement_end()
    }

    #[inline]
    fn assignment(&mut self, table: u32) -> Option<()> {
        let Vacant { table, key, mark } = self.key(table)?;
        let start = self.at;
        let shape = self.value()?;
        let node = Node::new(shape, self.span(start), key);
        let Builder { text, buffers, .. } = &mut *self.builder;
        let node = buffers.enter_marked(text, table, node, mark);
        self.inside(node, shape)
    }

    /// Reads the key of a value, and what stands between them.
    #[inline]
    fn key(&mut self, table: u32) -> Option<Vacant> {
        let start = self.at;
        let run::Key { end, head } = run::key(self.bytes, start);
        // As nearly everybody writes it.
        if end == start || self.bytes.get(end..end + 3) != Some(b" = ") {
            return self.other_key(table);
        }
        self.at = end + 3;
        let key = Span::new(start as u32, end as u32);
        self.vacant(table, key, Mark::new(head, key.len()))
    }

    #[inline]
    fn vacant(&self, table: u32, key: Span, mark: Mark) -> Option<Vacant> {
        let Builder { text, buffers, .. } = &*self.builder;
        let is_vacant = buffers.find_marked(text, table, key, mark).is_none();
        is_vacant.then_some(Vacant { table, key, mark })
    }

    /// A key that is quoted, dotted, or not followed by ` = `.
    #[inline(never)]
    fn other_key(&mut self, table: u32) -> Option<Vacant> {
        let first = self.segment()?;
        self.path(first)?;
        self.skip(b'=')?;
        self.blanks();
        let (table, key) = self.builder.resolve(table);
        let mark = Mark::of(self.builder.text, key);
        (table != NONE).then_some(Vacant { table, key, mark })
    }

    /// Reads what follows the first segment of a key that may be dotted, blanks included.
    fn path(&mut self, first: Span) -> Option<()> {
        self.builder.buffers.path.clear();
        self.builder.buffers.path.push(first);
        self.blanks();
        while self.skip(b'.').is_some() {
            self.blanks();
            let segment = self.segment()?;
            self.builder.buffers.path.push(segment);
            self.blanks();
        }
        Some(())
    }

    #[inline]
    fn segment(&mut self) -> Option<Span> {
        let start = self.at;
        self.at = run::key(self.bytes, start).end;
        if self.at == start {
            self.quoted_key()?;
        }
        Some(self.span(start))
    }

    fn element(&mut self, array: u32) -> Option<()> {
        let start = self.at;
        let shape = self.value()?;
        let node = Node::new(shape, self.span(start), Span::default());
        let node = self.builder.buffers.append(array, node);
        self.inside(node, shape)
    }

    /// The shape of the value that begins here. Of an array and of a table only the bracket is read.
    #[inline(always)]
    fn value(&mut self) -> Option<u8> {
        match self.peek()? {
            b'"' => self.string::<b'"'>(),
            b'\'' => self.string::<b'\''>(),
            b'[' => self.bracket(ARRAY),
            b'{' => self.bracket(TABLE),
            _ => self.bare(),
        }
    }

    fn bracket(&mut self, shape: u8) -> Option<u8> {
        self.at += 1;
        Some(shape)
    }

    /// Reads what stands in the brackets of the value that was entered, if it has any.
    #[inline]
    fn inside(&mut self, node: u32, shape: u8) -> Option<()> {
        if shape != ARRAY && shape != TABLE {
            return Some(());
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        if shape == ARRAY {
            self.elements(node)?
        } else {
            self.entries(node)?
        }
        self.depth -= 1;
        self.builder.close(node, self.at as u32);
        Some(())
    }

    fn bare(&mut self) -> Option<u8> {
        let start = self.at;
        if run::is_date(self.bytes, start) {
            self.at += "YYYY-MM-DD".len();
            return Some(shape(Kind::LocalDate, Form::Inline));
        }
        self.at = run::value(self.bytes, start);
        self.scalar(start, None)
    }

    #[inline]
    fn string<const QUOTE: u8>(&mut self) -> Option<u8> {
        let start = self.at;
        let end = run::plain::<QUOTE>(self.bytes, start + 1);
        let behind = |at: usize| self.bytes.get(at) == Some(&QUOTE);
        // Nothing between two quotes may be the beginning of three.
        if behind(end) && (end > start + 1 || !behind(end + 1)) {
            self.at = end + 1;
            return Some(shape(Kind::String, Form::Inline) | PLAIN);
        }
        self.other_string(QUOTE)
    }

    /// The shape of a value that is right. Nearly all are plain to see; the others are decoded once.
    fn scalar(&mut self, start: usize, encoding: Option<Encoding>) -> Option<u8> {
        let raw = self.span(start).of(self.builder.text);
        if raw.is_empty() {
            return None;
        }
        scalar::check(raw, encoding).or_else(|| scalar::examine(raw, encoding).ok())
    }

    /// The elements of an array, and its end.
    fn elements(&mut self, array: u32) -> Option<()> {
        loop {
            self.between_elements()?;
            if self.skip(b']').is_some() {
                return Some(());
            }
            self.element(array)?;
            self.between_elements()?;
            if self.skip(b']').is_some() {
                return Some(());
            }
            self.skip(b',')?;
        }
    }

    /// Blanks, line ends and comments.
    #[inline]
    fn between_elements(&mut self) -> Option<()> {
        loop {
            match self.peek()? {
                b' ' | b'\t' => self.at += 1,
                b'\n' | b'\r' => self.line_end()?,
                b'#' => self.comment()?,
                _ => return Some(()),
            }
        }
    }

    /// The entries of an inline table on one line, and its end.
    fn entries(&mut self, table: u32) -> Option<()> {
        self.blanks();
        if self.skip(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            self.assignment(table)?;
            self.blanks();
            if self.skip(b'}').is_some() {
                return Some(());
            }
            self.skip(b',')?;
        }
    }
}

#[cfg(test)]
mod tests;
