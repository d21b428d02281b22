//! The node of the tree: 24 bytes, no pointers, no text.
//!
//! A programme of 10,000 files has millions of nodes and keeps them for the whole run, so
//! the size of a node is most of the memory the tool needs.

use crate::span::Span;

/// "No node" in a link.
pub(super) const NONE: u32 = u32::MAX;
/// The tag of a node that nobody tagged.
pub(super) const NO_TAG: u8 = u8::MAX;
/// Set on a string that needs no decoding: what stands between the quotes is its value.
pub(super) const PLAIN: u8 = 0x80;
/// Set on a plain string in three quotes, in the bits of the form: no form has this number, and a
/// string has none.
pub(super) const LONG: u8 = 0x70;

/// The number of a node in its document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The table that is the whole document.
    pub const ROOT: Self = Self(0);

    /// The number itself, `0` for the root.
    #[must_use]
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Kind {
    /// Text, in any of the four ways to quote it.
    String,
    /// A whole number that fits `i64`.
    Integer,
    /// A floating-point number.
    Float,
    /// `true` or `false`.
    Boolean,
    /// Date and time with an offset.
    OffsetDatetime,
    /// Date and time without an offset.
    LocalDatetime,
    /// A day.
    LocalDate,
    /// A time of day.
    LocalTime,
    /// `[ ... ]` or the array that `[[key]]` makes.
    Array,
    /// A table of any form.
    Table,
    /// The key is there, its value is broken. An error says why.
    Invalid,
}

/// How a table or an array came about. Everything written after `=` is `Inline`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Form {
    /// Written after `=` or inside an array.
    Inline,
    /// The document itself.
    Root,
    /// `[a]`.
    Header,
    /// The array made by `[[a]]` and each of its tables.
    ArrayHeader,
    /// `a` of `[a.b]` where `[a]` itself is not written.
    Implicit,
    /// `a` of `a.b = 1`.
    Dotted,
}

/// By the low four bits of a shape; as long as they can count, so that no number is out of bounds.
const KINDS: [Kind; 16] = [
    Kind::String,
    Kind::Integer,
    Kind::Float,
    Kind::Boolean,
    Kind::OffsetDatetime,
    Kind::LocalDatetime,
    Kind::LocalDate,
    Kind::LocalTime,
    Kind::Array,
    Kind::Table,
    Kind::Invalid,
    Kind::Invalid,
    Kind::Invalid,
    Kind::Invalid,
    Kind::Invalid,
    Kind::Invalid,
];

/// By the next three bits.
const FORMS: [Form; 8] = [
    Form::Inline,
    Form::Root,
    Form::Header,
    Form::ArrayHeader,
    Form::Implicit,
    Form::Dotted,
    Form::Inline,
    Form::Inline,
];

/// One value and where its key stands.
///
/// While the tree is built, `first_child` of a container holds its *last* child and the
/// siblings form a ring, so that appending needs no further field; `tag` counts children.
/// `finish` in the builder turns both into what is described here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) key_start: u32,
    /// Saturates; a longer key is measured again in the text.
    pub(super) key_len: u16,
    /// `Kind` in the low four bits, `Form` or `LONG` in the next three, then `PLAIN`.
    pub(super) shape: u8,
    pub(super) tag: u8,
    pub(super) first_child: u32,
    pub(super) next: u32,
}

const _: () = assert!(size_of::<Node>() == 24);

/// `Kind` and `Form` in one byte.
pub(super) const fn shape(kind: Kind, form: Form) -> u8 {
    kind as u8 | (form as u8) << 4
}

/// The length of a key as a node holds it.
#[inline]
pub(super) fn key_len(len: usize) -> u16 {
    len.min(usize::from(u16::MAX)) as u16
}

impl Node {
    #[inline]
    pub(super) fn new(shape: u8, span: Span, key: Span) -> Self {
        Self {
            start: span.start,
            len: span.len(),
            key_start: key.start,
            key_len: key_len(key.len() as usize),
            shape,
            tag: 0,
            first_child: NONE,
            next: NONE,
        }
    }

    /// The table of a document of `len` bytes.
    pub(super) fn root(len: u32) -> Self {
        Self::new(shape(Kind::Table, Form::Root), Span::new(0, len), Span::default())
    }

    /// Stands for a node that is not there.
    pub(super) const fn missing() -> Self {
        Self {
            start: 0,
            len: 0,
            key_start: 0,
            key_len: 0,
            shape: shape(Kind::Invalid, Form::Inline),
            tag: NO_TAG,
            first_child: NONE,
            next: NONE,
        }
    }

    #[inline]
    pub(super) fn kind(&self) -> Kind {
        KINDS[usize::from(self.shape & 0x0F)]
    }

    /// Whether it is of this kind; cheaper than to ask which one it is of.
    #[inline]
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.shape & 0x0F == kind as u8
    }

    #[inline]
    pub(super) fn form(&self) -> Form {
        FORMS[usize::from(self.shape >> 4 & 0x07)]
    }

    #[inline]
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start.saturating_add(self.len))
    }

    /// Says again what the node is and where; its place in the tree stays.
    pub(super) fn define(&mut self, node: Self) {
        *self = Self { tag: self.tag, first_child: self.first_child, next: self.next, ..node };
    }
}
