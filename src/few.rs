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
