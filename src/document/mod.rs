//! TOML text as a flat tree: what people wrote, where they wrote it, and every error in it.
//!
//! A linter needs more than values: spans, comments, source order, and everything that can
//! still be read of a broken file. `Document::parse` makes nodes that hold offsets,
//! never text; strings are decoded when asked for.
//!
//! - `span.rs` (one level up), `node`, `tree`: what is stored
//! - `read`: from a text to a document
//! - `scan`, `run`, `keys`: the quick way
//! - `build`, `buffers`, `draft`, `table`, `flat`: by the events of `toml_parser`
//! - `scalar`, `datetime`, `day`, `key`: what both need
//! - `recover`, `statement`, `line`, `repair`, `conflict`: how a broken file is read, line by line
//! - `message`, `fault`: errors in plain words
//! - `value`, `extent`: reading the tree
//! - `header`: headers that may have made no part of it
//! - `de`: the same tree for types that derive `serde::Deserialize`

mod buffers;
mod build;
mod conflict;
mod datetime;
mod day;
pub mod de;
mod draft;
mod extent;
mod fault;
mod flat;
mod header;
mod key;
mod keys;
mod line;
mod message;
mod node;
mod read;
mod recover;
mod repair;
mod run;
mod scalar;
mod scan;
mod statement;
mod table;
mod tree;
mod value;

pub(crate) use day::Day;
pub(crate) use header::{Header, headers};
pub use message::SyntaxError;
pub use node::{Form, Kind, NodeId};
pub use value::{Children, Value};

use crate::span::Span;
use tree::Tree;

/// A comment, from its `#` to the end of its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// The comment with its `#`.
    pub span: Span,
    /// Whether anything but whitespace stands before it on its line.
    pub trailing: bool,
}

impl Comment {
    /// The comment of `text` that stands at `span`.
    fn new(text: &str, span: Span) -> Self {
        let before = text.get(..span.start as usize).unwrap_or("");
        let before = before.trim_end_matches([' ', '\t']).as_bytes();
        let trailing = !matches!(before, [] | [.., b'\n' | b'\r'] | [0xEF, 0xBB, 0xBF]);
        Self { span, trailing }
    }
}

/// A parsed TOML file. Holds offsets into the text and not the text itself.
#[derive(Clone, Debug)]
pub struct Document {
    tree: Tree,
    comments: Box<[Comment]>,
    errors: Box<[SyntaxError]>,
}

impl Document {
    /// Reads `text`. Never fails: what is wrong is in `errors`, the rest is in the tree.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        read::parse(text)
    }

    /// The table that is the whole document. `text` is what was parsed.
    #[must_use]
    #[inline]
    pub fn root<'a>(&'a self, text: &'a str) -> Value<'a> {
        Value::new(text, self, NodeId::ROOT)
    }

    /// The value with the number `node`. `text` is what was parsed.
    #[must_use]
    #[inline]
    pub fn value<'a>(&'a self, text: &'a str, node: NodeId) -> Value<'a> {
        Value::new(text, self, node)
    }

    /// All comments, in source order.
    #[must_use]
    #[inline]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// All syntax errors, in source order.
    #[must_use]
    #[inline]
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Whether everything was read. If not, a key that is missing here may stand in a part
    /// of the file that could not be read, so nothing follows from its absence.
    #[must_use]
    #[inline]
    pub fn complete(&self) -> bool {
        self.errors.is_empty()
    }

    /// How many nodes the tree has, the root included.
    #[must_use]
    #[inline]
    pub fn node_count(&self) -> usize {
        self.tree.len()
    }

    /// How many bytes the document occupies beside its text.
    #[must_use]
    pub fn heap_size(&self) -> usize {
        self.tree.heap_size() + size_of_val(&*self.comments) + size_of_val(&*self.errors)
    }

    /// What `set_tag` stored at `node`; 255 where nothing was.
    #[must_use]
    #[inline]
    pub fn tag(&self, node: NodeId) -> u8 {
        self.tree.tag(node.0)
    }

    /// Stores a byte of the caller's own at `node`; 255 means none.
    #[inline]
    pub fn set_tag(&mut self, node: NodeId, tag: u8) {
        self.tree.set_tag(node.0, tag);
    }

    /// Stores a number at each node, from the first on.
    pub(crate) fn set_tags(&mut self, tags: &[u8]) {
        self.tree.set_tags(tags);
    }
}
