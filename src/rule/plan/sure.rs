//! What can be told of a test without the subject that it is asked of.

use super::{Is, Length, Limit, Term, TermBase, When};
use crate::rule::getter::Getter;
use crate::rule::types::Literal;

impl Is {
    /// Whether it is compared with nothing that a record says.
    pub(crate) fn is_of_programme(&self) -> bool {
        match self {
            Is::Present | Is::Absent | Is::OneOf(_) => true,
            Is::Within(limits) => limits.iter().all(Limit::is_of_programme),
        }
    }

    /// Whether it holds of a value that is not there. Nothing where it is compared with what may turn
    /// out to be unusable, so that it has to be asked.
    pub(crate) fn of_nothing(&self) -> Option<bool> {
        match self {
            Is::Present | Is::OneOf(_) => Some(false),
            Is::Absent => Some(true),
            Is::Within(limits) => {
                limits.iter().try_fold(true, |all, limit| Some(limit.of_nothing()? && all))
            }
        }
    }
}

impl When {
    /// Whether it compares with something of the subject that a relation is asked for. What further
    /// relations compare with is of the record itself.
    pub(crate) fn asks_outside(&self) -> bool {
        self.tests.iter().any(|(_, is)| is.asks_outside())
            || self
                .beyond
                .as_ref()
                .is_some_and(|beyond| beyond.any.iter().chain(&beyond.not).any(Self::asks_outside))
    }

    /// Whether it only asks what the catalogs and `complint.toml` say of a requirement.
    pub(crate) fn is_of_catalog(&self) -> bool {
        let of_catalog = |(getter, is): &(Getter, Is)| {
            matches!(getter, Getter::Field(_)) && !matches!(is, Is::Within(_))
        };
        self.beyond.is_none() && self.tests.iter().all(of_catalog)
    }
}

impl Is {
    fn asks_outside(&self) -> bool {
        let Self::Within(limits) = self else { return false };
        limits.iter().any(|limit| match limit {
            Limit::Not(is) => is.asks_outside(),
            _ => limit.term().is_some_and(|term| matches!(term.base, TermBase::Outer(_))),
        })
    }
}

impl Limit {
    /// What the value is compared with, where that is not fixed by the rule.
    fn term(&self) -> Option<&Term> {
        match self {
            Limit::Min(term)
            | Limit::Max(term)
            | Limit::Before(term)
            | Limit::NotBefore(term)
            | Limit::After(term)
            | Limit::NotAfter(term)
            | Limit::MinWords(term)
            | Limit::MinItems(term)
            | Limit::MaxItems(term)
            | Limit::Contains(term)
            | Limit::Equals(term) => Some(term),
            Limit::Not(_) | Limit::NotLongerAgo(_) | Limit::Matches(_) => None,
        }
    }

    fn is_of_programme(&self) -> bool {
        match self {
            Limit::Not(is) => is.is_of_programme(),
            _ => self.term().is_none_or(Term::is_of_programme),
        }
    }

    fn of_nothing(&self) -> Option<bool> {
        match self {
            Limit::Not(is) => is.of_nothing().map(|holds| !holds),
            Limit::MinWords(term) | Limit::MinItems(term) => term.count().map(|least| least <= 0),
            Limit::MaxItems(term) => term.count().map(|_| true),
            Limit::NotLongerAgo(length) => length.is_sure().then_some(false),
            _ => self.term().is_none_or(Term::is_sure).then_some(false),
        }
    }
}

impl Term {
    /// Whether it is nothing that a record says.
    pub(crate) fn is_of_programme(&self) -> bool {
        match &self.base {
            TermBase::Literal(_) | TermBase::Today => true,
            TermBase::Value(getter) => matches!(getter, Getter::Setting(_)),
            TermBase::Outer(_) => false,
        }
    }

    /// Whether it is nothing that may turn out to be unusable where the record itself is not.
    fn is_sure(&self) -> bool {
        let base = match &self.base {
            TermBase::Literal(_) | TermBase::Today => true,
            TermBase::Value(getter) => matches!(getter, Getter::Key(_) | Getter::Derived(_)),
            TermBase::Outer(_) => false,
        };
        base && self.plus.as_ref().is_none_or(|plus| plus.length.is_sure())
    }

    /// The whole number that it always is.
    fn count(&self) -> Option<i64> {
        match &self.base {
            TermBase::Literal(Literal::LitInt(number)) if self.plus.is_none() => Some(*number),
            _ => None,
        }
    }
}

impl Length {
    fn is_sure(&self) -> bool {
        matches!(self, Length::Fixed(_))
    }
}
