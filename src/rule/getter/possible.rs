//! Which values a key can have at all: a rule that can never match is broken, and says so when it is
//! loaded instead of keeping silent for ever.

use super::{Derived, Getter, Over};
use crate::kind::{Key, KeyType, State};
use crate::rule::types::Literal;
use crate::words::{closest, join_or};

/// The tests that are words: `owner = "presnt"` is meant as one of them.
const TESTS: [&str; 2] = ["present", "absent"];

/// Checks that a value can occur at a key.
///
/// # Errors
///
/// What the key's values are instead.
pub(crate) fn can_be(getter: &Getter, literal: &Literal, over: Over<'_>) -> Result<(), String> {
    match getter {
        Getter::Derived(Derived::State) => {
            let states: Vec<&str> = State::ALL.iter().map(|state| state.as_str()).collect();
            one_of("state", &states, literal)
        }
        Getter::Key(tags) => {
            let (Over::Kind(info) | Over::Element(info, _)) = over else { return Ok(()) };
            match tags.last().and_then(|tag| info.key(*tag)) {
                // A key with a second type takes values of either.
                Some(key) if key.or.is_none() => of_key(key, literal),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn of_key(key: &Key, literal: &Literal) -> Result<(), String> {
    let values = match key.value {
        KeyType::Enum => {
            let words: Vec<&str> = key.values.iter().map(|value| value.as_str()).collect();
            return one_of(&key.name, &words, literal);
        }
        KeyType::Boolean => "true or false",
        KeyType::Integer => "a whole number",
        KeyType::Number => "a number",
        KeyType::Date => "a date",
        KeyType::Table | KeyType::Mapping | KeyType::Map => "a table",
        KeyType::Any => return Ok(()),
        _ => return text(key, literal),
    };
    let fits = match (key.value, literal) {
        (KeyType::Boolean, Literal::LitBool(_))
        | (KeyType::Integer | KeyType::Number, Literal::LitInt(_))
        | (KeyType::Number, Literal::LitFloat(_)) => true,
        (KeyType::Date, Literal::LitDate(date) | Literal::LitText(date)) => {
            date.parse::<jiff::civil::Date>().is_ok()
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(never(&key.name, literal, values)) }
}

fn one_of(name: &str, words: &[&str], literal: &Literal) -> Result<(), String> {
    match literal {
        Literal::LitText(word) if words.contains(&word.as_str()) => Ok(()),
        _ => Err(never(name, literal, &join_or(words))),
    }
}

/// Any text can be meant, but one that is nearly the name of a test is not.
fn text(key: &Key, literal: &Literal) -> Result<(), String> {
    let Literal::LitText(word) = literal else {
        return Err(never(&key.name, literal, "a text"));
    };
    match closest(word, TESTS) {
        Some(close) => Err(format!(
            "`{}` is compared with the text \"{word}\"; did you mean \"{}\"?",
            key.name, close.word
        )),
        None => Ok(()),
    }
}

fn never(name: &str, literal: &Literal, values: &str) -> String {
    let literal = match literal {
        Literal::LitText(word) => format!("\"{word}\""),
        other => crate::rule::words_of(other),
    };
    format!("`{name}` is never {literal}: it is {values}")
}
