//! One JSON object a line: a programme, then its findings. For streams, and for programs that look at
//! one finding at a time. The fields are those of the format json.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{FindingJson, ProgrammeJson, SCHEMA_VERSION, programme};
use super::{Linted, Style};

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for linted in programmes {
        let mut programme = programme(linted, style);
        let findings = programme.findings.take().unwrap_or_default();
        let root = programme.root.clone();
        let head = Programme {
            kind: "programme",
            schema_version: SCHEMA_VERSION,
            version: env!("CARGO_PKG_VERSION"),
            today: linted.report.today.to_string(),
            programme,
        };
        line(&head, out)?;
        for finding in findings {
            line(&Finding { kind: "finding", root: &root, finding }, out)?;
        }
    }
    Ok(())
}

/// The line that opens a programme.
#[derive(Serialize)]
struct Programme<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    schema_version: u32,
    version: &'static str,
    today: String,
    #[serde(flatten)]
    programme: ProgrammeJson<'a>,
}

/// The line of a finding.
#[derive(Serialize)]
struct Finding<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    root: &'a str,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

fn line(line: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
