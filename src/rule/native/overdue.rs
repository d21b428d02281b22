//! What has to come again within an interval that the company declared: internal audits,
//! management reviews, risk assessments.
//!
//! One clock serves them all. It runs from the last one on record, else from the day the records
//! begin, and the day it ends on is still in time.

use jiff::civil::Date;

use super::records::{self, answered, place};
use crate::config::Interval;
use crate::finding::{Draft, Place, Subject};
use crate::kind::{State, value};
use crate::workspace::{Record, Workspace};

mod risk_assessment;

pub(super) use risk_assessment::find as risk_assessment;

/// One that took place.
struct Done {
    day: Date,
    place: Place,
    name: String,
}

/// Those that took place, as far as they say when.
#[derive(Default)]
struct Taken {
    last: Option<Done>,
    /// Whether one does not say when: nothing is concluded then, and its missing date is another
    /// rule's.
    undated: bool,
}

impl Taken {
    fn add(&mut self, workspace: &Workspace, today: Date, record: &Record, keys: &[&str]) {
        let dated = keys.iter().find_map(|key| Some((key, records::day(workspace, record, key)?)));
        match dated {
            Some((_, day)) if day > today => {}
            Some((key, day)) if self.last.as_ref().is_none_or(|last| last.day < day) => {
                let name = workspace.name(record);
                self.last = Some(Done { day, place: place(workspace, record, key), name });
            }
            Some(_) => {}
            None => self.undated = true,
        }
    }
}

/// What recurs, and where it is asked.
struct Recurring {
    rule: &'static str,
    clause: &'static str,
    /// Whether the clause demands documented information.
    documented: bool,
}

pub(super) fn internal_audit(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let recurring =
        Recurring { rule: "overdue-internal-audit", clause: "9.2.1", documented: false };
    let Some(interval) = workspace.settings.interval("internal_audit") else { return Vec::new() };
    let mut taken = Taken::default();
    for audit in super::audits::internal(workspace, "iso27001") {
        taken.add(workspace, today, audit, &["date", "period.end"]);
    }
    late(workspace, today, &recurring, interval, &taken).into_iter().collect()
}

pub(super) fn management_review(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let recurring =
        Recurring { rule: "overdue-management-review", clause: "9.3.1", documented: false };
    let Some(interval) = workspace.settings.interval("management_review") else {
        return Vec::new();
    };
    let mut taken = Taken::default();
    let reviews = records::of_kind(workspace, "management_review");
    for (_, review) in reviews.filter(|(_, record)| workspace.state(record) == State::Live) {
        taken.add(workspace, today, review, &["date"]);
    }
    late(workspace, today, &recurring, interval, &taken).into_iter().collect()
}

/// The finding, where the interval has run out.
fn late(
    workspace: &Workspace,
    today: Date,
    recurring: &Recurring,
    interval: &Interval,
    taken: &Taken,
) -> Option<Draft> {
    workspace.settings.framework("iso27001")?;
    if taken.undated {
        return None;
    }
    let since = records::records_since(workspace);
    let (due, last) = match &taken.last {
        Some(last) => {
            let from = since.map_or(last.day, |since| last.day.max(since));
            (Some(from), format!("the last on record is {} of {}", last.name, last.day))
        }
        // Nothing at all answers the clause: that is said elsewhere, once.
        None if !answered(workspace, "iso27001", recurring.clause, recurring.documented) => {
            return None;
        }
        None => match since {
            Some(since) => (Some(since), format!("none is on record since {since}")),
            None => (None, "none is on record".to_owned()),
        },
    };
    let due = match due {
        Some(from) => match value::later(from, interval.duration)? {
            due if today > due => format!("was due on {due}"),
            _ => return None,
        },
        None => format!("is due every {}", interval.text),
    };
    let draft = Draft::new(recurring.rule, interval.place.source, interval.place.span)
        .about(Subject::Programme)
        .key(format!("intervals.{}", interval.name))
        .with("due", due)
        .with("last", last);
    Some(match &taken.last {
        Some(last) => draft.related(last.place, "the last one"),
        None => draft,
    })
}
