//! What stands below the findings: how many there are, what was withheld and, where there is
//! nothing, what was looked at, so that a clean run cannot be mistaken for an empty one.

use std::collections::BTreeMap;
use std::io::{self, Write};

use rustc_hash::FxHashSet;

use super::paint::Paint;
use super::places::View;
use super::{Linted, Style, clean_line, shown, wrap};
use crate::report::{Checked, Counts};
use crate::rule::types::Level;
use crate::words::{count, join_and};

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    columns: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paint = Paint::new(style.color);
    if style.statistics {
        statistics(programmes, style, paint, out)?;
    }
    if style.quiet {
        return Ok(());
    }
    let (first, rest) = words(programmes, style, paint);
    if Total::of(programmes).found() {
        // How many there are is read by the last line.
        writeln!(out, "{first}")?;
    } else {
        // Colour takes no columns, and all of it stands at the beginning.
        let (plain, _) = lines(programmes, style);
        let unseen = wrap::measure(&first).saturating_sub(wrap::measure(&plain));
        let broken = wrap::lines(&first, columns.saturating_add(unseen), columns.saturating_sub(2));
        writeln!(out, "{}", broken.join("\n  "))?;
    }
    rest.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// The same without colour, for formats that set it themselves: how many, and what is to be known
/// of it.
pub(super) fn lines(programmes: &[Linted<'_>], style: &Style) -> (String, Vec<String>) {
    words(programmes, style, Paint::new(false))
}

fn words(programmes: &[Linted<'_>], style: &Style, paint: Paint) -> (String, Vec<String>) {
    let total = Total::of(programmes);
    let first =
        if total.found() { total.findings(paint) } else { total.clean(programmes, style, paint) };
    let mut rest = Vec::new();
    if total.aimless {
        rest.push("no framework is in scope: no requirement was asked for".to_owned());
    }
    if total.checked.unasked > 0 {
        let many = total.checked.unasked;
        rest.push(format!(
            "no rule asks for {many} of the requirements in scope, because of their `part`"
        ));
    }
    if total.withheld > 0 {
        rest.push(total.withheld());
    }
    if total.broken {
        rest.push(
            "not everything could be checked: complint.toml, a rule or a kind is broken".to_owned(),
        );
    }
    (first, rest)
}

/// What all programmes have together.
#[derive(Default)]
struct Total {
    counts: Counts,
    checked: Checked,
    files: usize,
    withheld: usize,
    incomplete: usize,
    broken: bool,
    /// Whether no programme has a framework in scope, so that nothing could be missing.
    aimless: bool,
}

impl Total {
    fn of(programmes: &[Linted<'_>]) -> Self {
        let mut total = Self { aimless: !programmes.is_empty(), ..Self::default() };
        for Linted { report, workspace, .. } in programmes {
            total.aimless &= workspace.settings.frameworks.is_empty();
            let counts = report.counts();
            total.counts.errors += counts.errors;
            total.counts.warnings += counts.warnings;
            total.counts.notes += counts.notes;
            total.counts.waived += counts.waived;
            total.counts.accepted += counts.accepted;
            total.counts.fixable += counts.fixable;
            total.checked.files += report.checked.files;
            total.checked.records += report.checked.records;
            total.checked.requirements += report.checked.requirements;
            total.checked.unasked += report.checked.unasked;
            total.checked.rules = total.checked.rules.max(report.checked.rules);
            total.files +=
                report.active().map(|finding| finding.place.source).collect::<FxHashSet<_>>().len();
            total.withheld += report.withheld_count();
            total.incomplete += report.incomplete_files;
            total.broken |= report.setup_broken;
        }
        total
    }

    fn found(&self) -> bool {
        self.counts.errors + self.counts.warnings + self.counts.notes > 0
    }

    /// "3 errors, 2 warnings and 1 note in 2 files; 1 waived; 4 fixable".
    fn findings(&self, paint: Paint) -> String {
        let Counts { errors, warnings, notes, .. } = self.counts;
        let levels = [(Level::Error, errors), (Level::Warning, warnings), (Level::Note, notes)];
        let levels: Vec<String> = levels
            .iter()
            .filter(|(_, number)| *number > 0)
            .map(|(level, number)| paint.level(*level, count(*number, level.as_str())))
            .collect();
        format!("{} in {}{}", join_and(&levels), count(self.files, "file"), self.aside())
    }

    /// "no findings: 214 records in 48 files, 184 requirements, 54 rules checked on 2026-06-30".
    fn clean(&self, programmes: &[Linted<'_>], style: &Style, paint: Paint) -> String {
        let asked: Vec<String> =
            programmes.iter().flat_map(|linted| asked(linted, style)).collect();
        let place =
            if asked.is_empty() { String::new() } else { format!(" in {}", join_and(&asked)) };
        let Checked { files, records, requirements, rules, .. } = self.checked;
        let day = programmes
            .first()
            .map(|linted| format!(" on {}", linted.report.today))
            .unwrap_or_default();
        let parts = [count(requirements, "requirement"), count(rules, "rule")].join(", ");
        let read = format!("{} in {}", count(records, "record"), count(files, "file"));
        format!(
            "{}{place}: {read}, {parts} checked{day}{}",
            paint.good("no findings"),
            self.aside()
        )
    }

    fn aside(&self) -> String {
        let Counts { waived, accepted, fixable, .. } = self.counts;
        let part = |number: usize, what: &str| {
            if number > 0 { format!("; {number} {what}") } else { String::new() }
        };
        part(waived, "waived") + &part(accepted, "in the baseline") + &part(fixable, "fixable")
    }

    /// Why the findings that are there may not be all.
    fn withheld(&self) -> String {
        let (findings, verb) = match self.withheld {
            1 => ("1 finding".to_owned(), "was"),
            many => (format!("{many} findings"), "were"),
        };
        format!(
            "{findings} of absence {verb} withheld: {} could not be read in full",
            count(self.incomplete, "file")
        )
    }
}

/// The files and folders that the report is limited to, from where paths are shown.
fn asked(linted: &Linted<'_>, style: &Style) -> Vec<String> {
    let view = View::new(&linted.workspace.root, style.base.as_deref());
    let name = |path: String| {
        if path == "." { "this folder".to_owned() } else { clean_line(&path).into_owned() }
    };
    linted.asked.iter().map(|path| name(view.path(path))).collect()
}

/// A table of how often each rule found something, the most frequent first.
fn statistics(
    programmes: &[Linted<'_>],
    style: &Style,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows: BTreeMap<(&str, Level), (usize, usize)> = BTreeMap::new();
    for linted in programmes {
        for finding in shown(linted.report, style) {
            let rule =
                linted.workspace.rules.get(finding.rule).map_or("", |rule| rule.name.as_str());
            let (times, fixable) = rows.entry((rule, finding.level)).or_default();
            *times += 1;
            *fixable += usize::from(finding.fix.is_some());
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(_, (times, _))| std::cmp::Reverse(*times));
    for ((rule, level), (times, fixable)) in &rows {
        // The colour comes after the padding, which would count it.
        let level = paint.level(*level, format_args!("{:<7}", level.as_str()));
        let fixable = if *fixable > 0 { format!("  ({fixable} fixable)") } else { String::new() };
        writeln!(out, "{times:>5}  {level}  {rule}{fixable}")?;
    }
    if rows.is_empty() { Ok(()) } else { writeln!(out) }
}
