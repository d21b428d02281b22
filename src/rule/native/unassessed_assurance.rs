//! Reports and certificates of vendors that nobody assessed.

use jiff::civil::Date;

use super::assurance::Assurance;
use crate::document::Value;
use crate::finding::Draft;
use crate::workspace::Record;

const RULE: &str = "unassessed-assurance";

pub(super) fn draft(record: &Record, own: &Assurance<'_>, today: Date) -> Option<Draft> {
    let fault = fault(own)?;
    let draft = Draft::new(RULE, record.source, own.named.span());
    Some(draft.with("today", today.to_string()).with("fault", fault))
}

fn fault(own: &Assurance<'_>) -> Option<&'static str> {
    let concluded = own.conclusion.and_then(Value::as_str);
    let concluded = concluded.is_some_and(|text| !text.trim().is_empty());
    match (own.assessed.is_some(), concluded) {
        (true, true) => None,
        (false, false) => {
            Some("has no `assessed` and no `conclusion`: no record says that somebody read it")
        }
        (false, true) => Some("has no `assessed`: no record says when somebody read it"),
        (true, false) => Some("has no `conclusion`: no record says what the reading led to"),
    }
}
