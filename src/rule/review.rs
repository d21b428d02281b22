//! The clock of reviews: what it counts from, how long it runs, when it ends.
//!
//! A review that the organization set itself binds. Where nobody declared an interval, none is due.

use jiff::civil::Date;

use super::getter::Derived;
use crate::document::Value;
use crate::finding::Place;
use crate::kind::{Tag, value};
use crate::workspace::{Record, Workspace};

/// A declared interval, and where.
pub(crate) struct Declared {
    /// As written.
    pub text: String,
    /// As a calendar duration.
    pub duration: jiff::Span,
    /// Where.
    pub place: Place,
}

/// The record's own interval, else its kind's.
pub(crate) fn interval(workspace: &Workspace, record: &Record) -> Option<Declared> {
    let info = workspace.kind(record);
    if let Some(own) = workspace.value(record, info.known.review_every) {
        let text = own.as_str()?;
        let duration = value::duration(&text)?;
        let place = Place { source: record.source, span: own.span() };
        return Some(Declared { text: text.into_owned(), duration, place });
    }
    let declared = workspace.settings.interval(&info.kind.id)?;
    Some(Declared {
        text: declared.text.clone(),
        duration: declared.duration,
        place: declared.place,
    })
}

/// The key that the clock counts from: the later of review and approval, else the start.
fn base<'w>(workspace: &'w Workspace, record: &Record) -> Option<Value<'w>> {
    let known = workspace.kind(record).known;
    let dated = |tag: Tag| workspace.value(record, tag).filter(|value| value.as_date().is_some());
    let reviewed = dated(known.reviewed);
    let approved = dated(known.approved);
    match (reviewed, approved) {
        (Some(reviewed), Some(approved)) if approved.as_date() > reviewed.as_date() => {
            Some(approved)
        }
        (Some(reviewed), _) => Some(reviewed),
        (None, Some(approved)) => Some(approved),
        (None, None) => dated(known.since),
    }
}

/// The day that the clock counts from.
pub(crate) fn last(workspace: &Workspace, record: &Record) -> Option<Date> {
    base(workspace, record)?.as_date()
}

/// The day on which the review is due; that day itself is in time.
pub(crate) fn due(workspace: &Workspace, record: &Record) -> Option<Date> {
    if let Some(next) = workspace.value(record, workspace.kind(record).known.next_review) {
        return next.as_date();
    }
    let last = last(workspace, record)?;
    value::later(last, interval(workspace, record)?.duration)
}

/// Where a computed key is written.
pub(crate) fn place(workspace: &Workspace, record: &Record, derived: Derived) -> Option<Place> {
    let own = |key: &str| {
        let value = workspace.value_of(record, key)?;
        Some(Place { source: record.source, span: value.span() })
    };
    match derived {
        // A next review that is written down needs no interval.
        Derived::Interval if workspace.value_of(record, "next_review").is_some() => None,
        Derived::Interval => interval(workspace, record).map(|interval| interval.place),
        Derived::LastReview => {
            base(workspace, record).map(|value| Place { source: record.source, span: value.span() })
        }
        Derived::ReviewDue => {
            own("next_review").or_else(|| place(workspace, record, Derived::LastReview))
        }
        Derived::State => own("status"),
        Derived::Score => own("impact"),
        Derived::ResidualScore => own("residual"),
        Derived::RemainingScore => own("residual").or_else(|| own("impact")),
        Derived::Kind | Derived::Documented | Derived::Newest => None,
    }
}
