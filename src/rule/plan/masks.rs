//! What of a condition the keys that a record gives and its state answer, as bits.
//!
//! Nearly every rule looks at live records that give some key, or do not. Asked with a few operations
//! on numbers that lie beside each other, that costs nothing; asked one by one it was most of what
//! checking a large programme took.

use super::{Is, Limit};
use crate::kind::{Info, State};
use crate::rule::getter::{Derived, Getter};
use crate::rule::types::Literal;
use crate::workspace::given::{self, Bits};

/// So many tests of a condition can be answered so.
const MOST: usize = u32::BITS as usize;

/// The tests of a condition that bits answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Masks {
    /// Keys that have to be there, also for tests that are not answered by that alone.
    here: Bits,
    /// Keys that must not.
    gone: Bits,
    /// The states that are meant.
    states: u8,
    /// The tests that are answered so, by their place in the condition.
    answered: u32,
}

impl Default for Masks {
    fn default() -> Self {
        Self { here: 0, gone: 0, states: ALL, answered: 0 }
    }
}

/// What bits say of one test.
enum Plain {
    Here(Bits),
    Gone(Bits),
    States(u8),
}

impl Plain {
    fn turned(self) -> Self {
        match self {
            Self::Here(bit) => Self::Gone(bit),
            Self::Gone(bit) => Self::Here(bit),
            Self::States(states) => Self::States(ALL & !states),
        }
    }
}

/// Every state.
const ALL: u8 = (1 << State::ALL.len()) - 1;

impl Masks {
    /// What bits answer of tests; of keys only where those are keys of a record, of that kind.
    pub(super) fn of(tests: &[(Getter, Is)], info: Option<&Info>) -> Self {
        let mut masks = Self::default();
        for (at, (getter, is)) in tests.iter().enumerate().take(MOST) {
            if let Some(plain) = plain(getter, is, info) {
                masks.add(plain);
                masks.answered |= place(at);
            } else if let Some(bit) = needed(getter, is, info) {
                masks.add(Plain::Here(bit));
            }
        }
        masks
    }

    fn add(&mut self, plain: Plain) {
        match plain {
            Plain::Here(bit) => self.here |= bit,
            Plain::Gone(bit) => self.gone |= bit,
            Plain::States(states) => self.states &= states,
        }
        // What has to be there and must not be never is.
        if self.here & self.gone != 0 {
            self.states = 0;
        }
    }

    /// The same, with keys that have to be there.
    pub(super) fn with(mut self, here: Bits) -> Self {
        self.add(Plain::Here(here));
        self
    }

    /// Whether the tests hold of a record that gives these keys.
    pub(crate) fn hold(&self, given: Bits, state: State) -> bool {
        given & (self.here | self.gone) == self.here && self.states & bit(state) != 0
    }

    /// The tests that are answered so, a bit for each by its place in the condition.
    pub(crate) fn answered(&self) -> u32 {
        self.answered
    }

    /// Whether they are all of so many tests.
    pub(super) fn answer_all(&self, tests: usize) -> bool {
        self.answered.count_ones() as usize == tests
    }
}

/// The bit of the test at a place of a condition.
pub(crate) fn place(at: usize) -> u32 {
    u32::from(at < MOST).checked_shl(at as u32).unwrap_or(0)
}

fn bit(state: State) -> u8 {
    1 << state as u8
}

/// The key of the record without which a test that bits do not answer never holds.
fn needed(getter: &Getter, is: &Is, info: Option<&Info>) -> Option<Bits> {
    let tag = info.and(getter.head())?;
    given::bit(tag).filter(|_| is.of_nothing() == Some(false))
}

fn plain(getter: &Getter, is: &Is, info: Option<&Info>) -> Option<Plain> {
    match (getter, is) {
        (_, Is::Within(limits)) => match &**limits {
            [Limit::Not(is)] => plain(getter, is, info).map(Plain::turned),
            // A list that says something has an entry, and so has what is no list.
            [Limit::MinItems(term)] if term.is(1) => plain(getter, &Is::Present, info),
            _ => None,
        },
        (Getter::Key(tags), Is::Present) => given::bit_at(info?, tags).map(Plain::Here),
        (Getter::Key(tags), Is::Absent) => given::bit_at(info?, tags).map(Plain::Gone),
        (Getter::Derived(Derived::State), Is::OneOf(words)) => {
            let meant = |word: &Literal| match word {
                Literal::LitText(word) => State::from_name(word),
                _ => None,
            };
            let states = words.iter().filter_map(meant).map(bit);
            Some(Plain::States(states.fold(0, |states, state| states | state)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::few::Few;
    use crate::rule::plan::{Term, TermBase};

    fn key(tag: u8) -> Getter {
        Getter::Key(Few::One(tag))
    }

    fn info(kind: &str) -> Info {
        let kind = crate::kind::shipped().iter().find(|own| own.id == kind).unwrap();
        Info::new(std::borrow::Cow::Borrowed(kind)).unwrap()
    }

    fn not(is: Is) -> Is {
        Is::Within([Limit::Not(is)].into())
    }

    fn state(words: &[&str]) -> Is {
        let words = words.iter().map(|word| Literal::LitText((*word).into()));
        Is::OneOf(Few::Many(words.collect::<Vec<_>>().into()))
    }

    /// The sets of keys, out of the first two, of which tests hold in a state.
    fn holds(tests: &[(Getter, Is)], state: State) -> Vec<Bits> {
        let masks = Masks::of(tests, Some(&info("risk")));
        assert!(masks.answer_all(tests.len()));
        (0..4).filter(|given| masks.hold(*given, state)).collect()
    }

    #[test]
    fn keys_are_there_or_not() {
        assert_eq!(holds(&[], State::Live), [0, 1, 2, 3]);
        assert_eq!(holds(&[(key(0), Is::Present)], State::Live), [1, 3]);
        assert_eq!(holds(&[(key(0), Is::Absent)], State::Live), [0, 2]);
        assert_eq!(
            holds(&[(key(0), not(Is::Absent)), (key(1), not(Is::Present))], State::Live),
            [1]
        );
        assert_eq!(holds(&[(key(0), not(not(Is::Absent)))], State::Live), [0, 2]);
        assert!(holds(&[(key(0), Is::Absent), (key(0), Is::Present)], State::Live).is_empty());
    }

    #[test]
    fn states_are_meant_or_not() {
        let of = |is: Is| -> Vec<State> {
            let tests = [(Getter::Derived(Derived::State), is)];
            let all = State::ALL.iter().copied();
            all.filter(|state| holds(&tests, *state) == [0, 1, 2, 3]).collect()
        };
        assert_eq!(of(state(&["live"])), [State::Live]);
        assert_eq!(of(not(state(&["live"]))), [State::Planned, State::Ended]);
        assert_eq!(of(state(&["live", "ended", "else"])), [State::Live, State::Ended]);
        assert!(of(state(&["else"])).is_empty());
    }

    #[test]
    fn what_takes_a_look_is_left() {
        let left = [
            (Getter::Key(Few::Many([0, 1].into())), Is::Present),
            (key(31), Is::Present),
            (key(254), Is::Absent),
            (key(0), state(&["live"])),
            (key(0), Is::Within([Limit::Not(Is::Present), Limit::Not(Is::Absent)].into())),
            (Getter::Named("a".to_owned()), Is::Present),
            (Getter::Derived(Derived::State), Is::Present),
        ];
        for test in left {
            let tests = [(key(1), Is::Present), test];
            let masks = Masks::of(&tests, Some(&info("risk")));
            assert_eq!(masks.answered(), 1, "{:?}", tests[1]);
            assert!(!masks.answer_all(2));
        }
        // Of an element the keys are others than the record's.
        let tests = [(key(1), Is::Present), (Getter::Derived(Derived::State), state(&["live"]))];
        let masks = Masks::of(&tests, None);
        assert_eq!(masks.answered(), 2);
        assert!(masks.hold(0, State::Live) && !masks.hold(2, State::Ended));
        let many: Vec<_> = (0..40).map(|_| (key(1), Is::Present)).collect();
        let masks = Masks::of(&many, Some(&info("risk")));
        assert_eq!(masks.answered(), u32::MAX);
        assert!(!masks.answer_all(40));
    }

    /// Of a value that is not there most tests do not hold, whatever else they ask.
    #[test]
    fn what_takes_a_look_wants_a_key() {
        let min = |term| Is::Within([Limit::Min(term)].into());
        let literal = || Term::new(TermBase::Literal(Literal::LitInt(2)), None);
        // What it is compared with may turn out to be unusable, and that has to be noted.
        let other = || Term::new(TermBase::Outer(key(0)), None);
        let wanting = |is: Is, info: Option<&Info>| -> Vec<Bits> {
            let masks = Masks::of(&[(key(0), is)], info);
            assert_eq!(masks.answered(), 0);
            (0..4).filter(|given| masks.hold(*given, State::Live)).collect()
        };
        let risk = info("risk");
        for is in [state(&["live"]), min(literal())] {
            assert_eq!(wanting(is, Some(&risk)), [1, 3]);
        }
        for is in [not(min(literal())), min(other()), not(state(&["live"]))] {
            assert_eq!(wanting(is, Some(&risk)), [0, 1, 2, 3]);
        }
        assert_eq!(wanting(state(&["live"]), None), [0, 1, 2, 3]);
    }

    #[test]
    fn keys_of_a_table_are_there_or_not_and_those_of_a_list_are_left() {
        let masks = |kind: &str, path: &str| {
            let info = info(kind);
            let tags = info.find(path).unwrap();
            let bit = given::bit(*tags.last().unwrap()).unwrap();
            (Masks::of(&[(Getter::Key(tags), Is::Present)], Some(&info)), bit)
        };
        let (single, bit) = masks("risk", "residual.impact");
        assert!(single.answer_all(1));
        assert!(single.hold(bit, State::Live) && !single.hold(!bit, State::Live));
        let (list, _) = masks("vendor", "assurance.type");
        assert_eq!(list.answered(), 0);
    }
}
