//! One line a finding: `path:line:column: level[rule] message`, for editors, scripts and narrow
//! places. The path is the one from the folder that complint runs in.

use std::io::{self, Write};

use super::paint::Paint;
use super::places::Places;
use super::{Linted, Style, clean_line, mended, shown};
use crate::finding::Finding;
use crate::workspace::Workspace;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let paint = Paint::new(style.color);
    for linted in programmes {
        let places = Places::new(linted.workspace, style.base.as_deref());
        for finding in shown(linted.report, style) {
            writeln!(out, "{}", line(linted.workspace, &places, finding, paint))?;
        }
    }
    if style.statistics { writeln!(out) } else { Ok(()) }
}

/// A finding on one line.
pub(crate) fn line(
    workspace: &Workspace,
    places: &Places<'_>,
    finding: &Finding,
    paint: Paint,
) -> String {
    let rule = workspace.rules.get(finding.rule).map_or("", |rule| rule.name.as_str());
    let level = paint.level(finding.level, format_args!("{}[{rule}]", finding.level));
    let waived = if finding.suppressed.is_some() { " (waived)" } else { "" };
    format!(
        "{}: {level}{waived} {}{}",
        places.name(finding.place),
        clean_line(&finding.message),
        mended::mark(finding)
    )
}
