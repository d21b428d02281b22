//! Every fix mends what it was offered for: the file still parses, the finding is gone, nothing but
//! the edits has changed, and JSON and SARIF carry the same edits.
//!
//! What is tried: the examples of every rule, the cases in `tests/fixes/cases.toml`, and the broken
//! company; each as it stands, with Windows line ends, with a mark of byte order, and with a first
//! line beyond ASCII. That this is every fix there is, is counted: each place in the code that makes
//! one has to have been there.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the test reads an example and stops aloud"
)]

#[path = "fixes/apply.rs"]
mod apply;
#[path = "fixes/cases.rs"]
mod cases;
#[path = "fixes/sites.rs"]
mod sites;

use std::collections::BTreeSet;

use apply::Files;
use cases::{Case, cases};
use complint::finding::Fix;
use complint::{Finding, Report, Workspace, fix, lint};

/// More rounds than the fixes of any case need.
const ROUNDS: usize = 12;

fn open(case: &Case, files: &Files) -> (Workspace, Report) {
    let files = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let workspace = Workspace::from_files(files.collect(), &case.options())
        .expect("the files are held in memory");
    let report = lint(&workspace, case.today);
    (workspace, report)
}

/// The files as some fixes leave them.
fn with(workspace: &Workspace, files: &Files, fixes: &[&Fix]) -> Files {
    let mut files = files.clone();
    for (id, text) in fix::round(workspace, fixes.iter().copied()).1 {
        files.insert(workspace.source(id).path.clone(), text);
    }
    files
}

fn fixable(report: &Report) -> Vec<(&Finding, &Fix)> {
    report.active().filter_map(|finding| Some((finding, finding.fix.as_ref()?))).collect()
}

/// How many findings say the same of the same file.
fn same(workspace: &Workspace, report: &Report, finding: &(u16, String, String)) -> usize {
    let path = |it: &Finding| workspace.source(it.place.source).path.clone();
    report.active().filter(|it| (it.rule, it.message.clone(), path(it)) == *finding).count()
}

fn errors(workspace: &Workspace) -> usize {
    workspace.sources.iter().map(|source| source.document.errors().len()).sum()
}

/// What does not hold of one fix alone.
fn faults_of(case: &Case, files: &Files, before: &(Workspace, Report), at: usize) -> Vec<String> {
    let (workspace, report) = before;
    let (finding, fix) = fixable(report)[at];
    let mut faults = Vec::new();
    let new = with(workspace, files, &[fix]);
    if new == *files {
        return vec!["it changes nothing".to_owned()];
    }
    let after = open(case, &new);
    if errors(&after.0) > errors(workspace) {
        faults.push("it breaks a file".to_owned());
    }
    let path = workspace.source(finding.place.source).path.clone();
    let found = (finding.rule, finding.message.clone(), path);
    if same(&after.0, &after.1, &found) >= same(workspace, report, &found) {
        faults.push("the finding is still there".to_owned());
    }
    faults.extend(apply::lost_comments(workspace, &after.0, fix));
    let number =
        report.findings.iter().position(|it| std::ptr::eq(it, finding)).expect("it is one");
    for (format, edited) in apply::by_machines(workspace, report, number, files) {
        if edited != new {
            faults.push(format!("the edits in {format} make another text"));
        }
    }
    let title = &fix.title;
    faults.into_iter().map(|fault| format!("{title:?} of {:?}: {fault}", found.1)).collect()
}

/// Puts fixes in until there are none, and notes what is wrong with each on the way.
fn mend(case: &Case, files: &Files, faults: &mut Vec<String>) -> (Files, BTreeSet<sites::Site>) {
    let mut files = files.clone();
    let mut seen = BTreeSet::new();
    for _ in 0..ROUNDS {
        let before = open(case, &files);
        let fixes: Vec<&Fix> = fixable(&before.1).into_iter().map(|(_, fix)| fix).collect();
        if fixes.is_empty() {
            return (files, seen);
        }
        seen.extend(fixes.iter().map(|fix| sites::Site::of(fix)));
        for at in 0..fixes.len().min(case.singles) {
            let new = faults_of(case, &files, &before, at);
            faults.extend(new.into_iter().map(|fault| format!("{}: {fault}", case.name)));
        }
        files = with(&before.0, &files, &fixes);
    }
    faults.push(format!("{}: after {ROUNDS} rounds there are still fixes", case.name));
    (files, seen)
}

#[test]
fn every_fix_mends_what_it_was_offered_for() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for case in cases() {
        let (mended, sites) = mend(&case, &case.files, &mut faults);
        seen.extend(sites);
        if let Some(fixed) = &case.fixed
            && mended != *fixed
        {
            faults.push(format!("{}: it becomes {mended:#?}", case.name));
        }
        if mended == case.files {
            if case.claims {
                faults.push(format!("{}: no fix changes anything", case.name));
            }
            continue;
        }
        for (name, vary) in apply::VARIANTS {
            let varied =
                Case { singles: 0, name: format!("{}, {name}", case.name), ..case.clone() };
            let (changed, _) = mend(&varied, &vary(&case.files), &mut faults);
            if changed != vary(&mended) {
                faults.push(format!("{}: it becomes {changed:#?}", varied.name));
            }
        }
    }
    let all = sites::all();
    let untried: Vec<_> =
        all.difference(&seen).map(|site| format!("{site}: no case makes it")).collect();
    let unknown: Vec<_> =
        seen.difference(&all).map(|site| format!("{site}: not counted")).collect();
    faults.extend(untried.into_iter().chain(unknown));
    assert!(all.len() > 20, "only {} places make fixes", all.len());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// A rule that mends something shows it.
#[test]
fn every_rule_with_a_fix_has_an_example_of_it() {
    let mut mends = BTreeSet::new();
    let mut shows = BTreeSet::new();
    for case in cases() {
        let (workspace, report) = open(&case, &case.files);
        let name = |rule: u16| workspace.rules.get(rule).map(|rule| rule.name.to_string());
        mends.extend(fixable(&report).into_iter().filter_map(|(finding, _)| name(finding.rule)));
        if case.claims {
            shows.extend(case.rule.clone());
        }
    }
    let lacking: Vec<_> = mends.difference(&shows).collect();
    assert!(
        lacking.is_empty(),
        "these have fixes, and no example says what becomes `fixed`: {lacking:?}"
    );
    assert!(mends.len() >= 10, "only {mends:?} have fixes");
}
