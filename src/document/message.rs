//! Syntax errors in plain words.
//!
//! `toml_parser` knows what it expected and where; its wording is for people who know
//! TOML's grammar. The readers of these messages keep a risk register.

use std::borrow::Cow;

use toml_parser::{Expected, ParseError};

use super::node::{Form, Kind};
use super::scalar::Fault;
use crate::span::Span;

/// Something in a file that is not TOML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// What is wrong. May be empty (a place between two bytes).
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
        Self {
            span,
            message: message.into(),
            expected: None,
            related: None,
        }
    }

    fn expecting(mut self, expected: &str) -> Self {
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
    let at = error.unexpected().or(error.context());
    let span = place(text, base, at);
    let open = place(text, base, error.context());
    match error.description() {
        "key with no value" | "missing value for key" => {
            SyntaxError::new(key_before(text, span), "expected `=` after the key").expecting("`=`")
        }
        "unclosed table" => SyntaxError::new(open, "unclosed table header").expecting("`]`"),
        "unclosed array table" => SyntaxError::new(open, "unclosed table header").expecting("`]]`"),
        "invalid table" => SyntaxError::new(span, "expected a key in the brackets"),
        "missing value" => SyntaxError::new(span, "expected a value after `=`"),
        "extra `=`" => SyntaxError::new(span, "one `=` too many"),
        "missing inline table opening" => SyntaxError::new(open, "`}` without a `{` before it"),
        "missing array opening" | "missing table open" => {
            SyntaxError::new(open, "`]` without a `[` before it")
        }
        "invalid key-value pair" => {
            SyntaxError::new(open, "expected a key at the start of the line")
                .expecting("`key = value`")
        }
        "extra comma in array" => SyntaxError::new(span, "one comma too many in this array"),
        "unexpected `=` in array" => {
            SyntaxError::new(span, "an array holds values, not `key = value`")
        }
        "missing comma between array elements" => SyntaxError::new(
            token(text, span),
            "expected a comma between the elements of an array",
        )
        .expecting("`,`")
        .related(open, "the array starts here"),
        "unclosed array" => SyntaxError::new(open, "unclosed array").expecting("`]`"),
        "extra comma in inline table" => {
            SyntaxError::new(token(text, span), "one comma too many in this inline table")
        }
        "extra assignment between key-value pairs" => {
            SyntaxError::new(token(text, span), "one `=` too many")
        }
        "missing key for inline table element" => {
            SyntaxError::new(token(text, span), "expected a key in this inline table")
                .expecting("`key = value`")
        }
        "missing assignment between key-value pairs" => {
            SyntaxError::new(token(text, span), "expected `=` after the key").expecting("`=`")
        }
        "missing comma between key-value pairs" => SyntaxError::new(
            token(text, span),
            "expected a comma between the entries of an inline table",
        )
        .expecting("`,`")
        .related(open, "the inline table starts here"),
        "unclosed inline table" => SyntaxError::new(open, "unclosed inline table").expecting("`}`"),
        "unexpected key or value" => SyntaxError::new(
            rest_of_line(text, span),
            "unexpected text after the end of the statement",
        )
        .expecting("the end of the line"),
        _ => untranslated(error, span),
    }
}

/// The wording of the parser itself, for what it may learn to report one day.
fn untranslated(error: &ParseError, span: Span) -> SyntaxError {
    let mut translated = SyntaxError::new(span, error.description().to_owned());
    let expected: Vec<String> = error
        .expected()
        .unwrap_or_default()
        .iter()
        .filter_map(|expected| match expected {
            Expected::Literal("\n") => Some("the end of the line".to_owned()),
            Expected::Literal(literal) => Some(format!("`{literal}`")),
            Expected::Description(words) => Some((*words).to_owned()),
            _ => None,
        })
        .collect();
    if !expected.is_empty() {
        translated.expected = Some(expected.join(", "));
    }
    translated
}

fn place(text: &str, base: usize, span: Option<toml_parser::Span>) -> Span {
    let Some(span) = span else {
        return Span::new(base as u32, base as u32);
    };
    let start = floor(text, base + span.start());
    Span::new(start, floor(text, base + span.end()).max(start))
}

/// The last character boundary that is not after `at`.
fn floor(text: &str, at: usize) -> u32 {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}

/// What stands from an empty span to the next blank or bracket.
fn token(text: &str, span: Span) -> Span {
    let rest = Span::new(span.start, text.len() as u32).of(text);
    let stop = |c: char| c.is_whitespace() || matches!(c, ',' | '=' | ']' | '}' | '#');
    let len = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let line = rest.lines().next().unwrap_or("");
            line[1..].find(quote).map_or(line.len(), |at| at + 2)
        }
        Some(first) => rest[first.len_utf8()..]
            .find(stop)
            .map_or(rest.len(), |at| at + first.len_utf8()),
        None => 0,
    };
    Span::new(span.start, span.start + len as u32)
}

/// From an empty span to the end of its line, without trailing blanks.
fn rest_of_line(text: &str, span: Span) -> Span {
    let rest = Span::new(span.start, text.len() as u32).of(text);
    let line = rest.split(['\n', '\r']).next().unwrap_or("");
    Span::new(span.start, span.start + line.trim_end().len() as u32)
}

/// What stands on the line before an empty span, without the blanks around it.
fn key_before(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or("").trim_end();
    let line = before.rfind(['\n', '\r', '\u{feff}']);
    let start = line.map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    let indent = before.len() - start - before[start..].trim_start().len();
    Span::new((start + indent) as u32, before.len() as u32)
}

/// Nothing where a value should stand.
pub(super) fn missing_value(text: &str, span: Span) -> SyntaxError {
    let line = key_before(text, span);
    let equals = line.of(text).rfind('=').map(|at| line.start + at as u32);
    let span = equals.map_or(span, |at| Span::new(at, at + 1));
    SyntaxError::new(span, "expected a value after `=`").expecting("a value")
}

/// Nothing where a key should stand.
pub(super) fn missing_key(text: &str, span: Span) -> SyntaxError {
    let next = Span::new(span.start, text.len() as u32)
        .of(text)
        .chars()
        .next();
    let len = next.map_or(0, |c| {
        if c.is_control() {
            0
        } else {
            c.len_utf8() as u32
        }
    });
    SyntaxError::new(
        Span::new(span.start, span.start + len),
        "expected a key here",
    )
    .expecting("a key")
}

/// A value that is none. `span` is where it stands.
pub(super) fn bad_value(fault: Fault, text: &str, span: Span) -> SyntaxError {
    let raw = span.of(text);
    let error = match fault {
        Fault::Text(message) => return SyntaxError::new(span, message),
        Fault::Parse(error) => error,
    };
    let inner = place(text, span.start as usize, error.unexpected());
    let at_end = inner.start == span.end;
    match error.description() {
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string"
            if at_end || raw.len() == 1 =>
        {
            unclosed_string(span, raw)
        }
        "missing escaped value" if at_end || inner.end == span.end && ends_open(raw) => {
            unclosed_string(span, raw)
        }
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string" => control_character(text, inner),
        "missing escaped value" => {
            SyntaxError::new(escape(text, inner), "unknown escape in a string")
                .expecting("`\\\\` for a backslash, or single quotes around the text")
        }
        "too few unicode value digits" => SyntaxError::new(
            Span::new(span.start, span.end),
            "too few digits in a `\\x`, `\\u` or `\\U` escape",
        ),
        "invalid value" => SyntaxError::new(span, "this escape stands for no character"),
        "carriage return must be followed by newline" => lone_return(inner),
        "string values must be quoted" => {
            SyntaxError::new(span, "text must stand in quotes").expecting("`\"` around the text")
        }
        "missing opening quote" => {
            SyntaxError::new(span, "a quote closes here that was never opened")
        }
        "invalid boolean" => {
            SyntaxError::new(span, "a boolean is `true` or `false`").expecting("`true` or `false`")
        }
        "unexpected leading zero" => SyntaxError::new(span, "a number must not start with `0`"),
        "`_` may only go between digits" => {
            SyntaxError::new(span, "`_` may only stand between digits")
        }
        "invalid integer number"
        | "invalid hexadecimal number"
        | "invalid octal number"
        | "invalid binary number"
        | "invalid float"
        | "invalid mantissa"
        | "invalid fraction"
        | "invalid exponent" => SyntaxError::new(span, "this is not a number"),
        _ => {
            let mut error = untranslated(&error, span);
            error.span = span;
            error
        }
    }
}

fn ends_open(raw: &str) -> bool {
    raw.ends_with('\\')
}

fn unclosed_string(span: Span, raw: &str) -> SyntaxError {
    let quotes = match raw.as_bytes() {
        [b'"', b'"', b'"', ..] => "`\"\"\"` at the end of the text",
        [b'\'', b'\'', b'\'', ..] => "`'''` at the end of the text",
        [b'\'', ..] => "`'` at the end of the text",
        _ => "`\"` at the end of the text",
    };
    // Of a text of many lines its first says enough.
    let line = raw.split(['\n', '\r']).next().unwrap_or("").len() as u32;
    SyntaxError::new(Span::new(span.start, span.start + line), "unclosed string").expecting(quotes)
}

fn control_character(text: &str, inner: Span) -> SyntaxError {
    let rest = Span::new(inner.start, text.len() as u32).of(text);
    let c = rest.chars().next().unwrap_or('\0');
    let span = Span::new(inner.start, inner.start + c.len_utf8() as u32);
    SyntaxError::new(
        span,
        format!("control character U+{:04X} in a string", u32::from(c)),
    )
}

/// The backslash and the character after it.
fn escape(text: &str, inner: Span) -> Span {
    let rest = Span::new(inner.start, text.len() as u32).of(text);
    let len = rest.chars().next().map_or(0, char::len_utf8) as u32;
    Span::new(inner.start.saturating_sub(1), inner.start + len)
}

/// A key that is none.
pub(super) fn bad_key(fault: &ParseError, text: &str, span: Span) -> SyntaxError {
    let raw = span.of(text);
    match fault.description() {
        "invalid unquoted key" => SyntaxError::new(
            span,
            "a key of other than letters, digits, `-` and `_` must stand in quotes",
        ),
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => {
            SyntaxError::new(
                unclosed_string(span, raw).span,
                "a key cannot have several lines",
            )
        }
        _ => bad_value(Fault::Parse(fault.clone()), text, span),
    }
}

/// A carriage return that ends no line.
pub(super) fn lone_return(span: Span) -> SyntaxError {
    SyntaxError::new(span, "a carriage return must be followed by a newline")
}

/// A comment with a control character.
pub(super) fn bad_comment(text: &str, span: Span) -> SyntaxError {
    let bad = |c: char| c.is_ascii_control() && c != '\t';
    let at = span.of(text).find(bad).unwrap_or(0) as u32 + span.start;
    let mut error = control_character(text, Span::new(at, at));
    error.message = error.message.replace("in a string", "in a comment").into();
    error
}

/// A key given twice.
pub(super) fn duplicate_key(text: &str, key: Span, first: Span) -> SyntaxError {
    let message = format!("`{}` is given twice in this table", key.of(text));
    SyntaxError::new(key, message).related(first, "first given here")
}

/// A header that names something that is already there.
pub(super) fn existing(
    text: &str,
    kind: Kind,
    form: Form,
    span: Span,
    key: Span,
    first: Span,
) -> SyntaxError {
    let name = key.of(text);
    let message = match (kind, form) {
        (Kind::Table, Form::Header | Form::Root) => format!("the table `{name}` is defined twice"),
        (Kind::Array, Form::ArrayHeader) => {
            format!("`{name}` is an array of tables, written `[[{name}]]`")
        }
        _ => format!("`{name}` is already given in this table"),
    };
    SyntaxError::new(span, message).related(first, "first defined here")
}

/// A dotted key that adds to a table which has its own header.
pub(super) fn dotted_into_defined(key: Span, first: Span) -> SyntaxError {
    SyntaxError::new(key, "a dotted key cannot add to a table that has a header")
        .related(first, "the table is defined here")
}

/// A key that leads through something that holds no more keys.
pub(super) fn not_extensible(
    text: &str,
    kind: Kind,
    form: Form,
    key: Span,
    first: Span,
) -> SyntaxError {
    let name = key.of(text);
    let what = match (kind, form) {
        (Kind::Table, _) => "an inline table, which is complete as it is written",
        (Kind::Array, _) => "an array, not a table",
        _ => "a value, not a table",
    };
    SyntaxError::new(key, format!("`{name}` is {what}")).related(first, "it is given here")
}

/// A dotted key of too many segments.
pub(super) fn too_many_segments(span: Span) -> SyntaxError {
    SyntaxError::new(span, "this key has more than 80 segments")
}
