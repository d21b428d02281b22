//! The example programmes: `northwind`, which is in order, and `northwind-broken`, where a comment
//! `# finds: RULE`, in Markdown `<!-- finds: RULE -->`, stands above each line that a finding points
//! at.

#![allow(
    clippy::disallowed_methods,
    reason = "the comments are read from the disk, not by what they test"
)]
#![allow(clippy::expect_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use complint::source::{Lines, Position};
use complint::{Finding, Options, Report, Workspace, discover, lint};
use jiff::civil::{Date, date};

/// The day for which both programmes are written.
const TODAY: Date = date(2026, 6, 30);

/// The beginning and the end of a comment that names rules, by the ending of the file.
const MARKS: [(&str, &str, &str); 2] = [("toml", "# finds: ", ""), ("md", "<!-- finds: ", " -->")];

/// Where a rule finds something. Two findings of a rule on one line are one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    path: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} {}", self.path, self.line, self.rule)
    }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

fn check(name: &str) -> (Workspace, Report) {
    let roots = discover(&folder(name)).expect("the example is a programme");
    assert_eq!(roots.len(), 1, "{name} is one programme");
    let workspace =
        Workspace::open(&roots[0], &Options::default()).expect("the example can be opened");
    let report = lint(&workspace, TODAY);
    (workspace, report)
}

fn rule<'w>(workspace: &'w Workspace, finding: &Finding) -> &'w str {
    workspace.rules.get(finding.rule).expect("a finding has a rule").name.as_str()
}

fn place<'w>(workspace: &'w Workspace, finding: &Finding) -> (&'w str, Position) {
    let source = workspace.source(finding.place.source);
    (&source.path, Lines::new(&source.text).position(finding.place.span.start))
}

fn found(workspace: &Workspace, report: &Report) -> BTreeSet<Spot> {
    let spot = |finding: &Finding| {
        let (path, position) = place(workspace, finding);
        Spot {
            path: path.to_owned(),
            line: position.line,
            rule: rule(workspace, finding).to_owned(),
        }
    };
    report.active().map(spot).collect()
}

/// The findings in words, for a test that fails.
fn said(workspace: &Workspace, report: &Report) -> Vec<String> {
    let line = |finding: &Finding| {
        let (path, at) = place(workspace, finding);
        format!("{path}:{}:{} {} {}", at.line, at.column, rule(workspace, finding), finding.message)
    };
    report.findings.iter().map(line).collect()
}

/// The paths of all files of an example with that ending, from its root.
fn files(name: &str, ending: &str) -> Vec<String> {
    let root = folder(name);
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                files.push(relative(&root, &path));
            }
        }
    }
    files
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).expect("the walk stays below the root");
    let parts = inner.iter().map(|part| part.to_str().expect("the path is UTF-8"));
    parts.collect::<Vec<_>>().join("/")
}

/// What the comments of a programme say: a rule on the line below the comment.
fn marked(name: &str) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (ending, begins, ends) in MARKS {
        for path in files(name, ending) {
            let text = fs::read_to_string(folder(name).join(&path)).expect("the file can be read");
            for (below, line) in (2..).zip(text.lines()) {
                let said = line.strip_prefix(begins).and_then(|said| said.strip_suffix(ends));
                let spot = |rule| Spot { path: path.clone(), line: below, rule };
                let rules = said.into_iter().flat_map(|rules| rules.split(", "));
                spots.extend(rules.map(str::to_owned).map(spot));
            }
        }
    }
    spots
}

fn list<'s>(title: &str, spots: impl Iterator<Item = &'s Spot>) -> String {
    spots.fold(String::new(), |text, spot| format!("{text}\n{title}: {spot}"))
}

#[test]
fn northwind_is_in_order() {
    let (workspace, report) = check("northwind");
    assert_eq!(said(&workspace, &report), Vec::<String>::new());
    assert!(!report.setup_broken);
    assert_eq!(report.withheld_count(), 0);
}

/// Nothing is found in an empty programme either.
#[test]
fn northwind_is_a_whole_programme() {
    let (workspace, report) = check("northwind");
    let census = workspace.census();
    let rows = census.iter().find(|(kind, _)| *kind == "soa").map_or(0, |(_, count)| *count);
    let records: usize = census.iter().map(|(_, count)| count).sum();
    assert!(rows >= 93, "{rows} rows of the Statement of Applicability");
    assert!(records - rows >= 120, "{} further records", records - rows);
    assert_eq!(report.checked.records, records);
}

#[test]
fn northwind_broken_has_the_findings_that_its_comments_name_and_no_others() {
    let (workspace, report) = check("northwind-broken");
    let found = found(&workspace, &report);
    let marked: BTreeSet<Spot> = marked("northwind-broken").into_iter().collect();
    let unmarked = list("found, and no comment above it", found.difference(&marked));
    let missed = list("not found, though a comment says so", marked.difference(&found));
    assert!(unmarked.is_empty() && missed.is_empty(), "{unmarked}{missed}");
    assert!(found.len() >= 30, "{} defects", found.len());
}

#[test]
fn each_comment_names_a_rule_once() {
    let marks = marked("northwind-broken");
    let distinct: BTreeSet<&Spot> = marks.iter().collect();
    assert_eq!(marks.len(), distinct.len());
}

#[test]
fn northwind_broken_shows_rules_of_every_group() {
    let (workspace, report) = check("northwind-broken");
    let shown: BTreeSet<&str> = report.active().map(|finding| rule(&workspace, finding)).collect();
    let groups = report.active().filter_map(|finding| workspace.rules.get(finding.rule));
    let groups: BTreeSet<&str> = groups.map(|rule| rule.group.as_str()).collect();
    for group in [
        "syntax",
        "reference",
        "isms",
        "soa",
        "tsc",
        "review",
        "waiver",
        "risk",
        "vendor",
        "exception",
        "answer",
        "ai",
    ] {
        assert!(groups.contains(group), "nothing of {group}");
    }
    assert!(shown.len() >= 50, "{} rules", shown.len());
    assert!(!shown.contains("invalid-toml"));
}

/// The defects are the company's: the tool could do its job and held nothing back.
#[test]
fn northwind_broken_is_set_up_well() {
    let (_, report) = check("northwind-broken");
    assert!(!report.setup_broken);
    assert_eq!(report.withheld_count(), 0);
    assert_eq!(report.incomplete_files, 0);
    assert_eq!(report.counts().waived, 2);
}

/// Counted by hand, so that a mistake shared by comments and findings is seen.
#[test]
fn some_findings_stand_where_they_were_counted() {
    let (workspace, report) = check("northwind-broken");
    let expected = [
        ("complint.toml", 15, 9, "missing-scope"),
        ("controls/devices.toml", 72, 31, "retired-reference"),
        ("documents/shared-responsibility.md", 30, 30, "placeholder-text"),
        ("evidence/2026/operations.toml", 7, 38, "impossible-order"),
        ("isms/soa/organizational.toml", 5, 17, "boilerplate-justification"),
        ("policies/compliance.toml", 10, 12, "wrong-type"),
        ("vendors/vendors.toml", 185, 29, "hidden-characters"),
    ];
    for (path, line, column, name) in expected {
        let stands = |finding: &Finding| {
            place(&workspace, finding) == (path, Position { line, column })
                && rule(&workspace, finding) == name
        };
        assert!(report.active().any(stands), "{path}:{line}:{column} {name}");
    }
}
