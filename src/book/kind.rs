//! The page of a kind of record.

use super::markdown::{cell, fenced, prose};
use super::{Book, file, keys};
use crate::kind::{Info, Kind, sample, told};
use crate::rule::looks;
use crate::words::join_and;

/// Most lines of a record that is shown.
const LONG: usize = 24;

pub(super) fn page(book: &Book<'_>, info: &Info) -> String {
    let kind = &info.kind;
    let mut parts = vec![
        format!("# {}", kind.id),
        prose(&kind.summary),
        facts(kind),
        "## Keys".to_owned(),
        keys::table(&kind.keys),
    ];
    parts.extend(references(book, info));
    parts.extend(answers(book, kind));
    parts.extend(example(book, info));
    parts.extend(looked_at(book, info));
    parts.join("\n\n") + "\n"
}

/// What holds of every record of the kind.
fn facts(kind: &Kind) -> String {
    let mut rows = vec![("Identified by".to_owned(), cell(&told::identity(kind)))];
    for (state, words) in told::states(kind) {
        rows.push((format!("Is {state}"), format!("`status`: {}", cell(&words))));
    }
    if let Some(text) = &kind.text {
        rows.push(("Text".to_owned(), format!("the file that `{text}` names")));
    }
    for order in kind.order.iter() {
        let (earlier, later) = (&order.earlier, &order.later);
        rows.push(("Order".to_owned(), format!("`{earlier}` is not after `{later}`")));
    }
    if let Some(line) = &kind.line {
        rows.push(("Newest".to_owned(), newest(&line.same, &line.by)));
    }
    if kind.documented {
        let documented = "a record is documented information (ISO/IEC 27001, 7.5)";
        rows.push(("Documented".to_owned(), documented.to_owned()));
    }
    let mut text = "| | |\n| --- | --- |".to_owned();
    for (name, value) in rows {
        text.push_str(&format!("\n| {name} | {value} |"));
    }
    text
}

/// Which of several records counts.
fn newest(same: &[crate::text::Str], by: &[crate::text::Str]) -> String {
    let quoted = |keys: &[crate::text::Str]| {
        join_and(&keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>())
    };
    let of = if same.is_empty() { String::new() } else { format!(" of the same {}", quoted(same)) };
    format!("of several records{of}, the latest by {} counts", quoted(by))
}

/// What its keys refer to, and which keys of others refer to it.
fn references(book: &Book<'_>, info: &Info) -> Vec<String> {
    let own = &info.kind.id;
    let mut rows = Vec::new();
    for (path, key) in keys::all(&info.kind.keys) {
        for kind in key.to.iter().filter(|kind| book.kinds.by_id(kind).is_some()) {
            rows.push(format!("- `{path}` leads to [{kind}]({})", file(kind)));
        }
    }
    for other in book.kinds() {
        for (path, key) in keys::all(&other.kind.keys) {
            if key.to.iter().any(|kind| kind == own) {
                let id = &other.kind.id;
                rows.push(format!("- [{id}]({}) leads here by `{path}`", file(id)));
            }
        }
    }
    section("References", rows.join("\n"))
}

fn answers(book: &Book<'_>, kind: &Kind) -> Vec<String> {
    let rows = told::answers(kind, &book.catalogs);
    let rows: Vec<String> =
        rows.iter().map(|(id, what)| format!("- {}: {}", cell(id), cell(what))).collect();
    section("What a record answers by what it is", rows.join("\n"))
}

/// A record of the healthy company or, where it has none of this kind, one with gaps to fill.
fn example(book: &Book<'_>, info: &Info) -> Vec<String> {
    let id = &info.kind.id;
    let (said, text) = match real(book, id) {
        Some((path, text)) => (format!("From `examples/northwind/{path}`:"), text),
        None => ("With what has to be filled in:".to_owned(), sample::record(&info.kind)),
    };
    section("A record", format!("{said}\n\n{}", fenced("toml", &text)))
}

/// The record with the most keys that can still be read at a glance; of several the first.
fn real<'w>(book: &Book<'w>, kind: &str) -> Option<(&'w str, String)> {
    let workspace = book.healthy;
    let number = workspace.kinds.number(kind)?;
    let mut best: Option<(usize, &str, String)> = None;
    for record in workspace.records.iter().filter(|record| record.kind == number) {
        let table = workspace.table(record);
        let extent = table.extent();
        let source = workspace.source(record.source);
        let text = source.text.get(extent.start as usize..extent.end as usize).unwrap_or_default();
        let keys = table.entries().count();
        let better = best.as_ref().is_none_or(|(most, ..)| keys > *most);
        if better && text.lines().count() <= LONG {
            best = Some((keys, &source.path, text.to_owned()));
        }
    }
    best.map(|(_, path, text)| (path, text))
}

fn looked_at(book: &Book<'_>, info: &Info) -> Vec<String> {
    let sources = crate::rule::shipped_sources();
    let source = |rule: crate::rule::RuleNo| sources.get(usize::from(rule)).copied();
    let rules = looks::at(&book.rules, info, source);
    if rules.is_empty() {
        return Vec::new();
    }
    let mut text = "| Rule | Level | Finds |\n| --- | --- | --- |".to_owned();
    for rule in rules {
        let (name, summary) = (&rule.name, cell(&rule.summary));
        text.push_str(&format!(
            "\n| [{name}](../rules/{}) | {} | {summary} |",
            file(name),
            rule.level
        ));
    }
    text.push_str(
        "\n\nThe groups [syntax](../rules/README.md#syntax) and [reference](../rules/README.md#reference) look\n\
         at records of every kind.",
    );
    section("Rules that look at it", text)
}

/// A heading and what stands below it; nothing where that is empty.
fn section(heading: &str, text: String) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![format!("## {heading}"), text] }
}
