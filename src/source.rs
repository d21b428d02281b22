//! Files: finding them, reading them, and turning bytes into lines and columns.
//!
//! The only place that reads the file system.
#![allow(clippy::disallowed_methods, reason = "this is the one place that reads files")]

use std::borrow::Cow;
use std::cell::RefCell;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use crate::document::Document;
use crate::memory;
use crate::span::Span;

mod ahead;
mod content;
mod create;
mod digest;
mod ignored;
mod lines;
mod programme;
mod resolve;
mod tree;
mod walk;
mod watch;
mod write;

pub(crate) use ahead::{Ahead, walk_ahead};
pub use content::Content;
pub(crate) use create::{Obstacle, create_all, destination, obstacle};
pub use digest::Digest;
pub(crate) use digest::{hex, sha256};
pub(crate) use ignored::{Ignored, Pattern};
pub use lines::{Lines, Position};
pub use programme::{MANIFEST, Root, discover, find_root};
pub(crate) use resolve::append as append_resolved;
pub use resolve::resolve;
pub(crate) use tree::Probe;
pub use tree::Tree;
pub use walk::{Found, Listing, Skipped};
pub(crate) use walk::{folders, walk};
pub(crate) use watch::{Touched, Watcher};
pub use write::write_atomically;
pub(crate) use write::{append, mend, write};

/// The number of a file in its workspace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SourceId(pub u32);

impl SourceId {
    /// `complint.toml` is always the first file.
    pub const MANIFEST: Self = Self(0);

    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A file that was read, with its tree.
#[derive(Debug)]
pub struct Source {
    /// The path from the root, with `/` on every system.
    pub path: String,
    /// The text.
    pub text: Cow<'static, str>,
    /// Its tree.
    pub document: Document,
    /// What was wrong with the bytes, where they were no UTF-8: the offset of the first bad one.
    pub broken_utf8: Option<u32>,
    /// What the file system said, where it did not give the file.
    pub unreadable: Option<String>,
}

impl Source {
    /// Parses a text.
    pub fn new(path: String, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        let document = Document::parse(&text);
        Self { path, text, document, broken_utf8: None, unreadable: None }
    }

    /// A text that is no TOML: it has no tree.
    pub fn text(path: String, content: Content) -> Self {
        let (text, broken_utf8) = content.decode();
        Self { text, broken_utf8, ..Self::new(path, "") }
    }

    /// A file that the file system did not give.
    pub fn unreadable(path: String, error: &io::Error) -> Self {
        Self { unreadable: Some(error.to_string()), ..Self::new(path, "") }
    }

    /// Decodes and parses bytes. Broken UTF-8 is replaced, so that the rest can be read, and its
    /// first place remembered.
    pub fn from_bytes(path: String, content: impl Into<Content>) -> Self {
        let (text, broken_utf8) = content.into().decode();
        Self { broken_utf8, ..Self::new(path, text) }
    }

    /// The tree's root table.
    pub fn root(&self) -> crate::document::Value<'_> {
        self.document.root(&self.text)
    }

    /// Whether every key of the file could be read.
    pub fn complete(&self) -> bool {
        self.broken_utf8.is_none() && self.unreadable.is_none() && self.document.complete()
    }

    /// The bytes of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// Reads a file's bytes.
///
/// # Errors
///
/// What the file system says.
pub fn read(path: &Path) -> io::Result<Content> {
    read_from(fs::File::open(path)?)
}

fn read_from(mut file: fs::File) -> io::Result<Content> {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; USUAL]);
    }
    // Nearly every file is small and comes into a buffer that is there already with one call: of a
    // file, a system gives less than there is room for only at its end. `fs::read` asks for the size
    // first, allocates, and asks for the end with one call more.
    BUFFER.with_borrow_mut(|buffer| {
        let length = read_some(&mut file, buffer)?;
        let bytes = buffer.get(..length).unwrap_or_default();
        if length < buffer.len() {
            return Ok(Content::copied(bytes));
        }
        let mut bytes = bytes.to_vec();
        file.read_to_end(&mut bytes)?;
        // Where there is one such file there may be more.
        buffer.resize(SMALL.min(2 * length), 0);
        Ok(bytes.into())
    })
}

/// The same for a text that is kept as long as the programme is.
fn read_to_keep(path: &Path) -> io::Result<Content> {
    let mut file = fs::File::open(path)?;
    match memory::filled(|buffer| read_some(&mut file, buffer)) {
        Some(filled) => Content::filled(filled?, |bytes| file.read_to_end(bytes)),
        None => read_from(file),
    }
}

/// What one call gives of a file.
fn read_some(file: &mut fs::File, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// A path below a folder. `Path::join` allocates twice: for the folder, and for both.
fn join(folder: &Path, path: &str) -> PathBuf {
    let mut joined = PathBuf::with_capacity(folder.as_os_str().len() + 1 + path.len());
    joined.push(folder);
    joined.push(path);
    joined
}

/// Files up to this many bytes are read into a buffer of the thread from the start: memory that is
/// touched for the first time has to be asked for.
const USUAL: usize = 8 * 1024;

/// The same after some that were larger.
const SMALL: usize = 64 * 1024;

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Target {
    /// A file that holds something.
    File,
    /// A file without a byte.
    Empty,
    /// A folder.
    Folder,
    /// A link that leads out of the root.
    Outside,
    /// Nothing.
    #[default]
    Missing,
}

/// Looks a path up without reading it.
pub fn target(root: &Path, path: &Path) -> Target {
    let Ok(metadata) = fs::metadata(path) else { return Target::Missing };
    if leaves_by_link(root, path) {
        return Target::Outside;
    }
    if metadata.is_dir() {
        Target::Folder
    } else if metadata.len() == 0 {
        Target::Empty
    } else {
        Target::File
    }
}

/// The same for a path that leads through no link; `None` where it is a link itself.
fn plain_target(path: &Path) -> Option<Target> {
    match fs::symlink_metadata(path) {
        Err(_) => Some(Target::Missing),
        Ok(metadata) if metadata.is_symlink() => None,
        Ok(metadata) if metadata.is_dir() => Some(Target::Folder),
        Ok(metadata) if metadata.len() == 0 => Some(Target::Empty),
        Ok(_) => Some(Target::File),
    }
}

/// Whether a folder below the root is a link, or stands behind one.
fn is_behind_link(root: &Path, folder: &str) -> bool {
    let mut step = root.to_path_buf();
    folder.split('/').filter(|part| !part.is_empty()).any(|part| {
        step.push(part);
        fs::symlink_metadata(&step).is_ok_and(|metadata| metadata.is_symlink())
    })
}

/// Whether a link on the way leads out of the root. Resolving costs several calls to the system,
/// so it is only done where there is a link.
fn leaves_by_link(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return true };
    let mut step = root.to_path_buf();
    let linked = below.components().any(|part| {
        step.push(part);
        fs::symlink_metadata(&step).is_ok_and(|metadata| metadata.is_symlink())
    });
    linked
        && match (fs::canonicalize(root), fs::canonicalize(path)) {
            (Ok(root), Ok(path)) => !path.starts_with(root),
            _ => true,
        }
}

/// A path below the root in the form used in messages: relative, with `/`.
pub fn display(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut text = String::new();
    for part in below.components() {
        if !text.is_empty() {
            text.push('/');
        }
        match part {
            Component::RootDir => {}
            part => text.push_str(&part.as_os_str().to_string_lossy()),
        }
    }
    text
}

/// The absolute form of a path, for finding its programme.
///
/// # Errors
///
/// Where it does not exist.
pub fn absolute(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// Whether a path is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The root of the repository that a folder lies in.
pub(crate) fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

/// The settings of git for the repository that a folder lies in.
pub(crate) fn git_config(folder: &Path) -> Option<String> {
    fs::read_to_string(repository(folder)?.join(".git/config")).ok()
}
