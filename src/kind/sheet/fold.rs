//! Names as numbers, so that two of them are compared at once and not byte by byte.

use crate::kind::Tag;

/// How a name begins, in two words, and its length. Of one of up to [`Fold::WHOLE`] bytes nothing is
/// lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fold {
    head: u64,
    tail: u64,
    len: u32,
}

/// Keeps that many bytes of sixteen.
const MASKS: [u128; Fold::WHOLE + 1] = {
    let mut masks = [u128::MAX; Fold::WHOLE + 1];
    let mut len = 0;
    while len < Fold::WHOLE {
        masks[len] = (1 << (8 * len)) - 1;
        len += 1;
    }
    masks
};

impl Fold {
    const WHOLE: usize = 16;

    /// Of a name.
    #[inline]
    pub(super) fn of(name: &[u8]) -> Self {
        Self::new(whole(name).unwrap_or_else(|| short(name)), name.len())
    }

    /// Of the name of that length that stands at `at`. What follows a name in its file is most often long
    /// enough to take sixteen bytes without a look at how many belong to it.
    #[inline]
    pub(super) fn at(text: &[u8], at: usize, len: usize) -> Self {
        match text.get(at..at + Self::WHOLE).and_then(whole) {
            Some(bytes) => Self::new(bytes & MASKS[len.min(Self::WHOLE)], len),
            None => Self::last(text, at, len),
        }
    }

    /// The same at the end of a file.
    #[cold]
    fn last(text: &[u8], at: usize, len: usize) -> Self {
        Self::of(text.get(at..at + len).unwrap_or_default())
    }

    #[inline]
    fn new(bytes: u128, len: usize) -> Self {
        Self { head: bytes as u64, tail: (bytes >> u64::BITS) as u64, len: len as u32 }
    }

    /// Whether it is all that there is to the name.
    #[inline]
    pub(super) fn is_whole(self) -> bool {
        self.len as usize <= Self::WHOLE
    }

    #[inline]
    pub(super) fn hash(self, table: Tag) -> u64 {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let word = self.head ^ self.tail.rotate_left(29) ^ u64::from(self.len);
        (word ^ u64::from(table) << 56).wrapping_mul(SPREAD)
    }
}

/// The first sixteen bytes.
#[inline]
fn whole(text: &[u8]) -> Option<u128> {
    text.first_chunk().map(|bytes| u128::from_le_bytes(*bytes))
}

/// The bytes of a name of less than sixteen.
#[inline]
fn short(name: &[u8]) -> u128 {
    if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk()) {
        let behind = 8 * (name.len() - 8);
        u128::from(u64::from_le_bytes(*head)) | u128::from(u64::from_le_bytes(*tail)) << behind
    } else if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk()) {
        let behind = 8 * (name.len() - 4);
        u128::from(u32::from_le_bytes(*head)) | u128::from(u32::from_le_bytes(*tail)) << behind
    } else {
        name.iter().rev().fold(0, |word, byte| word << 8 | u128::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::Fold;

    /// At the end of a text and within it, a name is the same; and another one is not.
    #[test]
    fn a_name_is_the_same_wherever_it_stands() {
        let letters = "abcdefghijklmnopqrstuvwxyz";
        for len in 0..=letters.len() {
            let name = &letters[..len];
            let fold = Fold::of(name.as_bytes());
            for behind in ["", " ", " = 1", " = \"and much more text\""] {
                let text = format!("{name}{behind}");
                assert_eq!(Fold::at(text.as_bytes(), 0, len), fold, "{text}");
                assert_eq!(Fold::at(format!("\n{text}").as_bytes(), 1, len), fold, "{text}");
            }
            assert_eq!(fold.is_whole(), len <= 16);
            for at in 0..len.min(16) {
                let mut other = name.as_bytes().to_vec();
                other[at] = b'_';
                assert_ne!(Fold::of(&other), fold, "{at} of {name}");
            }
            assert_ne!(Fold::of(format!("{name}\0").as_bytes()), fold, "{name}");
        }
    }
}
