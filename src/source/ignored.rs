//! Which files git ignores: they are on one person's disk, and nobody else has them.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};
use rustc_hash::FxHashMap;

use super::{Tree, repository};

const GITIGNORE: &str = ".gitignore";

/// A pattern because of which git ignores a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pattern {
    /// As it is written.
    pub(crate) text: String,
    /// The file that says it, from the root.
    pub(crate) file: String,
    /// Whether it is not the file itself that is ignored, but a folder on the way to it: what is in there
    /// cannot be excepted.
    pub(crate) of_folder: bool,
}

/// Finds out which files are ignored. Each `.gitignore` is read once.
pub(crate) struct Ignored<'t> {
    tree: &'t Tree,
    /// By folder, from the root.
    own: FxHashMap<String, Gitignore>,
    /// Those of the folders above the root, the nearest first.
    above: Vec<(String, Gitignore)>,
}

impl<'t> Ignored<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        Self { tree, own: FxHashMap::default(), above: above(tree) }
    }

    /// Why git ignores a file, where it does.
    pub(crate) fn by(&mut self, path: &str) -> Option<Pattern> {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        let mut steps = folders.map(|folder| (folder, true)).chain([(path, false)]);
        steps.find_map(|(step, of_folder)| self.says(step, of_folder))
    }

    /// The pattern that ignores one step of a path: of the nearest `.gitignore` that has a word on it.
    fn says(&mut self, step: &str, of_folder: bool) -> Option<Pattern> {
        let whole = root(self.tree).join(step);
        let pattern = |glob: &Glob, file: String| {
            let text = glob.original().to_owned();
            Pattern { text, file, of_folder }
        };
        let mut folder = step;
        while !folder.is_empty() {
            folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            let own = self.own.entry(folder.to_owned()).or_insert_with(|| read(self.tree, folder));
            match own.matched(&whole, of_folder) {
                Match::Ignore(glob) => return Some(pattern(glob, below(folder))),
                Match::Whitelist(_) => return None,
                Match::None => {}
            }
        }
        let above = self.above.iter();
        let mut said = above.map(|(file, above)| (file, above.matched(&whole, of_folder)));
        match said.find(|(_, said)| !said.is_none()) {
            Some((file, Match::Ignore(glob))) => Some(pattern(glob, file.clone())),
            _ => None,
        }
    }
}

/// The folder that the paths of a tree begin at.
fn root(tree: &Tree) -> &Path {
    match tree {
        Tree::Disk(root, _) => root,
        Tree::Memory(_) => Path::new("/"),
    }
}

fn below(folder: &str) -> String {
    if folder.is_empty() { GITIGNORE.to_owned() } else { format!("{folder}/{GITIGNORE}") }
}

/// What the `.gitignore` of a folder says; nothing where there is none.
fn read(tree: &Tree, folder: &str) -> Gitignore {
    let text = tree.read(&below(folder)).unwrap_or_default();
    parse(&root(tree).join(folder), &text)
}

fn parse(folder: &Path, text: &[u8]) -> Gitignore {
    let mut lines = GitignoreBuilder::new(folder);
    for line in String::from_utf8_lossy(text).lines() {
        // Of a pattern that is none, git makes nothing either.
        drop(lines.add_line(None, line));
    }
    lines.build().unwrap_or_else(|_| Gitignore::empty())
}

/// What is said above the root, up to the root of the repository.
fn above(tree: &Tree) -> Vec<(String, Gitignore)> {
    let Tree::Disk(root, _) = tree else { return Vec::new() };
    let Some(top) = repository(root) else { return Vec::new() };
    let folders = root.ancestors().skip(1).take_while(|folder| folder.starts_with(&top));
    let named = folders.zip(1..).map(|(folder, up)| {
        let text = super::read(&folder.join(GITIGNORE)).unwrap_or_default();
        ("../".repeat(up) + GITIGNORE, parse(folder, &text))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{Ignored, Pattern, Tree};

    fn pattern(text: &str, file: &str, of_folder: bool) -> Option<Pattern> {
        Some(Pattern { text: text.to_owned(), file: file.to_owned(), of_folder })
    }

    #[test]
    fn the_nearest_that_has_a_word_on_a_file_decides() {
        let files = [
            (".gitignore", "*.pdf\n/drafts/\n# a remark\n[\n\n!/kept.pdf\n"),
            ("evidence/.gitignore", "!report.pdf\n/*.csv"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let tree = Tree::Memory(BTreeMap::from(files));
        let mut ignored = Ignored::new(&tree);
        assert_eq!(ignored.by("a.pdf"), pattern("*.pdf", ".gitignore", false));
        assert_eq!(ignored.by("kept.pdf"), None);
        assert_eq!(ignored.by("a.md"), None);
        assert_eq!(ignored.by("evidence/a.pdf"), pattern("*.pdf", ".gitignore", false));
        assert_eq!(ignored.by("evidence/report.pdf"), None);
        assert_eq!(ignored.by("evidence/a.csv"), pattern("/*.csv", "evidence/.gitignore", false));
        assert_eq!(ignored.by("evidence/2026/a.csv"), None);
        assert_eq!(ignored.by("drafts/2026/a.md"), pattern("/drafts/", ".gitignore", true));
        assert_eq!(ignored.by("a/drafts/a.md"), None);
    }

    #[test]
    fn what_the_repository_says_above_the_programme_counts() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().join("repository");
        let root = top.join("compliance/isms");
        fs::create_dir_all(&root).unwrap();
        fs::create_dir(top.join(".git")).unwrap();
        fs::write(folder.path().join(".gitignore"), "*").unwrap();
        fs::write(top.join(".gitignore"), "*.pdf\nisms/drafts/\n/*.csv\n").unwrap();
        fs::write(top.join("compliance/.gitignore"), "!kept.pdf\nisms/drafts\n").unwrap();
        let tree = Tree::Disk(root, BTreeMap::new());
        let mut ignored = Ignored::new(&tree);
        assert_eq!(ignored.by("a.pdf"), pattern("*.pdf", "../../.gitignore", false));
        assert_eq!(ignored.by("kept.pdf"), None);
        assert_eq!(ignored.by("a.csv"), None);
        assert_eq!(ignored.by("drafts/a.md"), pattern("isms/drafts", "../.gitignore", true));
    }
}
