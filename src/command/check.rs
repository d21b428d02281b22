//! `complint check`: every programme that is asked for, then one rendering.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::asked::Asked;
use super::mend::{self, Changes};
use super::timings::Clock;
use super::{CLEAN, FAILED, FOUND, Stop, formats, settings, stdin, style, tell, verbose, watch};
use crate::cli::{CheckArgs, FailOn, Target};
use crate::error::Error;
use crate::memory;
use crate::output::Linted;
use crate::report::Report;
use crate::source::{MANIFEST, Root, absolute, discover};
use crate::timing::{self, Stage, Timings, timed};
use crate::workspace::{Options, Workspace};

/// Runs the command. One programme that cannot be read does not hide what is found in the others.
///
/// # Errors
///
/// What writing says.
pub fn run(args: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8, Stop> {
    if args.watch {
        return watch::run(args, out, err);
    }
    // To mend is to read the programme several times.
    if !(args.fix || args.diff) {
        memory::until_the_end();
    }
    let clock = args.timings.then(Clock::start);
    let timings = clock.as_ref().map(|clock| Arc::clone(&clock.timings));
    let targets = formats::targets(args)?;
    let told = targets.iter().any(|target| target.format.has_fingerprints());
    let Opened { programmes, mut errors } = Opened::all(args, told, timings.as_ref());
    let code = if args.show_files || args.show_settings {
        for (_, workspace, _) in &programmes {
            let show = if args.show_files { settings::files } else { settings::settings };
            show(workspace, out)?;
        }
        CLEAN
    } else {
        let mut checked = check_all(programmes, args, &mut errors);
        if args.verbose {
            verbose::tell(&checked, args, err)?;
        }
        let code = if args.write_baseline || args.prune_baseline {
            accepted(&checked, args, &mut errors, err)?
        } else if args.diff {
            diff(&checked, args, &mut errors, out)?
        } else {
            let mended = if args.fix { write(&mut checked, args, &mut errors) } else { None };
            timed(timings.as_deref(), Stage::Output, || {
                print(&checked, &targets, args, out, &mut errors).and_then(|()| out.flush())
            })?;
            if let Some(said) = mended.filter(|_| !args.quiet) {
                out.flush()?;
                writeln!(err, "{said}")?;
            }
            checked.iter().map(|checked| code(&checked.report, args.fail_on)).max()
        };
        if let Some(clock) = clock {
            out.flush()?;
            let rules = checked.iter().flat_map(|it| timing::rules(&it.workspace, it.report.today));
            clock.tell(rules, err)?;
        }
        // The process is about to end: taking a large programme apart first is work for nobody.
        std::mem::forget(checked);
        code.unwrap_or(CLEAN)
    };
    // What was found is seen before what went wrong, where both go to one place.
    out.flush()?;
    for error in &errors {
        tell(error, err)?;
    }
    Ok(if errors.is_empty() { code } else { FAILED })
}

/// A programme and what is to be said about it.
pub(super) struct Checked {
    pub(super) root: Root,
    pub(super) workspace: Workspace,
    asked: Asked,
    pub(super) report: Report,
    changes: Changes,
    options: Options,
}

/// One run of several over the same programmes, of which nothing is printed yet.
pub(super) fn round(args: &CheckArgs) -> (Vec<Checked>, Vec<Error>) {
    let Opened { programmes, mut errors } = Opened::all(args, true, None);
    let checked = check_all(programmes, args, &mut errors);
    (checked, errors)
}

/// The programmes that are asked for, as far as there are any.
pub(super) fn roots(args: &CheckArgs) -> Vec<Root> {
    Opened::default().roots(args).into()
}

/// Writes the baseline, and says what became of it.
fn accepted(
    checked: &[Checked],
    args: &CheckArgs,
    errors: &mut Vec<Error>,
    err: &mut dyn Write,
) -> io::Result<Option<u8>> {
    let mut code = CLEAN;
    for Checked { root, workspace, report, .. } in checked {
        match super::accept::write(root, workspace, report, args) {
            Ok(said) if args.quiet => drop(said),
            Ok(said) => writeln!(err, "{}", crate::output::clean_line(&said))?,
            Err(error) => errors.push(error),
        }
        if report.setup_broken {
            code = FAILED;
        }
    }
    Ok(Some(code))
}

/// Writes what was mended, and says what that was. Where a file could not be written, what stands on
/// disk is checked anew: findings that are still there are not mended.
fn write(checked: &mut [Checked], args: &CheckArgs, errors: &mut Vec<Error>) -> Option<String> {
    let mut written = mend::Written::default();
    for Checked { root, workspace, asked, report, changes, options } in checked {
        if written.write(root, changes, report, errors) {
            continue;
        }
        match Workspace::open(root, options) {
            Ok(stands) => {
                *report = mending(root, asked, args).lint(&stands);
                *workspace = stands;
            }
            Err(error) => errors.push(error),
        }
    }
    written.words()
}

/// Shows what would be mended. The exit code says whether that is anything.
fn diff(
    checked: &[Checked],
    args: &CheckArgs,
    errors: &mut Vec<Error>,
    out: &mut dyn Write,
) -> io::Result<Option<u8>> {
    let style = style(args.color);
    for Checked { root, changes, report, .. } in checked {
        for (path, change) in &changes.files {
            crate::output::diff(root, path, change, &style, out)?;
        }
        if report.setup_broken {
            errors.push(Error::Usage {
                message: format!(
                    "{} or a rule, kind or catalog of its own is broken, so that not everything was looked at",
                    root.manifest.display()
                ),
                help: Some("`complint check` says what is wrong with it".to_owned()),
            });
        }
    }
    let changed = checked.iter().any(|checked| !checked.changes.files.is_empty());
    Ok(Some(if changed { FOUND } else { CLEAN }))
}

fn mending<'a>(root: &'a Root, asked: &'a Asked, args: &CheckArgs) -> mend::Mending<'a> {
    let today = crate::cli::AsOf::or_today(args.as_of);
    mend::Mending { root, asked, today, guesses: args.unsafe_fixes }
}

fn check_all(
    programmes: Vec<(Root, Workspace, Options)>,
    args: &CheckArgs,
    errors: &mut Vec<Error>,
) -> Vec<Checked> {
    let mut checked = Vec::new();
    for (root, workspace, options) in programmes {
        let asked = Asked::new(&root);
        let missed: Vec<Error> = asked.missed(&workspace).collect();
        // Where nothing that was asked for is read, there is nothing to be clean.
        let nothing = !missed.is_empty() && missed.len() == asked.paths().len();
        errors.extend(missed);
        if nothing {
            continue;
        }
        let mending = mending(&root, &asked, args);
        let result = if args.fix || args.diff {
            mending.mend(workspace, options.clone())
        } else {
            let report = mending.lint(&workspace);
            Ok((workspace, report, Changes::default()))
        };
        match result {
            Ok((workspace, report, changes)) => {
                checked.push(Checked { root, workspace, asked, report, changes, options });
            }
            Err(error) => errors.push(error),
        }
    }
    checked
}

/// Writes every format that was asked for.
pub(super) fn print(
    checked: &[Checked],
    targets: &[Target],
    args: &CheckArgs,
    out: &mut dyn Write,
    errors: &mut Vec<Error>,
) -> io::Result<()> {
    let linted: Vec<Linted<'_>> = checked
        .iter()
        .map(|Checked { workspace, asked, report, .. }| Linted {
            report,
            workspace,
            asked: asked.paths(),
        })
        .collect();
    let mut style = style(args.color);
    style.show_waived = args.show_waived;
    style.statistics = args.statistics;
    style.quiet = args.quiet;
    formats::write(&linted, targets, &style, args.verbose, out, errors)
}

/// The exit code for one programme.
fn code(report: &Report, fail_on: FailOn) -> u8 {
    let counts = report.counts();
    let failing = match fail_on {
        FailOn::Error => counts.errors,
        FailOn::Warning => counts.errors + counts.warnings,
        FailOn::Never => 0,
    };
    match (report.setup_broken, failing) {
        (true, _) => FAILED,
        (false, 0) => CLEAN,
        (false, _) => FOUND,
    }
}

/// The programmes that could be read, and why others could not.
#[derive(Default)]
struct Opened {
    programmes: Vec<(Root, Workspace, Options)>,
    errors: Vec<Error>,
}

impl Opened {
    fn all(args: &CheckArgs, fingerprints: bool, timings: Option<&Arc<Timings>>) -> Self {
        let mut opened = Self::default();
        let options = Options {
            select: args.select.clone(),
            ignore: args.ignore.clone(),
            no_waivers: args.no_waivers,
            no_fingerprints: !fingerprints,
            timings: timings.cloned(),
            baseline: super::accept::existing(args),
            ..Options::default()
        };
        match stdin::read(args) {
            Ok(None) => {
                let roots = opened.roots(args);
                opened.open_all(args, roots, &options);
            }
            Ok(Some(file)) => {
                let options = Options { instead: file.instead, ..options };
                opened.open_all(args, VecDeque::from([file.root]), &options);
            }
            Err(error) => opened.errors.push(error),
        }
        opened
    }

    fn open_all(&mut self, args: &CheckArgs, mut waiting: VecDeque<Root>, options: &Options) {
        while let Some(root) = waiting.pop_front() {
            match Workspace::open(&root, options) {
                Ok(workspace) => {
                    // One file that cannot be read does not hide what is found in the others.
                    let unread = workspace.unreadable.iter();
                    self.errors
                        .extend(unread.map(|what| Error::usage(format!("cannot read {what}"))));
                    // Settings that were named are not those of the programmes below.
                    if args.config.is_none() && options.instead.is_empty() {
                        nested(&root, &workspace)
                            .into_iter()
                            .for_each(|root| self.add(&mut waiting, root));
                    }
                    self.programmes.push((root, workspace, options.clone()));
                }
                // A name in the call that no rule has is as wrong for the next programme.
                Err(error @ Error::Usage { .. }) => {
                    self.errors.push(error);
                    return;
                }
                Err(error) => self.errors.push(error),
            }
        }
    }

    /// The programmes that the paths lie in, or that lie in them, each once.
    fn roots(&mut self, args: &CheckArgs) -> VecDeque<Root> {
        let here = [PathBuf::from(".")];
        let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
        let mut roots = VecDeque::new();
        for path in paths {
            let found = match &args.config {
                Some(config) => configured(config, path).map(|root| vec![root]),
                None => discover(path).map_err(|error| meant_a_command(path, error)),
            };
            match found {
                Ok(found) => found.into_iter().for_each(|root| self.add(&mut roots, root)),
                Err(error) => self.errors.push(error),
            }
        }
        roots
    }

    fn add(&self, waiting: &mut VecDeque<Root>, root: Root) {
        if self.programmes.iter().any(|(known, ..)| known.folder == root.folder) {
            return;
        }
        match waiting.iter_mut().find(|known| known.folder == root.folder) {
            Some(known) => known.asked.extend(root.asked),
            None => waiting.push_back(root),
        }
    }
}

/// A programme whose configuration stands in a file of another name or place.
pub(super) fn configured(config: &Path, path: &Path) -> Result<Root, Error> {
    let manifest = absolute(config).map_err(|error| Error::unreadable(config, &error))?;
    let folder = manifest.parent().map(Path::to_path_buf).unwrap_or_default();
    let asked = absolute(path).map_err(|error| Error::unreadable(path, &error))?;
    // The root is where the configuration is; asking for a folder above it asks for all of it.
    let asked = if asked.starts_with(&folder) {
        asked
    } else if folder.starts_with(&asked) {
        folder.clone()
    } else {
        return Err(Error::usage(format!(
            "{} is not below {}, the root that --config names",
            path.display(),
            folder.display()
        )));
    };
    Ok(Root { folder, manifest, asked: vec![asked] })
}

/// What is a command of other tools and has another form here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("fix", "complint check --fix"),
    ("help", "complint --help, or of one command: complint check --help"),
    ("lint", "complint check"),
];

/// `complint exlpain x` asks to check the path `exlpain`, which is not what was meant.
fn meant_a_command(path: &Path, error: Error) -> Error {
    let elsewhere = ELSEWHERE.iter().find(|(name, _)| path == Path::new(name));
    if let (Error::Unreadable { .. }, Some((_, here))) = (&error, elsewhere) {
        return Error::Usage { message: error.to_string(), help: Some((*here).to_owned()) };
    }
    let call = <crate::cli::Cli as clap::CommandFactory>::command();
    let commands = call.get_subcommands().map(clap::Command::get_name);
    let close = path.to_str().and_then(|name| crate::words::closest(name, commands));
    match (&error, close) {
        (Error::Unreadable { .. }, Some(close)) => {
            let help = format!("did you mean the command `complint {}`?", close.word);
            Error::Usage { message: error.to_string(), help: Some(help) }
        }
        _ => error,
    }
}

/// Programmes of their own that lie within what was asked for; the walk goes around them.
fn nested(root: &Root, workspace: &Workspace) -> Vec<Root> {
    let asked = |folder: &Path| root.asked.iter().any(|asked| folder.starts_with(asked));
    let inner = workspace.nested.iter().filter(|folder| asked(folder));
    inner
        .map(|folder| Root {
            manifest: folder.join(MANIFEST),
            asked: vec![folder.clone()],
            folder: folder.clone(),
        })
        .collect()
}
