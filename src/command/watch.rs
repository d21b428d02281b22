//! `check --watch`: checks anew whenever a file changes, and says which files those are and which
//! findings came and went.
//!
//! Each run reads everything, as every run does. What is said of changes is told from what two runs
//! read and found, and not from what the system reported: a file that was only touched is no change.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::check::{self, Checked};
use super::{FAILED, Stop, formats, tell, terminal, verbose};
use crate::cli::{CheckArgs, Target};
use crate::error::Error;
use crate::output::Paint;
use crate::source::{self, MANIFEST, Touched, Watcher};
use files::Files;
use findings::Findings;

mod files;
mod findings;

/// One run and what came of it.
struct Round {
    checked: Vec<Checked>,
    errors: Vec<Error>,
}

/// Runs the command until writing fails or the system no longer watches; a signal is what ends it.
///
/// # Errors
///
/// What writing says, and [`Error::Usage`] where the system does not let us watch.
pub(super) fn run(args: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8, Stop> {
    let targets = formats::targets(args)?;
    let mut watching = Watching::new(args, &targets)?;
    let mut round = watching.look()?;
    if round.checked.is_empty() {
        // A call that nothing can be checked for is a wrong call, and no state to wait in.
        round.errors.iter().try_for_each(|error| tell(error, err))?;
        return Ok(FAILED);
    }
    let mut known = Findings::default();
    known.turn(&round.checked);
    show(&mut round, args, &targets, out, err)?;
    loop {
        let touched = watching.wait(&round.checked)?;
        let mut new = watching.look()?;
        let news = News::between(&round, &new, &touched, &mut known);
        if news.is_any() {
            write!(out, "{}", terminal::clear())?;
            out.flush()?;
            if !args.quiet {
                news.tell(Paint::new(terminal::colored_notices(args.color)), err)?;
            }
            show(&mut new, args, &targets, out, err)?;
        }
        round = new;
    }
}

/// Prints a run as any run is printed.
fn show(
    round: &mut Round,
    args: &CheckArgs,
    targets: &[Target],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    if args.verbose {
        verbose::tell(&round.checked, args, err)?;
    }
    // What cannot be written now can be next time, and is no difference between two runs.
    let mut unwritten = Vec::new();
    check::print(&round.checked, targets, args, out, &mut unwritten)?;
    out.flush()?;
    round.errors.iter().chain(&unwritten).try_for_each(|error| tell(error, err))?;
    if !args.quiet {
        writeln!(err, "\nwatching for changes; Ctrl-C ends")?;
    }
    err.flush()
}

/// What is watched, and what is run.
struct Watching<'a> {
    args: &'a CheckArgs,
    watcher: Watcher,
    /// Every programme that there was; one that is gone may come back.
    roots: BTreeSet<PathBuf>,
    /// What we write ourselves.
    own: Vec<PathBuf>,
}

impl<'a> Watching<'a> {
    fn new(args: &'a CheckArgs, targets: &[Target]) -> Result<Self, Error> {
        let paths = targets.iter().filter_map(|target| target.path.as_deref());
        Ok(Self {
            args,
            watcher: Watcher::new()?,
            roots: BTreeSet::new(),
            own: paths.filter_map(placed).collect(),
        })
    }

    /// Runs once. Whatever is changed after the first look at a folder is noticed.
    fn look(&mut self) -> Result<Round, Error> {
        while self.watcher.add(self.folders())? {}
        let (checked, errors) = check::round(self.args);
        self.roots.extend(checked.iter().map(|checked| checked.root.folder.clone()));
        Ok(Round { checked, errors })
    }

    /// Waits for a change.
    fn wait(&mut self, checked: &[Checked]) -> Result<Touched, Error> {
        // What was read for the first time may have changed before anybody watched it.
        if self.watcher.add(checked.iter().flat_map(named))? {
            return Ok(Touched::default());
        }
        let missing: Vec<PathBuf> =
            self.roots.iter().filter(|root| !source::is_folder(root)).cloned().collect();
        let own = &self.own;
        let wanted = |path: &Path| !own.iter().any(|own| own == path) && is_read(checked, path);
        self.watcher.wait(&missing, &wanted)
    }

    /// The folders of the programmes, and those in which some may come up.
    fn folders(&self) -> Vec<PathBuf> {
        let mut tops: BTreeSet<PathBuf> = self.roots.clone();
        let roots = check::roots(self.args);
        let here = [PathBuf::from(".")];
        let asked = if self.args.paths.is_empty() { &here[..] } else { &self.args.paths };
        let asked = asked.iter().filter_map(|path| source::absolute(path).ok());
        tops.extend(asked.filter(|path| {
            source::is_folder(path) && !roots.iter().any(|root| path.starts_with(&root.folder))
        }));
        tops.extend(roots.into_iter().map(|root| root.folder));
        tops.iter()
            .filter(|top| source::is_folder(top))
            .flat_map(|top| source::folders(top))
            .collect()
    }
}

/// Where a path leads that need not be there yet, as the system names it.
fn placed(path: &Path) -> Option<PathBuf> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    Some(source::absolute(parent.unwrap_or(Path::new("."))).ok()?.join(path.file_name()?))
}

/// The folders of all that a programme names, in hidden and ignored folders too.
fn named(checked: &Checked) -> BTreeSet<PathBuf> {
    let root = &checked.root.folder;
    let sources = checked.workspace.sources.iter().map(|source| source.path.as_str());
    let paths = sources.chain(checked.workspace.texts.paths().map(|(path, _)| path));
    let folder = |path: &str| Some(root.join(path).parent()?.to_path_buf());
    // A folder that is not there yet comes up in the nearest one that is.
    let nearest = |folder: PathBuf| {
        let mut above = folder.ancestors();
        above.find(|folder| source::is_folder(folder)).map(Path::to_path_buf)
    };
    let folders: BTreeSet<PathBuf> = paths.filter_map(folder).collect();
    folders.into_iter().filter_map(nearest).collect()
}

/// Whether a run may read what stands at a path, or is led by it.
fn is_read(checked: &[Checked], path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    if [MANIFEST, ".gitignore", ".ignore"].iter().any(|leading| name == *leading) {
        return true;
    }
    let of = |Checked { root, workspace, .. }: &Checked| {
        let below = source::display(&root.folder, path);
        path == root.manifest
            || path.starts_with(&root.folder) && workspace.settings.files.wants(&below)
            || workspace.texts.get("", &below).is_some()
            || workspace.sources.iter().any(|source| root.folder.join(&source.path) == path)
    };
    checked.iter().any(of) || source::is_folder(path)
}

/// What is new since the run before.
struct News {
    files: Files,
    findings: findings::Change,
    day: Option<jiff::civil::Date>,
    failures: bool,
}

impl News {
    fn between(before: &Round, after: &Round, touched: &Touched, known: &mut Findings) -> Self {
        let day = |round: &Round| round.checked.first().map(|checked| checked.report.today);
        let said = |round: &Round| -> Vec<String> {
            round.errors.iter().map(ToString::to_string).collect()
        };
        Self {
            files: Files::between(&before.checked, &after.checked, &touched.paths),
            findings: known.turn(&after.checked),
            day: day(after).filter(|today| day(before).is_some_and(|before| before != *today)),
            failures: said(before) != said(after),
        }
    }

    fn is_any(&self) -> bool {
        self.files.is_any() || self.findings.is_any() || self.day.is_some() || self.failures
    }

    /// Says what is new, above what is found.
    fn tell(&self, paint: Paint, err: &mut dyn Write) -> io::Result<()> {
        if let Some(day) = self.day {
            row(err, "today", &day.to_string())?;
        }
        self.files.tell(err)?;
        self.findings.tell(paint, err)?;
        writeln!(err)
    }
}

/// So many of one sort are listed; more would push what is found off the screen.
const LISTED: usize = 10;

fn row(err: &mut dyn Write, label: &str, text: &str) -> io::Result<()> {
    writeln!(err, "{label:<9} {text}")
}

fn rows(err: &mut dyn Write, label: &str, lines: &[impl AsRef<str>]) -> io::Result<()> {
    for line in lines.iter().take(LISTED) {
        row(err, label, line.as_ref())?;
    }
    match lines.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => row(err, label, &format!("and {more} more")),
    }
}
