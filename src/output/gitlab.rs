//! GitLab's code quality report: what a merge request shows beside its changes. An entry is
//! recognized by its fingerprint, so that holds no line.

use std::io::{self, Write};

use serde::Serialize;

use super::machine::{Item, places, weighty};
use super::{Linted, Style, clean_line, mended};
use crate::rule::types::Level;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = places(programmes, style);
    // What a waiver excuses is no defect of the code, and the report has no word for it.
    let items = weighty(programmes, &places, style);
    let entries: Vec<Entry<'_>> =
        items.iter().filter(|item| item.finding.suppressed.is_none()).map(entry).collect();
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

fn entry<'a>(item: &Item<'_, 'a>) -> Entry<'a> {
    let region = item.region();
    Entry {
        description: clean_line(&item.finding.message).into_owned() + mended::mark(item.finding),
        check_name: &item.rule.name,
        fingerprint: item.identity(),
        severity: match item.finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Note | Level::Off => "info",
        },
        location: Location {
            path: region.path,
            lines: Lines { begin: region.start.0, end: region.end.0 },
        },
    }
}
