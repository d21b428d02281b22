//! Each clause of ISO/IEC 27001 is looked at for what its records say, not only for whether there
//! are any: `clauses.toml` spoils the content of one clause after the other, and exactly one rule,
//! which refers to the clause, says so.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test reads the example, stops aloud and prints its table"
)]

#[path = "mutations/programme.rs"]
mod programme;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use complint::document::Document;
use complint::rule::shipped;
use rayon::prelude::*;
use serde::Deserialize;

use programme::{Changes, Found, Programme};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    clause: Vec<Case>,
}

/// One clause, how its content is spoilt, and the rule that says so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    rule: String,
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    file: String,
    find: Option<String>,
    replace: String,
}

fn cases() -> Vec<Case> {
    toml::from_str::<Cases>(include_str!("clauses.toml")).expect("the cases can be read").clause
}

fn programme() -> &'static Programme {
    static PROGRAMME: OnceLock<Programme> = OnceLock::new();
    PROGRAMME.get_or_init(Programme::northwind)
}

/// The clauses that can be met or missed by themselves, from the catalog.
fn clauses() -> Vec<&'static str> {
    let catalog = programme().workspace.catalogs.by_id("iso27001").expect("the catalog is shipped");
    let clauses = catalog.data.requirements.iter();
    clauses
        .filter(|row| row.part == "clause" && row.assessable)
        .map(|row| row.id.as_str())
        .collect()
}

impl Case {
    fn changes(&self, programme: &Programme) -> Changes {
        let mut changes = Changes::new();
        for change in &self.change {
            let before = programme.text(&change.file);
            let before = before.expect("the file is one of northwind").to_owned();
            let text = changes.remove(&change.file).unwrap_or(before);
            let new = change.of(&text);
            assert!(new != text, "{}: {} stays as it is", self.id, change.file);
            let parses = !change.file.ends_with(".toml") || Document::parse(&new).complete();
            assert!(parses && !new.trim().is_empty(), "{}: {} is spoilt", self.id, change.file);
            changes.insert(change.file.clone(), new);
        }
        changes
    }
}

impl Change {
    fn of(&self, text: &str) -> String {
        match &self.find {
            Some(find) => text.replace(find.as_str(), &self.replace),
            None => self.replace.clone(),
        }
    }
}

#[test]
fn every_clause_has_a_case() {
    let clauses = clauses();
    assert_eq!(clauses.len(), 30);
    let cases: Vec<String> = cases().into_iter().map(|case| case.id).collect();
    assert_eq!(clauses, cases, "one case for each clause, in the order of the standard");
}

#[test]
fn of_bad_content_exactly_one_rule_speaks() {
    // Opened before the threads start: opening uses them too.
    let programme = programme();
    let spoilt: Vec<(Case, Changes)> = cases()
        .into_iter()
        .map(|case| {
            let changes = case.changes(programme);
            (case, changes)
        })
        .collect();
    let wrong =
        spoilt.par_iter().filter_map(|(case, changes)| wrong(case, programme.check(changes)));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is not as it should be, in words.
fn wrong(case: &Case, found: Vec<Found>) -> Option<String> {
    let rules: BTreeSet<&str> = found.iter().map(|found| found.rule.as_str()).collect();
    println!("{:<6} {}", case.id, case.rule);
    let said: Vec<String> =
        found.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect();
    (rules != BTreeSet::from([case.rule.as_str()]))
        .then(|| format!("{} wants {} alone: {said:#?}", case.id, case.rule))
}

/// A rule that stands for a clause says so where people look it up.
#[test]
fn rules_refer_to_the_clause_they_stand_for() {
    for case in cases() {
        let rule = shipped().iter().find(|rule| *rule.name == *case.rule);
        let clause = format!("iso27001:{}", case.id);
        let refers = |reference: &str| {
            reference == clause
                || reference.strip_prefix(&clause).is_some_and(|rest| rest.starts_with(' '))
        };
        let found = rule.is_some_and(|rule| rule.references.iter().any(|own| refers(own)));
        assert!(found, "{} does not refer to {}", case.rule, case.id);
    }
}
