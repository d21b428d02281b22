//! What native rules read of records, in few words.

use std::borrow::Cow;

use jiff::Span as Duration;
use jiff::civil::Date;

use crate::document::Value;
use crate::finding::Place;
use crate::framework::RequirementNo;
use crate::kind::{State, Tag, value};
use crate::rule::RuleNo;
use crate::rule::types::Literal;
use crate::workspace::{Record, Workspace, links};

/// The records of a kind, with their numbers.
pub(super) fn of_kind<'w>(
    workspace: &'w Workspace,
    kind: &str,
) -> impl Iterator<Item = (u32, &'w Record)> + use<'w> {
    let numbers = workspace.kinds.number(kind).map(|kind| workspace.ids.of_kind(kind));
    let numbers = numbers.unwrap_or_default().iter().copied();
    numbers.filter_map(|number| Some((number, workspace.records.get(number as usize)?)))
}

/// A value at a path such as `period.end`.
pub(super) fn value_at<'w>(
    workspace: &'w Workspace,
    record: &Record,
    path: &str,
) -> Option<Value<'w>> {
    let mut names = path.split('.');
    let first = workspace.value_of(record, names.next()?)?;
    names.try_fold(first, |table, name| table.get(name))
}

/// A text, unless it is blank.
pub(super) fn text<'w>(
    workspace: &'w Workspace,
    record: &Record,
    path: &str,
) -> Option<Cow<'w, str>> {
    value_at(workspace, record, path)?.as_str().filter(|text| !text.trim().is_empty())
}

/// The texts of a list.
pub(super) fn texts<'w>(
    workspace: &'w Workspace,
    record: &Record,
    path: &str,
) -> impl Iterator<Item = (Value<'w>, Cow<'w, str>)> {
    let list = value_at(workspace, record, path).into_iter().flat_map(|list| list.elements());
    list.filter_map(|element| Some((element, element.as_str()?)))
}

/// A day.
pub(super) fn day(workspace: &Workspace, record: &Record, path: &str) -> Option<Date> {
    value_at(workspace, record, path)?.as_date()
}

/// Whether a value, or an element of it, cannot be used. That was said where it was read, and nothing
/// is concluded from it.
pub(super) fn unusable(workspace: &Workspace, record: &Record, value: Value<'_>) -> bool {
    let bad = |value: Value<'_>| workspace.bad.has(record.source, value.node());
    workspace.bad.any_in(record.source) && (bad(value) || value.elements().any(bad))
}

/// Where a key of a record stands; what identifies the record where it has no such key.
pub(super) fn place(workspace: &Workspace, record: &Record, path: &str) -> Place {
    let value = value_at(workspace, record, path);
    let value = value.or_else(|| workspace.value_of(record, &workspace.kind(record).kind.identity));
    let span = value.map_or_else(|| workspace.header(record), |value| value.span());
    Place { source: record.source, span }
}

/// The day from which on the repository holds records; before it nothing can be missing.
pub(super) fn records_since(workspace: &Workspace) -> Option<Date> {
    workspace.manifest().get_path(&["organization", "records_since"])?.as_date()
}

/// A parameter that is a duration.
pub(super) fn duration(workspace: &Workspace, rule: &str, name: &str) -> Option<Duration> {
    match parameter(workspace, workspace.rules.number(rule)?, name)? {
        Literal::LitText(text) => value::duration(text),
        _ => None,
    }
}

/// A parameter as it is written.
pub(super) fn written(workspace: &Workspace, rule: &str, name: &str) -> String {
    let number = workspace.rules.number(rule);
    let value = number.and_then(|rule| parameter(workspace, rule, name));
    value.map(crate::rule::words_of).unwrap_or_default()
}

/// In lower case, with single spaces, so that texts can be compared.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn parameter<'w>(workspace: &'w Workspace, rule: RuleNo, name: &str) -> Option<&'w Literal> {
    crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, name)
}

/// Whether a live record answers a requirement; a clause that nothing answers at all is reported
/// as that, and not again by what looks at its content.
pub(super) fn answered(
    workspace: &Workspace,
    framework: &str,
    requirement: &str,
    documented: bool,
) -> bool {
    let catalog = workspace.catalogs.by_id(framework);
    let number = catalog.and_then(|catalog| catalog.find(requirement));
    let mut records = number.into_iter().flat_map(|number| answering(workspace, number));
    records.any(|record| !documented || workspace.kind(record).kind.documented)
}

/// The live records that answer a requirement, by what they are or by what they say.
pub(super) fn answering(
    workspace: &Workspace,
    number: RequirementNo,
) -> impl Iterator<Item = &Record> {
    workspace.links.to_requirement(number).filter_map(|link| {
        let record = workspace.records.get(link.record as usize)?;
        let answers = mapped(workspace, record, link.tag);
        (answers && workspace.state(record) == State::Live).then_some(record)
    })
}

/// Whether a link says that its record answers a requirement.
pub(super) fn mapped(workspace: &Workspace, record: &Record, tag: Tag) -> bool {
    let satisfies = || workspace.kind(record).find("satisfies")?.last().copied();
    tag == links::BY_NATURE || satisfies() == Some(tag)
}
