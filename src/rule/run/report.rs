//! A failed check in words. Few fail: what runs for every record is kept apart from this.

use std::cell::RefCell;

use super::places::{anchor, name_of, others};
use super::words::Words;
use crate::finding::{Finding, Subject as About};
use crate::rule::Level;
use crate::rule::eval::{Over, Subject};
use crate::rule::plan::{Is, Plan};
use crate::rule::text::fill;

/// Puts a failed check into words.
#[cold]
#[inline(never)]
pub(super) fn report(subject: &Subject<'_>, plan: &Plan) -> Option<Finding> {
    let workspace = subject.workspace;
    let rule = workspace.rules.get(plan.rule)?;
    let check = rule.checks.get(plan.check)?;
    let (place, key) = anchor(subject, plan);
    let level = workspace.settings.levels.level_in(plan.rule, &workspace.source(place.source).path);
    // What weighs less than the rule's other findings is not raised with them.
    let level = check.level.map_or(level, |most| level.max(most));
    if level == Level::Off {
        return None;
    }
    let words = Words { subject, plan, rule, offenders: RefCell::new(None) };
    let say = |text: &str| fill(text, &|name| words.value(name));
    let message = say(check.message.as_ref().unwrap_or(&rule.message));
    let list = check.list.as_ref().or(rule.list.as_ref()).map(|text| say(text));
    let help = check.help.as_ref().or(rule.help.as_ref()).map(|text| say(text));
    let help = help.map(|text| without_given(subject, plan, text));
    let label = check.label.as_ref().map(|text| say(text));
    let related = others(subject, plan, &words, place);
    Some(Finding {
        rule: plan.rule,
        level,
        message,
        list,
        place,
        label,
        related,
        help,
        fix: None,
        subject: about(subject),
        key,
        suppressed: None,
        fingerprint: String::new(),
    })
}

/// Leaves out the lines that set a key which is asked for and there already: what is pasted must not
/// say it twice.
fn without_given(subject: &Subject<'_>, plan: &Plan, mut help: String) -> String {
    let asked =
        plan.require(subject.workspace).tests.iter().filter(|(_, is)| matches!(is, Is::Present));
    let given: Vec<String> = asked
        .filter(|(getter, is)| subject.is(getter, is))
        .map(|(getter, _)| name_of(subject, getter))
        .collect();
    if given.is_empty() && !help.contains('\r') {
        let whole = help.strip_suffix('\n').map_or(help.len(), str::len);
        help.truncate(whole);
        return help;
    }
    let sets = |line: &str| line.split_once(" = ").map(|(key, _)| key.trim().to_owned());
    let is_given = |line: &&str| sets(line).is_some_and(|key| given.contains(&key));
    let left: Vec<&str> = help.lines().filter(|line| !is_given(line)).collect();
    if left.is_empty() { help } else { left.join("\n") }
}

fn about(subject: &Subject<'_>) -> About {
    match subject.over {
        Over::Record { number, .. } => About::Record(number),
        Over::Requirement(row) => About::Requirement(row.number),
        Over::Programme => About::Programme,
    }
}
