//! Kinds and keys in words: what can stand where, and what it stands for.

use super::{Key, KeyType, Kind, State};
use crate::framework::Catalogs;
use crate::rule::condition;
use crate::words::{join_and, join_or};

/// What identifies a record.
pub(crate) fn identity(kind: &Kind) -> String {
    match kind.identity.as_str() {
        "id" => "id, unique among records of this kind".to_owned(),
        other => format!("{other}, once for each framework"),
    }
}

/// Which `status` stands for which state.
pub(crate) fn states(kind: &Kind) -> Vec<(String, String)> {
    let rows = State::ALL.iter().filter_map(|state| {
        let mut words: Vec<&str> = kind
            .states
            .iter()
            .filter(|(_, own)| own == state)
            .map(|(word, _)| word.as_str())
            .collect();
        if *state == State::Live && !kind.states.is_empty() {
            words.push("no status");
        }
        (!words.is_empty()).then(|| (state.to_string(), words.join(", ")))
    });
    rows.collect()
}

/// The requirements that a record answers by what it is: their ids, and their titles with the
/// condition.
pub(crate) fn answers(kind: &Kind, catalogs: &Catalogs) -> Vec<(String, String)> {
    let rows = kind.answers.iter().flat_map(|answer| {
        let when = condition::when(&answer.condition);
        answer.requirements.iter().map(move |id| {
            let catalog = catalogs.by_id(&answer.framework);
            let row = catalog.and_then(|catalog| catalogs.requirement(catalog.find(id)?));
            let title = row.map_or("", |row| &row.title);
            (format!("{}:{id}", answer.framework), format!("{title}{when}"))
        })
    });
    rows.collect()
}

/// The type in words, with what is allowed.
pub(crate) fn value(key: &Key) -> String {
    let mut words = form(key);
    if let Some(other) = key.or {
        words = format!("{words}, or {}", one(key, other));
    }
    if key.when_declared {
        words.push_str("; free text as long as there is none");
    }
    if key.past {
        words.push_str("; not in the future");
    }
    if !key.synonyms.is_empty() {
        let pairs: Vec<String> =
            key.synonyms.iter().map(|(other, word)| format!("{other} for {word}")).collect();
        words = format!("{words}; also understood: {}", join_and(&pairs));
    }
    if key.required {
        words.push_str("; required");
    }
    words
}

fn form(key: &Key) -> String {
    match (key.list, key.value) {
        (false, value) => one(key, value),
        (true, KeyType::Enum) => format!("list of any of {}", words(key)),
        (true, KeyType::Reference) => format!("list of {} ids", several(key)),
        (true, KeyType::Table) => "list of tables".to_owned(),
        (true, value) => format!("list: {}", one(key, value)),
    }
}

fn one(key: &Key, value: KeyType) -> String {
    let text = match value {
        KeyType::String => "text on one line",
        KeyType::Text => "text",
        KeyType::Boolean => "true or false",
        KeyType::Integer => return number(key, "whole number"),
        KeyType::Number => return number(key, "number"),
        KeyType::Date => "date, such as 2026-06-30",
        KeyType::Duration => "duration, such as \"1 year\" or \"90 days\"",
        KeyType::Path => "file, relative to the file that names it",
        KeyType::Url => "web address",
        KeyType::Glob => "pattern of paths, such as \"vendors/**\"",
        KeyType::Id => "id, such as access-review",
        KeyType::Reference => return format!("{} id", several(key)),
        KeyType::Record => "kind:id of a record, such as control:access-review",
        KeyType::Requirement => "id of a requirement, such as A.8.13",
        KeyType::Mapping => {
            "requirement ids under their framework: satisfies.iso27001 = [\"A.8.13\"]"
        }
        KeyType::Framework => "id of a framework, such as iso27001",
        KeyType::Rule => "name of a rule",
        KeyType::Enum => return words(key),
        KeyType::Table => "table",
        KeyType::Map => "table with names of one's own",
        KeyType::Any => "any value",
    };
    match value {
        KeyType::Mapping => text.replace("satisfies", &key.name),
        _ => text.to_owned(),
    }
}

fn number(key: &Key, words: &str) -> String {
    match (key.min, key.max) {
        (Some(min), Some(max)) => format!("{words} from {min} to {max}"),
        (Some(min), None) => format!("{words}, at least {min}"),
        (None, Some(max)) => format!("{words}, at most {max}"),
        (None, None) => words.to_owned(),
    }
}

/// The allowed words.
fn words(key: &Key) -> String {
    let words: Vec<&str> = key.values.iter().map(|word| word.as_str()).collect();
    join_or(&words)
}

/// The kinds that are meant by a reference.
fn several(key: &Key) -> String {
    let kinds: Vec<&str> = key.to.iter().map(|kind| kind.as_str()).collect();
    join_or(&kinds)
}
