//! `--baseline`, `--write-baseline` and `--prune-baseline`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::baseline::{Entries, Entry, Identity, identity, rewrite};
use crate::cli::CheckArgs;
use crate::error::Error;
use crate::report::Report;
use crate::source::{Root, Source, absolute, display, write_atomically};
use crate::words::count;
use crate::workspace::Workspace;

/// The baseline that the call names and that is to be read. One that is only to be written need not
/// be there.
pub(super) fn existing(args: &CheckArgs) -> Option<PathBuf> {
    let path = args.baseline.as_ref()?;
    // Reading one that is not there says so.
    if args.write_baseline && absolute(path).is_err() { None } else { named(&args.baseline) }
}

/// The baseline that a call names, for reading.
pub(super) fn named(path: &Option<PathBuf>) -> Option<PathBuf> {
    let path = path.as_ref()?;
    Some(absolute(path).unwrap_or_else(|_| path.clone()))
}

/// Writes the entries that stay and, unless they are only to be pruned, those for what is found now.
/// Returns what was done, in words.
///
/// # Errors
///
/// [`Error::Usage`] where no baseline is named or it cannot be written, and where the call looks at a
/// part only, so that what is not found may still be there.
pub(super) fn write(
    root: &Root,
    workspace: &Workspace,
    report: &Report,
    args: &CheckArgs,
) -> Result<String, Error> {
    whole(root, args)?;
    let path = place(root, workspace, args)?;
    let old = workspace.baseline.as_ref().map(|baseline| workspace.source(baseline.source));
    if let Some(old) = old {
        only_a_baseline(old, &display(&root.folder, &path))?;
    }
    let text = old.map_or("", |old| &*old.text);
    let entries = entries(workspace, report, args.prune_baseline);
    let new = rewrite(text, &entries);
    if new != text {
        write_atomically(&path, new.as_bytes())
            .map_err(|error| Error::usage(format!("cannot write {}: {error}", path.display())))?;
    }
    let all = entries.kept.len() + entries.added.len();
    Ok(format!(
        "{}: {}, {} new, {} taken out{}",
        display(&root.folder, &path),
        count(all, "accepted finding"),
        entries.added.len(),
        entries.removed.len(),
        hint(root, workspace, &path)
    ))
}

/// A run over a part finds less than there is.
fn whole(root: &Root, args: &CheckArgs) -> Result<(), Error> {
    let part = !root.asked.iter().any(|asked| root.folder.starts_with(asked));
    if part || !args.select.is_empty() || !args.ignore.is_empty() || args.no_waivers {
        return Err(Error::usage(
            "a baseline is written of a whole programme and all its rules: name no part of it, and no rules",
        ));
    }
    Ok(())
}

/// Entries are never written into records, settings or prose, nor over what could not be read.
fn only_a_baseline(source: &Source, path: &str) -> Result<(), Error> {
    let foreign = source.root().entries().find(|entry| !entry.key_is("finding"));
    let fault = match foreign {
        Some(entry) => format!("it holds `{}`", entry.key()),
        None if !source.complete() => "it cannot be read in full".to_owned(),
        None => return Ok(()),
    };
    Err(Error::Usage {
        message: format!("nothing was written: `{path}` is no baseline, {fault}"),
        help: Some("name a file of its own, such as complint-baseline.toml".to_owned()),
    })
}

fn place(root: &Root, workspace: &Workspace, args: &CheckArgs) -> Result<PathBuf, Error> {
    if let Some(path) = &args.baseline {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new("."));
        let folder = absolute(folder).map_err(|error| Error::unreadable(folder, &error))?;
        return Ok(folder.join(path.file_name().unwrap_or_default()));
    }
    match &workspace.settings.files.baseline {
        Some(path) => Ok(root.folder.join(path)),
        None => Err(Error::Usage {
            message: "no baseline is named".to_owned(),
            help: Some(
                "complint check --baseline complint-baseline.toml --write-baseline".to_owned(),
            ),
        }),
    }
}

/// A baseline that only the call names is not there for editors and hooks.
fn hint(root: &Root, workspace: &Workspace, path: &Path) -> String {
    match &workspace.settings.files.baseline {
        Some(_) => String::new(),
        None => format!(
            "; for every run: baseline = \"{}\"  # under [files] in complint.toml",
            display(&root.folder, path)
        ),
    }
}

fn entries<'w>(workspace: &'w Workspace, report: &Report, prune: bool) -> Entries<'w> {
    let old: &[Entry] = workspace.baseline.as_ref().map_or(&[], |baseline| &baseline.entries);
    let found = report
        .findings
        .iter()
        .filter(|finding| finding.suppressed.as_ref().is_none_or(|by| by.baseline))
        .filter(|finding| finding.key != BASELINE_KEY)
        .filter_map(|finding| identity(workspace, finding));
    let mut waiting: BTreeMap<Identity, usize> = BTreeMap::new();
    for identity in found {
        *waiting.entry(identity).or_default() += 1;
    }
    let mut entries = Entries::default();
    for entry in old {
        // One entry for one finding; an entry that has ended stays, so that its end is not undone.
        match waiting.get_mut(&entry.identity).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                entries.kept.push(entry);
            }
            None => entries.removed.push(entry),
        }
    }
    if !prune {
        let added = waiting.into_iter();
        entries.added = added.flat_map(|(identity, count)| vec![identity; count]).collect();
    }
    entries
}

/// That the baseline is not there yet is no finding to put into it.
const BASELINE_KEY: &str = "files.baseline";
