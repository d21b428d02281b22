//! What `complint init` writes: a programme in which nothing is decided yet, so that its first check
//! says what is left to do. No fact is made up: what only the company knows stands behind a `#`, is a
//! draft, or is missing.
//!
//! The texts stand in `layout/`. A line of theirs that begins with `{iso27001}` or `{clause}` is
//! written where that framework, or one with such a part, is in scope.

use jiff::civil::Date;

use crate::framework::Framework;

mod editors;
mod manifest;
mod statement;

pub(crate) use editors::{ABOUT, SETTINGS, Settings, schemas};

/// The folders that hold records by custom: what is written, and what the first audit adds. Editors
/// know by them which TOML files are records, and so does complint where there are others.
pub(crate) const FOLDERS: &[&str] = &[
    "ai",
    "audits",
    "controls",
    "documents",
    "evidence",
    "isms",
    "operations",
    "people",
    "policies",
    "soa",
    "system",
    "trust",
    "vendors",
];

/// What is wanted.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// The company's name.
    pub(crate) name: String,
    /// Where the name was found, where nobody said it.
    pub(crate) guessed: Option<&'static str>,
    /// The frameworks in scope, at least one.
    pub(crate) frameworks: Vec<&'static Framework>,
    /// The type of the SOC 2 report, where it was said.
    pub(crate) soc2_type: Option<u8>,
    /// The categories of the SOC 2 report.
    pub(crate) categories: Vec<String>,
    /// The day on which the repository begins to hold records.
    pub(crate) today: Date,
    /// Whether other TOML files are there, so that records are only read from [`FOLDERS`].
    pub(crate) shared: bool,
}

impl Wish {
    /// Whether a framework is in scope, or one that has requirements of such a part.
    fn has(&self, word: &str) -> bool {
        self.frameworks.iter().any(|framework| framework.head.id == word || has(framework, word))
    }
}

/// Whether a framework has requirements of a part: `clause`, `annex`, `criterion`.
pub(crate) fn has(framework: &Framework, part: &str) -> bool {
    framework.requirements.iter().any(|row| row.part == part)
}

/// A file to write.
#[derive(Debug)]
pub(crate) struct File {
    /// The path from the root, with `/`.
    pub(crate) path: String,
    /// The text.
    pub(crate) text: String,
    /// What it is for, in a few words.
    pub(crate) about: String,
}

/// A file of `layout/`: its path, what has to be in scope, what it is for, the text.
struct Piece(&'static str, Option<&'static str>, &'static str, &'static str);

macro_rules! piece {
    ($path:literal, $needs:expr, $about:literal) => {
        Piece($path, $needs, $about, include_str!(concat!("../layout/", $path)))
    };
}

const PIECES: &[Piece] = &[
    piece!("complint.toml", None, "who you are, which frameworks, how often you look"),
    piece!("ai/systems.toml", Some("iso42001"), "the AI systems in scope"),
    piece!("controls/controls.toml", None, "what the company does, and what that satisfies"),
    piece!("isms/context.toml", Some("clause"), "issues and interested parties"),
    piece!("isms/documents.toml", Some("clause"), "what has to exist in writing"),
    piece!("isms/risk-method.md", Some("clause"), "how risks are assessed and treated"),
    piece!("isms/risks.toml", Some("clause"), "the risk register"),
    piece!("isms/scope.md", Some("clause"), "what is in scope and what is not"),
    piece!("people/roles.toml", None, "who owns, approves and decides"),
    piece!("policies/ai.md", Some("iso42001"), "its text"),
    piece!("policies/ai.toml", Some("iso42001"), "the AI policy, a draft"),
    piece!("policies/information-security.md", None, "its text"),
    piece!("policies/information-security.toml", None, "the security policy, a draft"),
    piece!("policies/privacy.md", Some("iso27701"), "its text"),
    piece!("policies/privacy.toml", Some("iso27701"), "the privacy policy, a draft"),
    piece!("system/description.md", Some("criterion"), "the description of the system"),
    piece!("system/system.toml", Some("criterion"), "which section of it stands where"),
];

/// The programme, file by file: `complint.toml` first, then by path.
pub(crate) fn files(wish: &Wish) -> Vec<File> {
    let mut files: Vec<File> = PIECES
        .iter()
        .filter(|Piece(_, needs, ..)| needs.is_none_or(|word| wish.has(word)))
        .map(|Piece(path, _, about, text)| File {
            path: (*path).to_owned(),
            text: filled(text, wish),
            about: (*about).to_owned(),
        })
        .collect();
    files.extend(statement::files(wish));
    files.sort_by(|one, other| {
        let below = |file: &File| file.path.contains('/');
        below(one).cmp(&below(other)).then_with(|| one.path.cmp(&other.path))
    });
    files
}

/// A text without the lines that are not wanted, and with what its names stand for.
fn filled(text: &str, wish: &Wish) -> String {
    let wanted = text.lines().filter_map(|line| match condition(line) {
        Some((word, line)) => wish.has(word).then_some(line),
        None => Some(line),
    });
    let mut text = String::new();
    for line in wanted {
        text.push_str(line);
        text.push('\n');
    }
    let text = text.replace("{year}", &(wish.today.year() + 1).to_string());
    manifest::filled(&text, wish)
}

/// The names that stand for something.
const NAMES: &[&str] = &["folders", "frameworks", "name", "today", "year"];

/// The word on which a line depends, and the line.
fn condition(line: &str) -> Option<(&str, &str)> {
    let (word, line) = line.strip_prefix('{')?.split_once('}')?;
    (!NAMES.contains(&word)).then_some((word, line))
}

#[cfg(test)]
mod tests;
