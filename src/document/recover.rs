//! Reads a file that has errors: statement by statement, so that one that is broken costs
//! no other.

use std::borrow::Cow;

use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::parse_document;
use toml_parser::{ParseError, Source};

use super::build::Builder;
use super::conflict::{self, Side};
use super::message::{self, SyntaxError};
use super::{key, scalar, statement};
use crate::span::Span;

const BOM: &str = "\u{feff}";

/// Reads everything that can be read. `found` is what the first attempt reported; it
/// stands if nothing is wrong in any single statement.
pub(super) fn read(
    builder: Builder<'_, '_>,
    tokens: &mut Vec<Token>,
    found: Vec<SyntaxError>,
) -> Vec<SyntaxError> {
    let mut reader = Reader {
        builder,
        tokens,
        in_conflict: false,
    };
    reader.read();
    let mut errors = reader.builder.errors;
    if errors.is_empty() {
        return found;
    }
    errors.sort_by_key(|error| error.span.start);
    errors
}

struct Reader<'r, 't, 'b> {
    builder: Builder<'t, 'b>,
    tokens: &'r mut Vec<Token>,
    in_conflict: bool,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self) {
        let text = self.builder.text;
        let mut at = if text.starts_with(BOM) { BOM.len() } else { 0 };
        while at < text.len() {
            if text.get(at..).is_some_and(|rest| rest.starts_with(BOM)) {
                self.report(at, BOM.len(), "a byte order mark may only start a file");
                at += BOM.len();
            } else if let Some(marker) = conflict::marker(text, at) {
                self.mark(Span::new(at as u32, (at + marker.len) as u32), marker.side);
                at += marker.len;
            } else {
                at = self.statement(at).max(at + 1);
            }
        }
    }

    fn report(&mut self, at: usize, len: usize, message: &'static str) {
        let span = Span::new(at as u32, (at + len) as u32);
        self.builder.errors.push(SyntaxError::new(span, message));
    }

    fn mark(&mut self, span: Span, side: Side) {
        self.builder
            .errors
            .push(SyntaxError::new(span, "merge conflict marker"));
        self.in_conflict = side != Side::End;
    }

    /// Reads the statement at `at`; returns its end.
    fn statement(&mut self, at: usize) -> usize {
        let text = self.builder.text;
        let statement = statement::find(text, at, self.tokens);
        let chunk = text.get(at..statement.end).unwrap_or("");
        let before = self.builder.errors.len();
        self.builder.base = at;
        self.builder.lenient = self.in_conflict || !statement.markers.is_empty();
        let mut faults: Vec<ParseError> = Vec::new();
        let repaired = self.repair(at, chunk);
        if let Cow::Owned(chunk) = &repaired {
            *self.tokens = Source::new(chunk).lex().collect();
        }
        parse_document(self.tokens, &mut self.builder, &mut faults);
        self.builder.end_statement(statement.end as u32);
        match repaired {
            Cow::Borrowed(_) => self.keep(&faults, before, at),
            // What else is wrong will be seen when the separator is right.
            Cow::Owned(_) => self.builder.errors.truncate(before + 1),
        }
        for (span, side) in statement.markers {
            self.mark(span, side);
        }
        statement.end
    }

    /// Adds what the parser reported about the statement, but nothing on a line that has
    /// an error already: there it is mostly a consequence.
    fn keep(&mut self, faults: &[ParseError], before: usize, at: usize) {
        let text = self.builder.text;
        let unclosed = faults.iter().position(|fault| {
            matches!(
                fault.description(),
                "unclosed array" | "unclosed inline table"
            )
        });
        let faults = match unclosed {
            Some(index) => &faults[index..=index],
            None => faults,
        };
        let lenient = self.builder.lenient;
        let translated = faults
            .iter()
            .filter(|fault| !(lenient && fault.description().starts_with("missing comma")))
            .map(|fault| (true, message::translate(fault, text, at)));
        let mut all: Vec<_> = self
            .builder
            .errors
            .drain(before..)
            .map(|error| (false, error))
            .collect();
        all.extend(translated);
        all.sort_by_key(|(weak, error)| (error.span.start, *weak));
        for line in all.chunk_by(|(_, one), (_, next)| same_line(text, one.span, next.span)) {
            let strong = line.iter().filter(|(weak, _)| !weak);
            let first = line
                .iter()
                .take(usize::from(line.iter().all(|(weak, _)| *weak)));
            self.builder
                .errors
                .extend(strong.chain(first).map(|(_, error)| error.clone()));
        }
    }

    /// Puts in the `=` that is missing where a line plainly is a key and its value, and
    /// reports it. All positions stay what they were.
    fn repair<'c>(&mut self, at: usize, chunk: &'c str) -> Cow<'c, str> {
        let bytes = chunk.as_bytes();
        let start = key::blanks(bytes, 0);
        let (Some(end), Some(next)) = (
            key::dotted(bytes, start),
            statement::separator(bytes, start),
        ) else {
            return Cow::Borrowed(chunk);
        };
        let colon = bytes.get(next) == Some(&b':');
        let value = key::blanks(bytes, if colon { next + 1 } else { next });
        let separator = if colon { next } else { end };
        let glued = !colon && value == end;
        let good = colon || (!glued && is_value(chunk.get(value..).unwrap_or("")));
        if !good || bytes.get(next) == Some(&b'=') {
            return Cow::Borrowed(chunk);
        }
        if colon {
            let message = "use `=` instead of `:` between a key and its value";
            self.report(at + separator, 1, message);
        } else {
            self.report(at + start, end - start, "expected `=` after the key");
        }
        let mut repaired = chunk.to_owned();
        repaired.replace_range(separator..=separator, "=");
        Cow::Owned(repaired)
    }
}

/// Whether a text starts with a value and, on its first line, goes on with nothing else.
fn is_value(text: &str) -> bool {
    let mut tokens = Source::new(text).lex();
    let Some(first) = tokens.next() else {
        return false;
    };
    match first.kind() {
        TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => true,
        TokenKind::Atom => {
            let line = text
                .split(['\n', '\r', '#'])
                .next()
                .unwrap_or("")
                .trim_end();
            scalar::check(line, None).is_some() || scalar::examine(line, None).is_ok()
        }
        kind => {
            let rest = tokens.find(|token| token.kind() != TokenKind::Whitespace);
            kind.encoding().is_some()
                && rest.is_none_or(|token| {
                    matches!(
                        token.kind(),
                        TokenKind::Newline | TokenKind::Comment | TokenKind::Eof
                    )
                })
        }
    }
}

fn same_line(text: &str, one: Span, other: Span) -> bool {
    let between = Span::new(one.start.min(other.start), one.start.max(other.start));
    !between.of(text).contains('\n')
}
