//! The places in the code that make fixes, from the code itself: calls of whatever says by
//! `#[track_caller]` that its caller is the one who thought of the fix.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use complint::finding::Fix;

/// A file and a line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Site(String, u32);

impl Site {
    pub(crate) fn of(fix: &Fix) -> Self {
        Self(fix.origin().file().replace('\\', "/"), fix.origin().line())
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0, self.1)
    }
}

pub(crate) fn all() -> BTreeSet<Site> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    list(&root.join("src"), &mut files);
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| {
            let below = path.strip_prefix(root).expect("it is below").to_string_lossy();
            (below.replace('\\', "/"), fs::read_to_string(path).expect("it can be read"))
        })
        .collect();
    let makers: BTreeSet<String> =
        texts.iter().flat_map(|(_, text)| code(text).filter_map(|line| line.maker)).collect();
    let mut sites = BTreeSet::new();
    for (path, text) in &texts {
        let calls =
            code(text).filter(|line| !line.within && makers.iter().any(|it| calls(line.text, it)));
        sites.extend(calls.map(|line| Site(path.clone(), line.number)));
    }
    sites
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

struct Line<'t> {
    text: &'t str,
    number: u32,
    /// The function that begins here and says so.
    maker: Option<String>,
    /// Whether it stands in such a function, which passes on who called it.
    within: bool,
}

/// The lines of a file up to its tests.
fn code(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut marked = false;
    let mut end: Option<String> = None;
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    lines.zip(1..).map(move |(text, number)| {
        let mut maker = None;
        marked |= text.trim() == "#[track_caller]";
        if marked && let Some((_, rest)) = text.split_once("fn ") {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            maker = Some(if name == "new" { "Fix::new".to_owned() } else { name.to_owned() });
            end = Some(format!("{}}}", &text[..text.len() - text.trim_start().len()]));
            marked = false;
        }
        let within = end.is_some();
        if end.as_deref() == Some(text) {
            end = None;
        }
        Line { text, number, maker, within }
    })
}

/// Whether a line calls a function. A method of the same name that something else has is called on
/// `self`; that of strings on something.
fn calls(line: &str, name: &str) -> bool {
    let call = format!("{name}(");
    line.match_indices(&call).any(|(at, _)| {
        let before = &line[..at];
        match name {
            "fix" | "meant" | "meant_value" => {
                before.ends_with('.') && !before.ends_with("self.") && !before.ends_with("near.")
            }
            _ => !before
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '"')),
        }
    })
}
