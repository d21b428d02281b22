//! Values as rules see them.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::document::{Kind as Form, Value};
use crate::rule::plan::{Pattern, date_of};
use crate::rule::types::Literal;
use crate::workspace::given::says_something;

/// Whether a text has so many words: what stands between blanks and has a letter or a digit.
pub(super) fn has_words(text: &str, least: usize) -> bool {
    let mut inside = false;
    let begins_word = |c: &char| {
        let begins = !inside && c.is_alphanumeric();
        inside = begins || inside && !c.is_whitespace();
        begins
    };
    text.chars().filter(begins_word).take(least).count() == least
}

/// A value as rules see it.
#[derive(Clone, Debug)]
pub(crate) enum Got<'w> {
    Nothing,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'w, str>),
    Date(Date),
    List(Value<'w>),
    Table(Value<'w>),
    /// Of each element of a list of tables.
    Many(Vec<Got<'w>>),
}

impl<'w> Got<'w> {
    pub(super) fn read(value: Value<'w>) -> Self {
        match value.kind() {
            Form::String => value.as_str().map_or(Got::Nothing, Got::Text),
            Form::Integer => value.as_i64().map_or(Got::Nothing, Got::Int),
            Form::Float => value.as_f64().map_or(Got::Nothing, Got::Float),
            Form::Boolean => value.as_bool().map_or(Got::Nothing, Got::Bool),
            Form::LocalDate => value.as_date().map_or(Got::Nothing, Got::Date),
            Form::Array => Got::List(value),
            Form::Table => Got::Table(value),
            _ => Got::Nothing,
        }
    }

    pub(super) fn of(literal: &Literal) -> Self {
        match literal {
            Literal::LitBool(value) => Got::Bool(*value),
            Literal::LitInt(value) => Got::Int(*value),
            Literal::LitFloat(value) => Got::Float(*value),
            Literal::LitText(text) => Got::Text(Cow::Owned(text.to_string())),
            Literal::LitDate(_) => date_of(literal).map_or(Got::Nothing, Got::Date),
            Literal::LitList(_) => Got::Nothing,
        }
    }

    pub(super) fn present(&self) -> bool {
        match self {
            Got::Nothing => false,
            Got::Text(text) => !text.trim().is_empty(),
            Got::Many(many) => many.iter().any(Got::present),
            Got::List(list) => says_something(*list),
            _ => true,
        }
    }

    pub(super) fn equals(&self, literal: &Literal) -> bool {
        match (self, literal) {
            (Got::Bool(own), Literal::LitBool(other)) => own == other,
            (Got::Int(own), Literal::LitInt(other)) => own == other,
            (Got::Float(own), Literal::LitFloat(other)) => own == other,
            (Got::Text(own), Literal::LitText(other)) => **own == **other,
            (Got::Date(own), literal @ Literal::LitDate(_)) => date_of(literal) == Some(*own),
            (Got::List(list), literal) => {
                list.elements().any(|element| Got::read(element).equals(literal))
            }
            _ => false,
        }
    }

    pub(super) fn contains(&self, other: &Got<'_>) -> bool {
        match (self, other) {
            (Got::List(list), Got::Text(wanted)) => {
                list.elements().any(|element| element.as_str().is_some_and(|own| own == *wanted))
            }
            (Got::Text(text), Got::Text(wanted)) => text.contains(&**wanted),
            _ => false,
        }
    }

    /// Whether a regular expression finds the text, or one of a list.
    pub(super) fn matches(&self, pattern: &Pattern) -> bool {
        match self {
            Got::Text(text) => pattern.is_match(text),
            Got::List(list) => {
                list.elements().any(|own| own.as_str().is_some_and(|own| pattern.is_match(&own)))
            }
            _ => false,
        }
    }

    /// Whether both are there and the same; a list has one element that is.
    pub(super) fn same(&self, other: &Got<'_>) -> bool {
        match (self, other) {
            (Got::Text(own), Got::Text(other)) => own.trim() == other.trim(),
            (Got::Date(own), Got::Date(other)) => own == other,
            (Got::Bool(own), Got::Bool(other)) => own == other,
            (Got::Int(_) | Got::Float(_), Got::Int(_) | Got::Float(_)) => {
                self.number() == other.number()
            }
            (Got::List(list), other) => {
                list.elements().any(|element| Got::read(element).same(other))
            }
            (own, Got::List(list)) => list.elements().any(|element| own.same(&Got::read(element))),
            _ => false,
        }
    }

    /// As text.
    pub(crate) fn text(&self) -> Option<&str> {
        if let Got::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Got::Int(number) => Some(*number as f64),
            Got::Float(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn date(&self) -> Option<Date> {
        match self {
            Got::Date(date) => Some(*date),
            Got::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Whether a text, or what words were counted of, has so many of them.
    pub(super) fn has_words(&self, least: usize) -> bool {
        match self {
            Got::Text(text) => has_words(text, least),
            Got::Int(words) => usize::try_from(*words).unwrap_or(0) >= least,
            _ => least == 0,
        }
    }

    pub(super) fn items(&self) -> usize {
        match self {
            Got::List(list) => list.elements().count(),
            Got::Many(many) => many.len(),
            Got::Nothing => 0,
            _ => 1,
        }
    }

    /// As it reads in a message.
    pub(crate) fn into_words(self) -> Cow<'w, str> {
        let joined = |all: Vec<Cow<'_, str>>| Cow::Owned(all.join(", "));
        match self {
            Got::Nothing => Cow::Borrowed(""),
            Got::Bool(value) => Cow::Owned(value.to_string()),
            Got::Int(value) => Cow::Owned(value.to_string()),
            Got::Float(value) => Cow::Owned(value.to_string()),
            Got::Text(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
            Got::Text(Cow::Owned(text)) => Cow::Owned(text.trim().to_owned()),
            Got::Date(date) => Cow::Owned(date.to_string()),
            Got::List(list) => {
                joined(list.elements().map(|element| Got::read(element).into_words()).collect())
            }
            Got::Table(table) => Cow::Borrowed(table.raw()),
            Got::Many(many) => joined(many.into_iter().map(Got::into_words).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn words_have_a_letter_or_a_digit() {
        for (text, words) in [
            ("", 0),
            (" - \u{2014} \n...", 0),
            ("a", 1),
            ("(a-b) c's", 2),
            ("- one\ttwo,three\n4 - \u{e9}t\u{e9}", 4),
            ("\u{a0}one\u{3000}two\u{2028}", 2),
        ] {
            let whole = |word: &&str| word.contains(char::is_alphanumeric);
            assert_eq!(text.split_whitespace().filter(whole).count(), words, "{text:?}");
            assert!(has_words(text, words) && !has_words(text, words + 1), "{text:?}");
        }
    }
}
