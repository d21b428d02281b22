//! The reviewed lists: defects made by hand, and those that are rightly no finding.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use complint::Span;

use crate::mutant::{Mutant, Variant};
use crate::programme::Programme;

/// A defect that no operator makes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Defect {
    pub(crate) name: String,
    /// The rule that has to find it.
    pub(crate) finds: String,
    pub(crate) change: Vec<Change>,
}

/// Text of a file that is written differently.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) file: String,
    /// What stands there, the first time it does; the end of the file where nothing is said.
    #[serde(default)]
    find: Option<String>,
    /// Whether all of the file is replaced, or written where there is none.
    #[serde(default)]
    whole: bool,
    replace: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defects {
    defect: Vec<Defect>,
}

pub(crate) fn defects() -> Vec<Defect> {
    read::<Defects>("defects.toml").defect
}

impl Defect {
    pub(crate) fn mutant(&self, programme: &Programme) -> Mutant {
        let mut variant = Variant { broken: true, ..Variant::default() };
        for change in &self.change {
            // A whole file may be a new one.
            let text = programme.text(&change.file).or(change.whole.then_some(""));
            let text = text.unwrap_or_else(|| unreachable!("{}: no {}", self.name, change.file));
            let span = change.span(text);
            let span = span.unwrap_or_else(|| unreachable!("{}: it does not occur", self.name));
            let edits = variant.edits.entry(change.file.clone()).or_default();
            edits.push((span, change.replace.clone()));
        }
        Mutant { name: self.name.clone(), variants: vec![variant] }
    }
}

impl Change {
    fn span(&self, text: &str) -> Option<Span> {
        let (start, length) = match &self.find {
            _ if self.whole => (0, text.len()),
            Some(find) => (text.find(find.as_str())?, find.len()),
            None => (text.len(), 0),
        };
        Some(Span::new(start as u32, (start + length) as u32))
    }
}

/// What is rightly not found, or cannot be, each with the reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    #[serde(default)]
    harmless: Vec<Harmless>,
    /// Rules that no single defect of this programme can reach.
    #[serde(default)]
    pub(crate) unreachable: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Harmless {
    reason: String,
    defects: Vec<String>,
}

pub(crate) fn reviewed() -> Reviewed {
    read("harmless.toml")
}

impl Reviewed {
    /// The names of harmless defects; each stands there once and has a reason.
    pub(crate) fn harmless(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for entry in &self.harmless {
            assert!(entry.reason.split_whitespace().count() > 3, "no reason: {:?}", entry.defects);
            for name in &entry.defects {
                assert!(names.insert(name.as_str()), "`{name}` is listed twice");
            }
        }
        names
    }
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutations").join(name);
    let text = fs::read_to_string(path).expect("the list can be read");
    toml::from_str(&text).unwrap_or_else(|error| unreachable!("{name}: {error}"))
}
