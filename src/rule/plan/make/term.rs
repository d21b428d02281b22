//! What values are compared with: words of the file, the day, keys, settings, parameters, and
//! durations added to them.

use super::{Maker, Scope};
use crate::kind::{KeyType, value};
use crate::rule::getter::Over;
use crate::rule::plan::{Length, Term, TermBase};
use crate::rule::types::{Amount, Base, Literal, Operand};

impl Maker<'_> {
    pub(super) fn term(&mut self, operand: &Operand, scope: Scope<'_>) -> Option<Term> {
        let base = match &operand.base {
            Base::OfLiteral(literal) => TermBase::Literal(literal.clone()),
            Base::OfToday => TermBase::Today,
            Base::OfKey(path) => TermBase::Value(self.getter(path, scope.over)?),
            Base::OfSubject(path) => match scope.outer {
                Some(outer) => TermBase::Outer(self.getter(path, outer)?),
                None => {
                    self.problem("`subject` is for the `where` of a relation; here it is `key`");
                    return None;
                }
            },
            Base::OfSetting(path) => {
                TermBase::Value(self.getter(&format!("setting.{path}"), scope.over)?)
            }
            Base::OfParameter(name) => TermBase::Literal(self.parameter(name)?),
        };
        let plus = match &operand.plus {
            None => None,
            Some(amount) => Some(self.length(amount)?),
        };
        Some(Term::new(base, plus))
    }

    pub(super) fn length(&mut self, amount: &Amount) -> Option<Length> {
        match amount {
            Amount::IsFixed(text) => self.duration(text).map(Length::Fixed),
            Amount::FromParameter(name) => match self.parameter(name)? {
                Literal::LitText(text) => self.duration(&text).map(Length::Fixed),
                _ => {
                    self.problem(format!("parameter `{name}` is no duration"));
                    None
                }
            },
            Amount::FromSetting(path) => self.declared(path),
        }
    }

    fn declared(&mut self, path: &str) -> Option<Length> {
        let getter = self.getter(&format!("setting.{path}"), Over::Programme)?;
        if self.form.key(path).is_none_or(|key| key.value != KeyType::Duration) {
            self.problem(format!("`{path}` of complint.toml is no duration"));
            return None;
        }
        Some(Length::Setting(getter))
    }

    fn duration(&mut self, text: &str) -> Option<jiff::Span> {
        let positive = text.strip_prefix('-').unwrap_or(text);
        let span = value::duration(positive);
        if span.is_none() {
            self.problem(format!(
                "\"{text}\" is no duration; one reads \"12 months\" or \"30 days\""
            ));
        }
        span.map(|span| if positive.len() < text.len() { -span } else { span })
    }

    fn parameter(&mut self, name: &str) -> Option<Literal> {
        let found =
            crate::config::parameter(&self.settings.levels, self.rules, self.number, name).cloned();
        if found.is_none() {
            self.problem(format!("there is no parameter `{name}`"));
        }
        found
    }
}
