//! `explain`, `rules` and `kinds`: what is there is what is checked, a company's own with it.

use serde_json::Value;

use super::{case, run};

/// A key of each entry of a list in JSON.
fn column(out: &str, key: &str) -> Vec<String> {
    let list: Vec<Value> = serde_json::from_str(out).expect("a list in JSON");
    list.iter().filter_map(|entry| entry[key].as_str().map(str::to_owned)).collect()
}

/// How often a name begins an entry of a list for people; what is further in goes on with one.
fn entries(out: &str, name: &str) -> usize {
    let names = out.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|word| *word == name).count()
}

#[test]
fn every_rule_is_listed() {
    let run = run(&case("own"), &["rules", "--output-format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let names = column(&run.out, "name");
    assert_eq!(names.len(), complint::rule::shipped().len() + 1);
    for name in ["missing-clause", "stale-review", "unused-waiver", "undated-drill"] {
        assert!(names.iter().any(|known| known == name), "{name}");
    }
    let full = super::run(&case("own"), &["rules"]);
    assert_eq!(full.code, 0);
    for name in &names {
        // What the programme sets otherwise is told once more.
        let times = if super::OFF.contains(&name.as_str()) { 2 } else { 1 };
        assert_eq!(entries(&full.out, name), times, "{name}\n{}", full.out);
    }
}

#[test]
fn every_kind_is_listed() {
    let run = run(&case("own"), &["kinds", "--output-format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let names = column(&run.out, "id");
    for name in ["control", "soa", "waiver", "drill"] {
        assert_eq!(names.iter().filter(|known| *known == name).count(), 1, "{name}");
    }
    let full = super::run(&case("own"), &["kinds"]);
    assert_eq!(full.code, 0);
    for name in &names {
        // What the programme sets otherwise is told once more.
        let times = if super::OFF.contains(&name.as_str()) { 2 } else { 1 };
        assert_eq!(entries(&full.out, name), times, "{name}\n{}", full.out);
    }
}

#[test]
fn every_rule_and_kind_can_be_explained() {
    let folder = case("own");
    let rules = column(&run(&folder, &["rules", "--output-format", "json"]).out, "name");
    let kinds = column(&run(&folder, &["kinds", "--output-format", "json"]).out, "id");
    for name in rules.iter().chain(&kinds) {
        let run = run(&folder, &["explain", name]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        let first = run.out.lines().next().unwrap_or_default();
        assert!(first.split_whitespace().any(|word| word == name), "{name}: {first}");
    }
}

#[test]
fn a_requirement_can_be_named_as_people_name_it() {
    let folder = case("own");
    for (name, title) in [
        ("A.8.13", "Information backup"),
        ("iso27001:A.8.13", "Information backup"),
        ("iso27001:6.1.3", "Information security risk treatment"),
        ("CC6.1", "CC6.1"),
        ("baseline:B-1", "Drills"),
    ] {
        let run = run(&folder, &["explain", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        assert!(run.out.contains(title), "{name}\n{}", run.out);
    }
}

#[test]
fn lists_do_not_need_a_programme() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    for args in [&["rules"][..], &["kinds"], &["explain", "stale-review"], &["explain"]] {
        let run = run(elsewhere.path(), args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        assert!(!run.out.is_empty(), "{args:?}");
    }
}
