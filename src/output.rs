//! Findings as bytes, for people and for machines.
//!
//! A format decides nothing: no finding is added, dropped or changed here, and what is shown of a
//! finding is what the rule and the files say. One file a format.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::report::Report;
use crate::text::named;
use crate::workspace::Workspace;

mod clean;
mod concise;
mod diff;
mod full;
mod github;
mod gitlab;
mod json;
mod json_lines;
mod junit;
mod machine;
mod markdown;
mod mended;
mod paint;
mod places;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;
mod wrap;

pub(crate) use clean::{clean_block, clean_line};
pub(crate) use concise::line as concise_line;
pub(crate) use diff::diff;
pub(crate) use paint::Paint;
pub(crate) use places::Places;
pub(crate) use wrap::{lines as wrap, measure};

named! {
    /// How findings are written.
    #[derive(Default)]
    Format {
        /// For people: the place in its file, both ends of a contradiction, and what to write.
        #[default]
        Full = "full",
        /// For people and editors: one line a finding.
        Concise = "concise",
        /// For programs: everything, as one document.
        Json = "json",
        /// For streams: the same, an object a line.
        JsonLines = "json-lines",
        /// For code scanning: SARIF 2.1.0.
        Sarif = "sarif",
        /// Annotations of GitHub Actions.
        Github = "github",
        /// GitLab's code quality report.
        Gitlab = "gitlab",
        /// JUnit XML, for whatever reads test results.
        Junit = "junit",
        /// A comment for a pull request.
        Markdown = "markdown",
    }
}

impl Format {
    /// Whether what is written is one document, which says that nothing was found as well, and which
    /// can share its place with nothing.
    pub fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::Gitlab | Self::Junit)
    }

    /// Whether it says which finding is which, from one run to the next.
    pub fn has_fingerprints(self) -> bool {
        matches!(self, Self::Json | Self::JsonLines | Self::Sarif | Self::Gitlab)
    }
}

/// How a format for people looks. Formats for programs look at the folders
/// and, where they have no word for a waiver, at `show_waived`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Style {
    /// Whether to use colour.
    pub color: bool,
    /// Whether rule names are links to what explains them, for terminals that can.
    pub links: bool,
    /// Whether a terminal shows it, which acts on what it is sent.
    pub terminal: bool,
    /// Whether lines are drawn with characters beyond ASCII.
    pub unicode: bool,
    /// How many columns there are.
    pub width: usize,
    /// Whether findings that a waiver excuses are shown as well.
    pub show_waived: bool,
    /// Whether to end with a table of how often each rule found something.
    pub statistics: bool,
    /// Whether to leave out the summary.
    pub quiet: bool,
    /// The folder that paths are shown from; the programme's root where there is none.
    pub base: Option<PathBuf>,
    /// The root of the repository, from which other programs count paths; `base` where there is none.
    pub repository: Option<PathBuf>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            links: false,
            terminal: false,
            unicode: false,
            width: 80,
            show_waived: false,
            statistics: false,
            quiet: false,
            base: None,
            repository: None,
        }
    }
}

/// A programme and what was found in it.
#[derive(Clone, Copy, Debug)]
pub struct Linted<'a> {
    /// What was found.
    pub report: &'a Report,
    /// The programme.
    pub workspace: &'a Workspace,
    /// The files and folders that the report is limited to, from the root; none where it is whole.
    pub asked: &'a [String],
}

/// Writes what was found in one programme.
///
/// # Errors
///
/// What writing says.
pub fn render(
    report: &Report,
    workspace: &Workspace,
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    render_all(&[Linted { report, workspace, asked: &[] }], format, style, out)
}

/// Writes what was found in several programmes; for programs that is still one document.
///
/// # Errors
///
/// What writing says.
pub fn render_all(
    programmes: &[Linted<'_>],
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Full => {
            full::render(programmes, style, out)?;
            return summary::render(programmes, style, style.width, out);
        }
        Format::Concise => concise::render(programmes, style, out)?,
        Format::Json => return json::render(programmes, style, out),
        Format::JsonLines => return json_lines::render(programmes, style, out),
        Format::Sarif => return sarif::render(programmes, style, out),
        Format::Github => github::render(programmes, style, out)?,
        Format::Gitlab => return gitlab::render(programmes, style, out),
        Format::Junit => return junit::render(programmes, style, out),
        Format::Markdown => return markdown::render(programmes, style, out),
    }
    // A line of these formats is whole, however long.
    summary::render(programmes, style, usize::MAX, out)
}

/// The findings of a report that a format for people shows.
fn shown<'a>(report: &'a Report, style: &Style) -> Vec<&'a crate::finding::Finding> {
    report
        .findings
        .iter()
        .filter(|finding| style.show_waived || finding.suppressed.is_none())
        .collect()
}
