//! What the generator leaves out for fish: the values of arguments without a name, such as the rule of
//! `complint explain`, and the value of an option that stands at the end of a call without a command.

use clap::{Arg, Command};

/// The script, completed.
pub(super) fn complete(call: &Command, script: &str) -> String {
    // An option that still waits for its value is no reason to complete nothing.
    let waiting = "2>/dev/null\n    or return\n";
    let mut script = script.replace(waiting, "2>/dev/null\n    or return 0\n");
    for command in call.get_subcommands() {
        for (number, arg) in command.get_positionals().enumerate() {
            let values = arg.get_possible_values();
            if !values.is_empty() {
                script.push_str(&line(command.get_name(), number, arg));
            }
        }
    }
    script
}

/// What completes an argument where so many stand before it, the command among them.
fn line(command: &str, number: usize, arg: &Arg) -> String {
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|value| {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            format!("{}\\t'{}'", value.get_name(), quoted(&help))
        })
        .collect();
    let before = number + 2;
    format!(
        "complete -c complint -n \"__fish_complint_using_subcommand {command}; and test (count (commandline -opc)) -eq {before}\" -f -a \"{}\"\n",
        values.join("\n")
    )
}

/// Within single quotes within double quotes.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\\\\\").replace('\'', "\\\\'").replace('"', "\\\"").replace('$', "\\$")
}
