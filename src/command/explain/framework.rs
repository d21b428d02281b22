//! The page of a framework: what it holds, where that comes from, and whether it is in scope.

use super::known::Known;
use super::page::{Page, Row};
use super::standing;
use crate::finding::Place;
use crate::framework::types::Confidence;
use crate::framework::{Catalog, FrameworkNo, Group, Requirement, crosswalks};
use crate::source::SourceId;
use crate::words::{count, join_and};

pub(super) fn write(known: &Known, number: FrameworkNo, page: &mut Page) {
    let Some(catalog) = known.catalogs().get(number) else { return };
    page.title(catalog.id(), &catalog.edition());
    page.line(&catalog.data.head.summary);
    page.blank();
    facts(known, number, catalog, page);
    let groups = groups(known, number, catalog);
    if !groups.is_empty() {
        page.heading("Groups");
        page.entries(&groups);
        page.blank();
        page.prose("`complint explain` with the id of a group lists its members.");
    } else {
        page.heading("Requirements");
        page.entries(&members(known, number, catalog, catalog.data.requirements.iter()));
    }
}

/// Requirements with their titles and how they stand in the programme.
pub(super) fn members<'a>(
    known: &Known,
    number: FrameworkNo,
    catalog: &Catalog,
    rows: impl Iterator<Item = &'a Requirement>,
) -> Vec<Row> {
    let rows = rows.map(|row| {
        let standing = catalog.find(&row.id).and_then(|id| standing::standing(known, number, id));
        let standing = standing.map(|words| format!(" ({words})")).unwrap_or_default();
        let caution = catalog.caution(row);
        (row.id.to_string(), format!("{}{caution}{standing}", catalog.title(row)))
    });
    rows.collect()
}

fn facts(known: &Known, number: FrameworkNo, catalog: &Catalog, page: &mut Page) {
    page.field("Holds", &holds(catalog));
    if let Some(confidence) = catalog.data.head.confidence {
        page.field("Certainty", &format!("{confidence}: {}", certainty(confidence)));
    }
    if !catalog.data.head.source.is_empty() {
        page.field("Source", &catalog.data.head.source);
    }
    page.fields("Editions", &editions(known, number, catalog));
    page.fields("Crosswalk", &related(known, catalog));
    if known.workspace().is_some() {
        page.field("In scope", &in_scope(known, number, catalog));
    }
}

/// "70 requirements: 61 criteria and 9 description criteria".
fn holds(catalog: &Catalog) -> String {
    let rows = &catalog.data.requirements;
    let mut parts: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        match parts.iter_mut().find(|(part, _)| row.part == *part) {
            Some((_, number)) => *number += 1,
            None => parts.push((&row.part, 1)),
        }
    }
    let words: Vec<String> = parts.iter().map(|(part, number)| counted(*number, part)).collect();
    format!("{}: {}", count(rows.len(), "requirement"), join_and(&words))
}

fn counted(number: usize, part: &str) -> String {
    match (part, number) {
        ("criterion", 2..) => format!("{number} criteria"),
        ("description", 2..) => format!("{number} description criteria"),
        ("", _) => format!("{number} of no part"),
        (part, _) => count(number, part_words(part)),
    }
}

/// A part of a framework in words.
pub(super) fn part_words(part: &str) -> &str {
    match part {
        "annex" => "Annex A control",
        "description" => "description criterion",
        "additional" => "additional control",
        other => other,
    }
}

/// How certain ids and titles are, in words.
pub(super) fn certainty(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "several independent sources agree",
        Confidence::Medium => "one good source, or several that differ in detail",
        Confidence::Low => "check them against the standard before you rely on them",
    }
}

fn editions(known: &Known, number: FrameworkNo, catalog: &Catalog) -> Vec<Row> {
    let others =
        known.catalogs().iter().filter(|(other, own)| *other != number && own.id() == catalog.id());
    let rows = others.map(|(_, other)| {
        let withdrawn = if other.data.head.withdrawn { ", withdrawn" } else { "" };
        (String::new(), format!("also known: {}{withdrawn}", other.edition()))
    });
    rows.collect()
}

/// The frameworks whose requirements are set side by side with this one's.
fn related(known: &Known, catalog: &Catalog) -> Vec<Row> {
    let id = catalog.id();
    let with = crosswalks().iter().filter(|walk| walk.head.from == *id || walk.head.to == *id);
    let rows = with.map(|walk| {
        let other = if walk.head.from == *id { &walk.head.to } else { &walk.head.from };
        let name =
            known.catalogs().by_id(other).map_or_else(|| other.to_string(), Catalog::edition);
        (
            String::new(),
            format!("with {name}, {} on the same subject", count(walk.pairs.len(), "pair")),
        )
    });
    rows.collect()
}

fn in_scope(known: &Known, number: FrameworkNo, catalog: &Catalog) -> String {
    let declared = known.workspace().and_then(|workspace| workspace.settings.declared(number));
    let Some(declared) = declared else {
        return format!("no; [frameworks.{}] in complint.toml takes it into scope", catalog.id());
    };
    let place = known.place(Place { source: SourceId::MANIFEST, span: declared.header });
    let report = declared.report_type.map(|report| format!(", type {report}")).unwrap_or_default();
    let categories =
        declared.categories.as_ref().map(|own| format!(", {}", join_and(own))).unwrap_or_default();
    format!("yes{report}{categories} ({place})")
}

/// The headings with how many requirements each has and, in scope, how many are answered.
fn groups(known: &Known, number: FrameworkNo, catalog: &Catalog) -> Vec<Row> {
    catalog
        .data
        .groups
        .iter()
        .map(|group| {
            let words = format!("{} ({})", group.title, tally(known, number, catalog, group));
            (group.id.to_string(), words)
        })
        .collect()
}

/// "8", or "8, 7 answered".
fn tally(known: &Known, number: FrameworkNo, catalog: &Catalog, group: &Group) -> String {
    let members: Vec<&Requirement> = catalog.members(&group.id).collect();
    let standings: Vec<&str> = members
        .iter()
        .filter_map(|row| {
            catalog.find(&row.id).and_then(|id| standing::standing(known, number, id))
        })
        .collect();
    let many = |word: &str| standings.iter().filter(|standing| **standing == word).count();
    let words = standing::WORDS;
    let told = words.into_iter().map(|word| (word, many(word))).filter(|(_, number)| *number > 0);
    let told: Vec<String> = told.map(|(word, number)| format!("{number} {word}")).collect();
    match told.as_slice() {
        [] => members.len().to_string(),
        [one] if standings.len() == members.len() => one.clone(),
        several => format!("{}: {}", members.len(), several.join(", ")),
    }
}
