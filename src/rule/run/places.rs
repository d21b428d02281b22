//! Where a finding points, and what else it shows.

use super::words::Words;
use crate::finding::{Place, Related};
use crate::kind;
use crate::kind::read::{Link, To};
use crate::rule::eval::{Over, Subject};
use crate::rule::getter::Getter;
use crate::rule::plan::{Plan, Reach, Relating, When};
use crate::rule::text::fill;
use crate::source::SourceId;
use crate::workspace::links;

/// The first place of `at` that is there; else the failing key; else a key of the filter; else what
/// identifies the subject; else its header.
pub(super) fn anchor(subject: &Subject<'_>, plan: &Plan) -> (Place, String) {
    let workspace = subject.workspace;
    let failing = failing(subject, plan.require(workspace));
    let asked = plan.filter(workspace).tests.iter().map(|(getter, _)| getter);
    let getters = plan.places(workspace).at.iter().chain(failing).chain(asked);
    for getter in getters {
        if let Some(place) = subject.place(getter) {
            return (place, name_of(subject, getter));
        }
    }
    (whole(subject), String::new())
}

/// The keys whose tests fail.
fn failing<'p>(subject: &Subject<'_>, require: &'p When) -> Vec<&'p Getter> {
    let own = require
        .tests
        .iter()
        .filter(|(getter, is)| !subject.is(getter, is))
        .map(|(getter, _)| getter);
    let inner = require.any().iter().flat_map(|inner| failing(subject, inner));
    own.chain(inner).collect()
}

fn whole(subject: &Subject<'_>) -> Place {
    let workspace = subject.workspace;
    match subject.over {
        Over::Record { record, table, .. } => {
            let identity = workspace.kind(record).top(&workspace.kind(record).kind.identity);
            let id = identity.and_then(|tag| kind::tagged(table, tag));
            let span = id.map_or_else(|| table.span(), |id| id.span());
            Place { source: record.source, span }
        }
        Over::Requirement(row) => Place {
            source: SourceId::MANIFEST,
            span: row.declared.map(|declared| declared.header).unwrap_or_default(),
        },
        Over::Programme => {
            let first = workspace.manifest().entries().next();
            Place {
                source: SourceId::MANIFEST,
                span: first.map(|entry| entry.key_span()).unwrap_or_default(),
            }
        }
    }
}

/// The path of a key, for fingerprints and machines.
pub(super) fn name_of(subject: &Subject<'_>, getter: &Getter) -> String {
    match getter {
        Getter::Key(tags) => match (subject.over, tags.last()) {
            (Over::Record { record, .. }, Some(tag)) => subject.workspace.kind(record).path(*tag),
            _ => String::new(),
        },
        Getter::Named(path) => path.clone(),
        Getter::Setting(setting) => setting.path().to_owned(),
        Getter::Words(inner) | Getter::Through(inner, _) => name_of(subject, inner),
        Getter::Field(_) | Getter::Derived(_) => String::new(),
    }
}

/// Offenders and whatever else the rule wants shown.
pub(super) fn others(
    subject: &Subject<'_>,
    plan: &Plan,
    words: &Words<'_, '_>,
    primary: Place,
) -> Vec<Related> {
    let workspace = subject.workspace;
    let mut related = Vec::new();
    for relation in plan.require(workspace).none().iter().chain(&plan.places(workspace).related) {
        let label = fill(relation.label.as_deref().unwrap_or_default(), &|name| words.value(name));
        match &relation.to {
            Reach::Own(getter) => {
                related.extend(subject.place(getter).map(|place| Related { place, label }));
            }
            _ => {
                subject.related(relation, &mut |(record, link)| {
                    related.extend(
                        place_of(subject, relation, record, link)
                            .map(|place| Related { place, label: label.clone() }),
                    );
                    true
                });
            }
        }
    }
    related.retain(|other| other.place != primary);
    related.sort_by_key(|other| other.place);
    related.dedup();
    related
}

fn place_of(
    subject: &Subject<'_>,
    relation: &Relating,
    number: u32,
    link: Option<&Link>,
) -> Option<Place> {
    let workspace = subject.workspace;
    let record = workspace.records.get(number as usize)?;
    if let Some(getter) = &relation.at {
        let other = Subject::record(workspace, subject.today, number)?;
        if let Some(place) = other.place(getter) {
            return Some(place);
        }
    }
    match (link, &relation.to) {
        (Some(link), Reach::Incoming { .. }) => Some(links::place(workspace, link)),
        (Some(link), _) if matches!(link.to(), To::Requirement(_)) => {
            Some(links::place(workspace, link))
        }
        _ => {
            let identity = workspace.value_of(record, &workspace.kind(record).kind.identity);
            let span = identity.map_or_else(|| workspace.header(record), |id| id.span());
            Some(Place { source: record.source, span })
        }
    }
}
