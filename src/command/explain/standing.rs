//! How a requirement stands in the programme at hand.

use super::known::Known;
use crate::config::Declared;
use crate::finding::Place;
use crate::framework::{FrameworkNo, Requirement, RequirementNo};
use crate::kind::State;
use crate::kind::read::Link;
use crate::source::SourceId;
use crate::workspace::links::BY_NATURE;
use crate::workspace::{Record, Workspace};

/// Whether the programme has a requirement in scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    In,
    /// Its category or type of report is not chosen.
    NotChosen,
    /// Set aside, with the reason and its place.
    SetAside(String, Place),
}

/// Whether a framework that is in scope brings the requirement with it.
pub(super) fn scope(workspace: &Workspace, declared: &Declared, number: RequirementNo) -> Scope {
    if let Some(aside) = declared.aside(number) {
        let place = Place { source: SourceId::MANIFEST, span: aside.key };
        return Scope::SetAside(aside.reason.clone().unwrap_or_default(), place);
    }
    match workspace.catalogs.requirement(number) {
        Some(row) if declared.covers(row) => Scope::In,
        _ => Scope::NotChosen,
    }
}

/// Every word for how a requirement can stand.
pub(super) const WORDS: [&str; 6] = [ANSWERED, PLANNED, OPEN, EXCLUDED, ASIDE, OUTSIDE];

const ANSWERED: &str = "answered";
const PLANNED: &str = "planned";
const OPEN: &str = "not answered";
const EXCLUDED: &str = "excluded";
const ASIDE: &str = "set aside";
const OUTSIDE: &str = "not in scope";

/// How a requirement stands, in a word; nothing where its framework is not in scope.
pub(super) fn standing(
    known: &Known,
    framework: FrameworkNo,
    number: RequirementNo,
) -> Option<&'static str> {
    let workspace = known.workspace()?;
    let row = workspace.catalogs.requirement(number)?;
    match scope(workspace, workspace.settings.declared(framework)?, number) {
        Scope::NotChosen => Some(OUTSIDE),
        Scope::SetAside(..) => Some(ASIDE),
        Scope::In if is_description(row) => None,
        Scope::In => Some(answered(workspace, number)),
    }
}

/// An ended record answers nothing any more, and a planned one nothing yet.
fn answered(workspace: &Workspace, number: RequirementNo) -> &'static str {
    let links = workspace.links.to_requirement(number);
    let answers = links.filter(|link| role(workspace, link) != Role::Other);
    let records = answers.filter_map(|link| workspace.records.get(link.record as usize));
    // Planned comes before live comes before ended.
    let states: Vec<State> = records.map(|record| workspace.state(record)).collect();
    let excluded = || {
        let decision = decision(workspace, number);
        let applicable = decision.and_then(|row| workspace.value_of(row, "applicable")?.as_bool());
        applicable == Some(false)
    };
    if states.contains(&State::Live) {
        ANSWERED
    } else if excluded() {
        EXCLUDED
    } else if states.contains(&State::Planned) {
        PLANNED
    } else {
        OPEN
    }
}

/// The row of the Statement of Applicability about a requirement.
pub(super) fn decision(workspace: &Workspace, number: RequirementNo) -> Option<&Record> {
    let links = workspace.links.to_requirement(number);
    let named = links.filter(|link| role(workspace, link) == Role::Other);
    let mut records = named.filter_map(|link| workspace.records.get(link.record as usize));
    records.find(|record| is_decision(workspace, record))
}

/// A row of the statement is identified by its requirement.
pub(super) fn is_decision(workspace: &Workspace, record: &Record) -> bool {
    workspace.kind(record).kind.identity == "requirement"
}

/// The sections of the system description answer these, and no mapping.
pub(super) fn is_description(row: &Requirement) -> bool {
    row.part == "description"
}

/// How a record stands to a requirement that it names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Role {
    /// It says that it answers it.
    Says,
    /// It answers it by what it is.
    Is,
    /// It names it for another purpose.
    Other,
}

pub(super) fn role(workspace: &Workspace, link: &Link) -> Role {
    match key(workspace, link) {
        _ if link.tag == BY_NATURE => Role::Is,
        Some("satisfies") => Role::Says,
        _ => Role::Other,
    }
}

/// The name of the key that names the requirement.
pub(super) fn key<'w>(workspace: &'w Workspace, link: &Link) -> Option<&'w str> {
    let record = workspace.records.get(link.record as usize)?;
    workspace.kind(record).key(link.tag).map(|key| key.name.as_str())
}
