//! Reads what nearly every file consists of, straight from its bytes.
//!
//! Headers, keys, plain strings, numbers, days, arrays and comments are read here in one pass, without
//! tokens and events in between, in a fourth of the time. Everything that is written in another way,
//! and everything that could be an error, is left to the parser of the `toml` crates: this one knows
//! no message. It gives up, and the file is read from its start. A test holds the trees of both
//! against each other.

use memchr::{memchr, memchr2};
use toml_parser::decoder::Encoding;

use super::build::{Builder, MAX_DEPTH};
use super::key;
use super::node::{Form, Kind, shape};
use super::scalar;
use crate::span::Span;

/// Reads the whole text; false where a part of it has to be read by the parser.
pub(super) fn read(builder: &mut Builder<'_, '_>) -> bool {
    let bytes = builder.text.as_bytes();
    Scan { bytes, at: 0, builder }.document().is_some()
}

struct Scan<'s, 't, 'b> {
    bytes: &'t [u8],
    at: usize,
    builder: &'s mut Builder<'t, 'b>,
}

impl Scan<'_, '_, '_> {
    /// `None`, here and below, gives the file up.
    fn document(&mut self) -> Option<()> {
        loop {
            self.blanks();
            match self.peek() {
                None => return Some(()),
                Some(b'\n' | b'\r') => self.line_end()?,
                Some(b'#') => self.comment(),
                Some(b'[') => self.header()?,
                Some(_) => self.entry()?,
            }
            // A key given twice: what is said about it may depend on the rest of the file.
            if !self.builder.errors.is_empty() {
                return None;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn span(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    fn skip(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

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
    fn statement_end(&mut self) -> Option<()> {
        self.blanks();
        if self.peek() == Some(b'#') {
            self.comment();
        }
        self.line_end()
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let line = memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
        let end =
            if line.len() < rest.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        self.at += end.len();
        self.builder.note_comment(self.span(start));
    }

    fn header(&mut self) -> Option<()> {
        self.skip(b'[')?;
        let array = self.skip(b'[').is_some();
        self.key()?;
        self.skip(b']')?;
        if array {
            self.skip(b']')?;
        }
        self.builder.header(array);
        self.statement_end()
    }

    fn entry(&mut self) -> Option<()> {
        self.assignment()?;
        self.statement_end()
    }

    fn assignment(&mut self) -> Option<()> {
        self.key()?;
        self.skip(b'=')?;
        self.builder.aim();
        self.blanks();
        self.value()
    }

    /// Reads a key and the blanks around it.
    fn key(&mut self) -> Option<()> {
        self.builder.buffers.path.clear();
        loop {
            self.blanks();
            let start = self.at;
            match self.peek()? {
                quote @ (b'"' | b'\'') => self.quoted_key(quote)?,
                _ => self.at += self.rest().iter().take_while(|byte| key::is_bare(**byte)).count(),
            }
            if self.at == start {
                return None;
            }
            let span = self.span(start);
            self.builder.buffers.path.push(span);
            self.blanks();
            if self.skip(b'.').is_none() {
                return Some(());
            }
        }
    }

    fn quoted_key(&mut self, quote: u8) -> Option<()> {
        if self.rest().starts_with(&[quote; 3]) {
            return None;
        }
        let start = self.at;
        self.string_end(quote)?;
        scalar::check(self.span(start).of(self.builder.text), Some(one_line(quote)))?;
        self.builder.buffers.quoted = true;
        Some(())
    }

    fn value(&mut self) -> Option<()> {
        match self.peek()? {
            b'[' => self.array(),
            b'{' => self.table(),
            quote @ (b'"' | b'\'') => self.string(quote),
            _ => self.bare(),
        }
    }

    fn bare(&mut self) -> Option<()> {
        let start = self.at;
        self.at += self.rest().iter().take_while(|byte| is_in_bare_value(**byte)).count();
        self.scalar(start, None)
    }

    fn string(&mut self, quote: u8) -> Option<()> {
        let start = self.at;
        if self.rest().starts_with(&[quote; 3]) {
            self.long_string_end(quote)?;
            return self.scalar(start, Some(several_lines(quote)));
        }
        self.string_end(quote)?;
        self.scalar(start, Some(one_line(quote)))
    }

    /// Enters a value that is right. Nearly all are plain to see; the others are decoded once.
    fn scalar(&mut self, start: usize, encoding: Option<Encoding>) -> Option<()> {
        let span = self.span(start);
        let raw = span.of(self.builder.text);
        if raw.is_empty() {
            return None;
        }
        let shape = scalar::check(raw, encoding).or_else(|| scalar::examine(raw, encoding).ok())?;
        self.builder.attach(shape, span);
        Some(())
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

    fn array(&mut self) -> Option<()> {
        self.open(Kind::Array)?;
        loop {
            self.between_elements()?;
            if self.skip(b']').is_some() {
                break;
            }
            self.value()?;
            self.between_elements()?;
            if self.skip(b']').is_some() {
                break;
            }
            self.skip(b',')?;
        }
        self.close();
        Some(())
    }

    /// Blanks, line ends and comments.
    fn between_elements(&mut self) -> Option<()> {
        loop {
            self.blanks();
            match self.peek()? {
                b'\n' | b'\r' => self.line_end()?,
                b'#' => self.comment(),
                _ => return Some(()),
            }
        }
    }

    /// An inline table on one line.
    fn table(&mut self) -> Option<()> {
        self.open(Kind::Table)?;
        self.blanks();
        if self.skip(b'}').is_none() {
            loop {
                self.assignment()?;
                self.blanks();
                if self.skip(b'}').is_some() {
                    break;
                }
                self.skip(b',')?;
            }
        }
        self.close();
        Some(())
    }

    fn open(&mut self, kind: Kind) -> Option<()> {
        let start = self.at;
        self.at += 1;
        let node = self.builder.attach(shape(kind, Form::Inline), self.span(start));
        self.builder.buffers.frames.push(node);
        (self.builder.buffers.frames.len() <= MAX_DEPTH).then_some(())
    }

    fn close(&mut self) {
        if let Some(node) = self.builder.buffers.frames.pop() {
            self.builder.close(node, self.at as u32);
        }
    }
}

const fn is_in_bare_value(byte: u8) -> bool {
    key::is_bare(byte) || matches!(byte, b'+' | b'.' | b':')
}

fn one_line(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::BasicString } else { Encoding::LiteralString }
}

fn several_lines(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::MlBasicString } else { Encoding::MlLiteralString }
}

#[cfg(test)]
mod tests;
