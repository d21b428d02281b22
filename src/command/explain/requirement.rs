//! The page of a requirement: what is known about it, who answers it here, and what is related.

use super::answers;
use super::crosswalk;
use super::find::Cited;
use super::framework::{certainty, part_words};
use super::history;
use super::known::Known;
use super::page::{Page, Row};
use super::rules;
use super::standing::{self, is_description};
use crate::framework::types::Confidence;
use crate::framework::{Catalog, Requirement, RequirementNo};
use crate::rule::condition;
use crate::words::join_and;

pub(super) fn write(known: &Known, cited: &Cited, page: &mut Page) {
    let Some((framework, catalog)) = known.catalogs().catalog_of(cited.number) else { return };
    let Some(row) = known.catalogs().requirement(cited.number) else { return };
    page.title(&row.id, &catalog.title(row));
    page.line(&place(catalog, row));
    page.blank();
    if let Some(item) = &cited.item {
        page.field("Item", &format!("{} {item}, which answers {} as a whole", row.id, row.id));
    }
    if catalog.data.head.withdrawn {
        history::replaced(known, catalog, row, page);
        // A programme can still be held against the edition that it was certified to.
        if standing::standing(known, framework, cited.number).is_none() {
            return;
        }
    } else {
        facts(known, catalog, row, page);
    }
    answers::write(known, framework, cited.number, page);
    kinds(known, cited.number, page);
    rules::of_requirement(known, cited.number, page);
    crosswalk::write(known, catalog, row, page);
}

/// The edition, the part and the heading that it stands under.
fn place(catalog: &Catalog, row: &Requirement) -> String {
    let mut words = catalog.edition();
    if catalog.data.head.withdrawn {
        words.push_str(" (withdrawn)");
    }
    if !row.part.is_empty() {
        words.push_str(&format!(", {}", part_words(&row.part)));
    }
    if let Some(group) = row.group.as_deref().and_then(|id| catalog.group(id)) {
        words.push_str(&format!(", under {} {}", group.id, group.title));
    }
    words
}

fn facts(known: &Known, catalog: &Catalog, row: &Requirement, page: &mut Page) {
    if let Some(other) = &row.title_alternative {
        page.field("Also called", other);
    }
    if !is_description(row) {
        page.field("Cited as", &format!("satisfies.{} = [\"{}\"]", catalog.id(), row.id));
    }
    if let (Some(first), Some(last)) = (row.items.first(), row.items.last()) {
        page.field(
            "Items",
            &format!("{first} to {last}; `{} {first}` can be cited as well", row.id),
        );
    }
    if !row.assessable {
        page.field("Assessed", "not by itself");
    }
    page.field("Excludable", excludable(row));
    page.fields("Documents", &documents(row));
    optional(page, "Recurrence", row.recurrence.as_deref());
    optional(page, "Amended", row.amended.as_deref());
    history::write(known, catalog, row, page);
    if let Some(category) = &row.category {
        page.field("Category", category_words(category).as_str());
    }
    if let Some(principle) = row.principle {
        page.field("COSO", &format!("principle {principle}"));
    }
    if let Some(reports) = reports(row) {
        page.field("Needed for", reports);
    }
    optional(page, "Applies to", row.applies_to.as_deref().map(role));
    if !row.attributes.is_empty() {
        page.field("Attributes", &attributes(row));
    }
    if let Some(confidence) = doubt(catalog, row) {
        page.field(
            "Certainty",
            &format!("{confidence} for id and title: {}", certainty(confidence)),
        );
    }
}

fn optional(page: &mut Page, label: &str, text: Option<&str>) {
    if let Some(text) = text {
        page.field(label, text);
    }
}

fn excludable(row: &Requirement) -> &'static str {
    match (row.excludable, row.part.as_str()) {
        (true, "annex") => "yes, with a justification in the Statement of Applicability",
        (true, _) => "yes, with a justification",
        (false, "criterion") => {
            "no; one that is not relevant is set aside under not_relevant, with the reason"
        }
        (false, _) => "no",
    }
}

fn documents(row: &Requirement) -> Vec<Row> {
    let rows = row.documents.iter().map(|wanted| {
        let kept = match wanted.form.as_str() {
            "record" => "kept as evidence",
            _ => "kept up to date",
        };
        (wanted.reference.to_string(), format!("{} ({kept})", wanted.name))
    });
    rows.collect()
}

fn category_words(category: &str) -> String {
    match category {
        "security" => "security: a common criterion, always in scope".to_owned(),
        other => format!("{other}, in scope where the report covers it"),
    }
}

fn reports(row: &Requirement) -> Option<&'static str> {
    match (row.type1, row.type2) {
        (true, true) => None,
        (false, true) => Some("a Type 2 report only"),
        (true, false) => Some("a Type 1 report only"),
        (false, false) => Some("neither type of report"),
    }
}

fn role(applies_to: &str) -> &str {
    match applies_to {
        "controller" => "controllers of personal data",
        "processor" => "processors of personal data",
        "both" => "controllers and processors of personal data",
        other => other,
    }
}

fn attributes(row: &Requirement) -> String {
    let words: Vec<String> = row
        .attributes
        .iter()
        .map(|(name, values)| {
            let values: Vec<&str> = values.iter().map(|value| value.as_str()).collect();
            format!("{name} {}", join_and(&values))
        })
        .collect();
    words.join("; ")
}

/// How certain a row is, where that is less than high.
fn doubt(catalog: &Catalog, row: &Requirement) -> Option<Confidence> {
    catalog.confidence(row).filter(|confidence| *confidence != Confidence::High)
}

/// Kinds whose records answer it by what they are, and those that can say that they do.
fn kinds(known: &Known, number: RequirementNo, page: &mut Page) {
    let rows: Vec<Row> = known
        .kinds()
        .iter()
        .flat_map(|(_, info)| info.kind.answers.iter().map(move |answer| (info, answer)))
        .filter_map(|(info, answer)| {
            let catalog = known.catalogs().by_id(&answer.framework)?;
            let id = answer.requirements.iter().find(|id| catalog.find(id) == Some(number))?;
            let when = condition::when(&answer.condition);
            Some((info.kind.id.to_string(), format!("each record answers {id}{when}")))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Kinds that answer it by what they are");
    page.entries(&rows);
    page.blank();
    page.prose("Records of other kinds say so under `satisfies`.");
}
