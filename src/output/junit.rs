//! JUnit XML, as strict as the schema for Ant asks for, so that whatever reads test results reads
//! ours. A rule is a test: one that finds nothing has passed, and each finding of one that does is a
//! test that failed. Notes and what a waiver excuses are skipped tests: they fail nobody.

use std::io::{self, Write};

use super::machine::{Item, every, places};
use super::{Linted, Style, clean_block, clean_line, mended};
use crate::rule::types::Level;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
    let mut number = 0;
    for linted in programmes {
        let own = [*linted];
        let places = places(&own, style);
        let items = every(&own, &places, style);
        for group in linted.workspace.rules.groups() {
            let cases = cases(linted, group, &items);
            if !cases.is_empty() {
                suite(linted, group, number, &cases, style, out)?;
                number += 1;
            }
        }
    }
    writeln!(out, "</testsuites>")
}

/// A test: a rule that found nothing, or one of its findings.
struct Case {
    name: String,
    rule: String,
    result: Result,
}

enum Result {
    Passed,
    Skipped(String),
    /// Level, message, and the rest.
    Failed(Level, String, String),
}

/// The tests of a group of rules, in the order of the rules.
fn cases(linted: &Linted<'_>, group: &str, items: &[Item<'_, '_>]) -> Vec<Case> {
    let levels = &linted.workspace.settings.levels;
    let mut cases = Vec::new();
    for (number, rule) in linted.workspace.rules.iter().filter(|(_, rule)| rule.group == group) {
        let own: Vec<&Item<'_, '_>> =
            items.iter().filter(|item| item.finding.rule == number).collect();
        if own.is_empty() && levels.runs(number) {
            let (name, rule) = (rule.summary.to_string(), rule.name.to_string());
            cases.push(Case { name, rule, result: Result::Passed });
        }
        cases.extend(own.into_iter().map(case));
    }
    cases
}

fn case(item: &Item<'_, '_>) -> Case {
    let region = item.region();
    let place = format!("{}:{}:{}", region.path, region.start.0, region.start.1);
    let message = item.finding.message.clone();
    let result = match (&item.finding.suppressed, item.finding.level) {
        (Some(by), _) => {
            let why = item.excused().unwrap_or_default();
            let reason =
                if by.reason.is_empty() { String::new() } else { format!(": {}", by.reason) };
            Result::Skipped(format!("{message} ({why}{reason})"))
        }
        (None, Level::Note | Level::Off) => {
            Result::Skipped(format!("note: {message}{}", mended::mark(item.finding)))
        }
        (None, level) => {
            let text = format!("{place}: {level}[{}]\n{}", item.rule.name, item.text());
            Result::Failed(level, message, text)
        }
    };
    Case { name: place, rule: item.rule.name.to_string(), result }
}

fn suite(
    linted: &Linted<'_>,
    group: &str,
    number: usize,
    cases: &[Case],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let failures = cases.iter().filter(|case| matches!(case.result, Result::Failed(..))).count();
    let skipped = cases.iter().filter(|case| matches!(case.result, Result::Skipped(_))).count();
    let base = style.repository.as_deref().or(style.base.as_deref());
    let root = super::places::View::new(&linted.workspace.root, base).root();
    writeln!(
        out,
        "  <testsuite name=\"{}\" package=\"{}\" id=\"{number}\" timestamp=\"{}T00:00:00\" \
         hostname=\"localhost\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" \
         skipped=\"{skipped}\" time=\"0\">",
        attribute(group),
        attribute(&root),
        linted.report.today,
        cases.len(),
    )?;
    writeln!(out, "    <properties/>")?;
    for case in cases {
        write(case, out)?;
    }
    writeln!(out, "    <system-out/>\n    <system-err/>\n  </testsuite>")
}

fn write(case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let (name, rule) = (attribute(&case.name), attribute(&case.rule));
    write!(out, "    <testcase name=\"{name}\" classname=\"{rule}\" time=\"0\"")?;
    match &case.result {
        Result::Passed => writeln!(out, "/>"),
        Result::Skipped(why) => {
            writeln!(out, ">\n      <skipped message=\"{}\"/>\n    </testcase>", attribute(why))
        }
        Result::Failed(level, message, text) => writeln!(
            out,
            ">\n      <failure type=\"{level}\" message=\"{}\">{}</failure>\n    </testcase>",
            attribute(message),
            escape(&clean_block(text)),
        ),
    }
}

/// The value of an attribute, on one line.
fn attribute(text: &str) -> String {
    escape(&clean_line(text)).replace('"', "&quot;")
}

/// Text that is no markup. Characters that XML cannot hold at all were made visible before, but for
/// two that are none.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{attribute, escape};

    #[test]
    fn text_is_no_markup() {
        assert_eq!(escape("a < b & c ]]> d"), "a &lt; b &amp; c ]]&gt; d");
        assert_eq!(attribute("\"\u{0}\n\u{ffff}"), "&quot;\\u0000\\n\u{fffd}");
    }
}
