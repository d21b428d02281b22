//! What one rule found in one place, as one diagnostic: a hundred controls without a row come from
//! one line, and that line is worth showing once. So is the interval that twenty reviews have missed.
//! What one rule found again and again in one file is one diagnostic as well: ninety rows of one
//! statement with the same fault are one thing to understand, and then ninety lines to mend.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Finding, Place, Subject};

/// Findings of one rule in one place; at least one.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) findings: Vec<&'a Finding>,
    first: &'a Finding,
    /// Whether the findings stand in different places of one file.
    pub(super) is_swarm: bool,
    /// Whether the rule has not been seen before.
    pub(super) is_news: bool,
    /// Related places in other files that the rule has shown before.
    pub(super) repeated: Vec<Place>,
}

impl<'a> Group<'a> {
    pub(super) fn first(&self) -> &'a Finding {
        self.first
    }

    pub(super) fn is_many(&self) -> bool {
        self.findings.len() > 1
    }
}

/// Groups findings that are sorted by place and rule.
pub(super) fn groups<'a>(findings: &[&'a Finding]) -> Vec<Group<'a>> {
    let mut seen = FxHashSet::default();
    let mut shown = FxHashSet::default();
    gather(findings)
        .into_iter()
        .filter_map(|(mut findings, is_swarm)| {
            if !is_swarm {
                findings.sort_by_key(|finding| match finding.subject {
                    // By the order of the catalog: as texts, 10.1 would come before 4.1.
                    Subject::Requirement(number) => Some(number),
                    _ => None,
                });
            }
            let first = *findings.first()?;
            let elsewhere = first.related.iter().map(|related| related.place);
            let elsewhere = elsewhere.filter(|place| place.source != first.place.source);
            let repeated = elsewhere.filter(|place| !shown.insert((first.rule, *place))).collect();
            Some(Group { findings, first, is_swarm, is_news: seen.insert(first.rule), repeated })
        })
        .collect()
}

/// From so many findings of one rule in one file on, they are one diagnostic.
const SWARM: usize = 6;

/// Findings of one place together, and swarms at the place of their first.
fn gather<'a>(findings: &[&'a Finding]) -> Vec<(Vec<&'a Finding>, bool)> {
    let kind = |finding: &Finding| {
        (finding.rule, finding.place.source, finding.level, finding.suppressed.is_some())
    };
    let mut places: FxHashMap<_, usize> = FxHashMap::default();
    let mut gathered: Vec<(Vec<&Finding>, bool)> = Vec::new();
    let by_place =
        findings.chunk_by(|one, next| kind(one) == kind(next) && one.place == next.place);
    for findings in by_place.clone() {
        if let [one] = findings {
            *places.entry(kind(one)).or_default() += 1;
        }
    }
    let mut swarms: FxHashMap<_, usize> = FxHashMap::default();
    for findings in by_place {
        match findings {
            [one] if places.get(&kind(one)).is_some_and(|count| *count >= SWARM) => {
                let at = *swarms.entry(kind(one)).or_insert(gathered.len());
                match gathered.get_mut(at) {
                    Some((swarm, _)) => swarm.push(one),
                    None => gathered.push((vec![one], true)),
                }
            }
            several => gathered.push((several.to_vec(), false)),
        }
    }
    gathered
}
