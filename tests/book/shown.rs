//! What the pages of `docs/` show is what happens: commands are run and their output is compared,
//! what a reader is told to write is written and checked.
//!
//! Each page written by hand is walked through from top to bottom in a new folder, as a reader would
//! who pastes everything. `page` reads the pages; these comments before a block say more:
//!
//! - `<!-- with: PATH -->` the folder begins as a copy of that one
//! - `<!-- file: PATH -->` the block is that file
//! - `<!-- not run: WHY -->` the block is only read

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use complint::rule::vocabulary;

use super::page::{self, Page};
use super::reader::Reader;
use super::{docs, updating};

/// The day on which a page is read.
pub(super) const TODAY: &str = "2026-06-30";
/// A day years later, on which the quick start still has to work.
const LATER: &str = "2032-01-15";

/// The pages that are written by hand.
fn pages() -> Vec<PathBuf> {
    let entries = fs::read_dir(docs()).expect("there are pages");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut pages: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .filter(|path| !path.ends_with("SUMMARY.md"))
        .collect();
    pages.sort();
    pages
}

/// Reads a page on a day and returns what is not as it says.
fn walk(path: &Path, today: &str) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a page is text");
    let page = Page::read(&text);
    let mut reader = Reader::new(today);
    let mut wrong = Vec::new();
    let mut outputs = Vec::new();
    for block in &page.blocks {
        match reader.follow(block) {
            Ok(None) => {}
            Ok(Some(output)) => outputs.push((block.lines.clone(), output)),
            Err(why) => {
                let name = path.file_name().unwrap_or_default().display();
                wrong.push(format!("{name}:{}: {why}", block.lines.start));
            }
        }
    }
    if updating() && today == TODAY && !outputs.is_empty() {
        fs::write(path, page::with(&text, &outputs)).expect("a page can be written");
    } else {
        for (lines, output) in outputs {
            let name = path.file_name().unwrap_or_default().display();
            wrong.push(format!("{name}:{}: prints\n{output}", lines.start));
        }
    }
    wrong
}

#[test]
fn pages_show_what_happens() {
    let pages = pages();
    assert!(pages.len() > 8, "{pages:?}");
    let wrong: Vec<String> = pages.iter().flat_map(|path| walk(path, TODAY)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_quick_start_does_not_age() {
    // Its output is being written by the other test.
    if updating() {
        return;
    }
    let wrong = walk(&docs().join("quick-start.md"), LATER);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The record on the page of a kind, and those in the README, are records: no key is misspelt, no
/// value of a wrong type.
#[test]
fn records_that_are_shown_are_records() {
    let kinds = complint::kind::shipped();
    let mut paths: Vec<PathBuf> =
        kinds.iter().map(|kind| docs().join(format!("kinds/{}.md", kind.id))).collect();
    paths.push(docs().join("../README.md"));
    let mut records = String::new();
    for path in &paths {
        let text = fs::read_to_string(path).expect("a page is text");
        let blocks = Page::read(&text).blocks;
        let toml: Vec<_> = blocks.iter().filter(|block| block.language == "toml").collect();
        assert!(!toml.is_empty(), "{}", path.display());
        // One read for all of them; names of records may repeat.
        records.extend(toml.iter().map(|block| block.text.as_str()));
    }
    Reader::new(TODAY).records(&records).unwrap_or_else(|wrong| panic!("{wrong}"));
}

/// The names in the first column of the table below a heading.
fn listed(page: &str, heading: &str) -> BTreeSet<String> {
    let below = page.split_once(&format!("\n### {heading}\n"));
    let (_, below) = below.unwrap_or_else(|| panic!("no heading {heading}"));
    let rows = below.lines().skip_while(|line| !line.starts_with('|')).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let names = rows.filter_map(|row| row.split('`').nth(1));
    names.map(|name| name.trim_matches(['{', '}']).to_owned()).collect()
}

/// The reference of the language of rules lists the words that the engine understands, no more and
/// no fewer.
#[test]
fn words_of_rules_are_those_of_the_engine() {
    let page = fs::read_to_string(docs().join("own-rules.md")).expect("there is such a page");
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let lists: [(&str, BTreeSet<String>); 4] = [
        ("Bounds", set(vocabulary::bounds())),
        ("Computed keys", set(&vocabulary::derived())),
        ("Keys of requirements", set(&vocabulary::fields())),
        ("Placeholders", set(vocabulary::placeholders())),
    ];
    for (heading, known) in lists {
        assert_eq!(listed(&page, heading), known, "{heading}");
    }
}
