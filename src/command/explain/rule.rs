//! The page of a rule: what it finds, on whose authority, why it matters and how to mend it.

use super::accept;
use super::example;
use super::known::Known;
use super::page::{Page, Row};
use crate::config::Origin;
use crate::fact::{Fact, fact};
use crate::rule::types::Parameter;
use crate::rule::{Rule, RuleNo, behind, toml_of, words_of};

pub(super) fn write(known: &Known, number: RuleNo, page: &mut Page) {
    let Some(rule) = known.rules().get(number) else { return };
    page.title(&rule.name, "");
    page.line(&rule.summary);
    page.blank();
    page.field("Level", &level(known, number, rule));
    page.field("Authority", rule.basis.authority());
    page.fields("See", &references(known, rule));
    page.field("Group", &origin(known, number, rule));
    page.heading("Why");
    page.prose(&rule.explanation);
    page.heading("How to mend it");
    page.prose(&rule.remediation);
    parameters(known, number, rule, page);
    facts(rule, page);
    example::write(known, number, rule, page);
    accept::write(rule, page);
}

/// The level, and what the programme makes of it.
fn level(known: &Known, number: RuleNo, rule: &Rule) -> String {
    let Some(workspace) = known.workspace() else { return rule.level.to_string() };
    let levels = &workspace.settings.levels;
    let own = levels.level(number);
    if own == rule.level {
        return rule.level.to_string();
    }
    let by = match levels.origin(number) {
        Origin::Group => "for its group ",
        Origin::Default | Origin::Rule | Origin::Call => "",
    };
    let reason = levels.reason(number).map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{}; {own} in {}, set {by}in complint.toml{reason}", rule.level, known.company())
}

fn origin(known: &Known, number: RuleNo, rule: &Rule) -> String {
    let workspace = known.workspace();
    let own = workspace.and_then(|workspace| Some(workspace.source(known.rules().source(number)?)));
    match own {
        Some(source) => format!("{}, a rule of {}: {}", rule.group, known.company(), source.path),
        None => format!("{}, since complint {}", rule.group, rule.since),
    }
}

/// Each reference, with the title of the requirement that it names.
fn references(known: &Known, rule: &Rule) -> Vec<Row> {
    let titled = |reference: &str| behind::titled(known.catalogs(), reference);
    let rows = rule.references.iter().map(|reference| match titled(reference) {
        Some((_, title)) => (reference.to_string(), title.into_owned()),
        None => (String::new(), reference.to_string()),
    });
    rows.collect()
}

fn parameters(known: &Known, number: RuleNo, rule: &Rule, page: &mut Page) {
    let Some((first, described)) = rule.parameters.first() else { return };
    page.heading("What can be set");
    for (name, described) in rule.parameters.iter() {
        page.stacked(&[(name.to_string(), described.summary.to_string())]);
        parameter(known, number, name, described, page);
        page.blank();
    }
    page.prose("In complint.toml:");
    page.blank();
    page.code(&format!("[rules]\n{} = {{ {first} = {} }}", rule.name, toml_of(&described.default)));
}

/// The numbers and days that it rests on, with their authority and place.
fn facts(rule: &Rule, page: &mut Page) {
    let facts: Vec<&Fact> = rule.facts.iter().filter_map(|id| fact(id)).collect();
    if facts.is_empty() {
        return;
    }
    page.heading("Facts it counts by");
    page.stacked(&facts.iter().map(|fact| (fact.id.to_string(), fact.words())).collect::<Vec<_>>());
}

fn parameter(known: &Known, number: RuleNo, name: &str, described: &Parameter, page: &mut Page) {
    page.nested(&format!("Default: {} ({})", words_of(&described.default), described.value));
    let own =
        known.workspace().and_then(|workspace| workspace.settings.levels.parameter(number, name));
    if let Some(own) = own {
        page.nested(&format!("In {}: {}", known.company(), words_of(own)));
    }
    if !described.source.is_empty() {
        page.nested(&format!("Source: {}", described.source));
    }
}
