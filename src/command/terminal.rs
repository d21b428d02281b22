//! How output for people looks here: what was asked, then what the environment wants, then what
//! the terminal can. Formats are told; only this asks.

use std::env;
use std::io::{self, IsTerminal as _};

use crate::cli::ColorArg;
use crate::output::Style;

/// The look of standard output.
pub(crate) fn style(color: ColorArg) -> Style {
    let terminal = io::stdout().is_terminal();
    let color = has_color(color, terminal);
    Style {
        color,
        terminal,
        // Into a file or a pipe go plain characters, the same on every system.
        unicode: terminal && has_unicode(),
        links: terminal && color && !is_dumb() && has_links(),
        width: if terminal { width() } else { Style::default().width },
        base: crate::source::absolute(".".as_ref()).ok(),
        ..Style::default()
    }
}

/// Whether what is said on standard error beside the findings may be in colour.
pub(crate) fn colored_notices(color: ColorArg) -> bool {
    has_color(color, io::stderr().is_terminal())
}

/// What makes room on standard output for a new run; nothing where it is no terminal, or none that
/// acts on it.
pub(crate) fn clear() -> &'static str {
    if io::stdout().is_terminal() && !is_dumb() { "\u{1b}[H\u{1b}[2J" } else { "" }
}

fn has_color(color: ColorArg, terminal: bool) -> bool {
    match color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if is_set("NO_COLOR") => false,
        ColorArg::Auto if is_set("CLICOLOR_FORCE") => variable("CLICOLOR_FORCE") != "0",
        ColorArg::Auto => terminal && variable("CLICOLOR") != "0" && !is_dumb(),
    }
}

/// Whether the terminal only prints. One without a name may be such.
fn is_dumb() -> bool {
    match variable("TERM").as_str() {
        "" => cfg!(not(windows)),
        name => name == "dumb",
    }
}

/// Whether a job of GitHub Actions runs this.
pub(crate) fn on_github() -> bool {
    variable("GITHUB_ACTIONS") == "true"
}

/// The file in which GitHub Actions takes the summary of a job.
pub(crate) fn job_summary() -> Option<std::path::PathBuf> {
    Some(variable("GITHUB_STEP_SUMMARY")).filter(|path| !path.is_empty()).map(Into::into)
}

/// The columns that the shell exports. Lines much longer than those of a page are hard to read.
fn width() -> usize {
    let columns = variable("COLUMNS").parse().unwrap_or(Style::default().width);
    columns.clamp(60, 120)
}

fn has_unicode() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(variable).find(|value| !value.is_empty());
    let locale = locale.unwrap_or_default().to_lowercase().replace('-', "");
    cfg!(windows) || locale.contains("utf8")
}

/// Terminals that are known to open links; others may show them as noise.
fn has_links() -> bool {
    let program = variable("TERM_PROGRAM");
    let vte = variable("VTE_VERSION").parse().unwrap_or(0u32);
    ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(&program.as_str())
        || vte >= 5000
        || ["KONSOLE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID"].into_iter().any(is_set)
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
