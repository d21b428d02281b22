//! Running whole processes, in turn, and what they took.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::Result;
use crate::table::SHIPPED;

/// complint and this program, as they run once they are installed: as copies. What a linker has
/// just written lies in small pieces in the memory that the system keeps of files, and a program
/// takes longer to begin from it. Nobody runs complint from there.
pub(crate) struct Programs {
    folder: TempDir,
}

impl Programs {
    /// Copies both into a folder that is there as long as this is.
    pub(crate) fn install() -> Result<Self> {
        let folder = TempDir::new()?;
        let programs = Self { folder };
        fs::copy(env!("CARGO_BIN_EXE_complint"), programs.path(COMPLINT))?;
        fs::copy(env::current_exe()?, programs.path(BASELINE))?;
        Ok(programs)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name).with_extension(env::consts::EXE_EXTENSION)
    }

    /// complint with these arguments, run in `dir`.
    pub(crate) fn complint(&self, args: &[&str], dir: &Path) -> Contender {
        Contender::new(self.path(COMPLINT), args, dir)
    }

    /// This program as R or T.
    pub(crate) fn baseline(&self, name: &str, dir: &Path) -> Contender {
        Contender::new(self.path(BASELINE), &["--measure", name, "."], dir)
    }
}

const COMPLINT: &str = "complint";
const BASELINE: &str = "baseline";

/// A command whose time is compared with others'.
#[derive(Clone)]
pub(crate) struct Contender {
    program: PathBuf,
    args: Vec<String>,
    dir: PathBuf,
    threads: Option<usize>,
    accepts_failure: bool,
}

impl Contender {
    /// `program` with `args`, run in `dir`.
    pub(crate) fn new(program: impl Into<PathBuf>, args: &[&str], dir: &Path) -> Self {
        Self {
            program: program.into(),
            args: args.iter().map(ToString::to_string).collect(),
            dir: dir.to_owned(),
            threads: None,
            accepts_failure: false,
        }
    }

    /// With a thread pool of this size.
    pub(crate) fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// With one more argument.
    pub(crate) fn and(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// For programs that say by their exit code that they found something.
    pub(crate) fn accepts_failure(mut self) -> Self {
        self.accepts_failure = true;
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).current_dir(&self.dir);
        self.set_environment(&mut command);
        command
    }

    fn set_environment(&self, command: &mut Command) {
        command.stdin(Stdio::null()).env_remove("RAYON_NUM_THREADS");
        if let Some(threads) = self.threads {
            command.env("RAYON_NUM_THREADS", threads.to_string());
        }
    }

    /// Run it once, unmeasured, and return all that it printed. A program that fails is no
    /// contender: it would win by not working.
    pub(crate) fn warm_up(&self) -> Result<String> {
        let output = self.command().output()?;
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        if !output.status.success() && !self.accepts_failure {
            let name = self.program.display();
            return Err(format!("{name} {:?}: {}\n{printed}", self.args, output.status).into());
        }
        Ok(printed)
    }

    fn time(&self) -> Result<Duration> {
        let mut command = self.command();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        command.status()?;
        Ok(start.elapsed())
    }

    /// Most memory it ever had, in bytes; none where the system does not say.
    pub(crate) fn peak(&self) -> Result<Option<u64>> {
        let mut command = Command::new(env::current_exe()?);
        command.arg("--peak").arg(&self.program).args(&self.args);
        command.current_dir(&self.dir);
        self.set_environment(&mut command);
        let output = command.output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().parse().ok())
    }
}

/// An odd number has a middle.
const FEW: usize = 3;

/// Median time of each, all of them in turn, `rounds` times: what disturbs the machine for
/// a while then disturbs all alike. Where nothing is held against the times, a few rounds will do.
pub(crate) fn medians<const N: usize>(
    contenders: [&Contender; N],
    rounds: usize,
) -> Result<[Duration; N]> {
    let rounds = if SHIPPED { rounds } else { rounds.min(FEW) };
    let mut times: [Vec<Duration>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for contender in contenders {
        contender.warm_up()?;
    }
    for _ in 0..rounds {
        for (contender, times) in contenders.iter().zip(&mut times) {
            times.push(contender.time()?);
        }
    }
    Ok(times.map(median))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Run the command and print its peak memory in bytes: the inside of [`Contender::peak`].
///
/// The system knows the peak of all children a process has waited for, so a process that
/// never has but one child tells the peak of that one.
#[cfg(unix)]
pub(crate) fn print_peak_of(command: &[String]) -> Result<()> {
    use nix::sys::resource::{UsageWho, getrusage};

    let (program, args) = command.split_first().ok_or("--peak needs a program")?;
    Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    println!("{}", peak * unit);
    Ok(())
}

/// Elsewhere nothing is printed, and the table says so.
#[cfg(not(unix))]
pub(crate) fn print_peak_of(_: &[String]) -> Result<()> {
    Ok(())
}
