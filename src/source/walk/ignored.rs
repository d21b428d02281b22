//! Which files are no part of the tree, because version control is told to leave them out.
//!
//! A file of rules says so of its folder and of all that is below, and one that is nearer comes before
//! one further off. What a rule means is known to the crate that `ripgrep` finds its files with.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Files of rules, those first that come before the others.
const FILES: [&str; 3] = [".ignore", ".gitignore", GIT];

/// Where git keeps rules that are no part of the tree.
const GIT: &str = ".git";

/// The rules for a folder and what is below it.
pub(super) struct Ignored {
    root: PathBuf,
    /// The root as the system names it: what stands above it counts as well.
    base: Option<PathBuf>,
    /// For each kind of file the rules of all folders on the way, the nearest last.
    rules: [Vec<Rules>; FILES.len()],
}

/// What one file says.
struct Rules {
    says: Gitignore,
    /// Whether it stands above the root.
    is_above: bool,
}

/// How many files of rules of each kind there were before a folder.
pub(super) type Before = [usize; FILES.len()];

impl Ignored {
    /// What is said above a root.
    pub(super) fn above(root: &Path) -> Self {
        let base = fs::canonicalize(root).ok();
        let mut ignored = Self { root: root.to_path_buf(), base, rules: Default::default() };
        let above: Vec<PathBuf> = ignored
            .base
            .iter()
            .flat_map(|base| base.ancestors().skip(1))
            .map(Path::to_path_buf)
            .collect();
        for folder in above.iter().rev() {
            ignored.add(folder, true, |name| folder.join(name).exists());
        }
        ignored
    }

    /// Takes in what is said in a folder.
    pub(super) fn enter(&mut self, folder: &Path, holds: impl Fn(&OsStr) -> bool) -> Before {
        let before = self.rules.each_ref().map(Vec::len);
        self.add(folder, false, holds);
        before
    }

    /// Forgets what was said in a folder.
    pub(super) fn leave(&mut self, before: Before) {
        for (rules, count) in self.rules.iter_mut().zip(before) {
            rules.truncate(count);
        }
    }

    fn add(&mut self, folder: &Path, is_above: bool, holds: impl Fn(&OsStr) -> bool) {
        for (name, rules) in FILES.into_iter().zip(&mut self.rules) {
            if !holds(OsStr::new(name)) {
                continue;
            }
            let file = match name {
                GIT => git_folder(&folder.join(GIT)).map(|git| git.join("info/exclude")),
                name => Some(folder.join(name)),
            };
            let says = file.and_then(|file| read(folder, &file));
            rules.extend(says.map(|says| Rules { says, is_above }));
        }
    }

    /// Whether what stands at a path is left out.
    pub(super) fn has(&self, path: impl FnOnce() -> PathBuf, is_folder: bool) -> bool {
        if self.rules.iter().all(Vec::is_empty) {
            return false;
        }
        let path = path();
        let from_above = self.as_seen_from_above(&path);
        let said = self.rules.iter().find_map(|rules| {
            let mut said = rules.iter().rev().map(|rules| {
                let path = if rules.is_above { &from_above } else { path.as_path() };
                rules.says.matched(path, is_folder)
            });
            said.find(|said| !said.is_none())
        });
        said.is_some_and(|said| said.is_ignore())
    }

    fn as_seen_from_above<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        match (&self.base, path.strip_prefix(&self.root)) {
            (Some(base), Ok(below)) if *base != self.root => Cow::Owned(base.join(below)),
            _ => Cow::Borrowed(path),
        }
    }
}

/// The rules of a file for a folder, where it has any. A line that is no rule is none for git either.
fn read(folder: &Path, file: &Path) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(folder);
    let _ = builder.add(file);
    builder.build().ok().filter(|rules| !rules.is_empty())
}

/// The folder of git that all working trees of a repository share. In one of several working trees
/// there is a file instead of it, which leads there.
fn git_folder(path: &Path) -> Option<PathBuf> {
    if !path.is_file() {
        return Some(path.to_path_buf());
    }
    let text = fs::read_to_string(path).ok()?;
    let own = path.parent()?.join(text.lines().next()?.strip_prefix("gitdir: ")?);
    let text = fs::read_to_string(own.join("commondir")).ok()?;
    Some(own.join(text.lines().next()?))
}
