//! A comment for a pull request: how many, and a table. Also what GitHub shows as the summary of a
//! job.
//!
//! Text of files is text there: no markup, no link, nobody called by name.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::machine::{Item, places, weighty};
use super::{Linted, Style, clean_line, mended, summary};
use crate::book::markdown::{cell, code};
use crate::output::full::authority::address;
use crate::rule::types::Level;

/// Characters that the table may have. A comment on GitHub takes 65,536.
const MOST: usize = 60_000;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let places = places(programmes, style);
    let items = weighty(programmes, &places, style);
    let (first, rest) = summary::lines(programmes, style);
    writeln!(out, "### complint\n\n**{}**", cell(&first))?;
    for line in rest {
        writeln!(out, "\n{}", cell(&line))?;
    }
    if items.is_empty() {
        return Ok(());
    }
    if programmes.iter().any(|linted| linted.report.counts().accepted > 0) && !style.show_waived {
        writeln!(out, "\nNew since the baseline:")?;
    }
    writeln!(out, "\n| | Rule | Where | Finding |\n| --- | --- | --- | --- |")?;
    let mut links = BTreeMap::new();
    let (mut length, mut left) = (0, items.len());
    for item in &items {
        let row = row(item);
        let link = address(item.rule, item.finding.rule);
        length += row.chars().count();
        if let Some(address) = link.filter(|_| !links.contains_key(item.rule.name.as_str())) {
            length += item.rule.name.len() + address.len();
            links.insert(item.rule.name.as_str(), address);
        }
        if length > MOST {
            break;
        }
        writeln!(out, "{row}")?;
        left -= 1;
    }
    if left > 0 {
        writeln!(out, "\n{} more not shown.", crate::words::count(left, "finding"))?;
    }
    if !links.is_empty() {
        writeln!(out)?;
    }
    // A link is written once, however often its rule has found something.
    links.iter().try_for_each(|(rule, address)| writeln!(out, "[{rule}]: {address}"))
}

fn row(item: &Item<'_, '_>) -> String {
    let region = item.region();
    let level = match item.finding.level {
        Level::Error => "**error**",
        Level::Warning => "warning",
        Level::Note | Level::Off => "note",
    };
    let excused = item.excused().map(|why| format!(" ({why})")).unwrap_or_default();
    let name = cell(&item.rule.name);
    let rule = match address(item.rule, item.finding.rule) {
        Some(_) => format!("[{name}]"),
        None => name,
    };
    let place = code(&clean_line(&format!("{}:{}", region.path, region.start.0)));
    let message = quiet(&cell(&clean_line(&item.finding.message)));
    let mark = mended::mark(item.finding);
    format!("| {level}{excused} | {rule} | {place} | {message}{mark} |")
}

/// With a comment behind it, a sign calls nobody, names no issue and starts no link. What stands in
/// backquotes does not anyway.
fn quiet(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() + 16);
    let (mut code, mut escaped) = (false, false);
    for (at, c) in markdown.char_indices() {
        if c == '`' && !escaped {
            code = !code;
        }
        escaped = !code && c == '\\' && !escaped;
        out.push(c);
        let rest = || markdown.get(at + c.len_utf8()..).unwrap_or_default();
        let active = match c {
            '@' | '#' => true,
            ':' => rest().starts_with("//"),
            'w' | 'W' => {
                let until = markdown.get(..=at).unwrap_or_default();
                rest().starts_with('.') && (until.ends_with("www") || until.ends_with("WWW"))
            }
            _ => false,
        };
        if active && !code {
            out.push_str("<!-- -->");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::quiet;
    use crate::book::markdown::cell;

    #[test]
    fn text_of_files_is_text() {
        assert_eq!(quiet(&cell("@all, see #1")), "@<!-- -->all, see #<!-- -->1");
        assert_eq!(quiet(&cell("control `@a|b`")), "control `@a\\|b`");
        assert_eq!(quiet(&cell("an odd ` and @all")), "an odd \\` and @<!-- -->all");
        assert_eq!(
            quiet(&cell("<img src=x> [x](https://a.b)")),
            "\\<img src=x> \\[x\\](https:<!-- -->//a.b)"
        );
    }
}
