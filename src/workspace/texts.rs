//! Files that records name: whether they are there, and what they say.

use rustc_hash::FxHashMap;

use super::Workspace;
use crate::finding::{Draft, Safety};
use crate::kind::read::{Link, To};
use crate::kind::{Key, KeyType, State};
use crate::prose::{Prose, Syntax};
use crate::source::{Probe, Source, SourceId, Target, Tree, resolve};
use crate::timing::{Stage, Timings, divided, timed};
use crate::words::{Close, closest};

/// What is known of the files that records name.
#[derive(Debug, Default)]
pub struct Texts {
    files: FxHashMap<String, TextFile>,
    /// The number of the first source that is a text.
    first: usize,
    /// What the texts say, in the order of their sources.
    prose: Vec<Prose>,
    /// Who names which text as what is to be read.
    named: Vec<Named>,
}

/// A file that a record names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

impl TextFile {
    /// Whether a value that may be a path or a text is meant as a path.
    pub(crate) fn is_meant(&self, written: &str) -> bool {
        self.target == Target::File || looks_like_path(written)
    }
}

impl Texts {
    /// The file that a path, as written in a file, leads to.
    pub fn get(&self, naming: &str, named: &str) -> Option<&TextFile> {
        self.files.get(&resolve(naming, named.trim())?)
    }

    /// Whether a path from the root, which some link names, leads to a file that is not empty.
    pub(super) fn is_file(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|file| file.target == Target::File)
    }

    /// How many files were looked up.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Every path that a record names, from the root, with what it leads to; in no order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = (&str, &TextFile)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Every value that names a text, in the order of the files that name them.
    pub(crate) fn named(&self) -> &[Named] {
        &self.named
    }

    /// Looks up every file that links name, reads the texts among them, in parallel, and takes those into
    /// the workspace, where findings can point at them.
    pub(crate) fn load(
        workspace: &mut Workspace,
        tree: &Tree,
        links: &[Link],
        timings: Option<&Timings>,
    ) {
        let naming = timed(timings, Stage::Link, || naming(workspace, links));
        let paths = timed(timings, Stage::Link, || named_paths(workspace, &naming));
        let files = divided(timings, |parts| {
            crate::parallel::pieces_of(PIECE, &paths, |paths| {
                let mut probe = Probe::new(tree);
                let found = paths.iter().map(|path| read(&mut probe, path, parts));
                found.collect::<Vec<_>>()
            })
        });
        let paths: Vec<String> = paths.into_iter().map(|(path, _)| path.to_owned()).collect();
        timed(timings, Stage::Link, || {
            let mut texts = Self { first: workspace.sources.len(), ..Self::default() };
            for (path, (target, text)) in paths.into_iter().zip(files.into_iter().flatten()) {
                let source = text.map(|(source, prose)| {
                    let id = SourceId(workspace.sources.len() as u32);
                    workspace.sources.push(source);
                    texts.prose.push(prose);
                    id
                });
                texts.files.insert(path, TextFile { target, source });
            }
            texts.named = naming
                .iter()
                .filter(|(_, is_text)| *is_text)
                .filter_map(|(link, _)| {
                    let path = workspace.ids.link_name(link.name);
                    Some(Named { link: *link, text: texts.files.get(path)?.source? })
                })
                .collect();
            workspace.texts = texts;
            workspace.read_waivers();
        });
    }
}

/// Paths of one piece. Texts stand together, and take longer than what is only looked up.
const PIECE: usize = 64;

/// The links that name a file, each with whether that is a text to be read.
fn naming(workspace: &Workspace, links: &[Link]) -> Vec<(Link, bool)> {
    let links = links.iter().filter(|link| link.to == To::File);
    links.map(|link| (*link, is_text(workspace, link))).collect()
}

/// The paths that are named, each once, with whether what they lead to need not be read.
fn named_paths<'w>(workspace: &'w Workspace, naming: &[(Link, bool)]) -> Vec<(&'w str, bool)> {
    // What is to be read sorts first, and stays.
    let mut paths: Vec<(&str, bool)> = naming
        .iter()
        .map(|(link, is_text)| (workspace.ids.link_name(link.name), !is_text))
        .collect();
    crate::parallel::sort(&mut paths);
    paths.dedup_by_key(|(path, _)| *path);
    paths
}

/// What a path leads to and, of a text that is to be read, what it says.
fn read(
    probe: &mut Probe<'_>,
    (path, unread): &(&str, bool),
    timings: Option<&Timings>,
) -> (Target, Option<(Source, Prose)>) {
    let (target, bytes) = timed(timings, Stage::Read, || look_up(probe, path, !unread));
    let text = bytes.zip(Syntax::of(path)).map(|(bytes, syntax)| {
        timed(timings, Stage::Parse, || {
            let source = Source::text((*path).to_owned(), bytes);
            let prose = Prose::parse(&source.text, syntax);
            (source, prose)
        })
    });
    (target, text)
}

impl Workspace {
    /// What a text says; `None` where the file is none.
    pub fn prose(&self, text: SourceId) -> Option<&Prose> {
        self.texts.prose.get(text.index().checked_sub(self.texts.first)?)
    }

    /// Waivers in the comments of texts. Nearly no text has one, and most are not read for it.
    fn read_waivers(&mut self) {
        for number in self.texts.first..self.sources.len() {
            let id = SourceId(number as u32);
            if !crate::waiver::may_stand_in(&self.source(id).text) {
                continue;
            }
            let mut drafts = Vec::new();
            let found = self
                .prose(id)
                .map(|prose| crate::waiver::in_text(self.source(id), id, prose, &mut drafts));
            self.comments.extend(found.into_iter().flatten());
            self.drafts.append(&mut drafts);
        }
    }
}

/// Whether a value names a text that is to be read: that of a record still in use, or the scope.
fn is_text(workspace: &Workspace, link: &Link) -> bool {
    let Some(record) = workspace.records.get(link.record as usize) else {
        return workspace.form.key(link.tag).is_some_and(|key| key.name == "scope");
    };
    let info = workspace.kind(record);
    let said_here =
        |key: &Key| key.or == Some(KeyType::Text) || info.kind.text.as_ref() == Some(&key.name);
    info.key(link.tag).is_some_and(said_here) && workspace.state(record) != State::Ended
}

/// What a path leads to, and its bytes where they are wanted.
fn look_up(probe: &mut Probe<'_>, path: &str, wanted: bool) -> (Target, Option<Vec<u8>>) {
    let target = probe.target(path);
    if target != Target::File || Syntax::of(path).is_none() {
        return (target, None);
    }
    match probe.tree().read(path) {
        // A text of blanks says as little as an empty one.
        Ok(bytes) if bytes.trim_ascii().is_empty() => (Target::Empty, None),
        Ok(bytes) => (target, Some(bytes).filter(|_| wanted)),
        Err(_) => (target, None),
    }
}

/// Named files that are not there, empty, or outside.
pub(crate) fn judge(workspace: &Workspace, tree: &Tree, links: &[Link]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut near = Near::new(tree);
    for link in links.iter().filter(|link| link.to == To::File) {
        let path = workspace.ids.link_name(link.name);
        let target = workspace.texts.files.get(path).map_or(Target::Missing, |file| file.target);
        if target == Target::File {
            continue;
        }
        let (id, source) = super::links::source_of(workspace, link);
        let value = source.document.value(&source.text, link.node);
        let Some(named) = value.as_str() else { continue };
        let info = workspace
            .records
            .get(link.record as usize)
            .map_or(&workspace.form, |record| workspace.kind(record));
        let key = super::links::dangling::key_path(workspace, link);
        // Text or path: a sentence is no path.
        let either = info
            .key(link.tag)
            .is_some_and(|key| key.or.is_some_and(|other| other == crate::kind::KeyType::Text));
        if either && !looks_like_path(&named) {
            continue;
        }
        let mut draft = match resolve(&source.path, named.trim()) {
            None => outside(id, value.span(), &named, way_out(&named)),
            Some(_) if target == Target::Outside => outside(id, value.span(), &named, "by a link"),
            Some(path) => missing(&mut near, source, id, value.span(), &named, &path, &key, target),
        };
        // A framework without its catalog asks for nothing, so nothing could be missing.
        draft.setup = link.record == crate::kind::read::NO_RECORD && key.ends_with(".catalog");
        draft.key = key;
        if link.record != crate::kind::read::NO_RECORD {
            draft.record = Some(link.record);
        }
        drafts.push(draft);
    }
    drafts
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

fn way_out(named: &str) -> &'static str {
    if named.split(['/', '\\']).any(|part| part == "..") {
        "by `..`"
    } else {
        "from the root of the disk"
    }
}

fn outside(id: SourceId, span: crate::span::Span, named: &str, way: &'static str) -> Draft {
    let file = named.rsplit(['/', '\\']).next().unwrap_or(named);
    Draft::new("path-outside-repository", id, span)
        .with("path", named.to_owned())
        .with("way", way)
        .with("file", file.to_owned())
}

#[allow(clippy::too_many_arguments, reason = "all of one value's circumstances")]
fn missing(
    near: &mut Near<'_>,
    source: &Source,
    id: SourceId,
    span: crate::span::Span,
    named: &str,
    path: &str,
    key: &str,
    target: Target,
) -> Draft {
    let draft = Draft::new("missing-file", id, span).with("path", named.to_owned());
    match target {
        Target::Empty => draft.with("problem", "is empty").with(
            "hint",
            format!("write it, or take `{key}` out until there is something to read"),
        ),
        Target::Folder => draft.with("problem", "is a folder").with(
            "hint",
            format!("name the file in it: {key} = \"{}/<file>\"", named.trim_end_matches('/')),
        ),
        _ => {
            let draft = draft.with("problem", "does not exist");
            match near.meant(source, named, path) {
                Some((text, safety)) => {
                    draft.with("hint", format!("{key} = {}", crate::fix::string(&text))).fix(
                        safety,
                        format!("write \"{text}\""),
                        vec![(span, crate::fix::string(&text))],
                    )
                }
                None => draft.with("hint", format!("write the file, or take `{key}` out")),
            }
        }
    }
}

/// What stands where files are missed. Each folder is listed once: many may be missed in a large one.
struct Near<'t> {
    tree: &'t Tree,
    folders: FxHashMap<String, Folder>,
}

/// The names in a folder.
struct Folder {
    names: Vec<String>,
    /// The first of those that are the same in lower case.
    folded: FxHashMap<String, usize>,
}

impl Folder {
    fn list(tree: &Tree, folder: &str) -> Self {
        let names = tree.names(folder);
        let mut folded = FxHashMap::default();
        for (number, name) in names.iter().enumerate() {
            folded.entry(name.to_lowercase()).or_insert(number);
        }
        Self { names, folded }
    }
}

impl<'t> Near<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self { tree, folders: FxHashMap::default() }
    }

    fn folder(&mut self, path: &str) -> &Folder {
        let Self { tree, folders } = self;
        folders.entry(path.to_owned()).or_insert_with(|| Folder::list(tree, path))
    }

    /// The path that was meant: from the root instead of from the naming file, in another case, or a
    /// close name in the same folder.
    fn meant(&mut self, source: &Source, named: &str, path: &str) -> Option<(String, Safety)> {
        let from_root = resolve("", named.trim())?;
        if from_root != path && matches!(self.tree.target(&from_root), Target::File) {
            return Some((relative(&source.path, &from_root), Safety::Safe));
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let written = named.trim().strip_suffix(name)?;
        let Folder { names, folded } = self.folder(folder);
        if let Some(other) = folded.get(&name.to_lowercase()).and_then(|at| names.get(*at)) {
            return Some((format!("{written}{other}"), Safety::Safe));
        }
        let Close { word, .. } = closest(name, names.iter().map(String::as_str))?;
        Some((format!("{written}{word}"), Safety::Unsafe))
    }
}

/// A path from the root as the naming file has to write it.
fn relative(naming: &str, path: &str) -> String {
    let folder: Vec<&str> = naming.split('/').collect();
    let folder = folder.split_last().map(|(_, folder)| folder).unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let common = folder.iter().zip(&parts).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", folder.len() - common);
    up.chain(parts.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{looks_like_path, relative};

    #[test]
    fn tells_paths_from_prose() {
        assert!(looks_like_path("system/services.md"));
        assert!(!looks_like_path("none"));
        assert!(!looks_like_path("We sell software."));
    }

    #[test]
    fn writes_paths_from_the_naming_file() {
        assert_eq!(relative("isms/a.toml", "policies/x.md"), "../policies/x.md");
        assert_eq!(relative("policies/a.toml", "policies/x.md"), "x.md");
        assert_eq!(relative("a.toml", "policies/x.md"), "policies/x.md");
    }
}
