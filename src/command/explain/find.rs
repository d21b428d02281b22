//! What a name means. One name can mean several things: `soa` is a kind and a group of rules, and
//! 4.1 is a clause of every management system standard.

use super::known::Known;
use crate::framework::{Catalog, FrameworkNo, RequirementNo};
use crate::kind::{Kind, KindNo, NO_TAG, Tag, forms};
use crate::rule::RuleNo;
use crate::source::MANIFEST;
use crate::words::closest;

/// Something that has a page.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Topic {
    /// A rule.
    Rule(RuleNo),
    /// A group of rules.
    Group(String),
    /// A kind of record.
    Kind(KindNo),
    /// A key of a kind.
    Key(KindNo, Tag),
    /// `complint.toml`.
    Settings,
    /// Another of the tool's own files: a kind, a rule, a catalog.
    Form(&'static Kind),
    /// A key of `complint.toml`, and how it was asked for.
    Setting(Tag, String),
    /// An edition of a framework.
    Framework(FrameworkNo),
    /// A heading of a framework.
    Heading(FrameworkNo, String),
    /// A requirement.
    Requirement(Cited),
}

/// A requirement, whole or one of its items.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cited {
    /// The requirement.
    pub(super) number: RequirementNo,
    /// The letter that was asked for.
    pub(super) item: Option<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is explained.
    pub(super) topics: Vec<Topic>,
    /// The same id in other frameworks and editions.
    pub(super) elsewhere: Vec<Topic>,
}

/// Everything that a name means.
pub(super) fn find(known: &Known, name: &str) -> Found {
    let name = name.trim().trim_matches('`');
    let topics = named(known, name);
    if !topics.is_empty() {
        return Found { topics, elsewhere: Vec::new() };
    }
    let found = requirements(known, name);
    if !found.topics.is_empty() {
        return found;
    }
    // `Unjustified_Exclusion` and `SOC2` leave no doubt either.
    let known_names = names(known);
    match closest(name, known_names.iter().map(String::as_str)).filter(|close| close.same) {
        Some(close) => Found { topics: named(known, close.word), elsewhere: Vec::new() },
        None => Found::default(),
    }
}

/// The names of everything but requirements.
pub(super) fn names(known: &Known) -> Vec<String> {
    let rules = known.rules();
    let all = rules
        .names()
        .chain(known.kinds().ids())
        .chain(known.catalogs().ids())
        .chain(rules.groups())
        .chain(known.form().kind.keys.iter().map(|key| key.name.as_str()))
        .chain(forms().iter().map(|form| form.id.as_str()));
    all.map(str::to_owned).collect()
}

/// Everything but requirements.
fn named(known: &Known, name: &str) -> Vec<Topic> {
    let group = || known.rules().groups().contains(&name).then(|| Topic::Group(name.to_owned()));
    let topics = [
        known.rules().number(name).map(Topic::Rule),
        known.kinds().number(name).map(Topic::Kind),
        key(known, name),
        (name == MANIFEST).then_some(Topic::Settings),
        setting(known, name),
        known.catalogs().number(name).map(Topic::Framework),
        group(),
    ];
    let topics: Vec<Topic> = topics.into_iter().flatten().collect();
    // What a company has comes before the file in which it says so.
    if topics.is_empty() { form(name).into_iter().collect() } else { topics }
}

/// What a finding in one of the tool's own files calls it: `framework`, `complint`.
fn form(name: &str) -> Option<Topic> {
    let form = forms().iter().find(|form| form.id == name)?;
    let is_settings = MANIFEST.strip_suffix(".toml") == Some(name);
    Some(if is_settings { Topic::Settings } else { Topic::Form(form) })
}

/// `control.frequency`
fn key(known: &Known, name: &str) -> Option<Topic> {
    let (kind, path) = name.split_once('.')?;
    let kind = known.kinds().number(kind)?;
    let tag = known.kinds().get(kind)?.find(path)?.last().copied()?;
    Some(Topic::Key(kind, tag))
}

/// `frameworks.soc2.period`; a free name stands for itself, as `soc2` does.
fn setting(known: &Known, name: &str) -> Option<Topic> {
    let form = known.form();
    let mut table = NO_TAG;
    for part in name.split('.') {
        let keys = form.keys_of(table);
        let own = keys.iter().position(|key| key.name == part);
        let position = own.or_else(|| keys.iter().position(|key| key.name == "*"))?;
        table = form.tag(table, position);
    }
    Some(Topic::Setting(table, name.to_owned()))
}

/// Requirements and headings of that id, those of the programme first.
fn requirements(known: &Known, name: &str) -> Found {
    let (framework, id) = split(known, name);
    let catalogs = || {
        let all = known.catalogs().iter();
        all.filter(|(_, catalog)| {
            framework.as_deref().is_none_or(|framework| catalog.id() == framework)
        })
    };
    let mut places: Vec<(u8, Topic)> = catalogs()
        .filter_map(|(number, catalog)| Some((rank(known, number), exactly(number, catalog, id)?)))
        .collect();
    if places.is_empty() {
        places.extend(catalogs().filter_map(|(number, catalog)| {
            Some((rank(known, number), loosely(number, catalog, id)?))
        }));
    }
    // Stable: within a rank in the order of the catalogs.
    places.sort_by_key(|(rank, _)| *rank);
    // Of several that are in scope each counts; of others the first is as good as any.
    let first = match places.iter().filter(|(rank, _)| *rank == IN_SCOPE).count() {
        0 => 1.min(places.len()),
        in_scope => in_scope,
    };
    let elsewhere = places.split_off(first);
    let topics = |places: Vec<(u8, Topic)>| places.into_iter().map(|(_, topic)| topic).collect();
    Found { topics: topics(places), elsewhere: topics(elsewhere) }
}

const IN_SCOPE: u8 = 0;

/// How likely a catalog is meant: in scope, current, withdrawn.
fn rank(known: &Known, number: FrameworkNo) -> u8 {
    let in_scope =
        known.workspace().is_some_and(|workspace| workspace.settings.declared(number).is_some());
    let current = || {
        known
            .catalogs()
            .get(number)
            .is_some_and(|own| known.catalogs().number(own.id()) == Some(number))
    };
    match in_scope {
        true => IN_SCOPE,
        false if current() => IN_SCOPE + 1,
        false => IN_SCOPE + 2,
    }
}

/// `iso27001:6.1.3` and `iso27001 6.1.3` name their framework.
fn split<'n>(known: &Known, name: &'n str) -> (Option<String>, &'n str) {
    let parts = [name.split_once(':'), name.split_once(' ')].into_iter().flatten().find_map(
        |(framework, id)| {
            let close = closest(framework, known.catalogs().ids()).filter(|close| close.same)?;
            Some((Some(close.word.to_owned()), id.trim()))
        },
    );
    parts.unwrap_or((None, name))
}

fn exactly(number: FrameworkNo, catalog: &Catalog, id: &str) -> Option<Topic> {
    let requirement = catalog.find(id).map(|requirement| {
        let row = catalog.data.requirements.get((requirement - catalog.first) as usize);
        let item = row.and_then(|row| id.strip_prefix(row.id.as_str())).map(str::trim);
        let item = item.filter(|item| !item.is_empty()).map(str::to_owned);
        Topic::Requirement(Cited { number: requirement, item })
    });
    requirement
        .or_else(|| catalog.group(id).map(|group| Topic::Heading(number, group.id.to_string())))
}

/// The same id in another spelling: `5.15`, `a.5.15`, `6.1.3(d)`, `CC 6.1`.
fn loosely(number: FrameworkNo, catalog: &Catalog, id: &str) -> Option<Topic> {
    let wanted = plain(id);
    let same = |own: &str| {
        let own = plain(own);
        own == wanted || own.strip_prefix("a.") == Some(&wanted)
    };
    let rows = || (catalog.first..).zip(&catalog.data.requirements);
    if let Some((number, _)) = rows().find(|(_, row)| same(&row.id)) {
        return Some(Topic::Requirement(Cited { number, item: None }));
    }
    let items = |row: &crate::framework::Requirement| {
        let item = row.items.iter().find(|item| format!("{}{item}", plain(&row.id)) == wanted);
        item.map(|item| item.to_string())
    };
    if let Some((number, item)) = rows().find_map(|(number, row)| Some((number, items(row)?))) {
        return Some(Topic::Requirement(Cited { number, item: Some(item) }));
    }
    let group = catalog.data.groups.iter().find(|group| same(&group.id))?;
    Some(Topic::Heading(number, group.id.to_string()))
}

fn plain(id: &str) -> String {
    let kept = id.chars().filter(|c| !matches!(c, ' ' | '(' | ')' | '[' | ']' | '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}
