//! How far a value reaches: what a waiver on a record covers, where a block ends.

use super::key;
use super::node::{Form, Kind};
use super::value::Value;
use crate::span::Span;

/// From the key or header bracket to the last byte of the value or its descendants.
pub(super) fn of(value: Value<'_>) -> Span {
    if value.form() == Form::Root {
        return value.span();
    }
    Span::new(start(value), end(value))
}

fn start(value: Value<'_>) -> u32 {
    let own = value.span().start;
    match value.form() {
        Form::Header | Form::ArrayHeader => bracket(value.text(), own),
        // The key stands in somebody else's header, maybe not first.
        Form::Implicit => line_start(value.text(), own),
        _ if value.key_span().is_empty() => own,
        _ => value.key_span().start,
    }
}

/// The opening bracket before the key of a header.
fn bracket(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or("");
    let open = before.trim_end_matches([' ', '\t']);
    open.trim_end_matches('[').len() as u32
}

/// The first byte of the line that is no blank.
fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or("");
    let line = before.rfind(['\n', '\r', '\u{feff}']);
    let start = line.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    key::blanks(text.as_bytes(), start) as u32
}

/// Tables made by headers and dotted keys are spread over the file, so all of their
/// descendants are looked at; what stands after `=` ends where it ends.
fn end(value: Value<'_>) -> u32 {
    let mut end = own_end(value);
    let mut open = Vec::new();
    if is_spread(value) {
        open.push(value);
    }
    while let Some(table) = open.pop() {
        for child in table.children() {
            end = end.max(own_end(child));
            if is_spread(child) {
                open.push(child);
            }
        }
    }
    end
}

fn is_spread(value: Value<'_>) -> bool {
    matches!(value.kind(), Kind::Table | Kind::Array) && value.form() != Form::Inline
}

fn own_end(value: Value<'_>) -> u32 {
    let end = value.span().end;
    match value.form() {
        Form::Header | Form::ArrayHeader => {
            let bytes = value.text().as_bytes();
            let close = key::blanks(bytes, end as usize);
            let rest = bytes.get(close..).unwrap_or_default();
            match rest.iter().take_while(|byte| **byte == b']').count() {
                0 => end,
                brackets => (close + brackets.min(2)) as u32,
            }
        }
        _ => end,
    }
}
