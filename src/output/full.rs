//! Findings for people. Within ten seconds it has to be clear what is wrong, where, and what to
//! write instead; whose demand it is and where to read on come after that.

use std::io::{self, Write};

use rayon::prelude::*;

use super::clean::{clean_block, clean_line};
use super::paint::{Paint, link};
use super::places::Places;
use super::{Linted, Style, mended, shown, wrap};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::workspace::Workspace;
use group::Group;
use snippet::Pen;

pub(super) mod authority;
mod excerpt;
mod group;
mod line;
mod list;
mod marks;
mod snippet;

/// From so many diagnostics on, drawing them on all processors takes less time than starting to.
const MANY: usize = 200;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for linted in programmes {
        let shown = shown(linted.report, style);
        let groups = group::groups(&shown);
        let page = Page::new(linted.workspace, style);
        if groups.len() < MANY {
            for group in &groups {
                writeln!(out, "{}", page.diagnostic(group))?;
            }
        } else {
            let drawn: Vec<String> =
                groups.par_iter().with_min_len(16).map(|group| page.diagnostic(group)).collect();
            for diagnostic in &drawn {
                writeln!(out, "{diagnostic}")?;
            }
        }
    }
    Ok(())
}

/// What diagnostics of one programme are drawn with.
struct Page<'a> {
    workspace: &'a Workspace,
    places: Places<'a>,
    style: &'a Style,
    paint: Paint,
    pen: Pen,
}

/// The columns of "  basis: " and of its like, right-aligned at the colon.
const NAMES: usize = 9;

impl<'a> Page<'a> {
    fn new(workspace: &'a Workspace, style: &'a Style) -> Self {
        Self {
            workspace,
            places: Places::new(workspace, style.base.as_deref()),
            style,
            paint: Paint::new(style.color),
            pen: Pen::new(style),
        }
    }

    fn rule(&self, finding: &Finding) -> Option<&'a Rule> {
        self.workspace.rules.get(finding.rule)
    }

    /// One diagnostic: of one finding, or of all that one rule found in one place.
    fn diagnostic(&self, group: &Group<'_>) -> String {
        let rule = self.rule(group.first());
        let mut text = self.header(group, rule);
        for excerpt in marks::excerpts(&self.places, group, self.style) {
            text.push_str(&self.pen.draw(&excerpt, group.first().level));
        }
        if group.is_many() {
            self.list(group, &mut text);
        } else {
            self.repeated(group, &mut text);
        }
        self.help(group, &mut text);
        self.fix(group, &mut text);
        if let Some(suppressed) = &group.first().suppressed {
            let until = suppressed
                .until
                .as_ref()
                .map(|until| format!("until {until}: "))
                .unwrap_or_default();
            let place = self.places.name(suppressed.place);
            self.prose("waived", &format!("{until}{} ({place})", suppressed.reason), &mut text);
        }
        if let Some(rule) = rule {
            let (about, alone) = (group.first().subject, !group.is_many());
            if let Some(basis) = authority::words(rule, about, alone, self.workspace) {
                self.prose("basis", &basis, &mut text);
            }
            if group.is_news && !self.style.links {
                self.named("more", [format!("complint explain {}", rule.name)], &mut text);
            }
        }
        text
    }

    /// `error[rule]: message`
    fn header(&self, group: &Group<'_>, rule: Option<&Rule>) -> String {
        let finding = group.first();
        let waived = if finding.suppressed.is_some() { " (waived)" } else { "" };
        let title = format!("{}[{}]{waived}", finding.level, rule.map_or("", |rule| &rule.name));
        let message = match rule {
            Some(rule) if group.is_many() => {
                format!("{} ({} times)", rule.summary, group.findings.len())
            }
            _ => finding.message.clone(),
        };
        let indent = title.chars().count() + 2;
        let width = self.style.width;
        let lines = wrap::lines(
            &clean_line(&message),
            width.saturating_sub(indent),
            width.saturating_sub(2),
        );
        let title = self.paint.level(finding.level, title);
        let title = match rule.and_then(|rule| authority::address(rule, finding.rule)) {
            Some(address) if self.style.links => link(&address, &title),
            _ => title,
        };
        let message =
            lines.iter().map(|line| self.paint.strong(line)).collect::<Vec<_>>().join("\n  ");
        format!("{title}: {message}\n")
    }

    /// Places that were shown above, by name.
    fn repeated(&self, group: &Group<'_>, text: &mut String) {
        for related in
            group.first().related.iter().filter(|related| group.repeated.contains(&related.place))
        {
            let label = if related.label.is_empty() {
                String::new()
            } else {
                format!(", {}", related.label)
            };
            self.prose("see", &format!("{}{label}", self.places.name(related.place)), text);
        }
    }

    /// What to write. Code is left as it is, so that it can be pasted.
    fn help(&self, group: &Group<'_>, text: &mut String) {
        let helps: Vec<&str> =
            group.findings.iter().filter_map(|finding| finding.help.as_deref()).collect();
        let Some(help) = helps.first() else { return };
        let mut lines = Vec::new();
        if helps.iter().all(|other| shape(other) == shape(help)) {
            if helps.iter().any(|other| other != help) {
                lines.push("for the first one, and likewise for the others:".to_owned());
            }
            self.paste(help, &mut lines);
        } else {
            // Different mistakes under one rule: each is told how it is mended, in their order.
            lines.push("one by one:".to_owned());
            for help in helps {
                self.paste(help, &mut lines);
            }
        }
        self.named("help", lines, text);
    }

    /// Lines to paste as they are, and prose wrapped.
    fn paste(&self, help: &str, lines: &mut Vec<String>) {
        for line in clean_block(help.trim_end()).lines() {
            if is_code(line) {
                lines.push(line.to_owned());
            } else {
                lines.extend(wrap::lines(line, self.room(), self.room()));
            }
        }
    }

    fn fix(&self, group: &Group<'_>, text: &mut String) {
        let mut fixes = group.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let Some(fix) = fixes.next() else { return };
        let others = match fixes.count() {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        self.prose("fix", &format!("{}{others}", mended::told(fix)), text);
    }

    fn prose(&self, name: &str, prose: &str, text: &mut String) {
        self.named(name, wrap::lines(&clean_line(prose), self.room(), self.room()), text);
    }

    /// Lines behind a name.
    fn named(&self, name: &str, lines: impl IntoIterator<Item = String>, text: &mut String) {
        let name = format!("{name:>width$}: ", width = NAMES - 2);
        let mut before = self.paint.name(name);
        for line in lines {
            text.push_str(&before);
            text.push_str(&line);
            text.push('\n');
            before = " ".repeat(NAMES);
        }
    }

    fn room(&self) -> usize {
        self.style.width.saturating_sub(NAMES)
    }
}

/// What is left of a help text without the names in it: helps of one shape say the same.
fn shape(help: &str) -> String {
    let parts = help.split(['"', '`']).step_by(2);
    let words: Vec<&str> = parts.flat_map(|part| part.split([' ', '\n'])).collect();
    let plain = |word: &&str| {
        !word.contains(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '=' | '[' | ']' | '<' | '>')
        })
    };
    words.into_iter().filter(plain).collect::<Vec<_>>().join(" ")
}

/// Whether a line of help is something to paste: a key and its value, or a header.
fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['[', '"', '}', '#'])
        || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
}
