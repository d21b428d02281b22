//! A year in which nothing on record was improved.

use jiff::civil::Date;

use super::records::{self, answering, place, text};
use crate::finding::{Draft, Place, Subject};
use crate::kind::value;
use crate::source::SourceId;
use crate::workspace::{Record, Workspace};

const RULE: &str = "no-improvement";

/// How many improvements without a day are shown.
const SHOWN: usize = 3;

/// The days on which something that answers the clause was done.
const DONE: &[&str] = &["completed", "performed", "closed"];

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    year(workspace, today).into_iter().collect()
}

fn year(workspace: &Workspace, today: Date) -> Option<Draft> {
    let declared = workspace.settings.framework("iso27001")?;
    let within = records::duration(workspace, RULE, "within")?;
    let over = |from: Date| value::later(from, within).is_some_and(|end| today > end);
    let number = workspace.catalogs.by_id("iso27001")?.find("10.1")?;
    // A clause that nothing answers at all is reported as that.
    answering(workspace, number).next()?;
    if records::records_since(workspace).is_some_and(|since| !over(since)) {
        return None;
    }
    let draft = Draft::new(RULE, SourceId::MANIFEST, declared.header)
        .about(Subject::Requirement(number))
        .with("within", records::written(workspace, RULE, "within"));
    let (last, undated) = newest(workspace, number);
    let draft = match last {
        Some((day, _)) if !over(day) => return None,
        Some((day, place)) => draft
            .with("last", format!("the last improvement on record is of {day}"))
            .related(place, "the last one"),
        None => draft.with("last", "no improvement on record has a date"),
    };
    let places = undated.into_iter().take(SHOWN);
    Some(places.fold(draft, |draft, place| draft.related(place, "done, and not said when")))
}

/// The last of what answers the clause, opportunities that are done and whatever is mapped to it;
/// and what is done without a day.
fn newest(workspace: &Workspace, number: u32) -> (Option<(Date, Place)>, Vec<Place>) {
    let mut last: Option<(Date, Place)> = None;
    let mut undated = Vec::new();
    for record in answering(workspace, number) {
        match done(workspace, record) {
            Some((day, key)) if last.is_none_or(|(last, _)| last < day) => {
                last = Some((day, place(workspace, record, key)));
            }
            None if text(workspace, record, "status").as_deref() == Some("done") => {
                undated.push(place(workspace, record, "status"));
            }
            _ => {}
        }
    }
    (last, undated)
}

fn done(workspace: &Workspace, record: &Record) -> Option<(Date, &'static str)> {
    DONE.iter().find_map(|key| Some((records::day(workspace, record, key)?, *key)))
}
