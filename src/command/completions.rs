//! `complint completions`: what completes calls in a shell, with the names of rules, kinds and
//! frameworks as this version has them.
//!
//! A call of `check` takes any name, since a programme may have its own; only what is completed is
//! told here, so that no other command pays for it.

use std::io::Write;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory as _};
use clap_complete::Shell;

use super::{CLEAN, Stop};
use crate::cli::{Cli, CompletionsArgs};
use crate::output::Format;
use crate::schema::{CONFIG, RECORDS, RULE};

mod fish;
mod zsh;

/// Runs the command.
///
/// # Errors
///
/// What writing says.
pub(super) fn run(args: &CompletionsArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let mut call = named(Cli::command());
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut call, "complint", &mut script);
    let generated = String::from_utf8_lossy(&script);
    match args.shell {
        Shell::Fish => script = fish::complete(&call, &generated).into_bytes(),
        Shell::Zsh => script = zsh::complete(&generated).into_bytes(),
        _ => {}
    }
    out.write_all(&script)?;
    Ok(CLEAN)
}

/// The call, with values where there are names to choose from.
fn named(call: Command) -> Command {
    let commands: Vec<PossibleValue> = call.get_subcommands().map(command).collect();
    call.mut_args(checking).mut_subcommands(|sub| match sub.get_name() {
        "check" => sub.mut_args(checking),
        "explain" => valued(sub, "name", &topics),
        "schema" => valued(sub, "name", &schemas),
        "man" => valued(sub, "command", &|| commands.clone()),
        _ => sub,
    })
}

/// Gives one argument its values, and leaves it in its place, which is what arguments without a name
/// are told apart by.
fn valued(command: Command, id: &str, values: &dyn Fn() -> Vec<PossibleValue>) -> Command {
    command.mut_args(|arg| if arg.get_id() == id { one_of(arg, values()) } else { arg })
}

/// An argument of `check`.
fn checking(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "select" | "ignore" => one_of(arg, rules()),
        "output_format" => {
            let formats = Format::ALL.iter().map(|format| PossibleValue::new(format.as_str()));
            one_of(arg, formats.collect())
        }
        _ => arg,
    }
}

fn one_of(arg: Arg, values: Vec<PossibleValue>) -> Arg {
    arg.value_parser(PossibleValuesParser::new(values))
}

fn command(command: &Command) -> PossibleValue {
    value(command.get_name(), &command.get_about().map(ToString::to_string).unwrap_or_default())
}

/// The rules and their groups.
fn rules() -> Vec<PossibleValue> {
    let rules = crate::rule::shipped().iter();
    let mut groups: Vec<&str> = rules.clone().map(|rule| rule.group.as_ref()).collect();
    groups.sort_unstable();
    groups.dedup();
    let groups = groups.into_iter().map(|group| value(group, "the rules of this group"));
    groups.chain(rules.map(|rule| value(&rule.name, &rule.summary))).collect()
}

/// What can be explained.
fn topics() -> Vec<PossibleValue> {
    let frameworks = crate::framework::shipped().iter();
    let frameworks = frameworks.map(|catalog| value(&catalog.head.id, &catalog.head.title));
    rules().into_iter().chain(kinds()).chain(frameworks).collect()
}

fn kinds() -> impl Iterator<Item = PossibleValue> {
    crate::kind::shipped().iter().map(|kind| value(&kind.id, &kind.title))
}

fn schemas() -> Vec<PossibleValue> {
    let others = [
        value(RECORDS, "files of records of any kinds"),
        value(CONFIG, "complint.toml"),
        value(RULE, "rule files"),
    ];
    others.into_iter().chain(kinds()).collect()
}

/// A name, with what it stands for on one line, for shells that show it.
fn value(name: &str, help: &str) -> PossibleValue {
    let help = help.lines().next().unwrap_or_default().replace('`', "");
    PossibleValue::new(name.to_owned()).help(help)
}
