//! What is measured, and what is wanted of it.

use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::generate::{self, Written};
use crate::process::{Contender, Programs, medians};
use crate::table::{self, Target, millis, ratio, thousands};
use crate::{Result, peers, stages};

/// Reports nothing and fails nothing, so that only the checking is measured. The day is the
/// one the programme was generated for.
const CHECK: [&str; 6] = ["check", "--quiet", "--fail-on", "never", "--as-of", generate::TODAY];

const MEGABYTE: f64 = 1e6;

/// Targets that do not depend on the number of files.
const AGAINST_T: Target = Target::at_most(0.75, 0.55);
const SMALL_RUN: Target = Target::at_most(2.0, 1.0);
/// The same as a part of R at [`BESIDE`] files, which took 3.5 ms where the milliseconds were set.
const SMALL_RUN_AGAINST_R: Target = Target::at_most(2.0 / 3.5, 1.0 / 3.5);
const BESIDE: usize = 1_000;
const DIAGNOSTIC: Target = Target::at_most(15.0, 8.0);

/// Measure programmes of these sizes, and what does not depend on a size.
pub(crate) fn run(sizes: &[usize]) -> Result<()> {
    let programs = Programs::install()?;
    let mut times = Vec::new();
    for &files in sizes {
        times.push((files, size(&programs, files)?));
    }
    table::head("Growth");
    for pair in times.windows(2) {
        if let [(few, before), (many, after)] = *pair {
            growth(few, before, many, after);
        }
    }
    table::head("Whatever the size");
    small_run()?;
    diagnostics(&programs)
}

/// All rows of one size. Returns the time of check.
fn size(programs: &Programs, files: usize) -> Result<Duration> {
    let dir = TempDir::new()?;
    let written = generate::programme(files, dir.path())?;
    table::head(&written.to_string());
    println!("  {}", summary(programs, dir.path())?);
    let check = check(programs, dir.path());
    let time = times(programs, files, &check, dir.path())?;
    memory(programs, &written, &check, dir.path())?;
    if files == 10_000 {
        stages::compare(&check)?;
    }
    if files == 10_000 {
        peers::compare(&check, dir.path())?;
    }
    Ok(time)
}

fn check(programs: &Programs, dir: &Path) -> Contender {
    programs.complint(&CHECK, dir).threads(2)
}

/// What check says at its end: that it found what is there to find.
fn summary(programs: &Programs, dir: &Path) -> Result<String> {
    let printed = shown(programs, dir).warm_up()?;
    let last = printed.lines().rev().find(|line| !line.trim().is_empty());
    Ok(last.unwrap_or("check printed nothing").trim().to_owned())
}

/// Check, with its output.
fn shown(programs: &Programs, dir: &Path) -> Contender {
    let args: Vec<&str> = CHECK.iter().copied().filter(|arg| *arg != "--quiet").collect();
    programs.complint(&args, dir).threads(2)
}

fn times(programs: &Programs, files: usize, check: &Contender, dir: &Path) -> Result<Duration> {
    let r = programs.baseline("R", dir);
    let t = programs.baseline("T", dir);
    let alone = check.clone().threads(1);
    let [check, r, t, alone] = medians([check, &r, &t, &alone], rounds(files))?;
    table::row("check", millis(check), "ms", None);
    table::row("R: walk and read, two threads", millis(r), "ms", None);
    table::row("T: R, and `toml` parses", millis(t), "ms", None);
    table::row("check against R", ratio(check, r), "R", against_r(files));
    table::row("check against T", ratio(check, t), "T", against_t(files));
    let gain = ratio(alone, check);
    table::row("two threads against one", gain, "x", of_threads(files));
    Ok(check)
}

fn memory(programs: &Programs, written: &Written, check: &Contender, dir: &Path) -> Result<()> {
    let read = written.bytes as f64 / MEGABYTE;
    let target = Target::at_most(2.5 * read + 16.0, 2.0 * read + 8.0);
    let contenders = [
        ("peak memory of check", check.clone(), Some(target)),
        ("peak memory of R", programs.baseline("R", dir), None),
        ("peak memory of T", programs.baseline("T", dir), None),
    ];
    for (what, contender, target) in contenders {
        match contender.peak()? {
            Some(bytes) => table::row(what, bytes as f64 / MEGABYTE, "MB", target),
            None => table::missing(what, "unknown"),
        }
    }
    Ok(())
}

fn growth(few: usize, before: Duration, many: usize, after: Duration) {
    let what = format!("from {} to {} files", thousands(few), thousands(many));
    let target = (many == 100_000).then_some(Target::at_most(11.0, 10.0));
    table::row(&what, ratio(after, before), "x", target);
}

/// What a run costs before there is anything to do: a clap program that does nothing is
/// `complint --version`. Milliseconds are more or fewer on another machine and in another minute, so
/// that R runs in the same one; in turn with both it would take what they read out of the caches. And
/// a copy of a program begins sooner or later than another, as its pages happen to lie in memory: of
/// several the one in the middle counts.
fn small_run() -> Result<()> {
    let (dir, beside) = (TempDir::new()?, TempDir::new()?);
    generate::programme(10, dir.path())?;
    generate::programme(BESIDE, beside.path())?;
    let mut runs = Vec::new();
    for _ in 0..COPIES {
        let programs = Programs::install()?;
        let [r] = medians([&programs.baseline("R", beside.path())], 31)?;
        let nothing = programs.complint(&["--version"], dir.path());
        let [check, nothing] = medians([&check(&programs, dir.path()), &nothing], 101)?;
        runs.push((check.saturating_sub(nothing), r));
    }
    runs.sort_unstable();
    let (more, r) = runs[COPIES / 2];
    let what = "ten files, over a program that does nothing";
    table::row(what, millis(more), "ms", Some(SMALL_RUN));
    let what = format!("the same against R at {} files", thousands(BESIDE));
    table::row(&what, ratio(more, r), "R", Some(SMALL_RUN_AGAINST_R));
    Ok(())
}

/// An odd number has a middle.
const COPIES: usize = 5;

/// What it costs to show a finding: one large register, each record with a defect, with and
/// without output.
fn diagnostics(programs: &Programs) -> Result<()> {
    let dir = TempDir::new()?;
    let findings = generate::broken_register(dir.path())?;
    let shown = shown(programs, dir.path());
    let [shown, quiet] = medians([&shown, &check(programs, dir.path())], 15)?;
    let each = (millis(shown) - millis(quiet)) * 1e3 / findings as f64;
    table::row("a diagnostic shown, in a large file", each, "µs", Some(DIAGNOSTIC));
    Ok(())
}

/// Fewer where a round takes long; an odd number has a middle.
fn rounds(files: usize) -> usize {
    match files {
        0..=1_000 => 31,
        1_001..=10_000 => 15,
        _ => 7,
    }
}

fn against_r(files: usize) -> Option<Target> {
    match files {
        10_000 => Some(Target::at_most(4.0, 3.0)),
        100_000 => Some(Target::at_most(4.0, 2.5)),
        _ => None,
    }
}

fn against_t(files: usize) -> Option<Target> {
    (files >= 10_000).then_some(AGAINST_T)
}

fn of_threads(files: usize) -> Option<Target> {
    (files == 10_000).then_some(Target::at_least(1.5, 1.7))
}
