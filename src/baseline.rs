//! A baseline: what was found on the day that a programme took up the tool. It is accepted until it
//! is mended, so that what is new can be seen from the first day on.
//!
//! An entry is known by rule, subject and key, not by lines or words: it survives what moves. One
//! entry excuses one finding. An entry that excuses nothing any more, or whose end has come, is a
//! finding of the same rules as a waiver.
//!
//! - `text`: the entries as parts of a file that people wrote in

use rustc_hash::FxHashMap;

use jiff::civil::Date;

use crate::document::Value;
use crate::finding::{Draft, Finding, Place, Safety, Subject, Suppression};
use crate::rule::{Rule, RuleNo};
use crate::source::{Source, SourceId};
use crate::span::Span;
use crate::waiver::{By, Listed};
use crate::words::closest;
use crate::workspace::Workspace;

mod text;

pub(crate) use text::{Entries, rewrite};

/// What tells findings apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Identity {
    /// Kind and id of a record, framework and id of a requirement, or a path.
    pub subject: String,
    /// The rule's name.
    pub rule: String,
    /// The key that it points at; empty for the whole.
    pub key: String,
}

impl Identity {
    /// "control:backup, `since`".
    fn words(&self) -> String {
        match self.key.as_str() {
            "" => self.subject.clone(),
            key => format!("{}, `{key}`", self.subject),
        }
    }
}

/// One entry of a baseline.
#[derive(Debug)]
pub(crate) struct Entry {
    pub identity: Identity,
    /// The rule's name in the text.
    rule: Span,
    /// The header.
    header: Span,
    /// From the header to the end of the last value.
    pub extent: Span,
    /// The last day on which it excuses its finding.
    pub until: Option<(Date, Span)>,
    /// Why; empty where nothing is said.
    pub reason: String,
}

/// A baseline that was read.
#[derive(Debug)]
pub(crate) struct Baseline {
    pub source: SourceId,
    pub entries: Vec<Entry>,
}

/// Reads the entries. What is wrong with one was reported when the file was validated.
pub(crate) fn read(source: &Source, id: SourceId) -> Baseline {
    let list = source.root().get("finding").filter(|list| list.is_array());
    let tables = list.into_iter().flat_map(|list| list.elements());
    Baseline { source: id, entries: tables.filter_map(entry).collect() }
}

fn entry(table: Value<'_>) -> Option<Entry> {
    if !table.is_table() {
        return None;
    }
    let text = |key: &str| table.get(key).and_then(|value| value.as_str());
    let rule = table.get("rule")?;
    Some(Entry {
        identity: Identity {
            subject: text("subject")?.into_owned(),
            rule: rule.as_str()?.into_owned(),
            key: text("key").unwrap_or_default().into_owned(),
        },
        rule: rule.span(),
        header: table.span(),
        extent: table.extent(),
        until: table.get("until").and_then(|value| Some((value.as_date()?, value.span()))),
        reason: text("reason").unwrap_or_default().into_owned(),
    })
}

impl Entry {
    fn expired(&self, today: Date) -> bool {
        self.until.is_some_and(|(date, _)| date < today)
    }
}

/// The identity of a finding; `None` for what no baseline can accept.
pub(crate) fn identity(workspace: &Workspace, finding: &Finding) -> Option<Identity> {
    let rule = workspace.rules.get(finding.rule)?;
    (can_be_accepted(rule) && !of_the_tool(workspace, finding)).then(|| Identity {
        subject: crate::lint::subject(workspace, finding.subject),
        rule: rule.name.to_string(),
        key: finding.key.clone(),
    })
}

/// What keeps other findings from being seen is mended first, and waivers are judged themselves.
fn can_be_accepted(rule: &Rule) -> bool {
    rule.group != "waiver" && rule.name != "invalid-toml"
}

/// Broken settings, rules and kinds keep the tool from its job.
fn of_the_tool(workspace: &Workspace, finding: &Finding) -> bool {
    matches!(finding.subject, Subject::File(source) if workspace.is_setup(source))
}

/// The entries, for the list of all that is waived.
pub(crate) fn listed(workspace: &Workspace) -> Vec<Listed> {
    let Some(baseline) = workspace.baseline.as_ref() else { return Vec::new() };
    let listed = baseline.entries.iter().map(|entry| Listed {
        by: By::Baseline,
        rules: vec![entry.identity.rule.clone()],
        covers: vec![entry.identity.words()],
        place: Place { source: baseline.source, span: entry.header },
        reason: entry.reason.trim().to_owned(),
        approved_by: String::new(),
        until: entry.until.map(|(date, _)| date),
    });
    listed.collect()
}

/// Marks the findings that the baseline accepts, and returns what is wrong with its entries on that
/// day. `ran` tells whether a rule ran and none of its findings were withheld.
pub(crate) fn apply(
    workspace: &Workspace,
    today: Date,
    ran: &dyn Fn(RuleNo) -> bool,
    findings: &mut [Finding],
) -> Vec<Draft> {
    let Some(baseline) = workspace.baseline.as_ref() else { return Vec::new() };
    // Entries of one identity are used up from the first on.
    let mut waiting: FxHashMap<&Identity, Vec<usize>> = FxHashMap::default();
    for (number, entry) in baseline.entries.iter().enumerate().rev() {
        waiting.entry(&entry.identity).or_default().push(number);
    }
    for finding in findings.iter_mut().filter(|finding| finding.suppressed.is_none()) {
        let Some(identity) = identity(workspace, finding) else { continue };
        let next = waiting.get_mut(&identity).and_then(Vec::pop);
        let Some(entry) = next.and_then(|number| baseline.entries.get(number)) else { continue };
        if !entry.expired(today) && !workspace.settings.no_waivers {
            finding.suppressed = Some(suppression(baseline, entry));
        }
    }
    let mut left: Vec<usize> = waiting.into_values().flatten().collect();
    left.sort_unstable();
    let left = left.iter().filter_map(|number| baseline.entries.get(*number));
    let mut drafts: Vec<Draft> =
        left.filter_map(|entry| unused(workspace, baseline, entry, ran)).collect();
    let ended = baseline.entries.iter().filter(|entry| entry.expired(today));
    drafts.extend(ended.filter_map(|entry| expired(baseline, entry)));
    drafts
}

fn suppression(baseline: &Baseline, entry: &Entry) -> Suppression {
    Suppression {
        place: Place { source: baseline.source, span: entry.header },
        reason: entry.reason.trim().to_owned(),
        until: entry.until.map(|(date, _)| date.to_string()),
        baseline: true,
    }
}

/// An entry without a finding; nothing where its rule did not run, so that nobody can tell.
fn unused(
    workspace: &Workspace,
    baseline: &Baseline,
    entry: &Entry,
    ran: &dyn Fn(RuleNo) -> bool,
) -> Option<Draft> {
    let name = entry.identity.rule.as_str();
    let Some(rule) = workspace.rules.number(name) else {
        let draft = Draft::new("unknown-waived-rule", baseline.source, entry.rule)
            .key("finding.rule")
            .with("rule", name.to_owned());
        return Some(match closest(name, workspace.rules.names()) {
            Some(close) => draft.meant_value(close, entry.rule),
            None => draft.with("hint", "`complint rules` lists the rules"),
        });
    };
    if !ran(rule) {
        return None;
    }
    let text = &workspace.source(baseline.source).text;
    let draft = Draft::new("unused-waiver", baseline.source, entry.header)
        .key(format!("finding.{}", entry.identity.subject))
        .with("rules", name.to_owned())
        .with("hint", "delete it: it is mended; --prune-baseline deletes all of them")
        .fix(
            Safety::Safe,
            "delete the entry",
            vec![(text::removal(text, entry.extent), String::new())],
        );
    Some(draft)
}

fn expired(baseline: &Baseline, entry: &Entry) -> Option<Draft> {
    let (date, span) = entry.until?;
    let draft = Draft::new("expired-waiver", baseline.source, span)
        .key(format!("finding.{}.until", entry.identity.subject))
        .with("rules", entry.identity.rule.clone())
        .with("until", date.to_string());
    Some(draft)
}
