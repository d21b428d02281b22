//! Memory for the texts of files and their trees, which is most of what a run holds.
//!
//! Each of them is small and there until the end. Asked of an allocator one by one they come to some
//! thousand pages, each of which the system hands out when it is touched and takes back at the end: a
//! seventh of the time that 10,000 files take. Here they stand one behind the other in pieces of some
//! megabytes, for which Linux is asked to take large pages, and nothing is given back. So do all links,
//! by what they stand in and by what they lead to: the longest lists, which are read in no order.
//!
//! So it is only for a program that ends with its run, which has to say so, and only for the first
//! programme that it reads. All else has the allocator, as has what is read on other systems.

use std::cell::RefCell;
use std::io;

use bytemuck::Pod;

mod gate;
mod kept;
mod list;
mod room;

use gate::{Gate, Lasting};
pub(crate) use kept::Kept;
pub(crate) use list::LongList;
pub(crate) use room::Filled;
use room::{Room, pages};

static GATE: Gate = Gate::shut();

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
    let lasting = long(count).and_then(|room| room.get_mut(..count));
    lasting.map_or_else(|| Kept::Own(vec![T::zeroed(); count].into()), Kept::Lasting)
}

/// So many zeros or some more, where they last and are many.
fn long<T: Pod>(count: usize) -> Option<&'static mut [T]> {
    with_room(|_| pages(count))
}

/// Does something with the room of the calling thread, where what is read now may last.
fn with_room<R>(work: impl FnOnce(&mut Room) -> Option<R>) -> Option<R> {
    GATE.is_open().then(|| ROOM.with_borrow_mut(work)).flatten()
}
