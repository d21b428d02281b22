//! What each rule found, for people to read.

use std::fmt::Write as _;

use complint::rule::shipped;

use crate::run::Outcome;

/// How many mutants a rule finds nearest to the defect, and how many at all.
pub(crate) fn counts(outcomes: &[Outcome], rule: &str) -> (usize, usize) {
    let first = outcomes.iter().filter(|outcome| outcome.first() == Some(rule)).count();
    let all = outcomes.iter().filter(|outcome| outcome.rules.iter().any(|own| own == rule));
    (first, all.count())
}

pub(crate) fn table(outcomes: &[Outcome]) -> String {
    let mut text = format!("{:<34}{:>7}{:>8}\n", "rule", "first", "at all");
    for rule in shipped() {
        let (first, all) = counts(outcomes, &rule.name);
        let name = format!("{}/{}", rule.group, rule.name);
        let _ = writeln!(text, "{name:<44}{first:>5}{all:>8}");
    }
    text
}
