//! How fast is `complint check`, told without absolute times.
//!
//! Milliseconds do not carry from one machine to the next; ratios within one run do. So each
//! row is a ratio to something that runs in turn with it, on the same files:
//!
//! - R walks the tree and reads every file that check reads, with two threads. Nothing
//!   that reads the files can be faster.
//! - T is R, and parses each TOML file with the `toml` crate. A linter that builds on it
//!   starts from there.
//!
//! Whole processes are compared, so R and T are this program, started once more with
//! `--measure`. This is a benchmark and no test: no time is asserted, people read the table.
//!
//! ```text
//! cargo bench --bench check              100, 1,000 and 10,000 files
//! cargo bench --bench check -- --quick   100 and 1,000
//! cargo bench --bench check -- --full    and 100,000 (about 200 MB of temporary files)
//! cargo bench --bench check -- --generate 1000 DIR    only write the programme
//! cargo test --bench check               unoptimised: that it runs, and no target
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the benchmark reads the clock and files itself, and prints for people"
)]

mod baseline;
mod bench;
mod generate;
mod peers;
mod process;
mod stages;
mod table;

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What the arguments ask for.
enum Task {
    /// Measure programmes of these sizes.
    Bench(Vec<usize>),
    /// Be R or T over a folder: the inside of a measured process.
    Measure(baseline::Baseline, PathBuf),
    /// Run a program and print the memory it had at its peak.
    Peak(Vec<String>),
    /// Write a programme of so many files.
    Generate(usize, PathBuf),
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match task(&args).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn task(args: &[String]) -> Result<Task> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    // `cargo bench` adds `--bench`; `cargo test --all-targets` does not, and wants to be quick.
    let (by_bench, rest): (Vec<&str>, Vec<&str>) = args.iter().partition(|arg| **arg == "--bench");
    match rest.as_slice() {
        ["--peak", program @ ..] => {
            Ok(Task::Peak(program.iter().map(ToString::to_string).collect()))
        }
        ["--measure", name, dir] => Ok(Task::Measure(name.parse()?, PathBuf::from(dir))),
        ["--generate", files, dir] => Ok(Task::Generate(files.parse()?, PathBuf::from(dir))),
        ["--full"] => Ok(Task::Bench(vec![100, 1_000, 10_000, 100_000])),
        ["--quick"] => Ok(Task::Bench(vec![100, 1_000])),
        [] if by_bench.is_empty() => Ok(Task::Bench(vec![100, 1_000])),
        [] => Ok(Task::Bench(vec![100, 1_000, 10_000])),
        other => Err(format!("arguments not understood: {}", other.join(" ")).into()),
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Bench(sizes) => bench::run(&sizes),
        Task::Measure(baseline, dir) => measure(baseline, &dir),
        Task::Peak(command) => process::print_peak_of(&command),
        Task::Generate(files, dir) => {
            let written = generate::programme(files, &dir)?;
            println!("{written}");
            Ok(())
        }
    }
}

fn measure(baseline: baseline::Baseline, dir: &Path) -> Result<()> {
    println!("{}", baseline.run(dir)?);
    Ok(())
}
