//! Work on many things at once, where they are many: starting threads takes longer than looking at
//! a few hundred records does.

use std::ops::Range;
use std::sync::{Once, OnceLock};
use std::thread::{self, ThreadId};

use rayon::prelude::*;

/// The thread that the program began with.
static FIRST: OnceLock<ThreadId> = OnceLock::new();

/// Says that the calling thread is the one that the program began with, and will be there until it
/// ends. It then works along with the threads that it starts instead of waiting for them: one thread
/// less to start, none to wake for each piece of work.
pub fn work_along() {
    let _ = FIRST.set(thread::current().id());
}

/// Starts the threads, where that is to be done in another way than they start by themselves.
pub(crate) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        if FIRST.get() == Some(&thread::current().id()) {
            // Where there are threads already, these do the work; where none can be started, this one does.
            let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
        }
    });
}

/// Starts the threads, and says how many there are besides the calling one.
pub(crate) fn others() -> usize {
    start();
    rayon::current_num_threads().saturating_sub(1)
}

/// From so many things on, threads are worth starting.
const MANY: usize = 1024;

/// Does the work in pieces and returns what each gave, in order.
pub(crate) fn pieces<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&[T]) -> R + Sync + Send,
) -> Vec<R> {
    // Asking for the size of a piece asks for the threads, which starts them.
    if items.len() < MANY {
        return vec![work(items)];
    }
    start();
    // Without this several pieces stay together, and a thread that is done leaves them to one that
    // is not.
    items.par_chunks(size(items.len())).with_max_len(1).map(work).collect()
}

/// The same for things that go by their number, in pieces of a size.
pub(crate) fn ranges<R: Send>(
    size: usize,
    count: usize,
    work: impl Fn(Range<usize>) -> R + Sync + Send,
) -> Vec<R> {
    if count < MANY {
        return vec![work(0..count)];
    }
    start();
    let piece = |first: usize| work(first..count.min(first + size));
    let firsts = (0..count.div_ceil(size)).into_par_iter().map(|piece| piece * size);
    firsts.with_max_len(1).map(piece).collect()
}

/// The same for work that changes the things.
pub(crate) fn pieces_mut<T: Send, R: Send>(
    items: &mut [T],
    work: impl Fn(&mut [T]) -> R + Sync + Send,
) -> Vec<R> {
    if items.len() < MANY {
        return vec![work(items)];
    }
    start();
    items.par_chunks_mut(size(items.len())).with_max_len(1).map(work).collect()
}

/// Does work that is worth a thread for each of a few things, such as reading some files.
pub(crate) fn costly<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    if items.len() < FEW {
        return items.iter().map(work).collect();
    }
    start();
    // Without this several stay together, as in pieces.
    items.par_iter().with_max_len(1).map(work).collect()
}

/// So few are done before threads have started.
const FEW: usize = 8;

/// Does one work for each of a few things, where it goes over many records.
pub(crate) fn each<T: Sync, R: Send>(
    records: usize,
    items: &[T],
    work: impl Fn(&T) -> R + Sync + Send,
) -> Vec<R> {
    if records < MANY {
        return items.iter().map(work).collect();
    }
    start();
    items.par_iter().with_max_len(1).map(work).collect()
}

/// Does two works that go over many records, so that no thread waits while the other is not done with
/// the first.
pub(crate) fn both<A: Send, B: Send>(
    records: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if records < MANY {
        return (one(), other());
    }
    start();
    rayon::join(one, other)
}

/// What pieces gave, one behind the other, with room for some more: a list that grows bit by bit is moved
/// each time, to memory that was never touched.
pub(crate) fn joined<T>(pieces: Vec<Vec<T>>, more: usize) -> Vec<T> {
    let mut all = Vec::with_capacity(pieces.iter().map(Vec::len).sum::<usize>() + more);
    pieces.into_iter().for_each(|piece| all.extend(piece));
    all
}

/// Pieces small enough that a slow one does not keep the others waiting.
fn size(count: usize) -> usize {
    count.div_ceil(rayon::current_num_threads().max(1) * 32).max(256)
}
