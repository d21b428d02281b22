//! What vendors have shown: reports and certificates, each the newest of its line.
//!
//! A line is a sort of report or certificate of one vendor; whatever was superseded in it is history
//! and nobody is asked about it. Of what is left one rule says that it is too old, and another one of
//! the rest that nobody assessed it.

use std::borrow::Cow;

use jiff::civil::Date;

use super::records::of_kind;
use super::stale_assurance::{self, MaxAge};
use super::unassessed_assurance;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::{Info, State, Tag, tagged};
use crate::workspace::{Record, Workspace};

/// Sorts that are valid until a day that they print; their age says nothing.
const CERTIFICATES: [&str; 9] = [
    "iso27001", "iso27017", "iso27018", "iso27701", "iso42001", "hitrust", "fedramp", "csa-star",
    "tisax",
];

/// A report or certificate.
pub(super) struct Assurance<'w> {
    /// The value that says its sort; the table itself where none does.
    pub named: Value<'w>,
    pub sort: Option<Cow<'w, str>>,
    pub period_end: Option<Value<'w>>,
    pub expires: Option<Value<'w>>,
    /// When somebody read it, and what that led to.
    pub assessed: Option<Value<'w>>,
    pub conclusion: Option<Value<'w>>,
}

/// The keys of such a table, and the one of a vendor that holds them.
struct Keys {
    list: Tag,
    own: [Tag; 5],
}

impl Keys {
    fn of(info: &Info) -> Option<Self> {
        let own = |name: &str| info.find(&format!("assurance.{name}"))?.last().copied();
        let own = [
            own("type")?,
            own("period_end")?,
            own("expires")?,
            own("assessed")?,
            own("conclusion")?,
        ];
        Some(Self { list: info.top("assurance")?, own })
    }
}

impl<'w> Assurance<'w> {
    fn read(table: Value<'w>, keys: &Keys) -> Self {
        let [sort, period_end, expires, assessed, conclusion] =
            keys.own.map(|tag| tagged(table, tag));
        let named = sort.unwrap_or(table);
        let sort = sort.and_then(Value::as_str);
        Self { named, sort, period_end, expires, assessed, conclusion }
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

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let age = MaxAge::of(workspace);
    let mut drafts = Vec::new();
    each_newest(workspace, &mut |number, record, own| {
        let draft = match stale_assurance::fault(own, &age, today) {
            // Nobody is asked to read what is too old to rely on.
            Some(fault) => Some(stale_assurance::draft(record, fault)),
            None => unassessed_assurance::draft(record, own, today),
        };
        let named = |draft: Draft| {
            draft
                .record(number)
                .key("assurance")
                .with("type", own.name())
                .with("id", workspace.id(record).into_owned())
        };
        drafts.extend(draft.map(named));
    });
    drafts
}

/// Calls for the newest of each line of each vendor in use.
fn each_newest<'w>(
    workspace: &'w Workspace,
    call: &mut dyn FnMut(u32, &'w Record, &Assurance<'w>),
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
        newest.iter().for_each(|own| call(number, record, own));
        newest.clear();
    }
}

/// What cannot be read was reported already; nothing is concluded from it.
fn usable(workspace: &Workspace, record: &Record, table: Value<'_>) -> bool {
    let bad = &workspace.bad;
    !bad.any_in(record.source) || !table.entries().any(|own| bad.has(record.source, own.node()))
}
