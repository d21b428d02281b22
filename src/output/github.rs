//! Annotations of GitHub Actions: a workflow command a finding. GitHub shows ten of each level for a
//! step, so errors come first.

use std::io::{self, Write};

use super::machine::{places, weighty};
use super::{Linted, Style, clean_block, clean_line};
use crate::rule::types::Level;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = places(programmes, style);
    for item in weighty(programmes, &places, style) {
        let command = match item.finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note | Level::Off => "notice",
        };
        let region = item.region();
        let (file, title) = (property(&region.path), property(&item.rule.name));
        let ((line, column), (end_line, end_column)) = (region.start, region.end);
        write!(out, "::{command} title={title},file={file},line={line},endLine={end_line}")?;
        // Columns of different lines say nothing together, and GitHub refuses them.
        if line == end_line {
            write!(out, ",col={column},endColumn={}", end_column.max(column))?;
        }
        let excused = item.excused().map(|why| format!("({why}) ")).unwrap_or_default();
        writeln!(out, "::{excused}{}", data(&item.text()))?;
    }
    Ok(())
}

/// What stands behind the command: percent signs and line breaks would end it.
fn data(text: &str) -> String {
    clean_block(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a colon or comma would end as well.
fn property(text: &str) -> String {
    data(&clean_line(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_ends_a_command_or_starts_another() {
        assert_eq!(data("50 %\n::error::x"), "50 %25%0A::error::x");
        assert_eq!(property("a,b:c\n%"), "a%2Cb%3Ac\\n%25");
        assert_eq!(data("\u{1b}[2J"), "\\u001B[2J");
    }
}
