//! What is left to ask of a condition, once that is settled which is the same for many subjects.

use super::ask::{Ask, Asks};
use super::sight::Sight;
use crate::rule::eval::Subject;
use crate::rule::plan::{self, Relating, When};

/// What is left to ask of a condition.
#[derive(Debug)]
pub(super) enum Left<'p> {
    Holds,
    Fails,
    Open(Rest<'p>),
}

/// The parts of a condition that each subject has to be asked.
#[derive(Debug)]
pub(super) struct Rest<'p> {
    tests: Asks<'p>,
    /// Most ask for no more than tests.
    beyond: Option<Box<Beyond<'p>>>,
}

/// What a condition asks for beyond tests of keys.
#[derive(Debug)]
struct Beyond<'p> {
    any: Vec<Rest<'p>>,
    not: Vec<Rest<'p>>,
    some: &'p [Relating],
    none: &'p [Relating],
    /// How long it takes to ask, roughly.
    cost: usize,
}

impl<'p> Left<'p> {
    pub(super) fn of(when: &'p When, sight: &Sight<'_, 'p>) -> Self {
        let Some(tests) = sight.open_tests(when) else { return Self::Fails };
        let mut beyond = None;
        if let Some(asked) = &when.beyond {
            let Some(left) = Beyond::of(asked, sight) else { return Self::Fails };
            beyond = (!left.is_empty()).then(|| Box::new(left));
        }
        if tests.is_empty() && beyond.is_none() {
            return Self::Holds;
        }
        Self::Open(Rest { tests, beyond })
    }

    /// Whether what tests of keys are left hold.
    pub(super) fn tests_hold(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::Holds => true,
            Self::Fails => false,
            Self::Open(rest) => rest.tests_hold(subject),
        }
    }

    /// Whether what is left beyond tests of keys holds.
    pub(super) fn holds_beyond(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::Holds => true,
            Self::Fails => false,
            Self::Open(rest) => rest.holds_beyond(subject),
        }
    }

    /// How long it takes to ask, roughly.
    pub(super) fn cost(&self) -> usize {
        if let Self::Open(rest) = self { rest.cost() } else { 0 }
    }

    /// The same without tests of keys.
    pub(super) fn cost_beyond(&self) -> usize {
        if let Self::Open(rest) = self { rest.cost_beyond() } else { 0 }
    }

    /// Whether it asks for one of some words, which most subjects do not say.
    pub(super) fn is_choosy(&self) -> bool {
        let Self::Open(rest) = self else { return false };
        rest.tests.iter().any(Ask::wants_words)
    }
}

impl Rest<'_> {
    fn holds(&self, subject: &Subject<'_>) -> bool {
        self.tests_hold(subject) && self.holds_beyond(subject)
    }

    fn tests_hold(&self, subject: &Subject<'_>) -> bool {
        self.tests.iter().all(|ask| ask.holds(subject))
    }

    fn holds_beyond(&self, subject: &Subject<'_>) -> bool {
        self.beyond.as_ref().is_none_or(|beyond| beyond.holds(subject))
    }

    fn cost(&self) -> usize {
        self.tests.len() + self.cost_beyond()
    }

    fn cost_beyond(&self) -> usize {
        self.beyond.as_ref().map_or(0, |beyond| beyond.cost)
    }
}

impl<'p> Beyond<'p> {
    /// What is left; nothing where that cannot hold.
    fn of(asked: &'p plan::Beyond, sight: &Sight<'_, 'p>) -> Option<Self> {
        let not = excluded(&asked.not, sight)?;
        let any = alternatives(&asked.any, sight)?;
        let inner: usize = any.iter().chain(&not).map(Rest::cost).sum();
        let relations: usize = asked.some.iter().chain(&asked.none).map(Relating::cost).sum();
        let cost = inner + relations;
        Some(Self { any, not, some: &asked.some, none: &asked.none, cost })
    }

    fn is_empty(&self) -> bool {
        let inner = self.any.is_empty() && self.not.is_empty();
        inner && self.some.is_empty() && self.none.is_empty()
    }

    fn holds(&self, subject: &Subject<'_>) -> bool {
        (self.any.is_empty() || self.any.iter().any(|inner| inner.holds(subject)))
            && !self.not.iter().any(|inner| inner.holds(subject))
            && self.some.iter().all(|relation| subject.reaches(relation))
            && self.none.iter().all(|relation| subject.lacks(relation))
    }
}

/// What is left of conditions that must not hold; nothing where one of them does.
fn excluded<'p>(not: &'p [When], sight: &Sight<'_, 'p>) -> Option<Vec<Rest<'p>>> {
    let mut open = Vec::new();
    for inner in not {
        match Left::of(inner, sight) {
            Left::Holds => return None,
            Left::Fails => {}
            Left::Open(rest) => open.push(rest),
        }
    }
    Some(open)
}

/// What is left of conditions of which one has to hold, if there are any; nothing where none can.
fn alternatives<'p>(any: &'p [When], sight: &Sight<'_, 'p>) -> Option<Vec<Rest<'p>>> {
    let mut open = Vec::new();
    for inner in any {
        match Left::of(inner, sight) {
            // The others do not matter.
            Left::Holds => return Some(Vec::new()),
            Left::Fails => {}
            Left::Open(rest) => open.push(rest),
        }
    }
    (any.is_empty() || !open.is_empty()).then_some(open)
}
