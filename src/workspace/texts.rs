//! Files that records name: whether they are there, and what they say.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::Workspace;
use crate::kind::read::Link;
use crate::kind::{Key, KeyType};
use crate::prose::{Gist, Prose, Syntax};
use crate::source::{Digest, Source, SourceId, Target, resolve};
use crate::span::Span;

mod mentions;
mod missing;

pub(super) use mentions::{Declared, Hashed, Mention, Mentions};
pub(super) use missing::judge;

/// What is known of the files that records name.
#[derive(Debug, Default)]
pub struct Texts {
    paths: Paths,
    /// By the number of the path.
    files: Vec<TextFile>,
    /// The number of the first source that is a text.
    first: usize,
    /// What is known of the texts, in the order of their sources.
    gists: Vec<Gist>,
    /// Who names which text as what is to be read.
    named: Vec<Named>,
    /// The files that are there and that the walk did not meet, by the number of the path.
    unmet: Vec<u32>,
}

/// A file that a record names.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct TextFile {
    /// What the path leads to.
    pub target: Target,
    /// The file, where it is a text that is to be read: a policy is, a log kept as evidence is not.
    pub source: Option<SourceId>,
}

/// A value that names a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    /// The value.
    pub(crate) link: Link,
    /// The text.
    pub(crate) text: SourceId,
}

/// What there is of a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What its path leads to.
    target: Target,
    /// A text that is to be read.
    text: Option<(Source, Gist)>,
    /// What it adds up to, where a hash is declared.
    digest: Option<Digest>,
    /// Whether the walk met it.
    is_met: bool,
}

/// Paths from the root, each once. They stand close together in one text.
#[derive(Debug, Default)]
struct Paths {
    text: String,
    list: Vec<Span>,
    /// Their numbers.
    table: HashTable<u32>,
}

impl Paths {
    /// The number of a path, which is taken in if it is new.
    fn add(&mut self, path: &str) -> u32 {
        if let Some(known) = self.find(path) {
            return known;
        }
        let number = self.list.len() as u32;
        let start = self.text.len() as u32;
        self.text.push_str(path);
        self.list.push(Span::new(start, self.text.len() as u32));
        let Self { text, list, table } = self;
        let of = |number: &u32| list.get(*number as usize).map_or("", |path| path.of(text));
        table.insert_unique(hash(path), number, |other| hash(of(other)));
        number
    }

    fn find(&self, path: &str) -> Option<u32> {
        self.table.find(hash(path), |number| self.get(*number) == path).copied()
    }

    fn get(&self, number: u32) -> &str {
        self.list.get(number as usize).map_or("", |path| path.of(&self.text))
    }

    /// Their numbers, by path.
    fn sorted(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.list.len() as u32).collect();
        numbers.sort_unstable_by_key(|number| self.get(*number));
        numbers
    }
}

fn hash(path: &str) -> u64 {
    FxBuildHasher.hash_one(path)
}

impl TextFile {
    /// Whether a value that may be a path or a text is meant as a path.
    pub(crate) fn is_meant(&self, written: &str) -> bool {
        self.target == Target::File || looks_like_path(written)
    }
}

impl Texts {
    /// The file that a path, as written in a file, leads to.
    pub fn get(&self, naming: &str, named: &str) -> Option<&TextFile> {
        let file = self.paths.find(&resolve(naming, named.trim())?)?;
        self.files.get(file as usize)
    }

    /// What the path of a file leads to, by its number.
    fn target(&self, file: u32) -> Target {
        self.files.get(file as usize).map_or(Target::Missing, |file| file.target)
    }

    /// How many files were looked up.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Every path that a record names, from the root, with what it leads to; in no order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&str, &TextFile)> {
        self.paths.list.iter().map(|path| path.of(&self.paths.text)).zip(&self.files)
    }

    /// Every value that names a text, in the order of the files that name them.
    pub(crate) fn named(&self) -> &[Named] {
        &self.named
    }

    /// Whether a file's path leads to one, and what that adds up to where a hash is declared of it.
    fn name(&mut self, mentions: &[Mention]) {
        let texts = mentions.iter().filter(|mention| mention.is_text);
        let named = texts.filter_map(|mention| {
            let text = self.files.get(mention.file as usize)?.source?;
            Some(Named { link: mention.link, text })
        });
        self.named = named.collect();
    }
}

impl Workspace {
    /// Takes in what was found of the files that are named: the texts become sources, where findings
    /// can point at them. Returns the values that name files, and what each file adds up to.
    pub(super) fn take_texts(
        &mut self,
        mentions: Mentions,
        found: Vec<(u32, Found)>,
    ) -> (Vec<Mention>, Vec<Option<Digest>>) {
        let Mentions { list, paths, .. } = mentions;
        let mut files = vec![TextFile::default(); found.len()];
        let mut digests = vec![None; found.len()];
        let mut texts = Texts { paths, first: self.sources.len(), ..Texts::default() };
        for (number, Found { target, text, digest, is_met }) in found {
            if target == Target::File && !is_met {
                texts.unmet.push(number);
            }
            let source = text.map(|(source, gist)| {
                let id = SourceId(self.sources.len() as u32);
                self.sources.push(source);
                texts.gists.push(gist);
                id
            });
            if let Some(file) = files.get_mut(number as usize) {
                *file = TextFile { target, source };
            }
            if let Some(known) = digests.get_mut(number as usize) {
                *known = digest;
            }
        }
        texts.files = files;
        texts.name(&list);
        self.texts = texts;
        self.read_waivers();
        (list, digests)
    }

    /// What a text says; `None` where the file is none. It is read each time: few texts hold what a
    /// rule looks for.
    pub fn prose(&self, text: SourceId) -> Option<Prose> {
        self.gist(text)?;
        let source = self.source(text);
        Some(Prose::parse(&source.text, Syntax::of(&source.path)?))
    }

    /// How many words a text has outside headings; `None` where the file is none.
    pub(crate) fn words(&self, text: SourceId) -> Option<u32> {
        let (gist, source) = (self.gist(text)?, self.source(text));
        Some(gist.words(&source.text, Syntax::of(&source.path)?))
    }

    /// What is known of a text; `None` where the file is none.
    pub(crate) fn gist(&self, text: SourceId) -> Option<&Gist> {
        self.texts.gists.get(text.index().checked_sub(self.texts.first)?)
    }

    /// Waivers in the comments of texts, of which nearly none has any.
    fn read_waivers(&mut self) {
        let first = self.texts.first;
        let commented = self.texts.gists.iter().enumerate();
        for (at, gist) in commented.filter(|(_, gist)| !gist.comments.is_empty()) {
            let Some(source) = self.sources.get(first + at) else { continue };
            let id = SourceId((first + at) as u32);
            let found = crate::waiver::in_text(source, id, &gist.comments, &mut self.drafts);
            self.comments.extend(found);
        }
    }
}

/// Whether what a key says that takes a path is one, and not the text itself where it takes that as well:
/// a sentence is no path.
pub(crate) fn names_file(key: &Key, said: &str) -> bool {
    key.or != Some(KeyType::Text) || looks_like_path(said)
}

/// Where a key takes a path or a text: a path has no spaces around words and ends in a file's name.
pub(crate) fn looks_like_path(text: &str) -> bool {
    let text = text.trim();
    let name = text.rsplit('/').next().unwrap_or(text);
    let ending = name.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty() && (1..=5).contains(&end.len()) && end.chars().all(char::is_alphanumeric)
    });
    ending && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::{Paths, looks_like_path};

    #[test]
    fn tells_paths_from_prose() {
        assert!(looks_like_path("system/services.md"));
        assert!(!looks_like_path("none"));
        assert!(!looks_like_path("We sell software."));
    }

    #[test]
    fn each_path_is_there_once() {
        let mut paths = Paths::default();
        let numbers: Vec<u32> = ["b.md", "", "a.md", "b.md", ""].map(|path| paths.add(path)).into();
        assert_eq!(numbers, [0, 1, 2, 0, 1]);
        assert_eq!(paths.sorted(), [1, 2, 0]);
        assert_eq!((paths.find("a.md"), paths.find("c.md")), (Some(2), None));
    }
}
