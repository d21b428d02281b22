//! Documents in force without what controls them: a version, who may have them, how long they are
//! kept.
//!
//! Most companies say the last two once, for everything. Each document is asked for them only where
//! the records are kept that way, which the other documents show.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::records::{answering, of_kind, place, unusable};
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::{NO_TAG, State, Tag};
use crate::workspace::{Record, Workspace};

const RULE: &str = "uncontrolled-document";

/// What can be said for all documents in one place, with what to write.
const SHARED: [(&str, &str); 2] = [
    ("distribution", "distribution = \"internal\"  # or public, nda, restricted"),
    ("retention", "retention = \"3 years\""),
];

/// What tells the valid text from the ones before it; every document has its own.
const VERSION: (&str, &str) = ("version", "version = \"1.0\"");

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    if workspace.settings.framework("iso27001").is_none() {
        return Vec::new();
    }
    let number = workspace.catalogs.by_id("iso27001").and_then(|catalog| catalog.find("7.5.3"));
    let governing = number.into_iter().flat_map(|number| answering(workspace, number));
    let governing: FxHashSet<*const Record> = governing.map(std::ptr::from_ref).collect();
    let governs = |record: &Record| governing.contains(&std::ptr::from_ref(record));
    let asked = asked(workspace);
    let said = |by_governing: bool| {
        let by = asked.iter().filter(|one| governs(one.record) == by_governing);
        by.fold([false; 2], |[one, two], by| [one || by.shared[0], two || by.shared[1]])
    };
    let (said_by_others, said_by_governing) = (said(false), said(true));
    let mut drafts: Vec<Draft> =
        asked.iter().filter_map(|one| uncontrolled(workspace, one, said_by_others)).collect();
    let nowhere = SHARED.into_iter().zip(said_by_others.into_iter().zip(said_by_governing));
    let nowhere: Vec<(&str, &str)> = nowhere
        .filter(|(_, (others, governing))| !others && !governing)
        .map(|(key, _)| key)
        .collect();
    if !nowhere.is_empty() {
        let fault = format!(
            "answers 7.5.3, and neither it nor any other document in force has {}",
            listed(&nowhere)
        );
        let first = asked.iter().find(|one| governs(one.record));
        drafts.extend(first.map(|first| draft(workspace, first, fault, &nowhere)));
    }
    drafts
}

/// A live policy or document, and what it says of itself.
struct Asked<'w> {
    number: u32,
    record: &'w Record,
    /// Whether it is a record of something done, which has no versions.
    is_record: bool,
    version: bool,
    shared: [bool; 2],
}

/// The live policies and documents; narratives of a system description are controlled with it.
fn asked(workspace: &Workspace) -> Vec<Asked<'_>> {
    let of_kind = |kind: &'static str| {
        let info = workspace.kinds.by_id(kind);
        let [distribution, retention] = SHARED.map(|(key, _)| key);
        let keys = ["type", VERSION.0, distribution, retention];
        let tags = keys.map(|key| info.and_then(|info| info.top(key)).unwrap_or(NO_TAG));
        of_kind(workspace, kind)
            .filter_map(move |(number, record)| Asked::read(workspace, number, record, tags))
    };
    of_kind("policy").chain(of_kind("document")).collect()
}

impl<'w> Asked<'w> {
    fn read(
        workspace: &'w Workspace,
        number: u32,
        record: &'w Record,
        tags: [Tag; 4],
    ) -> Option<Self> {
        if workspace.state(record) != State::Live {
            return None;
        }
        let [kind, version, distribution, retention] = tags.map(|tag| workspace.value(record, tag));
        let kind = kind.and_then(|kind| kind.as_str());
        // What cannot be read was reported where it was.
        let says = |value: Option<Value<'_>>| {
            value.is_some_and(|value| {
                value.as_str().is_some_and(|text| !text.trim().is_empty())
                    || unusable(workspace, record, value)
            })
        };
        (kind.as_deref() != Some("narrative")).then(|| Self {
            number,
            record,
            is_record: kind.as_deref() == Some("record"),
            version: says(version),
            shared: [says(distribution), says(retention)],
        })
    }
}

fn uncontrolled(
    workspace: &Workspace,
    one: &Asked<'_>,
    said_by_others: [bool; 2],
) -> Option<Draft> {
    let version = (!one.version && !one.is_record).then_some(VERSION);
    let shared = SHARED.into_iter().zip(one.shared.into_iter().zip(said_by_others));
    let lacks = shared.filter(|(_, (own, others))| *others && !own).map(|(key, _)| key);
    let missing: Vec<(&str, &str)> = version.into_iter().chain(lacks).collect();
    if missing.is_empty() {
        return None;
    }
    let fault = format!("is in force and has no {}", listed(&missing));
    Some(draft(workspace, one, fault, &missing))
}

fn listed(missing: &[(&str, &str)]) -> String {
    missing.iter().map(|(key, _)| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

fn draft(workspace: &Workspace, one: &Asked<'_>, fault: String, missing: &[(&str, &str)]) -> Draft {
    let at = place(workspace, one.record, "id");
    let lines: Vec<&str> = missing.iter().map(|(_, line)| *line).collect();
    Draft::new(RULE, at.source, at.span)
        .record(one.number)
        .with("name", workspace.name(one.record))
        .with("fault", fault)
        .with("help", lines.join("\n"))
}
