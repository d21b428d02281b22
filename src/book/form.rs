//! The page of one of the tool's own files: its keys, and what their names may be.

use super::markdown::{cell, prose};
use super::{Book, file, keys};
use crate::kind::Kind;
use crate::rule::words_of;

pub(super) fn page(book: &Book<'_>, form: &Kind) -> String {
    let mut parts = vec![
        format!("# {}", form.title),
        prose(&form.summary),
        "## Keys".to_owned(),
        keys::table(&form.keys),
    ];
    for order in form.order.iter() {
        parts.push(format!("`{}` is not after `{}`.", order.earlier, order.later));
    }
    if form.id == "complint" {
        parts.extend(settings(book));
    }
    parts.join("\n\n") + "\n"
}

/// Names that the keys of `complint.toml` take, which its form does not list itself.
fn settings(book: &Book<'_>) -> Vec<String> {
    vec![
        "## Frameworks that are shipped".to_owned(),
        frameworks(book),
        "## Names under `intervals`".to_owned(),
        "Kinds whose records are reviewed:".to_owned(),
        reviewed(book),
        "And what is done and recorded:".to_owned(),
        activities(),
        "## What rules take".to_owned(),
        "Under `rules`, each in a table of the rule's name: `review-due-soon = { due_soon = \"60 days\" }`. \
         The page of a rule says where its default comes from."
            .to_owned(),
        parameters(book),
    ]
}

fn frameworks(book: &Book<'_>) -> String {
    let mut text = "| Id | Edition | Requirements |\n| --- | --- | --- |".to_owned();
    let current = book.catalogs.ids().filter_map(|id| book.catalogs.by_id(id));
    for catalog in current {
        let name = cell(&catalog.edition());
        text.push_str(&format!(
            "\n| `{}` | {name} | {} |",
            catalog.id(),
            catalog.data.requirements.len()
        ));
    }
    text
}

fn reviewed(book: &Book<'_>) -> String {
    let kinds = book.kinds().filter(|info| info.has_trait("reviewed"));
    let links = kinds.map(|info| {
        let id = &info.kind.id;
        format!("[`{id}`](../kinds/{})", file(id))
    });
    links.collect::<Vec<_>>().join(", ")
}

fn activities() -> String {
    let form = crate::kind::form("complint");
    let intervals = form.and_then(|form| form.keys.iter().find(|key| key.name == "intervals"));
    let names = intervals.map_or(&[][..], |key| &key.values);
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn parameters(book: &Book<'_>) -> String {
    let mut text = "| Rule | Parameter | Default | Meaning |\n| --- | --- | --- | --- |".to_owned();
    for (_, rule) in book.rules.iter() {
        for (name, described) in rule.parameters.iter() {
            let default = match words_of(&described.default) {
                empty if empty.is_empty() => "none".to_owned(),
                words => cell(&words),
            };
            text.push_str(&format!(
                "\n| [{}](../rules/{}) | `{name}` | {default} | {} |",
                rule.name,
                file(&rule.name),
                cell(&described.summary)
            ));
        }
    }
    text
}
