//! What of complint is fuzzed, and no more: built with a sanitizer and counters at each branch, the
//! whole of it takes longer than the fuzzing.

#![allow(dead_code, unused_imports, reason = "the rest of complint uses what the document does not")]

#[path = "../src/document/mod.rs"]
pub mod document;
#[path = "../src/memory/mod.rs"]
mod memory;
#[path = "../src/span.rs"]
mod span;
#[path = "../src/words.rs"]
mod words;

pub use span::Span;
