//! What refers to what: references and mappings resolved, in both directions.

use super::{Record, Workspace};
use crate::finding::{Draft, Place};
use crate::framework::Meaning;
use crate::kind::Tag;
use crate::kind::read::{Link, NO_RECORD, To};
use crate::memory::LongList;
use crate::parallel::both;
use crate::source::{Source, SourceId};

pub(crate) mod dangling;
mod incoming;
mod near;
mod requirements;

pub(crate) use incoming::Backlink;
use incoming::Incoming;

/// The key of a link that a record has by what it is, not by what it says.
pub(crate) const BY_NATURE: Tag = Tag::MAX;

/// Resolved links, found from either end.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// In the order of the records.
    list: LongList<Link>,
    incoming: Incoming,
}

impl Links {
    /// Links of some records, that lead to these and to so many requirements.
    pub(crate) fn new(list: LongList<Link>, records: &[Record], requirements: usize) -> Self {
        let incoming = Incoming::new(&list, records, requirements);
        Self { list, incoming }
    }

    /// The links that lead to a record.
    pub(crate) fn to_record(&self, number: u32) -> impl Iterator<Item = &Link> {
        self.leading_to_record(number).filter_map(|link| self.get(link))
    }

    /// The links that lead to a requirement.
    pub(crate) fn to_requirement(&self, number: u32) -> impl Iterator<Item = &Link> {
        self.leading_to_requirement(number).filter_map(|link| self.get(link))
    }

    /// What leads to a record.
    pub(crate) fn leading_to_record(&self, number: u32) -> impl Iterator<Item = Backlink> {
        self.incoming.to_record(number)
    }

    /// What leads to a requirement.
    pub(crate) fn leading_to_requirement(&self, number: u32) -> impl Iterator<Item = Backlink> {
        self.incoming.to_requirement(number)
    }

    /// The link itself.
    pub(crate) fn get(&self, link: Backlink) -> Option<&Link> {
        self.list.get(link.number as usize)
    }

    /// The links from a position of the list on; those of one record follow one another.
    pub(crate) fn starting(&self, first: u32) -> &[Link] {
        self.list.get(first as usize..).unwrap_or_default()
    }
}

/// Resolves every link, in parallel, and says what leads nowhere.
pub(crate) fn resolve(workspace: &Workspace, list: &mut [Link]) -> Vec<Draft> {
    let open = look_up(workspace, list);
    // What was meant is only guessed while that is cheap: a renamed prefix in a large programme
    // breaks a thousand references, and every one of them would be held against a thousand ids.
    let guesses: usize = open.iter().map(|(_, link)| dangling::candidates(workspace, link)).sum();
    let names = near::Names::new(workspace, guesses <= GUESSES);
    // They often stand together in few files, so each may be taken by another thread.
    let said = crate::parallel::each(workspace.records.len(), &open, |(_, link)| {
        resolve_one(workspace, &names, link)
    });
    let mut drafts = Vec::new();
    for ((at, _), (to, said)) in open.into_iter().zip(said) {
        if let Some(link) = list.get_mut(at) {
            link.lead(to);
        }
        drafts.extend(said);
    }
    drafts
}

/// Finds the records that links name, in parallel; what is left is open, and where it stands.
fn look_up(workspace: &Workspace, list: &mut [Link]) -> Vec<(usize, Link)> {
    let pieces = crate::parallel::pieces_mut(list, |links| {
        let mut open = Vec::new();
        for (at, link) in links.iter_mut().enumerate() {
            dangling::look_up(workspace, link);
            if link.to().is_open() {
                open.push((at, *link));
            }
        }
        (links.len(), open)
    });
    let mut behind = 0;
    let open = pieces.into_iter().flat_map(|(count, open)| {
        let before = behind;
        behind += count;
        open.into_iter().map(move |(at, link)| (before + at, link))
    });
    open.collect()
}

/// How many ids may be compared in a run to find out what was meant.
const GUESSES: usize = 2_000_000;

/// The file in which a link stands.
pub(crate) fn source_of<'w>(workspace: &'w Workspace, link: &Link) -> (SourceId, &'w Source) {
    let record = workspace.records.get(link.record as usize);
    let id = record.map_or(SourceId::MANIFEST, |record| record.source);
    (id, workspace.source(id))
}

/// What a link that leads to no record names after all, and what is to be said of it.
fn resolve_one(workspace: &Workspace, names: &near::Names<'_>, link: &Link) -> (To, Vec<Draft>) {
    let (id, source) = source_of(workspace, link);
    let value = source.document.value(&source.text, link.node);
    let mut drafts = Vec::new();
    let to = match link.to() {
        To::Id => dangling::reference(names, link, id, value, &mut drafts),
        To::Name => dangling::name(names, link, id, value, &mut drafts),
        To::RequirementId(framework) => {
            let text = value.as_str().unwrap_or_default();
            let text = text.trim();
            match workspace.catalogs.meaning(framework, text) {
                Meaning::Requirement(number) => To::Requirement(number),
                meaning => {
                    let catalog = workspace.catalogs.get(framework);
                    let unsure = catalog.is_some_and(|catalog| catalog.is_doubtful);
                    let draft =
                        requirements::describe(workspace, id, framework, value, text, meaning);
                    drafts.push(draft.unsure(unsure));
                    To::Nothing
                }
            }
        }
        To::NoFramework => {
            drafts.extend(dangling::framework(workspace, id, value));
            To::NoFramework
        }
        found => found,
    };
    for draft in &mut drafts {
        draft.key = dangling::key_path(workspace, link);
        if link.record != NO_RECORD {
            draft.record = Some(link.record);
        }
    }
    (to, drafts)
}

/// The place of a link's value.
pub(crate) fn place(workspace: &Workspace, link: &Link) -> Place {
    let (id, source) = source_of(workspace, link);
    let span = match link.tag {
        BY_NATURE => {
            let record = workspace.records.get(link.record as usize);
            record.map(|record| workspace.header(record)).unwrap_or_default()
        }
        _ => source.document.value(&source.text, link.node).span(),
    };
    Place { source: id, span }
}

/// Mappings to what is not in scope, and live records that lean on ended ones.
pub(crate) fn judge(workspace: &Workspace) -> Vec<Draft> {
    let (mut drafts, retired) = both(
        workspace.records.len(),
        || requirements::out_of_scope(workspace),
        || dangling::retired(workspace),
    );
    drafts.extend(requirements::set_aside(workspace));
    drafts.extend(retired);
    drafts
}
