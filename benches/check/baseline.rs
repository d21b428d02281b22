//! R and T: the least work that reads the files, and the least that parses them as well.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::Result;

/// As many threads as the targets speak of.
const THREADS: usize = 2;

/// Larger than nearly all files.
const BUFFER_SIZE: usize = 64 * 1024;

thread_local! {
    /// One buffer a thread: a fresh one for each file costs more than reading it.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What a measured process does with each file.
#[derive(Clone, Copy)]
pub(crate) enum Baseline {
    /// R: read it.
    Read,
    /// T: read it, and parse it if it is TOML.
    Parse,
}

impl FromStr for Baseline {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        match name {
            "R" => Ok(Self::Read),
            "T" => Ok(Self::Parse),
            other => Err(format!("`{other}` is neither R nor T")),
        }
    }
}

impl Baseline {
    /// Do it for every file under `dir`, and count the bytes.
    pub(crate) fn run(self, dir: &Path) -> Result<u64> {
        let bytes = AtomicU64::new(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(THREADS).build()?;
        pool.scope(|scope| self.folder(dir.to_owned(), &bytes, scope));
        Ok(bytes.into_inner())
    }

    /// One task a folder: finer ones cost more than they spread.
    fn folder<'s>(self, dir: PathBuf, bytes: &'s AtomicU64, scope: &rayon::Scope<'s>) {
        let Ok(entries) = fs::read_dir(&dir) else { return };
        for entry in entries.flatten() {
            match Entry::of(&entry) {
                Entry::Folder => {
                    scope.spawn(move |scope| self.folder(entry.path(), bytes, scope));
                }
                Entry::Toml => self.file(&entry.path(), true, bytes),
                Entry::Document => self.file(&entry.path(), false, bytes),
                Entry::Other => {}
            }
        }
    }

    fn file(self, path: &Path, toml: bool, bytes: &AtomicU64) {
        BUFFER.with_borrow_mut(|buffer| {
            let Ok(length) = read(path, buffer) else { return };
            bytes.fetch_add(length as u64, Ordering::Relaxed);
            if matches!(self, Self::Parse) && toml {
                parse(&buffer[..length]);
            }
        });
    }
}

/// What a folder's entry is to the linter.
enum Entry {
    Folder,
    Toml,
    Document,
    Other,
}

impl Entry {
    fn of(entry: &DirEntry) -> Self {
        let path = entry.path();
        match path.extension().and_then(OsStr::to_str) {
            Some("toml") => Self::Toml,
            Some("md") => Self::Document,
            _ if entry.file_type().is_ok_and(|kind| kind.is_dir()) => Self::Folder,
            _ => Self::Other,
        }
    }
}

/// Read a file with as few calls as can be: `read_to_end` asks for the size first and for the
/// end last, which doubles the calls for files as small as these.
fn read(path: &Path, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let mut file = File::open(path)?;
    buffer.resize(buffer.len().max(BUFFER_SIZE), 0);
    let mut length = 0;
    loop {
        let read = file.read(&mut buffer[length..])?;
        length += read;
        if length < buffer.len() {
            return Ok(length);
        }
        buffer.resize(2 * length, 0);
    }
}

fn parse(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        // The result must be seen to be used, or there is nothing to measure.
        std::hint::black_box(toml::de::DeTable::parse(text).is_ok());
    }
}
