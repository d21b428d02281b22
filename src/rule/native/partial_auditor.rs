//! Internal audits whose only auditor owns what is audited.
//!
//! Roles are compared by who holds them: whoever is the internal auditor on one page and the CISO on
//! another is one person. What a later audit has covered again is no longer relied on.

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::audits;
use super::records::{of_kind, place, plain, text, texts};
use crate::finding::Draft;
use crate::framework::RequirementNo;
use crate::kind::read::Link;
use crate::kind::{Info, State, Tag};
use crate::words::count;
use crate::workspace::links::BY_NATURE;
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
    /// The keys of what is audited, by kind.
    kinds: Vec<Option<Keys>>,
}

/// The keys of a kind that say whose it is and what it answers.
struct Keys {
    owner: Tag,
    satisfies: Option<Tag>,
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
            kinds: workspace.kinds.iter().map(|(_, info)| Keys::of(info)).collect(),
        })
    }

    fn keys(&self, record: &Record) -> Option<&Keys> {
        self.kinds.get(usize::from(record.kind))?.as_ref()
    }

    /// Whether a link says of what is audited that it answers a requirement.
    fn answers(&self, workspace: &Workspace, link: &Link) -> bool {
        workspace.records.get(link.record as usize).is_some_and(|record| {
            let says = |keys: &Keys| link.tag == BY_NATURE || keys.satisfies == Some(link.tag);
            workspace.state(record) == State::Live && self.keys(record).is_some_and(says)
        })
    }

    fn is_owned_by(&self, workspace: &Workspace, number: u32, person: &str) -> bool {
        let owner = workspace.records.get(number as usize).and_then(|record| {
            workspace.value(record, self.keys(record)?.owner).and_then(|owner| owner.as_str())
        });
        let owner = owner.filter(|owner| !owner.trim().is_empty());
        owner.is_some_and(|owner| self.person(&owner) == person)
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
        .filter(|link| scope.answers(workspace, link))
        .map(|link| link.record)
        .collect();
    owned.sort_unstable();
    owned.dedup();
    owned.retain(|number| scope.is_owned_by(workspace, *number, &person));
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

impl Keys {
    /// Those of a kind that is audited and has an owner.
    fn of(info: &Info) -> Option<Self> {
        let audited = AUDITED.contains(&info.kind.id.as_str());
        let satisfies = info.find("satisfies").and_then(|tags| tags.last().copied());
        info.top("owner").filter(|_| audited).map(|owner| Self { owner, satisfies })
    }
}

fn named(workspace: &Workspace, records: &[&Record]) -> String {
    let shown: Vec<String> =
        records.iter().take(SHOWN).map(|record| workspace.name(record)).collect();
    match records.len().saturating_sub(SHOWN) {
        0 => crate::words::join_and(&shown),
        more => format!("{} and {}", shown.join(", "), count(more, "more record")),
    }
}
