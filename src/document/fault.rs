//! Syntax errors in plain words: what is wrong with a single value, key or comment.

use toml_parser::ParseError;

use super::message::{SyntaxError, place, untranslated};
use super::scalar::Fault;
use crate::span::Span;

const NO_VALUE: &str = "expected a value after `=`";
const UNCLOSED: &str = "unclosed string";
const NO_KEY: &str = "expected a key here";

/// Whether an error is likely to follow from another one on its line.
pub(super) fn is_weak(error: &SyntaxError) -> bool {
    error.message == NO_VALUE || error.message == NO_KEY
}

/// Nothing where a value should stand.
pub(super) fn missing_value(text: &str, span: Span) -> SyntaxError {
    let before = text.get(..span.start as usize).unwrap_or("").trim_end_matches([' ', '\t']);
    let end = before.len() as u32;
    let equals = if before.ends_with('=') { Span::new(end - 1, end) } else { span };
    SyntaxError::new(equals, NO_VALUE).expecting("a value")
}

/// Nothing where a key should stand.
pub(super) fn missing_key(text: &str, span: Span) -> SyntaxError {
    let here = Span::new(span.start, span.start + char_len(text, span.start));
    SyntaxError::new(here, NO_KEY).expecting("a key")
}

/// The length of the character at `at`; none where the line or the text ends.
fn char_len(text: &str, at: u32) -> u32 {
    match text.get(at as usize..).and_then(|rest| rest.chars().next()) {
        None | Some('\n' | '\r') => 0,
        Some(c) => c.len_utf8() as u32,
    }
}

/// A value that is none. `span` is where it stands.
pub(super) fn bad_value(fault: Fault, text: &str, span: Span) -> SyntaxError {
    match fault {
        Fault::Text(message) => SyntaxError::new(span, message),
        Fault::Parse(error) => match span.of(text).as_bytes().first() {
            Some(b'"' | b'\'') => bad_string(&error, text, span),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'_') => {
                bad_number(&error, span.of(text), span)
            }
            _ => bad_word(text, span),
        },
    }
}

fn bad_string(error: &ParseError, text: &str, span: Span) -> SyntaxError {
    let raw = span.of(text);
    let at = place(text, span.start as usize, error.unexpected());
    match error.description() {
        "missing escaped value" if at.start + 1 < span.end => {
            let escape = Span::new(at.start.saturating_sub(1), at.start + char_len(text, at.start));
            SyntaxError::new(escape, "unknown escape in a string")
                .expecting("`\\\\` for a backslash, or single quotes around the text")
        }
        "too few unicode value digits" => {
            SyntaxError::new(span, "too few digits in a `\\x`, `\\u` or `\\U` escape")
        }
        "invalid value" => {
            SyntaxError::new(span, "an escape in this string stands for no character")
        }
        "carriage return must be followed by newline" => lone_return(at),
        description
            if description.starts_with("invalid") && at.start < span.end && raw.len() > 1 =>
        {
            control_character(text, at.start, "string")
        }
        _ => unclosed_string(raw, span),
    }
}

/// Of a text of several lines the first says enough.
fn unclosed_string(raw: &str, span: Span) -> SyntaxError {
    let quotes = match raw.as_bytes() {
        [b'"', b'"', b'"', ..] => "`\"\"\"` at the end of the text",
        [b'\'', b'\'', b'\'', ..] => "`'''` at the end of the text",
        [b'\'', ..] => "`'` at the end of the text",
        _ => "`\"` at the end of the text",
    };
    SyntaxError::new(first_line(raw, span), UNCLOSED).expecting(quotes)
}

/// The string that has no end on its line has one further down.
pub(super) fn explain_long_string(errors: &mut [SyntaxError]) {
    if let Some(error) = errors.iter_mut().find(|error| error.message == UNCLOSED) {
        error.message = "a text of several lines must stand in three quotes".into();
        error.expected = Some("`\"\"\"` before and after the text".to_owned());
    }
}

fn first_line(raw: &str, span: Span) -> Span {
    let line = raw.split(['\n', '\r']).next().unwrap_or("");
    Span::new(span.start, span.start + line.len() as u32)
}

fn bad_number(error: &ParseError, raw: &str, span: Span) -> SyntaxError {
    match error.description() {
        _ if is_date(raw) => {
            SyntaxError::new(span, "a date is written YYYY-MM-DD").expecting("a date")
        }
        "unexpected leading zero" => SyntaxError::new(span, "a number must not start with `0`"),
        "`_` may only go between digits" => {
            SyntaxError::new(span, "`_` may only stand between digits")
        }
        "string values must be quoted" => quotes_missing(raw, span),
        "missing opening quote" => quote_not_opened(span),
        description if description.starts_with("invalid") => {
            SyntaxError::new(span, "this is not a number")
                .expecting("a number, or `\"` around a text")
        }
        _ => untranslated(error, span),
    }
}

/// A word without quotes.
fn bad_word(text: &str, span: Span) -> SyntaxError {
    let raw = span.of(text);
    if raw.ends_with(['"', '\'']) {
        return quote_not_opened(span);
    }
    match raw.to_ascii_lowercase().as_str() {
        "true" | "false" => {
            SyntaxError::new(span, "a boolean is `true` or `false`").expecting("`true` or `false`")
        }
        "inf" | "nan" => SyntaxError::new(span, "`inf` and `nan` are written in small letters"),
        "null" | "nil" | "none" | "~" => {
            SyntaxError::new(span, "TOML has no null: leave the key out")
        }
        _ => quotes_missing(raw, span),
    }
}

/// Whether these are day, month and year with other signs between them, in any order.
fn is_date(raw: &str) -> bool {
    let parts: Vec<&str> = raw.split(['-', '/', '.', '\u{2010}', '\u{2011}', '\u{2013}']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits) && parts.iter().any(|part| part.len() == 4)
}

/// Something between a value and the end of its line, or the next comma.
pub(super) fn unexpected(span: Span) -> SyntaxError {
    SyntaxError::new(span, "unexpected text after a value")
}

fn quotes_missing(raw: &str, span: Span) -> SyntaxError {
    if raw.contains(['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{ab}']) {
        let message = "these are typographic quotes; TOML knows plain ones only";
        return SyntaxError::new(span, message).expecting("`\"` around the text");
    }
    SyntaxError::new(span, "text must stand in quotes").expecting("`\"` around the text")
}

fn quote_not_opened(span: Span) -> SyntaxError {
    SyntaxError::new(span, "a quote closes here that was never opened")
}

fn control_character(text: &str, at: u32, place: &str) -> SyntaxError {
    let rest = text.get(at as usize..).unwrap_or("");
    let code = rest.chars().next().map_or(0, u32::from);
    let len = rest.chars().next().map_or(0, char::len_utf8) as u32;
    let message = format!("control character U+{code:04X} in a {place}");
    SyntaxError::new(Span::new(at, at + len), message)
}

/// A key that is none.
pub(super) fn bad_key(error: &ParseError, text: &str, span: Span) -> SyntaxError {
    match error.description() {
        "invalid unquoted key" => bad_bare_key(span.of(text), span),
        "keys cannot be multi-line basic strings" | "keys cannot be multi-line literal strings" => {
            let line = first_line(span.of(text), span);
            SyntaxError::new(line, "a key stands in single or double quotes, not in three")
        }
        _ => bad_string(error, text, span),
    }
}

fn bad_bare_key(raw: &str, span: Span) -> SyntaxError {
    let hidden =
        |c: char| matches!(c, '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{202f}' | '\u{feff}');
    if let Some((at, c)) = raw.char_indices().find(|(_, c)| hidden(*c)) {
        let start = span.start + at as u32;
        let message = format!("an invisible character, U+{:04X}, in or after a key", u32::from(c));
        return SyntaxError::new(Span::new(start, start + c.len_utf8() as u32), message);
    }
    SyntaxError::new(
        span,
        "a key with other than letters, digits, `-` and `_` must stand in quotes",
    )
}

/// A carriage return that ends no line.
pub(super) fn lone_return(span: Span) -> SyntaxError {
    SyntaxError::new(span, "a carriage return must be followed by a newline")
}

/// A comment with a control character.
pub(super) fn bad_comment(text: &str, span: Span) -> SyntaxError {
    let at = span.of(text).find(|c: char| c.is_ascii_control() && c != '\t').unwrap_or(0);
    control_character(text, span.start + at as u32, "comment")
}
