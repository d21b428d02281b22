//! Findings for people. Within ten seconds it has to be clear what is wrong, where, and what to
//! write instead; whose demand it is and where to read on come after that.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::clean::clean_line;
use super::paint::{Ink, Paint, link};
use super::places::Places;
use super::{Linted, Style, mended, shown, wrap};
use crate::finding::{Finding, Subject};
use crate::rule::Rule;
use crate::workspace::Workspace;
use group::Group;
use plain::blanks;
use snippet::Pen;

pub(super) mod authority;
mod excerpt;
mod group;
mod help;
mod line;
mod list;
mod marks;
mod plain;
mod row;
mod shape;
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
        let draw = |groups: &[Group<'_>]| {
            let mut text = String::with_capacity(groups.len() * USUAL);
            for group in groups {
                page.diagnostic(group, &mut text);
                text.push('\n');
            }
            text
        };
        if groups.len() < MANY {
            out.write_all(draw(&groups).as_bytes())?;
        } else {
            crate::parallel::start();
            let drawn: Vec<String> = groups.par_chunks(PIECE).map(draw).collect();
            for diagnostics in &drawn {
                out.write_all(diagnostics.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// Diagnostics that one thread draws one behind the other.
const PIECE: usize = 16;

/// The usual diagnostic has fewer bytes than this.
const USUAL: usize = 1024;

/// What diagnostics of one programme are drawn with.
struct Page<'a> {
    workspace: &'a Workspace,
    places: Places<'a>,
    style: &'a Style,
    paint: Paint,
    pen: Pen,
    /// The lines on whose authority each rule speaks, once that was asked of something that is no
    /// requirement: it is the same for whatever else the rule finds.
    bases: Vec<OnceLock<String>>,
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
            bases: workspace.rules.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Adds on whose authority a rule speaks of what it found.
    fn basis(&self, group: &Group<'_>, rule: &Rule, text: &mut String) {
        let finding = group.first();
        let lines = || {
            let mut lines = String::new();
            let alone = !group.is_many();
            if let Some(words) = authority::words(rule, finding.subject, alone, self.workspace) {
                self.prose("basis", &words, &mut lines);
            }
            lines
        };
        match self.bases.get(usize::from(finding.rule)) {
            Some(basis) if !matches!(finding.subject, Subject::Requirement(_)) => {
                text.push_str(basis.get_or_init(lines));
            }
            _ => text.push_str(&lines()),
        }
    }

    fn rule(&self, finding: &Finding) -> Option<&'a Rule> {
        self.workspace.rules.get(finding.rule)
    }

    /// Adds one diagnostic: of one finding, or of all that one rule found in one place.
    fn diagnostic(&self, group: &Group<'_>, text: &mut String) {
        let rule = self.rule(group.first());
        self.header(group, rule, text);
        for excerpt in marks::excerpts(&self.places, group, self.style) {
            self.pen.draw(&excerpt, group.first().level, text);
        }
        let help = help::Help::of(group);
        if group.is_many() {
            self.list(group, matches!(help, help::Help::Each), text);
        } else {
            self.repeated(group, text);
        }
        self.help(&help, text);
        self.fix(group, text);
        if let Some(suppressed) = &group.first().suppressed {
            let until = suppressed
                .until
                .as_ref()
                .map(|until| format!("until {until}: "))
                .unwrap_or_default();
            let place = self.places.name(suppressed.place);
            self.prose("waived", &format!("{until}{} ({place})", suppressed.reason), text);
        }
        if let Some(rule) = rule {
            self.basis(group, rule, text);
            if group.is_news && !self.style.links {
                self.named("more", [format!("complint explain {}", rule.name).as_str()], text);
            }
        }
    }

    /// `error[rule]: message`
    fn header(&self, group: &Group<'_>, rule: Option<&Rule>, text: &mut String) {
        let finding = group.first();
        let waived = if finding.suppressed.is_some() { " (waived)" } else { "" };
        let title = [finding.level.as_str(), "[", rule.map_or("", |rule| &rule.name), "]", waived];
        let message = match rule {
            Some(rule) if group.is_many() => {
                Cow::Owned(format!("{} ({} times)", rule.summary, group.findings.len()))
            }
            _ => Cow::Borrowed(finding.message.as_str()),
        };
        let indent = title.iter().map(|part| wrap::measure(part)).sum::<usize>() + 2;
        let width = self.style.width;
        let linked = rule.filter(|_| self.style.links);
        match linked.and_then(|rule| authority::address(rule, finding.rule)) {
            Some(address) => {
                text.push_str(&link(&address, &self.paint.level(finding.level, title.concat())));
            }
            None => {
                let ink = Ink::Level(finding.level);
                self.paint.write(ink, text, |text| text.extend(title));
            }
        }
        let message = clean_line(&message);
        let lines = wrap::lines(&message, width.saturating_sub(indent), width.saturating_sub(2));
        for (number, line) in lines.into_iter().enumerate() {
            text.push_str(if number == 0 { ": " } else { "\n  " });
            self.paint.write(Ink::Strong, text, |text| text.push_str(line));
        }
        text.push('\n');
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
    fn named<'t>(&self, name: &str, lines: impl IntoIterator<Item = &'t str>, text: &mut String) {
        for (number, line) in lines.into_iter().enumerate() {
            match number {
                0 => self.paint.write(Ink::Name, text, |text| {
                    blanks((NAMES - 2).saturating_sub(name.len()), text);
                    text.extend([name, ": "]);
                }),
                _ => blanks(NAMES, text),
            }
            text.push_str(line);
            text.push('\n');
        }
    }

    fn room(&self) -> usize {
        self.style.width.saturating_sub(NAMES)
    }
}
