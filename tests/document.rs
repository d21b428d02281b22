//! The document tree: the same values as the `toml` crate, exact spans, errors that cost
//! one line, and no input that makes it panic.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests are tests")]

#[path = "document/broken.rs"]
mod broken;
#[path = "document/deserialize.rs"]
mod deserialize;
#[path = "document/properties.rs"]
mod properties;
#[path = "document/same.rs"]
mod same;
#[path = "document/sound.rs"]
mod sound;
#[path = "document/spans.rs"]
mod spans;
#[path = "document/suite.rs"]
mod suite;
#[path = "document/values.rs"]
mod values;

use complint::Span;
use complint::document::{Document, SyntaxError, Value};

/// Line and column of an offset, both from 1, columns in characters.
fn place(text: &str, offset: u32) -> (usize, usize) {
    let before = &text[..offset as usize];
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
}

/// `line:column-column` of a span on one line.
fn show(text: &str, span: Span) -> String {
    let (line, column) = place(text, span.start);
    format!("{line}:{column}-{}", column + span.of(text).chars().count())
}

/// Each error as `line:column-column message`.
fn errors(text: &str) -> Vec<String> {
    let show = |error: &SyntaxError| format!("{} {}", show(text, error.span), error.message);
    Document::parse(text).errors().iter().map(show).collect()
}

/// The path of every value in the tree, with `!` after one that is broken.
fn paths(text: &str) -> Vec<String> {
    fn collect(value: Value<'_>, prefix: &str, found: &mut Vec<String>) {
        for (index, element) in value.elements().enumerate() {
            collect(element, &format!("{prefix}{index}."), found);
        }
        for entry in value.entries() {
            let broken = entry.kind() == complint::document::Kind::Invalid;
            found.push(format!("{prefix}{}{}", entry.key(), if broken { "!" } else { "" }));
            collect(entry, &format!("{prefix}{}.", entry.key()), found);
        }
    }
    let mut found = Vec::new();
    collect(Document::parse(text).root(text), "", &mut found);
    found
}
