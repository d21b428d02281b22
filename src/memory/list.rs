//! A list that grows, into memory that lasts where that is to be had and the list is long.

use std::ops::{Deref, DerefMut};

use bytemuck::Pod;

use super::long;

/// A list that grows.
#[derive(Debug)]
pub(crate) enum LongList<T: 'static> {
    /// It is given back when it is dropped, or grows.
    Own(Vec<T>),
    /// It is never given back.
    Lasting {
        /// What there is and what there may be.
        room: &'static mut [T],
        /// How much there is.
        len: usize,
    },
}

impl<T> Default for LongList<T> {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl<T> Deref for LongList<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Own(items) => items,
            Self::Lasting { room, len } => room.get(..*len).unwrap_or_default(),
        }
    }
}

impl<T> DerefMut for LongList<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::Own(items) => items,
            Self::Lasting { room, len } => room.get_mut(..*len).unwrap_or_default(),
        }
    }
}

impl<T: Pod> LongList<T> {
    /// How many it has room for.
    pub(crate) fn capacity(&self) -> usize {
        match self {
            Self::Own(items) => items.capacity(),
            Self::Lasting { room, .. } => room.len(),
        }
    }

    /// Makes room for so many more, where there is none.
    pub(crate) fn reserve_exact(&mut self, more: usize) {
        let len = self.len();
        if self.capacity() - len >= more {
            return;
        }
        if let Some(room) = long::<T>(len + more) {
            for (place, item) in room.iter_mut().zip(self.iter()) {
                *place = *item;
            }
            *self = Self::Lasting { room, len };
            return;
        }
        if let Self::Lasting { .. } = self {
            *self = Self::Own(self.to_vec());
        }
        if let Self::Own(items) = self {
            items.reserve_exact(more);
        }
    }

    /// Adds them at the end.
    pub(crate) fn extend(
        &mut self,
        items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
    ) {
        let items = items.into_iter();
        if self.capacity() - self.len() < items.len() {
            // So rarely that what is there is not moved each time.
            self.reserve_exact(items.len().max(self.len()));
        }
        match self {
            Self::Own(own) => own.extend(items),
            Self::Lasting { room, len } => {
                for (place, item) in room.iter_mut().skip(*len).zip(items) {
                    *place = item;
                    *len += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LongList;

    #[test]
    fn a_list_grows_into_whatever_room_there_is() {
        let mut list = LongList::<u32>::default();
        list.extend([1, 2]);
        assert!(matches!(list, LongList::Own(_)));
        list = LongList::Lasting { room: vec![0; 5].leak(), len: 0 };
        list.extend([1, 2, 3]);
        list.extend([]);
        list.reserve_exact(2);
        list[1] = 7;
        assert_eq!((&*list, list.capacity()), (&[1, 7, 3][..], 5));
        assert!(matches!(list, LongList::Lasting { .. }));
        // What there is no room for is copied, here to memory that is given back.
        list.extend([4, 5, 6]);
        assert_eq!((&*list, matches!(list, LongList::Own(_))), (&[1, 7, 3, 4, 5, 6][..], true));
    }
}
