//! `check --verbose`: what a run looked at and how, on standard error, so that what programs read
//! stays as it is. Equal input gives equal lines.

use std::io::{self, Write};

use super::check::Checked;
use super::settings::frameworks;
use crate::cli::CheckArgs;
use crate::config::Origin;
use crate::output::{Places, clean_line};
use crate::rule::{Rule, RuleNo};
use crate::source::{SourceId, absolute};
use crate::words::count;

/// Tells of every programme.
pub(super) fn tell(checked: &[Checked], args: &CheckArgs, err: &mut dyn Write) -> io::Result<()> {
    let base = absolute(".".as_ref()).ok();
    for checked in checked {
        let places = Places::new(&checked.workspace, base.as_deref());
        writeln!(err, "{}", places.path(SourceId::MANIFEST))?;
        let named = args.as_of.and_then(|day| day.0).is_some();
        let day = if named { "as asked" } else { "today in UTC" };
        row(err, "day", &format!("{}, {day}", checked.report.today))?;
        frameworks(&checked.workspace, err)?;
        if checked.workspace.settings.frameworks.is_empty() {
            row(err, "framework", "none is in scope")?;
        }
        read(checked, &places, err)?;
        baseline(checked, &places, err)?;
        rules(checked, err)?;
        excused(checked, err)?;
        writeln!(err)?;
    }
    Ok(())
}

fn row(err: &mut dyn Write, label: &str, text: &str) -> io::Result<()> {
    writeln!(err, "  {label:<10} {}", clean_line(text))
}

fn read(checked: &Checked, places: &Places<'_>, err: &mut dyn Write) -> io::Result<()> {
    let Checked { workspace, report, .. } = checked;
    let setup = workspace.record_files.start.saturating_sub(1);
    let texts = workspace.sources.len() - workspace.record_files.end;
    row(
        err,
        "read",
        &format!(
            "{} in {}",
            count(report.checked.records, "record"),
            count(workspace.record_files.len(), "file")
        ),
    )?;
    if setup > 0 {
        row(err, "", &format!("{} of rules, kinds, catalogs and baselines", count(setup, "file")))?;
    }
    let looked_up = workspace.texts.count();
    if looked_up > 0 {
        let files = count(looked_up, "file");
        let texts = if texts == 0 { String::new() } else { format!(", {texts} of them read") };
        row(err, "looked up", &format!("{files} that records and settings name{texts}"))?;
    }
    for skipped in &workspace.skipped {
        row(err, "not read", &format!("{}: it {}", places.other(&skipped.path), skipped.reason))?;
    }
    Ok(())
}

fn baseline(checked: &Checked, places: &Places<'_>, err: &mut dyn Write) -> io::Result<()> {
    match &checked.workspace.baseline {
        Some(baseline) => {
            let entries = count(baseline.entries.len(), "accepted finding");
            row(err, "baseline", &format!("{}: {entries}", places.path(baseline.source)))
        }
        None => Ok(()),
    }
}

/// How many rules ran, and of those that did not, why.
fn rules(checked: &Checked, err: &mut dyn Write) -> io::Result<()> {
    let Checked { workspace, report, .. } = checked;
    let levels = &workspace.settings.levels;
    let (ran, off): (Vec<_>, Vec<_>) =
        workspace.rules.iter().partition(|(number, _)| levels.runs(*number));
    let own = ran.iter().filter(|(number, _)| workspace.rules.source(*number).is_some()).count();
    let own = if own == 0 { String::new() } else { format!(" ({own} of your own)") };
    let not = if off.is_empty() { String::new() } else { format!(", {} did not", off.len()) };
    row(err, "rules", &format!("{} ran{own}{not}", count(ran.len(), "rule")))?;
    let by_call = off.iter().filter(|(number, _)| levels.origin(*number) == Origin::Call).count();
    if by_call > 0 {
        row(err, "", &format!("{} left out by --select or --ignore", count(by_call, "rule")))?;
    }
    for (number, rule) in &off {
        if let Some(why) = off_because(checked, *number, rule) {
            row(err, "", &format!("{}: {why}", rule.name))?;
        }
    }
    for (number, withheld) in &report.withheld {
        let name = workspace.rules.get(*number).map_or("", |rule| rule.name.as_ref());
        let what = count(*withheld, "finding");
        row(err, "", &format!("{name}: {what} withheld, a file could not be read in full"))?;
    }
    Ok(())
}

/// Where it was turned off; a call leaves out too many to name.
fn off_because(checked: &Checked, number: RuleNo, rule: &Rule) -> Option<String> {
    let levels = &checked.workspace.settings.levels;
    let reason = || levels.reason(number).map(|reason| format!(": {reason}")).unwrap_or_default();
    match levels.origin(number) {
        Origin::Call => None,
        Origin::Default => Some("off by default".to_owned()),
        Origin::Group => Some(format!("off in [rules], with its group {}", rule.group)),
        Origin::Rule => Some(format!("off in [rules]{}", reason())),
    }
}

fn excused(checked: &Checked, err: &mut dyn Write) -> io::Result<()> {
    let counts = checked.report.counts();
    if counts.waived > 0 {
        row(err, "waived", &count(counts.waived, "finding"))?;
    }
    if counts.accepted > 0 {
        row(err, "accepted", &count(counts.accepted, "finding"))?;
    }
    Ok(())
}
