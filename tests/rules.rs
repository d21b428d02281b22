//! The examples of every shipped rule.
//!
//! `UPDATE=1` draws the marks that would hold into the rule files. Read the difference before it
//! is committed: a mark that nobody meant is a finding that nobody wants.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::path::{Path, PathBuf};

use complint::example::{Example, Mark, MarkKind, Own, Spot, Suite, examples, hold, suite};
use complint::rule::{shipped, shipped_sources};
use complint::source::write_atomically;

/// Each rule's name, the path of its file from the root and the file's text.
fn rules() -> Vec<(&'static str, String, &'static str)> {
    assert_eq!(shipped().len(), shipped_sources().len());
    let path = |group: &str, name: &str| format!("rules/{group}/{name}.toml");
    let pairs = shipped().iter().zip(shipped_sources());
    pairs.map(|(rule, text)| (rule.name.as_str(), path(&rule.group, &rule.name), *text)).collect()
}

/// The examples of a rule, which can be read.
fn read(path: &str, text: &str) -> Vec<Example> {
    examples(text).unwrap_or_else(|problems| {
        let said: Vec<String> = problems.iter().map(|problem| said(path, text, problem)).collect();
        panic!("{}", said.join("\n"))
    })
}

fn said(path: &str, text: &str, problem: &complint::example::Problem) -> String {
    let line = text[..problem.span.start as usize].lines().count().max(1);
    format!("{path}:{line}: {}", problem.message)
}

fn run(name: &str, path: &str, text: &str) -> Suite {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let suite = suite(name, text, &Own::default(), update).unwrap_or_else(|problems| {
        let said: Vec<String> = problems.iter().map(|problem| said(path, text, problem)).collect();
        panic!("{}", said.join("\n"))
    });
    if suite.source != text {
        let file: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        write_atomically(&file, suite.source.as_bytes()).expect("the rule file can be written");
    }
    suite
}

#[test]
fn every_example_holds() {
    let mut text = String::new();
    let mut examples = 0;
    for (name, path, source) in rules() {
        let suite = run(name, &path, source);
        examples += suite.examples;
        if !suite.holds() || suite.updated > 0 || !suite.left.is_empty() {
            text.push_str(&suite.text(&path));
        }
    }
    assert!(examples > 0, "there is no example");
    assert!(
        text.is_empty(),
        "\n{text}\n`UPDATE=1 cargo test --test rules` draws the marks that would hold"
    );
}

#[test]
fn every_rule_shows_what_it_finds_and_what_it_leaves_alone() {
    let lacking = rules().into_iter().filter_map(|(_, path, text)| {
        let examples = read(&path, text);
        let (bad, good) =
            (examples.iter().any(Example::is_bad), examples.iter().any(Example::is_good));
        (!bad || !good).then(|| format!("{path}: bad example: {bad}, good example: {good}"))
    });
    assert_eq!(lacking.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_example_has_a_name_of_its_own() {
    for (_, path, text) in rules() {
        let mut names: Vec<String> =
            read(&path, text).into_iter().map(|example| example.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "{path}");
    }
}

/// A comparison that lets everything pass would pass too, so each rule has an example spoilt.
#[test]
fn a_mark_that_is_gone_or_moved_is_noticed() {
    for (name, path, text) in rules() {
        let examples = read(&path, text);
        let Some(example) = examples.iter().find(|example| example.is_bad()) else { continue };
        for spoil in [forget, shift, widen, misname, reword, invent] {
            let mut spoilt = example.clone();
            spoil(&mut spoilt);
            let outcome = hold(name, &spoilt, &Own::default());
            assert!(!outcome.failures.is_empty(), "{path}: {:?}", spoilt.files);
        }
    }
}

fn first(example: &mut Example) -> Option<&mut Mark> {
    let marks = example.files.iter_mut().flat_map(|file| &mut file.marks);
    marks.into_iter().find(|mark| mark.kind == MarkKind::Primary)
}

fn forget(example: &mut Example) {
    example.files.iter_mut().for_each(|file| file.marks.clear());
}

fn shift(example: &mut Example) {
    first(example).into_iter().for_each(|mark| mark.spot.column += 1);
}

fn widen(example: &mut Example) {
    first(example).into_iter().for_each(|mark| mark.spot.length += 1);
}

fn misname(example: &mut Example) {
    first(example).into_iter().for_each(|mark| mark.rule = Some("other-rule".to_owned()));
}

fn reword(example: &mut Example) {
    first(example).into_iter().for_each(|mark| mark.label = "what no rule says".to_owned());
}

fn invent(example: &mut Example) {
    let mark = Mark {
        spot: Spot { line: 1, column: 40, length: 1 },
        kind: MarkKind::Related,
        rule: None,
        label: String::new(),
    };
    example.files.iter_mut().take(1).for_each(|file| file.marks.push(mark.clone()));
}
