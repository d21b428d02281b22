//! Which rules look at records of a kind.

use super::types::{Condition, Each, Relation};
use super::{Rule, RuleNo, Rules};
use crate::example::{Example, File, MarkKind, examples};
use crate::kind::Info;

/// The rules, in the order of their groups; without those that look at every kind alike. What a rule
/// without a check looks at is seen in its file.
pub(crate) fn at<'r, 's>(
    rules: &'r Rules,
    info: &Info,
    file: impl Fn(RuleNo) -> Option<&'s str>,
) -> Vec<&'r Rule> {
    let everywhere = |rule: &Rule| matches!(rule.group.as_str(), "syntax" | "reference");
    let rules = rules.iter().filter(|(_, rule)| !everywhere(rule));
    rules
        .filter(|(number, rule)| looks(rule, info, || file(*number)))
        .map(|(_, rule)| rule)
        .collect()
}

fn looks<'s>(rule: &Rule, info: &Info, file: impl Fn() -> Option<&'s str>) -> bool {
    if rule.checks.is_empty() {
        return finds_in(file(), &info.kind.id);
    }
    rule.checks.iter().any(|check| {
        each(&check.each, info)
            || uses(&check.filter, &info.kind.id)
            || uses(&check.require, &info.kind.id)
    })
}

fn each(each: &Each, info: &Info) -> bool {
    match each {
        Each::OfKinds(kinds) => kinds.iter().any(|kind| names(kind, &info.kind.id)),
        Each::OfTrait(name) => info.has_trait(name),
        Each::OfRequirements | Each::OfProgramme => false,
    }
}

/// Whether a condition asks for records of a kind.
fn uses(condition: &Condition, kind: &str) -> bool {
    let related = |relation: &Relation| {
        relation.from.as_deref().is_some_and(|from| names(from, kind))
            || relation.kind.as_deref().is_some_and(|own| own == kind)
            || uses(&relation.filter, kind)
    };
    condition.some.iter().chain(&condition.none).any(related)
        || condition.any.iter().chain(&condition.not).any(|inner| uses(inner, kind))
}

/// `kind`, or `kind.key`.
fn names(path: &str, kind: &str) -> bool {
    path.split('.').next() == Some(kind)
}

/// What a rule without a check looks at shows in its examples.
fn finds_in(file: Option<&str>, kind: &str) -> bool {
    let examples = file.and_then(|text| examples(text).ok()).unwrap_or_default();
    examples.iter().filter(|example| example.is_bad()).any(|example| marks(example, kind))
}

fn marks(example: &Example, kind: &str) -> bool {
    let primary = |file: &&File| file.path.ends_with(".toml");
    example.files.iter().filter(primary).any(|file| {
        let own =
            file.marks.iter().filter(|mark| mark.kind == MarkKind::Primary && mark.rule.is_none());
        own.into_iter().any(|mark| header(&file.text, mark.spot.line) == Some(kind))
    })
}

/// The kind of the record that a line belongs to.
fn header(text: &str, line: usize) -> Option<&str> {
    let above: Vec<&str> = text.lines().take(line).collect();
    let header = above
        .into_iter()
        .rev()
        .find_map(|line| line.trim().strip_prefix("[[")?.strip_suffix("]]"))?;
    header.split('.').next()
}
