//! Incidents of the period of a Type 2 report that the system description does not mention.

use jiff::civil::Date;

use super::records::unusable;
use crate::document::Value;
use crate::finding::{Draft, Place};
use crate::kind::{Info, NO_TAG, State, Tag};
use crate::workspace::{Record, Workspace};

const RULE: &str = "undisclosed-incident";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let Some((start, end)) = period(workspace) else { return Vec::new() };
    let (Some(incident), Some(system)) =
        (workspace.kinds.number("incident"), workspace.kinds.number("system"))
    else {
        return Vec::new();
    };
    // Few incidents have to be disclosed at all. Where none has, no text has to be read for it.
    let causes = Causes::of(workspace.kinds.by_id("incident"));
    let mut relevant = of_kind(workspace, incident)
        .filter_map(|(number, record)| Some((number, record, causes.of_record(workspace, record)?)))
        .filter(|(_, record, _)| readable(workspace, record))
        .filter(|(_, record, _)| falls_in(workspace, record, start, end))
        .peekable();
    if relevant.peek().is_none() {
        return Vec::new();
    }
    let sections: Vec<Section> = of_kind(workspace, system)
        .filter(|(_, record)| workspace.state(record) == State::Live)
        .filter_map(|(_, record)| Section::read(workspace, record))
        .collect();
    // Without a section there is nothing to mention it in, which another rule says; a section that
    // cannot be read, such as a PDF, is given the benefit.
    let Some(first) = sections.first().filter(|_| sections.iter().all(|one| one.said.is_some()))
    else {
        return Vec::new();
    };
    relevant
        .filter(|(_, record, _)| {
            !sections.iter().any(|section| section.mentions(workspace, record))
        })
        .map(|(number, record, (key, cause))| {
            let id = workspace.id(record).into_owned();
            let span = workspace
                .value_of(record, key)
                .map_or_else(|| workspace.header(record), |value| value.span());
            Draft::new(RULE, record.source, span)
                .record(number)
                .key(key)
                .with("id", id)
                .with("cause", cause)
                .related(first.place, "")
        })
        .collect()
}

fn of_kind(workspace: &Workspace, kind: u16) -> impl Iterator<Item = (u32, &Record)> {
    let numbers = workspace.ids.of_kind(kind).iter();
    numbers.filter_map(|number| Some((*number, workspace.records.get(*number as usize)?)))
}

/// The period of a Type 2 report.
fn period(workspace: &Workspace) -> Option<(Date, Date)> {
    let soc2 = workspace.manifest().get("frameworks")?.get("soc2")?;
    let period = soc2.get("period")?;
    Some((period.get("start")?.as_date()?, period.get("end")?.as_date()?))
}

/// Whether all that decides about an incident can be read; what cannot was reported already.
fn readable(workspace: &Workspace, record: &Record) -> bool {
    let keys = ["detected", "resolved", "control_failure", "commitments_missed"];
    let mut values = keys.iter().filter_map(|key| workspace.value_of(record, key));
    !values.any(|value| unusable(workspace, record, value))
}

/// Whether an incident was running in the period; one without a date may have been.
fn falls_in(workspace: &Workspace, record: &Record, start: Date, end: Date) -> bool {
    let day = |key: &str| workspace.value_of(record, key).and_then(|value| value.as_date());
    let (detected, resolved) = (day("detected"), day("resolved"));
    detected.or(resolved).is_none_or(|day| day <= end) && resolved.is_none_or(|day| day >= start)
}

/// The keys that say why an incident has to be disclosed.
struct Causes([Tag; 2]);

impl Causes {
    const KEYS: [&str; 2] = ["control_failure", "commitments_missed"];

    fn of(info: Option<&Info>) -> Self {
        Self(Self::KEYS.map(|key| info.and_then(|info| info.top(key)).unwrap_or(NO_TAG)))
    }

    /// The key that says why, and the words.
    fn of_record(
        &self,
        workspace: &Workspace,
        record: &Record,
    ) -> Option<(&'static str, &'static str)> {
        let [failure, commitments] = self.0.map(|tag| workspace.value(record, tag));
        let missed = |value: Value<'_>| match value.is_array() {
            true => value.elements().next().is_some(),
            false => value.as_str().is_some_and(|text| !text.trim().is_empty()),
        };
        let [by_failure, by_commitments] = Self::KEYS;
        if failure.and_then(|value| value.as_bool()) == Some(true) {
            Some((by_failure, "came from a control that failed"))
        } else if commitments.is_some_and(missed) {
            Some((by_commitments, "led to a missed commitment"))
        } else {
            None
        }
    }
}

/// What a system description says of incidents.
struct Section {
    place: Place,
    /// Its words, in lower case; none where the file cannot be read.
    said: Option<String>,
}

impl Section {
    fn read(workspace: &Workspace, record: &Record) -> Option<Self> {
        let value = workspace.value_of(record, "incidents")?;
        let written = value.as_str().filter(|text| !text.trim().is_empty())?;
        let path = &workspace.source(record.source).path;
        let named = workspace.texts.get(path, &written);
        let said = match named.filter(|file| file.is_meant(&written)) {
            Some(file) => {
                let prose = file.source.and_then(|text| workspace.prose(text));
                prose.map(|prose| {
                    let blocks = prose.blocks.iter().map(|block| block.text.to_lowercase());
                    blocks.collect::<Vec<_>>().join("\n")
                })
            }
            None => Some(written.to_lowercase()),
        };
        Some(Self { place: Place { source: record.source, span: value.span() }, said })
    }

    /// Whether it names an incident by its id, its title or its day.
    fn mentions(&self, workspace: &Workspace, record: &Record) -> bool {
        let Some(said) = &self.said else { return true };
        let title = workspace.value_of(record, "title").and_then(|value| value.as_str());
        let day = workspace.value_of(record, "detected").and_then(|value| value.as_date());
        let names = [
            Some(workspace.id(record).to_lowercase()),
            title.map(|title| title.trim().to_lowercase()),
            day.map(|day| day.to_string()),
        ];
        names.into_iter().flatten().any(|name| holds(said, &name))
    }
}

/// Whether a text holds words as such: `inc-2026-1` is not in `inc-2026-10`.
fn holds(text: &str, words: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let before = text.get(..at).unwrap_or_default();
            let behind = text.get(at + found.len()..).unwrap_or_default();
            !before.ends_with(in_word) && !behind.starts_with(in_word)
        })
}
