//! The generated part of the book, in Markdown: a page a rule and a kind, indexes of both, rules by
//! what the standards ask for, and the keys of the tool's own files. It is made from the files that
//! the program itself reads, so nothing in it is said twice. A test compares it with `docs/`.
//!
//! - `rule`, `index`, `requirements`: `docs/rules/`
//! - `kind`, `kinds`: `docs/kinds/`
//! - `form`: `docs/files/`
//! - `keys`: keys as a table
//! - `help`: what a viewer of findings shows beside them
//! - `markdown`: text of files as Markdown

use std::collections::BTreeMap;

use crate::framework::Catalogs;
use crate::kind::{Info, Kinds, forms};
use crate::rule::Rules;
use crate::workspace::Workspace;

mod form;
pub(crate) mod help;
mod index;
mod keys;
mod kind;
mod kinds;
pub(crate) mod markdown;
mod requirements;
mod rule;

/// The file of an index; the one that is shown for its folder.
const INDEX: &str = "README.md";
/// The file of the index by requirement.
const REQUIREMENTS: &str = "requirements.md";

/// What the pages are made from.
struct Book<'w> {
    rules: Rules,
    kinds: Kinds,
    catalogs: Catalogs,
    /// A programme without findings, whose records are examples.
    healthy: &'w Workspace,
}

impl Book<'_> {
    /// The kinds, in the order of their ids.
    fn kinds(&self) -> impl Iterator<Item = &Info> {
        self.kinds.iter().map(|(_, info)| info)
    }
}

/// Every generated page of the book: its path in `docs/` and its text. Records of `healthy` are
/// shown as examples of their kinds.
pub fn pages(healthy: &Workspace) -> BTreeMap<String, String> {
    let (kinds, _) = Kinds::new(Vec::new());
    let book = Book { rules: Rules::default(), kinds, catalogs: Catalogs::default(), healthy };
    let mut pages = BTreeMap::new();
    for ((_, rule), source) in book.rules.iter().zip(crate::rule::shipped_sources()) {
        pages.insert(format!("rules/{}", file(&rule.name)), rule::page(&book, rule, source));
    }
    for info in book.kinds() {
        pages.insert(format!("kinds/{}", file(&info.kind.id)), kind::page(&book, info));
    }
    // Sets of keys are shipped only; a company's kinds use them and add none.
    for form in forms().iter().filter(|form| form.id != "trait") {
        pages.insert(format!("files/{}", file(&form.id)), form::page(&book, form));
    }
    pages.insert(format!("rules/{INDEX}"), index::page(&book));
    pages.insert(format!("rules/{REQUIREMENTS}"), requirements::page(&book));
    pages.insert(format!("kinds/{INDEX}"), kinds::page(&book));
    pages
}

/// The file of a page.
fn file(name: &str) -> String {
    format!("{name}.md")
}
