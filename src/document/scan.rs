//! Reads what nearly every file consists of, straight from its bytes.
//!
//! Headers, keys, plain strings, numbers, days, arrays and comments are read here in one pass, without
//! tokens and events in between, and their nodes are written at once where they stay. Everything that
//! is written in another way, that could be an error, or that adds to a table which was left already, is
//! left to the parser of the `toml` crates: this one knows no message. It gives up, and the file is read
//! from its start. One more element of a list is read here, though: in many files records of several
//! kinds follow each other. A test holds the trees of both against each other.

mod entry;
mod header;
mod quoted;

use memchr::memchr;

use super::build::MAX_DEPTH;
use super::keys::Keys;
use super::node::{Form, Kind, Node, PLAIN, Place, shape};
use super::tree::{Growing, More};
use super::{Comment, run, scalar};
use crate::span::Span;

const STRING: u8 = shape(Kind::String, Form::Inline) | PLAIN;
const ARRAY: u8 = shape(Kind::Array, Form::Inline);
const TABLE: u8 = shape(Kind::Table, Form::Inline);

/// What a document is written to; used again for the next one.
#[derive(Default)]
pub(super) struct Page {
    pub(super) tree: Growing,
    pub(super) comments: Vec<Comment>,
    /// The segments of the header being read.
    path: Vec<Span>,
    /// The document and what headers made, each in the one before, that may still get more nodes.
    open: Vec<u32>,
    /// As `open`, what dotted keys made.
    dotted: Vec<u32>,
    /// Lists that were left and entered again.
    more: Vec<More>,
}

/// Reads the whole text; false where a part of it has to be read by the parser.
pub(super) fn read(text: &str, page: &mut Page) -> bool {
    page.tree.clear();
    page.comments.clear();
    page.open.clear();
    page.dotted.clear();
    page.more.clear();
    let bytes = text.as_bytes();
    Scan { text, bytes, page, quoted: false, depth: 0, list: &[] }.document().is_some()
}

struct Scan<'s, 't> {
    text: &'t str,
    bytes: &'t [u8],
    page: &'s mut Page,
    /// There is a key in quotes, which may be written in several ways.
    quoted: bool,
    /// How many arrays and inline tables are open.
    depth: usize,
    /// The header `[[a]]` that was read last, if that is how it is written.
    list: &'t [u8],
}

/// In all of these, `at` is where to read, what is returned is where it ends, and `None` gives the
/// file up.
impl Scan<'_, '_> {
    fn document(&mut self) -> Option<()> {
        let root = shape(Kind::Table, Form::Root);
        let root = self.page.tree.push(Node::new(Span::default(), Place::NONE, root));
        self.page.open.push(root);
        let mut keys = Keys::new(root);
        let mut at = 0;
        while let Some(byte) = self.byte(at) {
            at = match byte {
                b'\n' | b' ' | b'\t' => at + 1,
                b'\r' => self.line_end(at)?,
                b'#' => self.comment(at)?,
                b'[' => self.header(at, &mut keys)?,
                _ => self.statement(at, &mut keys)?,
            }
        }
        self.leave(1);
        self.page.tree.close(root, at as u32);
        self.page.tree.gather(&self.page.more);
        Some(())
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    #[inline]
    fn rest(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    #[inline]
    fn skip(&self, byte: u8, at: usize) -> Option<usize> {
        (self.byte(at)? == byte).then_some(at + 1)
    }

    #[inline]
    fn blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        at
    }

    /// The end of a line, or of the text.
    fn line_end(&self, at: usize) -> Option<usize> {
        match self.rest(at) {
            [] => Some(at),
            [b'\n', ..] => Some(at + 1),
            [b'\r', b'\n', ..] => Some(at + 2),
            _ => None,
        }
    }

    /// What may stand behind a statement.
    #[inline]
    fn statement_end(&mut self, at: usize) -> Option<usize> {
        if self.byte(at) == Some(b'\n') { Some(at + 1) } else { self.other_end(at) }
    }

    #[inline(never)]
    fn other_end(&mut self, at: usize) -> Option<usize> {
        let mut at = self.blanks(at);
        if self.byte(at) == Some(b'#') {
            at = self.comment(at)?;
        }
        self.line_end(at)
    }

    #[inline(never)]
    fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let line = memchr(b'\n', rest).and_then(|end| rest.get(..end));
        let comment = line.map_or(rest, |line| line.strip_suffix(b"\r").unwrap_or(line));
        let end = at + comment.len();
        if !scalar::is_comment(comment) {
            return None;
        }
        let span = Span::new(at as u32, end as u32);
        self.page.comments.push(Comment::new(self.text, span));
        Some(end)
    }

    fn value(&mut self, at: usize, key: Place) -> Option<usize> {
        self.begun(self.byte(at)?, at, key)
    }

    /// The value that begins with this byte.
    #[inline(always)]
    fn begun(&mut self, first: u8, at: usize, key: Place) -> Option<usize> {
        match first {
            b'"' => self.string::<b'"'>(at, key),
            b'[' => self.array(at, key),
            b'{' => self.table(at, key),
            b'\'' => self.string::<b'\''>(at, key),
            _ => self.bare(at, key),
        }
    }

    /// Adds a value that nothing is in.
    #[inline]
    fn leaf(&mut self, start: usize, end: usize, key: Place, shape: u8) {
        let span = Span::new(start as u32, end as u32);
        self.page.tree.push(Node::new(span, key, shape));
    }

    #[inline(always)]
    fn string<const QUOTE: u8>(&mut self, at: usize, key: Place) -> Option<usize> {
        let end = run::plain::<QUOTE>(self.bytes, at + 1);
        // Nothing between two quotes may be the beginning of three.
        if self.byte(end) == Some(QUOTE) && (end > at + 1 || self.byte(end + 1) != Some(QUOTE)) {
            self.leaf(at, end + 1, key, STRING);
            return Some(end + 1);
        }
        self.other_string(at, QUOTE, key)
    }

    fn bare(&mut self, at: usize, key: Place) -> Option<usize> {
        let (end, node) = if let Some(digit) = run::digit(self.bytes, at) {
            (at + 1, Node::digit(at as u32, key, digit))
        } else if let Some(day) = run::date(self.bytes, at) {
            (at + "YYYY-MM-DD".len(), Node::day(at as u32, key, day))
        } else {
            return self.other_bare(at, key);
        };
        self.page.tree.push(node);
        Some(end)
    }

    fn other_bare(&mut self, at: usize, key: Place) -> Option<usize> {
        let end = run::value(self.bytes, at);
        let raw = self.text.get(at..end).filter(|raw| !raw.is_empty())?;
        let shape = scalar::check(raw, None).or_else(|| scalar::examine(raw, None).ok())?;
        let span = Span::new(at as u32, end as u32);
        self.page.tree.push(Node::of(self.text, span, key, shape));
        Some(end)
    }

    fn array(&mut self, at: usize, key: Place) -> Option<usize> {
        let array = self.open(at, key, ARRAY)?;
        let end = self.elements(at + 1)?;
        self.close(array, end);
        Some(end)
    }

    fn table(&mut self, at: usize, key: Place) -> Option<usize> {
        let table = self.open(at, key, TABLE)?;
        let end = self.entries(at + 1, &mut Keys::new(table))?;
        self.close(table, end);
        Some(end)
    }

    #[inline]
    fn open(&mut self, at: usize, key: Place, shape: u8) -> Option<u32> {
        self.depth += 1;
        let node = Node::new(Span::new(at as u32, at as u32), key, shape);
        (self.depth <= MAX_DEPTH).then(|| self.page.tree.push(node))
    }

    #[inline]
    fn close(&mut self, id: u32, end: usize) {
        self.depth -= 1;
        self.page.tree.close(id, end as u32);
    }

    /// The elements of an array, and its end.
    fn elements(&mut self, mut at: usize) -> Option<usize> {
        loop {
            at = self.between_elements(at)?;
            if self.byte(at)? == b']' {
                return Some(at + 1);
            }
            at = self.value(at, Place::NONE)?;
            at = self.between_elements(at)?;
            match self.byte(at)? {
                b',' => at += 1,
                b']' => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// Blanks, line ends and comments.
    #[inline]
    fn between_elements(&mut self, mut at: usize) -> Option<usize> {
        loop {
            match self.byte(at)? {
                b' ' | b'\t' | b'\n' => at += 1,
                b'\r' => at = self.line_end(at)?,
                b'#' => at = self.comment(at)?,
                _ => return Some(at),
            }
        }
    }

    /// The entries of an inline table on one line, and its end.
    fn entries(&mut self, at: usize, keys: &mut Keys) -> Option<usize> {
        let mut at = self.blanks(at);
        if self.byte(at)? == b'}' {
            return Some(at + 1);
        }
        loop {
            at = self.blanks(at);
            at = self.assignment(at, keys)?;
            at = self.blanks(at);
            match self.byte(at)? {
                b',' => at += 1,
                b'}' => return Some(at + 1),
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests;
