//! Reading files while the walk that finds them goes on.
//!
//! A walk is one thread's work. Without this the other threads would wait for its end, and there is
//! something to read from its first folder on.

use std::io;
use std::path::{Path, PathBuf};
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
    let paths = timed(timings, Stage::Read, || piece(&mut walk));
    // Starting threads costs more than reading so few.
    if paths.len() < PIECE {
        let (listing, files) = timed(timings, Stage::Read, || walk.finish());
        return (meanwhile(listing, files), Ahead::default());
    }
    crate::parallel::start();
    let pieces = Mutex::new(Vec::new());
    let at_end = AtomicBool::new(false);
    let mut count = 0;
    let done = rayon::in_place_scope(|scope| {
        let read = |first: usize, paths: Vec<PathBuf>| {
            // What nobody came to is read when it is its turn, and parsed while it is at hand.
            if !at_end.load(Ordering::Relaxed) {
                let piece: Vec<Bytes> = paths.iter().map(|path| super::read(path)).collect();
                pieces.lock().unwrap_or_else(PoisonError::into_inner).push((first, piece));
            }
        };
        let (listing, files) = timed(timings, Stage::Read, || {
            let mut paths = paths;
            while !paths.is_empty() {
                let first = count;
                count += paths.len();
                scope.spawn(move |_| read(first, paths));
                paths = piece(&mut walk);
            }
            walk.finish()
        });
        let done = meanwhile(listing, files);
        at_end.store(true, Ordering::Relaxed);
        done
    });
    (done, Ahead::new(count, pieces.into_inner().unwrap_or_else(PoisonError::into_inner)))
}

/// The files that a walk meets next.
fn piece(walk: &mut Walk<'_, Files>) -> Vec<PathBuf> {
    walk.take(PIECE).collect()
}

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
