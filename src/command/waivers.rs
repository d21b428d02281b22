//! `complint waivers`: everything that keeps a finding from counting, and what it excuses today. The
//! page that an auditor asks for.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::explain::page::Page;
use super::{CLEAN, Stop, style};
use crate::cli::{ListFormat, WaiversArgs};
use crate::config::weaker;
use crate::finding::Place;
use crate::output::Places;
use crate::report::Report;
use crate::rule::{Level, Rule, RuleNo};
use crate::source::{SourceId, discover};
use crate::waiver::{By, Listed};
use crate::words::{count, join_and};
use crate::workspace::{Options, Workspace};

/// Lists the waivers of the programme.
///
/// # Errors
///
/// Where there is no programme or it cannot be read, and what writing says.
pub fn run(args: &WaiversArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let style = style(args.color);
    let today = args.day.date();
    let mut pages = Vec::new();
    let options = Options { baseline: super::accept::named(&args.baseline), ..Options::default() };
    for root in discover(&args.path)? {
        let workspace = Workspace::open(&root, &options)?;
        let report = crate::lint(&workspace, today);
        pages.push((workspace, report));
    }
    match args.output_format {
        ListFormat::Full => {
            for (workspace, report) in &pages {
                let mut page = Page::new(&style);
                let places = Places::new(workspace, style.base.as_deref());
                write(&List { workspace, report, places: &places }, &mut page);
                out.write_all(page.into_text().as_bytes())?;
            }
        }
        ListFormat::Json => {
            let mut rows = Vec::new();
            for (workspace, report) in &pages {
                let places = Places::new(workspace, style.base.as_deref());
                let list = List { workspace, report, places: &places };
                rows.extend(list.all().into_iter().map(|listed| list.json(listed)));
            }
            serde_json::to_writer_pretty(&mut *out, &rows).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(CLEAN)
}

/// A programme and what its waivers excuse.
struct List<'a> {
    workspace: &'a Workspace,
    report: &'a Report,
    places: &'a Places<'a>,
}

impl List<'_> {
    fn all(&self) -> Vec<Listed> {
        let mut all = crate::waiver::waivers(self.workspace);
        all.extend(crate::baseline::listed(self.workspace));
        all.extend(settings(self.workspace));
        all.sort_by_key(|listed| (listed.by, listed.place));
        all
    }

    /// How many findings each place excuses today.
    fn excused(&self) -> FxHashMap<Place, usize> {
        let mut counts = FxHashMap::default();
        let suppressed = self.report.findings.iter().filter_map(|found| found.suppressed.as_ref());
        for by in suppressed {
            *counts.entry(by.place).or_default() += 1;
        }
        counts
    }

    fn place(&self, listed: &Listed) -> String {
        let position = self.places.position(listed.place.source, listed.place.span.start);
        format!("{}:{}", self.places.path(listed.place.source), position.line)
    }

    fn json(&self, listed: Listed) -> Row {
        let excused = self.excused().get(&listed.place).copied();
        Row {
            place: self.place(&listed),
            by: listed.by.as_str(),
            expired: listed.until.is_some_and(|until| until < self.report.today),
            excuses: (listed.by != By::Setting).then(|| excused.unwrap_or(0)),
            until: listed.until.map(|until| until.to_string()),
            rules: listed.rules,
            covers: listed.covers,
            reason: listed.reason,
            approved_by: listed.approved_by,
        }
    }
}

/// One row for programs.
#[derive(Serialize)]
struct Row {
    by: &'static str,
    rules: Vec<String>,
    covers: Vec<String>,
    reason: String,
    approved_by: String,
    until: Option<String>,
    expired: bool,
    /// How many findings it excuses today; unknown for lowered levels.
    excuses: Option<usize>,
    place: String,
}

fn write(list: &List<'_>, page: &mut Page) {
    let all = list.all();
    let name = list.workspace.manifest().get_path(&["organization", "name"]);
    let name = name.and_then(|name| name.as_str()).unwrap_or_default().into_owned();
    page.title("Waivers", &format!("{name}, {}", list.report.today));
    if all.is_empty() {
        return page.line("Nothing is waived, accepted or lowered.");
    }
    let excused = list.excused();
    for same in all.chunk_by(|one, other| one.by == other.by) {
        page.heading(same.first().map_or("", |first| heading(first.by)));
        for listed in same {
            let mut lines = vec![facts(listed, list.report)];
            lines.push(match listed.reason.as_str() {
                "" => "No reason is given.".to_owned(),
                reason => format!("Why: {reason}"),
            });
            let place = list.place(listed);
            lines.push(match (listed.by, excused.get(&listed.place)) {
                (By::Setting, _) => place,
                (_, Some(found)) => format!("{place}, excuses {}", count(*found, "finding")),
                (_, None) => format!("{place}, excuses nothing"),
            });
            page.stacked(&[(listed.rules.join(", "), lines.remove(0))]);
            lines.iter().for_each(|line| page.nested(line));
        }
    }
}

fn heading(by: By) -> &'static str {
    match by {
        By::Comment => "In the text",
        By::Record => "Waiver records",
        By::Baseline => "Baseline",
        By::Setting => "Levels lowered in complint.toml",
    }
}

/// What it covers, until when, and who said so.
fn facts(listed: &Listed, report: &Report) -> String {
    let covers = join_and(&listed.covers);
    let until = match listed.until {
        Some(until) if until < report.today => format!("ended on {until}"),
        Some(until) => format!("until {until}"),
        None => "without an end".to_owned(),
    };
    let by = match listed.approved_by.as_str() {
        "" if listed.by == By::Setting => String::new(),
        "" => ", no approver named".to_owned(),
        by => format!(", approved by {by}"),
    };
    let until = if listed.by == By::Setting { String::new() } else { until };
    [covers, until].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("; ")
        + &by
}

/// Levels that are lower than the rule's own, for the programme or for some files.
fn settings(workspace: &Workspace) -> Vec<Listed> {
    let levels = &workspace.settings.levels;
    let lowered = |number: RuleNo, rule: &Rule| weaker(levels.level(number), rule.level);
    let named = |name: &str, level: Level| format!("{name} {level}");
    let manifest = workspace.manifest();
    let place = |path: &[&str]| {
        let span = manifest.get_path(path).map(|entry| entry.key_span()).unwrap_or_default();
        Place { source: SourceId::MANIFEST, span }
    };
    let mut listed = Vec::new();
    for (number, rule) in workspace.rules.iter().filter(|(number, rule)| lowered(*number, rule)) {
        let own = manifest.get_path(&["rules", &rule.name]).is_some();
        let entry: &str = if own { &rule.name } else { &rule.group };
        listed.push(setting(
            vec![named(&rule.name, levels.level(number))],
            Vec::new(),
            place(&["rules", entry]),
            levels.reason(number).unwrap_or_default(),
        ));
    }
    for change in levels.overrides() {
        let rules = change.named.iter().map(|(name, level)| named(name, *level)).collect();
        let place = Place { source: SourceId::MANIFEST, span: change.header };
        let reason = change.reason.as_deref().unwrap_or_default();
        listed.push(setting(rules, change.patterns.clone(), place, reason));
    }
    listed
}

fn setting(rules: Vec<String>, covers: Vec<String>, place: Place, reason: &str) -> Listed {
    let reason = reason.to_owned();
    Listed {
        by: By::Setting,
        rules,
        covers,
        place,
        reason,
        approved_by: String::new(),
        until: None,
    }
}
