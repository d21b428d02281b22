//! The node as the builder has it, while any table may still get further entries.
//!
//! Headers and dotted keys add to tables that are far behind, so the nodes are linked; `flat` puts
//! them into their order.

use super::node::{self, Form, Kind, shape};
use crate::span::Span;

/// "No node" in a link.
pub(super) const NONE: u32 = u32::MAX;

/// One value, where its key stands, and what is next to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    pub(super) span: Span,
    pub(super) key: Span,
    /// As that of a `Node`.
    pub(super) shape: u8,
    /// How many children there are, up to a number.
    pub(super) count: u8,
    /// Of those that it contains.
    pub(super) last_child: u32,
    /// The next of its siblings, which form a ring, so that the first is found from the last.
    pub(super) next: u32,
}

impl Draft {
    pub(super) const fn new(shape: u8, span: Span, key: Span) -> Self {
        Self { span, key, shape, count: 0, last_child: NONE, next: NONE }
    }

    /// The table of a document of `len` bytes.
    pub(super) const fn root(len: u32) -> Self {
        Self::new(shape(Kind::Table, Form::Root), Span::new(0, len), Span::new(0, 0))
    }

    pub(super) fn kind(&self) -> Kind {
        node::kind(self.shape)
    }

    pub(super) fn form(&self) -> Form {
        node::form(self.shape)
    }

    /// Says again what the node is and where; its place in the tree stays.
    pub(super) fn define(&mut self, shape: u8, span: Span, key: Span) {
        *self = Self { shape, span, key, ..*self };
    }
}
