//! Reports of vendors that are too old, and certificates that have expired.

use jiff::Span;
use jiff::civil::Date;

use super::assurance::{Assurance, each_newest};
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::value;
use crate::rule::types::Literal;
use crate::workspace::Workspace;

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

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let age = MaxAge::of(workspace);
    let mut drafts = Vec::new();
    each_newest(workspace, &mut |number, record, own| {
        if let Some((fault, at)) = fault(&own, &age, today) {
            drafts.push(
                Draft::new(RULE, record.source, at.span())
                    .record(number)
                    .key("assurance")
                    .with("type", own.name())
                    .with("id", workspace.id(record).into_owned())
                    .with("fault", fault),
            );
        }
    });
    drafts
}

/// What is wrong with its age, and which value says so.
pub(super) fn fault<'w>(
    own: &Assurance<'w>,
    age: &MaxAge,
    today: Date,
) -> Option<(String, Value<'w>)> {
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
