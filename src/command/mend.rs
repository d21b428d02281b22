//! `--fix` and `--diff`: fixes are put in until none is left, all in memory; then files are written,
//! or the difference is shown.
//!
//! What one fix changes can make another possible, or pointless, so the programme is read anew after
//! each round. No file is touched before the last round is over.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::civil::Date;

use super::asked::Asked;
use crate::error::Error;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fix::Change;
use crate::report::Report;
use crate::source::{self, Root, SourceId, read};
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
        workspace: Workspace,
        options: Options,
    ) -> Result<(Workspace, Report, Changes), Error> {
        let begin = (workspace, options, Changes::default());
        to_the_end(begin, |(workspace, mut options, mut changes)| {
            let report = self.lint(&workspace);
            let wanted = report.active().filter_map(|finding| self.wanted(&workspace, finding));
            let (fixes, texts) = crate::fix::round(&workspace, wanted);
            if texts.is_empty() {
                return Ok(ControlFlow::Break((workspace, report, changes)));
            }
            changes.fixes += fixes;
            for (id, new) in texts {
                let source = workspace.source(id);
                options.instead.insert(source.path.clone(), new.clone());
                let old = || source.text.to_string();
                let change = changes.files.entry(source.path.clone());
                change.or_insert_with(|| Change { old: old(), new: String::new() }).new = new;
            }
            let workspace = Workspace::open(self.root, &options)?;
            Ok(ControlFlow::Continue((workspace, options, changes)))
        })
    }

    fn wanted<'f>(self, workspace: &Workspace, finding: &'f Finding) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref()?;
        // Of a file with broken bytes the text is not what stands on disk.
        let whole = |id: SourceId| {
            let source = workspace.source(id);
            source.broken_utf8.is_none() && source.unreadable.is_none()
        };
        let allowed = self.guesses || fix.safety == Safety::Safe;
        let asked = |id: SourceId| self.asked.covers(&workspace.source(id).path);
        let may = |edit: &Edit| whole(edit.place.source) && asked(edit.place.source);
        (allowed && fix.edits.iter().all(may)).then_some(fix)
    }
}

/// Goes on until a step says that it was the last, and gives up where none does.
fn to_the_end<S, T>(
    mut state: S,
    mut step: impl FnMut(S) -> Result<ControlFlow<T, S>, Error>,
) -> Result<T, Error> {
    for _ in 0..ROUNDS {
        match step(state)? {
            ControlFlow::Break(done) => return Ok(done),
            ControlFlow::Continue(next) => state = next,
        }
    }
    Err(Error::usage(format!(
        "the fixes come to no end; nothing was written. This is a defect of complint: please report it at {}/issues",
        env!("CARGO_PKG_REPOSITORY")
    )))
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
    /// Writes the files of one programme, each whole or not at all. Whether all could be written.
    pub(super) fn write(
        &mut self,
        root: &Root,
        changes: &Changes,
        report: &Report,
        errors: &mut Vec<Error>,
    ) -> bool {
        let before = errors.len();
        for (path, change) in &changes.files {
            match write(root, path, change) {
                Ok(()) => self.files += 1,
                Err(error) => errors.push(error),
            }
        }
        let all = errors.len() == before;
        if all {
            self.fixes += changes.fixes;
        }
        let left = report.active().filter_map(|finding| finding.fix.as_ref());
        self.guesses += left.filter(|fix| fix.safety == Safety::Unsafe).count();
        all
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
    if stands.as_bytes() != change.old.as_bytes() {
        return Err(Error::usage(format!(
            "{} was changed while it was being mended; it is left as it is",
            file.display()
        )));
    }
    source::mend(&file, change.new.as_bytes())
        .map_err(|error| Error::usage(format!("cannot write {}: {error}", file.display())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "the test writes a file beneath what it tests")]

    use std::ops::ControlFlow;

    use super::{ROUNDS, to_the_end, write};
    use crate::fix::Change;
    use crate::source::{MANIFEST, Root};

    #[test]
    fn what_somebody_else_wrote_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        let folder = folder.path().to_path_buf();
        let root = Root { manifest: folder.join(MANIFEST), asked: Vec::new(), folder };
        let change = Change { old: "read".to_owned(), new: "mended".to_owned() };
        std::fs::write(&file, "typed meanwhile").unwrap();
        let error = write(&root, "a.toml", &change).unwrap_err().to_string();
        assert!(error.contains("was changed while it was being mended"), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "typed meanwhile");
        std::fs::write(&file, "read").unwrap();
        write(&root, "a.toml", &change).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mended");
        std::fs::remove_file(&file).unwrap();
        assert!(write(&root, "a.toml", &change).is_err(), "what is gone is not made anew");
    }
    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let mut steps = 0;
        let circle: Result<(), _> = to_the_end(false, |state| {
            steps += 1;
            Ok(ControlFlow::Continue(!state))
        });
        assert!(circle.unwrap_err().to_string().contains("come to no end; nothing was written"));
        assert_eq!(steps, ROUNDS);
        let chain = to_the_end(0, |state| {
            Ok(if state == 7 {
                ControlFlow::Break(state)
            } else {
                ControlFlow::Continue(state + 1)
            })
        });
        assert_eq!(chain.unwrap(), 7);
    }
}
