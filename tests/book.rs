//! `docs/rules/` is what the rule files make of it: no page stale, none missing, none left over.
//!
//! `UPDATE=1` writes it anew.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads and writes the pages and stops aloud"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use complint::book::pages;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules"))
}

fn found() -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder()) else { return BTreeMap::new() };
    let pages = entries.map(|entry| {
        let entry = entry.expect("the folder can be read");
        let text = fs::read_to_string(entry.path()).expect("a page is text");
        (entry.file_name().into_string().expect("a page's name is text"), text)
    });
    pages.collect()
}

fn write(pages: &BTreeMap<String, String>) {
    fs::create_dir_all(folder()).expect("the folder can be made");
    for left_over in found().keys().filter(|name| !pages.contains_key(*name)) {
        fs::remove_file(folder().join(left_over)).expect("a page can be removed");
    }
    for (name, text) in pages {
        fs::write(folder().join(name), text).expect("a page can be written");
    }
}

#[test]
fn pages_are_those_of_the_rules() {
    let pages = pages();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        write(&pages);
    }
    let found = found();
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<BTreeSet<_>>();
    let advice = "`UPDATE=1 cargo test --test book` writes the pages anew";
    assert_eq!(names(&found), names(&pages), "{advice}");
    let stale: Vec<&String> = pages
        .iter()
        .filter(|(name, text)| found.get(*name) != Some(*text))
        .map(|(name, _)| name)
        .collect();
    assert!(stale.is_empty(), "stale in docs/rules: {stale:?}; {advice}");
}

/// The text without its blocks of code, whose links are those of examples.
fn without_code(text: &str) -> String {
    let mut fence: Option<&str> = None;
    let lines = text.lines().filter(|line| {
        let ticks = line.split(|c| c != '`').next().unwrap_or_default();
        match fence {
            Some(open) if *line == open => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            open => return open.is_none(),
        }
        false
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Each rule has a page, and both indexes lead to pages and headings that are there.
#[test]
fn links_lead_somewhere() {
    let pages = pages();
    for rule in complint::rule::shipped() {
        let page = pages.get(&format!("{}.md", rule.name)).expect("a rule has a page");
        assert!(page.starts_with(&format!("# {}\n", rule.name)), "{}", rule.name);
        assert!(pages["README.md"].contains(&format!("[{0}]({0}.md)", rule.name)), "{}", rule.name);
    }
    let headings = |page: &str| -> BTreeSet<String> {
        let lines = pages[page].lines().filter(|line| line.starts_with('#'));
        let slug = |line: &str| {
            let kept = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
        };
        lines.map(slug).collect()
    };
    let mut links = 0;
    for (name, text) in &pages {
        let prose = without_code(text);
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (page, heading) = target.split_once('#').unwrap_or((target, ""));
            let page = if page.is_empty() { name } else { page };
            assert!(pages.contains_key(page), "{name}: no page {target}");
            assert!(heading.is_empty() || headings(page).contains(heading), "{name}: {target}");
            links += 1;
        }
    }
    assert!(links > 2 * complint::rule::shipped().len(), "{links}");
}
