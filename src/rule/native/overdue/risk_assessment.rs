//! Risk assessments: within the interval, and when something significant changed.
//!
//! An assessment is an activity of that type, or the reviews of all risks: then the oldest of them
//! says how old it is. Where only an interval for risks is declared, each risk keeps it by itself
//! and is reported by itself.

use jiff::civil::Date;

use super::{Done, Recurring, Taken, late};
use crate::finding::Draft;
use crate::kind::{State, value};
use crate::rule::native::records::{self, day, of_kind, place};
use crate::rule::review;
use crate::workspace::said::Meant;
use crate::workspace::{Record, Workspace};

const RULE: &str = "overdue-risk-assessment";

/// How many assessments without a day are shown.
const SHOWN: usize = 3;

pub(in crate::rule::native) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    if workspace.settings.framework("iso27001").is_none() {
        return Vec::new();
    }
    let mut taken = Taken::default();
    let mut undated = Vec::new();
    for (_, activity) in assessments(workspace) {
        // No other rule asks when an activity was performed: one that does not say counts for none.
        match workspace.value_of(activity, "performed") {
            Some(_) => taken.add(workspace, today, activity, &["performed"]),
            None => undated.push(place(workspace, activity, "performed")),
        }
    }
    let late = within_interval(workspace, today, &taken);
    // A late assessment is one finding, whatever changed meanwhile.
    let late = late.or_else(|| after_change(workspace, today, &taken));
    let shown = |draft| {
        let places = undated.iter().take(SHOWN);
        places.fold(draft, |draft: Draft, place| draft.related(*place, "does not say when"))
    };
    late.map(shown).into_iter().collect()
}

fn assessments(workspace: &Workspace) -> impl Iterator<Item = (u32, &Record)> {
    const TYPE: &str = "risk-assessment";
    let info = workspace.kinds.by_id("activity");
    let tag = info.and_then(|info| info.top("type"));
    let words = info.zip(tag).and_then(|(info, tag)| Meant::of(info, tag, |word| word == TYPE));
    let others = move |record: &Record| words.is_some_and(|own| own.not_said_by(record.said));
    of_kind(workspace, "activity").filter(move |(_, record)| {
        let value = || tag.and_then(|tag| workspace.value(record, tag)?.as_str());
        !others(record) && value().as_deref() == Some(TYPE)
    })
}

fn live_risks(workspace: &Workspace) -> impl Iterator<Item = &Record> {
    of_kind(workspace, "risk")
        .map(|(_, record)| record)
        .filter(|record| workspace.state(record) == State::Live)
}

fn within_interval(workspace: &Workspace, today: Date, taken: &Taken) -> Option<Draft> {
    let own = workspace.settings.interval("risk_assessment");
    if own.is_none() && live_risks(workspace).next().is_some() {
        return None;
    }
    let interval = own.or_else(|| workspace.settings.interval("risk"))?;
    let newer = newer_register(workspace, taken.last.as_ref().map(|last| last.day));
    let recurring = Recurring { rule: RULE, clause: "8.2", documented: true };
    match newer {
        Some(register) => {
            let taken = Taken { last: Some(register), undated: taken.undated };
            late(workspace, today, &recurring, interval, &taken)
        }
        None => late(workspace, today, &recurring, interval, taken),
    }
}

/// The register as an assessment that is newer than another one: as old as the review of the risk that
/// was reviewed longest ago.
fn newer_register(workspace: &Workspace, than: Option<Date>) -> Option<Done> {
    let mut oldest: Option<(Date, &Record)> = None;
    for risk in live_risks(workspace) {
        let reviewed =
            review::last(workspace, risk).filter(|day| than.is_none_or(|than| than < *day))?;
        if oldest.is_none_or(|(day, _)| reviewed < day) {
            oldest = Some((reviewed, risk));
        }
    }
    let (day, risk) = oldest?;
    let name = format!("the review of {}", workspace.name(risk));
    Some(Done { day, place: place(workspace, risk, "reviewed"), name })
}

/// The newest significant change that nothing was assessed for, neither before nor since.
fn after_change(workspace: &Workspace, today: Date, taken: &Taken) -> Option<Draft> {
    let before = records::duration(workspace, RULE, "before")?;
    let after = records::duration(workspace, RULE, "after")?;
    let since = records::records_since(workspace);
    let tag = workspace.kinds.by_id("change").and_then(|info| info.top("significant"))?;
    let significant = of_kind(workspace, "change").filter(|(_, record)| {
        workspace.value(record, tag).and_then(|value| value.as_bool()) == Some(true)
    });
    let done = significant.filter_map(|(number, record)| {
        let day = day(workspace, record, "completed")?;
        let ended = value::later(day, after).is_some_and(|end| today > end);
        (ended && since.is_none_or(|since| day >= since)).then_some((day, number, record))
    });
    let (changed, number, change) = done.max_by_key(|(day, number, _)| (*day, *number))?;
    let activity = taken.last.as_ref().map(|last| last.day);
    let reviewed = || live_risks(workspace).filter_map(|risk| review::last(workspace, risk));
    // Changes are assessed when they are proposed or when they occur. One assessment that is near is
    // enough, and where that is the review of a risk, the other risks need not be looked at.
    let near = |day| value::later(day, before).is_some_and(|end| end >= changed);
    if taken.undated || activity.is_some_and(near) || reviewed().any(near) {
        return None;
    }
    let last = match activity.max(reviewed().max()) {
        Some(day) => format!("the last assessment of risks on record is of {day}"),
        None => "none with a day is on record".to_owned(),
    };
    let due = format!("was due for change `{}` of {changed}", workspace.id(change));
    let place = place(workspace, change, "completed");
    Some(
        Draft::new(RULE, place.source, place.span)
            .record(number)
            .key("completed")
            .with("due", due)
            .with("last", last),
    )
}
