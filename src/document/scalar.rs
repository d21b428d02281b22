//! Scalar values: checked when they are read, decoded when they are asked for.
//!
//! `check` answers for the texts that occur all the time without decoding anything;
//! everything else takes the long way through `toml_parser`.

use std::borrow::Cow;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::{ParseError, Raw};

use super::datetime;
use super::key;
use super::node::{Form, Kind, LONG, PLAIN, shape};

const STRING: u8 = shape(Kind::String, Form::Inline);

/// What is wrong with a value.
pub(super) enum Fault {
    /// Found by `toml_parser`; spans count from the value's start.
    Parse(ParseError),
    /// Found here; the whole value is meant.
    Text(&'static str),
}

/// The node shape of a value that is plainly right; `None` asks for `examine`.
pub(super) fn check(raw: &str, encoding: Option<Encoding>) -> Option<u8> {
    let bytes = raw.as_bytes();
    match encoding {
        Some(Encoding::BasicString) => match bytes {
            [b'"', inner @ .., b'"'] if is_plain::<true>(inner) => Some(STRING | PLAIN),
            _ => None,
        },
        Some(Encoding::LiteralString) => match bytes {
            [b'\'', inner @ .., b'\''] if is_plain::<false>(inner) => Some(STRING | PLAIN),
            _ => None,
        },
        Some(Encoding::MlBasicString) => match bytes {
            [b'"', b'"', b'"', inner @ .., b'"', b'"', b'"'] if is_prose::<true>(inner) => {
                Some(STRING | PLAIN | LONG)
            }
            _ => None,
        },
        Some(Encoding::MlLiteralString) => match bytes {
            [b'\'', b'\'', b'\'', inner @ .., b'\'', b'\'', b'\''] if is_prose::<false>(inner) => {
                Some(STRING | PLAIN | LONG)
            }
            _ => None,
        },
        None => check_bare(bytes),
    }
}

/// No control character and, in a basic string, no escape.
fn is_plain<const ESCAPES: bool>(bytes: &[u8]) -> bool {
    // No early exit: this way the compiler turns it into vector instructions.
    !bytes.iter().fold(false, |bad, &byte| {
        bad | ((byte < 0x20) & (byte != b'\t')) | (byte == 0x7F) | (ESCAPES & (byte == b'\\'))
    })
}

/// As `is_plain`, for a text of several lines.
fn is_prose<const ESCAPES: bool>(bytes: &[u8]) -> bool {
    !bytes.iter().fold(false, |bad, &byte| {
        bad | ((byte < 0x20) & (byte != b'\t') & (byte != b'\n'))
            | (byte == 0x7F)
            | (ESCAPES & (byte == b'\\'))
    })
}

/// Whether a comment holds nothing but printable text.
pub(super) fn is_comment(bytes: &[u8]) -> bool {
    is_plain::<false>(bytes)
}

fn check_bare(bytes: &[u8]) -> Option<u8> {
    match bytes {
        b"true" | b"false" => Some(shape(Kind::Boolean, Form::Inline)),
        [_, _, _, _, b'-', _, _, b'-', _, _] if datetime::date(bytes).is_ok() => {
            Some(shape(Kind::LocalDate, Form::Inline))
        }
        [b'0'] => Some(shape(Kind::Integer, Form::Inline)),
        [b'1'..=b'9', rest @ ..] if rest.len() < 18 && rest.iter().all(u8::is_ascii_digit) => {
            Some(shape(Kind::Integer, Form::Inline))
        }
        _ => None,
    }
}

/// The node shape of any value, or what is wrong with it.
pub(super) fn examine(raw: &str, encoding: Option<Encoding>) -> Result<u8, Fault> {
    let mut faults: Option<ParseError> = None;
    let mut decoded = Cow::Borrowed("");
    let kind = whole(raw, encoding).decode_scalar(&mut decoded, &mut faults);
    if let Some(fault) = faults {
        return Err(Fault::Parse(fault));
    }
    match kind {
        ScalarKind::String => Ok(STRING),
        ScalarKind::Boolean(_) => Ok(shape(Kind::Boolean, Form::Inline)),
        ScalarKind::DateTime => {
            datetime::classify(raw).map(|kind| shape(kind, Form::Inline)).map_err(Fault::Text)
        }
        ScalarKind::Float => parse_float(&decoded)
            .map(|_| shape(Kind::Float, Form::Inline))
            .ok_or(Fault::Text("this number is too large")),
        ScalarKind::Integer(radix) => i64::from_str_radix(&decoded, radix.value())
            .map(|_| shape(Kind::Integer, Form::Inline))
            .map_err(|_| Fault::Text(integer_fault(&decoded))),
    }
}

fn integer_fault(digits: &str) -> &'static str {
    if digits.is_empty() {
        "expected digits after the prefix"
    } else if digits.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_hexdigit()) {
        "this integer does not fit into 64 bits"
    } else {
        "this is not a number"
    }
}

/// The shape and the length of a value that is followed by a space and more words: the
/// parser takes them together, because a date and a time may be written so.
pub(super) fn first_word(raw: &str) -> Option<(u8, u32)> {
    let (word, rest) = raw.split_once([' ', '\t'])?;
    let time = rest.starts_with(|c: char| c.is_ascii_digit()) && word.contains('-');
    if time || word.starts_with(['"', '\'']) {
        return None;
    }
    let shape = check(word, None).or_else(|| examine(word, None).ok())?;
    Some((shape, word.len() as u32))
}

fn whole(raw: &str, encoding: Option<Encoding>) -> Raw<'_> {
    let span = toml_parser::Span::new_unchecked(0, raw.len());
    Raw::new_unchecked(raw, encoding, span)
}

/// Infinity is a value only where it is written.
fn parse_float(decoded: &str) -> Option<f64> {
    let number: f64 = decoded.parse().ok()?;
    (number.is_finite() || !decoded.contains(|c: char| c.is_ascii_digit())).then_some(number)
}

/// Whether the value of a string of this shape is what stands between its two quotes.
#[inline]
pub(super) fn is_verbatim(shape: u8) -> bool {
    shape == STRING | PLAIN
}

/// The value of any string that was found valid.
#[cold]
pub(super) fn string(shape: u8, raw: &str) -> Cow<'_, str> {
    if shape == STRING | PLAIN | LONG
        && let Some(inner) = raw.get(3..raw.len().saturating_sub(3))
    {
        let newline = inner.strip_prefix('\n').or_else(|| inner.strip_prefix("\r\n"));
        return Cow::Borrowed(newline.unwrap_or(inner));
    }
    let mut decoded = Cow::Borrowed("");
    let _ = whole(raw, key::quoting(raw)).decode_scalar(&mut decoded, &mut ());
    decoded
}

/// The value of an integer that was found valid.
pub(super) fn integer(raw: &str) -> Option<i64> {
    let (digits, radix) = match raw.as_bytes() {
        [b'0', b'x', ..] => (raw.get(2..)?, 16),
        [b'0', b'o', ..] => (raw.get(2..)?, 8),
        [b'0', b'b', ..] => (raw.get(2..)?, 2),
        _ => (raw, 10),
    };
    i64::from_str_radix(&without_separators(digits), radix).ok()
}

/// The value of a float that was found valid.
pub(super) fn float(raw: &str) -> Option<f64> {
    parse_float(&without_separators(raw))
}

fn without_separators(raw: &str) -> Cow<'_, str> {
    if raw.contains('_') { Cow::Owned(raw.replace('_', "")) } else { Cow::Borrowed(raw) }
}
