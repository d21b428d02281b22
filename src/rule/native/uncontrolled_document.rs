//! Documents in force without what controls them: a version, who may have them, how long they are
//! kept.
//!
//! Most companies say the last two once, for everything. Each document is asked for them only where
//! the records are kept that way, which the other documents show.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::records::{answering, of_kind, place, text, unusable, value_at};
use crate::finding::Draft;
use crate::kind::State;
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
    let said = |key: &str, by_governing: bool| {
        asked(workspace)
            .any(|(_, record)| says(workspace, record, key) && governs(record) == by_governing)
    };
    let said_by_others = SHARED.map(|(key, _)| said(key, false));
    let each = asked(workspace)
        .filter_map(|(number, record)| uncontrolled(workspace, number, record, said_by_others));
    let mut drafts: Vec<Draft> = each.collect();
    let nowhere = SHARED.iter().zip(said_by_others);
    let nowhere = nowhere.filter(|((key, _), others)| !others && !said(key, true));
    let nowhere: Vec<(&str, &str)> = nowhere.map(|(key, _)| *key).collect();
    if !nowhere.is_empty() {
        let fault = format!(
            "answers 7.5.3, and neither it nor any other document in force has {}",
            listed(&nowhere)
        );
        let first = asked(workspace).find(|(_, record)| governs(record));
        drafts.extend(
            first.map(|(number, record)| draft(workspace, number, record, fault, &nowhere)),
        );
    }
    drafts
}

/// The live policies and documents; narratives of a system description are controlled with it.
fn asked(workspace: &Workspace) -> impl Iterator<Item = (u32, &Record)> {
    let texts = of_kind(workspace, "policy").chain(of_kind(workspace, "document"));
    texts.filter(|(_, record)| {
        workspace.state(record) == State::Live && !is_of_type(workspace, record, "narrative")
    })
}

fn is_of_type(workspace: &Workspace, record: &Record, name: &str) -> bool {
    text(workspace, record, "type").as_deref() == Some(name)
}

/// Whether a record says something under a key. What cannot be read was reported where it was.
fn says(workspace: &Workspace, record: &Record, key: &str) -> bool {
    text(workspace, record, key).is_some()
        || value_at(workspace, record, key).is_some_and(|value| unusable(workspace, record, value))
}

fn uncontrolled(
    workspace: &Workspace,
    number: u32,
    record: &Record,
    said_by_others: [bool; 2],
) -> Option<Draft> {
    let version = !is_of_type(workspace, record, "record");
    let shared = SHARED.iter().zip(said_by_others).filter(|(_, said)| *said).map(|(key, _)| key);
    let keys = || std::iter::once(&VERSION).filter(|_| version).chain(shared.clone());
    let lacks = |(key, _): &&(&str, &str)| !says(workspace, record, key);
    keys().find(lacks)?;
    let missing: Vec<(&str, &str)> = keys().filter(lacks).copied().collect();
    let fault = format!("is in force and has no {}", listed(&missing));
    Some(draft(workspace, number, record, fault, &missing))
}

fn listed(missing: &[(&str, &str)]) -> String {
    missing.iter().map(|(key, _)| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

fn draft(
    workspace: &Workspace,
    number: u32,
    record: &Record,
    fault: String,
    missing: &[(&str, &str)],
) -> Draft {
    let at = place(workspace, record, "id");
    let lines: Vec<&str> = missing.iter().map(|(_, line)| *line).collect();
    Draft::new(RULE, at.source, at.span)
        .record(number)
        .with("name", workspace.name(record))
        .with("fault", fault)
        .with("help", lines.join("\n"))
}
