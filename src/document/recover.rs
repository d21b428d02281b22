//! Reads a file that has errors: statement by statement, so that one that is broken costs
//! no other.

use toml_parser::lexer::Token;
use toml_parser::parser::parse_document;
use toml_parser::{ErrorSink, ParseError, Source};

use super::build::{Builder, MAX_ERRORS};
use super::conflict::{self, Side};
use super::message::{self, SyntaxError};
use super::{fault, repair, statement};
use crate::span::Span;

const BOM: &str = "\u{feff}";

/// Reads everything that can be read. `found` is what the first attempt reported; it
/// stands if nothing is wrong in any single statement.
pub(super) fn read(
    builder: Builder<'_, '_>,
    tokens: &mut Vec<Token>,
    found: Vec<SyntaxError>,
) -> Vec<SyntaxError> {
    let mut reader = Reader { builder, tokens, in_conflict: false };
    reader.read();
    let mut errors = reader.builder.errors;
    if errors.is_empty() {
        return found;
    }
    errors.sort_by_key(|error| error.span.start);
    errors
}

/// What the parser reports, up to a number that nobody reads.
#[derive(Default)]
struct Faults(Vec<ParseError>);

impl ErrorSink for Faults {
    fn report_error(&mut self, error: ParseError) {
        if self.0.len() <= MAX_ERRORS {
            self.0.push(error);
        }
    }
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
            if self.builder.errors.len() > MAX_ERRORS {
                break;
            }
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
        self.limit(at);
    }

    /// Keeps a number of errors that somebody may read.
    fn limit(&mut self, at: usize) {
        if self.builder.errors.len() > MAX_ERRORS {
            let here = Span::new(at as u32, at as u32);
            let message = "too many errors: what follows was not read";
            self.builder.errors.truncate(MAX_ERRORS);
            self.builder.errors.push(SyntaxError::new(here, message));
        }
    }

    fn report(&mut self, at: usize, len: usize, message: &'static str) {
        let span = Span::new(at as u32, (at + len) as u32);
        self.builder.report(SyntaxError::new(span, message));
    }

    fn mark(&mut self, span: Span, side: Side) {
        self.builder.report(SyntaxError::new(span, "merge conflict marker"));
        self.in_conflict = match side {
            Side::Start => true,
            Side::Middle => self.in_conflict,
            Side::End => false,
        };
    }

    /// Reads the statement at `at`; returns its end.
    fn statement(&mut self, at: usize) -> usize {
        let text = self.builder.text;
        let statement = statement::find(text, at, self.tokens);
        let chunk = text.get(at..statement.end).unwrap_or("");
        let before = self.builder.errors.len();
        self.builder.base = at;
        self.builder.lenient = self.in_conflict || !statement.markers.is_empty();
        let mut faults = Faults::default();
        let repair = if statement.markers.is_empty() { repair::repair(chunk) } else { None };
        if let Some(repair) = &repair {
            self.tokens.clear();
            self.tokens.extend(Source::new(&repair.text).lex());
            self.report(
                at + repair.span.start as usize,
                repair.span.len() as usize,
                repair.message,
            );
        }
        parse_document(self.tokens, &mut self.builder, &mut faults);
        self.builder.end_statement(statement.end as u32);
        if repair.is_some() {
            // What else is wrong will be seen when the sign is right.
            self.builder.errors.truncate(before + 1);
        } else {
            self.keep(&faults.0, before, at);
        }
        if statement.goes_on {
            fault::explain_long_string(self.builder.errors.get_mut(before..).unwrap_or_default());
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
            matches!(fault.description(), "unclosed array" | "unclosed inline table")
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
        let found = self.builder.errors.drain(before..);
        let mut all: Vec<_> = found.map(|error| (fault::is_weak(&error), error)).collect();
        all.extend(translated);
        all.sort_by_key(|(weak, error)| (error.span.start, *weak));
        for line in all.chunk_by(|(_, one), (_, next)| same_line(text, one.span, next.span)) {
            let strong = line.iter().filter(|(weak, _)| !weak);
            let first = line.iter().take(usize::from(line.iter().all(|(weak, _)| *weak)));
            self.builder.errors.extend(strong.chain(first).map(|(_, error)| error.clone()));
        }
    }
}

fn same_line(text: &str, one: Span, other: Span) -> bool {
    let between = Span::new(one.start.min(other.start), one.start.max(other.start));
    !between.of(text).contains('\n')
}
