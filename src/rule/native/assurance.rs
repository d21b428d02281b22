//! What vendors have shown: reports and certificates, each the newest of its line.
//!
//! A line is a sort of report or certificate of one vendor; whatever was superseded in it is history
//! and nobody is asked about it. Two rules look at what is left.

use std::borrow::Cow;

use jiff::civil::Date;

use super::records::{of_kind, values};
use crate::document::Value;
use crate::kind::{Info, State, Tag};
use crate::workspace::{Record, Workspace};

/// Sorts that are valid until a day that they print; their age says nothing.
const CERTIFICATES: [&str; 9] = [
    "iso27001", "iso27017", "iso27018", "iso27701", "iso42001", "hitrust", "fedramp", "csa-star",
    "tisax",
];

/// A report or certificate.
pub(super) struct Assurance<'w> {
    pub table: Value<'w>,
    /// The value that says its sort; the table itself where none does.
    pub named: Value<'w>,
    pub sort: Option<Cow<'w, str>>,
    pub period_end: Option<Value<'w>>,
    pub expires: Option<Value<'w>>,
}

/// The keys of such a table, and the one of a vendor that holds them.
struct Keys {
    list: Tag,
    own: [Tag; 3],
}

impl Keys {
    fn of(info: &Info) -> Option<Self> {
        let own = |name: &str| info.find(&format!("assurance.{name}"))?.last().copied();
        let own = [own("type")?, own("period_end")?, own("expires")?];
        Some(Self { list: info.top("assurance")?, own })
    }
}

impl<'w> Assurance<'w> {
    fn read(table: Value<'w>, keys: &Keys) -> Self {
        let [sort, period_end, expires] = values(table, keys.own);
        let named = sort.unwrap_or(table);
        Self { table, named, sort: sort.and_then(Value::as_str), period_end, expires }
    }

    pub(super) fn is_certificate(&self) -> bool {
        self.sort.as_deref().is_some_and(|sort| CERTIFICATES.contains(&sort))
    }

    /// In words: its sort as written and what that is, or that nobody said.
    pub(super) fn name(&self) -> String {
        match self.sort.as_deref() {
            Some(sort) if self.is_certificate() => format!("`{sort}` certificate"),
            Some(sort) if sort.starts_with("soc") => format!("`{sort}` report"),
            Some(sort) => format!("`{sort}`"),
            None => "report".to_owned(),
        }
    }

    /// Both types of SOC 2 report speak of the same controls.
    fn line(&self) -> &str {
        match self.sort.as_deref() {
            Some("soc2-type-1" | "soc2-type-2") => "soc2",
            Some(sort) => sort,
            None => "",
        }
    }

    /// The day by which it is ordered in its line; nothing is older than what has none.
    fn day(&self) -> Option<Date> {
        let (first, second) = if self.is_certificate() {
            (self.expires, self.period_end)
        } else {
            (self.period_end, self.expires)
        };
        first.and_then(Value::as_date).or_else(|| second.and_then(Value::as_date))
    }
}

/// Calls for the newest of each line of each vendor in use.
pub(super) fn each_newest<'w>(
    workspace: &'w Workspace,
    call: &mut dyn FnMut(u32, &'w Record, Assurance<'w>),
) {
    let Some(keys) = workspace.kinds.by_id("vendor").and_then(Keys::of) else { return };
    let mut newest: Vec<Assurance<'w>> = Vec::new();
    for (number, record) in of_kind(workspace, "vendor") {
        if workspace.state(record) != State::Live {
            continue;
        }
        let Some(list) = workspace.value(record, keys.list) else { continue };
        let tables = list.elements().filter(|element| element.is_table());
        let usable = tables.filter(|table| usable(workspace, record, *table));
        for own in usable.map(|table| Assurance::read(table, &keys)) {
            match newest.iter_mut().find(|other| other.line() == own.line()) {
                Some(other) if own.day() > other.day() => *other = own,
                Some(_) => {}
                None => newest.push(own),
            }
        }
        newest.drain(..).for_each(|own| call(number, record, own));
    }
}

/// What cannot be read was reported already; nothing is concluded from it.
fn usable(workspace: &Workspace, record: &Record, table: Value<'_>) -> bool {
    let bad = &workspace.bad;
    !bad.any_in(record.source) || !table.entries().any(|own| bad.has(record.source, own.node()))
}
