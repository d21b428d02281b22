//! Which findings a waiver excuses.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::places::Places;
use super::{Form, Waiver, can_be_waived};
use crate::finding::{Finding, Place, Subject};
use crate::framework::RequirementNo;
use crate::rule::RuleNo;
use crate::source::SourceId;
use crate::span::Span;
use crate::workspace::Workspace;

/// A rule of a waiver: the waiver's position and the rule's within it. The first is the first by
/// place.
type Slot = (usize, usize);

/// Marks what is excused, by the first waiver that does; every waiver that would is of use. Returns
/// the rules whose findings are obligations that nobody answers.
pub(super) fn mark(
    workspace: &Workspace,
    index: &Index,
    waivers: &mut [Waiver<'_>],
    findings: &mut [Finding],
) -> FxHashSet<RuleNo> {
    let mut obligations = FxHashSet::default();
    let mut slots: Vec<Slot> = Vec::new();
    for finding in findings {
        let Some(rule) = index.rules.get(&finding.rule) else { continue };
        if matches!(finding.subject, Subject::Requirement(_)) {
            obligations.insert(finding.rule);
        }
        slots.clear();
        rule.find(workspace, waivers, finding, &mut slots);
        for (waiver, position) in &slots {
            if let Some(named) =
                waivers.get_mut(*waiver).and_then(|waiver| waiver.rules.get_mut(*position))
            {
                named.used = true;
            }
        }
        let first = slots.iter().min().and_then(|(waiver, _)| waivers.get(*waiver));
        // Where waivers are left aside they are still judged.
        if let Some(waiver) = first.filter(|_| !workspace.settings.no_waivers) {
            finding.suppressed = Some(waiver.suppression());
        }
    }
    obligations
}

/// The live waivers, found by rule.
pub(super) struct Index {
    rules: FxHashMap<RuleNo, ByRule>,
}

/// The live waivers of one rule, by what they cover.
#[derive(Default)]
struct ByRule {
    /// What comments cover, by file.
    places: FxHashMap<SourceId, Places<Slot>>,
    records: FxHashMap<u32, Vec<Slot>>,
    requirements: FxHashMap<RequirementNo, Vec<Slot>>,
    files: Vec<Slot>,
}

/// What comments cover, while it is collected.
type Spans = FxHashMap<(RuleNo, SourceId), Vec<(Span, Slot)>>;

impl Index {
    pub(super) fn new(workspace: &Workspace, today: Date, waivers: &[Waiver<'_>]) -> Self {
        let mut index = Self { rules: FxHashMap::default() };
        let mut spans = Spans::default();
        let live = waivers.iter().enumerate().filter(|(_, waiver)| !waiver.expired(today));
        for (number, waiver) in live {
            for (position, named) in waiver.rules.iter().enumerate() {
                let known = named.rule.and_then(|rule| Some((rule, workspace.rules.get(rule)?)));
                let Some((rule, _)) = known.filter(|(_, rule)| can_be_waived(rule)) else {
                    continue;
                };
                let slot = (number, position);
                index.rules.entry(rule).or_default().add(waiver, slot);
                if let Form::Comment(comment) = waiver.form {
                    let covered = comment.bound.spans.iter().map(|span| (*span, slot));
                    spans.entry((rule, comment.source)).or_default().extend(covered);
                }
            }
        }
        for ((rule, source), spans) in spans {
            index.rules.entry(rule).or_default().places.insert(source, Places::new(spans));
        }
        index
    }
}

impl ByRule {
    fn add(&mut self, waiver: &Waiver<'_>, slot: Slot) {
        match &waiver.form {
            Form::Comment(comment) => {
                if let Some(record) = comment.bound.whole {
                    self.records.entry(record).or_default().push(slot);
                }
            }
            Form::Record(covered) => {
                for record in &covered.records {
                    self.records.entry(*record).or_default().push(slot);
                }
                for requirement in &covered.requirements {
                    self.requirements.entry(*requirement).or_default().push(slot);
                }
                if covered.files.is_some() {
                    self.files.push(slot);
                }
            }
        }
    }

    fn find(
        &self,
        workspace: &Workspace,
        waivers: &[Waiver<'_>],
        finding: &Finding,
        slots: &mut Vec<Slot>,
    ) {
        match finding.subject {
            Subject::Requirement(number) => {
                slots.extend(self.requirements.get(&number).into_iter().flatten());
                // Who may leave an obligation unanswered is no matter of one line or file.
                return;
            }
            Subject::Record(number) => {
                slots.extend(self.records.get(&number).into_iter().flatten())
            }
            Subject::File(_) | Subject::Programme => {}
        }
        slots.extend(self.over(finding.place));
        self.over_related(waivers, finding, slots);
        self.find_files(workspace, waivers, finding, slots);
    }

    fn over(&self, place: Place) -> impl Iterator<Item = Slot> {
        let places = self.places.get(&place.source);
        places.into_iter().flat_map(move |places| places.over(place.span))
    }

    /// The other end of a contradiction counts as well. Where there are several each may be accepted
    /// or not, so a waiver has to cover all of them.
    fn over_related(&self, waivers: &[Waiver<'_>], finding: &Finding, slots: &mut Vec<Slot>) {
        let Some((first, others)) = finding.related.split_first() else { return };
        let all = |slot: &Slot| match waivers.get(slot.0).map(|waiver| &waiver.form) {
            Some(Form::Comment(comment)) => others.iter().all(|other| comment.covers(other.place)),
            _ => false,
        };
        slots.extend(self.over(first.place).filter(all));
    }

    fn find_files(
        &self,
        workspace: &Workspace,
        waivers: &[Waiver<'_>],
        finding: &Finding,
        slots: &mut Vec<Slot>,
    ) {
        if self.files.is_empty() {
            return;
        }
        let Some(source) = workspace.sources.get(finding.place.source.index()) else { return };
        let matches = |slot: &Slot| match waivers.get(slot.0).map(|waiver| &waiver.form) {
            Some(Form::Record(covered)) => {
                covered.files.as_ref().is_some_and(|files| files.is_match(&source.path))
            }
            _ => false,
        };
        slots.extend(self.files.iter().copied().filter(matches));
    }
}
