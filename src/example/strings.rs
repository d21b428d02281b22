//! Strings of several lines in a drawn TOML text: in them a line of dashes is a list, or a rule
//! between paragraphs, and no mark.
//!
//! The text still has its marks and is often broken on purpose, so it cannot be parsed; this finds
//! the strings and nothing else.

use std::ops::Range;

use super::mark::{self, Spot};

/// The strings of several lines in a text.
#[derive(Debug)]
pub(super) struct Strings<'t> {
    text: &'t str,
    ranges: Vec<Range<usize>>,
}

impl<'t> Strings<'t> {
    /// Finds them.
    pub(super) fn of(text: &'t str) -> Self {
        let mut strings = Self { text, ranges: Vec::new() };
        let (mut at, mut fresh) = (0, true);
        while at < text.len() {
            let end = strings.line_end(at);
            let mark = fresh && mark::parse(strings.slice(at, end)).is_some();
            (at, fresh) = if mark { (end, true) } else { strings.read(at, end) };
        }
        strings
    }

    /// Whether a line of dashes at `offset`, below the line at `above`, is a mark. Outside of
    /// strings it is; inside only where it underlines the quotes that open the string.
    pub(super) fn dash_marks(&self, offset: usize, above: usize, spot: Spot) -> bool {
        let inside = self.ranges.iter().find(|range| range.start < offset && offset < range.end);
        inside.is_none_or(|range| {
            let opening = self.text.get(above..range.start);
            opening.is_some_and(|before| before.chars().count() + 1 == spot.column)
                && spot.length > 1
        })
    }

    /// Reads to the end of a line, or to that of a string that goes on in a later one. Returns
    /// where to go on, and whether a line begins there.
    fn read(&mut self, mut at: usize, end: usize) -> (usize, bool) {
        while at < end {
            match self.text.as_bytes().get(at) {
                Some(b'#') => return (end, true),
                Some(quote @ (b'"' | b'\'')) => at = self.string(at, end, *quote),
                _ => at += 1,
            }
        }
        (at, at == end)
    }

    /// Steps over a string; over its quote alone where it is not closed.
    fn string(&mut self, at: usize, line_end: usize, quote: u8) -> usize {
        let escapes = quote == b'"';
        let long = [quote; 3];
        if self.text.as_bytes().get(at..at + 3) == Some(&long[..]) {
            return match self.close(at + 3, self.text.len(), &long, escapes) {
                Some(close) => {
                    self.ranges.push(at..close);
                    close
                }
                None => at + 3,
            };
        }
        self.close(at + 1, line_end, &long[..1], escapes).unwrap_or(line_end)
    }

    /// One past the closing quotes.
    fn close(&self, mut at: usize, end: usize, quotes: &[u8], escapes: bool) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while at < end {
            if escapes && bytes.get(at) == Some(&b'\\') {
                at += 2;
            } else if bytes.get(at..at + quotes.len()) == Some(quotes) {
                return Some(at + quotes.len());
            } else {
                at += 1;
            }
        }
        None
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.find('\n').map_or(self.text.len(), |length| at + length + 1)
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}
