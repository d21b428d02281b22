//! Reading files while the walk that finds them goes on.
//!
//! A walk is one thread's work. Without this the other threads would wait for its end, and there is
//! something to read from its first folder on.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};

use super::Content;
use super::walk::{Found, Listing, Walk};
use crate::config::Files;
use crate::timing::{Stage, Timings, timed};

/// Files of one piece of work. So many are enough to make up for handing them to a thread.
const PIECE: usize = 64;

/// What the file system gave of one file.
type Read = io::Result<Content>;

/// What was read ahead, by the number of files that the walk met before.
#[derive(Default)]
pub(crate) struct Ahead(Vec<Option<Read>>);

impl Ahead {
    /// Puts pieces together.
    fn new(count: usize, pieces: Vec<Piece>) -> Self {
        let mut all: Vec<Option<Read>> = (0..count).map(|_| None).collect();
        for Piece { first, read, .. } in pieces {
            for (place, bytes) in all.iter_mut().skip(first).zip(read) {
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
    let first = timed(timings, Stage::Read, || Piece::next(&mut walk));
    // Starting threads costs more than reading so few.
    let others = if walk.found().len() < PIECE { 0 } else { crate::parallel::others() };
    if others == 0 {
        let (listing, files) = timed(timings, Stage::Read, || {
            while walk.go_on() {}
            walk.finish()
        });
        return (meanwhile(listing, files), Ahead::default());
    }
    let (met, pieces) = mpsc::channel();
    let readers = Readers::new(root, pieces);
    let (done, count) = rayon::in_place_scope(|scope| {
        for _ in 0..others {
            scope.spawn(|_| readers.read());
        }
        let (listing, files) = timed(timings, Stage::Read, || {
            let mut next = first;
            while let Some(piece) = next {
                // They are there to take it as long as there is something to read.
                drop(met.send(piece));
                next = Piece::next(&mut walk);
            }
            walk.finish()
        });
        drop(met);
        let count = listing.files.len();
        let done = meanwhile(listing, files);
        readers.stop();
        (done, count)
    });
    (done, Ahead::new(count, readers.into_read()))
}

/// Threads that read what a walk meets, one piece behind the other.
struct Readers<'r> {
    root: &'r Path,
    /// What is to be read.
    pieces: Mutex<Receiver<Piece>>,
    /// What was.
    read: Mutex<Vec<Piece>>,
    at_end: AtomicBool,
}

impl<'r> Readers<'r> {
    fn new(root: &'r Path, pieces: Receiver<Piece>) -> Self {
        let (pieces, read) = (Mutex::new(pieces), Mutex::default());
        Self { root, pieces, read, at_end: AtomicBool::new(false) }
    }

    /// Reads pieces until there will be no more, or nobody wants them.
    fn read(&self) {
        while let Some(mut piece) = self.next() {
            piece.fill(self.root, &self.at_end);
            self.read.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
        }
    }

    fn next(&self) -> Option<Piece> {
        let pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.recv().ok().filter(|_| !self.at_end.load(Ordering::Relaxed))
    }

    /// What nobody came to is read when it is its turn, and parsed while it is at hand.
    fn stop(&self) {
        self.at_end.store(true, Ordering::Relaxed);
    }

    fn into_read(self) -> Vec<Piece> {
        self.read.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files that a walk met one behind the other. What one thread allocates and another frees makes them
/// wait for each other, then and whenever it is taken for something else: all is made here and comes
/// back, and only what the files hold is made where they are read.
struct Piece {
    /// The number of the first.
    first: usize,
    /// Their paths from the root, with a byte between them that is in no path.
    paths: String,
    /// What they hold, as far as they were read.
    read: Vec<Read>,
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
        Some(Self { first, paths, read: Vec::with_capacity(PIECE) })
    }

    /// Reads the files until it is at its end.
    fn fill(&mut self, root: &Path, at_end: &AtomicBool) {
        let paths = self.paths.split_terminator(BETWEEN);
        let wanted = paths.take_while(|_| !at_end.load(Ordering::Relaxed));
        self.read.extend(wanted.map(|path| super::read_to_keep(&super::join(root, path))));
    }
}

/// What stands behind each path of a piece.
const BETWEEN: char = '\0';

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use std::path::Path;
    use std::sync::mpsc;

    use super::{Ahead, Content, PIECE, Piece, Readers, walk_ahead};
    use crate::config::Files;
    use crate::source::{Found, walk};

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
                let bytes = fs::read(root.path().join(&file.path))?;
                assert_eq!(read?.as_bytes(), bytes, "{}", file.path);
            }
        }
        Ok(())
    }

    #[test]
    fn what_was_not_read_is_left_open() {
        let piece = |first, read: &[&'static str]| Piece {
            first,
            paths: String::new(),
            read: read.iter().map(|text| Ok(Content::Text((*text).into()))).collect(),
        };
        let found = |number| Found { number, ..Found::new(String::new()) };
        let mut files = [Some(4), None, Some(0), Some(3), Some(1), Some(2)].map(found);
        // The second piece was read by another thread before the first, and that not to its end.
        Ahead::new(5, vec![piece(3, &["d", "e"]), piece(0, &["a", "b"])]).give(&mut files);
        let read = files.map(|file| file.read.and_then(Result::ok));
        let texts = [Some("e"), None, Some("a"), Some("d"), Some("b"), None];
        assert_eq!(read, texts.map(|text| text.map(|text| Content::Text(text.into()))));
    }

    #[test]
    fn nothing_is_read_once_it_is_no_longer_wanted() {
        let (met, pieces) = mpsc::channel();
        let readers = Readers::new(Path::new(""), pieces);
        for first in 0..2 {
            let piece = Piece { first, paths: "a\0".to_owned(), read: Vec::new() };
            assert!(met.send(piece).is_ok());
        }
        let begun = readers.next().map(|mut piece| {
            readers.stop();
            piece.fill(readers.root, &readers.at_end);
            piece.read.len()
        });
        assert_eq!(begun, Some(0));
        readers.read();
        assert!(readers.into_read().is_empty());
    }
}
