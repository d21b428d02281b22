//! Tests as they are asked of one subject after the other. What they compare with is mostly the same for
//! all of them: a day so far from today, a number that `complint.toml` says.

use jiff::civil::Date;

use crate::rule::eval::Subject;
use crate::rule::getter::Getter;
use crate::rule::plan::{Is, Limit};

/// A test that is left to ask.
#[derive(Debug)]
pub(super) struct Ask<'p> {
    getter: &'p Getter,
    is: &'p Is,
    bounds: Option<Bounds>,
}

/// What a value lies between, the ends included, where that is the same for all.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Bounds {
    Days(Date, Date),
    Numbers(f64, f64),
}

impl<'p> Ask<'p> {
    pub(super) fn of((getter, is): &'p (Getter, Is), programme: &Subject<'_>) -> Self {
        let bounds = match is {
            Is::Within(limits) if !limits.is_empty() => {
                days(limits, programme).or_else(|| numbers(limits, programme))
            }
            _ => None,
        };
        Self { getter, is, bounds }
    }

    /// Whether it is one of some words that are asked for.
    pub(super) fn wants_words(&self) -> bool {
        matches!(self.is, Is::OneOf(_))
    }

    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        let lies_within = match self.bounds {
            Some(Bounds::Days(first, last)) => subject
                .day_plainly(self.getter)
                .map(|day| day.is_some_and(|day| first <= day && day <= last)),
            Some(Bounds::Numbers(least, most)) => subject
                .number_plainly(self.getter)
                .map(|number| number.is_some_and(|number| least <= number && number <= most)),
            None => None,
        };
        debug_assert!(lies_within.is_none_or(|within| within == subject.is(self.getter, self.is)));
        lies_within.unwrap_or_else(|| subject.is(self.getter, self.is))
    }
}

/// The days that limits leave, where they are days and nothing else.
fn days(limits: &[Limit], programme: &Subject<'_>) -> Option<Bounds> {
    let (mut first, mut last) = (Date::MIN, Date::MAX);
    for limit in limits {
        match limit {
            Limit::NotBefore(term) => first = first.max(programme.day_for_all(term)?),
            Limit::After(term) => first = first.max(programme.day_for_all(term)?.tomorrow().ok()?),
            Limit::NotAfter(term) => last = last.min(programme.day_for_all(term)?),
            Limit::Before(term) => last = last.min(programme.day_for_all(term)?.yesterday().ok()?),
            _ => return None,
        }
    }
    Some(Bounds::Days(first, last))
}

/// The same for numbers.
fn numbers(limits: &[Limit], programme: &Subject<'_>) -> Option<Bounds> {
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    for limit in limits {
        match limit {
            Limit::Min(term) => least = least.max(programme.number_for_all(term)?),
            Limit::Max(term) => most = most.min(programme.number_for_all(term)?),
            _ => return None,
        }
    }
    Some(Bounds::Numbers(least, most))
}
