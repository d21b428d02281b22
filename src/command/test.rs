//! `complint test`: runs the examples in rule files.
//!
//! The same engine and the same examples as for the shipped rules, with a company's own kinds and
//! rules beside them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::config::Files;
use crate::document::Document;
use crate::error::Error;
use crate::example::{Own, Problem, Suite, broken, examples, suite};
use crate::output::clean_line;
use crate::rule;
use crate::source::{self, Found, Lines, MANIFEST, Source, walk};
use crate::words::count;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Folders and files; the current folder where there are none.
    pub paths: Vec<PathBuf>,
    /// Whether marks are written that would hold.
    pub update: bool,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// What people are told.
    pub text: String,
    /// 0 where every example holds, 1 where one does not, 2 where a rule file is broken or there
    /// is no example.
    pub code: u8,
}

/// Runs the examples.
///
/// # Errors
///
/// [`Error::Unreadable`] where a file cannot be read or written, [`Error::Usage`] where there is no
/// rule file.
pub fn run(request: &Request) -> Result<Answer, Error> {
    let here = [PathBuf::from(".")];
    let paths = if request.paths.is_empty() { &here[..] } else { &request.paths };
    let mut tally = Tally::default();
    for path in paths {
        let set = Set::at(path)?;
        if set.rules.is_empty() {
            return Err(none(path));
        }
        tally.set(&set, request.update)?;
    }
    Ok(tally.answer())
}

fn none(path: &Path) -> Error {
    Error::Usage {
        message: format!("no rule file at {}", path.display()),
        help: Some("[extend] in complint.toml names a company's own rules; or name a rule file, or a folder of them".to_owned()),
    }
}

/// Rule files, and what is there beside them.
#[derive(Debug, Default)]
struct Set {
    own: Own,
    rules: Vec<RuleFile>,
    /// How the paths in `own` are shown: what stands before them.
    prefix: String,
}

/// A rule file.
#[derive(Debug)]
struct RuleFile {
    /// Its path from the root, as in [`Own`].
    path: String,
    /// Where it is.
    place: PathBuf,
    text: String,
}

impl RuleFile {
    fn name(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// The text of the shipped rule of that name.
    fn shipped(&self) -> Option<&'static str> {
        let position = rule::shipped().iter().position(|rule| rule.name == *self.name())?;
        rule::shipped_sources().get(position).copied()
    }
}

impl Set {
    /// The rule files that a path means.
    fn at(path: &Path) -> Result<Self, Error> {
        let asked = source::absolute(path).map_err(|error| Error::unreadable(path, &error))?;
        let manifest = asked.file_name().is_some_and(|name| name == MANIFEST);
        let mut set = if manifest {
            Self::programme(asked.parent().unwrap_or(&asked))?
        } else if !source::is_folder(&asked) {
            Self::files(asked.parent().unwrap_or(&asked), vec![asked.clone()])?
        } else if source::find_root(&asked).as_deref() == Some(&asked) {
            Self::programme(&asked)?
        } else {
            Self::folder(&asked)?
        };
        set.prefix = prefix(path, &asked, &set);
        Ok(set)
    }

    /// Those that `[extend]` of a programme names.
    fn programme(root: &Path) -> Result<Self, Error> {
        let manifest = Source::new(MANIFEST.to_owned(), text(&root.join(MANIFEST))?);
        let files = Files::read(manifest.root());
        let mut set = Self::default();
        for Found { path, .. } in walk(root, &files).files {
            let place = root.join(&path);
            if files.rules.is_match(&path) {
                let text = text(&place)?;
                set.own.rules.push((path.clone(), text.clone()));
                set.rules.push(RuleFile { path, place, text });
            } else if files.kinds.is_match(&path) {
                let text = text(&place)?;
                set.own.kinds.push((path, text));
            }
        }
        Ok(set)
    }

    /// Those in a folder or, where it has none, in the programme that it belongs to.
    fn folder(folder: &Path) -> Result<Self, Error> {
        let files = walk(folder, &Files::default()).files;
        let mut found = Vec::new();
        for Found { path, .. } in files {
            let place = folder.join(path);
            let text = text(&place)?;
            if Document::parse(&text).root(&text).get("example").is_some() {
                found.push(place);
            }
        }
        match source::find_root(folder) {
            Some(root) if found.is_empty() => Self::programme(&root),
            _ => Self::files(folder, found),
        }
    }

    /// Files that were named, with all that their programme has.
    fn files(folder: &Path, places: Vec<PathBuf>) -> Result<Self, Error> {
        let root = source::find_root(folder);
        let own = root.as_deref().map(Self::programme).transpose()?.unwrap_or_default().own;
        // Without a programme the folder's own name is the group of its rules.
        let root = root.unwrap_or_else(|| folder.parent().unwrap_or(folder).to_path_buf());
        let mut set = Self { own, ..Self::default() };
        for place in places {
            let (path, text) = (source::display(&root, &place), text(&place)?);
            let file = RuleFile { path, place, text };
            let known = set.own.rules.iter().any(|(path, _)| *path == file.path);
            if !known && file.shipped().is_none() {
                set.own.rules.push((file.path.clone(), file.text.clone()));
            }
            set.rules.push(file);
        }
        Ok(set)
    }
}

/// What stands before the paths of a set, so that they can be opened from where the person is.
/// Nothing where the programme was found above what the person named.
fn prefix(path: &Path, asked: &Path, set: &Set) -> String {
    let Some(first) = set.rules.first() else { return String::new() };
    let (written, meant) = match (path.parent(), asked.parent()) {
        (Some(written), Some(meant)) if !source::is_folder(asked) => (written, meant),
        _ => (path, asked),
    };
    let Ok(below) = first.place.strip_prefix(meant) else { return String::new() };
    let shown = written.join(below).to_string_lossy().replace('\\', "/");
    let shown = shown.strip_prefix("./").unwrap_or(&shown);
    shown.strip_suffix(first.path.as_str()).map(str::to_owned).unwrap_or_default()
}

fn text(path: &Path) -> Result<String, Error> {
    let content = source::read(path).map_err(|error| Error::unreadable(path, &error))?;
    content.text().map(Cow::into_owned).ok_or_else(|| Error::Unreadable {
        path: path.to_path_buf(),
        reason: "it is no UTF-8, the encoding of TOML".to_owned(),
    })
}

/// What was run so far.
#[derive(Debug, Default)]
struct Tally {
    text: String,
    rules: usize,
    examples: usize,
    failed: usize,
    broken: bool,
}

impl Tally {
    fn set(&mut self, set: &Set, update: bool) -> Result<(), Error> {
        let useless = self.broken_files(set)?;
        for file in set.rules.iter().filter(|file| !useless.contains(&file.path)) {
            self.file(file, set, update)?;
        }
        Ok(())
    }

    /// Says which files cannot be used at all, and returns their paths.
    fn broken_files(&mut self, set: &Set) -> Result<BTreeSet<String>, Error> {
        let broken = broken(&set.own)?;
        for place in &broken {
            let shown = format!("{}{}", set.prefix, place.path);
            self.complain(&shown, place.line, place.column, &place.message);
        }
        Ok(broken.into_iter().map(|place| place.path).collect())
    }

    fn file(&mut self, file: &RuleFile, set: &Set, update: bool) -> Result<(), Error> {
        let shown = format!("{}{}", set.prefix, file.path);
        if let Err(problems) = examples(&file.text) {
            self.problems(&shown, &file.text, &problems);
            return Ok(());
        }
        if file.shipped().is_some_and(|shipped| rule_text(shipped) != rule_text(&file.text)) {
            let message = format!(
                "`{}` is the name of a shipped rule, which says something else",
                file.name()
            );
            self.complain(&shown, 1, 1, &message);
            return Ok(());
        }
        match suite(file.name(), &file.text, &set.own, update) {
            Ok(suite) => self.suite(&shown, file, &suite),
            Err(problems) => {
                self.problems(&shown, &file.text, &problems);
                Ok(())
            }
        }
    }

    fn suite(&mut self, shown: &str, file: &RuleFile, suite: &Suite) -> Result<(), Error> {
        if suite.source != file.text {
            source::write_atomically(&file.place, suite.source.as_bytes())
                .map_err(|error| Error::unreadable(&file.place, &error))?;
        }
        self.rules += 1;
        self.examples += suite.examples;
        self.failed += suite.failures.len();
        self.text.push_str(&suite.text(shown));
        Ok(())
    }

    fn problems(&mut self, shown: &str, text: &str, problems: &[Problem]) {
        let lines = Lines::new(text);
        for problem in problems {
            let position = lines.position(problem.span.start);
            self.complain(shown, position.line, position.column, &problem.message);
        }
    }

    fn complain(&mut self, shown: &str, line: usize, column: usize, message: &str) {
        self.broken = true;
        let _ = writeln!(self.text, "broken {shown}:{line}:{column}: {message}");
    }

    fn answer(mut self) -> Answer {
        // Where no file could be used, what was said of each is all there is to say.
        if self.rules > 0 {
            let line = self.summary();
            let _ = writeln!(self.text, "{line}");
        }
        let code = match (self.broken || self.examples == 0, self.failed) {
            (true, _) => 2,
            (false, 0) => 0,
            _ => 1,
        };
        // Names and messages come from files, which may hold what a terminal obeys.
        let text = self.text.lines().flat_map(|line| [clean_line(line), "\n".into()]).collect();
        Answer { text, code }
    }

    fn summary(&self) -> String {
        let examples = count(self.examples, "example");
        let rules = count(self.rules, "rule");
        match self.failed {
            0 if self.examples == 0 => format!("no example in {rules}"),
            0 => format!("{examples} of {rules}, all hold"),
            1 => format!("{examples} of {rules}, 1 does not hold"),
            failed => format!("{examples} of {rules}, {failed} do not hold"),
        }
    }
}

/// A rule file without its examples.
fn rule_text(text: &str) -> &str {
    let document = Document::parse(text);
    let first = document.root(text).get("example").and_then(|list| list.elements().next());
    let end = first.map_or(text.len(), |table| table.extent().start as usize);
    text.get(..end).unwrap_or(text).trim_end()
}
