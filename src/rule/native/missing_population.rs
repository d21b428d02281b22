//! Controls that wait for events, and no complete list of the events to draw a sample from.

use jiff::civil::Date;

use super::tested::{Control, Tested};
use crate::calendar::{Stretch, uncovered, unite};
use crate::finding::Draft;

const RULE: &str = "missing-population";

/// What is asked of every control.
pub(super) struct Asking<'w> {
    /// The days of the period from which the records can be complete.
    period: Stretch,
    /// Whether the period is over, and the lists can be complete.
    over: bool,
    /// The frequencies that stand for events.
    frequencies: Vec<&'w str>,
}

impl<'w> Asking<'w> {
    pub(super) fn of(tested: &Tested<'w>, today: Date) -> Option<Self> {
        let period = tested.engagement.period;
        Some(Self {
            period: period.from(tested.records_since())?,
            over: period.last() < today,
            frequencies: tested.parameters(RULE).list("frequencies"),
        })
    }

    /// Whether anything is asked of controls with this frequency.
    pub(super) fn asks(&self, frequency: &str) -> bool {
        self.frequencies.contains(&frequency)
    }

    pub(super) fn judge(&self, tested: &Tested<'_>, control: &Control<'_>) -> Option<Draft> {
        if !self.asks(control.word()) || !tested.has(control) {
            return None;
        }
        let missing = self.missing(tested, control)?;
        (!missing.is_empty()).then(|| tested.draft(RULE, control, &missing))
    }

    /// The days that a list is wanted for and none covers: once the period is over all of its days,
    /// before that those from which there is a sample.
    fn missing(&self, tested: &Tested<'_>, control: &Control<'_>) -> Option<Vec<Stretch>> {
        let asked = self.period.from(control.since.unwrap_or(Date::MIN))?;
        let (mut lists, mut samples) = (Vec::new(), Vec::new());
        for piece in tested.behind(control) {
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
