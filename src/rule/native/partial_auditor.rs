//! Internal audits whose only auditor owns what is audited.
//!
//! Roles are compared by who holds them: whoever is the internal auditor on one page and the CISO on
//! another is one person. What a later audit has covered again is no longer relied on.

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::audits;
use super::records::{of_kind, place, plain, text, texts};
use crate::document::Value;
use crate::finding::Draft;
use crate::framework::RequirementNo;
use crate::kind::read::{Link, To};
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
    let auditors = audits.iter().map(|(.., audit)| Auditor::of(workspace, audit, &scope));
    let auditors: Vec<Option<Auditor<'_>>> = auditors.collect();
    // Nearly everywhere the auditors own nothing, and what they looked at need not be asked.
    let owned = owned(workspace, &scope, &auditors);
    if owned.is_empty() {
        return Vec::new();
    }
    let mut covered = FxHashSet::default();
    let mut drafts = Vec::new();
    for ((day, number, audit), auditor) in audits.into_iter().zip(&auditors) {
        let live = workspace.state(audit) == State::Live && day.is_none_or(|day| day <= today);
        let audited = scope.audited(workspace, number, audit);
        if let Some(auditor) = auditor
            && let Some(owned) = owned.get(&*auditor.person)
        {
            let open = audited.iter().copied().filter(|number| !covered.contains(number));
            let records = answering(workspace, &scope, open, owned);
            drafts.extend(draft(workspace, number, audit, auditor, &records));
        }
        if live {
            covered.extend(audited);
        }
    }
    drafts
}

/// Whoever audits alone.
struct Auditor<'w> {
    value: Value<'w>,
    name: Cow<'w, str>,
    person: String,
}

impl<'w> Auditor<'w> {
    /// The only auditor of an audit, by however many names.
    fn of(workspace: &'w Workspace, audit: &Record, scope: &Scope<'_>) -> Option<Self> {
        let mut auditors = texts(workspace, audit, "auditors");
        let (value, name) = auditors.next()?;
        let person = scope.person(&name).into_owned();
        let same = auditors.all(|(_, other)| scope.person(&other) == person);
        same.then_some(Self { value, name, person })
    }
}

/// What each auditor owns of what is audited, in the order of the records.
fn owned<'a>(
    workspace: &Workspace,
    scope: &Scope<'_>,
    auditors: &'a [Option<Auditor<'_>>],
) -> FxHashMap<&'a str, Vec<u32>> {
    let people: FxHashSet<&str> = auditors.iter().flatten().map(|own| &*own.person).collect();
    if people.is_empty() {
        return FxHashMap::default();
    }
    // An owner is nearly always a role, of which there are few.
    let roles = of_kind(workspace, "role").filter_map(|(number, role)| {
        let person = scope.person(&workspace.id(role));
        Some((number, *people.get(&*person)?))
    });
    let roles: FxHashMap<u32, &str> = roles.collect();
    let mut owned: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    for (kind, keys) in (0..).zip(&scope.kinds) {
        let Some(keys) = keys else { continue };
        for number in workspace.ids.of_kind(kind) {
            let person = match owner(workspace, *number, keys.owner) {
                Owner::Nobody => None,
                Owner::Role(role) => roles.get(&role).copied(),
                Owner::Name(name) => people.get(&*scope.person(&name)).copied(),
            };
            if let Some(person) = person {
                owned.entry(person).or_default().push(*number);
            }
        }
    }
    owned.values_mut().for_each(|numbers| numbers.sort_unstable());
    owned
}

/// Whose a record is.
enum Owner<'w> {
    Nobody,
    Role(u32),
    Name(Cow<'w, str>),
}

fn owner(workspace: &Workspace, number: u32, tag: Tag) -> Owner<'_> {
    let Some(record) = workspace.records.get(number as usize) else { return Owner::Nobody };
    let links = workspace.links.starting(record.first_link).iter();
    let mut own = links.take_while(|link| link.record == number);
    if let Some(To::Record(role)) = own.find(|link| link.tag == tag).map(Link::to) {
        return Owner::Role(role);
    }
    let named = workspace.value(record, tag).and_then(Value::as_str);
    named.filter(|name| !name.trim().is_empty()).map_or(Owner::Nobody, Owner::Name)
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

/// Those of some records that answer one of the requirements.
fn answering<'w>(
    workspace: &'w Workspace,
    scope: &Scope<'_>,
    requirements: impl Iterator<Item = RequirementNo>,
    of: &[u32],
) -> Vec<&'w Record> {
    let mut found: Vec<u32> = requirements
        .flat_map(|requirement| workspace.links.to_requirement(requirement))
        .filter(|link| of.binary_search(&link.record).is_ok() && scope.answers(workspace, link))
        .map(|link| link.record)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.iter().filter_map(|number| workspace.records.get(*number as usize)).collect()
}

fn draft(
    workspace: &Workspace,
    number: u32,
    audit: &Record,
    auditor: &Auditor<'_>,
    owned: &[&Record],
) -> Option<Draft> {
    if owned.is_empty() {
        return None;
    }
    let draft = Draft::new(RULE, audit.source, auditor.value.span())
        .record(number)
        .key("auditors")
        .with("id", workspace.id(audit).into_owned())
        .with("auditor", auditor.name.trim().to_owned())
        .with("owned", named(workspace, owned));
    Some(owned.iter().take(SHOWN).fold(draft, |draft, record| {
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
