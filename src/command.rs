//! The commands: from what was asked to an exit code.

use std::io::{self, IsTerminal as _, Write};

use crate::cli::{Cli, ColorArg, Command};
use crate::error::Error;
use crate::output::Style;

pub mod check;
//pub mod explain;
//pub mod kinds;
//pub mod rules;
mod settings;
pub mod test;

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
        //Some(Command::Explain(args)) => explain::run(args, out),
        //Some(Command::Rules(args)) => rules::run(args, out),

        Some(Command::Test(args)) => examples(args, out),
        _ => Ok(0),
    };
    match result {
        Ok(code) => Ok(code),
        Err(Stop::Io(error)) => Err(error),
        Err(Stop::Error(error)) => {
            tell(&error, err)?;
            Ok(FAILED)
        }
    }
}

/// Says what could not be done, and what can be done about it.
pub(crate) fn tell(error: &Error, err: &mut dyn Write) -> io::Result<()> {
    writeln!(err, "error: {}", crate::output::clean_line(&error.to_string()))?;
    if let Some(help) = error.help() {
        writeln!(err, "help: {}", crate::output::clean_line(&help))?;
    }
    Ok(())
}

fn examples(args: &crate::cli::TestArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let request = test::Request { paths: args.paths.clone(), update: args.update };
    let answer = test::run(&request)?;
    out.write_all(answer.text.as_bytes())?;
    Ok(answer.code)
}

/// How output for people looks here: what was asked, then what the environment wants, then what
/// the terminal can.
pub(crate) fn style(color: ColorArg) -> Style {
    let terminal = io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let color = match color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if set("NO_COLOR") => false,
        ColorArg::Auto => set("CLICOLOR_FORCE") || terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let columns = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    let width = columns().filter(|_| terminal).unwrap_or(80).clamp(40, 120);
    let mut style = Style::default();
    style.color = color;
    style.unicode = unicode();
    style.width = width;
    style.base = std::env::current_dir().ok();
    style
}

/// Whether what reads our output is known to understand more than ASCII.
fn unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    cfg!(windows) || locale.is_some_and(|locale| locale.to_lowercase().replace('-', "").contains("utf8"))
}
