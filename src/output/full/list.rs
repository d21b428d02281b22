//! The list of a diagnostic that stands for many findings. All of them are named.

use super::Page;
use super::group::Group;
use super::plain::blanks;
use crate::finding::{Finding, Place, Subject};
use crate::framework::FrameworkNo;
use crate::output::clean::clean_line;
use crate::output::wrap;

/// From so many on, several stand on a line.
const MANY: usize = 24;

/// Up to so many characters, an item leaves room for others on its line.
const SHORT: usize = 16;

const INDENT: usize = 4;

impl Page<'_> {
    /// With `helps`, each has its own below it.
    pub(super) fn list(&self, group: &Group<'_>, helps: bool, text: &mut String) {
        let related = group.findings.iter().any(|finding| !finding.related.is_empty());
        if group.is_swarm {
            self.by_line(&group.findings, helps, text);
        } else if group.findings.len() < MANY || related || helps {
            self.one_a_line(&group.findings, helps, text);
        } else {
            self.packed(&group.findings, text);
        }
    }

    /// Findings in different places of one file: the line, then what is said of it. A related place
    /// that all of them share is left to the first.
    fn by_line(&self, findings: &[&Finding], helps: bool, text: &mut String) {
        let line = |finding: &Finding| {
            self.places.position(finding.place.source, finding.place.span.start).line
        };
        let widest =
            findings.iter().map(|finding| line(finding).to_string().len()).max().unwrap_or(0);
        let shared = |place: Place| {
            findings
                .iter()
                .filter(|finding| finding.related.iter().any(|other| other.place == place))
                .count()
                > 1
        };
        let short = |finding: &&Finding| finding.related.is_empty() && item(finding).len() <= SHORT;
        if findings.len() >= MANY && !helps && findings.iter().all(short) {
            let cell =
                |finding: &&Finding| format!("{:>widest$}  {}", line(finding), item(finding));
            let cells: Vec<String> = findings.iter().map(cell).collect();
            return self.columns("line ", &cells, text);
        }
        for finding in findings {
            let elsewhere: Vec<String> = finding
                .related
                .iter()
                .filter(|related| !shared(related.place))
                .map(|related| self.places.name(related.place))
                .collect();
            let elsewhere = if elsewhere.is_empty() {
                String::new()
            } else {
                format!(" ({})", elsewhere.join(", "))
            };
            let item = format!("line {:>widest$}  {}{elsewhere}", line(finding), item(finding));
            self.hanging(&item, 0, widest + 7, text);
            if helps {
                self.help_below(finding, INDENT + widest + 7, text);
            }
        }
    }

    /// As many beside each other as fit, each row behind a word.
    fn columns(&self, word: &str, cells: &[String], text: &mut String) {
        const BETWEEN: usize = 3;
        let widest = cells.iter().map(|cell| wrap::measure(cell)).max().unwrap_or(0);
        let room = self.style.width.saturating_sub(INDENT + word.len()) + BETWEEN;
        for row in cells.chunks((room / (widest + BETWEEN)).max(1)) {
            text.push_str(&format!("{:INDENT$}{word}", ""));
            for (number, cell) in row.iter().enumerate() {
                let last = number + 1 == row.len();
                let pad = if last { 0 } else { widest + BETWEEN - wrap::measure(cell) };
                text.push_str(&format!("{cell}{:pad$}", ""));
            }
            text.push('\n');
        }
    }

    fn one_a_line(&self, findings: &[&Finding], helps: bool, text: &mut String) {
        let ids: Vec<&str> = findings.iter().map(|finding| self.requirement(finding)).collect();
        let widest = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0);
        for (finding, id) in findings.iter().zip(ids) {
            let item = item(finding);
            match item.strip_prefix(id) {
                Some(title) if !id.is_empty() => {
                    self.hanging(&format!("{id:widest$}{title}"), 0, widest + 1, text)
                }
                _ => self.hanging(&item, 0, 2, text),
            }
            for related in &finding.related {
                let label = if related.label.is_empty() { "see" } else { &related.label };
                let place = self.places.name(related.place);
                self.hanging(
                    &format!("{}: {place}", clean_line(label)),
                    widest + 1,
                    widest + 3,
                    text,
                );
            }
            if helps {
                self.help_below(finding, INDENT + 2, text);
            }
        }
    }

    /// A line, and indented further what does not fit on it.
    fn hanging(&self, line: &str, indent: usize, further: usize, text: &mut String) {
        let room = self.style.width.saturating_sub(INDENT + indent);
        let mut indent = INDENT + indent;
        for line in wrap::lines(line, room, room.saturating_sub(further)) {
            blanks(indent, text);
            text.extend([line, "\n"]);
            indent = INDENT + further;
        }
    }

    /// As many on a line as fit, under the headings of their catalog.
    fn packed(&self, findings: &[&Finding], text: &mut String) {
        let alike = |one: &&Finding, next: &&Finding| {
            self.group(one) == self.group(next) || self.heading(one) == self.heading(next)
        };
        for findings in findings.chunk_by(alike) {
            let heading = findings.first().and_then(|finding| self.heading(finding));
            let mut indent = INDENT;
            if let Some((id, title)) = heading {
                let heading = format!("{id} {title}");
                text.push_str(&format!(
                    "{:INDENT$}{} ({})\n",
                    "",
                    clean_line(heading.trim_end()),
                    findings.len()
                ));
                indent += 2;
            }
            let items: Vec<String> = findings.iter().map(|finding| self.short(finding)).collect();
            let between = if items.iter().any(|item| item.contains(' ')) { ";" } else { "," };
            for line in wrap::pack(&items, between, self.style.width.saturating_sub(indent)) {
                blanks(indent, text);
                text.extend([line.as_str(), "\n"]);
            }
        }
    }

    /// What the list says of a finding; the id alone where that is the id and title of a
    /// requirement, which stands under its heading here.
    fn short(&self, finding: &Finding) -> String {
        let item = item(finding);
        let Subject::Requirement(number) = finding.subject else { return item };
        match self.workspace.catalogs.requirement(number) {
            Some(requirement) => {
                let title = item.strip_prefix(requirement.id.as_str());
                match title.and_then(|title| title.strip_prefix(' ')) {
                    Some(title) if requirement.title == title => requirement.id.as_str().to_owned(),
                    _ => item,
                }
            }
            None => item,
        }
    }

    /// The id of the requirement that a finding speaks of; empty where it speaks of something else.
    fn requirement(&self, finding: &Finding) -> &str {
        let Subject::Requirement(number) = finding.subject else { return "" };
        self.workspace.catalogs.requirement(number).map_or("", |requirement| &requirement.id)
    }

    /// The heading in its catalog of the requirement that a finding speaks of: id and title.
    fn heading(&self, finding: &Finding) -> Option<(&str, &str)> {
        let (framework, id) = self.group(finding)?;
        let group = self.workspace.catalogs.get(framework).and_then(|catalog| catalog.group(id));
        let title = group.map_or("", |group| &group.title);
        (!id.is_empty() || !title.is_empty()).then_some((id, title))
    }

    /// The catalog and the id of that heading.
    fn group(&self, finding: &Finding) -> Option<(FrameworkNo, &str)> {
        let Subject::Requirement(number) = finding.subject else { return None };
        let (framework, _) = self.workspace.catalogs.catalog_of(number)?;
        let requirement = self.workspace.catalogs.requirement(number)?;
        Some((framework, requirement.group.as_deref()?))
    }
}

fn item(finding: &Finding) -> String {
    clean_line(finding.list.as_ref().unwrap_or(&finding.message)).into_owned()
}
