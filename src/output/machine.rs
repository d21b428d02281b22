//! What formats for other programs have in common: findings with their rules and places, paths from
//! the root of the repository, and columns as those programs count them.

use sha2::{Digest as _, Sha256};

use super::places::{Places, View};
use super::{Linted, Style, mended, shown};
use crate::finding::{Finding, Place};
use crate::rule::Rule;

/// A finding with all that is told about it.
pub(super) struct Item<'p, 'a> {
    pub(super) linted: Linted<'a>,
    pub(super) finding: &'a Finding,
    pub(super) rule: &'a Rule,
    pub(super) places: &'p Places<'a>,
    /// The way from the root of the repository to that of the programme; empty where they are one.
    root: String,
}

/// A place as other programs name it: lines from 1, and columns from 1 that count UTF-16 units.
pub(super) struct Region {
    pub(super) path: String,
    pub(super) start: (usize, usize),
    /// One past the last character.
    pub(super) end: (usize, usize),
}

/// The places of each programme.
pub(super) fn places<'a>(programmes: &[Linted<'a>], style: &Style) -> Vec<Places<'a>> {
    let base = style.repository.as_deref().or(style.base.as_deref());
    programmes.iter().map(|linted| Places::new(linted.workspace, base)).collect()
}

/// Every finding, also those that a waiver excuses.
pub(super) fn every<'p, 'a>(
    programmes: &[Linted<'a>],
    places: &'p [Places<'a>],
    style: &Style,
) -> Vec<Item<'p, 'a>> {
    items(programmes, places, style, |linted| linted.report.findings.iter().collect())
}

/// The findings that are shown, errors first: whoever shows only some of them shows those.
pub(super) fn weighty<'p, 'a>(
    programmes: &[Linted<'a>],
    places: &'p [Places<'a>],
    style: &Style,
) -> Vec<Item<'p, 'a>> {
    let mut items = items(programmes, places, style, |linted| shown(linted.report, style));
    items.sort_by_key(|item| (item.finding.suppressed.is_some(), item.finding.level));
    items
}

fn items<'p, 'a>(
    programmes: &[Linted<'a>],
    places: &'p [Places<'a>],
    style: &Style,
    findings: impl Fn(&Linted<'a>) -> Vec<&'a Finding>,
) -> Vec<Item<'p, 'a>> {
    let base = style.repository.as_deref().or(style.base.as_deref());
    let mut items = Vec::new();
    for (linted, places) in programmes.iter().zip(places) {
        let root = View::new(&linted.workspace.root, base).root();
        items.extend(findings(linted).into_iter().filter_map(|finding| {
            let rule = linted.workspace.rules.get(finding.rule)?;
            Some(Item { linted: *linted, finding, rule, places, root: root.clone() })
        }));
    }
    items
}

impl Item<'_, '_> {
    /// Where it is.
    pub(super) fn region(&self) -> Region {
        self.region_of(self.finding.place)
    }

    /// A place of the same programme.
    pub(super) fn region_of(&self, place: Place) -> Region {
        let at = |offset| {
            let position = self.places.utf16(place.source, offset);
            (position.line, position.column)
        };
        Region {
            path: self.places.raw_path(place.source),
            start: at(place.span.start),
            end: at(place.span.end.max(place.span.start)),
        }
    }

    /// The identity of the finding, unique among those of all programmes of the repository.
    pub(super) fn identity(&self) -> String {
        let own = &self.finding.fingerprint;
        if self.root == "." {
            return own.clone();
        }
        let mut hash = Sha256::new();
        hash.update(self.root.as_bytes());
        hash.update([0]);
        hash.update(own.as_bytes());
        hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Why it does not count, in a word.
    pub(super) fn excused(&self) -> Option<&'static str> {
        let by = self.finding.suppressed.as_ref()?;
        Some(if by.baseline { "in the baseline" } else { "waived" })
    }

    /// The message as a sentence, and below it what to write and which fix there is.
    pub(super) fn text(&self) -> String {
        let Finding { message, help, fix, .. } = self.finding;
        let help = help.as_ref().map(|help| format!("\nhelp: {help}"));
        let fix = fix.as_ref().map(|fix| format!("\nfix: {}", mended::told(fix)));
        let below: String = [help, fix].into_iter().flatten().collect();
        let gap = if below.is_empty() { "" } else { "\n" };
        format!("{message}.{gap}{below}")
    }
}
