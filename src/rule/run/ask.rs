//! Tests as they are asked of one subject after the other. What they compare with is mostly the same for
//! all of them: a day so far from today, a number that `complint.toml` says, some words.

use jiff::civil::Date;

use crate::document::Day;
use crate::kind::{Info, Key, Tag};
use crate::rule::eval::Subject;
use crate::rule::getter::Getter;
use crate::rule::plan::{Is, Limit};
use crate::rule::types::Literal;

/// A test that is left to ask.
#[derive(Debug)]
pub(super) struct Ask<'p> {
    getter: &'p Getter,
    is: &'p Is,
    quick: Option<Quick<'p>>,
}

/// What a value is held against, where that is the same for all. What lies between two ends may be one
/// of them.
#[derive(Debug)]
enum Quick<'p> {
    Days(Date, Date),
    Numbers(f64, f64),
    /// Days as they are written at a key.
    Written(&'p [Tag], Day, Day),
    /// Words at a key.
    Words(&'p [Tag], &'p Key, &'p [Literal]),
}

impl<'p> Ask<'p> {
    /// `info` is the kind of the records that are asked, where these are all of one.
    pub(super) fn of(
        (getter, is): &'p (Getter, Is),
        programme: &Subject<'_>,
        info: Option<&'p Info>,
    ) -> Self {
        let quick = match is {
            Is::Within(limits) if !limits.is_empty() => {
                let days = days(limits, programme).map(|ends| within_days(getter, ends));
                days.or_else(|| numbers(limits, programme))
            }
            Is::OneOf(words) => among(getter, words, info),
            _ => None,
        };
        Self { getter, is, quick }
    }

    /// Whether it is one of some words that are asked for.
    pub(super) fn wants_words(&self) -> bool {
        matches!(self.is, Is::OneOf(_))
    }

    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        let holds = self.quick.as_ref().and_then(|quick| quick.holds(self.getter, subject));
        debug_assert!(holds.is_none_or(|holds| holds == subject.is(self.getter, self.is)));
        holds.unwrap_or_else(|| subject.is(self.getter, self.is))
    }
}

impl Quick<'_> {
    /// Whether it holds of a subject; nothing where that takes more than a look.
    fn holds(&self, getter: &Getter, subject: &Subject<'_>) -> Option<bool> {
        Some(match self {
            Self::Days(first, last) => {
                let day = subject.day_plainly(getter)?;
                day.is_some_and(|day| *first <= day && day <= *last)
            }
            Self::Numbers(least, most) => {
                let number = subject.number_plainly(getter)?;
                number.is_some_and(|number| *least <= number && number <= *most)
            }
            Self::Written(tags, first, last) => {
                let day = subject.written_day(tags)?;
                day.is_some_and(|day| *first <= day && day <= *last)
            }
            Self::Words(tags, key, words) => return subject.says_one_of(tags, key, words),
        })
    }
}

fn within_days(getter: &Getter, (first, last): (Date, Date)) -> Quick<'_> {
    match getter {
        // Of a day before the first that can be written it makes no difference which it is.
        Getter::Key(tags) if last.year() >= 0 => Quick::Written(tags, first.into(), last.into()),
        _ => Quick::Days(first, last),
    }
}

fn among<'p>(
    getter: &'p Getter,
    words: &'p [Literal],
    info: Option<&'p Info>,
) -> Option<Quick<'p>> {
    let Getter::Key(tags) = getter else { return None };
    let key = info?.key(*tags.last()?)?;
    Some(Quick::Words(tags, key, words))
}

/// The days that limits leave, where they are days and nothing else.
fn days(limits: &[Limit], programme: &Subject<'_>) -> Option<(Date, Date)> {
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
    Some((first, last))
}

/// The same for numbers.
fn numbers(limits: &[Limit], programme: &Subject<'_>) -> Option<Quick<'static>> {
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    for limit in limits {
        match limit {
            Limit::Min(term) => least = least.max(programme.number_for_all(term)?),
            Limit::Max(term) => most = most.min(programme.number_for_all(term)?),
            _ => return None,
        }
    }
    Some(Quick::Numbers(least, most))
}
