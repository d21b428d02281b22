//! What was done, and what comes next.

use std::io::{self, Write};

use super::{InitArgs, Plan, Wish, clean_line, has};
use crate::words::{count, join_and};

/// Says what was written, what was left alone and how to go on.
pub(super) fn say(
    args: &InitArgs,
    wish: &Wish,
    plan: &Plan,
    out: &mut dyn Write,
) -> io::Result<()> {
    let did = if args.dry_run { "would write" } else { "wrote" };
    let place = args.path.display();
    let name = match wish.guessed {
        Some(place) => format!("`{}` ({place}; --name says another)", wish.name),
        None => format!("`{}`", wish.name),
    };
    let line = format!("{did} {} in {place} for {name}:", count(plan.files.len(), "file"));
    writeln!(out, "{}\n", clean_line(&line))?;
    let widest = plan.files.iter().map(|file| file.path.len()).max().unwrap_or(0);
    for file in &plan.files {
        writeln!(out, "  {:widest$}  {}", file.path, file.about)?;
    }
    for (path, settings) in &plan.kept {
        writeln!(
            out,
            "\nleft as it is: {path}. For completion in editors, {} would hold:\n",
            settings.path
        )?;
        for line in (settings.text)().lines() {
            writeln!(out, "{}", format!("  {line}").trim_end())?;
        }
    }
    if wish.shared {
        writeln!(
            out,
            "\nOther TOML files are here, so records are only read from the folders that [files] names\nin complint.toml."
        )?;
    }
    unasked(wish, out)?;
    if !args.dry_run {
        let path = match args.path.to_string_lossy().as_ref() {
            "." => String::new(),
            path => format!(" {}", shell(path)),
        };
        writeln!(
            out,
            "\nWhat is left to do, in order: {}",
            clean_line(&format!("complint check{path}"))
        )?;
    }
    Ok(())
}

/// A path as a shell takes it.
pub(super) fn shell(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+@:,".contains(c);
    match path.chars().all(plain) {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

/// Says of which frameworks no check will say what is left: their outcomes are chosen, not demanded.
fn unasked(wish: &Wish, out: &mut dyn Write) -> io::Result<()> {
    let demands = |part| move |framework: &&&_| has(framework, part);
    let unasked: Vec<String> = wish
        .frameworks
        .iter()
        .filter(|it| !["clause", "annex", "criterion"].into_iter().any(|part| demands(part)(it)))
        .map(|framework| format!("`{}`", framework.head.id))
        .collect();
    if unasked.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nNo check asks for the outcomes of {}, which a company chooses. What your records\nanswer of one, `complint explain ID` lists.",
        join_and(&unasked)
    )
}
