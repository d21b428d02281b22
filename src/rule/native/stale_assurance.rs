//! Reports of vendors that are too old, and certificates that have expired.

use jiff::Span;
use jiff::civil::Date;

use super::assurance::Assurance;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::value;
use crate::rule::types::Literal;
use crate::workspace::{Record, Workspace};

const RULE: &str = "stale-assurance";

/// Older than this, a report is stale.
pub(super) struct MaxAge {
    span: Option<Span>,
    text: String,
}

impl MaxAge {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let rule = workspace.rules.number(RULE);
        let parameter = rule.and_then(|rule| {
            crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, "max_age")
        });
        let text = match parameter {
            Some(Literal::LitText(text)) => text.to_string(),
            _ => String::new(),
        };
        Self { span: value::duration(&text), text }
    }
}

/// What is wrong, in words, and which value says so.
pub(super) type Fault<'w> = (String, Value<'w>);

/// What is wrong with its age.
pub(super) fn fault<'w>(own: &Assurance<'w>, age: &MaxAge, today: Date) -> Option<Fault<'w>> {
    if let Some(expires) = own.expires {
        let last = expires.as_date()?;
        return (last < today).then(|| (format!("expired on {last}"), expires));
    }
    if own.is_certificate() {
        return Some(("does not say until when it is valid".to_owned(), own.named));
    }
    let Some(period_end) = own.period_end else {
        return Some((
            "says neither of which days it speaks nor when it expires".to_owned(),
            own.named,
        ));
    };
    let end = period_end.as_date()?;
    let last = value::later(end, age.span?)?;
    let fault = || format!("speaks of days up to {end}, longer than {} ago", age.text);
    (last < today).then(|| (fault(), period_end))
}

pub(super) fn draft(record: &Record, (fault, at): Fault<'_>) -> Draft {
    Draft::new(RULE, record.source, at.span()).with("fault", fault)
}
