//! The rule book in Markdown, made from the rule files: a page a rule, an index by group, and one by
//! what the standards ask for. `docs/rules/` holds it; a test compares.
//!
//! - `rule`: the page of a rule
//! - `index`: all rules by group
//! - `requirements`: requirements with the rules that stand behind them
//! - `help`: what a viewer of findings shows beside them
//! - `markdown`: text of files as Markdown

use std::collections::BTreeMap;

use crate::framework::Catalogs;
use crate::rule::Rules;

pub(crate) mod help;
mod index;
pub(crate) mod markdown;
mod requirements;
mod rule;

/// The file of the index by group; the one that is shown for the folder.
const INDEX: &str = "README.md";
/// The file of the index by requirement.
const REQUIREMENTS: &str = "requirements.md";

/// What the pages are made from.
struct Book {
    rules: Rules,
    catalogs: Catalogs,
}

/// Every page of the book on the shipped rules: its file name and its text.
pub fn pages() -> BTreeMap<String, String> {
    let book = Book { rules: Rules::default(), catalogs: Catalogs::default() };
    let rules = book.rules.iter().zip(crate::rule::shipped_sources());
    let mut pages: BTreeMap<String, String> = rules
        .map(|((_, rule), source)| (file(&rule.name), rule::page(&book, rule, source)))
        .collect();
    pages.insert(INDEX.to_owned(), index::page(&book));
    pages.insert(REQUIREMENTS.to_owned(), requirements::page(&book));
    pages
}

/// The file of a rule's page.
fn file(rule: &str) -> String {
    format!("{rule}.md")
}
