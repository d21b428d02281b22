//! What is known of a subject without looking at it: what `complint.toml` says, which keys records
//! like it give, and their state.

use jiff::civil::Date;

use super::ask::{Ask, Asks};
use crate::config::Interval;
use crate::kind::{Factors, Info, Key, KeyType, NO_TAG, State, Tag, Tags};
use crate::rule::eval::{Over, Row, Subject};
use crate::rule::getter::{Derived, Getter};
use crate::rule::plan::{Is, When, place};
use crate::workspace::Workspace;
use crate::workspace::given::{self, Bits};

/// What is known of subjects that are alike.
pub(super) struct Sight<'s, 'w> {
    programme: &'s Subject<'w>,
    /// The keys that the subject gives, where it is a record and these are all that there is to know.
    keys: Option<Keys<'w>>,
    /// The state of the record that it is, or is a part of.
    state: Option<State>,
    /// The requirements that it is one of.
    rows: &'s [Row<'w>],
}

impl<'s, 'w> Sight<'s, 'w> {
    /// Of a subject of which only the programme is known that it belongs to.
    pub(super) fn of_programme(programme: &'s Subject<'w>) -> Self {
        Self { programme, keys: None, state: None, rows: &[] }
    }

    /// Of requirements that are alike.
    pub(super) fn of_requirements(programme: &'s Subject<'w>, rows: &'s [Row<'w>]) -> Self {
        Self { rows, ..Self::of_programme(programme) }
    }

    /// Of a record of a kind that gives these keys and no others.
    pub(super) fn of_record(
        programme: &'s Subject<'w>,
        info: &'w Info,
        given: Bits,
        state: State,
    ) -> Self {
        let workspace = programme.workspace;
        let keys = Some(Keys { workspace, info, given });
        Self { programme, keys, state: Some(state), rows: &[] }
    }

    /// Of the elements of a list in the same record: their keys are others.
    pub(super) fn of_element(&self) -> Self {
        Self { state: self.state, ..Self::of_programme(self.programme) }
    }

    /// The programme that it is of.
    pub(super) fn workspace(&self) -> &'w Workspace {
        self.programme.workspace
    }

    /// The tests of a condition that the subject has to be asked; nothing where one does not hold.
    pub(super) fn open_tests(&self, when: &'w When) -> Option<Asks<'w>> {
        let mut answered = 0;
        if let Some(state) = self.state {
            let given = self.keys.as_ref().map_or(0, |keys| keys.given);
            if !when.masks.hold(given, state) {
                return None;
            }
            answered = when.masks.answered();
        }
        let mut open = Asks::default();
        for (at, test) in when.tests.iter().enumerate() {
            if answered & place(at) != 0 {
                continue;
            }
            match self.tells(test) {
                Some(true) => {}
                Some(false) => return None,
                None => open.push(Ask::of(test, self.programme, self.keys.as_ref())),
            }
        }
        Some(open)
    }

    /// Whether a test holds, where that is known.
    fn tells(&self, (getter, is): &(Getter, Is)) -> Option<bool> {
        if matches!(getter, Getter::Setting(_)) {
            return asked(self.programme, getter, is);
        }
        if let (Getter::Field(field), Is::OneOf(words)) = (getter, is) {
            return Row::share(self.rows, *field, words);
        }
        let keys = self.keys.as_ref()?;
        if keys.lack(getter) {
            return is.of_nothing();
        }
        match is {
            Is::Present if keys.have(getter) => Some(true),
            Is::Absent if keys.have(getter) => Some(false),
            _ => None,
        }
    }
}

/// What a subject says for all that are like it.
fn asked(subject: &Subject<'_>, getter: &Getter, is: &Is) -> Option<bool> {
    let holds = is.is_of_programme().then(|| subject.is(getter, is));
    // What cannot be used is neither so nor so.
    if subject.unusable.take() { None } else { holds }
}

/// The keys that a record gives, and no others.
pub(super) struct Keys<'w> {
    workspace: &'w Workspace,
    pub(super) info: &'w Info,
    given: Bits,
}

impl<'w> Keys<'w> {
    pub(super) fn has(&self, tag: Tag) -> bool {
        given::bit(tag).is_some_and(|bit| self.given & bit != 0)
    }

    /// Whether there is certainly no value.
    fn lack(&self, getter: &Getter) -> bool {
        match getter {
            Getter::Derived(derived) => self.lack_derived(*derived),
            Getter::Key(tags)
                if given::bit_at(self.info, tags).is_some_and(|bit| self.given & bit == 0) =>
            {
                true
            }
            _ => getter.head().is_some_and(|tag| !self.has(tag)),
        }
    }

    fn lack_derived(&self, derived: Derived) -> bool {
        let known = self.info.known;
        match derived {
            Derived::Score => self.lack_factors(&self.info.score),
            Derived::ResidualScore => self.lack_factors(&self.info.residual_score),
            Derived::RemainingScore => {
                self.lack_derived(Derived::ResidualScore) && self.lack_derived(Derived::Score)
            }
            Derived::Interval => !self.has(known.review_every) && !self.is_declared(),
            Derived::LastReview => {
                ![known.reviewed, known.approved, known.since].iter().any(|tag| self.has(*tag))
            }
            Derived::ReviewDue => {
                !self.has(known.next_review)
                    && (self.lack_derived(Derived::LastReview)
                        || self.lack_derived(Derived::Interval))
            }
            Derived::Kind | Derived::State | Derived::Documented | Derived::Newest => false,
        }
    }

    /// Whether two numbers are certainly there, as no other value of their keys can be used.
    fn have_factors(&self, factors: &Factors) -> bool {
        let is_whole = |key: &Key| key.value == KeyType::Integer && key.or.is_none() && !key.list;
        let is_number = |tags: &Tags| {
            let key = tags.last().and_then(|tag| self.info.key(*tag));
            let bit = given::bit_at(self.info, tags);
            key.is_some_and(is_whole) && bit.is_some_and(|bit| self.given & bit != 0)
        };
        factors.as_ref().is_some_and(|factors| factors.iter().all(is_number))
    }

    fn lack_factors(&self, factors: &Factors) -> bool {
        let is_there = |tags: &Tags| tags.first().is_some_and(|tag| self.has(*tag));
        !factors.as_ref().is_some_and(|factors| factors.iter().all(is_there))
    }

    /// The interval of reviews that is declared for the kind.
    pub(super) fn interval(&self) -> Option<&'w Interval> {
        self.workspace.settings.interval(&self.info.kind.id)
    }

    fn is_declared(&self) -> bool {
        self.interval().is_some()
    }

    /// Whether there certainly is a value.
    fn have(&self, getter: &Getter) -> bool {
        let known = self.info.known;
        let Getter::Derived(derived) = getter else { return false };
        match derived {
            // The record's own goes before, and may not be a duration.
            Derived::Interval => !self.has(known.review_every) && self.is_declared(),
            Derived::LastReview => {
                [known.reviewed, known.approved, known.since].iter().any(|tag| self.has_day(*tag))
            }
            Derived::Score => self.have_factors(&self.info.score),
            Derived::ResidualScore => self.have_factors(&self.info.residual_score),
            Derived::RemainingScore => {
                self.have_factors(&self.info.score) || self.have_factors(&self.info.residual_score)
            }
            _ => false,
        }
    }

    /// Whether a key is there and holds a day, as no other value can be used.
    pub(super) fn has_day(&self, tag: Tag) -> bool {
        let is_day = |key: &Key| key.value == KeyType::Date && key.or.is_none();
        tag != NO_TAG && self.has(tag) && self.info.key(tag).is_some_and(is_day)
    }
}

/// The programme as subject of what it tells of everything in it.
pub(super) fn programme(workspace: &Workspace, today: Date) -> Subject<'_> {
    Subject::new(workspace, today, Over::Programme)
}
