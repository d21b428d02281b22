//! What one rule found in one place, as one diagnostic: a hundred controls without a row come from
//! one line, and that line is worth showing once.

use rustc_hash::FxHashSet;

use crate::finding::Finding;

/// Findings of one rule in one place; at least one.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) findings: &'a [&'a Finding],
    first: &'a Finding,
    /// Whether the rule has not been seen before.
    pub(super) is_news: bool,
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
pub(super) fn groups<'a>(findings: &'a [&'a Finding]) -> Vec<Group<'a>> {
    let mut seen = FxHashSet::default();
    findings
        .chunk_by(|one, next| {
            one.rule == next.rule
                && one.place == next.place
                && one.level == next.level
                && one.suppressed == next.suppressed
        })
        .filter_map(|findings| {
            let first = findings.first()?;
            Some(Group { findings, first, is_news: seen.insert(first.rule) })
        })
        .collect()
}
