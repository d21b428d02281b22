//! Stretches of the audit period for which a control should have evidence and has none.

use jiff::civil::Date;

use super::coverage::EvidenceKeys;
use super::engagement::{Control, ControlKeys, Engagement};
use super::parameter::Parameters;
use super::records::records_since;
use crate::calendar::{Rhythm, Stretch, in_words, looking_back, unite, without_any};
use crate::finding::Draft;
use crate::kind::value::later;
use crate::workspace::Workspace;

const RULE: &str = "evidence-gap";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(asking) = Asking::of(workspace, today) else { return Vec::new() };
    let Some(kind) = workspace.kinds.number("control") else { return Vec::new() };
    let found = crate::parallel::pieces(workspace.ids.of_kind(kind), |controls| {
        let mut covered = Vec::new();
        let drafts = controls.iter().filter_map(|control| asking.judge(*control, &mut covered));
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
    /// Instances that end before this day have ended, and their evidence is there.
    today: Date,
    /// Instances that began before this day may be older than the records.
    records_since: Date,
    lookback: jiff::Span,
}

impl<'w> Asking<'w> {
    fn of(workspace: &'w Workspace, today: Date) -> Option<Self> {
        let parameters = Parameters::of(workspace, RULE);
        let days = jiff::Span::new().try_days(parameters.integer("awaited_days")?.max(0)).ok()?;
        Some(Self {
            workspace,
            engagement: Engagement::of(workspace)?,
            controls: ControlKeys::of(workspace)?,
            evidence: EvidenceKeys::of(workspace)?,
            today: today.saturating_sub(days),
            records_since: records_since(workspace).unwrap_or(Date::MIN),
            lookback: parameters.duration("lookback")?,
        })
    }

    fn judge(&self, number: u32, covered: &mut Vec<Stretch>) -> Option<Draft> {
        let control = self.controls.read(self.workspace, &self.engagement, number)?;
        let often = Often::of(&control.frequency.1)?;
        let missing = self.missing(&control, often, covered);
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

    fn missing(
        &self,
        control: &Control<'_>,
        often: Often,
        covered: &mut Vec<Stretch>,
    ) -> Vec<Stretch> {
        covered.clear();
        let behind = self.evidence.behind(self.workspace, control.number);
        covered.extend(behind.map(|piece| piece.may_cover()));
        unite(covered);
        match often {
            Often::In(rhythm) => {
                let asked = self.engagement.period.from(control.since.unwrap_or(Date::MIN));
                let pieces = asked.into_iter().flat_map(|asked| rhythm.pieces(asked));
                without_any(pieces.filter(|piece| self.is_asked(*piece)), covered)
            }
            Often::Every(months) => {
                let year = looking_back(self.engagement.period.last(), self.lookback);
                let asked = Some(year).filter(|year| due_in(*year, control.since, months));
                without_any(asked.into_iter().filter(|year| self.is_asked(*year)), covered)
            }
        }
    }

    /// Whether evidence of these days can be expected in the records by now.
    fn is_asked(&self, stretch: Stretch) -> bool {
        stretch.last() < self.today && stretch.first() >= self.records_since
    }
}

/// How often evidence is asked for.
#[derive(Clone, Copy)]
enum Often {
    /// Once in each week, month or quarter.
    In(Rhythm),
    /// Once in the year before the period ends, of what operates every so many months.
    Every(i64),
}

impl Often {
    /// Continuous controls and those that wait for an event are asked for something else.
    fn of(frequency: &str) -> Option<Self> {
        match frequency {
            "daily" | "weekly" => Some(Self::In(Rhythm::Weekly)),
            "monthly" => Some(Self::In(Rhythm::Monthly)),
            "quarterly" => Some(Self::In(Rhythm::Quarterly)),
            "semiannual" => Some(Self::Every(6)),
            "annual" => Some(Self::Every(12)),
            _ => None,
        }
    }
}

/// Whether a control that operates every so many months had to operate by the end of a stretch: one
/// that started shortly before need not have.
fn due_in(stretch: Stretch, since: Option<Date>, months: i64) -> bool {
    let Some(since) = since.filter(|since| *since > stretch.first()) else { return true };
    let end = crate::calendar::after(stretch.last());
    later(since, jiff::Span::new().months(months)).is_some_and(|due| due <= end)
}
