//! What is left to ask of a condition, once that is settled which is the same for many subjects.

use super::sight::Sight;
use crate::rule::eval::Subject;
use crate::rule::getter::Getter;
use crate::rule::plan::{Is, Relating, When};

/// What is left to ask of a condition.
#[derive(Debug)]
pub(super) enum Left<'p> {
    Holds,
    Fails,
    Open(Rest<'p>),
}

/// The parts of a condition that each subject has to be asked.
#[derive(Debug, Default)]
pub(super) struct Rest<'p> {
    tests: Vec<&'p (Getter, Is)>,
    any: Vec<Rest<'p>>,
    not: Vec<Rest<'p>>,
    some: &'p [Relating],
    none: &'p [Relating],
}

impl<'p> Left<'p> {
    pub(super) fn of(when: &'p When, sight: &Sight<'_, '_>) -> Self {
        let Some(tests) = sight.open_tests(when) else { return Self::Fails };
        let Some(not) = excluded(&when.not, sight) else { return Self::Fails };
        let Some(any) = alternatives(&when.any, sight) else { return Self::Fails };
        let rest = Rest { tests, any, not, some: &when.some, none: &when.none };
        if rest.is_empty() { Self::Holds } else { Self::Open(rest) }
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
}

impl Rest<'_> {
    fn is_empty(&self) -> bool {
        self.tests.is_empty()
            && self.any.is_empty()
            && self.not.is_empty()
            && self.some.is_empty()
            && self.none.is_empty()
    }

    fn holds(&self, subject: &Subject<'_>) -> bool {
        self.tests_hold(subject) && self.holds_beyond(subject)
    }

    fn tests_hold(&self, subject: &Subject<'_>) -> bool {
        self.tests.iter().all(|(getter, is)| subject.is(getter, is))
    }

    fn holds_beyond(&self, subject: &Subject<'_>) -> bool {
        (self.any.is_empty() || self.any.iter().any(|inner| inner.holds(subject)))
            && !self.not.iter().any(|inner| inner.holds(subject))
            && self.some.iter().all(|relation| subject.reaches(relation))
            && self.none.iter().all(|relation| subject.lacks(relation))
    }
}

/// What is left of conditions that must not hold; nothing where one of them does.
fn excluded<'p>(not: &'p [When], sight: &Sight<'_, '_>) -> Option<Vec<Rest<'p>>> {
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
fn alternatives<'p>(any: &'p [When], sight: &Sight<'_, '_>) -> Option<Vec<Rest<'p>>> {
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
