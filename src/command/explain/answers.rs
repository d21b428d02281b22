//! Who answers a requirement in the programme at hand.

use super::known::Known;
use super::page::{Page, Row};
use super::standing::{Role, Scope, decision, is_decision, is_description, key, role, scope};
use crate::framework::{FrameworkNo, RequirementNo};
use crate::kind::read::Link;
use crate::words::count;
use crate::workspace::{Record, Workspace};

/// From so many records of a kind on that answer by what they are, they are only counted.
const MANY: usize = 6;
/// Most records that are listed.
const MOST: usize = 30;

/// The section about a requirement.
pub(super) fn write(known: &Known, framework: FrameworkNo, number: RequirementNo, page: &mut Page) {
    let Some(workspace) = known.workspace() else { return };
    page.heading(&format!("In {}", known.company()));
    let Some(declared) = workspace.settings.declared(framework) else {
        return page.prose("Its framework is not in scope.");
    };
    match scope(workspace, declared, number) {
        Scope::In => {}
        Scope::NotChosen => {
            page.prose("Not in scope: its category or the type of report is not chosen.")
        }
        Scope::SetAside(reason, place) => {
            page.prose(&format!("Set aside as not relevant ({}): {reason}", known.place(place)));
        }
    }
    let section = Section { known, workspace, number };
    section.answers(page);
    section.decision(page);
    section.others(page);
}

struct Section<'k> {
    known: &'k Known,
    workspace: &'k Workspace,
    number: RequirementNo,
}

impl<'k> Section<'k> {
    /// The links to the requirement, each record once, those that say so first.
    fn links(&self, wanted: impl Fn(Role) -> bool) -> Vec<(Role, &'k Link)> {
        let links = self
            .workspace
            .links
            .to_requirement(self.number)
            .map(|link| (role(self.workspace, link), link));
        let mut links: Vec<_> = links.filter(|(role, _)| wanted(*role)).collect();
        links.sort_by_key(|(role, link)| (link.record, *role));
        links.dedup_by_key(|(_, link)| link.record);
        links.retain(|(_, link)| self.workspace.records.get(link.record as usize).is_some());
        links.sort_by_key(|(role, link)| (*role, self.kind(link), link.record));
        links
    }

    fn record(&self, link: &Link) -> Option<&'k Record> {
        self.workspace.records.get(link.record as usize)
    }

    fn kind(&self, link: &Link) -> &'k str {
        self.record(link).map_or("", |record| &self.workspace.kind(record).kind.id)
    }

    fn answers(&self, page: &mut Page) {
        let links = self.links(|role| role != Role::Other);
        if links.is_empty() {
            return self.nobody(page);
        }
        let mut rows: Vec<Row> = Vec::new();
        for same in links.chunk_by(|(role, one), (other, next)| {
            role == other && self.kind(one) == self.kind(next)
        }) {
            match same {
                [(Role::Is, first), ..] if same.len() >= MANY => {
                    rows.extend(self.counted(first, same.len()))
                }
                _ => rows.extend(same.iter().filter_map(|(role, link)| self.row(*role, link))),
            }
        }
        let left = rows.len().saturating_sub(MOST);
        rows.truncate(MOST);
        page.stacked(&rows);
        if left > 0 {
            page.prose(&format!("and {}", count(left, "more record")));
        }
    }

    fn nobody(&self, page: &mut Page) {
        match self.workspace.catalogs.requirement(self.number) {
            Some(row) if is_description(row) => self.description(page),
            _ => page.prose("No record answers it."),
        }
    }

    /// The records that describe the system.
    fn description(&self, page: &mut Page) {
        let system = self.workspace.kinds.number("system");
        let records = self.workspace.records.iter().filter(|record| Some(record.kind) == system);
        let rows: Vec<Row> = records.map(|record| self.named(record, "")).collect();
        if rows.is_empty() {
            return page.prose(
                "The description of the system answers it; there is no record of kind `system`.",
            );
        }
        page.prose("The description of the system answers it:");
        page.stacked(&rows);
    }

    fn row(&self, role: Role, link: &Link) -> Option<Row> {
        let by = match role {
            Role::Is => ", by what it is".to_owned(),
            Role::Says => self.cited(link),
            Role::Other => format!(", under `{}`", key(self.workspace, link).unwrap_or_default()),
        };
        Some(self.named(self.record(link)?, &by))
    }

    /// A record with its state and place, and its title.
    fn named(&self, record: &Record, by: &str) -> Row {
        let title = self
            .workspace
            .value_of(record, "title")
            .and_then(|title| title.as_str())
            .unwrap_or_default();
        let state = self.workspace.state(record);
        let (name, place) =
            (self.workspace.name(record), self.known.place_of(self.workspace, record));
        (format!("{name}, {state}{by} ({place})"), title.into_owned())
    }

    /// The id as the record has it, where that is only an item.
    fn cited(&self, link: &Link) -> String {
        let Some(record) = self.record(link) else { return String::new() };
        let source = self.workspace.source(record.source);
        let cited = source.document.value(&source.text, link.node).as_str().unwrap_or_default();
        let whole = self.workspace.catalogs.requirement(self.number).map_or("", |row| &row.id);
        if cited.trim() == whole { String::new() } else { format!(", for {}", cited.trim()) }
    }

    fn counted(&self, first: &Link, number: usize) -> Option<Row> {
        let record = self.record(first)?;
        let info = self.workspace.kind(record);
        let place = self.known.place_of(self.workspace, record);
        let records = count(number, &format!("{} record", info.words()));
        Some((
            format!("{records}, by what they are (the first: {place})"),
            info.kind.title.to_string(),
        ))
    }

    /// What the Statement of Applicability says.
    fn decision(&self, page: &mut Page) {
        let row = decision(self.workspace, self.number);
        let annex =
            self.workspace.catalogs.requirement(self.number).is_some_and(|row| row.part == "annex");
        if row.is_some() || annex {
            page.blank();
        }
        match row {
            Some(record) => page.stacked(&[self.decided(record)]),
            None if annex => page.prose("The Statement of Applicability has no row for it."),
            None => {}
        }
    }

    fn decided(&self, record: &Record) -> Row {
        let value = |key| self.workspace.value_of(record, key);
        let applicable = match value("applicable").and_then(|value| value.as_bool()) {
            Some(true) => "included",
            Some(false) => "excluded",
            None => "not decided",
        };
        let status =
            value("status").and_then(|status| status.as_str()).map(|status| format!(", {status}"));
        let place = self.known.place_of(self.workspace, record);
        let why = value("justification").and_then(|why| why.as_str()).unwrap_or_default();
        let decision = format!(
            "Statement of Applicability: {applicable}{} ({place})",
            status.unwrap_or_default()
        );
        (decision, why.into_owned())
    }

    /// Audits, findings and waivers that name it.
    fn others(&self, page: &mut Page) {
        let links = self.links(|role| role == Role::Other);
        let others = links.iter().filter(|(_, link)| {
            self.record(link).is_some_and(|record| !is_decision(self.workspace, record))
        });
        let rows: Vec<Row> =
            others.filter_map(|(role, link)| self.row(*role, link)).take(MOST).collect();
        if !rows.is_empty() {
            page.blank();
            page.prose("Also named by:");
            page.stacked(&rows);
        }
    }
}
