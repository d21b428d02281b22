//! Internal audits that took place.

use jiff::civil::Date;

use super::records::{self, of_kind, text};
use crate::framework::RequirementNo;
use crate::kind::State;
use crate::kind::read::{DEFAULT_FRAMEWORK, To};
use crate::workspace::{Record, Workspace};

/// The completed internal audits against a framework; an audit that names none is one of the
/// default framework.
pub(super) fn internal<'w>(
    workspace: &'w Workspace,
    framework: &'w str,
) -> impl Iterator<Item = &'w Record> + use<'w> {
    any(workspace, framework)
        .filter(|(_, record)| workspace.state(record) == State::Live)
        .map(|(_, record)| record)
}

/// The internal audits against a framework, also those that are only planned.
pub(super) fn any<'w>(
    workspace: &'w Workspace,
    framework: &'w str,
) -> impl Iterator<Item = (u32, &'w Record)> + use<'w> {
    of_kind(workspace, "audit").filter(move |(_, record)| {
        let against = text(workspace, record, "framework");
        text(workspace, record, "type").as_deref() == Some("internal")
            && against.as_deref().unwrap_or(DEFAULT_FRAMEWORK) == framework
    })
}

/// The day of an audit, or its last.
pub(super) fn day(workspace: &Workspace, audit: &Record) -> Option<Date> {
    records::day(workspace, audit, "date").or_else(|| records::day(workspace, audit, "period.end"))
}

/// The requirements that an audit says it examined.
pub(super) fn requirements<'w>(
    workspace: &'w Workspace,
    number: u32,
    audit: &Record,
) -> impl Iterator<Item = RequirementNo> + use<'w> {
    let tag = workspace.kind(audit).top("requirements");
    let links = workspace.links.starting(audit.first_link).iter();
    links.take_while(move |link| link.record == number).filter_map(move |link| match link.to() {
        To::Requirement(requirement) if Some(link.tag) == tag => Some(requirement),
        _ => None,
    })
}
