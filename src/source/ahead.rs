//! Reading files while the walk that finds them goes on.
//!
//! A walk is one thread's work. Without this the other threads would wait for its end, and there is
//! something to read from its first folder on.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::walk::{Found, Listing, Walk};
use crate::config::Files;
use crate::timing::{Stage, Timings, timed};

/// Files of one piece of work. So many are enough to make up for handing them to a thread.
const PIECE: usize = 64;

/// What the file system gave of one file.
type Bytes = io::Result<Vec<u8>>;

/// What was read ahead, by the number of files that the walk met before.
#[derive(Default)]
pub(crate) struct Ahead(Vec<Option<Bytes>>);

impl Ahead {
    /// Puts together pieces and the numbers of their first files.
    fn new(count: usize, pieces: Vec<(usize, Vec<Bytes>)>) -> Self {
        let mut all: Vec<Option<Bytes>> = (0..count).map(|_| None).collect();
        for (first, piece) in pieces {
            for (place, bytes) in all.iter_mut().skip(first).zip(piece) {
                *place = Some(bytes);
            }
        }
        Self(all)
    }

    /// Gives what was read to the files that it was read from.
    pub(crate) fn give(mut self, files: &mut [Found]) {
        for file in files {
            let place = file.number.and_then(|number| self.0.get_mut(number));
            file.read = place.and_then(Option::take);
        }
    }
}

/// Lists the files of a programme for what is done meanwhile, and has other threads read them as long
/// as walk and work take.
pub(crate) fn walk_ahead<R>(
    root: &Path,
    files: Files,
    timings: Option<&Timings>,
    meanwhile: impl FnOnce(Listing, Files) -> R,
) -> (R, Ahead) {
    let mut walk = Walk::new(root, files);
    let piece = timed(timings, Stage::Read, || Piece::next(&mut walk));
    // Starting threads costs more than reading so few.
    if walk.found().len() < PIECE {
        let (listing, files) = timed(timings, Stage::Read, || walk.finish());
        return (meanwhile(listing, files), Ahead::default());
    }
    crate::parallel::start();
    let pieces = Mutex::new(Vec::new());
    let at_end = AtomicBool::new(false);
    let (done, count) = rayon::in_place_scope(|scope| {
        let read = |piece: Piece| {
            // What nobody came to is read when it is its turn, and parsed while it is at hand.
            if !at_end.load(Ordering::Relaxed) {
                let read = (piece.first, piece.read(root));
                pieces.lock().unwrap_or_else(PoisonError::into_inner).push(read);
            }
        };
        let (listing, files) = timed(timings, Stage::Read, || {
            let mut next = piece;
            while let Some(piece) = next {
                scope.spawn(move |_| read(piece));
                next = Piece::next(&mut walk);
            }
            walk.finish()
        });
        let count = listing.files.len();
        let done = meanwhile(listing, files);
        at_end.store(true, Ordering::Relaxed);
        (done, count)
    });
    (done, Ahead::new(count, pieces.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

/// Files that a walk met one behind the other.
struct Piece {
    /// The number of the first.
    first: usize,
    /// Their paths from the root, with a byte between them that is in no path. What one thread
    /// allocates and another frees makes them wait for each other, so that is one text.
    paths: String,
}

impl Piece {
    /// Those that the walk meets next, where there are any.
    fn next(walk: &mut Walk<'_, Files>) -> Option<Self> {
        let first = walk.found().len();
        while walk.found().len() < first + PIECE && walk.go_on() {}
        let found = walk.found().get(first..).filter(|found| !found.is_empty())?;
        let mut paths = String::with_capacity(found.iter().map(|file| file.path.len() + 1).sum());
        for file in found {
            paths.push_str(&file.path);
            paths.push(BETWEEN);
        }
        Some(Self { first, paths })
    }

    fn read(&self, root: &Path) -> Vec<Bytes> {
        crate::parallel::make_room();
        let mut read = Vec::with_capacity(PIECE);
        let paths = self.paths.split_terminator(BETWEEN);
        read.extend(paths.map(|path| super::read(&super::join(root, path))));
        read
    }
}

/// What stands behind each path of a piece.
const BETWEEN: char = '\0';

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::{PIECE, walk_ahead};
    use crate::config::Files;
    use crate::source::walk;

    #[test]
    fn what_is_read_ahead_is_what_the_walk_lists() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        fs::write(root.path().join(".gitignore"), "drafts/\n/3/7.toml\n")?;
        let folders = ["1", "1/drafts", "2", "3", "3/.hidden", "4", "4/own"];
        for folder in folders.map(|folder| root.path().join(folder)) {
            fs::create_dir_all(&folder)?;
            for number in 0..PIECE {
                fs::write(folder.join(format!("{number}.toml")), format!("{folder:?} {number}"))?;
            }
        }
        fs::write(root.path().join("4/.gitignore"), "!drafts/\n1*.toml\n")?;
        fs::write(root.path().join("4/own/complint.toml"), "")?;

        let files = Files::default();
        let after = walk(root.path(), &files);
        let (mut ahead, read) = walk_ahead(root.path(), files, None, |listing, _| listing);
        read.give(&mut ahead.files);
        assert!(ahead.paths().eq(after.paths()));
        assert_eq!(ahead.files.len(), 4 * PIECE - 1 - 11);
        assert_eq!((&ahead.skipped, &ahead.nested), (&after.skipped, &after.nested));
        assert_eq!(ahead.skipped.len(), 4, "{:?}", ahead.skipped);
        for file in ahead.files {
            if let Some(read) = file.read {
                assert_eq!(read?, fs::read(root.path().join(&file.path))?, "{}", file.path);
            }
        }
        Ok(())
    }
}
