//! Edits of the text by the spans of the project's own tree, as fixes are.

use complint::Span;
use complint::document::{Form, Value};

pub(crate) type Edit = (Span, String);

/// Takes an entry out, with its key, and all of it where it is spread over several lines.
pub(crate) fn remove(value: Value<'_>, parent: Value<'_>) -> Vec<Edit> {
    match value.form() {
        Form::Header => vec![cut(value.extent())],
        Form::ArrayHeader if value.is_array() => {
            value.elements().map(|element| cut(element.extent())).collect()
        }
        Form::ArrayHeader => vec![cut(value.extent())],
        Form::Dotted | Form::Implicit => {
            value.entries().flat_map(|entry| remove(entry, value)).collect()
        }
        _ if written_after_equals(parent) => vec![cut(among_siblings(value, parent))],
        _ => vec![cut(lines(value))],
    }
}

/// Writes another value.
pub(crate) fn replace(value: Value<'_>, new: &str) -> Vec<Edit> {
    vec![(value.span(), new.to_owned())]
}

fn cut(span: Span) -> Edit {
    (span, String::new())
}

/// Inline tables and arrays have commas between their entries.
fn written_after_equals(parent: Value<'_>) -> bool {
    parent.form() == Form::Inline && (parent.is_table() || parent.is_array())
}

/// From the end of the entry before, or to the start of the one after: with one comma.
fn among_siblings(value: Value<'_>, parent: Value<'_>) -> Span {
    let all: Vec<Value<'_>> =
        if parent.is_table() { parent.entries().collect() } else { parent.elements().collect() };
    let at = all.iter().position(|entry| entry.node() == value.node()).unwrap_or(0);
    let own = value.extent();
    match (at.checked_sub(1).and_then(|before| all.get(before)), all.get(at + 1)) {
        (Some(before), _) => Span::new(before.extent().end, own.end),
        (None, Some(after)) => Span::new(own.start, after.extent().start),
        (None, None) => own,
    }
}

/// The whole lines of an entry that stands on its own: dotted keys begin before their last part.
fn lines(value: Value<'_>) -> Span {
    let text = value.text();
    let own = value.extent();
    let start = text[..own.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end =
        text[own.end as usize..].find('\n').map_or(text.len(), |at| own.end as usize + at + 1);
    Span::new(start as u32, end as u32)
}
