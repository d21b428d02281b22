//! The tests that nearly all are, answered from the tree: whether a key is there, whether it holds one of
//! some words, and how its number or its day compares.
//!
//! Making a value of what stands there, only to look at it once, would be most of what that takes.

use std::borrow::Cow;

use jiff::civil::Date;

use super::got::has_words;
use super::{Over, Subject};
use crate::document::Day;
use crate::document::{Kind, Value};
use crate::kind::{self, Key, Tag};
use crate::rule::getter::{Derived, Getter};
use crate::rule::plan::{Is, Limit, Term, TermBase};
use crate::rule::types::Literal;
use crate::workspace::Record;
use crate::workspace::given::says_something;
use crate::workspace::said::Said;

/// A value that is looked at where it stands.
#[derive(Clone, Copy)]
enum Seen<'w> {
    Nothing,
    Day(Date),
    Number(i64),
    /// What stands at a key.
    Value(Value<'w>),
}

impl<'w> Subject<'w> {
    /// As [`Subject::is`]; nothing where the answer takes more than a look.
    pub(super) fn is_plainly(&self, getter: &Getter, is: &Is) -> Option<bool> {
        let record = match (self.over, getter, is) {
            (Over::Record { record, .. }, ..) => record,
            (Over::Requirement(row), Getter::Field(field), Is::OneOf(words)) => {
                return row.is_one_of(*field, words);
            }
            _ => return None,
        };
        match getter {
            Getter::Derived(Derived::State) if !self.doubtful => state_is(record, is),
            Getter::Words(text) if !self.doubtful => self.has_words(text, is),
            _ => self.seen_is(record, self.look(getter)?, is),
        }
    }

    /// The day at a key, where it holds one or nothing; nothing at all where that takes more than a
    /// look.
    pub(crate) fn day_plainly(&self, getter: &Getter) -> Option<Option<Date>> {
        self.look(getter)?.day()
    }

    /// The same of a whole number.
    pub(crate) fn number_plainly(&self, getter: &Getter) -> Option<Option<f64>> {
        self.look(getter)?.number()
    }

    /// The day that tags lead to, as it is written, or nothing there; nothing at all where that takes more
    /// than a look.
    pub(crate) fn written_day(&self, tags: &[Tag]) -> Option<Option<Day>> {
        let Some(value) = self.seen_at(tags)? else { return Some(None) };
        value.as_day().map(Some)
    }

    /// Whether what tags lead to, as a key describes it, is one of some words; nothing where that takes
    /// more than a look.
    pub(crate) fn says_one_of(&self, tags: &[Tag], key: &Key, words: &[Literal]) -> Option<bool> {
        let Some(value) = self.seen_at(tags)? else { return Some(false) };
        value.as_str().map(|text| is_one_of(&text, key, words))
    }

    /// The words that the record says, where that is what is looked at.
    pub(crate) fn said(&self) -> Option<Said> {
        match self.over {
            Over::Record { record, .. } if self.given.is_some() => Some(record.said),
            _ => None,
        }
    }

    /// The value that tags lead to, or nothing there; nothing at all where that takes more than a look.
    fn seen_at(&self, tags: &[Tag]) -> Option<Option<Value<'w>>> {
        let Over::Record { table, .. } = self.over else { return None };
        if self.doubtful {
            return None;
        }
        match tags {
            [tag] => Some(self.entry(table, *tag)),
            _ => match self.seen(table, tags)? {
                Seen::Value(value) => Some(Some(value)),
                _ => Some(None),
            },
        }
    }

    /// The whole number that tags lead to; nothing where there is none or it takes more than a look.
    pub(super) fn whole_plainly(&self, tags: &[Tag]) -> Option<i64> {
        self.seen_at(tags)??.as_i64()
    }

    /// What is to be seen of a key; nothing where that takes more than a look.
    fn look(&self, getter: &Getter) -> Option<Seen<'w>> {
        let Over::Record { record, table, .. } = self.over else { return None };
        // That a value cannot be used has to be noted where it is read.
        if self.doubtful {
            return None;
        }
        match getter {
            Getter::Key(tags) => self.seen(table, tags),
            Getter::Derived(derived) => self.seen_of(record, *derived),
            _ => None,
        }
    }

    /// What stands at a key; nothing at all where the way leads through a list.
    fn seen(&self, table: Value<'w>, tags: &[Tag]) -> Option<Seen<'w>> {
        let (first, rest) = tags.split_first()?;
        let Some(mut value) = self.entry(table, *first) else { return Some(Seen::Nothing) };
        for tag in rest {
            if value.is_array() {
                return None;
            }
            let Some(inner) = kind::tagged(value, *tag) else { return Some(Seen::Nothing) };
            value = inner;
        }
        Some(Seen::Value(value))
    }

    /// What is computed as a day or a number.
    fn seen_of(&self, record: &'w Record, derived: Derived) -> Option<Seen<'w>> {
        let day = |day: Option<Date>| day.map_or(Seen::Nothing, Seen::Day);
        let number = |number: Option<i64>| number.map_or(Seen::Nothing, Seen::Number);
        Some(match derived {
            Derived::Score => number(self.inherent_score(record)),
            Derived::ResidualScore => number(self.residual_score(record)),
            Derived::RemainingScore => number(self.remaining_score(record)),
            Derived::LastReview => day(self.last_review(record)),
            Derived::ReviewDue => day(self.review_due(record)),
            _ => return None,
        })
    }

    fn seen_is(&self, record: &'w Record, seen: Seen<'w>, is: &Is) -> Option<bool> {
        match is {
            Is::Present => Some(seen.says_something()),
            Is::Absent => Some(!seen.says_something()),
            Is::OneOf(words) => self.seen_among(record, seen, words),
            Is::Within(limits) => {
                for limit in limits {
                    if !self.seen_within(record, seen, limit)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
        }
    }

    fn seen_among(&self, record: &'w Record, seen: Seen<'w>, words: &[Literal]) -> Option<bool> {
        match seen {
            Seen::Nothing => Some(false),
            Seen::Value(value) if value.kind() == Kind::Boolean => {
                let own = value.as_bool()?;
                Some(words.contains(&Literal::LitBool(own)))
            }
            Seen::Value(value) if value.is_array() => any_among(value, words),
            seen => self.text_of(record, seen).map(|text| is_among(&text, words)),
        }
    }

    fn seen_within(&self, record: &'w Record, seen: Seen<'w>, limit: &Limit) -> Option<bool> {
        let text = |holds: &dyn Fn(&str) -> bool| match seen {
            Seen::Nothing => Some(holds("")),
            seen => self.text_of(record, seen).map(|text| holds(&text)),
        };
        let number = |term, holds: fn(&f64, &f64) -> bool| {
            let both = seen.number()?.zip(self.number_of(term));
            Some(both.is_some_and(|(own, other)| holds(&own, &other)))
        };
        let day = |term, holds: fn(&Date, &Date) -> bool| {
            let both = seen.day()?.zip(self.day_of(term));
            Some(both.is_some_and(|(own, other)| holds(&own, &other)))
        };
        match limit {
            Limit::Not(is) => self.seen_is(record, seen, is).map(|is| !is),
            Limit::Min(term) => number(term, f64::ge),
            Limit::Max(term) => number(term, f64::le),
            Limit::Before(term) => day(term, Date::lt),
            Limit::NotBefore(term) => day(term, Date::ge),
            Limit::After(term) => day(term, Date::gt),
            Limit::NotAfter(term) => day(term, Date::le),
            Limit::MinWords(term) => text(&|text| has_words(text, self.amount(term))),
            Limit::Matches(pattern) if !seen.is_nothing() => text(&|text| pattern.is_match(text)),
            Limit::Equals(term) => self.seen_same(record, seen, term),
            _ => None,
        }
    }

    /// Whether a text is the same as that of another key.
    fn seen_same(&self, record: &'w Record, seen: Seen<'w>, term: &Term) -> Option<bool> {
        let other = match (&term.base, &term.plus) {
            (TermBase::Value(getter), None) => self.text_at(getter)?,
            (TermBase::Outer(getter), None) => self.outer?.text_at(getter)?,
            _ => return None,
        };
        if seen.is_nothing() {
            return Some(false);
        }
        let own = self.text_of(record, seen)?;
        Some(other.is_some_and(|other| own.trim() == other.trim()))
    }

    /// The text at a key, where it holds one or nothing; nothing at all where that takes more than a look.
    fn text_at(&self, getter: &Getter) -> Option<Option<Cow<'w, str>>> {
        let Over::Record { record, .. } = self.over else { return None };
        match self.look(getter)? {
            Seen::Nothing => Some(None),
            seen => self.text_of(record, seen).map(Some),
        }
    }

    /// A text, or the allowed word that it stands for; nothing where it is none.
    fn text_of(&self, record: &'w Record, seen: Seen<'w>) -> Option<Cow<'w, str>> {
        let Seen::Value(value) = seen else { return None };
        let text = value.as_str()?;
        let key = self.workspace.kind(record).key(value.tag())?;
        let word = key.synonyms.get(&text).map(|word| Cow::Borrowed(word.as_str()));
        Some(word.unwrap_or(text))
    }
}

impl Seen<'_> {
    fn is_nothing(self) -> bool {
        matches!(self, Self::Nothing)
    }

    fn says_something(self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Day(_) | Self::Number(_) => true,
            Self::Value(value) => says_something(value),
        }
    }

    /// The day, where it is one or nothing.
    fn day(self) -> Option<Option<Date>> {
        match self {
            Self::Nothing => Some(None),
            Self::Day(day) => Some(Some(day)),
            Self::Value(value) if value.kind() == Kind::LocalDate => Some(value.as_date()),
            _ => None,
        }
    }

    /// The number, where it is a whole one or nothing.
    fn number(self) -> Option<Option<f64>> {
        match self {
            Self::Nothing => Some(None),
            Self::Number(number) => Some(Some(number as f64)),
            Self::Value(value) if value.kind() == Kind::Integer => Some(value.as_f64()),
            _ => None,
        }
    }
}

fn state_is(record: &Record, is: &Is) -> Option<bool> {
    match is {
        Is::OneOf(words) => Some(is_among(record.state.as_str(), words)),
        Is::Within(limits) => match &**limits {
            [Limit::Not(is)] => state_is(record, is).map(|is| !is),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text, as a key understands it, is one of some words.
pub(crate) fn is_one_of(text: &str, key: &Key, words: &[Literal]) -> bool {
    is_among(key.synonyms.get(text).map_or(text, |word| word.as_str()), words)
}

/// Whether a text of a list is one of some words; nothing where there is something else in it.
fn any_among(list: Value<'_>, words: &[Literal]) -> Option<bool> {
    let mut texts = list.elements().map(Value::as_str);
    texts.try_fold(false, |any, text| Some(is_among(&text?, words) || any))
}

pub(super) fn is_among(text: &str, words: &[Literal]) -> bool {
    words.iter().any(|word| matches!(word, Literal::LitText(word) if **word == *text))
}
