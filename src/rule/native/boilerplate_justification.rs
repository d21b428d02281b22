//! Justifications that would fit any row of the Statement of Applicability.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::records::of_kind;
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
    let rows: Vec<(u32, &Record)> = of_kind(workspace, "soa").collect();
    let shared = shared(workspace, &rows);
    rows.iter()
        .filter_map(|(number, record)| judge(workspace, *number, record, &limits, &shared))
        .collect()
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
fn shared(workspace: &Workspace, rows: &[(u32, &Record)]) -> FxHashMap<(String, String), usize> {
    let mut shared = FxHashMap::default();
    for (_, record) in rows {
        if included(workspace, record)
            && let Some(text) = justification(workspace, record)
        {
            *shared.entry((framework(workspace, record), normal(&text))).or_default() += 1;
        }
    }
    shared
}

fn judge(
    workspace: &Workspace,
    number: u32,
    record: &Record,
    limits: &Limits,
    shared: &FxHashMap<(String, String), usize>,
) -> Option<Draft> {
    let text = justification(workspace, record)?;
    let plain = normal(&text);
    let words = plain.split(' ').filter(|word| word.contains(char::is_alphanumeric)).count();
    let same = || shared.get(&(framework(workspace, record), plain.clone())).copied().unwrap_or(0);
    let fault = if text.trim().starts_with('<') && text.trim().ends_with('>') {
        // What a help text shows to be filled in.
        "is a placeholder".to_owned()
    } else if limits.phrases.contains(&plain) {
        format!("says only \"{}\"", text.trim())
    } else if words < limits.min_words {
        format!("has {}", count(words, "word"))
    } else if included(workspace, record) && limits.same_on > 0 && same() >= limits.same_on {
        format!("stands on {} inclusions", same())
    } else {
        return None;
    };
    let value = workspace.value_of(record, "justification")?;
    Some(
        Draft::new(RULE, record.source, value.span())
            .record(number)
            .key("justification")
            .with("requirement", workspace.id(record).into_owned())
            .with("fault", fault),
    )
}

fn included(workspace: &Workspace, record: &Record) -> bool {
    workspace.value_of(record, "applicable").and_then(|value| value.as_bool()) == Some(true)
}

fn framework(workspace: &Workspace, record: &Record) -> String {
    let named = workspace.value_of(record, "framework").and_then(|value| value.as_str());
    named.map_or_else(|| DEFAULT_FRAMEWORK.to_owned(), |name| name.into_owned())
}

/// The justification, unless it is blank: none at all is another rule's.
fn justification(workspace: &Workspace, record: &Record) -> Option<String> {
    let text = workspace.value_of(record, "justification")?.as_str()?;
    (!text.trim().is_empty()).then(|| text.into_owned())
}

/// In lower case, with single spaces, without a closing mark.
fn normal(text: &str) -> String {
    let lower = text.trim().trim_end_matches(['.', '!', '?']).to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
