//! What to write instead: once for all findings of a diagnostic where they are mended alike, else each
//! beside what it mends.

use std::borrow::Cow;

use super::Page;
use super::group::Group;
use super::shape::are_alike;
use crate::finding::Finding;
use crate::output::clean::clean_block;
use crate::output::wrap;

/// How the findings of a diagnostic are mended.
pub(super) enum Help<'a> {
    /// Nothing is said of it.
    None,
    /// All by the same text.
    Same(&'a str),
    /// All by the text of the first, with names of their own.
    Alike(&'a str),
    /// Different mistakes under one rule: each has its own help, and stands with it in the list.
    Each,
}

impl<'a> Help<'a> {
    pub(super) fn of(group: &Group<'a>) -> Self {
        let mut helps = group.findings.iter().filter_map(|finding| finding.help.as_deref());
        let Some(first) = helps.next() else { return Self::None };
        if helps.clone().all(|other| other == first) {
            Self::Same(first)
        } else if helps.all(|other| other == first || are_alike(first, other)) {
            Self::Alike(first)
        } else {
            Self::Each
        }
    }
}

impl Page<'_> {
    /// What to write. Code is left as it is, so that it can be pasted.
    pub(super) fn help(&self, help: &Help<'_>, text: &mut String) {
        let (said, help) = match help {
            Help::None | Help::Each => return,
            Help::Same(help) => (None, help),
            Help::Alike(help) => (Some("for the first one, and likewise for the others:"), help),
        };
        let help = clean(help);
        let mut lines: Vec<&str> = said.into_iter().collect();
        paste(&help, self.room(), &mut lines);
        self.named("help", lines, text);
    }

    /// The help of one finding of a list, below it.
    pub(super) fn help_below(&self, finding: &Finding, indent: usize, text: &mut String) {
        const NAME: &str = "help: ";
        let Some(help) = &finding.help else { return };
        let help = clean(help);
        let mut lines = Vec::new();
        paste(&help, self.style.width.saturating_sub(indent + NAME.len()), &mut lines);
        let mut name = NAME;
        for line in lines {
            text.push_str(&format!("{:indent$}{name:6}{line}\n", ""));
            name = "";
        }
    }
}

fn clean(help: &str) -> Cow<'_, str> {
    clean_block(help.trim_end())
}

/// Lines to paste as they are, and prose wrapped.
fn paste<'t>(help: &'t str, room: usize, lines: &mut Vec<&'t str>) {
    for line in help.lines() {
        if is_code(line) {
            lines.push(line);
        } else {
            lines.extend(wrap::lines(line, room, room));
        }
    }
}

/// Whether a line of help is something to paste: a key and its value, or a header.
fn is_code(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['[', '"', '}', '#'])
        || line.split_once(' ').is_some_and(|(_, rest)| rest.starts_with("= "))
}
