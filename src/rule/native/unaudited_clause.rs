//! Clauses and applicable controls that no internal audit has covered in a whole cycle.

use jiff::Span as Duration;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::audits;
use super::records::{self, of_kind};
use crate::config::Declared;
use crate::finding::{Draft, Subject as About};
use crate::framework::{Catalog, Requirement, RequirementNo};
use crate::kind::read::To;
use crate::kind::{State, value};
use crate::source::SourceId;
use crate::workspace::{Record, Workspace};

const RULE: &str = "unaudited-clause";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(cycle) = records::duration(workspace, RULE, "cycle") else { return Vec::new() };
    let frameworks = workspace.settings.frameworks.iter();
    frameworks.flat_map(|declared| of_framework(workspace, today, declared, cycle)).collect()
}

fn of_framework(
    workspace: &Workspace,
    today: Date,
    declared: &Declared,
    cycle: Duration,
) -> Vec<Draft> {
    let Some(catalog) = declared.number.and_then(|number| workspace.catalogs.get(number)) else {
        return Vec::new();
    };
    let Some(audited) = Audited::read(workspace, today, &declared.id) else { return Vec::new() };
    let over = |from: Date| value::later(from, cycle).is_some_and(|end| today > end);
    // Where no audit at all is on record for so long, that is another finding, and one.
    if over(audited.newest) {
        return Vec::new();
    }
    let included = included(workspace);
    let rows = (catalog.first..).zip(&catalog.data.requirements);
    rows.filter(|(number, row)| asked(declared, catalog, *number, row, &included))
        .filter_map(|(number, row)| {
            let last = match audited.days.get(&number) {
                Some(Some(day)) => Some(*day),
                Some(None) => return None,
                None => None,
            };
            let from = last.map_or(audited.since, |day| day.max(audited.since));
            over(from).then(|| draft(declared, number, row, &catalog.title(row), from))
        })
        .collect()
}

fn draft(
    declared: &Declared,
    number: RequirementNo,
    row: &Requirement,
    title: &str,
    from: Date,
) -> Draft {
    Draft::new(RULE, SourceId::MANIFEST, declared.header)
        .about(About::Requirement(number))
        .with("id", row.id.to_string())
        .with("title", title.to_owned())
        .with("from", from.to_string())
}

/// A clause, or a control that the Statement of Applicability includes.
fn asked(
    declared: &Declared,
    catalog: &Catalog,
    number: RequirementNo,
    row: &Requirement,
    included: &FxHashSet<RequirementNo>,
) -> bool {
    let management_system = || catalog.data.requirements.iter().any(|row| row.part == "clause");
    row.assessable
        && declared.asks_for(number, row)
        && (row.part == "clause" || included.contains(&number) && management_system())
}

/// The controls that the Statement of Applicability includes. Its rows are few, and what leads to a
/// control is much.
fn included(workspace: &Workspace) -> FxHashSet<RequirementNo> {
    let applies = |row: &Record| {
        workspace.value_of(row, "applicable").and_then(|value| value.as_bool()) == Some(true)
    };
    let rows = of_kind(workspace, "soa").filter(|(_, row)| applies(row));
    let links = rows.flat_map(|(number, row)| {
        let links = workspace.links.starting(row.first_link).iter();
        links.take_while(move |link| link.record == number)
    });
    let requirements = links.filter_map(|link| match link.to() {
        To::Requirement(requirement) => Some(requirement),
        _ => None,
    });
    requirements.collect()
}

/// What the internal audits against a framework have covered, and when.
struct Audited {
    /// The last day of each requirement; none where an audit does not say when it was.
    days: FxHashMap<RequirementNo, Option<Date>>,
    /// The day from which on the records reach.
    since: Date,
    /// The day of the last audit.
    newest: Date,
}

impl Audited {
    fn read(workspace: &Workspace, today: Date, framework: &str) -> Option<Self> {
        let mut days = FxHashMap::default();
        let (mut oldest, mut newest) = (None, None);
        for (number, audit) in audits::any(workspace, framework) {
            if workspace.state(audit) != State::Live {
                continue;
            }
            let day = audits::day(workspace, audit);
            if day.is_some_and(|day| day > today) {
                continue;
            }
            oldest = day.filter(|day| oldest.is_none_or(|oldest| *day < oldest)).or(oldest);
            newest = newest.max(day);
            for requirement in audits::requirements(workspace, number, audit) {
                let known = days.entry(requirement).or_insert(day);
                *known = known.zip(day).map(|(one, other)| one.max(other));
            }
        }
        let since = records::records_since(workspace).or(oldest)?;
        Some(Self { days, since, newest: newest? })
    }
}
