//! `complint check`: every programme that is asked for, then one rendering.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{CLEAN, FAILED, FOUND, Stop, style};
use crate::cli::{CheckArgs, FailOn, FormatArg};
use crate::error::Error;
use crate::output::{Format, Linted, render_all};
use crate::report::Report;
use crate::rule::Level;
use crate::source::{Root, SourceId, absolute, discover, display};
use crate::workspace::{Options, Workspace};

/// Runs the command.
///
/// # Errors
///
/// What keeps the tool from its job altogether, and what writing says.
pub fn run(args: &CheckArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8, Stop> {
    let options = Options { select: args.select.clone(), ignore: args.ignore.clone(), no_waivers: args.no_waivers };
    let mut opened = Vec::new();
    let mut failed = false;
    let mut queue = roots(args)?;
    queue.reverse();
    while let Some(root) = queue.pop() {
        match Workspace::open(&root, &options) {
            Ok(workspace) => {
                for what in &workspace.unreadable {
                    writeln!(err, "error: cannot read {}", crate::output::clean_line(what))?;
                    failed = true;
                }
                let nested = nested(&workspace, &root);
                queue.extend(nested.into_iter().rev());
                opened.push((root, workspace));
            }
            // One programme that cannot be read does not hide what is found in the others.
            Err(error) => {
                super::tell(&error, err)?;
                failed = true;
            }
        }
    }
    if args.show_files || args.show_settings {
        for (_, workspace) in &opened {
            if args.show_files {
                super::settings::files(workspace, out)?;
            } else {
                super::settings::settings(workspace, out)?;
            }
        }
        return Ok(if failed { FAILED } else { CLEAN });
    }
    let today = args.as_of.unwrap_or_else(crate::today);
    let mut linted = Vec::new();
    for (root, workspace) in &opened {
        let asked = asked(root, workspace)?;
        let mut report = crate::lint(workspace, today);
        if !asked.is_empty() {
            report.findings.retain(|finding| is_asked(workspace, finding.place.source, &asked));
        }
        linted.push((report, workspace, asked));
    }
    write(args, &linted, out)?;
    let code = linted.iter().map(|(report, ..)| code(report, args.fail_on)).max().unwrap_or(CLEAN);
    Ok(if failed { FAILED } else { code })
}

/// The programmes of all paths, each once, with every path asked for in it.
fn roots(args: &CheckArgs) -> Result<Vec<Root>, Error> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let mut roots: Vec<Root> = Vec::new();
    for path in paths {
        let found = match &args.config {
            Some(config) => vec![configured(config, path)?],
            None => discover(path)?,
        };
        for root in found {
            match roots.iter_mut().find(|known| known.folder == root.folder) {
                Some(known) => known.asked.extend(root.asked),
                None => roots.push(root),
            }
        }
    }
    Ok(roots)
}

/// A programme whose configuration stands in a file of another name or place.
fn configured(config: &Path, path: &Path) -> Result<Root, Error> {
    let manifest = absolute(config).map_err(|error| Error::unreadable(config, &error))?;
    let folder = manifest.parent().map(Path::to_path_buf).unwrap_or_default();
    let asked = absolute(path).map_err(|error| Error::unreadable(path, &error))?;
    // The root is where the configuration is; asking for a folder above it asks for all of it.
    let asked = if asked.starts_with(&folder) { asked } else { folder.clone() };
    Ok(Root { folder, manifest, asked: vec![asked] })
}

/// Programmes of their own that lie within what was asked for.
fn nested(workspace: &Workspace, root: &Root) -> Vec<Root> {
    let asked = |folder: &Path| root.asked.iter().any(|asked| folder.starts_with(asked));
    let inner = workspace.nested.iter().filter(|folder| asked(folder));
    inner
        .map(|folder| Root {
            folder: folder.clone(),
            manifest: folder.join(crate::source::MANIFEST),
            asked: vec![folder.clone()],
        })
        .collect()
}

/// What the report is limited to, from the root; nothing where all of it is asked for.
fn asked(root: &Root, workspace: &Workspace) -> Result<Vec<String>, Error> {
    if root.asked.contains(&root.folder) {
        return Ok(Vec::new());
    }
    let asked: BTreeSet<String> = root.asked.iter().map(|path| display(&root.folder, path)).collect();
    for path in &asked {
        let read = workspace.sources.iter().any(|source| is_below(&source.path, path));
        let nested = workspace.nested.iter().any(|folder| is_below(&display(&root.folder, folder), path));
        if !read && !nested {
            let skipped = workspace.skipped.iter().find(|skipped| is_below(path, &skipped.path));
            let reason = skipped.map_or("nothing in it is read as a record", |skipped| skipped.reason);
            return Err(Error::Usage {
                message: format!("{path} is not checked: it {}", reason.trim_start_matches("it ")),
                help: Some("`complint check --show-files` lists what is read and what is not".to_owned()),
            });
        }
    }
    Ok(asked.into_iter().collect())
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_asked(workspace: &Workspace, source: SourceId, asked: &[String]) -> bool {
    let path = &workspace.source(source).path;
    asked.iter().any(|asked| is_below(path, asked))
}

fn write(args: &CheckArgs, linted: &[(Report, &Workspace, Vec<String>)], out: &mut dyn Write) -> std::io::Result<()> {
    let mut style = style(args.color);
    style.statistics = args.statistics;
    style.quiet = args.quiet;
    let programmes: Vec<Linted<'_>> =
        linted.iter().map(|(report, workspace, asked)| Linted { report, workspace, asked }).collect();
    let format = match args.output_format {
        FormatArg::Full => Format::Full,
        FormatArg::Concise => Format::Concise,
        FormatArg::Json => Format::Json,
    };
    if programmes.is_empty() && format != Format::Json {
        return Ok(());
    }
    render_all(&programmes, format, &style, out)
}

fn code(report: &Report, fail_on: FailOn) -> u8 {
    if report.setup_broken {
        return FAILED;
    }
    let fails = |level: Level| match fail_on {
        FailOn::Error => level == Level::Error,
        FailOn::Warning => matches!(level, Level::Error | Level::Warning),
        FailOn::Never => false,
    };
    if report.active().any(|finding| fails(finding.level)) { FOUND } else { CLEAN }
}
