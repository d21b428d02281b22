//! Keys: their type in words, and what they mean.

use super::known::Known;
use super::page::{Page, Row};
use crate::kind::{Key, KeyType, KindNo, Tag};
use crate::source::MANIFEST;
use crate::words::{join_and, join_or};

/// The page of one key.
pub(super) fn write(known: &Known, kind: KindNo, tag: Tag, page: &mut Page) {
    let Some(info) = known.kinds().get(kind) else { return };
    let Some(key) = info.key(tag) else { return };
    page.title(&format!("{}.{}", info.kind.id, info.path(tag)), "");
    body(key, if key.required { "yes, it identifies the record" } else { "no" }, page);
}

/// The page of a key of `complint.toml`, by the name it was asked for.
pub(super) fn write_setting(known: &Known, tag: Tag, name: &str, page: &mut Page) {
    let Some(key) = known.form().key(tag) else { return };
    page.title(name, &format!("in {MANIFEST}"));
    body(key, if key.required { "yes" } else { "no" }, page);
}

fn body(key: &Key, required: &str, page: &mut Page) {
    page.line(&key.summary);
    page.blank();
    page.field("Value", &value(key));
    page.field("Required", required);
    if !key.keys.is_empty() {
        page.heading("Keys");
        table(&key.keys, "", page);
    }
}

/// Keys, each with its type and its meaning; those of tables follow their table.
pub(super) fn table(keys: &[Key], above: &str, page: &mut Page) {
    let rows: Vec<Row> = rows(keys, above);
    page.entries(&rows);
}

fn rows(keys: &[Key], above: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for key in keys {
        let name = match key.name.as_str() {
            // The values of a table with free keys.
            "*" => format!("{above}<name>"),
            name => format!("{above}{name}"),
        };
        rows.push((name.clone(), value(key)));
        if !key.summary.is_empty() {
            rows.push((String::new(), key.summary.to_string()));
        }
        rows.extend(self::rows(&key.keys, &format!("{name}.")));
    }
    rows
}

/// The type in words, with what is allowed.
pub(super) fn value(key: &Key) -> String {
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
