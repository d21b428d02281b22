//! Reports and certificates of vendors that nobody assessed.

use jiff::civil::Date;

use super::assurance::{Assurance, each_newest};
use super::stale_assurance::{self, MaxAge};
use crate::document::Value;
use crate::finding::Draft;
use crate::workspace::Workspace;

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let age = MaxAge::of(workspace);
    let mut drafts = Vec::new();
    each_newest(workspace, &mut |number, record, own| {
        // Nobody is asked to read what is too old to rely on.
        if stale_assurance::fault(&own, &age, today).is_some() {
            return;
        }
        if let Some(fault) = fault(&own) {
            drafts.push(
                Draft::new("unassessed-assurance", record.source, own.named.span())
                    .record(number)
                    .key("assurance")
                    .with("type", own.name())
                    .with("id", workspace.id(record).into_owned())
                    .with("today", today.to_string())
                    .with("fault", fault),
            );
        }
    });
    drafts
}

fn fault(own: &Assurance<'_>) -> Option<&'static str> {
    let said = |key: &str| {
        let text = own.table.get(key).and_then(Value::as_str);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    match (own.table.get("assessed").is_some(), said("conclusion")) {
        (true, true) => None,
        (false, false) => {
            Some("has no `assessed` and no `conclusion`: no record says that somebody read it")
        }
        (false, true) => Some("has no `assessed`: no record says when somebody read it"),
        (true, false) => Some("has no `conclusion`: no record says what the reading led to"),
    }
}
