//! The links by what they lead to. They are counted first and placed then: two passes and no list for
//! each target.

use crate::kind::read::{Link, To};
use crate::kind::{KindNo, Tag};
use crate::memory::{self, Kept};
use crate::parallel::both;
use crate::workspace::Record;

/// No kind: no record holds the link.
pub(super) const NO_KIND: KindNo = KindNo::MAX;

/// A link as what it leads to sees it. The link itself and its record stand somewhere else in memory each
/// time, and most are told apart without them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Backlink {
    /// The number of the link.
    pub(super) number: u32,
    /// The record that holds it, or [`crate::kind::read::NO_RECORD`].
    pub(crate) record: u32,
    /// The kind of that record; of none where no record holds it.
    pub(crate) kind: KindNo,
    /// The key.
    pub(crate) tag: Tag,
}

/// How it is kept: nothing has to be written first where the system gives memory that is all zeros.
type Packed = [u32; 3];

impl Backlink {
    fn pack(self) -> Packed {
        [self.number, self.record, u32::from(self.kind) << Tag::BITS | u32::from(self.tag)]
    }

    fn unpack([number, record, key]: Packed) -> Self {
        Self { number, record, kind: (key >> Tag::BITS) as KindNo, tag: key as Tag }
    }
}

/// First those that lead to records, then those that lead to requirements, and at last what leads to
/// neither.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    targets: Targets,
    /// Where those of each target begin.
    first: Vec<u32>,
    links: Kept<Packed>,
}

/// One number for whatever a link may lead to: a branch for each link would be a guess.
#[derive(Clone, Copy, Default, Debug)]
struct Targets {
    /// How many records there are.
    records: u32,
    /// How many targets there are.
    all: u32,
}

impl Targets {
    fn of(self, link: &Link) -> u32 {
        match link.to() {
            To::Record(number) => number,
            To::Requirement(number) => self.records + number,
            _ => self.all,
        }
    }

    /// How many links lead to each.
    fn count(self, links: &[Link]) -> Vec<u32> {
        let mut counts = vec![0; self.all as usize + 1];
        for link in links {
            if let Some(count) = counts.get_mut(self.of(link) as usize) {
                *count += 1;
            }
        }
        counts
    }
}

/// The targets from one on, with the room for the links that lead to them.
struct Part<'p> {
    targets: Targets,
    /// The first of the targets.
    from: u32,
    /// Where the room of each ends, until its links are placed, the last one first.
    ends: &'p mut [u32],
    /// How much room there is before.
    before: u32,
    room: &'p mut [Packed],
}

impl Part<'_> {
    fn place(self, links: &[Link], records: &[Record]) {
        let Self { targets, from, ends, before, room } = self;
        for (number, link) in (0..links.len() as u32).zip(links).rev() {
            let target = targets.of(link).checked_sub(from);
            let Some(end) = target.and_then(|own| ends.get_mut(own as usize)) else { continue };
            *end -= 1;
            let record = records.get(link.record as usize);
            let kind = record.map_or(NO_KIND, |record| record.kind);
            let backlink = Backlink { number, record: link.record, kind, tag: link.tag };
            if let Some(place) = room.get_mut((*end - before) as usize) {
                *place = backlink.pack();
            }
        }
    }
}

impl Incoming {
    /// Links of some records, that lead to these and to so many requirements.
    pub(super) fn new(links: &[Link], records: &[Record], requirements: usize) -> Self {
        let (many, all) = (records.len(), records.len() + requirements);
        let targets = Targets { records: many as u32, all: all as u32 };
        let (some, others) = links.split_at(links.len() / 2);
        let (mut first, others) = both(many, || targets.count(some), || targets.count(others));
        let mut end = 0;
        for (place, other) in first.iter_mut().zip(others) {
            end += *place + other;
            *place = end;
        }
        let mut room = memory::zeroed::<Packed>(end as usize);
        // Each half of the room is filled beside the other.
        let middle = first.partition_point(|place| *place <= end / 2);
        let before = middle.checked_sub(1).and_then(|last| first.get(last)).copied().unwrap_or(0);
        let (low, high) = first.split_at_mut(middle);
        let (low_room, high_room) = room.split_at_mut(before as usize);
        let low = Part { targets, from: 0, ends: low, before: 0, room: low_room };
        let high = Part { targets, from: middle as u32, ends: high, before, room: high_room };
        both(many, || low.place(links, records), || high.place(links, records));
        Self { targets, first, links: room }
    }

    /// Those that lead to a record.
    pub(super) fn to_record(&self, number: u32) -> impl Iterator<Item = Backlink> {
        self.of(number)
    }

    /// Those that lead to a requirement.
    pub(super) fn to_requirement(&self, number: u32) -> impl Iterator<Item = Backlink> {
        self.of(self.targets.records + number)
    }

    fn of(&self, target: u32) -> impl Iterator<Item = Backlink> {
        let start = self.first.get(target as usize).copied().unwrap_or(0) as usize;
        let end = self.first.get(target as usize + 1).copied().unwrap_or(0) as usize;
        let links = self.links.get(start..end).unwrap_or_default();
        links.iter().map(|packed| Backlink::unpack(*packed))
    }
}

#[cfg(test)]
mod tests {
    use super::{Backlink, Incoming, Link, NO_KIND, To};
    use crate::document::NodeId;
    use crate::kind::read::NO_RECORD;
    use crate::kind::{KindNo, Tag};
    use crate::span::Span;
    use crate::workspace::{Options, Workspace};

    fn link(to: To) -> Link {
        Link::new(NO_RECORD, NodeId::ROOT, 0, to, Span::default())
    }

    fn numbers(links: impl Iterator<Item = Backlink>) -> Vec<u32> {
        links.map(|link| link.number).collect()
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
        let list = targets.map(|target| link(target.map_or(To::Nothing, To::Record)));
        let links = Incoming::new(&list, &workspace().records, 0);
        assert_eq!(numbers(links.to_record(0)), [1, 6]);
        assert_eq!(numbers(links.to_record(1)), [0; 0]);
        assert_eq!(numbers(links.to_record(2)), [0, 2, 5]);
        assert_eq!(numbers(links.to_record(3)), [4]);
        assert_eq!(numbers(links.to_record(4)), [0; 0]);
    }

    /// Wherever the middle is: with all of them before it or behind it too.
    #[test]
    fn links_are_found_however_many_lead_to_one_target() {
        let records = workspace().records;
        for targets in 0..4_u32.pow(5) {
            let targets: Vec<u32> = (0..5).map(|at| targets / 4_u32.pow(at) % 4).collect();
            let to = |target: &u32| match *target {
                3 => To::Requirement(0),
                number => To::Record(number),
            };
            let list: Vec<Link> = targets.iter().map(|target| link(to(target))).collect();
            let links = Incoming::new(&list, &records, 1);
            let of = |wanted: u32| -> Vec<u32> {
                (0..).zip(&targets).filter(|(_, own)| **own == wanted).map(|(at, _)| at).collect()
            };
            for number in 0..3 {
                assert_eq!(numbers(links.to_record(number)), of(number), "{targets:?}");
            }
            assert_eq!(numbers(links.to_requirement(0)), of(3), "{targets:?}");
        }
    }

    #[test]
    fn records_and_requirements_have_links_of_their_own() {
        let to = [To::Requirement(1), To::Record(1), To::NoFramework, To::Requirement(0)];
        let workspace = workspace();
        let links = Incoming::new(&to.map(link), &workspace.records[..2], 2);
        assert_eq!((numbers(links.to_record(0)), numbers(links.to_record(1))), (vec![], vec![1]));
        let of_requirements = [0, 1].map(|number| numbers(links.to_requirement(number)));
        assert_eq!(of_requirements, [[3], [0]]);
    }

    #[test]
    fn what_leads_to_a_record_says_who_holds_it() {
        let workspace = workspace();
        let of = |record, tag| Link::new(record, NodeId::ROOT, tag, To::Record(0), Span::default());
        let list = [of(0, 3), of(3, Tag::MAX), of(NO_RECORD, 5)];
        let links = Incoming::new(&list, &workspace.records, 0);
        let kind = |id: &str| workspace.kinds.number(id).unwrap();
        let said: Vec<_> =
            links.to_record(0).map(|link| (link.record, link.kind, link.tag)).collect();
        let holders =
            [(0, kind("role"), 3), (3, kind("control"), Tag::MAX), (NO_RECORD, NO_KIND, 5)];
        assert_eq!(said, holders);
        let last = Backlink { number: 1, record: 2, kind: KindNo::MAX, tag: Tag::MAX };
        assert_eq!(Backlink::unpack(last.pack()), last);
    }
}
