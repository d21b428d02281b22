//! Settings, examination, assertion and report of one engagement that name different days.

use jiff::civil::Date;

use super::periods::{Period, examined};
use super::records::{of_kind, value_at};
use crate::calendar::Stretch;
use crate::document::Value;
use crate::finding::{Draft, Place};
use crate::kind::State;
use crate::kind::read::To;
use crate::workspace::{Record, Workspace};

const RULE: &str = "mismatched-period";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (number, record) in of_kind(workspace, "attestation") {
        drafts.extend(assertion(workspace, number, record));
        drafts.extend(as_of(workspace, number, record));
        drafts.extend(examination(workspace, number, record));
    }
    drafts.extend(declared(workspace));
    drafts
}

/// The period of a report and of the assertion in it.
fn assertion(workspace: &Workspace, number: u32, record: &Record) -> Option<Draft> {
    let report = Period::of(workspace, number, record, "period")?;
    let asserted = Period::of(workspace, number, record, "assertion.period")?;
    let draft = held_against(&asserted, &format!("the assertion in {}", report.name), &report)?;
    Some(draft.key("assertion.period"))
}

/// The day of a report of Type 1 and of the assertion in it.
fn as_of(workspace: &Workspace, number: u32, record: &Record) -> Option<Draft> {
    let report = value_at(workspace, record, "as_of")?;
    let asserted = value_at(workspace, record, "assertion.as_of")?;
    let (day, other) = (asserted.as_date()?, report.as_date()?);
    let place = |value: Value<'_>| Place { source: record.source, span: value.span() };
    let name = workspace.name(record);
    (day != other).then(|| {
        Draft::new(RULE, record.source, asserted.span())
            .record(number)
            .key("assertion.as_of")
            .with("one", format!("the assertion in {name}"))
            .with("days", day.to_string())
            .with("other", name.clone())
            .with("others", other.to_string())
            .with("hint", format!("as_of = {other}"))
            .related(place(report), format!("{name} says {other}"))
    })
}

/// The period of a report and of the examination that it came from.
fn examination(workspace: &Workspace, number: u32, record: &Record) -> Option<Draft> {
    let report = Period::of(workspace, number, record, "period")?;
    let tag = workspace.kind(record).top("audit")?;
    let links = workspace.links.starting(record.first_link);
    let mut own = links.iter().take_while(|link| link.record == number);
    let audit = own.find_map(|link| match link.to() {
        To::Record(audit) if link.tag == tag => Some(audit),
        _ => None,
    })?;
    let examined = workspace.records.get(audit as usize)?;
    let kind = value_at(workspace, examined, "type").and_then(|kind| kind.as_str());
    if kind.as_deref() != Some("soc2-type-2") {
        return None;
    }
    let examined = Period::of(workspace, audit, examined, "period")?;
    held_against(&report, &report.name, &examined)
}

/// The declared period and the examination that is planned for it. Where one is planned for exactly
/// these days, others are for other years.
fn declared(workspace: &Workspace) -> Vec<Draft> {
    let Some(declared) = Period::declared(workspace) else { return Vec::new() };
    let planned: Vec<Period> = examined(workspace, State::Planned).collect();
    if planned.iter().any(|period| period.days == declared.days) {
        return Vec::new();
    }
    let meant = planned.iter().filter(|period| period.days.within(declared.days).is_some());
    meant.filter_map(|period| held_against(period, &period.name, &declared)).collect()
}

/// A finding at the end that differs, or at the whole period where both do.
fn held_against(period: &Period, name: &str, other: &Period) -> Option<Draft> {
    let (own, others) = (period.days, other.days);
    let (place, label) = match (own.first() == others.first(), own.last() == others.last()) {
        (true, true) => return None,
        (false, true) => (period.start, other.start),
        (true, false) => (period.end, other.end),
        (false, false) => (period.whole, other.whole),
    };
    Some(
        period
            .draft(RULE, place)
            .with("one", name.to_owned())
            .with("days", own.to_string())
            .with("other", other.name.clone())
            .with("others", others.to_string())
            .with(
                "hint",
                format!("period = {{ start = {}, end = {} }}", others.first(), others.last()),
            )
            .related(label, format!("{} says {}", other.name, said(others, label, other))),
    )
}

/// What stands at a place of a period.
fn said(days: Stretch, place: Place, period: &Period) -> String {
    if place == period.start {
        days.first().to_string()
    } else if place == period.end {
        days.last().to_string()
    } else {
        days.to_string()
    }
}
