//! Syntax errors in plain words: what is wrong with statements, tables and keys given twice.
//!
//! `toml_parser` knows what it expected and where; its wording is for people who know
//! TOML's grammar. The readers of these messages keep a risk register.

use std::borrow::Cow;

use toml_parser::{Expected, ParseError};

use super::node::{Form, Kind};
use crate::span::Span;

/// Something in a file that is not TOML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// What is wrong. May be empty: a place between two bytes.
    pub span: Span,
    /// What is wrong, in words; one line, no full stop.
    pub message: Cow<'static, str>,
    /// What should stand there.
    pub expected: Option<String>,
    /// Another place that has to do with it, and what it is.
    pub related: Option<(Span, &'static str)>,
}

impl SyntaxError {
    pub(super) fn new(span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        Self { span, message: message.into(), expected: None, related: None }
    }

    pub(super) fn expecting(mut self, expected: &str) -> Self {
        self.expected = Some(expected.to_owned());
        self
    }

    fn related(mut self, span: Span, label: &'static str) -> Self {
        self.related = Some((span, label));
        self
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// An error in the structure of a statement, whose text starts at `base`.
pub(super) fn translate(error: &ParseError, text: &str, base: usize) -> SyntaxError {
    let span = place(text, base, error.unexpected().or(error.context()));
    let context = place(text, base, error.context());
    let word = || word(text, span);
    let say = |span, message: &'static str| SyntaxError::new(span, message);
    match error.description() {
        "key with no value" | "missing value for key" => {
            say(line_before(text, span), "expected `=` after the key").expecting("`=`")
        }
        "missing assignment between key-value pairs" => {
            say(word(), "expected `=` after the key").expecting("`=`")
        }
        "extra `=`" | "extra assignment between key-value pairs" => say(word(), "one `=` too many"),
        "missing value" => say(span, "expected a value after `=`").expecting("a value"),
        "unclosed table" => say(context, "unclosed table header").expecting("`]`"),
        "unclosed array table" => say(context, "unclosed table header").expecting("`]]`"),
        "invalid table" => say(span, "expected a key in the brackets").expecting("a key"),
        "invalid key-value pair" => {
            say(context, "expected a key at the start of the line").expecting("`key = value`")
        }
        "missing key for inline table element" => {
            say(word(), "expected a key in this inline table").expecting("`key = value`")
        }
        "missing inline table opening" => say(context, "`}` without a `{` before it"),
        "missing array opening" | "missing table open" => {
            say(context, "`]` without a `[` before it")
        }
        "unclosed array" => say(context, "unclosed array").expecting("`]`"),
        "unclosed inline table" => say(context, "unclosed inline table").expecting("`}`"),
        "extra comma in array" => say(word(), "one comma too many in this array"),
        "extra comma in inline table" => say(word(), "one comma too many in this inline table"),
        "unexpected `=` in array" => say(word(), "an array holds values, not `key = value`"),
        "missing comma between array elements" => {
            say(word(), "expected a comma between the elements of an array")
                .expecting("`,`")
                .related(context, "the array starts here")
        }
        "missing comma between key-value pairs" => {
            say(word(), "expected a comma between the entries of an inline table")
                .expecting("`,`")
                .related(context, "the inline table starts here")
        }
        "unexpected key or value" => {
            say(line_after(text, span), "unexpected text after the end of the statement")
                .expecting("the end of the line")
        }
        _ => untranslated(error, span),
    }
}

/// The wording of the parser itself, for what it may learn to report one day.
pub(super) fn untranslated(error: &ParseError, span: Span) -> SyntaxError {
    let expected = error.expected().unwrap_or_default().iter().filter_map(|expected| {
        Some(match *expected {
            Expected::Literal("\n") => Cow::Borrowed("the end of the line"),
            Expected::Literal(literal) => Cow::Owned(format!("`{literal}`")),
            Expected::Description(words) => Cow::Borrowed(words),
            _ => return None,
        })
    });
    let expected = expected.collect::<Vec<_>>().join(", ");
    SyntaxError {
        expected: (!expected.is_empty()).then_some(expected),
        ..SyntaxError::new(span, error.description().to_owned())
    }
}

/// A span of the parser, as a span of the whole text.
pub(super) fn place(text: &str, base: usize, span: Option<toml_parser::Span>) -> Span {
    let (start, end) = span.map_or((0, 0), |span| (span.start(), span.end()));
    let start = floor(text, base + start);
    Span::new(start, floor(text, base + end).max(start))
}

/// The last character boundary that is not after `at`.
fn floor(text: &str, at: usize) -> u32 {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}

fn from(text: &str, at: u32) -> &str {
    text.get(at as usize..).unwrap_or("")
}

/// The string, word or sign that starts where `span` does.
fn word(text: &str, span: Span) -> Span {
    let rest = from(text, span.start);
    let Some(first) = rest.chars().next() else {
        return span;
    };
    let after = &rest[first.len_utf8()..];
    let len = match first {
        '"' | '\'' => after.find([first, '\n']).map_or(rest.len(), |at| at + 2),
        ',' | '=' | '[' | ']' | '{' | '}' => 1,
        _ => after.find(ends_word).map_or(rest.len(), |at| at + first.len_utf8()),
    };
    let end = floor(text, span.start as usize + len);
    Span::new(span.start, end)
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '=' | '[' | ']' | '{' | '}' | '#')
}

/// The rest of the line, without the blanks at its end.
fn line_after(text: &str, span: Span) -> Span {
    let line = from(text, span.start).split(['\n', '\r']).next().unwrap_or("");
    Span::new(span.start, span.start + line.trim_end().len() as u32)
}

/// The line up to `span`, without the blanks around it.
fn line_before(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or("").trim_end();
    let line = before.rsplit(['\n', '\r', '\u{feff}']).next().unwrap_or("").trim_start();
    Span::new((before.len() - line.len()) as u32, before.len() as u32)
}

/// A key as it can be shown in a line of text.
fn name(text: &str, key: Span) -> String {
    const LONG: usize = 60;
    let mut name: String = key.of(text).chars().filter(|c| !c.is_control()).take(LONG).collect();
    if name.chars().count() == LONG {
        name.push('…');
    }
    name
}

/// A key given twice.
pub(super) fn duplicate_key(text: &str, key: Span, first: Span) -> SyntaxError {
    let message = format!("`{}` is given twice in this table", name(text, key));
    SyntaxError::new(key, message).related(first, "first given here")
}

/// A header, with two brackets if `array`, that names something which is already there.
pub(super) fn existing(
    text: &str,
    (kind, form, array): (Kind, Form, bool),
    header: Span,
    key: Span,
    first: Span,
) -> SyntaxError {
    let name = name(text, key);
    let (message, expected) = match (kind, form, array) {
        (Kind::Table, Form::Header, false) => (
            format!("the table `{name}` is defined twice"),
            Some("two brackets if there are several"),
        ),
        (Kind::Table, Form::Header, true) => (
            format!("`{name}` is an array of tables here and one table there"),
            Some("two brackets in both places"),
        ),
        (Kind::Array, Form::ArrayHeader, _) => (
            format!("`{name}` is one table here and an array of tables there"),
            Some("two brackets in both places"),
        ),
        _ => (format!("`{name}` is already given in this table"), None),
    };
    let error = SyntaxError::new(header, message).related(first, "first given here");
    SyntaxError { expected: expected.map(str::to_owned), ..error }
}

/// A dotted key that adds to a table which has its own header.
pub(super) fn dotted_into_defined(key: Span, first: Span) -> SyntaxError {
    SyntaxError::new(key, "a dotted key cannot add to a table that has a header")
        .related(first, "the table is defined here")
}

/// A key that leads through something which holds no more keys.
pub(super) fn not_extensible(text: &str, kind: Kind, key: Span, first: Span) -> SyntaxError {
    let what = match kind {
        Kind::Table => "an inline table, which is complete as it is written",
        Kind::Array => "an array, not a table",
        _ => "a value, not a table",
    };
    SyntaxError::new(key, format!("`{}` is {what}", name(text, key)))
        .related(first, "it is given here")
}

/// A dotted key of too many segments.
pub(super) fn too_many_segments(span: Span) -> SyntaxError {
    SyntaxError::new(span, "this key has more than 80 segments")
}
