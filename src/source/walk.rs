//! Which files a programme consists of.
//!
//! Version control's ignore files, hidden files and links decide as people expect; whatever is
//! left out for another reason than `.gitignore` is remembered with that reason.

use std::borrow::Borrow;
use std::io;
use std::path::{MAIN_SEPARATOR_STR, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use memchr::{memrchr, memrchr2};
use rustc_hash::FxHashSet;

use super::{Content, MANIFEST, display};
use crate::config::Files;
use crate::prose::Syntax;

/// Whether a file of that name belongs to another program: it is no record, and nobody expects it to be read
/// as one.
fn is_foreign(name: &str) -> bool {
    matches!(
        name,
        "Cargo.toml"
            | "Cross.toml"
            | "Pipfile"
            | "book.toml"
            | "clippy.toml"
            | "deny.toml"
            | "netlify.toml"
            | "poetry.toml"
            | "pyproject.toml"
            | "rust-toolchain.toml"
            | "rustfmt.toml"
            | "taplo.toml"
            | "tombi.toml"
            | "typos.toml"
            | "uv.toml"
            | "wrangler.toml"
            | "zizmor.toml"
    )
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files to read, sorted by the bytes of their paths.
    pub files: Vec<Found>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped>,
    /// Folders that hold a programme of their own.
    pub nested: Vec<PathBuf>,
    /// Texts that the walk met and nobody asked for: each is a file and no link, and can be read
    /// without looking it up first.
    pub(crate) texts: FxHashSet<String>,
    /// Folders and files that the system would not let us look at.
    pub unreadable: Vec<String>,
}

/// A file to read.
#[derive(Debug)]
pub struct Found {
    /// The path from the root, with `/`.
    pub path: String,
    /// The number of files that a walk met before it.
    pub(super) number: Option<usize>,
    /// What the file system gave, where the file was read ahead.
    pub(super) read: Option<io::Result<Content>>,
}

impl Found {
    /// One that no walk met.
    pub(crate) fn new(path: String) -> Self {
        Self { path, number: None, read: None }
    }
}

impl Listing {
    /// The paths of the files to read.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &String> {
        self.files.iter().map(|file| &file.path)
    }

    /// Adds files that need not be on disk.
    pub(crate) fn add<'p>(&mut self, paths: impl Iterator<Item = &'p String>) {
        let before = self.files.len();
        for path in paths {
            if self.files[..before].binary_search_by(|file| file.path.cmp(path)).is_err() {
                self.files.push(Found::new(path.clone()));
            }
        }
        if self.files.len() > before {
            self.files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        }
    }
}

/// Something left out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Skipped {
    /// The path from the root.
    pub path: String,
    /// The reason, as the rest of a sentence: "is hidden".
    pub reason: &'static str,
}

/// Lists the files of a programme.
pub(crate) fn walk(root: &Path, files: &Files) -> Listing {
    let mut walk = Walk::new(root, files);
    while walk.go_on() {}
    walk.finish().0
}

/// A walk on its way.
pub(super) struct Walk<'a, F> {
    root: &'a Path,
    files: F,
    entries: ignore::Walk,
    aside: Arc<Mutex<Listing>>,
    listing: Listing,
}

impl<'a, F> Walk<'a, F> {
    pub(super) fn new(root: &'a Path, files: F) -> Self {
        let aside = Arc::default();
        let entries = walker(root, &aside);
        Self { root, files, entries, aside, listing: Listing::default() }
    }

    /// The files to read that were met, in that order.
    pub(super) fn found(&self) -> &[Found] {
        &self.listing.files
    }

    /// What was found, once the walk is at its end, and what said which files to read.
    pub(super) fn finish(self) -> (Listing, F) {
        let Self { aside, mut listing, files, .. } = self;
        let aside = std::mem::take(&mut *aside.lock().unwrap_or_else(PoisonError::into_inner));
        listing.skipped.extend(aside.skipped);
        listing.nested.extend(aside.nested);
        listing.files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        listing.skipped.sort_unstable();
        listing.nested.sort_unstable();
        (listing, files)
    }
}

impl<F: Borrow<Files>> Walk<'_, F> {
    /// Looks at what comes next. Says whether there was anything.
    pub(super) fn go_on(&mut self) -> bool {
        match self.entries.next() {
            Some(Ok(entry)) => {
                sort_in(self.root, &entry, self.files.borrow(), &mut self.listing);
                true
            }
            Some(Err(error)) => {
                self.listing.unreadable.push(error.to_string());
                true
            }
            None => false,
        }
    }
}

/// The folders of a programme in which files may come up that are read.
pub(crate) fn folders(root: &Path) -> Vec<PathBuf> {
    let folder = |entry: &DirEntry| entry.file_type().is_some_and(|kind| kind.is_dir());
    let aside = Arc::default();
    let entries = walker(root, &aside).flatten();
    entries.filter(folder).map(DirEntry::into_path).collect()
}

/// Walks everything that is neither ignored nor hidden, and notes what it leaves out on the way.
fn walker(root: &Path, aside: &Arc<Mutex<Listing>>) -> ignore::Walk {
    let base = root.to_path_buf();
    let notes = Notes(Arc::clone(aside));
    WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        // Files of that name are for programs that search, and git reads what they name.
        .ignore(false)
        // What one person's git ignores everywhere is no part of the tree: all see the same files.
        .git_global(false)
        .filter_entry(move |entry| entry.depth() == 0 || notes.keep(&base, entry))
        .build()
}

/// What the filter leaves out. The walk runs on one thread, but its filter has to be sendable.
struct Notes(Arc<Mutex<Listing>>);

impl Notes {
    fn aside(&self) -> std::sync::MutexGuard<'_, Listing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, root: &Path, entry: &DirEntry) -> bool {
        let name = last(entry.path());
        let reason = if name == b".git" {
            return false;
        } else if name.starts_with(b".") {
            "is hidden"
        } else if entry.path_is_symlink() {
            if super::leaves_by_link(root, entry.path()) {
                "is a link that leaves the repository"
            } else {
                "is a link; its target is read in its own place"
            }
        } else if entry.file_type().is_some_and(|kind| kind.is_dir())
            && entry.path().join(MANIFEST).is_file()
        {
            self.aside().nested.push(entry.path().to_path_buf());
            "is a programme of its own"
        } else {
            return true;
        };
        self.aside().skipped.push(Skipped { path: display(root, entry.path()), reason });
        false
    }
}

/// Notes what is met.
fn sort_in(root: &Path, entry: &DirEntry, files: &Files, listing: &mut Listing) {
    if !entry.file_type().is_some_and(|kind| kind.is_file()) {
        return;
    }
    let path = below(root, entry.path());
    let extends = files.extends(&path);
    if path == MANIFEST {
        return;
    }
    if !(extends || files.includes(&path)) {
        if Syntax::of(&path).is_some() {
            listing.texts.insert(path);
        }
        return;
    }
    let reason = if extends {
        None
    } else if files.excludes(&path) {
        Some("is excluded by [files] in complint.toml")
    } else if is_foreign(name(&path)) {
        Some("belongs to another program")
    } else {
        None
    };
    match reason {
        Some(reason) => listing.skipped.push(Skipped { path, reason }),
        None => {
            let number = Some(listing.files.len());
            listing.files.push(Found { path, number, read: None });
        }
    }
}

/// What stands between folders; Windows takes a slash as well.
const SEPARATOR: u8 = MAIN_SEPARATOR_STR.as_bytes()[0];

/// The last part of the path of something met on the walk, which is never `..`. Taking the path apart
/// for it would be more work than the rest of what is asked.
fn last(path: &Path) -> &[u8] {
    let path = path.as_os_str().as_encoded_bytes();
    let folder = memrchr2(b'/', SEPARATOR, path);
    folder.and_then(|end| path.get(end + 1..)).unwrap_or(path)
}

/// The last part of a path.
fn name(path: &str) -> &str {
    let folder = memrchr(b'/', path.as_bytes());
    folder.and_then(|end| path.get(end + 1..)).unwrap_or(path)
}

/// The path from the root of something met on the walk, whose path begins with the root as it stands.
fn below(root: &Path, path: &Path) -> String {
    let (root_bytes, bytes) =
        (root.as_os_str().as_encoded_bytes(), path.as_os_str().as_encoded_bytes());
    let rest = bytes.strip_prefix(root_bytes).and_then(|rest| rest.strip_prefix(b"/"));
    match rest.map(std::str::from_utf8) {
        Some(Ok(text)) if cfg!(unix) => text.to_owned(),
        _ => display(root, path),
    }
}
