//! Runs the mutants, and says which rule found each.

use rayon::prelude::*;

use crate::mutant::{Mutant, Variant};
use crate::programme::Programme;

pub(crate) struct Outcome {
    pub(crate) name: String,
    /// The rules that found it, the one nearest to the defect first.
    pub(crate) rules: Vec<String>,
    /// What the first finding of each says.
    pub(crate) messages: Vec<String>,
}

impl Outcome {
    /// The rule whose finding stands nearest to the defect.
    pub(crate) fn first(&self) -> Option<&str> {
        self.rules.first().map(String::as_str)
    }
}

pub(crate) fn run(programme: &Programme, mutants: &[Mutant]) -> Vec<Outcome> {
    mutants.par_iter().map(|mutant| outcome(programme, mutant)).collect()
}

/// Not every place is one where a rule must speak (an automated control needs no frequency): the
/// defect is found if it is at one of them.
fn outcome(programme: &Programme, mutant: &Mutant) -> Outcome {
    let none = || Outcome { name: mutant.name.clone(), rules: Vec::new(), messages: Vec::new() };
    let (first, others) = mutant.variants.split_at(mutant.variants.len().min(1));
    let told = search(programme, mutant, first).or_else(|| search(programme, mutant, others));
    told.unwrap_or_else(none)
}

/// Looks for a place by halves. Where nothing is found with the defect at all places, nothing is found
/// at any of them; where something is, it may take several together, and then no single one is told.
fn search(programme: &Programme, mutant: &Mutant, variants: &[Variant]) -> Option<Outcome> {
    match variants {
        [] => None,
        [only] => tell(programme, mutant, only),
        _ => {
            let all = Variant::all(variants).changes(programme);
            if programme.check(&all).is_empty() {
                return None;
            }
            let (left, right) = variants.split_at(variants.len() / 2);
            search(programme, mutant, left).or_else(|| search(programme, mutant, right))
        }
    }
}

fn tell(programme: &Programme, mutant: &Mutant, variant: &Variant) -> Option<Outcome> {
    let mut found = programme.check(&variant.changes(programme));
    let (path, start) = variant.start();
    found.sort_by_key(|found| (found.path != path, found.start.abs_diff(start)));
    let mut outcome =
        Outcome { name: mutant.name.clone(), rules: Vec::new(), messages: Vec::new() };
    for found in found {
        if !outcome.rules.contains(&found.rule) {
            outcome.messages.push(format!("{}: {}", found.path, found.message));
            outcome.rules.push(found.rule);
        }
    }
    (!outcome.rules.is_empty()).then_some(outcome)
}
