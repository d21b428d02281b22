//! What one rule found in one place, as one diagnostic: a hundred controls without a row come from
//! one line, and that line is worth showing once. So is the interval that twenty reviews have missed.

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Place, Subject};

/// Findings of one rule in one place; at least one.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) findings: Vec<&'a Finding>,
    first: &'a Finding,
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
    findings
        .chunk_by(|one, next| {
            one.rule == next.rule
                && one.place == next.place
                && one.level == next.level
                && one.suppressed == next.suppressed
        })
        .filter_map(|findings| {
            let mut findings = findings.to_vec();
            findings.sort_by_key(|finding| match finding.subject {
                // By the order of the catalog: as texts, 10.1 would come before 4.1.
                Subject::Requirement(number) => Some(number),
                _ => None,
            });
            let first = *findings.first()?;
            let elsewhere = first.related.iter().map(|related| related.place);
            let elsewhere = elsewhere.filter(|place| place.source != first.place.source);
            let repeated = elsewhere.filter(|place| !shown.insert((first.rule, *place))).collect();
            Some(Group { findings, first, is_news: seen.insert(first.rule), repeated })
        })
        .collect()
}
