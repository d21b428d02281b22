//! The command line: what can be asked for. No logic.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// A linter for security programmes kept as TOML in git: ISO/IEC 27001 and SOC 2.
#[derive(Debug, Parser)]
#[command(
    name = "complint",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = EXIT_CODES
)]
pub struct Cli {
    /// What to do; `check` where nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of `check`.
    #[command(flatten)]
    pub check: CheckArgs,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing found at or above --fail-on
  1  something found
  2  complint could not do its job: usage, configuration, a file that cannot be read,
     a broken rule, or nothing to check";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check programmes (the default)
    #[command(after_help = EXIT_CODES)]
    Check(CheckArgs),
    /// Explain a rule, a requirement, a kind or a framework
    Explain(ExplainArgs),
    /// List the rules
    Rules(ListArgs),
    /// List the kinds of records
    Kinds(ListArgs),
    /// Run the examples in a company's own rule files
    Test(TestArgs),
}

/// Arguments of `check`.
#[derive(Clone, Debug, Default, Args)]
pub struct CheckArgs {
    /// Files or folders; findings are shown for these, their whole programme is read [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: FormatArg,
    /// Run only these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave out these rules or groups
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The weakest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t)]
    pub fail_on: FailOn,
    /// Check as if it were this day, such as 2026-06-30 [default: today in UTC]
    #[arg(long, value_name = "DATE", env = "COMPLINT_AS_OF", hide_env_values = true)]
    pub as_of: Option<Date>,
    /// End with a table of how often each rule found something
    #[arg(long)]
    pub statistics: bool,
    /// List the files that are read and those that are not, with the reason, and stop
    #[arg(long)]
    pub show_files: bool,
    /// Show the settings, with where they come from, and stop
    #[arg(long, conflicts_with = "show_files")]
    pub show_settings: bool,
    /// Report what waivers excuse as well
    #[arg(long)]
    pub no_waivers: bool,
    /// Read the configuration from this file; its folder is the root
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorArg,
    /// Show findings and nothing else
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A rule, a requirement (A.8.12, iso27001:6.1.3, CC6.1), a kind or a framework
    pub name: Option<String>,
    /// The programme that answers are looked for in
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorArg,
}

/// Arguments of `rules` and `kinds`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// The programme whose own rules and kinds are listed too
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How the list is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: ListFormat,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorArg,
}

/// Arguments of `test`.
#[derive(Clone, Debug, Args)]
pub struct TestArgs {
    /// Programmes, rule files or folders of them [default: .]
    #[arg(value_name = "DIR")]
    pub paths: Vec<PathBuf>,
    /// Write the marks that would hold into the rule files
    #[arg(long)]
    pub update: bool,
}

/// How findings are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum FormatArg {
    /// For people: the place in its file, both ends of a contradiction, and what to write
    #[default]
    Full,
    /// One line a finding
    Concise,
    /// One documented, versioned document
    Json,
}

/// How a list is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ListFormat {
    /// For people
    #[default]
    Full,
    /// For programs
    Json,
}

/// The weakest level that fails a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Errors and warnings
    Warning,
    /// Nothing found fails the run
    Never,
}

/// When to use colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn is_consistent() {
        super::Cli::command().debug_assert();
    }
}
