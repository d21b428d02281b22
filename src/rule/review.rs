//! The clock of reviews: what it counts from, how long it runs, when it ends.
//!
//! A review that the organization set itself binds. Where nobody declared an interval, none is due.

use std::borrow::Cow;

use jiff::civil::Date;

use super::getter::Derived;
use crate::config::Interval;
use crate::document::Value;
use crate::finding::Place;
use crate::kind::{Known, Tag, value};
use crate::workspace::{Record, Workspace};

/// A declared interval, and where.
pub(crate) struct Declared<'w> {
    /// As written.
    pub text: Cow<'w, str>,
    /// Where.
    pub place: Place,
}

/// The clock of one record.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'w> {
    /// The programme.
    pub workspace: &'w Workspace,
    /// The record.
    pub record: &'w Record,
}

impl<'w> Clock<'w> {
    fn known(&self) -> &'w Known {
        &self.workspace.kind(self.record).known
    }

    /// The interval that the record sets itself.
    fn own(&self) -> Option<Value<'w>> {
        self.workspace.value(self.record, self.known().review_every)
    }

    /// The one that is declared for its kind.
    fn of_kind(&self) -> Option<&'w Interval> {
        self.workspace.settings.interval_of(self.record.kind)
    }

    /// The record's own interval, else its kind's.
    pub(crate) fn interval(&self) -> Option<Declared<'w>> {
        if let Some(own) = self.own() {
            let text = own.as_str()?;
            value::duration(&text)?;
            return Some(Declared {
                text,
                place: Place { source: self.record.source, span: own.span() },
            });
        }
        let declared = self.of_kind()?;
        Some(Declared { text: Cow::Borrowed(&declared.text), place: declared.place })
    }

    /// How long it runs.
    fn duration(&self) -> Option<jiff::Span> {
        match self.own() {
            Some(own) => value::duration(&own.as_str()?),
            None => self.of_kind().map(|declared| declared.duration),
        }
    }

    /// The key that the clock counts from: the later of review and approval, else the start.
    fn base(&self) -> Option<(Value<'w>, Date)> {
        let known = self.known();
        // What is not given is not looked for, and few records give all of these.
        let dated = |tag: Tag| {
            let value = self.workspace.value(self.record, tag)?;
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
        if let Some(next) = self.workspace.value(self.record, self.known().next_review) {
            return next.as_date();
        }
        let last = last()?;
        value::later(last, self.duration()?)
    }
}

/// The record's own interval, else its kind's.
pub(crate) fn interval<'w>(workspace: &'w Workspace, record: &'w Record) -> Option<Declared<'w>> {
    Clock { workspace, record }.interval()
}

/// The day that the clock counts from.
pub(crate) fn last(workspace: &Workspace, record: &Record) -> Option<Date> {
    base(workspace, record).map(|(_, day)| day)
}

/// The key that the clock counts from.
fn base<'w>(workspace: &'w Workspace, record: &'w Record) -> Option<(Value<'w>, Date)> {
    Clock { workspace, record }.base()
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
