//! The clock of reviews: what it counts from, how long it runs, when it ends.
//!
//! A review that the organization set itself binds. Where nobody declared an interval, none is due.

use std::borrow::Cow;

use jiff::civil::Date;

use super::getter::Derived;
use crate::document::Value;
use crate::finding::Place;
use crate::kind::{Known, Tag, value};
use crate::workspace::{Record, Workspace};

/// A declared interval, and where.
pub(crate) struct Declared<'w> {
    /// As written.
    pub text: Cow<'w, str>,
    /// As a calendar duration.
    pub duration: jiff::Span,
    /// Where.
    pub place: Place,
}

/// The clock of one record.
pub(crate) struct Clock<'w, 'v> {
    /// The programme.
    pub workspace: &'w Workspace,
    /// The record.
    pub record: &'w Record,
    /// How a key of the record is found.
    pub value: &'v dyn Fn(Tag) -> Option<Value<'w>>,
}

impl<'w> Clock<'w, '_> {
    fn known(&self) -> Known {
        self.workspace.kind(self.record).known
    }

    /// The record's own interval, else its kind's.
    pub(crate) fn interval(&self) -> Option<Declared<'w>> {
        let info = self.workspace.kind(self.record);
        if let Some(own) = (self.value)(info.known.review_every) {
            let text = own.as_str()?;
            let duration = value::duration(&text)?;
            let place = Place { source: self.record.source, span: own.span() };
            return Some(Declared { text, duration, place });
        }
        let declared = self.workspace.settings.interval(&info.kind.id)?;
        Some(Declared {
            text: Cow::Borrowed(&declared.text),
            duration: declared.duration,
            place: declared.place,
        })
    }

    /// The key that the clock counts from: the later of review and approval, else the start.
    fn base(&self) -> Option<(Value<'w>, Date)> {
        let known = self.known();
        let dated = |tag: Tag| {
            let value = (self.value)(tag)?;
            Some((value, value.as_date()?))
        };
        match (dated(known.reviewed), dated(known.approved)) {
            (Some(reviewed), Some(approved)) if approved.1 > reviewed.1 => Some(approved),
            (Some(reviewed), _) => Some(reviewed),
            (None, Some(approved)) => Some(approved),
            (None, None) => dated(known.since),
        }
    }

    /// The day that the clock counts from.
    pub(crate) fn last(&self) -> Option<Date> {
        self.base().map(|(_, day)| day)
    }

    /// The day on which the review is due, from the day that the clock counts from; that day itself is in
    /// time.
    pub(crate) fn due(&self, last: impl FnOnce() -> Option<Date>) -> Option<Date> {
        if let Some(next) = (self.value)(self.known().next_review) {
            return next.as_date();
        }
        let last = last()?;
        value::later(last, self.interval()?.duration)
    }
}

/// The record's own interval, else its kind's.
pub(crate) fn interval<'w>(workspace: &'w Workspace, record: &'w Record) -> Option<Declared<'w>> {
    Clock { workspace, record, value: &|tag| workspace.value(record, tag) }.interval()
}

/// The day that the clock counts from.
pub(crate) fn last(workspace: &Workspace, record: &Record) -> Option<Date> {
    base(workspace, record).map(|(_, day)| day)
}

/// The key that the clock counts from.
fn base<'w>(workspace: &'w Workspace, record: &'w Record) -> Option<(Value<'w>, Date)> {
    Clock { workspace, record, value: &|tag| workspace.value(record, tag) }.base()
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
        Derived::LastReview => base(workspace, record)
            .map(|(value, _)| Place { source: record.source, span: value.span() }),
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
