//! `--output-format`, as often as it is given: what is written, and where to.

use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::terminal::{job_summary, on_github};
use crate::cli::{CheckArgs, Target};
use crate::error::Error;
use crate::output::{Format, Linted, Style, render_all};
use crate::source::{absolute, append, repository};

/// The formats that were asked for; where none was, the one that whoever runs this reads.
///
/// # Errors
///
/// [`Error::Usage`] where two formats would be written into one another.
pub(super) fn targets(args: &CheckArgs) -> Result<Vec<Target>, Error> {
    if args.output_format.is_empty() {
        let format = if on_github() { Format::Github } else { Format::default() };
        return Ok(vec![Target { format, path: None }]);
    }
    let targets = &args.output_format;
    for (number, target) in targets.iter().enumerate() {
        let before = targets.iter().take(number).find(|before| before.path == target.path);
        if let Some(before) = before.filter(|before| !can_share(before, target)) {
            return Err(collision(before, target));
        }
    }
    Ok(targets.clone())
}

/// Annotations are lines of their own wherever they stand; anything else would not be read again.
fn can_share(one: &Target, other: &Target) -> bool {
    one.path.is_none()
        && match (one.format, other.format) {
            (Format::Github, format) | (format, Format::Github) => for_people(format),
            _ => false,
        }
}

fn for_people(format: Format) -> bool {
    matches!(format, Format::Full | Format::Concise)
}

fn collision(before: &Target, target: &Target) -> Error {
    let (one, other) = (before.format, target.format);
    match &target.path {
        Some(path) => Error::usage(format!(
            "`{one}` and `{other}` cannot both be written to {}",
            path.display()
        )),
        None => Error::Usage {
            message: format!("`{one}` and `{other}` cannot both be written to standard output"),
            help: Some(format!("name a file for one of them: --output-format {other}=PATH")),
        },
    }
}

/// Writes every format. A file that cannot be written does not keep the others from being so. What
/// is excused is shown to people where they asked for everything; programs get what they always get.
///
/// # Errors
///
/// What writing to standard output says.
pub(super) fn write(
    linted: &[Linted<'_>],
    targets: &[Target],
    style: &Style,
    verbose: bool,
    out: &mut dyn Write,
    errors: &mut Vec<Error>,
) -> io::Result<()> {
    let repository = style.base.as_deref().and_then(repository);
    let usual = Style { repository, ..style.clone() };
    let talkative = Style { show_waived: usual.show_waived || verbose, ..usual.clone() };
    for target in targets {
        let style = if for_people(target.format) { &talkative } else { &usual };
        match &target.path {
            // For programs, nothing is a document too.
            None if linted.is_empty() && !target.format.is_document() => {}
            None => print(linted, target.format, style, out)?,
            Some(path) => errors.extend(file(linted, target.format, style, path).err()),
        }
    }
    if targets.iter().any(|target| target.format == Format::Github)
        && let Some(path) = job_summary()
    {
        errors.extend(summary(linted, &usual, &path).err());
    }
    Ok(())
}

/// Writes to standard output. GitHub Actions takes commands from there, whoever wrote them, so what a
/// file says must not be one.
fn print(
    linted: &[Linted<'_>],
    format: Format,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !(on_github() && for_people(format)) {
        return render_all(linted, format, style, out);
    }
    let mut text = Vec::new();
    render_all(linted, format, style, &mut text)?;
    match silence(&text) {
        Some(token) => {
            writeln!(out, "::stop-commands::{token}")?;
            out.write_all(&text)?;
            writeln!(out, "::{token}::")
        }
        None => out.write_all(&text),
    }
}

/// The word that ends the silence which a text with something like a command in it needs. No text
/// holds its own digest.
fn silence(text: &[u8]) -> Option<String> {
    let lines = String::from_utf8_lossy(text);
    let command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
    lines
        .lines()
        .any(command)
        .then(|| Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

/// Into a file go plain characters.
fn plain(style: &Style) -> Style {
    let Style { width, .. } = Style::default();
    Style { color: false, links: false, unicode: false, width, ..style.clone() }
}

fn file(linted: &[Linted<'_>], format: Format, style: &Style, path: &Path) -> Result<(), Error> {
    if is_read(linted, path) {
        let path = path.display();
        return Err(Error::usage(format!("cannot write {path}: the programme is read from it")));
    }
    let mut bytes = Vec::new();
    render_all(linted, format, &plain(style), &mut bytes)
        .and_then(|()| crate::source::write(path, &bytes))
        .map_err(|error| unwritable(path, &error))
}

/// Whether somebody wrote the file, to be checked.
fn is_read(linted: &[Linted<'_>], path: &Path) -> bool {
    let Ok(path) = absolute(path) else { return false };
    linted.iter().map(|linted| linted.workspace).any(|workspace| {
        workspace.sources.iter().any(|source| workspace.root.join(&source.path) == path)
    })
}

fn summary(linted: &[Linted<'_>], style: &Style, path: &Path) -> Result<(), Error> {
    let mut bytes = Vec::new();
    render_all(linted, Format::Markdown, &plain(style), &mut bytes)
        .and_then(|()| append(path, &bytes))
        .map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::usage(format!("cannot write {}: {error}", path.display()))
}
