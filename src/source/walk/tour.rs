//! From folder to folder, in the order of the bytes of the paths from the root.
//!
//! Each folder is read to its end before anything in it is met. So its names say whether it has rules
//! for what to leave out, or is a programme of its own, and nothing has to be asked of the system.

use std::cmp::Ordering;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::vec;

use super::ignored::{Before, Ignored};
use super::{Listing, Skipped};
use crate::source::{MANIFEST, leaves_by_link};

/// A walk through all that is neither ignored nor hidden.
pub(super) struct Tour {
    root: PathBuf,
    /// The folders on the way, the innermost last.
    open: Vec<Folder>,
    ignored: Ignored,
    /// The path from the root of what was met last, with `/`.
    path: String,
    /// What was left out on the way.
    aside: Listing,
}

/// What is met.
pub(super) enum Met<'t> {
    /// A folder that is walked through.
    Folder(&'t Path),
    /// A file, by its path from the root.
    File(&'t str),
    /// Something else, or the end of a folder.
    Nothing,
}

/// A folder whose entries are being met.
struct Folder {
    path: PathBuf,
    entries: vec::IntoIter<Entry>,
    /// How much of the path from the root is that of the folder.
    length: usize,
    /// What was ignored before it.
    before: Before,
}

/// What stands in a folder under a name.
struct Entry {
    name: OsString,
    kind: FileType,
}

impl Tour {
    /// One that begins at a root.
    pub(super) fn new(root: &Path) -> Self {
        let mut tour = Self {
            root: root.to_path_buf(),
            open: Vec::new(),
            ignored: Ignored::above(root),
            path: String::new(),
            aside: Listing::default(),
        };
        tour.enter(root.to_path_buf());
        tour
    }

    /// What was left out on the way.
    pub(super) fn into_aside(self) -> Listing {
        self.aside
    }

    /// What comes next, until all was met.
    pub(super) fn next(&mut self) -> Option<Met<'_>> {
        let folder = self.open.last_mut()?;
        let Some(entry) = folder.entries.next() else {
            self.ignored.leave(folder.before);
            self.open.pop();
            return Some(Met::Nothing);
        };
        let (is_folder, is_file) = (entry.kind.is_dir(), entry.kind.is_file());
        if self.ignored.has(|| folder.path.join(&entry.name), is_folder) {
            return Some(Met::Nothing);
        }
        self.path.truncate(folder.length);
        self.path.push_str(&entry.name.to_string_lossy());
        let name = entry.name.as_encoded_bytes();
        if name == b".git" {
            return Some(Met::Nothing);
        }
        if name.starts_with(b".") {
            self.skip("is hidden");
        } else if entry.kind.is_symlink() {
            let leaves = leaves_by_link(&self.root, &folder.path.join(&entry.name));
            self.skip(if leaves {
                "is a link that leaves the repository"
            } else {
                "is a link; its target is read in its own place"
            });
        } else if is_folder {
            let path = folder.path.join(&entry.name);
            if self.enter(path) {
                return self.open.last().map(|folder| Met::Folder(&folder.path));
            }
        } else if is_file {
            return Some(Met::File(&self.path));
        }
        Some(Met::Nothing)
    }

    /// Goes into the folder that was met last. Says whether it did.
    fn enter(&mut self, path: PathBuf) -> bool {
        let entries = self.entries(&path);
        let holds = |name: &OsStr| entries.iter().any(|entry| entry.name == name);
        let is_root = self.open.is_empty();
        if !is_root && holds(OsStr::new(MANIFEST)) && path.join(MANIFEST).is_file() {
            self.aside.nested.push(path);
            self.skip("is a programme of its own");
            return false;
        }
        if entries.iter().all(|entry| entry.kind.is_file() || entry.kind.is_dir()) {
            self.aside.plain.insert(self.path.clone());
        }
        if !is_root {
            self.path.push('/');
        }
        let before = self.ignored.enter(&path, holds);
        let (entries, length) = (entries.into_iter(), self.path.len());
        self.open.push(Folder { path, entries, length, before });
        true
    }

    /// What stands in a folder, in order.
    fn entries(&mut self, folder: &Path) -> Vec<Entry> {
        let entry = |entry: io::Result<DirEntry>| {
            let entry = entry?;
            Ok(Entry { kind: entry.file_type()?, name: entry.file_name() })
        };
        let mut entries = Vec::new();
        match fs::read_dir(folder) {
            Ok(all) => all.map(entry).for_each(|entry| match entry {
                Ok(entry) => entries.push(entry),
                Err(error) => self.refused(folder, &error),
            }),
            Err(error) => self.refused(folder, &error),
        }
        entries.sort_unstable_by(Entry::order);
        entries
    }

    fn refused(&mut self, folder: &Path, error: &io::Error) {
        self.aside.unreadable.push(format!("{}: {error}", folder.display()));
    }

    fn skip(&mut self, reason: &'static str) {
        self.aside.skipped.push(Skipped { path: self.path.clone(), reason });
    }
}

impl Entry {
    /// The order of the paths that begin with the names: behind the name of a folder there is a `/`.
    fn order(&self, other: &Self) -> Ordering {
        let (one, two) = (self.name.as_encoded_bytes(), other.name.as_encoded_bytes());
        let same = one.len().min(two.len());
        one[..same].cmp(&two[..same]).then_with(|| self.byte(same).cmp(&other.byte(same)))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        let behind = self.kind.is_dir().then_some(b'/');
        self.name.as_encoded_bytes().get(at).copied().or(behind)
    }
}
