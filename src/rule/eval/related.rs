//! Other records: those that refer to a subject, those it refers to, and all of a kind.

use super::{Over, Row, Subject};
use crate::framework::RequirementNo;
use crate::kind::read::{Link, To};
use crate::kind::{KindNo, Tag};
use crate::rule::plan::{Reach, Relating};
use crate::workspace::given::Bits;
use crate::workspace::links::{self, Backlink};

impl<'w> Subject<'w> {
    /// Whether a relation has as many records as it wants.
    pub(crate) fn reaches(&self, relation: &Relating) -> bool {
        let mut last = None;
        let mut count = 0;
        // Links of one record to one target follow one another: each record counts once.
        self.related(relation, &mut |(record, _)| {
            count += usize::from(last != Some(record));
            last = Some(record);
            count < relation.min
        });
        if count < relation.min {
            self.doubt(relation);
        }
        count >= relation.min
    }

    /// Whether a relation reaches no record.
    pub(crate) fn lacks(&self, relation: &Relating) -> bool {
        let lacks = self.related(relation, &mut |_| false);
        if lacks {
            self.doubt(relation);
        }
        lacks
    }

    /// Notes whether what a relation does not reach may be named by a value that cannot be read.
    fn doubt(&self, relation: &Relating) {
        let bad = &self.workspace.bad;
        let hides = |(kind, tag): &(KindNo, Tag)| match (&relation.to, self.over) {
            (Reach::Incoming { keys, .. }, _) => keys.of(*kind) == Some(*tag),
            (Reach::Outgoing(own), Over::Record { record, .. }) => {
                record.kind == *kind && own == tag && bad.any_in(record.source)
            }
            _ => false,
        };
        if bad.keys().iter().any(hides) {
            self.unusable.set(true);
        }
    }

    /// Calls for each record that a relation reaches, with the link it was reached by, until the
    /// callee says no; whether it never did. For a requirement that the subject names, it calls with
    /// the subject itself.
    pub(crate) fn related(
        &self,
        relation: &Relating,
        each: &mut dyn FnMut((u32, Option<&'w Link>)) -> bool,
    ) -> bool {
        let workspace = self.workspace;
        match &relation.to {
            Reach::Own(_) => true,
            Reach::All(kind) => match self.all_that_fit(*kind, relation) {
                Some(known) => known.iter().all(|number| each((*number, None))),
                None => {
                    let mut records = workspace.ids.of_kind(*kind).iter().copied();
                    records.all(|number| !self.fits(number, relation) || each((number, None)))
                }
            },
            Reach::Outgoing(tag) => {
                let Over::Record { number, record, table } = self.over else { return true };
                let links = workspace.links.starting(record.first_link);
                // Of an element only the links in it.
                let part = (table.node() != record.node).then(|| table.extent());
                let inside = |link: &Link| {
                    part.is_none_or(|part| part.contains(links::place(workspace, link).span.start))
                };
                links
                    .iter()
                    .take_while(|link| link.record == number)
                    .filter(|link| link.tag == *tag && inside(link))
                    .all(|link| match link.to() {
                        To::Record(target) if self.fits(target, relation) => {
                            each((target, Some(link)))
                        }
                        To::Requirement(target) if self.asks(target, relation) => {
                            each((number, Some(link)))
                        }
                        _ => true,
                    })
            }
            Reach::Incoming { keys, nature, via } => {
                let fits = |link: Backlink| {
                    let by_key = keys.of(link.kind) == Some(link.tag);
                    (by_key || *nature && link.tag == links::BY_NATURE)
                        && self.fits(link.record, relation)
                };
                let links = &workspace.links;
                let mut visit =
                    |link: Backlink| !fits(link) || each((link.record, links.get(link)));
                match (via, self.over) {
                    (Some(via), _) => self
                        .requirement_at(via)
                        .is_none_or(|number| links.leading_to_requirement(number).all(&mut visit)),
                    (None, Over::Record { number, .. }) => {
                        links.leading_to_record(number).all(&mut visit)
                    }
                    (None, Over::Requirement(row)) => {
                        links.leading_to_requirement(row.number).all(&mut visit)
                    }
                    (None, Over::Programme) => true,
                }
            }
        }
    }

    /// All records of a kind that a relation means, where these are the same whoever asks. The first to
    /// ask only looks as far as it has to: it may be the last.
    fn all_that_fit<'r>(&self, kind: KindNo, relation: &'r Relating) -> Option<&'r [u32]> {
        if relation.filter.asks_outside() || relation.memo.is_first() {
            return None;
        }
        // That a value cannot be used has to be noted by everybody who comes upon it.
        let fitting = || {
            let before = self.unusable.replace(false);
            let records = self.workspace.ids.of_kind(kind).iter().copied();
            let records = records.filter(|number| self.fits(*number, relation)).collect();
            (!self.unusable.replace(before)).then_some(records)
        };
        relation.memo.records(self.today, fitting)
    }

    /// Whether a requirement is one of those that a relation means.
    fn asks(&self, number: RequirementNo, relation: &Relating) -> bool {
        let anew = || {
            let Some(row) = Row::of(self.workspace, number) else { return false };
            let mut other = Subject::new(self.workspace, self.today, Over::Requirement(row));
            other.outer = Some(self);
            other.holds(&relation.filter)
        };
        if !relation.filter.is_of_catalog() {
            return anew();
        }
        relation.memo.row(number, self.workspace.catalogs.count(), anew)
    }

    fn fits(&self, number: u32, relation: &Relating) -> bool {
        let Some(record) = self.workspace.records.get(number as usize) else { return false };
        // Most are told apart without looking at what they say.
        let told = |given: Bits| relation.filter.told(given, record.state);
        if let Some(holds) = self.workspace.given(record).and_then(told) {
            return holds;
        }
        Subject::record(self.workspace, self.today, number).is_some_and(|mut other| {
            other.outer = Some(self);
            let holds = other.holds(&relation.filter);
            if other.unusable.get() {
                self.unusable.set(true);
            }
            holds
        })
    }
}
