//! Requirement ids that mean nothing, something old, or something out of scope.

use super::Workspace;
use crate::config::Declared;
use crate::document::{NodeId, Value};
use crate::finding::{Draft, Safety};
use crate::framework::{Catalog, FrameworkNo, Group, Meaning, Requirement};
use crate::kind::read::Link;
use crate::source::SourceId;
use crate::span::Span;
use crate::words::{join_and, join_or};

/// What is said of an id that is no requirement of its framework.
pub(super) fn describe(
    workspace: &Workspace,
    source: SourceId,
    framework: FrameworkNo,
    value: Value<'_>,
    id: &str,
    meaning: Meaning<'_>,
) -> Draft {
    let Some(catalog) = workspace.catalogs.get(framework) else {
        return Draft::new("unknown-requirement", source, value.span());
    };
    let spot = Spot { source, span: value.span(), quoted: true };
    if let Meaning::Superseded(row) = meaning
        && let [one] = &*row.superseded_by
        && stands_beside(workspace, framework, value, one)
    {
        let hint = format!("delete it: another entry of the list is \"{one}\", or becomes it");
        return replaced(spot, catalog, row).with("hint", hint);
    }
    at(catalog, spot, id, meaning)
}

/// Whether the list that holds a value also says this id, or before it another that it has replaced:
/// said twice it would be no better.
fn stands_beside(
    workspace: &Workspace,
    framework: FrameworkNo,
    value: Value<'_>,
    id: &str,
) -> bool {
    let root = value.document().root(value.text());
    let Some(list) = list_of(root, value.node()) else { return false };
    let mut before = true;
    list.elements().any(|element| {
        before &= element.node() != value.node();
        let Some(other) = element.as_str() else { return false };
        let replaced = || match workspace.catalogs.meaning(framework, other.trim()) {
            Meaning::Superseded(row) => matches!(&*row.superseded_by, [one] if *one == *id),
            _ => false,
        };
        other.trim() == id || before && replaced()
    })
}

/// The list that a node is an element of.
fn list_of<'t>(value: Value<'t>, node: NodeId) -> Option<Value<'t>> {
    if value.elements().any(|element| element.node() == node) {
        return Some(value);
    }
    value.entries().chain(value.elements()).find_map(|inner| list_of(inner, node))
}

/// Where an id stands, and whether in quotes that a replacement needs as well.
#[derive(Clone, Copy)]
struct Spot {
    source: SourceId,
    span: Span,
    quoted: bool,
}

impl Spot {
    fn text(self, id: &str) -> String {
        if self.quoted { crate::fix::string(id) } else { crate::fix::key(id).into_owned() }
    }
}

fn at(catalog: &Catalog, spot: Spot, id: &str, meaning: Meaning<'_>) -> Draft {
    match meaning {
        Meaning::Superseded(row) => superseded(spot, catalog, row),
        Meaning::Group(group) => heading(spot, catalog, group),
        Meaning::Requirement(_) | Meaning::Unknown => unknown(spot, catalog, id),
    }
}

/// Requirements that `complint.toml` sets aside and that do not exist.
pub(super) fn set_aside(workspace: &Workspace) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for declared in &workspace.settings.frameworks {
        let Some(number) = declared.number else { continue };
        let Some(catalog) = workspace.catalogs.get(number) else { continue };
        for aside in declared.set_aside.iter().filter(|aside| aside.requirement.is_none()) {
            let manifest = workspace.source(SourceId::MANIFEST);
            let quoted = manifest.slice(aside.key).starts_with(['"', '\'']);
            let spot = Spot { source: SourceId::MANIFEST, span: aside.key, quoted };
            let meaning = workspace.catalogs.meaning(number, &aside.id);
            let key = format!("frameworks.{}.not_relevant.{}", declared.id, aside.id);
            let draft = at(catalog, spot, &aside.id, meaning).key(key);
            drafts.push(draft.unsure(catalog.is_doubtful));
        }
    }
    drafts
}

fn replaced(spot: Spot, catalog: &Catalog, row: &Requirement) -> Draft {
    Draft::new("superseded-requirement", spot.source, spot.span)
        .with("id", row.id.to_string())
        .with("edition", earlier_edition(catalog, row))
        .with("successors", join_and(&successors(row)))
}

fn successors(row: &Requirement) -> Vec<&str> {
    row.superseded_by.iter().map(|id| id.as_str()).collect()
}

fn superseded(spot: Spot, catalog: &Catalog, row: &Requirement) -> Draft {
    let draft = replaced(spot, catalog, row);
    match successors(row).as_slice() {
        [one] => draft.with("hint", format!("\"{one}\"")).fix(
            Safety::Safe,
            format!("write `{one}`"),
            vec![(spot.span, spot.text(one))],
        ),
        several => draft.with("hint", format!("name what is meant: {}", quoted(several))),
    }
}

fn earlier_edition(catalog: &Catalog, row: &Requirement) -> String {
    let other = crate::framework::shipped().iter().find(|other| {
        other.head.id == catalog.id() && other.requirements.iter().any(|known| known.id == row.id)
    });
    other.map(|other| other.head.edition.to_string()).unwrap_or_default()
}

fn heading(spot: Spot, catalog: &Catalog, group: &Group) -> Draft {
    let members: Vec<&str> = catalog.members(&group.id).map(|row| row.id.as_str()).collect();
    let hint = match members.as_slice() {
        [] => format!("`complint explain {}` lists them", catalog.id()),
        few if few.len() <= 3 => quoted(few),
        [first, .., last] => format!("name those that it meets: {first} to {last}"),
        _ => String::new(),
    };
    Draft::new("unknown-requirement", spot.source, spot.span)
        .with("problem", format!("`{}` is a group of {}, no requirement", group.id, title(catalog)))
        .with("hint", hint)
}

/// The framework's name, without the edition.
fn title(catalog: &Catalog) -> &str {
    let head = &catalog.data.head;
    if head.title.is_empty() { &head.id } else { &head.title }
}

fn unknown(spot: Spot, catalog: &Catalog, id: &str) -> Draft {
    let draft = Draft::new("unknown-requirement", spot.source, spot.span);
    if let Some((whole, letter, row)) = without_item(catalog, id) {
        let hint = match (row.items.first(), row.items.last()) {
            (Some(first), Some(last)) => format!("it has {first} to {last}"),
            _ => "cite it without a letter".to_owned(),
        };
        return draft
            .with("problem", format!("{whole} of {} has no item `{letter}`", title(catalog)))
            .with("hint", hint);
    }
    let draft = draft.with("problem", format!("{} has no requirement `{id}`", title(catalog)));
    if let Some(spelt) = respelt(catalog, id) {
        return suggest(draft, spot, &spelt, Safety::Safe);
    }
    if let Some(group) = group_of(catalog, id) {
        let mut members = catalog.members(&group.id).map(|row| row.id.as_str());
        if let Some(first) = members.next() {
            let hint = match (members.next(), members.last()) {
                (None, _) => format!("{} has {first}", group.id),
                (Some(second), None) => format!("{} has {first} and {second}", group.id),
                (Some(_), Some(last)) => format!("{} has {first} to {last}", group.id),
            };
            return draft.with("hint", hint);
        }
    }
    let near = near(catalog, id);
    match near.as_slice() {
        [] => draft.with("hint", format!("`complint explain {}` lists them", catalog.id())),
        [one] => suggest(draft, spot, one, Safety::Unsafe),
        several => {
            let names: Vec<String> = several.iter().take(3).map(|id| format!("\"{id}\"")).collect();
            draft.with("hint", format!("did you mean {}?", join_or(&names)))
        }
    }
}

#[track_caller]
fn suggest(draft: Draft, spot: Spot, id: &str, safety: Safety) -> Draft {
    draft.with("hint", format!("did you mean \"{id}\"?")).fix(
        safety,
        format!("write `{id}`"),
        vec![(spot.span, spot.text(id))],
    )
}

/// `6.1.3 z`: the requirement is there, its item is not.
fn without_item<'c>(
    catalog: &'c Catalog,
    id: &'c str,
) -> Option<(&'c str, &'c str, &'c Requirement)> {
    let (whole, letter) = id.split_once(' ')?;
    let row = catalog.data.requirements.iter().find(|row| row.id == whole)?;
    (letter.chars().count() <= 2).then_some((whole, letter, row))
}

/// The same id in the catalog's spelling: `5.15`, `a.5.15`, `6.1.3(d)`, `CC 6.1`.
fn respelt(catalog: &Catalog, id: &str) -> Option<String> {
    let wanted: String = plain(id).collect();
    // The annex has a letter, which many leave out.
    let annexed = |id: &str| {
        let mut own = plain(id);
        own.next() == Some('a') && own.next() == Some('.') && own.eq(wanted.chars())
    };
    let row = catalog
        .data
        .requirements
        .iter()
        .find(|row| plain(&row.id).eq(wanted.chars()) || annexed(&row.id));
    if let Some(row) = row {
        return Some(row.id.to_string());
    }
    let letter = wanted.chars().last().filter(|last| last.is_ascii_alphabetic())?;
    let whole = wanted.strip_suffix(letter)?;
    let row = catalog.data.requirements.iter().find(|row| plain(&row.id).eq(whole.chars()))?;
    let item = letter.to_string();
    row.items.iter().any(|known| *known == item.as_str()).then(|| format!("{} {letter}", row.id))
}

/// An id without what only sets its parts apart, in lower case.
fn plain(id: &str) -> impl Iterator<Item = char> + '_ {
    let said = id.chars().filter(|c| !matches!(c, ' ' | '(' | ')' | '[' | ']' | '-'));
    said.flat_map(char::to_lowercase)
}

/// The heading that an id would stand under: `A.5` for `A.5.38`, `CC9` for `CC9.9`.
fn group_of<'c>(catalog: &'c Catalog, id: &str) -> Option<&'c Group> {
    let (above, last) = id.rsplit_once('.')?;
    last.chars().all(|c| c.is_ascii_digit()).then(|| catalog.group(above)).flatten()
}

/// Ids that are one edit away.
fn near<'c>(catalog: &'c Catalog, id: &str) -> Vec<&'c str> {
    let upper = id.to_uppercase();
    let rows = catalog.data.requirements.iter().map(|row| row.id.as_str());
    rows.filter(|known| strsim::osa_distance(&known.to_uppercase(), &upper) == 1).collect()
}

fn quoted(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ")
}

/// Mappings to a framework or category that is not in scope.
pub(super) fn out_of_scope(workspace: &Workspace) -> Vec<Draft> {
    let links = &workspace.links;
    // Many links lead to few requirements, of which nearly all are in scope: start from those that
    // are not.
    let mut beyond = Vec::new();
    for number in 0..workspace.catalogs.count() as u32 {
        let mut leading = links.leading_to_requirement(number).peekable();
        if leading.peek().is_none() {
            continue;
        }
        match standing(workspace, number) {
            Standing::In => {}
            standing => beyond.extend(leading.map(|link| (link, standing))),
        }
    }
    beyond.sort_unstable_by_key(|(link, _)| link.number);
    let mut drafts = Vec::new();
    let mut last = None;
    for (link, standing) in beyond {
        let Some(link) = links.get(link) else { continue };
        if link.tag == super::BY_NATURE || workspace.records.get(link.record as usize).is_none() {
            continue;
        }
        match standing {
            Standing::In => {}
            Standing::NoFramework(framework, catalog) => {
                // Once a mapping, at the framework's id.
                if last.replace((link.record, link.tag, framework))
                    != Some((link.record, link.tag, framework))
                {
                    drafts.push(framework_out_of_scope(workspace, link, catalog));
                }
            }
            Standing::NoCategory(category, catalog) => {
                drafts.push(category_out_of_scope(workspace, link, category, catalog));
            }
        }
    }
    drafts
}

/// Whether a requirement is in scope, and what of it is not.
#[derive(Clone, Copy)]
enum Standing<'w> {
    In,
    NoFramework(FrameworkNo, &'w Catalog),
    NoCategory(&'w str, &'w Catalog),
}

fn standing(workspace: &Workspace, number: u32) -> Standing<'_> {
    let Some((framework, catalog)) = workspace.catalogs.catalog_of(number) else {
        return Standing::In;
    };
    let Some(declared) = workspace.settings.declared(framework) else {
        return Standing::NoFramework(framework, catalog);
    };
    match category_left_out(workspace, declared, number) {
        Some(category) => Standing::NoCategory(category, catalog),
        None => Standing::In,
    }
}

/// The category of a requirement that its framework's categories leave out.
fn category_left_out<'w>(
    workspace: &'w Workspace,
    declared: &Declared,
    number: u32,
) -> Option<&'w str> {
    let category = workspace.catalogs.requirement(number)?.category.as_deref()?;
    let written = workspace.manifest().get_path(&["frameworks", &declared.id, "categories"]);
    // Of a list that cannot be read nobody knows what it leaves out.
    if written.is_some_and(|list| !list.is_array()) {
        return None;
    }
    let mut categories = declared.categories.iter().flatten();
    let chosen = category == "security" || categories.any(|own| own == category);
    (!chosen).then_some(category)
}

fn framework_out_of_scope(workspace: &Workspace, link: &Link, catalog: &Catalog) -> Draft {
    let (source, file) = super::source_of(workspace, link);
    let value = file.document.value(&file.text, link.node);
    let record = workspace.records.get(link.record as usize);
    let table = record.and_then(|record| workspace.value(record, link.tag));
    let entry = table.filter(|table| table.is_table()).and_then(|table| table.get(catalog.id()));
    let span = entry.map_or_else(|| value.span(), |entry| entry.key_span());
    Draft::new("out-of-scope-requirement", source, span)
        .record(link.record)
        .key(super::dangling::key_path(workspace, link))
        .with("name", catalog.id().to_owned())
        .with("scope", "the framework")
        .with("hint", format!("[frameworks.{}] in complint.toml takes it into scope", catalog.id()))
}

fn category_out_of_scope(
    workspace: &Workspace,
    link: &Link,
    category: &str,
    catalog: &Catalog,
) -> Draft {
    let place = super::place(workspace, link);
    let (_, file) = super::source_of(workspace, link);
    let value = file.document.value(&file.text, link.node);
    Draft::new("out-of-scope-requirement", place.source, place.span)
        .record(link.record)
        .key(super::dangling::key_path(workspace, link))
        .with("name", value.as_str().unwrap_or_default().into_owned())
        .with("scope", format!("the category {category}"))
        .with(
            "hint",
            format!(
                "\"{category}\" in categories of [frameworks.{}] takes it into scope",
                catalog.id()
            ),
        )
}
