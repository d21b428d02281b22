//! What one thread has left of the memory that it asked the system for.

use std::io;

use bytemuck::Pod;

use super::Kept;

/// What was read.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Filled {
    /// All of it.
    All(&'static [u8]),
    /// As much as there was room for, and there may be more.
    Beginning(Vec<u8>),
}

/// What one thread has left.
#[derive(Debug)]
pub(super) struct Room {
    rest: &'static mut [u8],
    /// How much was asked for before there was any.
    asked: usize,
}

/// Before a thread asked for so much it gets none: a large page is all written before it is used.
const FEW: usize = 256 * 1024;

/// What is asked of the system at once.
const PIECE: usize = 2 * PAGE;

/// A large page, of which there is none in less.
const PAGE: usize = 2 * 1024 * 1024;

/// From so many bytes on a list has a piece of its own.
const LONG: usize = PAGE / 2;

/// What `read` is shown, and the most that is taken from the room for anything.
const LARGE: usize = 64 * 1024;

impl Room {
    pub(super) const fn none() -> Self {
        Self { rest: &mut [], asked: 0 }
    }

    /// See [`super::filled`].
    pub(super) fn filled(
        &mut self,
        read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> Option<io::Result<Filled>> {
        if !self.has(LARGE) {
            self.asked += USUAL;
            return None;
        }
        let shown = self.rest.get_mut(..LARGE)?;
        let length = match read(shown) {
            Ok(length) if length < LARGE => length,
            Ok(_) => return Some(Ok(Filled::Beginning(shown.to_vec()))),
            Err(error) => return Some(Err(error)),
        };
        Some(Ok(Filled::All(self.take(length)?)))
    }

    /// See [`super::kept`].
    pub(super) fn kept<T: Pod>(&mut self, items: &[T]) -> Option<Kept<T>> {
        let size = size_of_val(items);
        if size > LARGE || !self.has(size + align_of::<T>()) {
            self.asked += size;
            return None;
        }
        self.take(self.rest.as_ptr().align_offset(align_of::<T>()))?;
        let copy: &mut [T] = bytemuck::try_cast_slice_mut(self.take(size)?).ok()?;
        copy.copy_from_slice(items);
        Some(Kept::Lasting(copy))
    }

    /// Whether there is room for so much, after asking for more where that is worth it.
    fn has(&mut self, size: usize) -> bool {
        if self.rest.len() < size && self.asked >= FEW {
            self.rest = piece(PIECE);
        }
        self.rest.len() >= size
    }

    fn take(&mut self, size: usize) -> Option<&'static mut [u8]> {
        let (taken, rest) = std::mem::take(&mut self.rest).split_at_mut_checked(size)?;
        self.rest = rest;
        Some(taken)
    }
}

/// What most files are smaller than.
const USUAL: usize = 4 * 1024;

/// So many zeros or some more, on pages of their own, where they are many.
pub(super) fn pages<T: Pod>(count: usize) -> Option<&'static mut [T]> {
    let size = count.checked_mul(size_of::<T>()).filter(|size| *size >= LONG)?;
    let piece = piece(size.checked_next_multiple_of(PAGE)?);
    let whole = piece.len() - piece.len() % size_of::<T>();
    let items = bytemuck::try_cast_slice_mut(piece.get_mut(..whole)?).ok()?;
    (items.len() >= count).then_some(items)
}

/// What the system gives, if it does.
#[cfg(target_os = "linux")]
fn piece(size: usize) -> &'static mut [u8] {
    use memmap2::{Advice, MmapMut};

    let Ok(piece) = MmapMut::map_anon(size) else { return &mut [] };
    // Without large pages it is as good as any other memory.
    let _ = piece.advise(Advice::HugePage);
    let piece: &'static mut MmapMut = Box::leak(Box::new(piece));
    piece
}

#[cfg(not(target_os = "linux"))]
fn piece(_: usize) -> &'static mut [u8] {
    &mut []
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{FEW, Filled, Kept, LARGE, LONG, PAGE, PIECE, Room, pages};

    /// Room for some large things, which a file or two have been read into.
    fn room() -> Room {
        Room { rest: vec![0; 4 * LARGE].leak(), asked: 0 }
    }

    fn read(text: &'static str) -> impl FnOnce(&mut [u8]) -> io::Result<usize> {
        |shown| {
            shown[..text.len()].copy_from_slice(text.as_bytes());
            Ok(text.len())
        }
    }

    #[test]
    fn what_is_read_stands_one_behind_the_other() {
        let mut room = room();
        let left = room.rest.len();
        let mut texts =
            ["a = 1\n", "", "b = 2"].map(|text| room.filled(read(text)).unwrap().unwrap());
        let [first, none, second] = &mut texts;
        assert_eq!((first, none), (&mut Filled::All(b"a = 1\n"), &mut Filled::All(b"")));
        assert_eq!(second, &mut Filled::All(b"b = 2"));
        assert_eq!(room.rest.len(), left - 11);
    }

    #[test]
    fn what_there_may_be_more_of_takes_no_room() {
        let mut room = room();
        let left = room.rest.len();
        let all = room.filled(|shown| {
            shown.fill(7);
            Ok(shown.len())
        });
        assert_eq!(all.unwrap().unwrap(), Filled::Beginning(vec![7; LARGE]));
        let failed = room.filled(|_| Err(io::ErrorKind::NotFound.into()));
        assert!(failed.unwrap().is_err());
        assert_eq!(room.rest.len(), left);
        assert_eq!(room.filled(read("c")).unwrap().unwrap(), Filled::All(b"c"));
    }

    #[test]
    fn a_copy_begins_where_it_may_and_can_be_written_to() {
        let mut room = room();
        for odd in ["a", "ab", "abc", "abcd"] {
            room.filled(read(odd)).unwrap().unwrap();
            let mut kept = room.kept(&[1_u32, 2, 3]).unwrap();
            kept[1] = 9;
            assert_eq!((&*kept, matches!(kept, Kept::Lasting(_))), (&[1, 9, 3][..], true));
            let copy = kept.clone();
            kept[0] = 0;
            assert_eq!((&*copy, matches!(copy, Kept::Own(_))), (&[1, 9, 3][..], true));
        }
        assert!(room.kept::<u32>(&[]).unwrap().is_empty());
        assert!(room.kept(&vec![0_u32; LARGE / 4 + 1]).is_none(), "it has memory of its own");
    }

    #[test]
    fn a_thread_that_asks_for_little_gets_none() {
        let mut room = Room::none();
        let items = [0_u8; 1024];
        let mut asked = 0;
        while room.kept(&items).is_none() {
            asked += items.len();
            if cfg!(not(target_os = "linux")) && asked > FEW {
                return;
            }
        }
        assert_eq!(asked, FEW);
        assert_eq!(room.rest.len(), PIECE - items.len());
        // At the end of a piece comes another.
        room.rest = &mut [];
        assert!(room.filled(read("a")).is_some());
        assert_eq!(room.rest.len(), PIECE - 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_long_list_has_pages_of_its_own() {
        assert_eq!(pages::<u32>(1).map(|room| room.len()), None);
        let room = pages::<[u32; 3]>(LONG / 12 + 1).unwrap();
        assert_eq!(room.len(), PAGE / 12);
        assert!(room.iter().all(|zeros| *zeros == [0; 3]));
        assert_eq!(pages::<u8>(PAGE + 1).unwrap().len(), 2 * PAGE);
        // More than there can be, and more than the system gives.
        let most = usize::MAX;
        assert!(pages::<u32>(most).is_none() && pages::<u8>(most / 4).is_none());
    }
}
