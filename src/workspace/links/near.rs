//! Ids that could have been meant where one is missed.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::finding::Safety;
use crate::kind::KindNo;
use crate::kind::read::mended_id;
use crate::words::{Letters, letters_in, letters_may_be, reach, same_spelling, slips_within};
use crate::workspace::Workspace;

/// So many are named where several could have been meant alike.
const NAMED: usize = 3;

/// An id that could have been meant.
pub(super) struct Near<'n> {
    /// The id.
    pub(super) id: &'n str,
    /// Its record.
    pub(super) number: u32,
    /// Whether a fix may put it in unseen.
    pub(super) safety: Safety,
}

/// The ids of each kind, read once the first of them is missed: over a large programme, reading
/// them for every misspelt reference would cost more than all rules.
#[derive(Debug)]
pub(super) struct Names<'w> {
    pub(super) workspace: &'w Workspace,
    by_kind: Vec<OnceLock<Known<'w>>>,
    /// Whether there are few enough to guess what was meant.
    guess: bool,
}

/// The ids of a kind.
#[derive(Debug)]
struct Known<'w> {
    /// The letters of each, side by side: nearly all ids are told from the one that is missed by these
    /// alone.
    letters: Vec<u64>,
    list: Vec<Name<'w>>,
    /// Whether letters are what the bytes stand for in all of them.
    ascii: bool,
}

#[derive(Debug)]
struct Name<'w> {
    id: Cow<'w, str>,
    number: u32,
}

impl<'w> Known<'w> {
    fn of(workspace: &'w Workspace, kind: KindNo) -> Self {
        let numbers = workspace.ids.of_kind(kind);
        let mut known = Self::with_room(numbers.len());
        for number in numbers {
            let Some(record) = workspace.records.get(*number as usize) else { continue };
            let id = match record.verbatim {
                true => Cow::Borrowed(workspace.ids.name(record.name)),
                false => workspace.id(record),
            };
            known.add(id, *number);
        }
        known
    }

    fn with_room(count: usize) -> Self {
        Self { letters: Vec::with_capacity(count), list: Vec::with_capacity(count), ascii: true }
    }

    fn add(&mut self, id: Cow<'w, str>, number: u32) {
        self.ascii &= id.is_ascii();
        self.letters.push(letters_in(&id));
        self.list.push(Name { id, number });
    }
}

impl<'w> Names<'w> {
    pub(super) fn new(workspace: &'w Workspace, guess: bool) -> Self {
        let by_kind = workspace.kinds.iter().map(|_| OnceLock::new()).collect();
        Self { workspace, by_kind, guess }
    }

    fn of(&self, kind: KindNo) -> Option<&Known<'w>> {
        let known = self.by_kind.get(kind as usize)?;
        Some(known.get_or_init(|| Known::of(self.workspace, kind)))
    }

    /// The closest ids of some kinds: of those that are equally close the first few.
    pub(super) fn near(&self, targets: &[KindNo], id: &str) -> Vec<Near<'_>> {
        if !self.guess {
            return Vec::new();
        }
        let mut search = Search::new(mended_id(id));
        targets.iter().filter_map(|kind| self.of(*kind)).for_each(|known| search.all(known));
        search.found
    }
}

/// The search for the ids that are closest to one.
struct Search<'n> {
    wanted: String,
    letters: u64,
    counts: Letters,
    /// How many slips away the closest are; more would be too many before any was found.
    best: usize,
    /// How many slips away another may be to be worth finding; nothing where none is.
    most: Option<usize>,
    found: Vec<Near<'n>>,
}

impl<'n> Search<'n> {
    fn new(wanted: String) -> Self {
        let (letters, counts) = (letters_in(&wanted), Letters::of(&wanted));
        let best = reach(usize::MAX);
        Self { wanted, letters, counts, best, most: Some(best), found: Vec::new() }
    }

    fn all(&mut self, known: &'n Known<'_>) {
        let ascii = known.ascii && self.wanted.is_ascii();
        for (letters, name) in known.letters.iter().zip(&known.list) {
            let Some(most) = self.most else { return };
            if ascii && !letters_may_be(*letters, self.letters, most) {
                continue;
            }
            let same = !ascii || *letters == self.letters;
            if same && same_spelling(&self.wanted, &name.id) {
                self.add(name, 0, Safety::Safe);
            } else if let Some(distance) = self.slips(name, most) {
                self.add(name, distance, Safety::Unsafe);
            }
        }
    }

    /// Adds an id that is as close as the closest, or closer.
    fn add(&mut self, name: &'n Name<'_>, distance: usize, safety: Safety) {
        if distance < self.best {
            self.best = distance;
            self.found.clear();
        }
        self.found.push(Near { id: &name.id, number: name.number, safety });
        // Once there are enough, only what is closer still makes a difference.
        self.most = if self.found.len() < NAMED { Some(distance) } else { distance.checked_sub(1) };
    }

    /// How far away an id is, if that is no further than it may be.
    fn slips(&self, name: &Name<'_>, most: usize) -> Option<usize> {
        let (one, other) = (self.wanted.len(), name.id.len());
        let reach = reach(one.max(other)).min(most);
        // So few come here that the letters of all are not worth counting beforehand.
        let close =
            one.abs_diff(other) <= reach && self.counts.may_be(&Letters::of(&name.id), reach);
        close.then(|| slips_within(&self.wanted, &name.id, reach)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::{Known, NAMED, Search};
    use crate::words::{same_spelling, slips};

    fn found(wanted: &str, ids: &[String]) -> Vec<u32> {
        let mut known = Known::with_room(ids.len());
        for (number, id) in (0..).zip(ids) {
            known.add(Cow::Borrowed(id), number);
        }
        let mut search = Search::new(wanted.to_owned());
        search.all(&known);
        search.found.iter().map(|near| near.number).collect()
    }

    /// Every id held against the one that is missed, letter by letter.
    fn closest(wanted: &str, ids: &[String]) -> Vec<u32> {
        let distance =
            |id: &str| if same_spelling(wanted, id) { Some(0) } else { slips(wanted, id) };
        let distances: Vec<Option<usize>> = ids.iter().map(|id| distance(id)).collect();
        let least = distances.iter().flatten().min();
        let close =
            (0..).zip(&distances).filter(|(_, one)| least.is_some() && one.as_ref() == least);
        close.map(|(number, _)| number).take(NAMED).collect()
    }

    #[test]
    fn the_first_of_those_that_are_equally_close_are_found() {
        let ids =
            ["backup-12", "backup-13", "back-up-99", "Backup_12", "restore"].map(str::to_owned);
        assert_eq!(found("backup-11", &ids), [0, 1]);
        assert_eq!(found("backup12", &ids), [0, 3]);
        assert!(found("nothing-like-it", &ids).is_empty());
        let ids = ["ab-10", "ab-20", "ab-30", "ab-40", "AB60"].map(str::to_owned);
        assert_eq!(found("ab-50", &ids), [0, 1, 2]);
        assert_eq!(found("ab-60", &ids), [4]);
    }

    proptest! {
        /// What tells ids apart quickly loses none that is as close as the closest.
        #[test]
        fn none_is_lost(
            wanted in "[ab][abc1-3ü_-]{0,9}",
            ids in proptest::collection::vec("[abAB][abc1-3ü_-]{0,9}", 0..12),
        ) {
            prop_assert_eq!(found(&wanted, &ids), closest(&wanted, &ids));
        }
    }
}
