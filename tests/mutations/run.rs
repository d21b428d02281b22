//! Runs the mutants, and says which rule found each.

use rayon::prelude::*;

use crate::mutant::{Mutant, Variant};
use crate::programme::{Found, Programme};

/// At how many places, of those where a rule may speak, a finding is awaited.
const TRIED: usize = 12;

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

/// Not every place is one where a rule must speak (an automated control needs no frequency). Where
/// the first is none, the defect is made at all places at once: if nothing is found then, nothing is
/// found anywhere; otherwise those places are tried at which something was found.
fn outcome(programme: &Programme, mutant: &Mutant) -> Outcome {
    let first = mutant.variants.iter().take(1);
    let told = first.filter_map(|variant| tell(programme, mutant, variant)).next();
    let later = || {
        let places = promising(programme, &mutant.variants);
        places.into_iter().find_map(|variant| tell(programme, mutant, variant))
    };
    let none = || Outcome { name: mutant.name.clone(), rules: Vec::new(), messages: Vec::new() };
    told.or_else(later).unwrap_or_else(none)
}

/// The places nearest to what is found where the defect is at all of them, without the first.
fn promising<'m>(programme: &Programme, variants: &'m [Variant]) -> Vec<&'m Variant> {
    if variants.len() < 2 {
        return Vec::new();
    }
    let mut all = Variant::default();
    for (path, edits) in variants.iter().flat_map(|variant| &variant.edits) {
        all.edits.entry(path.clone()).or_default().extend(edits.iter().cloned());
    }
    let found = programme.check(&all.changes(programme));
    let mut near: Vec<usize> = Vec::new();
    for found in &found {
        let before = before(&all, found);
        let far = |at: &usize| {
            let (path, start) = variants[*at].start();
            (path != found.path, start.abs_diff(before))
        };
        near.extend((1..variants.len()).min_by_key(far).filter(|at| !near.contains(at)));
    }
    let spread = (0..TRIED).map(|step| 1 + step * (variants.len() - 1) / TRIED);
    if !found.is_empty() {
        near.extend(spread);
    }
    near.into_iter().take(TRIED).map(|at| &variants[at]).collect()
}

/// Where a finding in the changed text would stand in the old one.
fn before(all: &Variant, found: &Found) -> u32 {
    let mut edits = all.edits.get(&found.path).cloned().unwrap_or_default();
    edits.sort();
    let mut at = i64::from(found.start);
    for (span, text) in edits {
        if i64::from(span.start) < at {
            at += i64::from(span.len()) - text.len() as i64;
        }
    }
    u32::try_from(at).unwrap_or_default()
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
