//! A list that is made once, and has memory that lasts where that is to be had.

use std::ops::{Deref, DerefMut};

/// A list that is made once.
#[derive(Debug)]
pub(crate) enum Kept<T: 'static> {
    /// It is given back when it is dropped.
    Own(Box<[T]>),
    /// It is never given back.
    Lasting(&'static mut [T]),
}

impl<T> Deref for Kept<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Own(items) => items,
            Self::Lasting(items) => items,
        }
    }
}

impl<T> DerefMut for Kept<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::Own(items) => items,
            Self::Lasting(items) => items,
        }
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self::Own(Box::default())
    }
}

impl<T: Clone> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self::Own(self.to_vec().into())
    }
}
