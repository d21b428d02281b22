//! Trainings that have run out and were not repeated.
//!
//! A training is repeated as a new record. It belongs to the line of an earlier one where id or
//! title differ by figures only (awareness-2025, awareness-2026), or where both satisfy the same;
//! only the newest of a line is looked at.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::records::{self, of_kind, place, text};
use crate::finding::Draft;
use crate::kind::read::To;
use crate::kind::value;
use crate::workspace::{Record, Workspace};

const RULE: &str = "overdue-training";

/// What shows that two records are the same training.
#[derive(PartialEq, Eq, Hash)]
enum Line {
    Id(String),
    Title(String),
    Satisfies(Vec<u32>),
}

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let declared = workspace.settings.interval("training").map(|interval| interval.duration);
    let cycle = declared.or_else(|| records::duration(workspace, RULE, "cycle"));
    let due: Vec<(u32, &Record, Date, &'static str)> = of_kind(workspace, "training")
        .filter_map(|(number, training)| {
            let (day, key) = due(workspace, training, cycle)?;
            Some((number, training, day, key))
        })
        .collect();
    // A programme in time asks for no comparison.
    if due.iter().all(|(_, _, day, _)| *day >= today) {
        return Vec::new();
    }
    let mut newest: FxHashMap<Line, Date> = FxHashMap::default();
    for (number, training, day, _) in &due {
        for line in lines(workspace, *number, training) {
            newest.entry(line).and_modify(|last| *last = (*last).max(*day)).or_insert(*day);
        }
    }
    due.iter()
        .filter(|(_, _, day, _)| *day < today)
        .filter(|(number, training, day, _)| {
            let mut lines = lines(workspace, *number, training);
            lines.all(|line| newest.get(&line).is_none_or(|last| last <= day))
        })
        .map(|(number, training, day, key)| {
            let place = place(workspace, training, key);
            Draft::new(RULE, place.source, place.span)
                .record(*number)
                .key(*key)
                .with("id", workspace.id(training).into_owned())
                .with("due", day.to_string())
        })
        .collect()
}

/// The last day on which it counts, and the key that it follows from.
fn due(
    workspace: &Workspace,
    training: &Record,
    cycle: Option<jiff::Span>,
) -> Option<(Date, &'static str)> {
    if let Some(expires) = workspace.value_of(training, "expires") {
        return expires.as_date().map(|day| (day, "expires"));
    }
    let completed = records::day(workspace, training, "completed")?;
    value::later(completed, cycle?).map(|day| (day, "completed"))
}

fn lines(workspace: &Workspace, number: u32, training: &Record) -> impl Iterator<Item = Line> {
    let id = stem(&workspace.id(training));
    let title = stem(&text(workspace, training, "title").unwrap_or_default());
    let satisfies = satisfies(workspace, number, training);
    [
        (!id.is_empty()).then_some(Line::Id(id)),
        (!title.is_empty()).then_some(Line::Title(title)),
        (!satisfies.is_empty()).then_some(Line::Satisfies(satisfies)),
    ]
    .into_iter()
    .flatten()
}

/// The letters alone.
fn stem(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn satisfies(workspace: &Workspace, number: u32, training: &Record) -> Vec<u32> {
    let tag = workspace.kind(training).find("satisfies").and_then(|tags| tags.last().copied());
    let links = workspace.links.starting(training.first_link).iter();
    let own = links.take_while(|link| link.record == number);
    let mut requirements: Vec<u32> = own
        .filter(|link| Some(link.tag) == tag)
        .filter_map(|link| match link.to() {
            To::Requirement(requirement) => Some(requirement),
            _ => None,
        })
        .collect();
    requirements.sort_unstable();
    requirements.dedup();
    requirements
}
