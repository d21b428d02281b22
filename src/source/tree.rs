//! The files of a programme: on disk, or held in memory for the examples of rules.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::{Content, Digest, Found, Target, display, is_behind_link, join, plain_target, target};

/// Where files come from. Paths are relative to the root, with `/`.
#[derive(Debug)]
pub enum Tree {
    /// A folder, and texts that stand for files of it: what an editor holds, or what a fix would
    /// make.
    Disk(PathBuf, BTreeMap<String, String>),
    /// Files by path.
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Tree {
    /// Reads a file's bytes.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn read(&self, path: &str) -> io::Result<Content> {
        match self {
            Self::Disk(root, instead) => match instead.get(path) {
                Some(text) => Ok(Content::Text(text.clone().into())),
                None => super::read(&join(root, path)),
            },
            Self::Memory(files) => files
                .get(path)
                .map(|bytes| Content::copied(bytes))
                .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound)),
        }
    }

    /// The same for a text that is kept as long as the programme is.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub(crate) fn read_to_keep(&self, path: &str) -> io::Result<Content> {
        match self {
            Self::Disk(root, instead) if !instead.contains_key(path) => {
                super::read_to_keep(&join(root, path))
            }
            _ => self.read(path),
        }
    }

    /// The same for a file that may have been read already.
    pub(crate) fn read_found(&self, file: &mut Found) -> io::Result<Content> {
        match self {
            Self::Disk(_, instead) if instead.contains_key(&file.path) => self.read(&file.path),
            _ => file.read.take().unwrap_or_else(|| self.read_to_keep(&file.path)),
        }
    }

    /// A path as seen from the root; as it is where it lies elsewhere.
    pub(crate) fn relative(&self, path: &Path) -> String {
        match self {
            Self::Disk(root, _) if path.starts_with(root) => display(root, path),
            _ => path.to_string_lossy().into_owned(),
        }
    }

    /// What a file's bytes add up to, without holding them all.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn digest(&self, path: &str) -> io::Result<Digest> {
        match self {
            Self::Disk(root, instead) if !instead.contains_key(path) => {
                super::digest::digest(fs::File::open(join(root, path))?)
            }
            _ => super::digest::digest(self.read(path)?.as_bytes()),
        }
    }

    /// The SHA-256 of a text that is not large with other line endings than it has.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn other_endings(&self, path: &str) -> io::Result<Vec<String>> {
        match self {
            Self::Disk(root, instead) if !instead.contains_key(path) => {
                super::digest::other_endings(fs::File::open(join(root, path))?)
            }
            _ => super::digest::other_endings(self.read(path)?.as_bytes()),
        }
    }

    /// Looks a path up without reading it. Names are compared letter by letter, also on systems
    /// that do not tell case apart: the file has to be found in CI as well.
    pub fn target(&self, path: &str) -> Target {
        match self {
            Self::Disk(_, instead) if instead.contains_key(path) => Target::File,
            Self::Disk(root, _) => match target(root, &join(root, path)) {
                Target::Missing => Target::Missing,
                // Only where case is folded can a wrong case be found at all.
                found if cfg!(any(windows, target_os = "macos")) && !self.exact(path) => {
                    let _ = found;
                    Target::Missing
                }
                found => found,
            },
            Self::Memory(files) => match files.get(path) {
                Some(bytes) if bytes.is_empty() => Target::Empty,
                Some(_) => Target::File,
                None if files.keys().any(|file| file.starts_with(&format!("{path}/"))) => {
                    Target::Folder
                }
                None => Target::Missing,
            },
        }
    }

    fn exact(&self, path: &str) -> bool {
        let mut folder = String::new();
        path.split('/').all(|part| {
            let there = self.names(&folder).iter().any(|name| name == part);
            if !folder.is_empty() {
                folder.push('/');
            }
            folder.push_str(part);
            there
        })
    }

    /// The names in a folder, sorted; none where it cannot be read.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Disk(root, _) => fs::read_dir(root.join(folder))
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect(),
            Self::Memory(files) => {
                let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                let below = files.keys().filter_map(|file| file.strip_prefix(&prefix));
                below.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect()
            }
        };
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Looks many paths up, one after the other. Whether there is a link on the way is asked of the system
/// once for all files of a folder that follow one another.
#[derive(Clone)]
pub(crate) struct Probe<'t> {
    tree: &'t Tree,
    /// Files that were met, and are no links.
    met: &'t FxHashSet<String>,
    /// The last folder, and whether it is to be trusted.
    folder: Option<(String, bool)>,
}

impl<'t> Probe<'t> {
    pub(crate) fn new(tree: &'t Tree, met: &'t FxHashSet<String>) -> Self {
        Self { tree, met, folder: None }
    }

    /// Where the files are.
    pub(crate) fn tree(&self) -> &'t Tree {
        self.tree
    }

    /// The bytes of a file, as [`Tree::read_to_keep`] where they are to be kept.
    pub(crate) fn read(&self, path: &str, is_kept: bool) -> Option<Content> {
        if is_kept { self.tree.read_to_keep(path).ok() } else { self.tree.read(path).ok() }
    }

    /// The same for a file that was met: that it is one need not be asked.
    pub(crate) fn read_met(&self, path: &str, is_kept: bool) -> Option<Content> {
        self.met.contains(path).then(|| self.read(path, is_kept)).flatten()
    }

    /// As [`Tree::target`].
    pub(crate) fn target(&mut self, path: &str) -> Target {
        let quick = match self.tree {
            Tree::Disk(_, instead) if instead.contains_key(path) => None,
            Tree::Disk(root, _) if cfg!(not(any(windows, target_os = "macos"))) => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                if self.folder.as_ref().is_none_or(|(last, _)| last != folder) {
                    self.folder = Some((folder.to_owned(), !is_behind_link(root, folder)));
                }
                let plain = self.folder.as_ref().is_some_and(|(_, plain)| *plain);
                plain.then(|| plain_target(&join(root, path))).flatten()
            }
            _ => None,
        };
        quick.unwrap_or_else(|| self.tree.target(path))
    }
}

#[cfg(all(test, unix))]
mod tests {

    use std::collections::BTreeMap;
    use std::fs;

    use super::{Content, Probe, Tree};
    use crate::config::Files;
    use crate::source::{Target, walk};

    #[test]
    fn a_text_is_read_at_once_where_the_walk_met_it_as_a_file() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["a", "b", "nested", ".hidden", "folder.md"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        for file in ["a/x.md", "a/y.toml", "nested/complint.toml", "nested/x.md", ".hidden/x.md"] {
            fs::write(root.path().join(file), "text").unwrap();
        }
        std::os::unix::fs::symlink("../a/x.md", root.path().join("b/x.md")).unwrap();
        let met = walk(root.path(), &Files::default()).texts;
        assert_eq!(met.iter().collect::<Vec<_>>(), ["a/x.md"]);
        let tree = Tree::Disk(root.path().to_path_buf(), BTreeMap::new());
        let mut probe = Probe::new(&tree, &met);
        assert_eq!(probe.read_met("a/x.md", false), Some(Content::Text("text".into())));
        for path in ["nested/x.md", ".hidden/x.md", "b/x.md", "folder.md", "a/none.md"] {
            assert_eq!(probe.read_met(path, true), None, "{path}");
        }
        fs::remove_file(root.path().join("a/x.md")).unwrap();
        assert_eq!(
            (probe.read_met("a/x.md", false), probe.target("a/x.md")),
            (None, Target::Missing)
        );
    }
}
