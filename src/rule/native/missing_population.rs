//! Controls that wait for events, and no complete list of the events to draw a sample from.

use jiff::civil::Date;

use super::coverage::EvidenceKeys;
use super::engagement::{Control, ControlKeys, Engagement};
use super::parameter::Parameters;
use super::records::records_since;
use crate::calendar::{Stretch, in_words, uncovered, unite};
use crate::finding::Draft;
use crate::workspace::Workspace;

const RULE: &str = "missing-population";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(asking) = Asking::of(workspace, today) else { return Vec::new() };
    let Some(kind) = workspace.kinds.number("control") else { return Vec::new() };
    let found = crate::parallel::pieces(workspace.ids.of_kind(kind), |controls| {
        let drafts = controls.iter().filter_map(|control| asking.judge(*control));
        drafts.collect::<Vec<Draft>>()
    });
    found.into_iter().flatten().collect()
}

/// What is asked of every control.
struct Asking<'w> {
    workspace: &'w Workspace,
    engagement: Engagement,
    controls: ControlKeys,
    evidence: EvidenceKeys,
    /// The days of the period from which the records can be complete.
    period: Stretch,
    /// Whether the period is over, and the lists can be complete.
    over: bool,
    /// The frequencies that stand for events.
    frequencies: Vec<&'w str>,
}

impl<'w> Asking<'w> {
    fn of(workspace: &'w Workspace, today: Date) -> Option<Self> {
        let engagement = Engagement::of(workspace)?;
        let since = records_since(workspace).unwrap_or(Date::MIN);
        Some(Self {
            workspace,
            period: engagement.period.from(since)?,
            over: engagement.period.last() < today,
            engagement,
            controls: ControlKeys::of(workspace)?,
            evidence: EvidenceKeys::of(workspace)?,
            frequencies: Parameters::of(workspace, RULE).list("frequencies"),
        })
    }

    fn judge(&self, number: u32) -> Option<Draft> {
        let control = self.controls.read(self.workspace, &self.engagement, number)?;
        if !self.frequencies.contains(&&*control.frequency.1) {
            return None;
        }
        let missing = self.missing(&control)?;
        if missing.is_empty() {
            return None;
        }
        let (value, word) = control.frequency;
        Some(
            Draft::new(RULE, control.record.source, value.span())
                .record(control.number)
                .key("frequency")
                .with("id", self.workspace.id(control.record).into_owned())
                .with("frequency", word.into_owned())
                .with("missing", in_words(&missing)),
        )
    }

    /// The days that a list is wanted for and none covers: once the period is over all of its days,
    /// before that those from which there is a sample.
    fn missing(&self, control: &Control<'_>) -> Option<Vec<Stretch>> {
        let asked = self.period.from(control.since.unwrap_or(Date::MIN))?;
        let (mut lists, mut samples) = (Vec::new(), Vec::new());
        for piece in self.evidence.behind(self.workspace, control.number) {
            if piece.is_population() {
                lists.push(piece.may_cover());
            } else {
                samples.extend(piece.covers().and_then(|days| days.within(asked)));
            }
        }
        unite(&mut lists);
        unite(&mut samples);
        let wanted = if self.over { vec![asked] } else { samples };
        Some(wanted.into_iter().flat_map(|days| uncovered(days, &lists)).collect())
    }
}
