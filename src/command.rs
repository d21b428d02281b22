//! The commands: from what was asked to an exit code.

use std::io::{self, Write};

use crate::cli::{Cli, Command, TestArgs};
use crate::error::Error;
use crate::output::{clean_block, clean_line};

mod accept;
mod asked;
pub mod check;
mod completions;
pub mod explain;
mod formats;
pub mod init;
pub mod kinds;
mod man;
mod mend;
pub mod rules;
pub mod schema;
mod settings;
mod stdin;
mod terminal;
pub mod test;
mod timings;
mod verbose;
pub mod waivers;
mod watch;

pub(crate) use terminal::style;

/// Nothing found at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// Something found.
pub const FOUND: u8 = 1;
/// The tool could not do its job.
pub const FAILED: u8 = 2;

/// Why a command ended early.
#[derive(Debug)]
pub enum Stop {
    /// The tool could not do its job.
    Error(Error),
    /// Writing failed.
    Io(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Runs a command and returns the exit code.
///
/// # Errors
///
/// Where writing fails. What the tool could not do is told on `err` and is an exit code.
pub fn run(cli: &Cli, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let result = match &cli.command {
        None => check::run(&cli.check, out, err),
        Some(Command::Check(args)) => check::run(args, out, err),
        Some(Command::Explain(args)) => explain::run(args, out),
        Some(Command::Rules(args)) => rules::run(args, out),
        Some(Command::Test(args)) => examples(args, out),
        Some(Command::Kinds(args)) => kinds::run(args, out),
        Some(Command::Waivers(args)) => waivers::run(args, out),
        Some(Command::Schema(args)) => schema::run(args, out),
        Some(Command::Init(args)) => init::run(args, out),
        Some(Command::Completions(args)) => completions::run(args, out),
        Some(Command::Man(args)) => man::run(args, out),
    };
    match result {
        Ok(code) => Ok(code),
        Err(Stop::Io(error)) => Err(error),
        Err(Stop::Error(error)) => {
            out.flush()?;
            tell(&error, err)?;
            Ok(FAILED)
        }
    }
}

/// Answers a call that cannot be understood, or that asks for help. What was typed does not act on the
/// terminal when it is repeated.
pub fn refuse(error: &clap::Error) -> std::process::ExitCode {
    let plain = error.render().to_string();
    if matches!(clean_block(&plain), std::borrow::Cow::Borrowed(_)) {
        error.exit();
    }
    let _ = write!(io::stderr(), "{}", clean_block(&plain));
    std::process::ExitCode::from(FAILED)
}

/// Says what could not be done, and what can be done about it.
pub(crate) fn tell(error: &Error, err: &mut dyn Write) -> io::Result<()> {
    writeln!(err, "error: {}", clean_line(&error.to_string()))?;
    if let Some(help) = error.help() {
        writeln!(err, "help: {}", clean_line(&help))?;
    }
    Ok(())
}

fn examples(args: &TestArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let request = test::Request { paths: args.paths.clone(), update: args.update };
    let answer = test::run(&request)?;
    out.write_all(clean_block(&answer.text).as_bytes())?;
    Ok(answer.code)
}
