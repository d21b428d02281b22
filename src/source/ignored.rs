//! Which files git ignores: they are on one person's disk, and nobody else has them.

use std::path::Path;
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use super::{Content, Tree, repository};

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

/// Finds out which files are ignored, best of files of one folder behind each other.
pub(crate) struct Ignored<'t> {
    tree: &'t Tree,
    /// What is said in the folders from the one that was asked of last upwards, the nearest first.
    said: Vec<Rc<Said>>,
    /// That folder, and why it is ignored itself.
    last: Option<(String, Option<Pattern>)>,
    /// Every `.gitignore` that was read, by its folder; nothing where there is none.
    read: FxHashMap<String, Option<Rc<Said>>>,
    /// Those of the folders above the root, the nearest first.
    above: Vec<Rc<Said>>,
}

/// What a `.gitignore` says.
struct Said {
    /// The file, from the root.
    file: String,
    patterns: Gitignore,
}

impl<'t> Ignored<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        let (read, above) = (FxHashMap::default(), above(tree));
        Self { tree, said: Vec::new(), last: None, read, above }
    }

    /// Why git ignores a file, where it does.
    pub(crate) fn by(&mut self, path: &str) -> Option<Pattern> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if self.last.as_ref().is_none_or(|(last, _)| last != folder) {
            self.enter(folder);
        }
        let of_folder = self.last.as_ref().and_then(|(_, by)| by.clone());
        of_folder.or_else(|| says(&self.said, &root(self.tree).join(path), false))
    }

    /// Goes into a folder from the root on: what is in one that is ignored cannot be excepted.
    fn enter(&mut self, folder: &str) {
        self.said.clone_from(&self.above);
        self.add("");
        let mut by = None;
        let steps = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
        for step in steps.filter_map(|end| folder.get(..end)).filter(|step| !step.is_empty()) {
            by = by.or_else(|| says(&self.said, &root(self.tree).join(step), true));
            self.add(step);
        }
        self.last = Some((folder.to_owned(), by));
    }

    /// Puts what a folder says before what those above it say.
    fn add(&mut self, folder: &str) {
        let read = self.read.entry(folder.to_owned()).or_insert_with(|| read(self.tree, folder));
        self.said.splice(0..0, read.clone());
    }
}

/// The pattern that ignores a path: of the nearest `.gitignore` that has a word on it.
fn says(said: &[Rc<Said>], path: &Path, is_folder: bool) -> Option<Pattern> {
    let mut words = said.iter().map(|said| (&said.file, said.patterns.matched(path, is_folder)));
    match words.find(|(_, word)| !word.is_none())? {
        (file, Match::Ignore(glob)) => {
            let (text, file) = (glob.original().to_owned(), file.clone());
            Some(Pattern { text, file, of_folder: is_folder })
        }
        _ => None,
    }
}

/// The folder that the paths of a tree begin at.
fn root(tree: &Tree) -> &Path {
    match tree {
        Tree::Disk(root, _) => root,
        Tree::Memory(_) => Path::new("/"),
    }
}

/// What the `.gitignore` of a folder says, where it has one.
fn read(tree: &Tree, folder: &str) -> Option<Rc<Said>> {
    let file = if folder.is_empty() { String::new() } else { format!("{folder}/") } + GITIGNORE;
    let text = tree.read(&file).ok()?;
    Some(Rc::new(Said { file, patterns: parse(&root(tree).join(folder), &text) }))
}

fn parse(folder: &Path, text: &Content) -> Gitignore {
    let mut lines = GitignoreBuilder::new(folder);
    let text = text.lossy();
    for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
        // Of a pattern that is none, git makes nothing either.
        drop(lines.add_line(None, line));
    }
    lines.build().unwrap_or_else(|_| Gitignore::empty())
}

/// What is said above the root, up to the root of the repository.
fn above(tree: &Tree) -> Vec<Rc<Said>> {
    let Tree::Disk(root, _) = tree else { return Vec::new() };
    let Some(top) = repository(root) else { return Vec::new() };
    let folders = root.ancestors().skip(1).take_while(|folder| folder.starts_with(&top));
    let said = folders.zip(1..).filter_map(|(folder, up)| {
        let text = super::read(&folder.join(GITIGNORE)).ok()?;
        let file = "../".repeat(up) + GITIGNORE;
        Some(Rc::new(Said { file, patterns: parse(folder, &text) }))
    });
    said.collect()
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
            (".gitignore", "\u{feff}*.pdf\r\n/drafts/\r\n# a remark\n[\n\n!/kept.pdf\n"),
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
