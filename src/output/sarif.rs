//! SARIF 2.1.0, for code scanning and every viewer of it: one run, whatever the number of programmes,
//! because a run is what a tool found in a repository.
//!
//! Columns count UTF-16 units, which is what consumers assume, and the run says so. Paths start at the
//! root of the repository. What a waiver excuses is there with its suppression.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::machine::{Item, Region, every, places};
use super::{Linted, Style};
use crate::finding::{Edit, Fix, Place, Suppression};
use crate::rule::types::Level;

mod rules;
#[cfg(test)]
mod tests;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What paths are relative to: the root of the repository, wherever it was checked out.
const BASE: &str = "SRCROOT";

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = places(programmes, style);
    let items = every(programmes, &places, style);
    let (rules, numbers) = rules::of(programmes);
    let results: Vec<Value> = items.iter().map(|item| result(item, &numbers)).collect();
    let complete = !programmes.iter().any(|linted| linted.report.setup_broken);
    let run = json!({
        "tool": { "driver": {
            "name": "complint",
            "organization": "complint",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules,
        } },
        "automationDetails": { "id": "complint/" },
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": { BASE: { "description": { "text": "The root of the repository." } } },
        "invocations": [{ "executionSuccessful": complete }],
        "results": results,
    });
    let document = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// The word for a level, which is the same for all that is reported.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
        Level::Off => "none",
    }
}

fn result(item: &Item<'_, '_>, numbers: &BTreeMap<&str, usize>) -> Value {
    let finding = item.finding;
    let identity = item.identity();
    let mut result = json!({
        "ruleId": item.rule.name.as_str(),
        "level": level(finding.level),
        "message": message(&item.text()),
        "locations": [{ "physicalLocation": location(item, finding.place) }],
        // GitHub follows an alert by the second of these, and other tools by any.
        "partialFingerprints": {
            "complint/v1": identity,
            "primaryLocationLineHash": identity,
        },
        "properties": {
            "basis": item.rule.basis.as_str(),
            "references": item.rule.references.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
            "key": finding.key,
        },
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if let Some(number) = numbers.get(item.rule.name.as_str()) {
        fields.insert("ruleIndex".to_owned(), json!(number));
    }
    let related = related(item);
    if !related.is_empty() {
        fields.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    if let Some(fix) = &finding.fix {
        fields.insert("fixes".to_owned(), json!([self::fix(item, fix)]));
    }
    if item.linted.workspace.baseline.is_some() {
        let known = finding.suppressed.as_ref().is_some_and(|by| by.baseline);
        fields.insert("baselineState".to_owned(), json!(if known { "unchanged" } else { "new" }));
    }
    if let Some(waiver) = &finding.suppressed {
        fields.insert("suppressions".to_owned(), json!([suppression(item, waiver)]));
    }
    result
}

fn related(item: &Item<'_, '_>) -> Vec<Value> {
    let related = item.finding.related.iter().zip(1..);
    let related = related.map(|(other, number): (_, usize)| {
        let mut location = json!({
            "id": number,
            "physicalLocation": location(item, other.place),
        });
        if !other.label.is_empty() {
            location["message"] = message(&other.label);
        }
        location
    });
    related.collect()
}

fn suppression(item: &Item<'_, '_>, waiver: &Suppression) -> Value {
    let source = item.linted.workspace.source(waiver.place.source);
    let comment = source.slice(waiver.place.span).trim_start().starts_with('#');
    let until = waiver.until.as_ref().map(|day| format!(" (until {day})")).unwrap_or_default();
    let reason = match waiver.reason.as_str() {
        "" => item.excused().unwrap_or_default(),
        reason => reason,
    };
    json!({
        "kind": if comment { "inSource" } else { "external" },
        "status": "accepted",
        "justification": format!("{reason}{until}"),
        "location": { "physicalLocation": location(item, waiver.place) },
    })
}

/// A text in which nothing is a link: what a file says leads nowhere.
fn message(text: &str) -> Value {
    json!({ "text": text.replace("](", "\\](") })
}

fn location(item: &Item<'_, '_>, place: Place) -> Value {
    let region = item.region_of(place);
    let text = item.linted.workspace.source(place.source).slice(place.span);
    let mut shown = region_json(&region);
    if !text.is_empty() {
        shown["snippet"] = json!({ "text": text });
    }
    json!({ "artifactLocation": artifact(&region.path), "region": shown })
}

fn region_json(region: &Region) -> Value {
    json!({
        "startLine": region.start.0,
        "startColumn": region.start.1,
        "endLine": region.end.0,
        "endColumn": region.end.1,
    })
}

/// A file by its way from the root of the repository, or by its whole path where it lies outside.
fn artifact(path: &str) -> Value {
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", encoded(path)) })
    } else {
        json!({ "uri": encoded(path), "uriBaseId": BASE })
    }
}

/// A path as a reference: what has a meaning in one, or is no ASCII, by its bytes.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Edits of one file belong to one change.
fn fix(item: &Item<'_, '_>, fix: &Fix) -> Value {
    let mut changes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for Edit { place, text, .. } in &fix.edits {
        let region = item.region_of(*place);
        let mut replacement = Map::new();
        replacement.insert("deletedRegion".to_owned(), region_json(&region));
        replacement.insert("insertedContent".to_owned(), json!({ "text": text }));
        changes.entry(region.path).or_default().push(Value::Object(replacement));
    }
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(path, replacements)| {
            json!({ "artifactLocation": artifact(&path), "replacements": replacements })
        })
        .collect();
    json!({ "description": { "text": fix.title }, "artifactChanges": changes })
}
