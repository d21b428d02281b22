//! All examples of one rule file.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::{Example, Outcome, Own, Problem, examples, hold, update};
use crate::words::count;

/// What came of the examples of one rule file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suite {
    /// The text of the rule file, with new marks where they were asked for.
    pub source: String,
    /// How many examples there are.
    pub examples: usize,
    /// How many of them have new marks.
    pub updated: usize,
    /// Those that do not hold: name, and what does not.
    pub failures: Vec<(String, Vec<String>)>,
    /// Marks that were asked for and not written, and why.
    pub left: Vec<String>,
    /// What the examples do not show, as the rest of a sentence: "has no example".
    pub lacks: Option<&'static str>,
}

/// Runs the examples of a rule file; with `renew` the marks that would hold are drawn first.
///
/// # Errors
///
/// What in the examples cannot be read.
pub fn suite(rule: &str, source: &str, own: &Own, renew: bool) -> Result<Suite, Vec<Problem>> {
    let (examples, outcomes) = run(rule, source, own)?;
    if !renew || outcomes.iter().all(|outcome| outcome.failures.is_empty()) {
        return Ok(summed(source.to_owned(), &examples, outcomes));
    }
    let new = update(source, &examples, &outcomes);
    let (examples, outcomes) = run(rule, &new.source, own)?;
    let mut suite = summed(new.source, &examples, outcomes);
    suite.updated = new.examples;
    suite.left = new.left;
    Ok(suite)
}

fn run(rule: &str, source: &str, own: &Own) -> Result<(Vec<Example>, Vec<Outcome>), Vec<Problem>> {
    let examples = examples(source)?;
    let outcomes = examples.par_iter().map(|example| hold(rule, example, own)).collect();
    Ok((examples, outcomes))
}

fn summed(source: String, examples: &[Example], outcomes: Vec<Outcome>) -> Suite {
    let named = examples.iter().zip(outcomes).filter(|(_, outcome)| !outcome.failures.is_empty());
    Suite {
        source,
        examples: examples.len(),
        updated: 0,
        failures: named
            .map(|(example, outcome)| (example.name.clone(), outcome.failures))
            .collect(),
        left: Vec::new(),
        lacks: lacks(examples),
    }
}

fn lacks(examples: &[Example]) -> Option<&'static str> {
    let bad = examples.iter().any(Example::is_bad);
    let good = examples.iter().any(Example::is_good);
    match (bad, good) {
        _ if examples.is_empty() => Some("has no example"),
        (false, _) => Some("has no example in which it finds something"),
        (_, false) => Some("has no example in which it finds nothing"),
        _ => None,
    }
}

impl Suite {
    /// Whether every example holds.
    pub fn holds(&self) -> bool {
        self.failures.is_empty()
    }

    /// What people are told of a rule file.
    pub fn text(&self, path: &str) -> String {
        let mut text = String::new();
        let number = count(self.examples, "example");
        if self.updated > 0 {
            let _ =
                writeln!(text, "updated {path}: new marks in {}", count(self.updated, "example"));
        }
        for why in &self.left {
            let _ = writeln!(text, "left {path}: {why}");
        }
        match self.failures.len() {
            0 if self.examples == 0 => {}
            0 => {
                let _ = writeln!(text, "ok {path}: {number}");
            }
            failed => {
                let hold = if failed == 1 { "does" } else { "do" };
                let _ = writeln!(text, "failed {path}: {failed} of {number} {hold} not hold");
            }
        }
        if let Some(lacks) = self.lacks {
            let _ = writeln!(text, "note {path}: {lacks}");
        }
        for (name, failures) in &self.failures {
            let _ = write!(text, "\n{path}: \"{name}\"\n{}", failures.concat());
        }
        if !self.holds() {
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Suite, lacks};
    use crate::example::examples;

    fn shown(source: &str) -> Option<&'static str> {
        lacks(&examples(source).expect("examples"))
    }

    #[test]
    fn a_rule_shows_what_it_finds_and_what_it_leaves_alone() {
        let bad = "[[example]]\nname = 'bad'\ntext = '''\na\n^ x\n'''\n";
        let good = "[[example]]\nname = 'good'\ntext = '''\na\n^ [other] x\n'''\n";
        assert_eq!(shown(""), Some("has no example"));
        assert_eq!(shown(bad), Some("has no example in which it finds nothing"));
        assert_eq!(shown(good), Some("has no example in which it finds something"));
        assert_eq!(shown(&format!("{bad}{good}")), None);
        assert_eq!(shown(&format!("{bad}clean-on = [2026-01-01]")), None);
    }

    #[test]
    fn people_are_told_what_came_of_it() {
        let mut suite = Suite {
            source: String::new(),
            examples: 2,
            updated: 0,
            failures: Vec::new(),
            left: Vec::new(),
            lacks: None,
        };
        assert_eq!(suite.text("r.toml"), "ok r.toml: 2 examples\n");
        suite.failures.push(("x".into(), vec!["  on a day\n".into()]));
        suite.lacks = Some("has no example");
        assert_eq!(
            suite.text("r.toml"),
            "failed r.toml: 1 of 2 examples does not hold\nnote r.toml: has no example\n\nr.toml: \"x\"\n  on a day\n\n"
        );
        suite = Suite { examples: 0, failures: Vec::new(), ..suite };
        assert_eq!(suite.text("r.toml"), "note r.toml: has no example\n");
    }
}
