//! Strings and keys that are not plain: quoted keys, escapes, several lines.

use memchr::{memchr, memchr2};
use toml_parser::decoder::Encoding;

use super::super::scalar;
use super::Scan;

impl Scan<'_, '_, '_> {
    #[cold]
    pub(super) fn quoted_key(&mut self) -> Option<()> {
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

    /// A string with escapes, or of several lines.
    #[cold]
    pub(super) fn other_string(&mut self, quote: u8) -> Option<u8> {
        let start = self.at;
        if self.rest().starts_with(&[quote; 3]) {
            self.long_string_end(quote)?;
            return self.scalar(start, Some(several_lines(quote)));
        }
        self.string_end(quote)?;
        self.scalar(start, Some(one_line(quote)))
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
}

fn one_line(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::BasicString } else { Encoding::LiteralString }
}

fn several_lines(quote: u8) -> Encoding {
    if quote == b'"' { Encoding::MlBasicString } else { Encoding::MlLiteralString }
}
