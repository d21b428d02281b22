//! Internal audits whose only auditor owns what is audited.
//!
//! Roles are compared by who holds them: whoever is the internal auditor on one page and the CISO on
//! another is one person. What a later audit has covered again is no longer relied on.

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::audits;
use super::records::{mapped, of_kind, place, plain, text, texts};
use crate::finding::Draft;
use crate::framework::RequirementNo;
use crate::kind::{State, Tag};
use crate::words::count;
use crate::workspace::{Record, Workspace};

const RULE: &str = "partial-auditor";

/// How many of the records are named.
const SHOWN: usize = 3;

/// What people run, and auditors audit. A risk or an objective that the auditor owns is none.
const AUDITED: &[&str] = &["control", "policy", "document", "process"];

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    if workspace.settings.framework("iso27001").is_none() {
        return Vec::new();
    }
    let Some(scope) = Scope::read(workspace) else { return Vec::new() };
    let mut audits: Vec<(Option<Date>, u32, &Record)> = audits::any(workspace, "iso27001")
        .map(|(number, audit)| (audits::day(workspace, audit), number, audit))
        .collect();
    audits.sort_by_key(|(day, number, _)| std::cmp::Reverse((*day, *number)));
    let mut covered = FxHashSet::default();
    let mut drafts = Vec::new();
    for (day, number, audit) in audits {
        let live = workspace.state(audit) == State::Live && day.is_none_or(|day| day <= today);
        let audited = scope.audited(workspace, number, audit);
        let open = audited.iter().copied().filter(|number| !covered.contains(number));
        drafts.extend(judge(workspace, number, audit, &scope, open));
        if live {
            covered.extend(audited);
        }
    }
    drafts
}

/// Who holds which role, and what there is to audit.
struct Scope<'w> {
    holders: FxHashMap<Cow<'w, str>, String>,
    all: Vec<RequirementNo>,
    /// Whoever audits also runs the audits.
    own: [Option<RequirementNo>; 2],
}

impl<'w> Scope<'w> {
    fn read(workspace: &'w Workspace) -> Option<Self> {
        let catalog = workspace.catalogs.by_id("iso27001")?;
        let holders = of_kind(workspace, "role").filter_map(|(_, role)| {
            Some((workspace.id(role), plain(&text(workspace, role, "holder")?)))
        });
        let end = catalog.first + catalog.data.requirements.len() as RequirementNo;
        Some(Self {
            holders: holders.collect(),
            all: (catalog.first..end).collect(),
            own: ["9.2.1", "9.2.2"].map(|id| catalog.find(id)),
        })
    }

    /// The requirements that an audit examined: all of them, where it does not say which.
    fn audited(&self, workspace: &Workspace, number: u32, audit: &Record) -> Vec<RequirementNo> {
        let mut named: Vec<RequirementNo> =
            audits::requirements(workspace, number, audit).collect();
        if named.is_empty() {
            named.clone_from(&self.all);
        }
        named.retain(|requirement| !self.own.contains(&Some(*requirement)));
        named
    }

    /// The person behind a role's id or a name.
    fn person(&self, name: &str) -> Cow<'_, str> {
        let holder = self.holders.get(name.trim());
        holder.map_or_else(|| Cow::Owned(plain(name)), |holder| Cow::Borrowed(holder.as_str()))
    }
}

fn judge(
    workspace: &Workspace,
    number: u32,
    audit: &Record,
    scope: &Scope<'_>,
    requirements: impl Iterator<Item = RequirementNo>,
) -> Option<Draft> {
    let auditors: Vec<_> = texts(workspace, audit, "auditors").collect();
    let (value, name) = auditors.first()?;
    let person = scope.person(name);
    if auditors.iter().any(|(_, other)| scope.person(other) != person) {
        return None;
    }
    let mut owned: Vec<u32> = requirements
        .flat_map(|requirement| workspace.links.to_requirement(requirement))
        .filter(|link| answers(workspace, link.record, link.tag))
        .map(|link| link.record)
        .filter(|record| {
            let record = workspace.records.get(*record as usize);
            let owner = record.and_then(|record| text(workspace, record, "owner"));
            owner.is_some_and(|owner| scope.person(&owner) == person)
        })
        .collect();
    owned.sort_unstable();
    owned.dedup();
    let records: Vec<&Record> =
        owned.iter().filter_map(|number| workspace.records.get(*number as usize)).collect();
    if records.is_empty() {
        return None;
    }
    let draft = Draft::new(RULE, audit.source, value.span())
        .record(number)
        .key("auditors")
        .with("id", workspace.id(audit).into_owned())
        .with("auditor", name.trim().to_owned())
        .with("owned", named(workspace, &records));
    Some(records.iter().take(SHOWN).fold(draft, |draft, record| {
        draft.related(place(workspace, record, "owner"), "owned by the auditor")
    }))
}

fn answers(workspace: &Workspace, record: u32, tag: Tag) -> bool {
    workspace.records.get(record as usize).is_some_and(|record| {
        workspace.state(record) == State::Live
            && AUDITED.contains(&workspace.kind(record).kind.id.as_str())
            && mapped(workspace, record, tag)
    })
}

fn named(workspace: &Workspace, records: &[&Record]) -> String {
    let shown: Vec<String> =
        records.iter().take(SHOWN).map(|record| workspace.name(record)).collect();
    match records.len().saturating_sub(SHOWN) {
        0 => crate::words::join_and(&shown),
        more => format!("{} and {}", shown.join(", "), count(more, "more record")),
    }
}
