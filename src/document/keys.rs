//! Which keys a table may have.
//!
//! Most keys are new to their table, and a few bits say so without looking at the others.

use super::run;

/// What all keys share that are alike in length and in how they begin, and few others.
#[derive(Clone, Copy)]
pub(super) struct Mark(u64);

impl Mark {
    /// The mark of the key that is written `raw`.
    pub(super) fn of(raw: &str) -> Self {
        Self::new(run::head(raw.as_bytes()), raw.len())
    }

    /// The mark of a key of `len` bytes that begins with `head`.
    #[inline]
    pub(super) fn new(head: u64, len: usize) -> Self {
        // The highest bits of the product depend on all of the others.
        Self((head ^ len as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// The table that entries are being added to, and the marks of those it has.
pub(super) struct Keys {
    /// The number of its node.
    pub(super) table: u32,
    marks: [u64; 8],
}

impl Keys {
    /// Those of a table that is empty yet.
    #[inline]
    pub(super) fn new(table: u32) -> Self {
        Self { table, marks: [0; 8] }
    }

    /// Adds a key. Whether it is plain that the table did not have it.
    #[inline]
    pub(super) fn add(&mut self, Mark(mixed): Mark) -> bool {
        let marks = &mut self.marks[(mixed >> 61) as usize];
        let bit = 1 << (mixed >> 55 & 63);
        let is_new = *marks & bit == 0;
        *marks |= bit;
        is_new
    }
}
