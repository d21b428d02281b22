//! The rules of a run, with what GitHub and other viewers show beside an alert.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::level;
use crate::book::help;
use crate::output::Linted;
use crate::output::full::authority::address;
use crate::rule::types::Level;
use crate::rule::{Rule, RuleNo};

/// As many tags as GitHub takes of a rule.
const TAGS: usize = 20;

/// Every rule that runs or has found something, once, and where it stands in the list.
pub(super) fn of<'a>(programmes: &[Linted<'a>]) -> (Vec<Value>, BTreeMap<&'a str, usize>) {
    let (mut rules, mut numbers) = (Vec::new(), BTreeMap::new());
    for linted in programmes {
        let workspace = linted.workspace;
        let found = |number| linted.report.findings.iter().any(|finding| finding.rule == number);
        for (number, rule) in workspace.rules.iter() {
            let wanted = workspace.settings.levels.runs(number) || found(number);
            if wanted && !numbers.contains_key(rule.name.as_str()) {
                numbers.insert(rule.name.as_str(), rules.len());
                rules.push(described(linted, number, rule));
            }
        }
    }
    (rules, numbers)
}

fn described(linted: &Linted<'_>, number: RuleNo, rule: &Rule) -> Value {
    let own = linted.workspace.settings.levels.level(number);
    let catalogs = &linted.workspace.catalogs;
    let mut tags = vec![rule.group.to_string(), rule.basis.to_string()];
    tags.extend(rule.references.iter().map(ToString::to_string));
    tags.truncate(TAGS);
    let mut described = json!({
        "id": rule.name.as_str(),
        "name": pascal(&rule.name),
        "shortDescription": { "text": sentence(&rule.summary) },
        "fullDescription": { "text": plain(&rule.explanation) },
        "help": { "text": help::text(rule, catalogs), "markdown": help::markdown(rule, catalogs) },
        "defaultConfiguration": { "level": level(own) },
        "properties": {
            "tags": tags,
            "problem.severity": severity(own),
            "group": rule.group.as_str(),
            "basis": rule.basis.as_str(),
            "references": rule.references.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
        },
    });
    if let Some(address) = address(rule, number) {
        described["helpUri"] = json!(address);
    }
    described
}

/// GitHub's words for levels that are no matter of security alone.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Off => "recommendation",
    }
}

/// `stale-review` as `StaleReview`.
fn pascal(name: &str) -> String {
    let words = name.split(['-', '_']).map(|word| {
        let mut chars = word.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        first.chain(chars).collect::<String>()
    });
    words.collect()
}

fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

/// The first paragraph on one line.
fn plain(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    first.split_whitespace().collect::<Vec<_>>().join(" ")
}
