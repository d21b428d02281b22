//! One thing where it is, or a list of them.
//!
//! Of much that can be many there nearly always is one: the name in the path of a key, the word that a
//! value is held against. A list has to be found room for, and to be gone to each time it is looked at.

use std::ops::Deref;

/// One of something, or a list.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Few<T, L> {
    One(T),
    Many(L),
}

impl<T, L: Default> Default for Few<T, L> {
    fn default() -> Self {
        Self::Many(L::default())
    }
}

impl<T> Few<T, Vec<T>> {
    /// Adds one.
    pub(crate) fn push(&mut self, other: T) {
        *self = match std::mem::take(self) {
            Self::One(one) => Self::Many(vec![one, other]),
            Self::Many(list) if list.is_empty() => Self::One(other),
            Self::Many(mut list) => {
                list.push(other);
                Self::Many(list)
            }
        };
    }
}

impl<T, L: Deref<Target = [T]>> Deref for Few<T, L> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(list) => list,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn what_is_added_stands_behind_what_was_there() {
        let mut few: Few<u8, Vec<u8>> = Few::default();
        assert!(few.is_empty());
        for number in 0..4 {
            few.push(number);
            assert_eq!(*few, (0..=number).collect::<Vec<u8>>());
            assert_eq!(matches!(few, Few::One(_)), number == 0);
        }
    }
}
