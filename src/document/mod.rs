//! TOML text as a flat tree: what people wrote, where they wrote it, and every error in it.
//!
//! A linter needs more than values: spans, comments, source order, and everything that can
//! still be read of a broken file. `Document::parse` makes nodes of 24 bytes that hold offsets,
//! never text; strings are decoded when asked for.
//!
//! - `span.rs` (one level up), `node`: what is stored
//! - `read`, `scan`, `run`: from a text to statements, the quick way and by the events of `toml_parser`
//! - `build`, `buffers`, `table`, `scalar`, `datetime`, `key`: from statements to nodes
//! - `recover`, `statement`, `line`, `repair`, `conflict`: how a broken file is read, line by line
//! - `message`, `fault`: errors in plain words
//! - `value`, `extent`: reading the tree
//! - `header`: headers that may have made no part of it
//! - `de`: the same tree for types that derive `serde::Deserialize`

mod buffers;
mod build;
mod conflict;
mod datetime;
pub mod de;
mod extent;
mod fault;
mod header;
mod key;
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
mod value;

pub(crate) use header::{Header, headers};
pub use message::SyntaxError;
pub use node::{Form, Kind, NodeId};
pub use value::{Children, Value};

use crate::span::Span;
use node::{NO_TAG, Node};

/// A comment, from its `#` to the end of its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// The comment with its `#`.
    pub span: Span,
    /// Whether anything but whitespace stands before it on its line.
    pub trailing: bool,
}

/// A parsed TOML file. Holds offsets into the text and not the text itself.
#[derive(Clone, Debug)]
pub struct Document {
    nodes: Box<[Node]>,
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
        self.nodes.len()
    }

    /// How many bytes the document occupies beside its text.
    #[must_use]
    pub fn heap_size(&self) -> usize {
        size_of_val(&*self.nodes) + size_of_val(&*self.comments) + size_of_val(&*self.errors)
    }

    /// What `set_tag` stored at `node`; 255 where nothing was.
    #[must_use]
    #[inline]
    pub fn tag(&self, node: NodeId) -> u8 {
        self.nodes.get(node.index()).map_or(NO_TAG, |node| node.tag)
    }

    /// Stores a byte of the caller's own at `node`; 255 means none.
    #[inline]
    pub fn set_tag(&mut self, node: NodeId, tag: u8) {
        if let Some(node) = self.nodes.get_mut(node.index()) {
            node.tag = tag;
        }
    }

    /// Stores a number at each node, from the first on.
    pub(crate) fn set_tags(&mut self, tags: &[u8]) {
        for (node, tag) in self.nodes.iter_mut().zip(tags) {
            node.tag = *tag;
        }
    }
}
