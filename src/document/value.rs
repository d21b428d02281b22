//! A cursor on one value: the tree together with the text it was read from.

use std::borrow::Cow;

use super::node::{self, Form, Kind, Node, NodeId};
use super::{Day, Document, extent, key, scalar};
use crate::span::Span;

/// One value in a document. Cheap to copy; borrows the document and its text.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    document: &'a Document,
    /// Who walks a tree has the node at hand and need not look for it by its number.
    data: &'a Node,
    node: NodeId,
}

impl<'a> Value<'a> {
    #[inline]
    pub(super) fn new(text: &'a str, document: &'a Document, node: NodeId) -> Self {
        Self { text, document, data: document.tree.node(node.0), node }
    }

    /// The number of this value in its document.
    #[must_use]
    #[inline]
    pub const fn node(self) -> NodeId {
        self.node
    }

    /// The document this value belongs to.
    #[must_use]
    #[inline]
    pub const fn document(self) -> &'a Document {
        self.document
    }

    /// The whole text of the document.
    #[must_use]
    #[inline]
    pub const fn text(self) -> &'a str {
        self.text
    }

    /// What `Document::set_tag` stored here; 255 where nothing was.
    #[must_use]
    #[inline]
    pub fn tag(self) -> u8 {
        self.data.tag
    }

    /// What the value is.
    #[must_use]
    #[inline]
    pub fn kind(self) -> Kind {
        node::kind(self.data.shape)
    }

    /// A bit for what the value is; cheaper than to ask which it is where it may be several.
    #[inline]
    pub(crate) fn kind_bit(self) -> u16 {
        self.data.kind_bit()
    }

    /// How a table or an array came about; `Inline` for all other values.
    #[must_use]
    #[inline]
    pub fn form(self) -> Form {
        node::form(self.data.shape)
    }

    /// The bytes of the value, quotes and brackets included. For what a header makes, the
    /// text inside its brackets (`frameworks.mini` of `[frameworks.mini]`); for an array of
    /// `[[a]]` that of its first header; for an implicit or dotted table the key that made
    /// it; for the document everything.
    #[must_use]
    #[inline]
    pub fn span(self) -> Span {
        self.data.span()
    }

    /// Where the key stands, quotes included; of a dotted key only its own segment. Empty
    /// for the document and for the elements of an array that has no headers.
    #[must_use]
    #[inline]
    pub fn key_span(self) -> Span {
        self.data.key().unwrap_or_else(|| self.document.tree.far(self.node.0))
    }

    /// Where the key starts, and its length; of one of more bytes than that can count, the most.
    #[must_use]
    #[inline]
    pub(crate) fn key_place(self) -> (u32, u16) {
        self.data.key_before().unwrap_or_else(|| {
            let key = self.key_span();
            (key.start, u16::try_from(key.len()).unwrap_or(u16::MAX))
        })
    }

    /// The key.
    #[must_use]
    #[inline]
    pub fn key(self) -> Cow<'a, str> {
        key::decode(self.key_span().of(self.text))
    }

    /// Whether the key is `name`. Does not allocate unless the key is quoted with escapes.
    #[must_use]
    #[inline]
    pub fn key_is(self, name: &str) -> bool {
        // Quotes and escapes only make a key longer, so most others are told by their length.
        if self.data.key_len() < name.len() {
            return false;
        }
        let raw = self.key_span().of(self.text);
        if key::is_quoted(raw) { key::decode(raw) == name } else { raw == name }
    }

    /// The text under `span`.
    #[must_use]
    #[inline]
    pub fn raw(self) -> &'a str {
        self.span().of(self.text)
    }

    /// From the key, or the bracket of the header, to the last byte that belongs to the
    /// value: for a table the end of its last entry, wherever that stands.
    #[must_use]
    pub fn extent(self) -> Span {
        extent::of(self)
    }

    /// The children, whatever the kind.
    #[inline]
    pub(super) fn children(self) -> Children<'a> {
        self.children_if(|_| true)
    }

    /// The entries of a table in source order; nothing for any other kind.
    #[must_use]
    #[inline]
    pub fn entries(self) -> Children<'a> {
        self.children_if(|node| node.is(Kind::Table))
    }

    /// The elements of an array in source order; nothing for any other kind.
    #[must_use]
    #[inline]
    pub fn elements(self) -> Children<'a> {
        self.children_if(|node| node.is(Kind::Array))
    }

    #[inline]
    fn children_if(self, is_right: impl FnOnce(&Node) -> bool) -> Children<'a> {
        let Self { text, document, node, .. } = self;
        let inside = match document.tree.opened(node.0) {
            Some((node, inside)) if is_right(node) => inside,
            _ => &[],
        };
        Children { text, document, inside, parent: node, at: 0 }
    }

    /// The entry of a table with the key `name`.
    #[must_use]
    #[inline]
    pub fn get(self, name: &str) -> Option<Value<'a>> {
        self.entries().find(|entry| entry.key_is(name))
    }

    /// The entry of a table that carries a tag, which nothing that stands further inside may carry before
    /// it. Rules ask for nothing as often.
    #[must_use]
    #[inline]
    pub fn tagged(self, tag: u8) -> Option<Value<'a>> {
        let (_, inside) =
            self.document.tree.opened(self.node.0).filter(|(node, _)| node.is(Kind::Table))?;
        // To step over what stands further inside, each node would have to be waited for before it is known
        // where the next one is, and most of them come from far away in memory.
        let found = inside.iter().position(|node| node.tag == tag);
        debug_assert_eq!(
            found.map(|at| self.node.inside(at)),
            self.entries().find(|entry| entry.tag() == tag).map(Value::node),
            "the tag of an entry stands further inside"
        );
        let at = found?;
        Some(Value { data: inside.get(at)?, node: self.node.inside(at), ..self })
    }

    /// Whether it is a string whose text begins with a letter or a digit, as nearly all do.
    #[must_use]
    #[inline]
    pub fn begins_with_word(self) -> bool {
        let data = self.data;
        let first = || self.text.as_bytes().get(data.start as usize + 1);
        data.is(Kind::String) && first().is_some_and(u8::is_ascii_alphanumeric)
    }

    /// The entry found by following `names` through nested tables.
    #[must_use]
    pub fn get_path(self, names: &[&str]) -> Option<Value<'a>> {
        names.iter().try_fold(self, |value, name| value.get(name))
    }

    /// The text of a string, decoded now.
    #[must_use]
    #[inline]
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        if let Some(inner) = self.verbatim() {
            return Some(Cow::Borrowed(inner));
        }
        let data = self.data;
        if data.is(Kind::String) { Some(scalar::string(data.shape, self.raw())) } else { None }
    }

    /// The text of a string that stands in one quote at each end as it is written.
    #[must_use]
    #[inline]
    pub(crate) fn verbatim(self) -> Option<&'a str> {
        let data = self.data;
        if !scalar::is_verbatim(data.shape) {
            return None;
        }
        let Span { start, end } = data.span();
        self.text.get(start as usize + 1..(end as usize).saturating_sub(1))
    }

    /// The value of a boolean.
    #[must_use]
    #[inline]
    pub fn as_bool(self) -> Option<bool> {
        let data = self.data;
        data.is(Kind::Boolean).then(|| data.len == "true".len() as u32)
    }

    /// The value of an integer.
    #[must_use]
    #[inline]
    pub fn as_i64(self) -> Option<i64> {
        match self.as_digit() {
            Some(digit) => Some(i64::from(digit)),
            None if self.data.is(Kind::Integer) => scalar::integer(self.raw()),
            None => None,
        }
    }

    /// The value of an integer that is written as one digit: a likelihood or an impact, as most are.
    #[must_use]
    #[inline]
    pub(crate) fn as_digit(self) -> Option<u32> {
        self.data.as_digit()
    }

    /// The value of a number: a float, or an integer as a float.
    #[must_use]
    pub fn as_f64(self) -> Option<f64> {
        match self.kind() {
            Kind::Float => scalar::float(self.raw()),
            _ => self.as_i64().map(|number| number as f64),
        }
    }

    /// The day of a local date. Dates with a time are no days.
    #[must_use]
    #[inline]
    pub fn as_date(self) -> Option<jiff::civil::Date> {
        self.as_day()?.date()
    }

    /// The same, to be compared and no more.
    #[must_use]
    #[inline]
    pub(crate) fn as_day(self) -> Option<Day> {
        self.data.as_day()
    }

    /// Whether this is a table, of any form.
    #[must_use]
    #[inline]
    pub fn is_table(self) -> bool {
        self.data.is(Kind::Table)
    }

    /// Whether this is an array, of any form.
    #[must_use]
    #[inline]
    pub fn is_array(self) -> bool {
        self.data.is(Kind::Array)
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Value")
            .field("node", &self.node)
            .field("kind", &self.kind())
            .field("span", &self.span())
            .finish_non_exhaustive()
    }
}

/// The children of a table or an array, in source order.
#[derive(Clone)]
pub struct Children<'a> {
    text: &'a str,
    document: &'a Document,
    /// They, and what is in them.
    inside: &'a [Node],
    parent: NodeId,
    /// Where the next stands.
    at: usize,
}

impl<'a> Iterator for Children<'a> {
    type Item = Value<'a>;

    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        let data = self.inside.get(self.at)?;
        let node = self.parent.inside(self.at);
        self.at += data.size as usize;
        Some(Value { text: self.text, document: self.document, data, node })
    }
}

impl std::iter::FusedIterator for Children<'_> {}
