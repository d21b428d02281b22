//! Everything that excuses a finding, as an auditor asks for it: what, where, why, who, until when.

use jiff::civil::Date;

use super::{Form, Reason, Waiver, all};
use crate::document::Value;
use crate::finding::Place;
use crate::workspace::Workspace;

/// In which way something is excused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum By {
    /// A comment in the text.
    Comment,
    /// A `[[waiver]]` record.
    Record,
    /// An entry of the baseline.
    Baseline,
    /// A lowered level in `complint.toml`.
    Setting,
}

impl By {
    /// The name for programs and people.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Record => "record",
            Self::Baseline => "baseline",
            Self::Setting => "setting",
        }
    }
}

/// One waiver, entry of the baseline, or lowered level.
#[derive(Debug)]
pub(crate) struct Listed {
    pub by: By,
    /// The rules or groups.
    pub rules: Vec<String>,
    /// What is covered, as written.
    pub covers: Vec<String>,
    /// Where it stands.
    pub place: Place,
    /// Why; empty where nothing is said.
    pub reason: String,
    /// Who approved it; empty where nothing is said.
    pub approved_by: String,
    /// The last day.
    pub until: Option<Date>,
}

/// The waivers of a programme, whatever they excuse, by place.
pub(crate) fn waivers(workspace: &Workspace) -> Vec<Listed> {
    // What is wrong with a waiver is told by `check`.
    let waivers = all(workspace, &mut Vec::new());
    let mut listed: Vec<Listed> = waivers.iter().map(|waiver| listed(workspace, waiver)).collect();
    listed.sort_by_key(|listed| listed.place);
    listed
}

fn listed(workspace: &Workspace, waiver: &Waiver<'_>) -> Listed {
    let reason = match &waiver.reason {
        Reason::Given(text) => text.trim().to_owned(),
        Reason::Missing(_) | Reason::Unreadable => String::new(),
    };
    let (by, covers, approved_by) = match &waiver.form {
        Form::Comment(comment) => {
            let bound = &comment.bound;
            let record = bound.record.and_then(|number| workspace.records.get(number as usize));
            let record = record.map(|record| workspace.name(record));
            let key = (!bound.key.is_empty()).then(|| format!("`{}`", bound.key));
            let parts: Vec<String> = record.into_iter().chain(key).collect();
            (By::Comment, vec![parts.join(", ")], String::new())
        }
        Form::Record(covered) => {
            let record = workspace.records.get(covered.number as usize);
            let value = |key: &str| workspace.value_of(record?, key);
            let lists = ["records", "requirements", "files"];
            let covers = lists.iter().filter_map(|key| value(key)).flat_map(texts).collect();
            let by = value("approved_by").and_then(|value| value.as_str());
            (By::Record, covers, by.unwrap_or_default().into_owned())
        }
    };
    Listed {
        by,
        rules: waiver.names().iter().map(|name| (*name).to_owned()).collect(),
        covers,
        place: waiver.place,
        reason,
        approved_by,
        until: waiver.until.map(|end| end.date),
    }
}

/// The texts of a list; those of a mapping with their framework.
fn texts(list: Value<'_>) -> Vec<String> {
    if list.is_table() {
        let entry = |entry: Value<'_>| -> Vec<String> {
            let framework = entry.key().into_owned();
            texts(entry).iter().map(|id| format!("{framework}:{id}")).collect()
        };
        return list.entries().flat_map(entry).collect();
    }
    let text = |value: Value<'_>| value.as_str().map(|text| text.trim().to_owned());
    list.elements().filter_map(text).collect()
}
