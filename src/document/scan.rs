//! Reads what nearly every file consists of, straight from its bytes.
//!
//! Headers, keys, plain strings, numbers, days, arrays and comments are read here in one pass, without
//! tokens and events in between, in a fourth of the time. Everything that is written in another way,
//! and everything that could be an error, is left to the parser of the `toml` crates: this one knows
//! no message. It gives up, and the file is read from its start. A test holds the trees of both
//! against each other.

mod run;

use memchr::{memchr, memchr2};
use toml_parser::decoder::Encoding;

use super::buffers::Mark;
use super::build::{Builder, MAX_DEPTH};
use super::key;
use super::node::{Form, Kind, NONE, Node, PLAIN, shape};
use super::scalar;
use crate::span::Span;

/// Reads the whole text; false where a part of it has to be read by the parser.
pub(super) fn read(builder: &mut Builder<'_, '_>) -> bool {
    let bytes = builder.text.as_bytes();
    Scan { bytes, at: 0, depth: 0, builder }.document().is_some()
}

struct Scan<'s, 't, 'b> {
    bytes: &'t [u8],
    at: usize,
    /// How many arrays and inline tables are open.
    depth: usize,
    builder: &'s mut Builder<'t, 'b>,
}

/// Where a value belongs.
#[derive(Clone, Copy)]
enum Place {
    /// Behind a key that the table did not have.
    Entry { table: u32, key: Span, mark: Mark },
    /// The end of an array.
    Element { array: u32 },
}

impl Scan<'_, '_, '_> {
    /// `None`, here and below, gives the file up.
    fn document(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                None => return Some(()),
                Some(b'\n' | b'\r') => self.line_end()?,
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
        self.statement_end()
    }

    #[inline]
    fn entry(&mut self) -> Option<()> {
        self.assignment(self.builder.current)?;
        self.statement_end()
    }

    #[inline]
    fn assignment(&mut self, table: u32) -> Option<()> {
        let place = self.place(table)?;
        self.skip(b'=')?;
        self.blanks();
        self.value(place)
    }

    /// Reads the key of a value, and the blanks behind it.
    #[inline]
    fn place(&mut self, table: u32) -> Option<Place> {
        let key = self.segment()?;
        self.blanks();
        if self.peek() == Some(b'.') {
            return self.dotted(key, table);
        }
        let Builder { text, buffers, .. } = &*self.builder;
        let mark = Mark::of(self.bytes.get(key.start as usize..key.end as usize)?);
        let vacant = buffers.lacks(table, mark) || buffers.find(text, table, key).is_none();
        vacant.then_some(Place::Entry { table, key, mark })
    }

    fn dotted(&mut self, first: Span, table: u32) -> Option<Place> {
        self.path(first)?;
        let (table, key) = self.builder.resolve(table);
        let mark = Mark::of(key.of(self.builder.text).as_bytes());
        (table != NONE).then_some(Place::Entry { table, key, mark })
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
        self.at = run::key(self.bytes, start);
        if self.at == start {
            self.quoted_key()?;
        }
        Some(self.span(start))
    }

    #[cold]
    fn quoted_key(&mut self) -> Option<()> {
        let quote = self.peek().filter(|byte| matches!(byte, b'"' | b'\''))?;
        if self.rest().starts_with(&[quote; 3]) {
            return None;
        }
        let start = self.at;
        self.string_end(quote)?;
        scalar::check(self.span(start).of(self.builder.text), Some(one_line(quote)))?;
        self.builder.buffers.quoted = true;
        Some(())
    }

    fn value(&mut self, place: Place) -> Option<()> {
        let start = self.at;
        let shape = match self.peek()? {
            b'"' => self.string::<b'"'>()?,
            b'\'' => self.string::<b'\''>()?,
            b'[' => return self.array(place),
            b'{' => return self.table(place),
            _ => self.bare()?,
        };
        self.add(place, shape, start);
        Some(())
    }

    /// Enters the value that was read from `start` on.
    #[inline]
    fn add(&mut self, place: Place, shape: u8, start: usize) -> u32 {
        let span = self.span(start);
        let Builder { text, buffers, .. } = &mut *self.builder;
        match place {
            Place::Entry { table, key, mark } => {
                buffers.enter_marked(text, table, Node::new(shape, span, key), mark)
            }
            Place::Element { array } => {
                buffers.append(array, Node::new(shape, span, Span::default()))
            }
        }
    }

    fn bare(&mut self) -> Option<u8> {
        let start = self.at;
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

    /// A string with escapes, or of several lines.
    #[cold]
    fn other_string(&mut self, quote: u8) -> Option<u8> {
        let start = self.at;
        if self.rest().starts_with(&[quote; 3]) {
            self.long_string_end(quote)?;
            return self.scalar(start, Some(several_lines(quote)));
        }
        self.string_end(quote)?;
        self.scalar(start, Some(one_line(quote)))
    }

    /// The shape of a value that is right. Nearly all are plain to see; the others are decoded once.
    fn scalar(&mut self, start: usize, encoding: Option<Encoding>) -> Option<u8> {
        let raw = self.span(start).of(self.builder.text);
        if raw.is_empty() {
            return None;
        }
        scalar::check(raw, encoding).or_else(|| scalar::examine(raw, encoding).ok())
    }

    /// Goes behind the closing quote of a string of one line.
    fn string_end(&mut self, quote: u8) -> Option<()> {
        self.at += 1;
        loop {
            self.at += self.find_quote(quote)? + 1;
            match self.bytes.get(self.at - 1) {
                Some(b'\\') => self.at += 1,
                _ => return Some(()),
            }
        }
    }

    /// Goes behind the three closing quotes of a string of several lines.
    fn long_string_end(&mut self, quote: u8) -> Option<()> {
        self.at += 3;
        loop {
            self.at += self.find_quote(quote)?;
            match self.rest() {
                [b'\\', ..] if quote == b'"' => self.at += 2,
                // One or two quotes may be the last characters of the text.
                [_, second, third, fourth, ..] if [*second, *third, *fourth] == [quote; 3] => {
                    return None;
                }
                [_, second, third, ..] if [*second, *third] == [quote; 2] => {
                    self.at += 3;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
    }

    /// How far it is to the next quote or, where there are escapes, backslash.
    fn find_quote(&self, quote: u8) -> Option<usize> {
        match quote {
            b'"' => memchr2(b'"', b'\\', self.rest()),
            _ => memchr(quote, self.rest()),
        }
    }

    fn array(&mut self, place: Place) -> Option<()> {
        let array = self.open(place, Kind::Array)?;
        loop {
            self.between_elements()?;
            if self.skip(b']').is_some() {
                break;
            }
            self.value(Place::Element { array })?;
            self.between_elements()?;
            if self.skip(b']').is_some() {
                break;
            }
            self.skip(b',')?;
        }
        self.close(array);
        Some(())
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

    /// An inline table on one line.
    fn table(&mut self, place: Place) -> Option<()> {
        let table = self.open(place, Kind::Table)?;
        self.blanks();
        if self.skip(b'}').is_none() {
            loop {
                self.blanks();
                self.assignment(table)?;
                self.blanks();
                if self.skip(b'}').is_some() {
                    break;
                }
                self.skip(b',')?;
            }
        }
        self.close(table);
        Some(())
    }

    fn open(&mut self, place: Place, kind: Kind) -> Option<u32> {
        let start = self.at;
        self.at += 1;
        self.depth += 1;
        let node = self.add(place, shape(kind, Form::Inline), start);
        (self.depth <= MAX_DEPTH).then_some(node)
    }

    fn close(&mut self, node: u32) {
        self.depth -= 1;
        self.builder.close(node, self.at as u32);
    }
}

fn one_line(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::BasicString } else { Encoding::LiteralString }
}

fn several_lines(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::MlBasicString } else { Encoding::MlLiteralString }
}

#[cfg(test)]
mod tests;
