//! Strings and keys that are not plain: quoted keys, escapes, several lines.

use memchr::{memchr, memchr2};
use toml_parser::decoder::Encoding;

use super::super::node::Place;
use super::super::scalar;
use super::Scan;

impl Scan<'_, '_> {
    #[cold]
    pub(super) fn quoted_key(&mut self, at: usize) -> Option<usize> {
        let quote = self.byte(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
        if self.rest(at).starts_with(&[quote; 3]) {
            return None;
        }
        let end = self.string_end(at, quote)?;
        scalar::check(self.text.get(at..end)?, Some(one_line(quote)))?;
        self.quoted = true;
        Some(end)
    }

    /// A string with escapes, or of several lines.
    #[cold]
    pub(super) fn other_string(&mut self, at: usize, quote: u8, key: Place) -> Option<usize> {
        let (end, encoding) = if self.rest(at).starts_with(&[quote; 3]) {
            (self.long_string_end(at, quote)?, several_lines(quote))
        } else {
            (self.string_end(at, quote)?, one_line(quote))
        };
        let raw = self.text.get(at..end)?;
        let shape = scalar::check(raw, Some(encoding))
            .or_else(|| scalar::examine(raw, Some(encoding)).ok())?;
        self.leaf(at, end, key, shape);
        Some(end)
    }

    /// Where the closing quote of a string of one line ends.
    fn string_end(&self, at: usize, quote: u8) -> Option<usize> {
        let mut at = at + 1;
        loop {
            at += self.find_quote(at, quote)? + 1;
            match self.bytes.get(at - 1) {
                Some(b'\\') => at += 1,
                _ => return Some(at),
            }
        }
    }

    /// Where the three closing quotes of a string of several lines end.
    fn long_string_end(&self, at: usize, quote: u8) -> Option<usize> {
        let mut at = at + 3;
        loop {
            at += self.find_quote(at, quote)?;
            match self.rest(at) {
                [b'\\', ..] if quote == b'"' => at += 2,
                // One or two quotes may be the last characters of the text.
                [_, second, third, fourth, ..] if [*second, *third, *fourth] == [quote; 3] => {
                    return None;
                }
                [_, second, third, ..] if [*second, *third] == [quote; 2] => return Some(at + 3),
                _ => at += 1,
            }
        }
    }

    /// How far it is from `at` to the next quote or, where there are escapes, backslash.
    fn find_quote(&self, at: usize, quote: u8) -> Option<usize> {
        match quote {
            b'"' => memchr2(b'"', b'\\', self.rest(at)),
            _ => memchr(quote, self.rest(at)),
        }
    }
}

fn one_line(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::BasicString } else { Encoding::LiteralString }
}

fn several_lines(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::MlBasicString } else { Encoding::MlLiteralString }
}
