//! Requirements that records answer by what they are: a treatment is part of the risk treatment
//! plan whether or not it says so.

use super::eval::Subject;
use super::plan::When;
use crate::framework::Meaning;
use crate::kind::KindNo;
use crate::kind::read::{Link, To};
use crate::span::Span;
use crate::workspace::{Workspace, links};

/// An answer of a kind, ready.
struct Nature {
    requirements: Vec<u32>,
    condition: When,
}

/// Adds a link for each requirement that a record answers by its kind.
pub(crate) fn add(workspace: &Workspace, links: &mut Vec<Link>) {
    let natures = natures(workspace);
    if natures.iter().all(Vec::is_empty) {
        return;
    }
    let records: Vec<u32> = (0..workspace.records.len() as u32).collect();
    let added = crate::parallel::pieces(&records, |numbers| {
        let mut links = Vec::new();
        for number in numbers {
            answers_of(workspace, *number, &natures, &mut links);
        }
        links
    });
    // Outgoing links are found by their record's place in the list, so these stand behind them all.
    links.extend(added.into_iter().flatten());
}

fn answers_of(workspace: &Workspace, number: u32, natures: &[Vec<Nature>], links: &mut Vec<Link>) {
    let Some(record) = workspace.records.get(number as usize) else { return };
    let Some(of_kind) = natures.get(record.kind as usize).filter(|list| !list.is_empty()) else {
        return;
    };
    let given = workspace.given(record);
    for nature in of_kind {
        let told = given.and_then(|given| nature.condition.told(given, record.state));
        if !told.unwrap_or_else(|| holds(workspace, number, &nature.condition)) {
            continue;
        }
        let to = nature.requirements.iter().map(|number| To::Requirement(*number));
        links.extend(to.map(|to| Link {
            record: number,
            node: record.node,
            tag: links::BY_NATURE,
            to,
            name: Span::default(),
        }));
    }
}

/// Whether a condition holds of a record, where it takes a look to tell.
fn holds(workspace: &Workspace, number: u32, condition: &When) -> bool {
    // What a record is does not depend on the day.
    let subject = Subject::record(workspace, jiff::civil::Date::MIN, number);
    subject.is_some_and(|subject| subject.holds(condition))
}

/// The answers of every kind, by kind number; those of frameworks out of scope are left out.
fn natures(workspace: &Workspace) -> Vec<Vec<Nature>> {
    workspace.kinds.iter().map(|(kind, _)| nature_of(workspace, kind)).collect()
}

fn nature_of(workspace: &Workspace, kind: KindNo) -> Vec<Nature> {
    let Some(info) = workspace.kinds.get(kind) else { return Vec::new() };
    let answers = info.kind.answers.iter().filter_map(|answer| {
        let framework = workspace.catalogs.number(&answer.framework)?;
        workspace.settings.declared(framework)?;
        let mut requirements: Vec<u32> = answer
            .requirements
            .iter()
            .filter_map(|id| match workspace.catalogs.meaning(framework, id) {
                Meaning::Requirement(number) => Some(number),
                _ => None,
            })
            .collect();
        requirements.dedup();
        let condition = super::plan::condition(&answer.condition, info, &workspace.kinds);
        Some(Nature { requirements, condition })
    });
    answers.collect()
}
