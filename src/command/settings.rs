//! `--show-files` and `--show-settings`: what a run would look at, and under which settings.

use std::io::{self, Write};

use crate::config::Origin;
use crate::output::clean_line;
use crate::source::SourceId;
use crate::words::count;
use crate::workspace::Workspace;

/// Lists what is read and what is not.
pub(super) fn files(workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", clean_line(&workspace.root.display().to_string()))?;
    for (id, source) in (0..).map(SourceId).zip(&workspace.sources) {
        let role = match id {
            SourceId::MANIFEST => "  (configuration)",
            id if workspace.is_setup(id) => "  (rule, kind or catalog)",
            id if workspace.is_text(id) => "  (text)",
            _ => "",
        };
        writeln!(out, "  {}{role}", clean_line(&source.path))?;
    }
    for skipped in &workspace.skipped {
        writeln!(out, "  {}  not read: it {}", clean_line(&skipped.path), skipped.reason)?;
    }
    writeln!(
        out,
        "{} of records read, {} not read; what .gitignore names is not listed",
        count(workspace.record_files.len(), "file"),
        workspace.skipped.len()
    )
}

/// Shows the settings, with where they come from.
pub(super) fn settings(workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    let settings = &workspace.settings;
    writeln!(
        out,
        "{}",
        clean_line(
            &workspace.root.join(&workspace.source(SourceId::MANIFEST).path).display().to_string()
        )
    )?;
    frameworks(workspace, out)?;
    for interval in &settings.intervals {
        writeln!(
            out,
            "  interval   {} every {}",
            clean_line(&interval.name),
            clean_line(&interval.text)
        )?;
    }
    writeln!(out, "  files      {}", clean_line(&settings.files.patterns.join(", ")))?;
    overrides(workspace, out)?;
    rules(workspace, out)
}

/// The frameworks in scope, and what of them is set aside.
pub(super) fn frameworks(workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    for declared in &workspace.settings.frameworks {
        let catalog = declared.number.and_then(|number| workspace.catalogs.get(number));
        let requirements = catalog.map_or(0, |catalog| {
            catalog.data.requirements.iter().filter(|row| declared.covers(row)).count()
        });
        let name = catalog.map_or_else(|| declared.id.clone(), |catalog| catalog.edition());
        writeln!(
            out,
            "  framework  {} ({name}), {} in scope",
            clean_line(&declared.id),
            count(requirements, "requirement")
        )?;
        if !declared.set_aside.is_empty() {
            let ids: Vec<&str> = declared.set_aside.iter().map(|aside| aside.id.as_str()).collect();
            writeln!(out, "             set aside: {}", clean_line(&ids.join(", ")))?;
        }
    }
    Ok(())
}

/// Levels that hold for some files only; of those that match a file the last wins.
fn overrides(workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    for change in workspace.settings.levels.overrides() {
        let levels: Vec<String> =
            change.named.iter().map(|(name, level)| format!("{name} {level}")).collect();
        let reason = change.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let line =
            format!("  override   {}  {}{reason}", change.patterns.join(", "), levels.join(", "));
        writeln!(out, "{}", clean_line(&line))?;
    }
    Ok(())
}

fn rules(workspace: &Workspace, out: &mut dyn Write) -> io::Result<()> {
    let levels = &workspace.settings.levels;
    let width = workspace.rules.names().map(str::len).max().unwrap_or(0);
    for (number, rule) in workspace.rules.iter() {
        let origin = match levels.origin(number) {
            Origin::Default => String::new(),
            Origin::Group => format!("  [rules] {}", rule.group),
            Origin::Rule => format!("  [rules] {}", rule.name),
            Origin::Call => "  command line".to_owned(),
        };
        let reason = levels
            .reason(number)
            .map(|reason| format!(": {}", clean_line(reason)))
            .unwrap_or_default();
        let own = if workspace.rules.source(number).is_some() { "  (own)" } else { "" };
        let line = format!(
            "  {:<width$}  {:<7}{origin}{reason}{own}",
            rule.name,
            levels.level(number).as_str()
        );
        writeln!(out, "{}", line.trim_end())?;
        for (name, parameter) in rule.parameters.iter() {
            let own = levels.parameter(number, name);
            let value = own.unwrap_or(&parameter.default);
            let origin = if own.is_some() { "  [rules]" } else { "" };
            writeln!(
                out,
                "  {:<width$}    {name} = {}{origin}",
                "",
                clean_line(&crate::rule::words_of(value))
            )?;
        }
    }
    Ok(())
}
