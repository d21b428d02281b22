//! All rules over one workspace: a pure function of what was read and the day.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::finding::{Draft, Finding, Related, Subject};
use crate::report::{Checked, Report};
use crate::rule::native::{NATIVE, Native, hidden};
use crate::rule::plan::is_of_absence;
use crate::rule::text::fill;
use crate::rule::{Level, Rule, RuleNo, parts, run};
use crate::timing::{Stage, timed};
use crate::workspace::Workspace;

/// Checks a programme as it stands on a day.
pub fn lint(workspace: &Workspace, today: Date) -> Report {
    let timings = workspace.timings.as_deref();
    let (mut findings, waivers) = timed(timings, Stage::Rules, || {
        let (found, (others, waivers)) = crate::parallel::both(
            workspace.records.len(),
            || run::run(workspace, today),
            || {
                let mut findings = native(workspace, today, &|_| true);
                let of_reading = workspace.drafts.iter().filter(|draft| !draft.unsure);
                findings.extend(of_reading.filter_map(|draft| finding(workspace, draft, today)));
                // So they are ready when they are held against what the rules find.
                let waivers = crate::waiver::read(workspace, today);
                (findings, waivers)
            },
        );
        let mut findings = crate::parallel::joined(found, others.len());
        crate::fix::offer(workspace, &mut findings);
        findings.extend(others);
        (findings, waivers)
    });
    let incomplete = workspace.incomplete + workspace.unusable.kinds;
    let mut withheld = unsure(workspace, today);
    withhold(workspace, incomplete, &mut findings, &mut withheld);
    timed(timings, Stage::Sort, || sort(workspace, &mut findings));
    let ran = |rule: RuleNo| workspace.settings.levels.runs(rule) && !withheld.contains_key(&rule);
    let drafts = timed(timings, Stage::Waivers, || {
        let mut drafts = waivers.apply(workspace, today, &ran, &mut findings);
        drafts.extend(crate::baseline::apply(workspace, today, &ran, &mut findings));
        drafts
    });
    let mut of_waivers: Vec<Finding> =
        drafts.iter().filter_map(|draft| finding(workspace, draft, today)).collect();
    withhold(workspace, incomplete, &mut of_waivers, &mut withheld);
    timed(timings, Stage::Sort, || {
        // What is in order stays so.
        if !of_waivers.is_empty() {
            findings.append(&mut of_waivers);
            sort(workspace, &mut findings);
        }
        if !workspace.settings.no_fingerprints {
            fingerprint(workspace, &mut findings);
        }
    });
    Report {
        today,
        findings,
        checked: checked(workspace),
        withheld,
        setup_broken: workspace.drafts.iter().any(|draft| draft.setup),
        incomplete_files: incomplete + workspace.unusable.catalogs,
    }
}

/// How much each rule would say that may only seem so.
fn unsure(workspace: &Workspace, today: Date) -> BTreeMap<RuleNo, usize> {
    let mut withheld = BTreeMap::new();
    for draft in workspace.drafts.iter().filter(|draft| draft.unsure) {
        if let Some(finding) = finding(workspace, draft, today) {
            *withheld.entry(finding.rule).or_default() += 1;
        }
    }
    withheld
}

/// Takes out what is concluded from absence while what is missing may stand in a file that could not
/// be read in full.
fn withhold(
    workspace: &Workspace,
    incomplete: usize,
    findings: &mut Vec<Finding>,
    withheld: &mut BTreeMap<RuleNo, usize>,
) {
    if incomplete == 0 {
        return;
    }
    findings.retain(|finding| {
        let absent = concludes_from_absence(workspace, finding);
        if absent {
            *withheld.entry(finding.rule).or_default() += 1;
        }
        !absent
    });
}

/// What one rule finds, for measuring it.
pub(crate) fn alone(workspace: &Workspace, today: Date, rule: RuleNo) -> Vec<Finding> {
    let mut findings = run::alone(workspace, today, rule);
    findings.extend(native(workspace, today, &|number| number == rule));
    findings
}

fn native(
    workspace: &Workspace,
    today: Date,
    wanted: &(dyn Fn(RuleNo) -> bool + Sync),
) -> Vec<Finding> {
    let runs = |name: &&&str| {
        let rule = workspace.rules.number(name);
        rule.is_some_and(|rule| workspace.settings.levels.runs(rule) && wanted(rule))
            && !hidden(workspace, name)
    };
    let looks = NATIVE.iter().map(|(rules, find)| {
        let rules: Vec<&str> = rules.iter().filter(runs).copied().collect();
        (rules, find)
    });
    let looks: Vec<(Vec<&str>, &Native)> = looks.filter(|(rules, _)| !rules.is_empty()).collect();
    let all = |(rules, find): &(Vec<&str>, &Native)| -> Vec<Finding> {
        let drafts = find(workspace, today);
        let own = drafts.iter().filter(|draft| rules.contains(&draft.rule));
        own.filter_map(|draft| finding(workspace, draft, today)).collect()
    };
    crate::parallel::each(workspace.records.len(), &looks, all).into_iter().flatten().collect()
}

/// Puts a draft into its rule's words.
pub(crate) fn finding(workspace: &Workspace, draft: &Draft, today: Date) -> Option<Finding> {
    let number = workspace.rules.number(draft.rule)?;
    let rule = workspace.rules.get(number)?;
    let path = &workspace.source(draft.place.source).path;
    // What keeps the tool from its job is said whatever rules were chosen.
    let level =
        if draft.setup { rule.level } else { workspace.settings.levels.level_in(number, path) };
    if level == Level::Off {
        return None;
    }
    let value = |name: &str| match draft.value(name) {
        Some(value) => Cow::Borrowed(value),
        None if name == "today" => Cow::Owned(today.to_string()),
        None => Cow::Borrowed(""),
    };
    let say = |text: &str| fill(text, &value);
    let help = rule.help.as_ref().map(|text| say(text)).filter(|help| !help.trim().is_empty());
    let related = draft.related.iter().map(|related| {
        let label = match (&related.label, &rule.label) {
            (label, Some(text)) if label.is_empty() => say(text),
            (label, _) => label.clone(),
        };
        Related { place: related.place, label }
    });
    Some(Finding {
        rule: number,
        level,
        message: say(&rule.message),
        list: rule.list.as_ref().map(|text| say(text)),
        place: draft.place,
        label: None,
        related: related.collect(),
        help,
        fix: draft.fix.clone(),
        subject: draft
            .record
            .map(Subject::Record)
            .or(draft.about)
            .unwrap_or(Subject::File(draft.place.source)),
        key: draft.key.clone(),
        suppressed: None,
        fingerprint: String::new(),
    })
}

fn concludes_from_absence(workspace: &Workspace, finding: &Finding) -> bool {
    let Some(rule) = workspace.rules.get(finding.rule) else { return false };
    rule.absence || is_of_absence(rule)
}

fn sort(workspace: &Workspace, findings: &mut [Finding]) {
    // Files are numbered setup files first; people read by path.
    let path = |finding: &Finding| workspace.source(finding.place.source).path.as_str();
    let by_path = |one: &Finding, other: &Finding| {
        if one.place.source == other.place.source {
            return Ordering::Equal;
        }
        path(one).cmp(path(other))
    };
    if findings.len() < 2 {
        return;
    }
    let ranks = ranks(workspace, findings);
    let rank = |finding: &Finding| ranks.get(usize::from(finding.rule));
    findings.sort_by(|one, other| {
        let by_place = by_path(one, other).then(one.place.span.cmp(&other.place.span));
        // Requirements in the order of their catalog, in which 10.1 comes after 9.3.
        let by_subject = one.subject.cmp(&other.subject);
        by_place
            .then_with(|| rank(one).cmp(&rank(other)))
            .then(one.rule.cmp(&other.rule))
            .then(by_subject)
            .then_with(|| one.message.cmp(&other.message))
    });
}

/// What rules say of one place comes in the order of what they speak for: the scope before what is
/// within it, clauses before controls. It is the order in which a programme is built.
fn ranks(workspace: &Workspace, findings: &[Finding]) -> Vec<u32> {
    let rank = |rule: &Rule| {
        let (framework, id) = rule.references.first()?.split_once(':')?;
        workspace.catalogs.by_id(framework)?.find(id)
    };
    let mut ranks: Vec<Option<u32>> = workspace.rules.iter().map(|_| None).collect();
    for finding in findings {
        let known = ranks.get_mut(usize::from(finding.rule)).filter(|known| known.is_none());
        if let Some(known) = known {
            *known = workspace.rules.get(finding.rule).map(|rule| rank(rule).unwrap_or(u32::MAX));
        }
    }
    ranks.into_iter().map(Option::unwrap_or_default).collect()
}

fn checked(workspace: &Workspace) -> Checked {
    let (requirements, unasked) = requirements(workspace);
    Checked {
        files: workspace.record_files.len(),
        records: workspace.records.len(),
        requirements,
        unasked,
        rules: workspace
            .rules
            .iter()
            .filter(|(number, _)| workspace.settings.levels.runs(*number))
            .count(),
    }
}

/// How many requirements in scope rules ask for, and how many none does.
fn requirements(workspace: &Workspace) -> (usize, usize) {
    let mut counts = (0, 0);
    for declared in &workspace.settings.frameworks {
        let Some(framework) = declared.number else { continue };
        let Some(catalog) = workspace.catalogs.get(framework) else { continue };
        let asked = parts::asked(&workspace.rules, &workspace.catalogs, framework);
        let rows = (catalog.first..).zip(&catalog.data.requirements);
        for (_, row) in rows.filter(|(number, row)| declared.asks_for(*number, row)) {
            let is_asked = asked.contains(row.part.as_str());
            *if is_asked { &mut counts.0 } else { &mut counts.1 } += 1;
        }
    }
    counts
}

/// Gives each finding an identity that survives moved lines: rule, subject, key and the text it
/// points at; the second of two that are alike in all of these is the second.
fn fingerprint(workspace: &Workspace, findings: &mut [Finding]) {
    let some: Vec<&[Finding]> = findings.chunks(PIECE).collect();
    let digests = crate::parallel::each(workspace.records.len(), &some, |findings| {
        findings.iter().map(|finding| digest(workspace, finding)).collect::<Vec<_>>()
    });
    let mut seen: FxHashMap<[u8; 16], u32> = FxHashMap::default();
    for (finding, digest) in findings.iter_mut().zip(digests.into_iter().flatten()) {
        let count = seen.entry(digest).or_default();
        *count += 1;
        finding.fingerprint = crate::source::hex(&digest);
        if *count > 1 {
            finding.fingerprint.push_str(&format!("-{count}"));
        }
    }
}

/// Findings that one thread gives their identity one behind the other.
const PIECE: usize = 32;

/// What a finding is, without what is before it.
fn digest(workspace: &Workspace, finding: &Finding) -> [u8; 16] {
    let mut hash = Sha256::new();
    let mut part = |parts: &[&str]| {
        parts.iter().for_each(|part| hash.update(part.as_bytes()));
        hash.update([0]);
    };
    part(&[workspace.rules.get(finding.rule).map_or("", |rule| rule.name.as_str())]);
    part(&named(workspace, finding.subject).each_ref().map(|part| &**part));
    part(&[&finding.key]);
    part(&[workspace.source(finding.place.source).slice(finding.place.span)]);
    let mut digest = [0; 16];
    digest.copy_from_slice(&hash.finalize()[..16]);
    digest
}

/// What a finding speaks of, in words that do not depend on places.
pub(crate) fn subject(workspace: &Workspace, subject: Subject) -> String {
    named(workspace, subject).concat()
}

/// The same in parts.
fn named(workspace: &Workspace, subject: Subject) -> [Cow<'_, str>; 3] {
    let whole = |name| [Cow::Borrowed(name), Cow::Borrowed(""), Cow::Borrowed("")];
    match subject {
        Subject::File(source) => whole(&workspace.source(source).path),
        Subject::Record(number) => match workspace.records.get(number as usize) {
            Some(record) => {
                let kind = workspace.kind(record).kind.id.as_str();
                [kind.into(), ":".into(), workspace.id(record)]
            }
            None => whole(""),
        },
        Subject::Requirement(number) => {
            let framework =
                workspace.catalogs.catalog_of(number).map_or("", |(_, catalog)| catalog.id());
            let id = workspace.catalogs.requirement(number).map_or("", |row| row.id.as_str());
            [framework.into(), ":".into(), id.into()]
        }
        Subject::Programme => whole("programme"),
    }
}
