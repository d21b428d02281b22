//! The one place where examples meet the rest: files in, findings out.

use jiff::civil::Date;

use super::PROGRAMME;
use super::found::{At, Found, spot};
use super::run::Text;
use crate::document::Document;
use crate::error::Error;
use crate::finding::{Finding, Fix, Place};
use crate::fix;
use crate::source::{Lines, MANIFEST, SourceId};
use crate::workspace::{Options, Workspace};

/// What runs in an example beside its rule: an example that the tool could not read, or that
/// refers to nothing, would prove little.
const ALWAYS: [&str; 2] = ["syntax", "reference"];

/// A company's own rules and kinds, which are there in every example.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The rule files: path from the root and text.
    pub rules: Vec<(String, String)>,
    /// The kind files.
    pub kinds: Vec<(String, String)>,
}

/// A place in one of a company's own files because of which it cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// The file's path from the root.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// What is wrong with a company's own rules and kinds. Where something is, no example says
/// anything.
///
/// # Errors
///
/// Where not even an empty programme can be read with them.
pub fn broken(own: &Own) -> Result<Vec<Broken>, Error> {
    let files = [(MANIFEST.to_owned(), PROGRAMME.to_owned())];
    let opened = Opened::with(&files, own, Vec::new())?;
    let report = crate::lint(&opened.workspace, super::TODAY);
    let places = report.findings.iter().filter_map(|finding| opened.broken(finding));
    let is_own = |path: &str| own.rules.iter().chain(&own.kinds).any(|(known, _)| known == path);
    Ok(places.filter(|broken| is_own(&broken.path)).collect())
}

/// An example that was read.
pub(super) struct Opened<'e> {
    workspace: Workspace,
    files: &'e [Text],
    rule: String,
}

impl<'e> Opened<'e> {
    /// Reads the files of an example of a rule.
    pub(super) fn new(rule: &str, files: &'e [Text], own: &Own) -> Result<Self, Error> {
        let select = std::iter::once(rule).chain(ALWAYS).map(str::to_owned).collect();
        let opened = Self::with(files, own, select)?;
        Ok(Self { rule: rule.to_owned(), ..opened })
    }

    fn with(files: &'e [Text], own: &Own, select: Vec<String>) -> Result<Self, Error> {
        let company =
            own.rules.iter().chain(&own.kinds).map(|(path, text)| (path.clone(), text.clone()));
        let held = files.iter().map(|(path, text)| (path.clone(), extended(path, text, own)));
        // Of two files of one name the example's stays: it is the one that is looked at.
        let all = company.chain(held).map(|(path, text)| (path, text.into_bytes()));
        let options = Options { select, ..Options::default() };
        let workspace = Workspace::from_files(all.collect(), &options)?;
        Ok(Self { workspace, files, rule: String::new() })
    }

    /// What is found on a day, and no waiver excuses.
    pub(super) fn lint(&self, today: Date) -> Vec<Found> {
        crate::lint(&self.workspace, today).active().map(|finding| self.found(finding)).collect()
    }

    /// What the fixes of findings make of the files: path and text of each that changes.
    pub(super) fn fixed(&self, found: &[Found]) -> Vec<Text> {
        let fixes = found.iter().filter_map(|found| found.fix.as_ref());
        let inside =
            |fix: &&Fix| fix.edits.iter().all(|edit| self.text(edit.place.source).is_some());
        let texts =
            fix::texts(fixes.filter(inside), |source| self.text(source).unwrap_or_default());
        texts.into_iter().map(|(source, text)| (self.path(source).to_owned(), text)).collect()
    }

    fn found(&self, finding: &Finding) -> Found {
        let name = self.workspace.rules.get(finding.rule).map_or("", |rule| rule.name.as_str());
        let related =
            finding.related.iter().map(|related| (self.at(related.place), related.label.clone()));
        Found {
            rule: (name != self.rule).then(|| name.to_owned()),
            at: self.at(finding.place),
            message: finding.message.clone(),
            label: finding.label.clone(),
            related: related.collect(),
            fix: finding.fix.clone(),
        }
    }

    fn at(&self, place: Place) -> At {
        let text = self.text(place.source).unwrap_or_default();
        At { path: self.path(place.source).to_owned(), spot: spot(text, place.span) }
    }

    fn path(&self, source: SourceId) -> &str {
        self.workspace.sources.get(source.index()).map_or("", |source| source.path.as_str())
    }

    /// The text as the example has it: that of the programme may have been extended.
    fn text(&self, source: SourceId) -> Option<&'e str> {
        let path = self.path(source);
        self.files.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str())
    }

    fn broken(&self, finding: &Finding) -> Option<Broken> {
        let source = self.workspace.sources.get(finding.place.source.index())?;
        let position = Lines::new(&source.text).position(finding.place.span.start);
        Some(Broken {
            path: source.path.clone(),
            line: position.line,
            column: position.column,
            message: finding.message.clone(),
        })
    }
}

/// The programme of an example, with the company's own rules and kinds unless it says which. They
/// are named at its end, so that every place before it stays where it is.
fn extended(path: &str, text: &str, own: &Own) -> String {
    let mut text = text.to_owned();
    if path == MANIFEST
        && !own.is_empty()
        && Document::parse(&text).root(&text).get("extend").is_none()
    {
        let list = |files: &[(String, String)]| {
            let paths: Vec<String> =
                files.iter().map(|(path, _)| format!("\"{}\"", literal(path))).collect();
            paths.join(", ")
        };
        text.push_str(&format!(
            "\n[extend]\nrules = [{}]\nkinds = [{}]\n",
            list(&own.rules),
            list(&own.kinds)
        ));
    }
    text
}

/// A path as a pattern that matches it alone, in a TOML string.
fn literal(path: &str) -> String {
    globset::escape(path).replace('\\', "\\\\").replace('"', "\\\"")
}

impl Own {
    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.kinds.is_empty()
    }
}
