//! `complint man`: the manual, from the same words as `--help`.

use std::io::{self, Write};

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{CLEAN, Stop};
use crate::cli::{Cli, ManArgs};
use crate::error::Error;
use crate::source::{is_folder, write};
use crate::words::closest;

/// Runs the command.
///
/// # Errors
///
/// [`Error::Usage`] where there is no such command or a page cannot be written, and what writing says.
pub(super) fn run(args: &ManArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let mut call = Cli::command();
    call.build();
    match (&args.output_dir, &args.command) {
        (Some(folder), _) => {
            if !is_folder(folder) {
                return Err(Error::usage(format!("{} is no folder", folder.display())).into());
            }
            for command in std::iter::once(&call).chain(call.get_subcommands()) {
                let path = folder.join(format!("{}.1", name(command)));
                let page = page(command, &call)?;
                write(&path, &page).map_err(|error| {
                    Error::usage(format!("cannot write {}: {error}", path.display()))
                })?;
            }
        }
        (None, Some(name)) => out.write_all(&page(find(&call, name)?, &call)?)?,
        (None, None) => out.write_all(&page(&call, &call)?)?,
    }
    Ok(CLEAN)
}

fn find<'c>(call: &'c Command, name: &str) -> Result<&'c Command, Error> {
    call.find_subcommand(name).ok_or_else(|| {
        let close = closest(name, call.get_subcommands().map(Command::get_name));
        Error::Usage {
            message: format!("no command is called `{name}`"),
            help: close.map(|close| format!("did you mean `complint man {}`?", close.word)),
        }
    })
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// A page: what is generated of a command, then what stands below its help, and where to read on.
fn page(command: &Command, call: &Command) -> io::Result<Vec<u8>> {
    let manual = Man::new(command.clone());
    let mut page = title(command).into_bytes();
    manual.render_name_section(&mut page)?;
    manual.render_synopsis_section(&mut page)?;
    manual.render_description_section(&mut page)?;
    manual.render_options_section(&mut page)?;
    if command.has_subcommands() {
        manual.render_subcommands_section(&mut page)?;
    }
    let mut rest = Roff::default();
    if let Some(text) = command.get_after_help() {
        after(&text.to_string(), &mut rest);
    }
    environment(command, &mut rest);
    see_also(command, call, &mut rest);
    page.extend(rest.to_roff().into_bytes());
    Ok(tidy(&String::from_utf8_lossy(&page)).into_bytes())
}

/// The head of a page. It has no date: that could only be the day of the build, and the same version
/// gives the same bytes. The generator leaves an empty one out, so that all after it is misread.
fn title(command: &Command) -> String {
    let name = name(command).to_uppercase();
    format!(".TH \"{name}\" \"1\" \"\" \"complint {}\" \"complint\"\n", env!("CARGO_PKG_VERSION"))
}

/// Says once what every piece says first, and takes out what makes no difference to readers, but to
/// what checks pages: breaks beside a blank line, blanks at the end of a line, and long lines.
fn tidy(page: &str) -> String {
    let page = page.replace(APOSTROPHES, "").replace("\n.br\n\n.br\n", "\n.sp\n");
    let (mut tidy, mut verbatim) = (APOSTROPHES.to_owned(), false);
    for line in page.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        verbatim = (verbatim || line == ".nf") && line != ".fi";
        if verbatim || line.starts_with('.') {
            tidy.push_str(line);
        } else {
            wrap(line, &mut tidy);
        }
        tidy.push('\n');
    }
    tidy
}

/// How apostrophes are printed.
const APOSTROPHES: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// Breaks a line of running text between words. A word that would be read as a request stays where
/// it is.
fn wrap(line: &str, into: &mut String) {
    let mut length = 0;
    for word in line.split(' ') {
        if length > 0 && length + 1 + word.len() > 80 && !word.starts_with(['.', '\'']) {
            into.push('\n');
            length = 0;
        } else if length > 0 {
            into.push(' ');
            length += 1;
        }
        into.push_str(word);
        length += word.len();
    }
}

/// What stands below the help: paragraphs, and tables under a title that ends in a colon.
fn after(text: &str, page: &mut Roff) {
    for paragraph in text.split("\n\n") {
        match paragraph.split_once(":\n") {
            Some((title, table)) => {
                let title = if title == "Exit codes" { "Exit status" } else { title };
                page.control("SH", [title.to_uppercase().as_str()]);
                page.control("nf", []);
                for line in table.lines() {
                    page.text([roman(line)]);
                }
                page.control("fi", []);
            }
            None => {
                page.control("SH", ["NOTES"]);
                for line in paragraph.lines() {
                    page.text([roman(line)]);
                }
            }
        }
    }
}

/// What the environment decides. `--color` stands for whatever prints for people.
fn environment(command: &Command, page: &mut Roff) {
    let has = |id: &str| command.get_arguments().any(|argument| argument.get_id() == id);
    let variables = command.get_arguments().filter_map(|argument| {
        let name = argument.get_env()?.to_str()?;
        let option = argument.get_long()?;
        Some((name.to_owned(), format!("Stands for --{option} where that is not given.")))
    });
    let mut rows: Vec<(String, String)> = variables.collect();
    if has("color") {
        let colour = [
            ("NO_COLOR", "Where it is set, there is no colour unless --color always is given."),
            ("CLICOLOR_FORCE", "Where it is set to anything but 0, there is colour in pipes too."),
            ("CLICOLOR", "Where it is 0, there is no colour."),
            ("TERM", "A terminal called dumb, or without a name, gets no colour and no links."),
        ];
        rows.extend(colour.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
    if rows.is_empty() {
        return;
    }
    page.control("SH", ["ENVIRONMENT"]);
    for (name, text) in &rows {
        page.control("TP", []);
        page.text([bold(name.as_str())]);
        page.text([roman(text.as_str())]);
    }
}

fn see_also(command: &Command, call: &Command, page: &mut Roff) {
    let others = std::iter::once(call).chain(call.get_subcommands()).map(name);
    let others = others.filter(|other| *other != name(command));
    let names: Vec<String> = others.map(|other| format!("{other}(1)")).collect();
    page.control("SH", ["SEE ALSO"]);
    page.text([roman(names.join(", "))]);
    page.control("PP", []);
    page.text([roman(env!("CARGO_PKG_REPOSITORY"))]);
}
