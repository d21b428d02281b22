//! Tests as they are asked of one subject after the other. What they compare with is mostly the same for
//! all of them: a day so far from today, a number that `complint.toml` says, some words.

use jiff::civil::Date;

use super::due;
use super::sight::Keys;
use crate::document::Day;
use crate::few::Few;
use crate::kind::{Key, Tag};
use crate::rule::eval::{Subject, is_one_of};
use crate::rule::getter::Getter;
use crate::rule::plan::{Is, Limit};
use crate::rule::types::Literal;
use crate::workspace::said::Meant;

/// A test that is left to ask.
#[derive(Debug)]
pub(super) struct Ask<'p> {
    getter: &'p Getter,
    is: &'p Is,
    quick: Option<Quick<'p>>,
}

/// Those of one condition. Most have one.
pub(super) type Asks<'p> = Few<Ask<'p>, Vec<Ask<'p>>>;

/// What a value is held against, where that is the same for all. What lies between two ends may be one
/// of them.
#[derive(Debug)]
pub(super) enum Quick<'p> {
    Days(Date, Date),
    Numbers(f64, f64),
    /// Days as they are written at a key.
    Written(&'p [Tag], Day, Day),
    /// The same of the later of the days at two keys.
    Later([Tag; 2], Day, Day),
    Words(Words<'p>),
}

/// Words at a key.
#[derive(Debug)]
pub(super) struct Words<'p> {
    key: &'p Key,
    /// Where it is noted which word a record says, which of these are meant.
    noted: Option<Meant>,
}

impl<'p> Ask<'p> {
    /// `keys` are those that the records give that are asked, where these are alike.
    pub(super) fn of(
        (getter, is): &'p (Getter, Is),
        programme: &Subject<'_>,
        keys: Option<&Keys<'p>>,
    ) -> Self {
        let quick = match is {
            Is::Within(limits) if !limits.is_empty() => {
                let days = days(limits, programme);
                let days = days.map(|ends| {
                    due::written(getter, ends, keys).unwrap_or(Quick::Days(ends.0, ends.1))
                });
                days.or_else(|| numbers(limits, programme))
            }
            Is::OneOf(words) => Words::of(getter, words, keys).map(Quick::Words),
            _ => None,
        };
        Self { getter, is, quick }
    }

    /// Whether it is one of some words that are asked for.
    pub(super) fn wants_words(&self) -> bool {
        matches!(self.is, Is::OneOf(_))
    }

    pub(super) fn holds(&self, subject: &Subject<'_>) -> bool {
        let holds = self.quick.as_ref().and_then(|quick| quick.holds(self, subject));
        debug_assert!(holds.is_none_or(|holds| holds == subject.is(self.getter, self.is)));
        holds.unwrap_or_else(|| subject.is(self.getter, self.is))
    }
}

impl Quick<'_> {
    /// Whether it holds of a subject; nothing where that takes more than a look.
    fn holds(&self, Ask { getter, is, .. }: &Ask<'_>, subject: &Subject<'_>) -> Option<bool> {
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
            Self::Later([one, other], first, last) => {
                let [one, other] = [one, other].map(|tag| subject.written_day(&[*tag]));
                let later = one??.max(other??);
                *first <= later && later <= *last
            }
            Self::Words(words) => return words.hold(getter, is, subject),
        })
    }
}

impl<'p> Words<'p> {
    fn of(getter: &'p Getter, words: &'p [Literal], keys: Option<&Keys<'p>>) -> Option<Self> {
        let Getter::Key(tags) = getter else { return None };
        let info = keys?.info;
        let key = info.key(*tags.last()?)?;
        let is_meant = |word: &str| is_one_of(word, key, words);
        let noted = if let [tag] = **tags { Meant::of(info, tag, is_meant) } else { None };
        Some(Self { key, noted })
    }

    /// Whether the subject says one of the words that are asked for.
    fn hold(&self, getter: &Getter, is: &Is, subject: &Subject<'_>) -> Option<bool> {
        let noted = self.noted.and_then(|meant| meant.said_by(subject.said()?));
        let (Getter::Key(tags), Is::OneOf(words)) = (getter, is) else { return noted };
        noted.or_else(|| subject.says_one_of(tags, self.key, words))
    }
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
