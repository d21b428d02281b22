//! What refers to what: references and mappings resolved, in both directions.

use super::{Record, Workspace};
use crate::finding::{Draft, Place};
use crate::framework::Meaning;
use crate::kind::read::{Link, NO_RECORD, To};
use crate::kind::{KindNo, Tag};
use crate::parallel::both;
use crate::source::{Source, SourceId};

pub(crate) mod dangling;
mod near;
mod requirements;

/// The key of a link that a record has by what it is, not by what it says.
pub(crate) const BY_NATURE: Tag = Tag::MAX;

/// No kind: no record holds the link.
const NO_KIND: KindNo = KindNo::MAX;

/// Resolved links, found from either end.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// In the order of the records.
    list: Vec<Link>,
    by_target: ByTarget,
}

/// The links by what they lead to: first the records, then the requirements, and at last what leads to
/// neither. One number for all of them: a branch for each link would be a guess.
#[derive(Debug, Default)]
struct ByTarget {
    incoming: Incoming,
    /// How many records there are.
    records: u32,
    /// How many targets there are.
    all: u32,
}

/// For each target the links that lead to it, those of one target together. They are counted first and
/// placed then: two passes and no list per target.
#[derive(Debug, Default)]
struct Incoming {
    first: Vec<u32>,
    links: Vec<Backlink>,
}

/// A link as what it leads to sees it. The link itself and its record stand somewhere else in memory each
/// time, and most are told apart without them.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Backlink {
    /// The number of the link.
    number: u32,
    /// The record that holds it, or [`NO_RECORD`].
    pub(crate) record: u32,
    /// The kind of that record, or [`NO_KIND`].
    pub(crate) kind: KindNo,
    /// The key.
    pub(crate) tag: Tag,
}

impl Incoming {
    /// For so many targets.
    fn of_targets(count: usize) -> Self {
        Self { first: vec![0; count + 1], links: Vec::new() }
    }

    fn count(&mut self, target: u32) {
        if let Some(count) = self.first.get_mut(target as usize) {
            *count += 1;
        }
    }

    /// Makes room for what was counted. The first place of each target is the end of its room, until
    /// its links are placed, the last one first.
    fn make_room(&mut self) {
        let mut end = 0;
        for place in &mut self.first {
            end += *place;
            *place = end;
        }
        self.links = vec![Backlink::default(); end as usize];
    }

    fn place(&mut self, target: u32, link: Backlink) {
        if let Some(first) = self.first.get_mut(target as usize) {
            *first -= 1;
            if let Some(place) = self.links.get_mut(*first as usize) {
                *place = link;
            }
        }
    }

    fn of(&self, target: u32) -> &[Backlink] {
        let start = self.first.get(target as usize).copied().unwrap_or(0) as usize;
        let end = self.first.get(target as usize + 1).copied().unwrap_or(0) as usize;
        self.links.get(start..end).unwrap_or_default()
    }
}

impl ByTarget {
    /// For some records and so many requirements.
    fn new(links: &[Link], records: &[Record], requirements: usize) -> Self {
        let all = records.len() + requirements;
        let incoming = Incoming::of_targets(all);
        let mut by_target = Self { incoming, records: records.len() as u32, all: all as u32 };
        for link in links {
            by_target.incoming.count(by_target.target(link));
        }
        by_target.incoming.make_room();
        for (number, link) in (0..links.len() as u32).zip(links).rev() {
            let record = records.get(link.record as usize);
            let kind = record.map_or(NO_KIND, |record| record.kind);
            let backlink = Backlink { number, record: link.record, kind, tag: link.tag };
            by_target.incoming.place(by_target.target(link), backlink);
        }
        by_target
    }

    fn target(&self, link: &Link) -> u32 {
        match link.to {
            To::Record(number) => number,
            To::Requirement(number) => self.records + number,
            _ => self.all,
        }
    }
}

impl Links {
    /// Links of some records, that lead to these and to so many requirements.
    pub(crate) fn new(list: Vec<Link>, records: &[Record], requirements: usize) -> Self {
        let by_target = ByTarget::new(&list, records, requirements);
        Self { list, by_target }
    }

    /// The links that lead to a record.
    pub(crate) fn to_record(&self, number: u32) -> impl Iterator<Item = &Link> {
        self.leading_to_record(number).iter().filter_map(|link| self.get(*link))
    }

    /// The links that lead to a requirement.
    pub(crate) fn to_requirement(&self, number: u32) -> impl Iterator<Item = &Link> {
        self.leading_to_requirement(number).iter().filter_map(|link| self.get(*link))
    }

    /// What leads to a record.
    pub(crate) fn leading_to_record(&self, number: u32) -> &[Backlink] {
        self.by_target.incoming.of(number)
    }

    /// What leads to a requirement.
    pub(crate) fn leading_to_requirement(&self, number: u32) -> &[Backlink] {
        self.by_target.incoming.of(self.by_target.records + number)
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
            link.to = to;
        }
        drafts.extend(said);
    }
    drafts
}

/// Finds the records that links name, in parallel; what is left is open, and where it stands.
fn look_up(workspace: &Workspace, list: &mut [Link]) -> Vec<(usize, Link)> {
    let pieces = crate::parallel::pieces_mut(list, |links| {
        links.iter_mut().for_each(|link| dangling::look_up(workspace, link));
        let open = links.iter().copied().enumerate().filter(|(_, link)| link.to.is_open());
        (links.len(), open.collect::<Vec<_>>())
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
    let to = match link.to {
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

#[cfg(test)]
mod tests {
    use super::{Backlink, Link, Links, NO_KIND, NO_RECORD, To};
    use crate::document::NodeId;
    use crate::span::Span;
    use crate::workspace::{Options, Workspace};

    fn link(to: To) -> Link {
        Link { record: NO_RECORD, node: NodeId::ROOT, tag: 0, to, name: Span::default() }
    }

    /// The numbers of what leads to a target.
    fn numbers(links: &Links, target: u32) -> Vec<u32> {
        links.by_target.incoming.of(target).iter().map(|link| link.number).collect()
    }

    /// A role and three controls.
    fn workspace() -> Workspace {
        let controls = ["b", "c", "d"].map(|id| format!("[[control]]\nid = \"{id}\"\n"));
        let records = format!("[[role]]\nid = \"a\"\n{}", controls.concat());
        let files = [("complint.toml", ""), ("r.toml", records.as_str())];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        Workspace::from_files(files.to_vec(), &Options::default()).unwrap()
    }

    #[test]
    fn the_links_of_a_target_stand_in_their_order() {
        let targets = [Some(2), Some(0), Some(2), None, Some(3), Some(2), Some(0)];
        let list = targets.map(|target| link(target.map_or(To::Nothing, To::Record))).to_vec();
        let links = Links::new(list, &workspace().records, 0);
        assert_eq!(numbers(&links, 0), [1, 6]);
        assert_eq!(numbers(&links, 1), [0; 0]);
        assert_eq!(numbers(&links, 2), [0, 2, 5]);
        assert_eq!(numbers(&links, 3), [4]);
        assert_eq!(numbers(&links, 4), [0; 0]);
    }

    #[test]
    fn records_and_requirements_have_links_of_their_own() {
        let to = [To::Requirement(1), To::Record(1), To::NoFramework, To::Requirement(0)];
        let workspace = workspace();
        let links = Links::new(to.map(link).to_vec(), &workspace.records[..2], 2);
        let to_requirement = |number| -> Vec<u32> {
            links.leading_to_requirement(number).iter().map(|link| link.number).collect()
        };
        assert_eq!((numbers(&links, 0), numbers(&links, 1)), (vec![], vec![1]));
        assert_eq!((to_requirement(0), to_requirement(1)), (vec![3], vec![0]));
    }

    #[test]
    fn what_leads_to_a_record_says_who_holds_it() {
        let workspace = workspace();
        let of = |record, tag| Link { record, tag, ..link(To::Record(0)) };
        let list = vec![of(0, 3), of(3, 4), of(NO_RECORD, 5)];
        let links = Links::new(list, &workspace.records, 0);
        let kind = |id: &str| workspace.kinds.number(id).unwrap();
        let leading = links.leading_to_record(0).iter();
        let said: Vec<_> = leading.map(|link| (link.record, link.kind, link.tag)).collect();
        assert_eq!(said, [(0, kind("role"), 3), (3, kind("control"), 4), (NO_RECORD, NO_KIND, 5)]);
        let same = |link: &Backlink| links.get(*link).map(|own| own.tag) == Some(link.tag);
        assert!(links.leading_to_record(0).iter().all(same));
    }
}
