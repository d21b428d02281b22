//! What a company's own rules cite: facts and requirements have to be there, as for the shipped rules
//! tests see to.

use super::plan::Problem;
use super::types::Rule;
use super::{RuleNo, Rules};
use crate::fact::{fact, facts};
use crate::framework::{Catalogs, Meaning};
use crate::words::closest;

/// Facts and references of a company's own rules that lead to nothing.
pub(crate) fn problems(rules: &Rules, catalogs: &Catalogs) -> Vec<Problem> {
    let own = rules.iter().filter(|(number, _)| rules.source(*number).is_some());
    own.flat_map(|(number, rule)| of_rule(number, rule, catalogs)).collect()
}

fn of_rule(number: RuleNo, rule: &Rule, catalogs: &Catalogs) -> Vec<Problem> {
    let facts = rule.facts.iter().map(|id| unknown_fact(id));
    let facts = facts.enumerate().map(|(position, problem)| ("facts", position, problem));
    let references = rule.references.iter().map(|cited| unknown_reference(cited, catalogs));
    let references =
        references.enumerate().map(|(position, problem)| ("references", position, problem));
    let problem = |(key, position, problem): (&str, usize, Option<String>)| {
        let path = vec![key.to_owned(), position.to_string()];
        problem.map(|message| Problem { rule: number, path, message })
    };
    facts.chain(references).filter_map(problem).collect()
}

fn unknown_fact(id: &str) -> Option<String> {
    if fact(id).is_some() {
        return None;
    }
    let close = closest(id, facts().iter().map(|fact| fact.id.as_str()));
    Some(meant(format!("there is no fact `{id}`"), close.map(|close| close.word)))
}

/// A framework's id before a colon names one of its requirements or headings; anything else is
/// another source, of which nothing is known.
fn unknown_reference(cited: &str, catalogs: &Catalogs) -> Option<String> {
    let (framework, id) = cited.split_once(':')?;
    let of_id =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if id.starts_with("//") || !framework.chars().all(of_id) {
        return None;
    }
    let Some(number) = catalogs.number(framework) else {
        let close = closest(framework, catalogs.ids());
        let problem = format!("no framework is called `{framework}`");
        return Some(meant(problem, close.map(|close| close.word)));
    };
    let rows = &catalogs.get(number)?.data.requirements;
    // A catalog that could not be read was reported as such.
    if rows.is_empty() {
        return None;
    }
    match catalogs.meaning(number, id) {
        Meaning::Requirement(_) | Meaning::Group(_) => None,
        Meaning::Superseded(_) => {
            Some(format!("`{id}` is a number of an earlier edition of {framework}"))
        }
        Meaning::Unknown => {
            let close = closest(id, rows.iter().map(|row| row.id.as_str()));
            let problem = format!("{framework} has no requirement `{id}`");
            Some(meant(problem, close.map(|close| close.word)))
        }
    }
}

fn meant(problem: String, close: Option<&str>) -> String {
    match close {
        Some(close) => format!("{problem}; did you mean `{close}`?"),
        None => problem,
    }
}
