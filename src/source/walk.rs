//! Which files a programme consists of.
//!
//! Version control's ignore files, hidden files and links decide as people expect; whatever is
//! left out for another reason than `.gitignore` is remembered with that reason.

use std::borrow::Borrow;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::MANIFEST;
use crate::config::Files;
use tour::{Met, Tour};

mod ignored;
#[cfg(test)]
mod tests;
mod tour;

/// TOML files of other programs, which are no records and nobody expects to be read as such.
const FOREIGN: &[&str] = &[
    "Cargo.toml",
    "Cross.toml",
    "Pipfile",
    "book.toml",
    "clippy.toml",
    "deny.toml",
    "netlify.toml",
    "poetry.toml",
    "pyproject.toml",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "taplo.toml",
    "tombi.toml",
    "typos.toml",
    "uv.toml",
    "wrangler.toml",
    "zizmor.toml",
];

/// What a walk found.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files to read, sorted by the bytes of their paths.
    pub files: Vec<Found>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped>,
    /// Folders that hold a programme of their own.
    pub nested: Vec<PathBuf>,
    /// Folders that were walked through and hold nothing but files and folders, from the root: what is
    /// in them can be read without asking whether it is a link.
    pub(crate) plain: FxHashSet<String>,
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
    pub(super) read: Option<io::Result<Vec<u8>>>,
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
pub(super) struct Walk<F> {
    files: F,
    tour: Tour,
    listing: Listing,
}

impl<F> Walk<F> {
    pub(super) fn new(root: &Path, files: F) -> Self {
        Self { files, tour: Tour::new(root), listing: Listing::default() }
    }

    /// The files to read that were met, in that order.
    pub(super) fn found(&self) -> &[Found] {
        &self.listing.files
    }

    /// What was found, once the walk is at its end, and what said which files to read.
    pub(super) fn finish(self) -> (Listing, F) {
        let Self { files, tour, mut listing } = self;
        let aside = tour.into_aside();
        listing.skipped.extend(aside.skipped);
        listing.nested.extend(aside.nested);
        listing.plain = aside.plain;
        listing.unreadable.extend(aside.unreadable);
        // They are met in this order, but for names that are no UTF-8.
        listing.files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        listing.skipped.sort_unstable();
        listing.nested.sort_unstable();
        (listing, files)
    }
}

impl<F: Borrow<Files>> Walk<F> {
    /// Looks at what comes next. Says whether there was anything.
    pub(super) fn go_on(&mut self) -> bool {
        let met = self.tour.next();
        if let Some(Met::File(path)) = met {
            sort_in(path, self.files.borrow(), &mut self.listing);
        }
        met.is_some()
    }
}

/// The folders of a programme in which files may come up that are read.
pub(crate) fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders = vec![root.to_path_buf()];
    let mut tour = Tour::new(root);
    while let Some(met) = tour.next() {
        if let Met::Folder(path) = met {
            folders.push(path.to_path_buf());
        }
    }
    folders
}

/// Notes a file that is met.
fn sort_in(path: &str, files: &Files, listing: &mut Listing) {
    let extends = files.extends(path);
    if path == MANIFEST || !(extends || files.includes(path)) {
        return;
    }
    let reason = if extends {
        None
    } else if !files.exclude.is_empty() && files.exclude.is_match(path) {
        Some("is excluded by [files] in complint.toml")
    } else if FOREIGN.contains(&name(path)) {
        Some("belongs to another program")
    } else {
        None
    };
    let path = path.to_owned();
    match reason {
        Some(reason) => listing.skipped.push(Skipped { path, reason }),
        None => {
            let number = Some(listing.files.len());
            listing.files.push(Found { path, number, read: None });
        }
    }
}

/// The last part of a path.
fn name(path: &str) -> &str {
    let folder = memchr::memrchr(b'/', path.as_bytes());
    folder.and_then(|end| path.get(end + 1..)).unwrap_or(path)
}
