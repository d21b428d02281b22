//! Days between the period of one report and the next that no report speaks of.

use jiff::civil::Date;

use super::periods::{Period, examined, reported};
use super::records::records_since;
use crate::calendar::{Stretch, after};
use crate::finding::Draft;
use crate::kind::State;
use crate::workspace::Workspace;

const RULE: &str = "attestation-gap";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let mut periods: Vec<Period> = reported(workspace).collect();
    // Before the first report there is nothing to follow.
    if periods.is_empty() {
        return Vec::new();
    }
    periods.extend(Period::declared(workspace));
    periods.extend(examined(workspace, State::Planned));
    periods.sort_by_key(|period| period.days);
    let since = records_since(workspace).unwrap_or(Date::MIN);
    let mut drafts = Vec::new();
    let mut last: Option<&Period> = None;
    for period in &periods {
        if let Some(last) = last
            && let Some(gap) = between(last, period)
            && gap.last() >= since
        {
            drafts.push(draft(last, period, gap));
        }
        // Periods may overlap, and one may lie within another.
        if last.is_none_or(|last| last.days.last() < period.days.last()) {
            last = Some(period);
        }
    }
    drafts
}

/// The days after one period and before another.
fn between(last: &Period, next: &Period) -> Option<Stretch> {
    let end = next.days.first().yesterday().ok()?;
    Stretch::new(after(last.days.last()), end)
}

fn draft(last: &Period, next: &Period, gap: Stretch) -> Draft {
    let days = crate::kind::value::days_between(gap.first(), gap.last()) + 1;
    let days = crate::words::count(usize::try_from(days).unwrap_or_default(), "day");
    next.draft(RULE, next.start)
        .with("days", days)
        .with("gap", gap.to_string())
        .with("name", next.name.clone())
        .with("last", last.name.clone())
        .with("start", gap.first().to_string())
        .related(last.end, format!("the period of {} ends here", last.name))
}
