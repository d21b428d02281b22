//! The node of the tree: sixteen bytes, no pointers, no text.
//!
//! A programme of 10,000 files has millions of nodes and keeps them for the whole run, so
//! the size of a node is most of the memory the tool needs.

use bytemuck::{Pod, Zeroable};

use super::datetime;
use super::day::Day;
use crate::span::Span;

/// The tag of a node that nobody tagged.
pub(super) const NO_TAG: u8 = u8::MAX;
/// Set on a string that needs no decoding: what stands between the quotes is its value.
pub(super) const PLAIN: u8 = 0x80;
/// Set on a plain string in three quotes, in the bits of the form: no form has this number, and a
/// string has none.
pub(super) const LONG: u8 = 0x70;

/// Set on a value that its node holds in place of its length, which goes without saying: a day, or a
/// number of one digit. In the bits of the form, as `LONG`.
const HELD: u8 = 0x60;
const DAY: u8 = shape(Kind::LocalDate, Form::Inline) | HELD;
const DIGIT: u8 = shape(Kind::Integer, Form::Inline) | HELD;

/// The number of a node in its document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Pod, Zeroable)]
#[repr(transparent)]
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

    /// The node that is in this one, with `at` others before it.
    #[inline]
    pub(super) const fn inside(self, at: usize) -> Self {
        Self(self.0.wrapping_add(at as u32).wrapping_add(1))
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

/// `Kind` and `Form` in one byte.
pub(super) const fn shape(kind: Kind, form: Form) -> u8 {
    kind as u8 | (form as u8) << 4
}

/// The kind that a shape says.
#[inline]
pub(super) fn kind(shape: u8) -> Kind {
    KINDS[usize::from(shape & 0x0F)]
}

/// The form that a shape says.
#[inline]
pub(super) fn form(shape: u8) -> Form {
    FORMS[usize::from(shape >> 4 & 0x07)]
}

/// Gaps of this length and more say something else: that there is no key,
const NO_KEY: u8 = u8::MAX - 2;
/// that the key is what the span of the value ends with, as in a header,
const AT_END: u8 = u8::MAX - 1;
/// and that the tree knows where the key stands, because the node has no room for it.
const ELSEWHERE: u8 = u8::MAX;

/// How a node says where the key of its value stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Place {
    len: u8,
    /// What stands between the key and the value.
    gap: u8,
}

impl Place {
    /// That of an element, which has no key.
    pub(super) const NONE: Self = Self { len: 0, gap: NO_KEY };
    /// That of a key which a node has no room for.
    pub(super) const ELSEWHERE: Self = Self { len: u8::MAX, gap: ELSEWHERE };

    /// A key of `len` bytes that ends `gap` bytes before its value. `None` if there is no room for that.
    #[inline]
    pub(super) fn before(len: usize, gap: usize) -> Option<Self> {
        let fits = len <= usize::from(u8::MAX) && gap < usize::from(NO_KEY);
        fits.then_some(Self { len: len as u8, gap: gap as u8 })
    }

    /// A key of `len` bytes that the span of the value ends with. `None` if there is no room for that.
    #[inline]
    pub(super) fn at_end(len: usize) -> Option<Self> {
        (len <= usize::from(u8::MAX)).then_some(Self { len: len as u8, gap: AT_END })
    }

    /// The place of the key of a value. `None` if there is no room for that.
    pub(super) fn of(key: Span, value: Span) -> Option<Self> {
        if key.is_empty() {
            return Some(Self::NONE);
        }
        if key.end == value.end && key.start >= value.start {
            return Self::at_end(key.len() as usize);
        }
        Self::before(key.len() as usize, value.start.checked_sub(key.end)? as usize)
    }
}

/// One value and where its key stands. The values in it follow it.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Node {
    pub(super) start: u32,
    /// How long it is; or the value, where its node holds it.
    pub(super) len: u32,
    /// How many nodes it is, with all that are in it.
    pub(super) size: u32,
    key: Place,
    /// `Kind` in the low four bits, `Form`, `LONG` or `HELD` in the next three, then `PLAIN`.
    pub(super) shape: u8,
    pub(super) tag: u8,
}

const _: () = assert!(size_of::<Node>() == 16);

impl Node {
    /// A value that nothing is in.
    #[inline]
    pub(super) fn new(span: Span, key: Place, shape: u8) -> Self {
        Self { start: span.start, len: span.len(), size: 1, key, shape, tag: NO_TAG }
    }

    /// A day.
    #[inline]
    pub(super) fn day(start: u32, key: Place, day: Day) -> Self {
        Self { start, len: day.number(), size: 1, key, shape: DAY, tag: NO_TAG }
    }

    /// A number of one digit.
    #[inline]
    pub(super) fn digit(start: u32, key: Place, digit: u8) -> Self {
        Self { start, len: u32::from(digit), size: 1, key, shape: DIGIT, tag: NO_TAG }
    }

    /// The value that stands at `span` of `text`, with nothing in it yet.
    pub(super) fn of(text: &str, span: Span, key: Place, shape: u8) -> Self {
        match (kind(shape), span.of(text).as_bytes()) {
            (Kind::Integer, [digit @ b'0'..=b'9']) => Self::digit(span.start, key, digit - b'0'),
            (Kind::LocalDate, raw) => {
                Self::day(span.start, key, datetime::date(raw).unwrap_or_default())
            }
            _ => Self::new(span, key, shape),
        }
    }

    /// Stands for a node that is not there.
    pub(super) const fn missing() -> Self {
        let shape = shape(Kind::Invalid, Form::Inline);
        Self { start: 0, len: 0, size: 1, key: Place::NONE, shape, tag: NO_TAG }
    }

    /// Whether it is of this kind; cheaper than to ask which one it is of.
    #[inline]
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.shape & 0x0F == kind as u8
    }

    /// A bit for what it is.
    #[inline]
    pub(super) fn kind_bit(&self) -> u16 {
        1 << (self.shape & 0x0F)
    }

    #[inline]
    pub(super) fn span(&self) -> Span {
        let len = match self.shape {
            DAY => "YYYY-MM-DD".len() as u32,
            DIGIT => 1,
            _ => self.len,
        };
        Span::new(self.start, self.start.saturating_add(len))
    }

    /// The day, if it is one.
    #[inline]
    pub(super) fn as_day(&self) -> Option<Day> {
        (self.shape == DAY).then(|| Day::of(self.len))
    }

    /// The number, if it is one of one digit.
    #[inline]
    pub(super) fn as_digit(&self) -> Option<u32> {
        (self.shape == DIGIT).then_some(self.len)
    }

    /// Where the key starts, and its length, if it stands before the value as most do.
    #[inline]
    pub(super) fn key_before(&self) -> Option<(u32, u16)> {
        let Place { len, gap } = self.key;
        let start = self.start.wrapping_sub(u32::from(gap)).wrapping_sub(u32::from(len));
        (gap < NO_KEY).then_some((start, u16::from(len)))
    }

    /// Where the key stands. `None` if the tree knows.
    #[inline]
    pub(super) fn key(&self) -> Option<Span> {
        let Place { len, gap } = self.key;
        if gap >= NO_KEY {
            return self.key_of_header();
        }
        let end = self.start.wrapping_sub(u32::from(gap));
        Some(Span::new(end.wrapping_sub(u32::from(len)), end))
    }

    /// The key that does not stand before the value, if there is any.
    #[inline(never)]
    fn key_of_header(&self) -> Option<Span> {
        let end = self.span().end;
        match self.key.gap {
            ELSEWHERE => None,
            AT_END => Some(Span::new(end.wrapping_sub(u32::from(self.key.len)), end)),
            _ => Some(Span::default()),
        }
    }

    /// How long the key is; much where the tree knows.
    #[inline]
    pub(super) fn key_len(&self) -> usize {
        if self.key.gap == ELSEWHERE { usize::MAX } else { usize::from(self.key.len) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Kind, Node, Place, shape};
    use crate::span::Span;

    #[test]
    fn a_node_says_where_the_key_stands_or_has_no_room_for_it() {
        let fits = |value: (u32, u32), key: (u32, u32)| {
            let [value, key] = [value, key].map(|(start, end)| Span::new(start, end));
            let place = Place::of(key, value);
            let shape = shape(Kind::String, Form::Inline);
            let node = Node::new(value, place.unwrap_or(Place::ELSEWHERE), shape);
            assert_eq!((node.span(), node.key()), (value, place.map(|_| key)));
            place.is_some()
        };
        assert!(fits((10, 20), (0, 0)));
        assert!(fits((10, 20), (0, 7)));
        assert!(fits((10, 20), (0, 10)));
        assert!(fits((10, 20), (15, 20)));
        assert!(fits((10, 900_000), (899_990, 900_000)));
        assert!(fits((600, 700), (93, 348)));
        assert!(fits((600, 900), (645, 900)));
        // The key is too long, too far away, or behind the value.
        assert!(!fits((600, 700), (92, 348)));
        assert!(!fits((600, 700), (300, 347)));
        assert!(!fits((600, 900), (644, 900)));
        assert!(!fits((10, 20), (12, 18)));
        assert!(!fits((10, 20), (25, 26)));
    }
}
