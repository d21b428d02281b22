//! Values that name a file, and the files that they name, each once: it is looked up once however many
//! records name it, and read once whatever is wanted of it.

use super::{Found, Paths};
use crate::document::{NodeId, Value};
use crate::kind::read::Link;
use crate::kind::{Info, Key, KeyType, Kinds, State, Tag, tagged};
use crate::prose::{Gist, Syntax};
use crate::source::{Content, Digest, Probe, Source, Target, sha256};
use crate::timing::{Stage, Timings, timed};
use crate::workspace::{Record, Workspace};

/// A value that names a file, as it is noted while its own file is at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// The value.
    pub(crate) link: Link,
    /// The number of the file.
    pub(crate) file: u32,
    /// Whether it is a text that is to be read.
    pub(crate) is_text: bool,
    /// The hash that is declared of it.
    pub(crate) declared: Option<Declared>,
}

/// A hash that is declared of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared {
    /// The value that says it.
    pub(crate) node: NodeId,
    /// What it says, where that is one.
    pub(crate) sha256: Option<[u8; 32]>,
}

impl Declared {
    fn new(value: Value<'_>) -> Self {
        let said = value.as_str();
        Self { node: value.node(), sha256: said.and_then(|said| sha256(said.trim())) }
    }
}

/// The keys of each kind for a file and for what it adds up to.
pub(crate) struct Hashed(Vec<Option<(Tag, Tag)>>);

impl Hashed {
    pub(crate) fn new(kinds: &Kinds) -> Self {
        Self(kinds.iter().map(|(_, info)| info.top("path").zip(info.top("sha256"))).collect())
    }

    /// The hash that a record declares of the file that a link names.
    fn declared(&self, link: &Link, record: &Record, table: Value<'_>) -> Option<Declared> {
        let (path, sha256) = self.0.get(record.kind as usize).copied().flatten()?;
        let declares = link.tag == path && record.given.can_have(sha256);
        declares.then(|| tagged(table, sha256)).flatten().map(Declared::new)
    }
}

impl Mention {
    /// One of a record, whose table has the numbers of its keys.
    pub(crate) fn of_record(
        link: Link,
        record: &Record,
        info: &Info,
        hashed: &Hashed,
        table: Value<'_>,
    ) -> Self {
        // A text is read for a record still in use.
        let said_here =
            |key: &Key| key.or == Some(KeyType::Text) || info.kind.text.as_ref() == Some(&key.name);
        let is_text = info.key(link.tag).is_some_and(said_here) && record.state != State::Ended;
        Self { link, file: 0, is_text, declared: hashed.declared(&link, record, table) }
    }

    /// One of `complint.toml`, where the scope is a text.
    pub(crate) fn of_manifest(link: Link, form: &Info) -> Self {
        let is_text = form.key(link.tag).is_some_and(|key| key.name == "scope");
        Self { link, file: 0, is_text, declared: None }
    }
}

/// Every value that names a file, in the order of the links, and the files.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) list: Vec<Mention>,
    pub(super) paths: Paths,
    /// What is wanted of each file besides knowing whether it is there.
    wanted: Vec<Wanted>,
}

#[derive(Clone, Copy, Default, Debug)]
struct Wanted {
    text: bool,
    digest: bool,
}

/// Files of one piece. Texts take longer than what is only looked up.
const PIECE: usize = 16;

impl Mentions {
    /// Those that were noted, in the order of their links.
    pub(crate) fn of(workspace: &Workspace, mut list: Vec<Mention>) -> Self {
        let (mut paths, mut wanted) = (Paths::default(), Vec::<Wanted>::new());
        for mention in &mut list {
            mention.file = paths.add(workspace.ids.link_name(mention.link.name));
            if wanted.len() <= mention.file as usize {
                wanted.push(Wanted::default());
            }
            if let Some(wanted) = wanted.get_mut(mention.file as usize) {
                wanted.text |= mention.is_text;
                wanted.digest |= mention.declared.is_some();
            }
        }
        Self { list, paths, wanted }
    }

    /// Looks every file up and reads what is wanted of it, in parallel; each with its number, by path.
    pub(crate) fn look_up(
        &self,
        probe: &Probe<'_>,
        timings: Option<&Timings>,
    ) -> Vec<(u32, Found)> {
        let by_path = self.paths.sorted();
        let pieces: Vec<&[u32]> = by_path.chunks(PIECE).collect();
        let found = crate::parallel::costly(&pieces, |files| {
            let mut probe = probe.clone();
            let found = files.iter().map(|file| (*file, self.find(&mut probe, *file, timings)));
            found.collect::<Vec<_>>()
        });
        crate::parallel::joined(found, 0)
    }

    fn find(&self, probe: &mut Probe<'_>, file: u32, timings: Option<&Timings>) -> Found {
        let path = self.paths.get(file);
        let wanted = self.wanted.get(file as usize).copied().unwrap_or_default();
        let (mut found, content) = timed(timings, Stage::Read, || look_up(probe, path, wanted));
        found.text = content.zip(Syntax::of(path)).map(|(content, syntax)| {
            timed(timings, Stage::Parse, || {
                let source = Source::text(path.to_owned(), content);
                let gist = Gist::of(&source.text, syntax);
                (source, gist)
            })
        });
        found
    }
}

/// What a path leads to, and what it holds where that is to be read as a text.
fn look_up(probe: &mut Probe<'_>, path: &str, wanted: Wanted) -> (Found, Option<Content>) {
    let is_text = Syntax::of(path).is_some();
    let met = if is_text { probe.read_met(path, wanted.text) } else { None };
    let target = if met.is_some() { Target::File } else { probe.target(path) };
    let mut found = Found { target, is_met: met.is_some(), ..Found::default() };
    if found.target != Target::File {
        return (found, None);
    }
    if !is_text {
        found.digest = wanted.digest.then(|| probe.tree().digest(path).ok()).flatten();
        return (found, None);
    }
    let Some(content) = met.or_else(|| probe.read(path, wanted.text)) else { return (found, None) };
    // A text of blanks says as little as an empty one.
    if content.as_bytes().trim_ascii().is_empty() {
        found.target = Target::Empty;
        return (found, None);
    }
    found.digest = wanted.digest.then(|| Digest::of(content.as_bytes()));
    (found, wanted.text.then_some(content))
}
