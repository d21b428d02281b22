//! What native rules read of records, in few words.

use std::borrow::Cow;

use jiff::Span as Duration;
use jiff::civil::Date;

use crate::document::Value;
use crate::finding::Place;
use crate::kind::{State, value};
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
    let bad =
        |value: Value<'_>| workspace.bad.binary_search(&(record.source.0, value.node())).is_ok();
    !workspace.bad.is_empty() && (bad(value) || value.elements().any(bad))
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
    let mut links = number.into_iter().flat_map(|number| workspace.links.to_requirement(number));
    links.any(|link| {
        workspace.records.get(link.record as usize).is_some_and(|record| {
            let kind = workspace.kind(record);
            let mapped = kind.find("satisfies").and_then(|tags| tags.last().copied());
            (link.tag == links::BY_NATURE || mapped == Some(link.tag))
                && (!documented || kind.kind.documented)
                && workspace.state(record) == State::Live
        })
    })
}
