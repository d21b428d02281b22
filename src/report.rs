//! What a run found, and what it looked at.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::Finding;
use crate::rule::types::Level;

/// The result of a run over one programme.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day of the run.
    pub today: Date,
    /// Findings, sorted by file, place and rule. Excused ones are among them, marked.
    pub findings: Vec<Finding>,
    /// What was looked at.
    pub checked: Checked,
    /// Findings that were withheld because a file could not be read in full, by rule: of absence, or of
    /// what may only seem so.
    pub withheld: BTreeMap<u16, usize>,
    /// Whether the configuration, a rule or a kind is broken, so that the tool could not do its job.
    pub setup_broken: bool,
    /// How many files could not be read in full.
    pub incomplete_files: usize,
}

/// What was looked at, so that a clean run is not an empty one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// Files that were read as records.
    pub files: usize,
    /// Records.
    pub records: usize,
    /// Requirements in scope that rules ask for.
    pub requirements: usize,
    /// Requirements in scope that no rule asks for, because of what they are.
    pub unasked: usize,
    /// Rules that ran.
    pub rules: usize,
}

/// Findings by level, without the excused ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Findings that a waiver excuses.
    pub waived: usize,
    /// Findings that the baseline accepts.
    pub accepted: usize,
    /// Findings that can be mended by an edit.
    pub fixable: usize,
}

impl Report {
    /// The findings that count: those that no waiver excuses.
    pub fn active(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppressed.is_none())
    }

    /// Findings by level.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            if let Some(by) = &finding.suppressed {
                *if by.baseline { &mut counts.accepted } else { &mut counts.waived } += 1;
                continue;
            }
            match finding.level {
                Level::Error => counts.errors += 1,
                Level::Warning => counts.warnings += 1,
                Level::Note | Level::Off => counts.notes += 1,
            }
            counts.fixable += usize::from(finding.fix.is_some());
        }
        counts
    }

    /// How many findings of absence were withheld.
    pub fn withheld_count(&self) -> usize {
        self.withheld.values().sum()
    }
}
