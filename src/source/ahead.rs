//! Reading files while the walk that finds them goes on.
//!
//! A walk is one thread's work. Without this the other threads would wait for its end, and there is
//! something to read from its first folder on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::walk::{Listing, Walk};
use crate::config::Files;

/// Files of one piece of work. So many are enough to make up for handing them to a thread.
const PIECE: usize = 64;

/// Lists the files of a programme, with what other threads read of them until the walk is at its end.
pub(crate) fn walk_ahead(root: &Path, files: &Files) -> Listing {
    let mut walk = Walk::new(root, files);
    let mut paths: Vec<PathBuf> = walk.by_ref().take(PIECE).collect();
    // Starting threads costs more than reading so few.
    if paths.len() < PIECE {
        return walk.finish(Vec::new());
    }
    crate::parallel::start();
    let pieces = Mutex::new(Vec::new());
    let at_end = AtomicBool::new(false);
    let mut count = 0;
    rayon::in_place_scope(|scope| {
        while !paths.is_empty() {
            let first = count;
            count += paths.len();
            let (piece, pieces, at_end) = (paths, &pieces, &at_end);
            scope.spawn(move |_| {
                // What nobody came to is read when it is its turn, and parsed while it is at hand.
                if !at_end.load(Ordering::Relaxed) {
                    let read: Vec<_> = piece.iter().map(|path| super::read(path)).collect();
                    pieces.lock().unwrap_or_else(PoisonError::into_inner).push((first, read));
                }
            });
            paths = walk.by_ref().take(PIECE).collect();
        }
        at_end.store(true, Ordering::Relaxed);
    });
    let mut read: Vec<_> = (0..count).map(|_| None).collect();
    for (first, piece) in pieces.into_inner().unwrap_or_else(PoisonError::into_inner) {
        for (place, read) in read.iter_mut().skip(first).zip(piece) {
            *place = Some(read);
        }
    }
    walk.finish(read)
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
        let (ahead, after) = (walk_ahead(root.path(), &files), walk(root.path(), &files));
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
