//! Internal audits whose results no management saw: neither reported to anybody, nor an input of a
//! management review since.

use jiff::civil::Date;

use super::audits;
use super::records::{self, of_kind, place, text, texts};
use crate::finding::Draft;
use crate::kind::{State, value};
use crate::workspace::{Record, Workspace};

const RULE: &str = "unreported-audit";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(within) = records::duration(workspace, RULE, "within") else { return Vec::new() };
    if workspace.settings.framework("iso27001").is_none() {
        return Vec::new();
    }
    let seen = last_review(workspace);
    audits::any(workspace, "iso27001")
        .filter(|(_, audit)| workspace.state(audit) == State::Live)
        .filter(|(_, audit)| text(workspace, audit, "reported_to").is_none())
        .filter(|(_, audit)| match audits::day(workspace, audit) {
            Some(day) => {
                let ended = value::later(day, within).is_some_and(|end| today > end);
                ended && seen.is_none_or(|seen| seen < day)
            }
            None => true,
        })
        .map(|(number, audit)| draft(workspace, number, audit))
        .collect()
}

fn draft(workspace: &Workspace, number: u32, audit: &Record) -> Draft {
    let place = place(workspace, audit, "reported_to");
    Draft::new(RULE, place.source, place.span)
        .record(number)
        .key("reported_to")
        .with("id", workspace.id(audit).into_owned())
}

/// The last management review that looked at results of audits.
fn last_review(workspace: &Workspace) -> Option<Date> {
    let reviews = of_kind(workspace, "management_review");
    let held = reviews.filter(|(_, record)| workspace.state(record) == State::Live);
    held.filter(|(_, review)| {
        texts(workspace, review, "inputs").any(|(_, input)| input == "audit-results")
    })
    .filter_map(|(_, review)| records::day(workspace, review, "date"))
    .max()
}
