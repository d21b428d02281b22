#![allow(clippy::disallowed_methods, reason = "a test looks at files itself")]

use std::path::Path;

use super::{FOLDERS, PIECES, Wish, files};
use crate::framework::{Framework, shipped};
use crate::report::Report;
use crate::workspace::{Options, Workspace};

fn wish(frameworks: Vec<&'static Framework>) -> Wish {
    Wish {
        name: "a \"quoted\" {today} name".to_owned(),
        guessed: None,
        frameworks,
        soc2_type: None,
        categories: vec!["security".to_owned()],
        today: "2026-06-30".parse().expect("a day"),
        shared: false,
    }
}

/// Every framework alone, every two, and all.
fn combinations() -> Vec<Vec<&'static Framework>> {
    let all: Vec<&Framework> = shipped().iter().filter(|it| !it.head.withdrawn).collect();
    let mut combinations: Vec<Vec<&Framework>> = all.iter().map(|one| vec![*one]).collect();
    for (number, one) in all.iter().enumerate() {
        combinations.extend(all[number + 1..].iter().map(|other| vec![*one, *other]));
    }
    combinations.push(all);
    combinations
}

fn lint(wish: &Wish, today: &str, edit: impl Fn(&str) -> String) -> (Workspace, Report) {
    let files = files(wish).into_iter().map(|file| {
        let text = if file.path.ends_with(".toml") { edit(&file.text) } else { file.text };
        (file.path, text.into_bytes())
    });
    let workspace =
        Workspace::from_files(files.collect(), &Options::default()).expect("it can be read");
    let report = crate::lint(&workspace, today.parse().expect("a day"));
    (workspace, report)
}

/// Rule, level and message of findings in groups of rules.
fn found(workspace: &Workspace, report: &Report, groups: &[&str]) -> Vec<String> {
    let of_groups = report.findings.iter().filter_map(|finding| {
        let rule = workspace.rules.get(finding.rule)?;
        let path = &workspace.source(finding.place.source).path;
        groups
            .contains(&rule.group.as_str())
            .then(|| format!("{path}: {}: {}", rule.name, finding.message))
    });
    of_groups.collect()
}

fn names(frameworks: &[&Framework]) -> String {
    frameworks.iter().map(|it| it.head.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_written_is_wrong() {
    for frameworks in combinations() {
        let (workspace, report) = lint(&wish(frameworks.clone()), "2026-06-30", str::to_owned);
        let wrong = found(&workspace, &report, &["syntax", "reference", "waiver"]);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", names(&frameworks));
        let manifest = workspace.source(crate::source::SourceId::MANIFEST).root();
        let name = manifest.get_path(&["organization", "name"]).expect("it has a name");
        assert_eq!(name.as_str().expect("text"), "a \"quoted\" {today} name");
    }
}

/// What stands behind a `#` to be taken up is right as it stands.
#[test]
fn samples_are_right() {
    let mut samples = 0;
    for frameworks in combinations() {
        for soc2_type in [None, Some(1), Some(2)] {
            let wish = Wish { soc2_type, ..wish(frameworks.clone()) };
            let (workspace, report) = lint(&wish, "2028-01-01", taken_up);
            let wrong = found(&workspace, &report, &["syntax", "reference", "waiver"]);
            assert!(wrong.is_empty(), "{}: {wrong:#?}", names(&frameworks));
            let (before, _) = lint(&wish, "2028-01-01", str::to_owned);
            samples += workspace.records.len() - before.records.len();
        }
    }
    assert!(samples > 100, "{samples}: the samples are not found");
}

fn taken_up(text: &str) -> String {
    let is_sample = |line: &str| {
        line.starts_with("[[")
            || line.split_once(" = ").is_some_and(|(key, _)| {
                key.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
            })
    };
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(sample) if is_sample(sample) => format!("{sample}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// What is demanded is asked for by the first check, and nothing but that.
#[test]
fn the_first_check_says_what_is_left_to_do() {
    for frameworks in combinations() {
        let demands = |part: &str| frameworks.iter().any(|framework| super::has(framework, part));
        let (workspace, report) = lint(&wish(frameworks.clone()), "2026-06-30", str::to_owned);
        let rules: Vec<&str> = report
            .findings
            .iter()
            .filter_map(|finding| workspace.rules.get(finding.rule))
            .map(|rule| rule.name.as_str())
            .collect();
        let expected = [
            ("missing-clause", demands("clause")),
            ("missing-scope", frameworks.iter().any(|it| it.head.id == "iso27001")),
            ("undecided-applicability", demands("annex")),
            ("unapproved-soa", demands("annex")),
            ("unmapped-criterion", demands("criterion")),
            ("incomplete-system-description", demands("criterion")),
            ("missing-soa-entry", false),
        ];
        for (rule, wanted) in expected {
            assert_eq!(rules.contains(&rule), wanted, "{rule}: {}", names(&frameworks));
        }
        let warnings = report.findings.iter().filter(|it| it.level != crate::rule::Level::Error);
        let warnings: Vec<&String> = warnings.map(|finding| &finding.message).collect();
        assert!(warnings.is_empty(), "{}: {warnings:#?}", names(&frameworks));
    }
}

/// A programme is built from its scope on; the statement comes when the rest is known.
#[test]
fn the_first_check_speaks_in_the_order_of_work() {
    let all = combinations().pop().expect("there are some");
    let (workspace, report) = lint(&wish(all), "2026-06-30", str::to_owned);
    let mut rules: Vec<&str> = Vec::new();
    for finding in &report.findings {
        let rule = workspace.rules.get(finding.rule).map_or("", |rule| rule.name.as_str());
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let place = |rule: &str| rules.iter().position(|it| *it == rule).expect(rule);
    let order = [
        "missing-scope",
        "missing-clause",
        "missing-documented-information",
        "unmapped-criterion",
        "undeclared-interval",
        "undecided-applicability",
        "incomplete-system-description",
    ];
    assert_eq!(place("missing-scope"), 0, "{rules:?}");
    for pair in order.windows(2) {
        assert!(place(pair[0]) < place(pair[1]), "{pair:?}: {rules:?}");
    }
}

#[test]
fn every_file_of_the_layout_is_written() {
    fn paths(folder: &Path, above: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let name = format!("{above}{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => paths(&entry.path(), &format!("{name}/"), found),
                false => found.push(name),
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut there = Vec::new();
    paths(&root.join("layout"), "", &mut there);
    there.sort();
    let mut pieces: Vec<&str> = PIECES.iter().map(|piece| piece.0).collect();
    pieces.sort_unstable();
    assert_eq!(there, pieces);

    let mut example = Vec::new();
    paths(&root.join("examples/northwind"), "", &mut example);
    let of_records = example.iter().filter(|path| path.ends_with(".toml"));
    let all = combinations().pop().expect("there are some");
    let written = files(&wish(all)).into_iter().map(|file| file.path);
    for path in of_records.cloned().chain(written) {
        let folder = path.split_once('/').map(|(folder, _)| folder);
        assert!(folder.is_none_or(|folder| FOLDERS.contains(&folder)), "{path} is in no folder");
    }
}

/// A line with a condition that nothing meets would never be written.
#[test]
fn conditions_are_known() {
    let all = wish(combinations().pop().expect("there are some"));
    for piece in PIECES {
        assert!(piece.1.is_none_or(|word| all.has(word)), "{}", piece.0);
        for (word, _) in piece.3.lines().filter_map(super::condition) {
            assert!(all.has(word), "{}: {word}", piece.0);
        }
    }
    for file in files(&all) {
        let left = file.text.replace("{today} name", "").replace("{ ", "").replace("{}", "");
        assert!(!left.contains('{'), "{}", file.path);
    }
}
