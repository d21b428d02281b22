//! Which record goes into which file, as people lay files out: by kind, a few records a file,
//! some hundred files a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::random::Random;

/// Files in one folder, before the next is begun.
const FOLDER: usize = 150;

/// Files of records a company begins with, all of them at the root.
const SMALL: usize = 8;

/// Writes records to files that are closed when they have their size.
pub(super) struct Layout {
    root: PathBuf,
    small: bool,
    open: BTreeMap<String, File>,
    /// Files begun so far, by kind.
    begun: BTreeMap<String, usize>,
    /// Files of records, and bytes of all files.
    pub(super) toml: usize,
    pub(super) documents: usize,
    pub(super) bytes: usize,
}

struct File {
    path: String,
    text: String,
    /// Length at which it is closed.
    full: usize,
}

impl Layout {
    pub(super) fn new(root: &Path, small: bool) -> Self {
        Self {
            root: root.to_owned(),
            small,
            open: BTreeMap::new(),
            begun: BTreeMap::new(),
            toml: 0,
            documents: 0,
            bytes: 0,
        }
    }

    /// Add a record to the open file of its kind.
    pub(super) fn add(&mut self, kind: &str, text: &str, random: &mut Random) -> io::Result<()> {
        let place = self.place(kind);
        let mut file = match self.open.remove(&place) {
            Some(file) => file,
            None => self.begin(&place, random),
        };
        file.text.push('\n');
        file.text.push_str(text);
        file.text.push('\n');
        if file.text.len() >= file.full {
            self.write(&file.path, &file.text)
        } else {
            self.open.insert(place, file);
            Ok(())
        }
    }

    /// What a record's file is chosen by.
    fn place(&self, kind: &str) -> String {
        if self.small {
            format!("records-{}", kind.bytes().map(usize::from).sum::<usize>() % SMALL)
        } else {
            kind.replace('_', "-")
        }
    }

    fn begin(&mut self, place: &str, random: &mut Random) -> File {
        let number = self.begun.entry(place.to_owned()).or_default();
        let path = if self.small {
            format!("{place}.toml")
        } else {
            format!("{place}/{:02}/{place}-{number:05}.toml", *number / FOLDER)
        };
        *number += 1;
        self.toml += 1;
        let text = format!("# {place}, kept by the security team.\n");
        // A record is some 300 bytes, so that files end between one and three kilobytes.
        let full = if self.small { usize::MAX } else { random.within(1_200, 2_600) };
        File { path, text, full }
    }

    /// A new document: its path as seen from a file of records.
    pub(super) fn document(&mut self, text: &str) -> io::Result<String> {
        let path =
            format!("documents/{:02}/document-{:05}.md", self.documents / FOLDER, self.documents);
        self.documents += 1;
        self.write(&path, text)?;
        Ok(self.seen_from_records(&path))
    }

    /// A path from the root, as seen from a file of records.
    fn seen_from_records(&self, path: &str) -> String {
        if self.small { path.to_owned() } else { format!("../../{path}") }
    }

    /// Write a file of the programme.
    pub(super) fn write(&mut self, path: &str, text: &str) -> io::Result<()> {
        let file = self.root.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        self.bytes += text.len();
        fs::write(file, text)
    }

    /// Files there are, the manifest among them.
    pub(super) fn files(&self) -> usize {
        1 + self.toml + self.documents
    }

    /// Write what is still open.
    pub(super) fn close(&mut self) -> io::Result<()> {
        for file in std::mem::take(&mut self.open).into_values() {
            self.write(&file.path, &file.text)?;
        }
        Ok(())
    }
}
