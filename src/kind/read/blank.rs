//! What help leaves to be filled in: nobody but who wrote a value knows what it was to be, and one that
//! is made up would be pasted.

use crate::kind::{Key, KeyType};
use crate::text::Str;
use crate::words::join_or;

/// The place of a value of the key's type.
pub(super) fn blank(key: &Key, whole: bool) -> String {
    let one = one(key);
    if whole { format!("[{one}]") } else { one }
}

/// The same, with what such a value looks like where its message does not tell.
pub(super) fn explained(key: &Key, whole: bool) -> String {
    let like = match key.value {
        KeyType::Date => "  # such as 2026-02-10",
        KeyType::Duration => "  # such as \"1 year\"",
        _ => "",
    };
    format!("{}{like}", blank(key, whole))
}

fn one(key: &Key) -> String {
    let text = match key.value {
        KeyType::Boolean => return "<true or false>".to_owned(),
        KeyType::Integer | KeyType::Number => return number(key),
        KeyType::Date => return "<day>".to_owned(),
        KeyType::Map => return "{ <name> = <value> }".to_owned(),
        KeyType::Mapping => return "{ <framework> = [\"<requirement>\"] }".to_owned(),
        KeyType::Table => {
            let plain = key.keys.iter().filter(|inner| inner.keys.is_empty()).take(3);
            let entries =
                plain.map(|inner| format!("{} = {}", inner.name, blank(inner, inner.list)));
            return format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "));
        }
        KeyType::Enum => words(&key.values),
        KeyType::Reference => words(&key.to),
        KeyType::Record => "kind:id".to_owned(),
        KeyType::Duration => "duration".to_owned(),
        KeyType::Path => "file".to_owned(),
        KeyType::Requirement => "requirement".to_owned(),
        KeyType::Framework => "framework".to_owned(),
        KeyType::Rule => "rule".to_owned(),
        KeyType::Url => return "\"https://<address>\"".to_owned(),
        KeyType::Glob => "pattern".to_owned(),
        KeyType::Id | KeyType::String | KeyType::Text | KeyType::Any => "text".to_owned(),
    };
    format!("\"<{text}>\"")
}

fn words(all: &[Str]) -> String {
    join_or(&all.iter().map(|word| word.as_str()).collect::<Vec<_>>())
}

/// The place of a number.
pub(super) fn number(key: &Key) -> String {
    match (key.min, key.max) {
        (Some(min), Some(max)) => format!("<a number from {min} to {max}>"),
        (Some(min), None) => format!("<a number, {min} or more>"),
        (None, Some(max)) => format!("<a number, at most {max}>"),
        (None, None) => "<a number>".to_owned(),
    }
}
