//! Records owned by a role whose holder has left.
//!
//! Asked from the side of the roles: there are few of them, and seldom one that stands empty.

use jiff::civil::Date;

use super::records::{day, of_kind, place, text};
use crate::finding::Draft;
use crate::kind::State;
use crate::kind::read::Link;
use crate::workspace::{Record, Workspace, links};

const RULE: &str = "departed-owner";

/// Kinds that record what is done, and the key whose day says that it is; none where the record
/// itself says that it happened. Their owner is asked for only as long as there is something to do.
const WORK: &[(&str, Option<&str>)] = &[
    ("activity", None),
    ("attestation", None),
    ("audit", None),
    ("audit_finding", Some("closed")),
    ("bridge_letter", None),
    ("change", Some("completed")),
    ("evidence", None),
    ("incident", Some("resolved")),
    ("management_review", None),
    ("opportunity", Some("completed")),
    ("training", None),
    ("treatment", Some("completed")),
    ("waiver", None),
];

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let left = of_kind(workspace, "role").filter_map(|(number, role)| {
        day(workspace, role, "until").filter(|until| *until < today).map(|_| (number, role))
    });
    left.flat_map(|(number, role)| {
        let owned = workspace.links.to_record(number);
        owned.filter_map(move |link| draft(workspace, role, link))
    })
    .collect()
}

fn draft(workspace: &Workspace, role: &Record, link: &Link) -> Option<Draft> {
    let record = workspace.records.get(link.record as usize)?;
    let kind = workspace.kind(record);
    if kind.top("owner") != Some(link.tag) || !needs_an_owner(workspace, record) {
        return None;
    }
    let at = links::place(workspace, link);
    Some(
        Draft::new(RULE, at.source, at.span)
            .record(link.record)
            .key("owner")
            .with("kind", kind.words())
            .with("id", workspace.id(record).into_owned())
            .with("role", workspace.id(role).into_owned())
            .related(place(workspace, role, "until"), "the holder's last day"),
    )
}

/// What stands needs an owner every day, and what is to be done until it is.
fn needs_an_owner(workspace: &Workspace, record: &Record) -> bool {
    let state = workspace.state(record);
    let kind = &workspace.kind(record).kind.id;
    match WORK.iter().find(|(work, _)| kind == work) {
        None => state != State::Ended,
        Some((_, None)) => state == State::Planned,
        Some((_, Some(done))) => {
            state != State::Ended
                && workspace.value_of(record, done).is_none()
                && text(workspace, record, "status").as_deref() != Some("done")
        }
    }
}
