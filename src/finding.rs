//! What a rule found. Knows no renderer: people and machines are told the same things.

use std::panic::Location;

use serde::Serialize;

use crate::rule::types::Level;
use crate::source::SourceId;
use crate::span::Span;
use crate::words::Close;

/// A place in a file of the workspace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The bytes.
    pub span: Span,
}

/// Another place worth showing, usually the other end of a contradiction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is said there; may be empty.
    pub label: String,
}

/// How sure a fix is to mean what the author meant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// The meaning stays, or only one meaning was possible.
    Safe,
    /// A likely repair that a person should look at.
    Unsafe,
}

impl Close<'_> {
    /// Whether a fix may put it in unseen.
    pub fn safety(self) -> Safety {
        if self.same { Safety::Safe } else { Safety::Unsafe }
    }
}

/// Text edits that mend a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as an instruction: "rename to `owner`".
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// Replacements, none overlapping another.
    pub edits: Vec<Edit>,
    origin: &'static Location<'static>,
}

impl Fix {
    /// Text edits with what they do, as an instruction.
    #[track_caller]
    pub fn new(title: impl Into<String>, safety: Safety, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety, edits, origin: Location::caller() }
    }

    /// Where in complint it was thought of: the tests count that all of these are tried.
    pub fn origin(&self) -> &'static Location<'static> {
        self.origin
    }
}

/// One replacement of text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub place: Place,
    /// By what.
    pub text: String,
    /// Whether it inserts whole records: of several at one place none is in the way of another.
    pub records: bool,
}

/// What a finding speaks of; its identity when lines move.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// A file as such.
    File(SourceId),
    /// A record, by its number in the workspace.
    Record(u32),
    /// A requirement that the programme has put in scope, by its number in the catalogs.
    Requirement(u32),
    /// The programme, `complint.toml`.
    Programme,
}

/// Why a finding does not count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// The waiver.
    pub place: Place,
    /// The reason given.
    pub reason: String,
    /// Until when, as written.
    pub until: Option<String>,
    /// Whether it is an entry of the baseline.
    pub baseline: bool,
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule's number in the workspace's rule list.
    pub rule: u16,
    /// The level after settings.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// How it reads in a list of many on one place.
    pub list: Option<String>,
    /// Where.
    pub place: Place,
    /// What is said at that place; the message where nothing is said.
    pub label: Option<String>,
    /// Other places.
    pub related: Vec<Related>,
    /// What to write instead.
    pub help: Option<String>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
    /// What it speaks of.
    pub subject: Subject,
    /// The key it points at, as a path within the subject; empty for the whole.
    pub key: String,
    /// The waiver that excuses it.
    pub suppressed: Option<Suppression>,
    /// Stable identity: rule, subject and key, not lines. Hexadecimal; empty until the report is
    /// complete, and in a run that tells nobody.
    pub fingerprint: String,
}

pub mod draft;
pub use draft::Draft;
