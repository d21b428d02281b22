//! Whether bounds and defaults are of the sort that they have to be: a day is before a day, and a list
//! has a whole number of elements. A bound that cannot hold would keep a rule silent for ever.

use super::{Maker, Scope};
use crate::kind::{Key, KeyType, value};
use crate::rule::getter::{Getter, Over};
use crate::rule::plan::date_of;
use crate::rule::types::{Base, Bound, Literal, Operand, Parameter, ParameterType};

/// What a bound speaks of.
#[derive(Clone, Copy)]
enum Sort {
    Number,
    Day,
    Words,
    Elements,
}

impl Sort {
    fn of(bound: &Bound) -> Option<(Self, Option<&Operand>)> {
        Some(match bound {
            Bound::AtLeast(operand) | Bound::AtMost(operand) => (Self::Number, Some(operand)),
            Bound::Before(operand)
            | Bound::NotBefore(operand)
            | Bound::After(operand)
            | Bound::NotAfter(operand) => (Self::Day, Some(operand)),
            Bound::NotLongerAgo(_) => (Self::Day, None),
            Bound::MinWords(operand) => (Self::Words, Some(operand)),
            Bound::MinItems(operand) | Bound::MaxItems(operand) => (Self::Elements, Some(operand)),
            Bound::NotTest(_) | Bound::Matches(_) | Bound::Contains(_) | Bound::Equals(_) => {
                return None;
            }
        })
    }

    /// What a key of this sort is.
    fn words(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Day => "a date",
            Self::Words => "a text",
            Self::Elements => "a list",
        }
    }

    /// What such a key is held against.
    fn against(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Day => "a date",
            Self::Words | Self::Elements => "a whole number",
        }
    }

    fn is_key(self, key: &Key) -> bool {
        match self {
            Self::Number => matches!(key.value, KeyType::Integer | KeyType::Number),
            Self::Day => key.value == KeyType::Date,
            Self::Words => matches!(key.value, KeyType::String | KeyType::Text),
            Self::Elements => key.list,
        }
    }

    fn is_literal(self, literal: &Literal) -> bool {
        match self {
            Self::Number => matches!(literal, Literal::LitInt(_) | Literal::LitFloat(_)),
            Self::Day => date_of(literal).is_some(),
            Self::Words | Self::Elements => matches!(literal, Literal::LitInt(_)),
        }
    }
}

impl Maker<'_> {
    /// Notes where a bound does not fit the key, or what the key is held against.
    pub(super) fn sorts(&mut self, bound: &Bound, getter: &Getter, scope: Scope<'_>) {
        let Some((sort, operand)) = Sort::of(bound).filter(|_| self.strict) else { return };
        if let (Getter::Key(tags), Over::Kind(info) | Over::Element(info, _)) = (getter, scope.over)
            && let Some(key) = tags.last().and_then(|tag| info.key(*tag))
            && key.or.is_none()
            && !sort.is_key(key)
        {
            self.problem(format!(
                "`{}` is not {}, which this bound is for",
                key.name,
                sort.words()
            ));
        }
        let Some(operand) = operand else { return };
        let fits = match &operand.base {
            Base::OfLiteral(literal) => sort.is_literal(literal),
            Base::OfParameter(name) => {
                let found =
                    crate::config::parameter(&self.settings.levels, self.rules, self.number, name);
                // One that is not there was said.
                found.is_none_or(|literal| sort.is_literal(literal))
            }
            Base::OfToday => matches!(sort, Sort::Day),
            Base::OfKey(_) | Base::OfSubject(_) | Base::OfSetting(_) => true,
        };
        if !fits {
            self.problem(match &operand.base {
                Base::OfParameter(name) => format!("parameter `{name}` is not {}", sort.against()),
                _ => format!("{} belongs here", sort.against()),
            });
        }
    }

    /// Notes parameters whose default is of another type than they declare.
    pub(super) fn defaults(&mut self) {
        let rule = self.rule;
        if !self.strict {
            return;
        }
        for (name, parameter) in rule.parameters.iter() {
            if !declared(parameter) {
                let (expected, _) = parameter.value.expected();
                self.within("parameters", |maker| {
                    maker.within(name, |maker| {
                        maker.within("default", |maker| {
                            maker.problem(format!("the default of `{name}` is not {expected}"));
                        });
                    });
                });
            }
        }
    }
}

fn declared(parameter: &Parameter) -> bool {
    match (parameter.value, &parameter.default) {
        (ParameterType::Integer, Literal::LitInt(_))
        | (ParameterType::Date, Literal::LitDate(_))
        | (ParameterType::String, Literal::LitText(_))
        | (ParameterType::List, Literal::LitList(_)) => true,
        (ParameterType::Duration, Literal::LitText(text)) => value::duration(text).is_some(),
        _ => false,
    }
}
