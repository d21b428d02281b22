//! Memory for the texts of files and their trees, which is most of what a run holds.
//!
//! Each of them is small and there until the end. Asked of an allocator one by one they come to some
//! thousand pages, each of which the system hands out when it is touched and takes back at the end: a
//! seventh of the time that 10,000 files take. Here they stand one behind the other in pieces of some
//! megabytes, for which Linux is asked to take large pages, and nothing is given back. So do the long
//! lists of which every rule asks.
//!
//! So it is only for a program that ends with its run, which has to say so, and only for the first
//! programme that it reads. All else has the allocator, as has what is read on other systems.

use std::cell::RefCell;
use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};

use bytemuck::Pod;

/// Who may have memory that lasts.
static GATE: Gate = Gate { asked: AtomicBool::new(false), open: AtomicBool::new(false) };

thread_local! {
    static ROOM: RefCell<Room> = const { RefCell::new(Room::none()) };
}

/// Says that the program ends with what it does now, so that what it holds need not be given back.
pub(crate) fn until_the_end() {
    GATE.ask();
}

/// Gives memory that lasts to what is read as long as the answer is there. None where the program did
/// not ask for it, or another programme has it.
pub(crate) fn lasting() -> Option<Lasting<'static>> {
    GATE.begin()
}

/// What `read` puts at the beginning of the bytes that it is shown, as many as it says. `None` where
/// there are none to show.
///
/// # Errors
///
/// What `read` says.
pub(crate) fn filled(
    read: impl FnOnce(&mut [u8]) -> io::Result<usize>,
) -> Option<io::Result<Filled>> {
    with_room(|room| room.filled(read))
}

/// A copy that lasts, where that is what is given, or else one that does not.
pub(crate) fn kept<T: Pod>(items: &[T]) -> Kept<T> {
    with_room(|room| room.kept(items)).unwrap_or_else(|| Kept::Own(items.into()))
}

/// A long list of zeros, which take no time to write where the system gives them.
pub(crate) fn zeroed<T: Pod>(count: usize) -> Kept<T> {
    long(count).map_or_else(|| Kept::Own(vec![T::zeroed(); count].into()), Kept::Lasting)
}

/// So many zeros or some more, where they last and are many.
fn long<T: Pod>(count: usize) -> Option<&'static mut [T]> {
    with_room(|_| pages(count))
}

/// So many zeros or some more, on pages of their own, where they are many.
fn pages<T: Pod>(count: usize) -> Option<&'static mut [T]> {
    let size = count.checked_mul(size_of::<T>()).filter(|size| *size >= LONG)?;
    let piece = piece(size.checked_next_multiple_of(PAGE)?);
    let whole = piece.len() - piece.len() % size_of::<T>();
    bytemuck::try_cast_slice_mut(piece.get_mut(..whole)?).ok()
}

/// Does something with the room of the calling thread, where what is read now may last.
fn with_room<R>(work: impl FnOnce(&mut Room) -> Option<R>) -> Option<R> {
    let is_given = GATE.open.load(Ordering::Relaxed);
    is_given.then(|| ROOM.with_borrow_mut(work)).flatten()
}

/// Opens once each time that it is asked to.
struct Gate {
    asked: AtomicBool,
    open: AtomicBool,
}

/// As long as this is there, what is read has memory that lasts.
pub(crate) struct Lasting<'g>(&'g Gate);

impl Gate {
    fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    fn begin(&self) -> Option<Lasting<'_>> {
        self.asked.swap(false, Ordering::Relaxed).then(|| {
            self.open.store(true, Ordering::Relaxed);
            Lasting(self)
        })
    }
}

impl Drop for Lasting<'_> {
    fn drop(&mut self) {
        self.0.open.store(false, Ordering::Relaxed);
    }
}

/// What was read.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Filled {
    /// All of it.
    All(&'static [u8]),
    /// As much as there was room for, and there may be more.
    Beginning(Vec<u8>),
}

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

/// What one thread has left.
struct Room {
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
    const fn none() -> Self {
        Self { rest: &mut [], asked: 0 }
    }

    /// See [`filled`].
    fn filled(
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

    /// See [`kept`].
    fn kept<T: Pod>(&mut self, items: &[T]) -> Option<Kept<T>> {
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

    use super::{FEW, Filled, Gate, Kept, LARGE, LONG, LongList, PAGE, PIECE, Room};

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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_long_list_has_pages_of_its_own() {
        assert_eq!(super::pages::<u32>(1).map(|room| room.len()), None);
        let room = super::pages::<[u32; 3]>(LONG / 12 + 1).unwrap();
        assert_eq!(room.len(), PAGE / 12);
        assert!(room.iter().all(|zeros| *zeros == [0; 3]));
        assert_eq!(super::pages::<u8>(PAGE + 1).unwrap().len(), 2 * PAGE);
        assert!(super::pages::<u32>(usize::MAX).is_none());
    }

    #[test]
    fn the_gate_opens_once_each_time_that_it_is_asked_to() {
        let gate = Gate { asked: false.into(), open: false.into() };
        assert!(gate.begin().is_none());
        gate.ask();
        let lasting = gate.begin();
        assert!(lasting.is_some() && gate.open.load(super::Ordering::Relaxed));
        assert!(gate.begin().is_none());
        drop(lasting);
        assert!(!gate.open.load(super::Ordering::Relaxed));
        assert!(gate.begin().is_none());
    }
}
