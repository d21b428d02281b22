//! Values that name a file, and the files that they name, each once: it is looked up once however many
//! records name it, and read once whatever is wanted of it.

use super::{Found, Paths};
use crate::document::NodeId;
use crate::kind::read::{Link, To};
use crate::kind::{Key, KeyType, State, Tag};
use crate::prose::{Gist, Syntax};
use crate::source::{Digest, Probe, Source, Target};
use crate::timing::{Stage, Timings, timed};
use crate::workspace::Workspace;

/// A value that names a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    /// The value.
    pub(crate) link: Link,
    /// The number of the file.
    pub(crate) file: u32,
    /// Whether it is a text that is to be read.
    pub(super) is_text: bool,
    /// The hash that is declared of it.
    pub(crate) declared: Option<NodeId>,
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
    /// Those of the links.
    pub(crate) fn of(workspace: &Workspace, links: &[Link]) -> Self {
        let hashes = hashes(workspace);
        let found = crate::parallel::pieces(links, |links| {
            let files = links.iter().filter(|link| matches!(link.to, To::File));
            files.map(|link| mention(workspace, &hashes, *link)).collect::<Vec<_>>()
        });
        let mut mentions = Self::default();
        mentions.list.reserve_exact(found.iter().map(Vec::len).sum());
        found.into_iter().flatten().for_each(|mention| mentions.add(workspace, mention));
        mentions
    }

    fn add(&mut self, workspace: &Workspace, mention: Mention) {
        let file = self.paths.add(workspace.ids.link_name(mention.link.name));
        if self.wanted.len() <= file as usize {
            self.wanted.push(Wanted::default());
        }
        if let Some(wanted) = self.wanted.get_mut(file as usize) {
            wanted.text |= mention.is_text;
            wanted.digest |= mention.declared.is_some();
        }
        self.list.push(Mention { file, ..mention });
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
        let (mut found, bytes) = timed(timings, Stage::Read, || look_up(probe, path, wanted));
        found.text = bytes.zip(Syntax::of(path)).map(|(bytes, syntax)| {
            timed(timings, Stage::Parse, || {
                let source = Source::text(path.to_owned(), bytes);
                let gist = Gist::of(&source.text, syntax);
                (source, gist)
            })
        });
        found
    }
}

/// What a path leads to, and its bytes where they are to be read as a text.
fn look_up(probe: &mut Probe<'_>, path: &str, wanted: Wanted) -> (Found, Option<Vec<u8>>) {
    let is_text = Syntax::of(path).is_some();
    let met = if is_text { probe.read_met(path) } else { None };
    let target = if met.is_some() { Target::File } else { probe.target(path) };
    let mut found = Found { target, is_met: met.is_some(), ..Found::default() };
    if found.target != Target::File {
        return (found, None);
    }
    if !is_text {
        found.digest = wanted.digest.then(|| probe.tree().digest(path).ok()).flatten();
        return (found, None);
    }
    let Some(bytes) = met.or_else(|| probe.tree().read(path).ok()) else { return (found, None) };
    // A text of blanks says as little as an empty one.
    if bytes.trim_ascii().is_empty() {
        found.target = Target::Empty;
        return (found, None);
    }
    found.digest = wanted.digest.then(|| Digest::of(&bytes));
    (found, wanted.text.then_some(bytes))
}

fn mention(workspace: &Workspace, hashes: &[Option<(Tag, Tag)>], link: Link) -> Mention {
    let is_text = is_text(workspace, &link);
    Mention { link, file: 0, is_text, declared: declared(workspace, hashes, &link) }
}

/// Whether a value names a text that is to be read: that of a record still in use, or the scope.
fn is_text(workspace: &Workspace, link: &Link) -> bool {
    let Some(record) = workspace.records.get(link.record as usize) else {
        return workspace.form.info.key(link.tag).is_some_and(|key| key.name == "scope");
    };
    let info = workspace.kind(record);
    let said_here =
        |key: &Key| key.or == Some(KeyType::Text) || info.kind.text.as_ref() == Some(&key.name);
    info.key(link.tag).is_some_and(said_here) && workspace.state(record) != State::Ended
}

/// The keys of each kind for a file and for what it adds up to.
fn hashes(workspace: &Workspace) -> Vec<Option<(Tag, Tag)>> {
    workspace.kinds.iter().map(|(_, info)| info.top("path").zip(info.top("sha256"))).collect()
}

/// The hash that a record declares of the file that it names.
fn declared(workspace: &Workspace, hashes: &[Option<(Tag, Tag)>], link: &Link) -> Option<NodeId> {
    let record = workspace.records.get(link.record as usize)?;
    let (path, sha256) = hashes.get(record.kind as usize).copied().flatten()?;
    let declared = (link.tag == path).then(|| workspace.value(record, sha256)).flatten()?;
    Some(declared.node())
}
