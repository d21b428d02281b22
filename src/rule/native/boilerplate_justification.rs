//! Justifications that would fit any row of the Statement of Applicability.

use std::borrow::Cow;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::records::of_kind;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::rule::RuleNo;
use crate::rule::types::Literal;
use crate::words::count;
use crate::workspace::{Record, Workspace};

const RULE: &str = "boilerplate-justification";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let Some(rule) = workspace.rules.number(RULE) else { return Vec::new() };
    let limits = Limits::of(workspace, rule);
    let rows = of_kind(workspace, "soa");
    let rows: Vec<Row<'_>> =
        rows.filter_map(|(number, record)| Row::read(workspace, number, record)).collect();
    let shared = shared(&rows);
    rows.iter().filter_map(|row| judge(workspace, row, &limits, &shared)).collect()
}

/// A row with a justification that is not blank: none at all is another rule's.
struct Row<'w> {
    number: u32,
    record: &'w Record,
    value: Value<'w>,
    text: Cow<'w, str>,
    /// The text as it is compared.
    plain: String,
    framework: Cow<'w, str>,
    included: bool,
}

impl<'w> Row<'w> {
    fn read(workspace: &'w Workspace, number: u32, record: &'w Record) -> Option<Self> {
        let value = workspace.value_of(record, "justification")?;
        let text = value.as_str().filter(|text| !text.trim().is_empty())?;
        let framework = workspace.value_of(record, "framework").and_then(Value::as_str);
        let included = workspace.value_of(record, "applicable").and_then(Value::as_bool);
        Some(Self {
            number,
            record,
            value,
            plain: normal(&text),
            text,
            framework: framework.unwrap_or(Cow::Borrowed(DEFAULT_FRAMEWORK)),
            included: included == Some(true),
        })
    }

    fn key(&self) -> (&str, &str) {
        (&self.framework, &self.plain)
    }
}

/// What the rule counts by.
struct Limits {
    min_words: usize,
    same_on: usize,
    phrases: Vec<String>,
}

impl Limits {
    fn of(workspace: &Workspace, rule: RuleNo) -> Self {
        let get = |name: &str| {
            crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, name)
        };
        let number = |name: &str| match get(name) {
            Some(Literal::LitInt(number)) => usize::try_from(*number).unwrap_or(0),
            _ => 0,
        };
        let phrases = match get("phrases") {
            Some(Literal::LitList(phrases)) => {
                phrases.iter().map(|phrase| normal(phrase)).collect()
            }
            _ => Vec::new(),
        };
        Self { min_words: number("min_words"), same_on: number("same_on"), phrases }
    }
}

/// How many included rows of a framework have a text.
fn shared<'r>(rows: &'r [Row<'_>]) -> FxHashMap<(&'r str, &'r str), usize> {
    let mut shared = FxHashMap::default();
    for row in rows.iter().filter(|row| row.included) {
        *shared.entry(row.key()).or_default() += 1;
    }
    shared
}

fn judge(
    workspace: &Workspace,
    row: &Row<'_>,
    limits: &Limits,
    shared: &FxHashMap<(&str, &str), usize>,
) -> Option<Draft> {
    let text = row.text.trim();
    let words = row.plain.split(' ').filter(|word| word.contains(char::is_alphanumeric));
    // How many more there are is nobody's business.
    let words = words.take(limits.min_words).count();
    let same = || shared.get(&row.key()).copied().unwrap_or(0);
    let fault = if text.starts_with('<') && text.ends_with('>') {
        // What a help text shows to be filled in.
        "is a placeholder".to_owned()
    } else if limits.phrases.contains(&row.plain) {
        format!("says only \"{text}\"")
    } else if words < limits.min_words {
        format!("has {}", count(words, "word"))
    } else if row.included && limits.same_on > 0 && same() >= limits.same_on {
        format!("stands on {} inclusions", same())
    } else {
        return None;
    };
    Some(
        Draft::new(RULE, row.record.source, row.value.span())
            .record(row.number)
            .key("justification")
            .with("requirement", workspace.id(row.record).into_owned())
            .with("fault", fault),
    )
}

/// In lower case, with single spaces, without a closing mark.
fn normal(text: &str) -> String {
    let text = text.trim().trim_end_matches(['.', '!', '?']).trim_end();
    // Nearly all are written so, but for the case of letters.
    let is_spaced = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_spaced(text) && !text.contains("  ") {
        return text.to_ascii_lowercase();
    }
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn texts_are_compared_by_their_words() {
        for (text, plain) in [
            ("", ""),
            (" \t\n", ""),
            ("...", ""),
            ("Required  by\n\tthe POLICY .", "required by the policy"),
            ("a\u{b}b\u{1c}c !?", "a b\u{1c}c"),
            ("Two  blanks and a  third", "two blanks and a third"),
            ("One . ", "one"),
            ("ÜBER\u{a0} alles.", "über alles"),
        ] {
            assert_eq!(normal(text), plain, "{text:?}");
        }
    }
}
