//! Tests that the filters of several rules share.
//!
//! Nearly every rule looks at live records only, and many at the same few words of the same key. In a
//! large programme such a test is asked once of a record, not once by each rule.

use crate::rule::eval::Subject;
use crate::rule::getter::Getter;
use crate::rule::plan::{Is, Limit, Plan, Plans};

/// So many different tests of a kind have a number.
const MOST: usize = u128::BITS as usize;

/// By kind and plan the numbers of the tests of its filter: the same test has the same number.
#[derive(Debug, Default)]
pub(super) struct Shared {
    by_kind: Vec<Vec<Vec<Option<u8>>>>,
}

type Test = (Getter, Is);

impl Shared {
    /// Numbers the tests of every kind. What this costs is only won back over many records.
    pub(super) fn of(plans: &Plans) -> Self {
        Self { by_kind: plans.records.iter().map(|plans| numbered(plans)).collect() }
    }

    /// The plans of a kind, each with the numbers of its tests.
    pub(super) fn with<'s>(
        &'s self,
        kind: usize,
        plans: &'s [Plan],
    ) -> impl Iterator<Item = (&'s Plan, &'s [Option<u8>])> {
        let numbers = self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default();
        plans
            .iter()
            .enumerate()
            .map(|(at, plan)| (plan, numbers.get(at).map(Vec::as_slice).unwrap_or_default()))
    }
}

fn numbered(plans: &[Plan]) -> Vec<Vec<Option<u8>>> {
    let mut known: Vec<&Test> = Vec::new();
    let mut numbers = Vec::with_capacity(plans.len());
    for plan in plans {
        // What is asked of elements is not asked of the record.
        let tests = plan.filter.tests.iter().filter(|_| plan.element.is_none());
        numbers.push(tests.map(|test| number(&mut known, test)).collect());
    }
    numbers
}

fn number<'p>(known: &mut Vec<&'p Test>, test: &'p Test) -> Option<u8> {
    let at = known.iter().position(|other| same(other, test)).unwrap_or(known.len());
    if at >= MOST {
        return None;
    }
    if at == known.len() {
        known.push(test);
    }
    u8::try_from(at).ok()
}

fn same((getter, is): &Test, (other, other_is): &Test) -> bool {
    getter == other && same_is(is, other_is)
}

/// Whether two tests are the same. Bounds are not compared: few rules share one.
fn same_is(one: &Is, other: &Is) -> bool {
    match (one, other) {
        (Is::Present, Is::Present) | (Is::Absent, Is::Absent) => true,
        (Is::OneOf(one), Is::OneOf(other)) => one == other,
        (Is::Within(one), Is::Within(other)) => match (one.as_slice(), other.as_slice()) {
            ([Limit::Not(one)], [Limit::Not(other)]) => same_is(one, other),
            _ => false,
        },
        _ => false,
    }
}

/// What is known of the tests of one record.
#[derive(Default)]
pub(super) struct Asked {
    known: u128,
    held: u128,
}

impl Asked {
    /// Whether the tests in the filter of a plan hold of the record.
    pub(super) fn holds(
        &mut self,
        subject: &Subject<'_>,
        plan: &Plan,
        numbers: &[Option<u8>],
    ) -> bool {
        let mut tests = plan.filter.tests.iter().enumerate();
        tests.all(|(at, test)| self.test(subject, test, numbers.get(at).copied().flatten()))
    }

    fn test(&mut self, subject: &Subject<'_>, (getter, is): &Test, number: Option<u8>) -> bool {
        let Some(bit) = number.map(|number| 1u128 << number) else {
            return subject.is(getter, is);
        };
        if self.known & bit != 0 {
            return self.held & bit != 0;
        }
        let holds = subject.is(getter, is);
        // That a value cannot be used has to be noted for each rule that asks for it.
        if !subject.unusable.get() {
            self.known |= bit;
            self.held |= if holds { bit } else { 0 };
        }
        holds
    }
}

#[cfg(test)]
mod tests {
    use super::{Is, Limit, same_is};
    use crate::rule::types::Literal;

    #[test]
    fn only_the_same_tests_are_the_same() {
        let word = |word: &str| Is::OneOf(vec![Literal::LitText(word.to_owned().into())]);
        let not = |is| Is::Within(vec![Limit::Not(is)]);
        assert!(same_is(&word("live"), &word("live")));
        assert!(!same_is(&word("live"), &word("ended")));
        assert!(same_is(&not(word("live")), &not(word("live"))));
        assert!(!same_is(&not(word("live")), &word("live")));
        assert!(!same_is(&not(Is::Absent), &not(Is::Present)));
        assert!(!same_is(&Is::Within(Vec::new()), &Is::Within(Vec::new())));
    }
}
