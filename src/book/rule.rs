//! The page of a rule.

use super::markdown::{anchor, cell, fenced, inline, prose};
use super::{Book, INDEX, REQUIREMENTS};
use crate::example::{Example, File, examples};
use crate::fact::{Fact, fact};
use crate::rule::types::{Basis, ParameterType};
use crate::rule::{Rule, behind, words_of};
use crate::words::join_and;

pub(super) fn page(book: &Book<'_>, rule: &Rule, source: &str) -> String {
    let mut parts = vec![
        format!("# {}", rule.name),
        prose(&rule.summary),
        head(rule),
        section("Why", &prose(&rule.explanation)),
        section("How to mend it", &prose(&rule.remediation)),
    ];
    parts.extend(list("References", rule.references.iter().map(|it| reference(book, it))));
    parts.extend(parameters(rule));
    parts.extend(list("Facts it counts by", rule.facts.iter().filter_map(|id| fact(id)).map(said)));
    parts.extend(shown(source));
    parts.join("\n\n") + "\n"
}

fn head(rule: &Rule) -> String {
    format!(
        "| Level | Authority | Group | Since |\n| --- | --- | --- | --- |\n| {} | {} | [{}]({INDEX}#{}) | {} |",
        rule.level,
        authority(rule.basis),
        rule.group,
        anchor(&rule.group),
        rule.since
    )
}

/// The word that the files use, and what it means.
fn authority(basis: Basis) -> String {
    format!("{} (`{basis}`)", basis.authority())
}

fn section(heading: &str, text: &str) -> String {
    format!("## {heading}\n\n{text}")
}

fn list(heading: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    (!items.is_empty()).then(|| section(heading, &items.join("\n")))
}

/// A reference with the title of the requirement, and a link to what else stands behind it.
fn reference(book: &Book<'_>, reference: &str) -> String {
    let known = reference.split_once(':').and_then(|(_, id)| {
        let (catalog, title) = behind::titled(&book.catalogs, reference)?;
        let edition = catalog.edition();
        let link = format!("[{}]({REQUIREMENTS}#{})", inline(&edition), anchor(&edition));
        Some(format!("{link}, {}: {}", inline(id), inline(&title)))
    });
    known.unwrap_or_else(|| {
        if reference.starts_with("https://") { format!("<{reference}>") } else { inline(reference) }
    })
}

fn parameters(rule: &Rule) -> Option<String> {
    let (first, described) = rule.parameters.first()?;
    let mut text =
        "| Name | Default | Meaning | Where the default comes from |\n| --- | --- | --- | --- |\n"
            .to_owned();
    for (name, described) in rule.parameters.iter() {
        let default = words_of(&described.default);
        let default = match described.value {
            _ if default.is_empty() => "none".to_owned(),
            ParameterType::List => cell(&default),
            _ => format!("`{default}`"),
        };
        text.push_str(&format!(
            "| `{name}` ({}) | {default} | {} | {} |\n",
            described.value,
            cell(&described.summary),
            cell(&described.source)
        ));
    }
    let value = crate::rule::toml_of(&described.default);
    let sample = format!("[rules]\n{} = {{ {first} = {value} }}", rule.name);
    text.push_str(&format!("\nIn `complint.toml`:\n\n{}", fenced("toml", &sample)));
    Some(section("What can be set", &text))
}

fn said(fact: &Fact) -> String {
    format!("`{}`: {}", fact.id, inline(&fact.words()))
}

/// The examples as they are drawn in the rule file, marks included.
fn shown(source: &str) -> Vec<String> {
    let all = examples(source).unwrap_or_default();
    let (bad, good): (Vec<&Example>, Vec<&Example>) = all.iter().partition(|it| it.is_bad());
    let legend = "Marked as in the rule file: `^` under what a finding points at, `-` under a related place.";
    let mut parts = Vec::new();
    for (heading, legend, examples) in
        [("What it finds", Some(legend), bad), ("What it lets pass", None, good)]
    {
        if examples.is_empty() {
            continue;
        }
        parts.push(format!("## {heading}"));
        parts.extend(legend.map(str::to_owned));
        parts.extend(examples.into_iter().map(drawn));
    }
    parts
}

fn drawn(example: &Example) -> String {
    let mut parts = vec![format!("### {}", inline(&capital(&example.name)))];
    parts.extend(days(example));
    // Where there is but one file, its name says nothing.
    let named = example.files.len() > 1
        || example.files.iter().any(|file| file.path != crate::example::RECORDS);
    for file in &example.files {
        if named {
            parts.push(format!("`{}`", file.path));
        }
        parts.push(block(file));
    }
    if let Some(fixed) = &example.fixed {
        parts.push("After the fix:".to_owned());
        parts.push(fenced("toml", fixed));
    }
    parts.join("\n\n")
}

/// On which days it is checked, where that was said.
fn days(example: &Example) -> Option<String> {
    let listed = |days: &[jiff::civil::Date]| {
        join_and(&days.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let mut words = Vec::new();
    if example.today != crate::example::TODAY || !example.clean_on.is_empty() {
        words.push(format!("Checked on {}.", example.today));
    }
    if !example.also_bad_on.is_empty() {
        words.push(format!("The same on {}.", listed(&example.also_bad_on)));
    }
    if !example.clean_on.is_empty() {
        words.push(format!("Nothing is found on {}.", listed(&example.clean_on)));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// Marks are no TOML, and would be shown as mistakes.
fn block(file: &File) -> String {
    let toml = file.path.ends_with(".toml") && file.marks.is_empty();
    fenced(if toml { "toml" } else { "text" }, &file.drawn)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
