//! `--fix` and `--diff`: fixes are put in until none is left, all in memory; then files are written,
//! or the difference is shown.
//!
//! What one fix changes can make another possible, or pointless, so the programme is read anew after
//! each round. No file is touched before the last round is over.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::asked::Asked;
use crate::error::Error;
use crate::finding::{Finding, Fix, Safety};
use crate::fix::Change;
use crate::report::Report;
use crate::source::{Root, Source, SourceId, read, write_atomically};
use crate::words::count;
use crate::workspace::{Options, Workspace};

/// More rounds than any chain of fixes needs: whoever is not done by then never will be.
const ROUNDS: usize = 50;

/// What was mended, in memory.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// By path from the root.
    pub(super) files: BTreeMap<String, Change>,
    /// How many fixes were put in.
    fixes: usize,
}

/// How a programme is mended.
#[derive(Clone, Copy)]
pub(super) struct Mending<'a> {
    pub(super) root: &'a Root,
    pub(super) asked: &'a Asked,
    pub(super) today: Date,
    /// Whether fixes that are a guess count as well.
    pub(super) guesses: bool,
}

impl Mending<'_> {
    /// What is found in the part that was asked for.
    pub(super) fn lint(self, workspace: &Workspace) -> Report {
        let mut report = crate::lint(workspace, self.today);
        self.asked.limit(workspace, &mut report);
        report
    }

    /// Puts fixes in until none is left, and returns the programme as it is then.
    ///
    /// # Errors
    ///
    /// As [`Workspace::open`]; [`Error::Usage`] where the fixes come to no end.
    pub(super) fn mend(
        self,
        mut workspace: Workspace,
        mut options: Options,
    ) -> Result<(Workspace, Report, Changes), Error> {
        let mut changes = Changes::default();
        for _ in 0..ROUNDS {
            let report = self.lint(&workspace);
            let (fixes, texts) = self.round(&workspace, &report);
            if texts.is_empty() {
                return Ok((workspace, report, changes));
            }
            changes.fixes += fixes;
            for (id, new) in texts {
                let source = workspace.source(id);
                options.instead.insert(source.path.clone(), new.clone());
                let old = || source.text.clone();
                let change = changes.files.entry(source.path.clone());
                change.or_insert_with(|| Change { old: old(), new: String::new() }).new = new;
            }
            workspace = Workspace::open(self.root, &options)?;
        }
        Err(Error::usage(format!(
            "the fixes come to no end; nothing was written. This is a defect of complint: please report it at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        )))
    }

    /// How many fixes can be put in together, and the texts they make.
    fn round(self, workspace: &Workspace, report: &Report) -> (usize, BTreeMap<SourceId, String>) {
        let text = |id: SourceId| workspace.source(id).text.as_str();
        let mut fixes: Vec<&Fix> =
            report.active().filter_map(|finding| self.wanted(workspace, finding)).collect();
        let mut texts = crate::fix::texts(fixes.iter().copied(), text);
        // A fix that breaks its file is a defect; the file is left as it is.
        let broken = |id: SourceId, new: &String| {
            if workspace.is_text(id) {
                return false;
            }
            let old = workspace.source(id);
            let new = Source::new(old.path.clone(), new.clone());
            new.document.errors().len() > old.document.errors().len()
        };
        let spoilt: Vec<SourceId> =
            texts.iter().filter(|(id, new)| broken(**id, new)).map(|(id, _)| *id).collect();
        if !spoilt.is_empty() {
            fixes.retain(|fix| !fix.edits.iter().any(|edit| spoilt.contains(&edit.place.source)));
            texts = crate::fix::texts(fixes.iter().copied(), text);
        }
        (crate::fix::together(fixes).len(), texts)
    }

    fn wanted<'f>(self, workspace: &Workspace, finding: &'f Finding) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref()?;
        // Of a file with broken bytes the text is not what stands on disk.
        let whole = |id: SourceId| {
            let source = workspace.source(id);
            source.broken_utf8.is_none() && source.unreadable.is_none()
        };
        let allowed = self.guesses || fix.safety == Safety::Safe;
        (allowed && fix.edits.iter().all(|edit| whole(edit.place.source))).then_some(fix)
    }
}

/// What was written, over all programmes.
#[derive(Debug, Default)]
pub(super) struct Written {
    fixes: usize,
    files: usize,
    /// Fixes that are left because they are a guess.
    guesses: usize,
}

impl Written {
    /// Writes the files of one programme, each whole or not at all.
    pub(super) fn write(
        &mut self,
        root: &Root,
        changes: &Changes,
        report: &Report,
        errors: &mut Vec<Error>,
    ) {
        let before = errors.len();
        for (path, change) in &changes.files {
            match write(root, path, change) {
                Ok(()) => self.files += 1,
                Err(error) => errors.push(error),
            }
        }
        if errors.len() == before {
            self.fixes += changes.fixes;
        }
        let left = report.active().filter_map(|finding| finding.fix.as_ref());
        self.guesses += left.filter(|fix| fix.safety == Safety::Unsafe).count();
    }

    /// "mended 11 findings in 5 files; 2 guesses are left: look at `--diff --unsafe-fixes`".
    pub(super) fn words(&self) -> Option<String> {
        let mended = match self.files {
            0 => "nothing to mend".to_owned(),
            files => {
                format!("mended {} in {}", count(self.fixes, "finding"), count(files, "file"))
            }
        };
        Some(match self.guesses {
            0 => mended,
            1 => format!("{mended}; 1 guess is left: look at it with --diff --unsafe-fixes"),
            more => {
                format!(
                    "{mended}; {more} guesses are left: look at them with --diff --unsafe-fixes"
                )
            }
        })
    }
}

/// Writes a file, unless somebody else wrote it since it was read.
fn write(root: &Root, path: &str, change: &Change) -> Result<(), Error> {
    let file = root.folder.join(path);
    let stands = read(&file).map_err(|error| Error::unreadable(&file, &error))?;
    if stands != change.old.as_bytes() {
        return Err(Error::usage(format!(
            "{} was changed while it was being mended; it is left as it is",
            file.display()
        )));
    }
    write_atomically(&file, change.new.as_bytes())
        .map_err(|error| Error::usage(format!("cannot write {}: {error}", file.display())))
}
