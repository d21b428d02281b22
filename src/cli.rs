//! The command line: what can be asked, and how it is explained. No logic.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::command::init::{CATEGORIES, offered};
use crate::output::Format;

const ABOUT: &str = "Checks a security programme kept as TOML in git: ISO/IEC 27001 and SOC 2";

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing found at the level of --fail-on or above
  1  something found
  2  complint could not do its job: a wrong call, broken settings or rules,
     a file that cannot be read, nothing to check; what was found is printed";

const SHORT_FORM: &str = "\
Without a command, complint checks: `complint PATH` is `complint check PATH`.
A path that is named like a command needs the long form, or `./` before it.";

const COMPLETIONS: &str = "\
Where shells look for it:
  bash        ~/.local/share/bash-completion/completions/complint
  zsh         _complint, in a folder of $fpath
  fish        ~/.config/fish/completions/complint.fish
  powershell  $PROFILE, at its end
  elvish      ~/.config/elvish/rc.elv, at its end";

/// What was asked for.
#[derive(Debug, Parser)]
#[command(
    name = "complint",
    version,
    about = ABOUT,
    after_help = format!("{EXIT_CODES}\n\n{SHORT_FORM}"),
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    disable_help_flag = true,
    max_term_width = 80
)]
pub struct Cli {
    /// What to do; `check` where nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of `check`, which need not be named.
    #[command(flatten)]
    pub check: CheckArgs,
    // The long help of clap puts blank lines around each value; the short one says the same.
    #[arg(long, short, global = true, action = ArgAction::HelpShort, help = "Print help")]
    help: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check programmes and print what was found (the default)
    #[command(after_help = EXIT_CODES)]
    Check(CheckArgs),
    /// Begin a programme: write complint.toml and records to fill in
    Init(InitArgs),
    /// Explain a rule, a kind of record, a key, a framework or a requirement
    Explain(ExplainArgs),
    /// List the rules
    Rules(ListArgs),
    /// List the kinds of records
    Kinds(ListArgs),
    /// Run the examples in rule files
    Test(TestArgs),
    /// List every waiver, accepted finding and lowered level, with reason and end
    Waivers(WaiversArgs),
    /// Print JSON Schema, by which editors complete and check what is written
    Schema(SchemaArgs),
    /// Print what completes calls of complint in a shell
    #[command(after_help = COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write all of them into a folder
    Man(ManArgs),
}

/// Arguments of `check`.
#[derive(Clone, Debug, Default, Args)]
pub struct CheckArgs {
    /// Files and folders to show findings for; their programme is read as a whole [default: .]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Run only these rules and groups
    #[arg(long, value_name = "RULE|GROUP", value_delimiter = ',', help_heading = "Rules")]
    pub select: Vec<String>,
    /// Leave out these rules and groups
    #[arg(long, value_name = "RULE|GROUP", value_delimiter = ',', help_heading = "Rules")]
    pub ignore: Vec<String>,
    /// Check as if it were this day, such as 2026-06-30 [default: today in UTC]
    // Not the `DayArg` of other commands: a heading given to that would go on to what follows.
    #[arg(
        long,
        value_name = "DATE",
        env = "COMPLINT_AS_OF",
        hide_env_values = true,
        value_parser = day,
        help_heading = "Rules"
    )]
    pub as_of: Option<AsOf>,
    /// Report what waivers excuse as well, as if there were none
    #[arg(long, help_heading = "Rules")]
    pub no_waivers: bool,
    /// Check this file as standard input has it, with PATH `-`; for editors and filters
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "fix", help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,
    /// Check again whenever a file changes, and say what that changed; Ctrl-C ends it, with 130
    #[arg(
        long,
        conflicts_with_all = ["fix", "diff", "write_baseline", "prune_baseline", "stdin_filename", "show_files", "show_settings", "timings"],
        help_heading = "Input"
    )]
    pub watch: bool,

    /// Accept what this file lists, which was there when complint was taken up; see
    /// --write-baseline
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Write what is found into the baseline, instead of printing it
    #[arg(long, conflicts_with_all = ["mending", "show_files", "show_settings", "stdin_filename"], help_heading = "Baseline")]
    pub write_baseline: bool,
    /// Take entries of what is mended out of the baseline
    #[arg(long, conflicts_with_all = ["mending", "write_baseline", "show_files", "show_settings", "stdin_filename"], help_heading = "Baseline")]
    pub prune_baseline: bool,

    /// Read the settings from this file; its folder is the root
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules")]
    pub config: Option<PathBuf>,

    /// How to print findings, and where to.
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = target, help = formats(), help_heading = "Output")]
    pub output_format: Vec<Target>,
    /// The weakest level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t, help_heading = "Output")]
    pub fail_on: FailOn,
    /// Print findings that a waiver excuses too; they do not count
    #[arg(long, help_heading = "Output")]
    pub show_waived: bool,
    /// Add a table of how often each rule found something
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// Print findings and nothing else
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    /// Say on standard error what was read, what is in scope and which rules did not run and why, and
    /// show findings that a waiver excuses to people
    #[arg(long, short, conflicts_with = "quiet", help_heading = "Output")]
    pub verbose: bool,
    /// Say on standard error where the time went
    #[arg(long, help_heading = "Output")]
    pub timings: bool,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, help_heading = "Output")]
    pub color: ColorArg,

    /// Put fixes that keep the meaning into the files, until none is left
    #[arg(long, group = "mending", conflicts_with_all = ["show_files", "show_settings"], help_heading = "Fixes")]
    pub fix: bool,
    /// Show what --fix would change, as a patch; the exit code is 1 where it would change something
    #[arg(long, group = "mending", conflicts_with_all = ["show_files", "show_settings", "output_format"], help_heading = "Fixes")]
    pub diff: bool,
    /// With --fix or --diff: fixes that are a guess as well; look at what they did
    #[arg(long, requires = "mending", help_heading = "Fixes")]
    pub unsafe_fixes: bool,

    /// List the files that are read and those that are not, and why
    #[arg(long, help_heading = "Instead of checking")]
    pub show_files: bool,
    /// Show the settings and where they come from
    #[arg(long, conflicts_with = "show_files", help_heading = "Instead of checking")]
    pub show_settings: bool,
}

/// Arguments of `init`.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// The folder, made where it is missing
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// What to meet
    #[arg(long, value_name = "ID", value_delimiter = ',', help = frameworks())]
    pub framework: Vec<String>,
    /// The company's name [default: of the git remote's owner, or the folder]
    #[arg(long)]
    pub name: Option<String>,
    /// SOC 2: 1 for the design on one day, 2 for the operation over a period
    #[arg(long, value_name = "TYPE", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub soc2_type: Option<u8>,
    /// SOC 2: categories beside security, which is always in
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',', value_parser = CATEGORIES.to_vec())]
    pub soc2_categories: Vec<String>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The day.
    #[command(flatten)]
    pub day: DayArg,
}

/// The day on which something is done, for commands that depend on it.
#[derive(Clone, Copy, Debug, Args)]
pub struct DayArg {
    /// Take it to be this day, such as 2026-06-30 [default: today in UTC]
    #[arg(
        long,
        value_name = "DATE",
        env = "COMPLINT_AS_OF",
        hide_env_values = true,
        value_parser = day
    )]
    pub as_of: Option<AsOf>,
}

impl DayArg {
    /// The day that was named, or else today.
    pub fn date(self) -> jiff::civil::Date {
        AsOf::or_today(self.as_of)
    }
}

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A rule (stale-review) or group, a kind (control) or key (control.frequency), a framework
    /// (iso27001), a requirement (A.8.13, CC6.1, iso27001:6.1.3); all that can be named where
    /// nothing is
    pub name: Option<String>,
    /// The programme whose own rules, kinds and frameworks count as well
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorArg,
}

/// Arguments of `rules` and `kinds`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// The programme whose own rules and kinds are listed as well
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: ListFormat,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorArg,
}

/// Arguments of `schema`.
#[derive(Clone, Debug, Args)]
pub struct SchemaArgs {
    /// A kind of record, `records` for files of any kinds, `config` for complint.toml, `rule` for
    /// rule files
    #[arg(value_name = "KIND|config|rule", default_value = "records")]
    pub name: String,
    /// The programme whose own kinds, frameworks and rules count as well
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
}

/// Arguments of `waivers`.
#[derive(Clone, Debug, Args)]
pub struct WaiversArgs {
    /// The programme
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
    /// The day.
    #[command(flatten)]
    pub day: DayArg,
    /// The baseline, where complint.toml names none
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// How to print the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: ListFormat,
    /// When to use colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorArg,
}

/// Arguments of `test`.
#[derive(Clone, Debug, Args)]
pub struct TestArgs {
    /// Programmes, rule files and folders of them [default: .]
    #[arg(value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Write the marks that would hold into the rule files
    #[arg(long)]
    pub update: bool,
}

/// Arguments of `completions`.
#[derive(Clone, Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// The command whose page it is [default: complint itself]
    #[arg(conflicts_with = "output_dir")]
    pub command: Option<String>,
    /// Write the pages of complint and of every command into this folder, as complint.1 and so on
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output_dir: Option<PathBuf>,
}

/// How a list is printed.
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
    /// On a terminal that has it; NO_COLOR and CLICOLOR_FORCE count
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A format, and the file that it goes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The format.
    pub format: Format,
    /// The file; standard output where none is named.
    pub path: Option<PathBuf>,
}

/// The formats, under the names that they have themselves.
fn formats() -> String {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
    format!(
        "How to print findings, and the file to print to; may be given several times: {} \
         [default: full, on GitHub Actions github]",
        names.join(", ")
    )
}

/// The frameworks that a programme can begin with.
fn frameworks() -> String {
    let ids: Vec<&str> = offered().map(|framework| framework.head.id.as_str()).collect();
    format!(
        "A framework to meet, several with commas: {} [at a terminal, asked for where none is named]",
        ids.join(", ")
    )
}

/// `sarif=findings.sarif`
fn target(text: &str) -> Result<Target, String> {
    let (name, path) = match text.split_once('=') {
        Some((name, path)) => (name, Some(path)),
        None => (text, None),
    };
    let names = || Format::ALL.iter().map(|format| format.as_str());
    let Some(format) = Format::from_name(name) else {
        let close = crate::words::closest(name, names());
        return Err(match close {
            Some(close) => format!("there is no such format; did you mean `{}`?", close.word),
            None => {
                let names: Vec<&str> = names().collect();
                format!("there is no such format; it is one of {}", names.join(", "))
            }
        });
    };
    match path {
        Some("") => Err(format!("a path follows `=`: {name}=findings.txt")),
        path => Ok(Target { format, path: path.map(PathBuf::from) }),
    }
}

/// The day of a run; none where the variable is set to nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf(pub Option<Date>);

impl AsOf {
    /// The day that was named, or else today.
    pub fn or_today(named: Option<Self>) -> jiff::civil::Date {
        named.and_then(|day| day.0).unwrap_or_else(crate::today)
    }
}

fn day(text: &str) -> Result<AsOf, &'static str> {
    if text.is_empty() {
        return Ok(AsOf(None));
    }
    text.parse()
        .map(|day| AsOf(Some(day)))
        .map_err(|_| "a day of the calendar is written like 2026-06-30")
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{Cli, Command, FailOn};
    use crate::output::Format;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split(' '))
    }

    fn paths(cli: &Cli) -> Vec<&str> {
        let args = match &cli.command {
            Some(Command::Check(args)) => args,
            _ => &cli.check,
        };
        args.paths.iter().filter_map(|path| path.to_str()).collect()
    }

    #[test]
    fn is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn check_need_not_be_said() -> Result<(), clap::Error> {
        assert!(paths(&parse("complint")?).is_empty());
        assert_eq!(paths(&parse("complint policies")?), ["policies"]);
        assert_eq!(paths(&parse("complint check policies risks")?), ["policies", "risks"]);
        assert_eq!(parse("complint --fail-on never isms")?.check.fail_on, FailOn::Never);
        assert_eq!(
            parse("complint --select soa,stale-review")?.check.select,
            ["soa", "stale-review"]
        );
        Ok(())
    }

    #[test]
    fn a_path_named_like_a_command_is_told_apart() -> Result<(), clap::Error> {
        assert!(matches!(parse("complint rules")?.command, Some(Command::Rules(_))));
        assert_eq!(paths(&parse("complint check rules")?), ["rules"]);
        assert_eq!(paths(&parse("complint ./rules")?), ["./rules"]);
        assert_eq!(paths(&parse("complint policies rules")?), ["policies", "rules"]);
        Ok(())
    }

    #[test]
    fn days_and_formats_are_checked() -> Result<(), clap::Error> {
        let args = parse("complint --as-of 2026-06-30 --output-format json")?.check;
        assert_eq!(args.as_of, Some(super::AsOf("2026-06-30".parse().ok())));
        assert_eq!(args.output_format, [super::Target { format: Format::Json, path: None }]);
        let line = "complint --output-format github --output-format sarif=a=b.sarif";
        let targets = parse(line)?.check.output_format;
        assert_eq!(targets[1].path.as_deref(), Some("a=b.sarif".as_ref()));
        assert!(parse("complint --output-format sarif=").is_err());
        assert!(parse("complint --as-of 30.6.2026").is_err());
        assert!(parse("complint --output-format xml").is_err());
        Ok(())
    }
}
