//! A small record of a kind, made from its description.

use crate::kind::{Key, KeyType, Kind, State};

/// Most keys in it.
const MOST: usize = 9;
/// A day that has to be replaced by the real one.
const DAY: &str = "2026-06-30";

/// The record, as it stands in a file.
pub(crate) fn record(kind: &Kind) -> String {
    let mut text = format!("[[{}]]", kind.id);
    let chosen = chosen(kind);
    for key in kind.keys.iter().filter(|key| chosen.contains(&key.name.as_str())) {
        text.push('\n');
        text.push_str(&line(kind, key));
    }
    text
}

/// What identifies it, its status, then the keys that come first.
fn chosen(kind: &Kind) -> Vec<&str> {
    let first = kind.keys.iter().filter(|key| key.required || key.name == "status");
    let then =
        kind.keys.iter().filter(|key| !key.required && key.name != "status" && is_simple(key));
    first.chain(then).map(|key| key.name.as_str()).take(MOST).collect()
}

/// Nested tables, and what only takes the place of something else, would make it long.
fn is_simple(key: &Key) -> bool {
    let nested = matches!(key.value, KeyType::Table | KeyType::Map | KeyType::Any);
    !nested && !matches!(key.name.as_str(), "review_every" | "next_review")
}

fn line(kind: &Kind, key: &Key) -> String {
    let name = &key.name;
    match key.value {
        KeyType::Mapping => format!("{name}.iso27001 = [\"A.5.1\"]"),
        _ => format!("{name} = {}", whole(kind, key)),
    }
}

fn whole(kind: &Kind, key: &Key) -> String {
    let value = value(kind, key);
    if key.list { format!("[{value}]") } else { value }
}

fn value(kind: &Kind, key: &Key) -> String {
    match key.value {
        KeyType::Boolean => "true".to_owned(),
        KeyType::Integer | KeyType::Number => key.min.unwrap_or(1).to_string(),
        KeyType::Date => DAY.to_owned(),
        KeyType::Duration => quoted("1 year"),
        KeyType::Url => quoted("https://example.com"),
        KeyType::Enum => quoted(word(kind, key)),
        KeyType::Id => quoted("example"),
        KeyType::Reference => {
            quoted(&format!("<{} id>", key.to.first().map_or("record", |kind| kind.as_str())))
        }
        KeyType::Record => quoted("control:example"),
        KeyType::Requirement => quoted("A.5.1"),
        KeyType::Framework => quoted("iso27001"),
        KeyType::Rule => quoted("stale-review"),
        KeyType::Path => quoted("example.md"),
        KeyType::Glob => quoted("example/**"),
        KeyType::String | KeyType::Text if key.name == "*" => quoted("<text>"),
        KeyType::String | KeyType::Text => quoted(&format!("<{}>", key.name)),
        // What every name in it holds.
        KeyType::Map => {
            let held = key.keys.iter().map(|held| format!(" example = {} ", whole(kind, held)));
            format!("{{{}}}", held.take(1).collect::<String>())
        }
        KeyType::Mapping | KeyType::Table | KeyType::Any => "{}".to_owned(),
    }
}

/// The first allowed word; of a status the first that is live.
fn word<'k>(kind: &'k Kind, key: &'k Key) -> &'k str {
    let live = kind.states.iter().find(|(_, state)| key.name == "status" && *state == State::Live);
    live.map(|(word, _)| word.as_str())
        .or_else(|| key.values.first().map(|word| word.as_str()))
        .unwrap_or("")
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::record;
    use crate::kind::shipped;
    use crate::workspace::{Options, Workspace};

    #[test]
    fn is_a_record_of_its_kind() {
        for kind in shipped() {
            let text = record(kind);
            let files = vec![
                ("complint.toml".to_owned(), b"[frameworks.iso27001]\n".to_vec()),
                ("records.toml".to_owned(), text.clone().into_bytes()),
            ];
            let workspace =
                Workspace::from_files(files, &Options::default()).expect("it can be read");
            let report = crate::lint(&workspace, "2026-06-30".parse().expect("a day"));
            let wrong = report.findings.iter().filter(|finding| {
                workspace.rules.get(finding.rule).is_some_and(|rule| rule.group == "syntax")
            });
            let wrong: Vec<&String> = wrong.map(|finding| &finding.message).collect();
            assert!(wrong.is_empty(), "{text}\n{wrong:?}");
        }
    }
}
