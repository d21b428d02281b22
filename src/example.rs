//! The examples in a rule file: its tests, and what the documentation shows.
//!
//! An example is a small repository with the expected findings drawn under the text. The marks are
//! taken off, the rest is linted with the rule alone, and what is found has to be what was drawn,
//! to the column: no finding without a mark, no mark without a finding.
//!
//! - `read`, `mark`, `strings`: from the text of a rule file to examples
//! - `engine`, `found`: what a run finds, as places that can be drawn
//! - `compare`, `run`: whether an example holds
//! - `draw`, `difference`: what is shown where it does not
//! - `update`, `suite`: a whole rule file, and the marks that would hold written into it

use jiff::civil::Date;

use crate::span::Span;

mod compare;
mod difference;
mod draw;
mod engine;
mod found;
mod mark;
mod read;
mod run;
mod strings;
mod suite;
mod update;

pub use compare::{Drawn, Standing};
pub use engine::{Broken, Own, broken};
pub use mark::{Mark, MarkKind, Spot};
pub use read::examples;
pub use run::{Outcome, hold};
pub use suite::{Suite, suite};
pub use update::{Updated, update};

/// The one file of an example that names none.
pub const RECORDS: &str = "records.toml";

/// The programme of an example that does not say which: both standards in scope, the whole of
/// SOC 2 over one year, and nothing declared that an example had not written itself.
pub const PROGRAMME: &str = r#"[organization]
name = "Example"

[frameworks.iso27001]
edition = "2022"

[frameworks.soc2]
type = 2
categories = ["security", "availability", "processing-integrity", "confidentiality", "privacy"]
period = { start = 2026-01-01, end = 2026-12-31 }
"#;

/// The day on which an example is linted that does not say which: the middle of the period of
/// [`PROGRAMME`].
pub const TODAY: Date = jiff::civil::date(2026, 6, 30);

/// One example of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The day it is linted on.
    pub today: Date,
    /// Days on which the rule finds nothing.
    pub clean_on: Vec<Date>,
    /// Further days on which the rule finds something in the same places.
    pub also_bad_on: Vec<Date>,
    /// The files, in the order they are written in.
    pub files: Vec<File>,
    /// What the rule's fixes make of the file that they change.
    pub fixed: Option<String>,
}

/// One file of an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Its path from the root.
    pub path: String,
    /// The text with the marks, as it is drawn.
    pub drawn: String,
    /// The text without them, as it is linted.
    pub text: String,
    /// The marks.
    pub marks: Vec<Mark>,
    /// Where the text stands in the rule file, quotes included.
    pub span: Span,
}

/// Why examples cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where in the rule file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

impl Example {
    /// Whether it shows something that the rule finds.
    pub fn is_bad(&self) -> bool {
        let marks = self.files.iter().flat_map(|file| &file.marks);
        marks.into_iter().any(|mark| mark.kind == MarkKind::Primary && mark.rule.is_none())
    }

    /// Whether it shows something in which the rule finds nothing.
    pub fn is_good(&self) -> bool {
        !self.is_bad() || !self.clean_on.is_empty()
    }
}
