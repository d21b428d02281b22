//! References to records: found, misspelt, to something else, or to what has ended.

use super::Workspace;
use super::near::Names;
use crate::document::{NodeId, Value};
use crate::finding::{Draft, Place};
use crate::fix::string;
use crate::kind::read::{Link, To};
use crate::kind::{Info, KindNo, State, Tag};
use crate::rule::types::Literal;
use crate::source::SourceId;
use crate::words::{closest, closest_noun, join_or};

/// The description of the table that holds a link: a kind, or the form of `complint.toml`.
fn info_of<'w>(workspace: &'w Workspace, link: &Link) -> Option<&'w Info> {
    match workspace.records.get(link.record as usize) {
        Some(record) => Some(workspace.kind(record)),
        None => Some(&workspace.form.info),
    }
}

/// The path of the key that holds a link. In `complint.toml` it leads through maps, whose names only
/// the file itself has.
pub(crate) fn key_path(workspace: &Workspace, link: &Link) -> String {
    match workspace.records.get(link.record as usize) {
        Some(record) => workspace.kind(record).path(link.tag),
        None => path_to(workspace.manifest(), link.node).unwrap_or_default(),
    }
}

/// The keys that lead to a value, as they can be pasted.
pub(crate) fn path_to(table: Value<'_>, node: NodeId) -> Option<String> {
    table.entries().find_map(|entry| {
        let name = entry.key();
        let key = crate::fix::key(&name);
        if entry.node() == node || entry.elements().any(|element| element.node() == node) {
            return Some(key.into_owned());
        }
        path_to(entry, node).map(|path| format!("{key}.{path}"))
    })
}

/// The kinds that a reference may lead to.
fn targets(workspace: &Workspace, link: &Link) -> Vec<KindNo> {
    match workspace.records.get(link.record as usize) {
        Some(record) => workspace.kind(record).targets(link.tag).collect(),
        None => targets_of_manifest(workspace, link.tag).collect(),
    }
}

fn targets_of_manifest(workspace: &Workspace, tag: Tag) -> impl Iterator<Item = KindNo> {
    let named = workspace.form.info.key(tag).into_iter().flat_map(|key| &key.to);
    named.filter_map(|kind| workspace.kinds.number(kind))
}

/// The record of one of the kinds that a reference may lead to with that id. Nearly every link is such
/// a reference, so no list is made of the kinds.
fn target(workspace: &Workspace, link: &Link, id: &str) -> Option<u32> {
    let find = |kind| workspace.find(kind, id);
    match workspace.records.get(link.record as usize) {
        Some(record) => workspace.kind(record).targets(link.tag).find_map(find),
        None => targets_of_manifest(workspace, link.tag).find_map(find),
    }
}

fn free_text(workspace: &Workspace, link: &Link, targets: &[KindNo]) -> bool {
    let key = info_of(workspace, link).and_then(|info| info.key(link.tag));
    key.is_some_and(|key| key.when_declared)
        && targets.iter().all(|kind| workspace.ids.of_kind(*kind).is_empty())
}

/// Whether a record of these kinds has an id that cannot be read: it may be the one that is meant.
fn unread(workspace: &Workspace, targets: &[KindNo]) -> bool {
    let hides = |kind: &KindNo| {
        let info = workspace.kinds.get(*kind);
        info.is_some_and(|info| workspace.bad.keys().contains(&(*kind, info.known.identity)))
    };
    !workspace.bad.keys().is_empty() && targets.iter().any(hides)
}

/// Whether a reference may lead to a record of a kind that cannot be used.
fn may_be_lost(workspace: &Workspace, link: &Link) -> bool {
    let key = info_of(workspace, link).and_then(|info| info.key(link.tag));
    let kinds = &workspace.kinds;
    !kinds.lost().is_empty() && key.is_some_and(|key| key.to.iter().any(|kind| kinds.is_lost(kind)))
}

/// Finds the record that a reference names, where there is one.
pub(super) fn look_up(workspace: &Workspace, link: &mut Link) {
    let name = || workspace.ids.link_name(link.name);
    let found = match link.to() {
        To::Id => target(workspace, link, name()),
        To::Name => name().split_once(':').and_then(|(kind, id)| {
            let kind = workspace.kinds.number(kind).filter(|_| !id.trim().is_empty())?;
            find_named(workspace, kind, id)
        }),
        _ => None,
    };
    if let Some(number) = found {
        link.lead(To::Record(number));
    }
}

/// How many ids could have been meant by a reference that was not found.
pub(super) fn candidates(workspace: &Workspace, link: &Link) -> usize {
    match link.to() {
        To::Id => {
            let kinds = targets(workspace, link).into_iter();
            kinds.map(|kind| workspace.ids.of_kind(kind).len()).sum()
        }
        _ => 0,
    }
}

/// A reference by id that names no record.
pub(super) fn reference(
    names: &Names<'_>,
    link: &Link,
    source: SourceId,
    value: Value<'_>,
    drafts: &mut Vec<Draft>,
) -> To {
    let workspace = names.workspace;
    let targets = targets(workspace, link);
    let Some(id) = value.as_str() else { return To::Nothing };
    if !free_text(workspace, link, &targets) && !unread(workspace, &targets) {
        let key = key_path(workspace, link);
        let draft = unknown(names, source, value, &id, &targets, &key, "");
        drafts.push(draft.unsure(may_be_lost(workspace, link)));
    }
    To::Nothing
}

/// A reference by `kind:id` that names no record.
pub(super) fn name(
    names: &Names<'_>,
    link: &Link,
    source: SourceId,
    value: Value<'_>,
    drafts: &mut Vec<Draft>,
) -> To {
    let workspace = names.workspace;
    let Some(text) = value.as_str() else { return To::Nothing };
    let (kind, id) = text.split_once(':').unwrap_or((&text, ""));
    let Some(number) = workspace.kinds.number(kind).filter(|_| !id.trim().is_empty()) else {
        let draft = unknown_kind(workspace, source, value, kind, id);
        drafts.push(draft.unsure(workspace.kinds.is_lost(kind)));
        return To::Nothing;
    };
    if !unread(workspace, &[number]) {
        let key = key_path(workspace, link);
        drafts.push(unknown(names, source, value, id, &[number], &key, &format!("{kind}:")));
    }
    To::Nothing
}

/// Kinds that are identified by a requirement are named by it, in the framework of the default.
fn find_named(workspace: &Workspace, kind: KindNo, id: &str) -> Option<u32> {
    let found = workspace.find(kind, id);
    found.or_else(|| {
        let by_requirement =
            workspace.kinds.get(kind).is_some_and(|info| info.kind.identity != "id");
        let name = format!("{} {id}", crate::kind::read::DEFAULT_FRAMEWORK);
        by_requirement.then(|| workspace.find(kind, &name)).flatten()
    })
}

fn unknown_kind(
    workspace: &Workspace,
    source: SourceId,
    value: Value<'_>,
    kind: &str,
    id: &str,
) -> Draft {
    let draft = Draft::new("unknown-reference", source, value.span())
        .with("target", "record")
        .with("id", value.as_str().unwrap_or_default().into_owned());
    match closest_noun(kind, workspace.kinds.ids()) {
        Some(close) if !id.is_empty() => {
            let name = format!("{}:{id}", close.word);
            draft.with("hint", format!("did you mean `{name}`?")).fix(
                close.safety(),
                format!("write `{name}`"),
                vec![(value.span(), string(&name))],
            )
        }
        _ => {
            draft.with("hint", "a record is named by kind and id, as in \"control:access-review\"")
        }
    }
}

fn unknown(
    names: &Names<'_>,
    source: SourceId,
    value: Value<'_>,
    id: &str,
    targets: &[KindNo],
    key: &str,
    prefix: &str,
) -> Draft {
    let workspace = names.workspace;
    let kinds: Vec<String> =
        targets.iter().filter_map(|kind| workspace.kinds.get(*kind)).map(Info::words).collect();
    let target = join_or(&kinds);
    let draft = Draft::new("unknown-reference", source, value.span())
        .with("target", target.clone())
        .with("id", id.to_owned());
    let near = names.near(targets, id);
    match near.as_slice() {
        [one] => {
            let text = string(&format!("{prefix}{}", one.id));
            let place = line(workspace, one.number);
            draft.with("hint", format!("did you mean `{}`? ({place})", one.id)).fix(
                one.safety,
                format!("write {text}"),
                vec![(value.span(), text)],
            )
        }
        [] => match elsewhere(workspace, id) {
            Some((kind, place)) => draft.with(
                "hint",
                format!(
                    "`{id}` is {} ({place}), and `{key}` names {}",
                    article(&kind),
                    article(&target)
                ),
            ),
            None => {
                let first = targets.first().and_then(|kind| workspace.kinds.get(*kind));
                let kind = first.map_or("role", |info| info.kind.id.as_str());
                draft.with("hint", format!("[[{kind}]] with id = \"{id}\" is what it wants"))
            }
        },
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|near| format!("`{}` ({})", near.id, line(workspace, near.number)))
                .collect();
            draft.with("hint", format!("did you mean {}?", join_or(&ids)))
        }
    }
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// A record of any other kind with that id.
fn elsewhere(workspace: &Workspace, id: &str) -> Option<(String, String)> {
    let (kind, number) =
        workspace.kinds.iter().find_map(|(kind, _)| Some((kind, workspace.find(kind, id)?)))?;
    Some((workspace.kinds.get(kind)?.words(), line(workspace, number)))
}

/// `file:line` of a record's id.
fn line(workspace: &Workspace, number: u32) -> String {
    let Some(record) = workspace.records.get(number as usize) else { return String::new() };
    let source = workspace.source(record.source);
    let identity = workspace.value_of(record, &workspace.kind(record).kind.identity);
    let span = identity.map_or_else(|| workspace.header(record), |value| value.span());
    let before = source.text.as_bytes().get(..span.start as usize).unwrap_or_default();
    format!("{}:{}", source.path, memchr::memchr_iter(b'\n', before).count() + 1)
}

/// A framework that is neither shipped nor declared. One that stands in `complint.toml` is reported
/// there and only there.
pub(super) fn framework(
    workspace: &Workspace,
    source: SourceId,
    value: Value<'_>,
) -> Option<Draft> {
    // In a mapping it is the key that names it, in any other place the value.
    let in_value = value.as_str();
    let (name, span) = match &in_value {
        Some(name) => (name.to_string(), value.span()),
        None => (value.key().into_owned(), value.key_span()),
    };
    if workspace.settings.framework(&name).is_some() {
        return None;
    }
    let draft = Draft::new("unknown-framework", source, span).with("framework", name.clone());
    Some(match closest(&name, workspace.catalogs.ids()) {
        Some(close) if in_value.is_some() => draft.meant_value(close, span),
        Some(close) => draft.meant(close, "write", span),
        None => draft.with(
            "hint",
            format!("[frameworks.{name}] with catalog = \"frameworks/{name}.toml\" declares one of your own"),
        ),
    })
}

/// Live records that lean on ended ones.
pub(super) fn retired(workspace: &Workspace) -> Vec<Draft> {
    const RULE: &str = "retired-reference";
    let Some(rule) = workspace.rules.number(RULE) else { return Vec::new() };
    let history =
        crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, "history");
    let tells_history = |kind: &str| match history {
        Some(Literal::LitList(kinds)) => kinds.iter().any(|own| *own == *kind),
        _ => false,
    };
    // Ended records are few: start from them.
    let mut drafts = Vec::new();
    for number in workspace.ids.ended() {
        let Some(record) = workspace.records.get(*number as usize) else { continue };
        for link in workspace.links.to_record(*number) {
            let Some(leaning) = workspace.records.get(link.record as usize) else { continue };
            let live = workspace.state(leaning) == State::Live;
            if !live || tells_history(&workspace.kind(leaning).kind.id) {
                continue;
            }
            let place = super::place(workspace, link);
            let status = workspace.value_of(record, "status");
            let mut draft = Draft::new(RULE, place.source, place.span)
                .record(link.record)
                .key(key_path(workspace, link))
                .with("kind", workspace.kind(leaning).words())
                .with("id", workspace.id(leaning).into_owned())
                .with("target", workspace.name(record))
                .with(
                    "status",
                    status.and_then(|value| value.as_str()).unwrap_or_default().into_owned(),
                );
            if let Some(status) = status {
                draft = draft.related(Place { source: record.source, span: status.span() }, "");
            }
            drafts.push(draft);
        }
    }
    drafts
}
