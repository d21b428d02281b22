//! Stretches of the audit period for which a control should have evidence and has none.

use jiff::civil::Date;

use super::tested::{Control, Tested};
use crate::calendar::{Rhythm, Stretch, looking_back, unite, without_any};
use crate::finding::Draft;
use crate::kind::value::later;

const RULE: &str = "evidence-gap";

/// What is asked of every control.
pub(super) struct Asking {
    /// The weeks, months and quarters of the period.
    instances: [Vec<Stretch>; 3],
    /// The year before the period ends.
    year: Stretch,
    /// Instances that end before this day have ended, and their evidence is there.
    today: Date,
    /// Instances that began before this day may be older than the records.
    records_since: Date,
}

impl Asking {
    pub(super) fn of(tested: &Tested<'_>, today: Date) -> Option<Self> {
        let parameters = tested.parameters(RULE);
        let days = jiff::Span::new().try_days(parameters.integer("awaited_days")?.max(0)).ok()?;
        let period = tested.engagement.period;
        let rhythms = [Rhythm::Weekly, Rhythm::Monthly, Rhythm::Quarterly];
        Some(Self {
            instances: rhythms.map(|rhythm| rhythm.pieces(period).collect()),
            year: looking_back(period.last(), parameters.duration("lookback")?),
            today: today.saturating_sub(days),
            records_since: tested.records_since(),
        })
    }

    pub(super) fn judge(
        &self,
        tested: &Tested<'_>,
        control: &Control<'_>,
        covered: &mut Vec<Stretch>,
    ) -> Option<Draft> {
        let often = Often::of(control.word())?;
        if !tested.has(control) {
            return None;
        }
        covered.clear();
        covered.extend(tested.behind(control).map(|piece| piece.may_cover()));
        unite(covered);
        let missing = self.missing(control, often, covered);
        (!missing.is_empty()).then(|| tested.draft(RULE, control, &missing))
    }

    fn missing(&self, control: &Control<'_>, often: Often, covered: &[Stretch]) -> Vec<Stretch> {
        match often {
            Often::In(rhythm) => {
                let since = control.since.unwrap_or(Date::MIN);
                let [weeks, months, quarters] = &self.instances;
                let instances = match rhythm {
                    Rhythm::Weekly => weeks,
                    Rhythm::Monthly => months,
                    Rhythm::Quarterly => quarters,
                };
                // Of the first one it may have operated in only a part.
                let own = instances.iter().filter_map(|instance| instance.from(since));
                without_any(own.filter(|instance| self.is_asked(*instance)), covered)
            }
            Often::Every(months) => {
                let asked = Some(self.year).filter(|year| due_in(*year, control.since, months));
                without_any(asked.into_iter().filter(|year| self.is_asked(*year)), covered)
            }
        }
    }

    /// Whether evidence of these days can be expected in the records by now.
    fn is_asked(&self, stretch: Stretch) -> bool {
        stretch.last() < self.today && stretch.first() >= self.records_since
    }
}

/// Whether anything is asked of controls with this frequency.
pub(super) fn asks(frequency: &str) -> bool {
    Often::of(frequency).is_some()
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
