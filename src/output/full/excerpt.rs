//! The lines of a file around the places that are spoken of.
//!
//! An excerpt is a copy, with its own offsets: drawing it costs the same in a file of any size. Of
//! a value of several lines the first one is marked; it may be a whole policy.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::line::{Line, Look};
use crate::output::clean::clean_line;
use crate::output::wrap::{lines, measure};
use crate::source::{Lines, Position};
use crate::span::Span;

/// A place to mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) label: String,
    pub(super) primary: bool,
}

/// The text that marks point into.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) lines: &'a Lines,
}

/// Some lines that follow one another, with marks.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub(super) path: String,
    pub(super) text: String,
    /// The number of the first line, from 0.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) headline: Position,
    pub(super) labels: Vec<LabeledSpan>,
}

/// Excerpts of one file: places far from one another get one each.
pub(super) fn excerpts(source: Text<'_>, mut marks: Vec<Mark>, look: Look) -> Vec<Excerpt> {
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    let marks = merged(marks);
    let line = |mark: &Mark| source.lines.line(mark.span.start);
    marks
        // Two lines between them would be shown as context anyway.
        .chunk_by(|one, next| line(next) - line(one) <= 3)
        .map(|near| excerpt(source, near, look))
        .collect()
}

/// One mark for a place, however much is said there: two would be drawn side by side.
fn merged(marks: Vec<Mark>) -> Vec<Mark> {
    let mut merged: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if last.span == mark.span => {
                last.primary |= mark.primary;
                if last.label.is_empty() {
                    last.label = mark.label;
                } else if !mark.label.is_empty() && !last.label.ends_with(&mark.label) {
                    last.label.push_str(", ");
                    last.label.push_str(&mark.label);
                }
            }
            _ => merged.push(mark),
        }
    }
    merged
}

fn excerpt(source: Text<'_>, marks: &[Mark], look: Look) -> Excerpt {
    let line = |mark: &Mark| source.lines.line(mark.span.start);
    let (first, last) =
        with_context(source, marks.first().map_or(0, line), marks.last().map_or(0, line));
    // What stands left of a line: its number, the bar and three blanks.
    let gutter = (last + 1).to_string().len() + 4;
    let look = Look { columns: look.columns.saturating_sub(gutter).max(20), ..look };
    let headline =
        marks.iter().find(|mark| mark.primary).or(marks.first()).map_or(0, |mark| mark.span.start);
    let mut excerpt = Excerpt {
        path: source.path.to_owned(),
        text: String::with_capacity((last - first + 1) * USUAL),
        first,
        count: last - first + 1,
        headline: source.lines.position(source.text, headline),
        labels: Vec::with_capacity(marks.len()),
    };
    for number in first..=last {
        let here: Vec<&Mark> = marks.iter().filter(|mark| line(mark) == number).collect();
        excerpt.draw(source, number, &here, look);
    }
    excerpt
}

/// Nearly every line has fewer bytes than this.
const USUAL: usize = 96;

/// The lines to show: one more on each side, unless it is blank.
fn with_context(source: Text<'_>, first: usize, last: usize) -> (usize, usize) {
    let says_something = |number: &usize| !line(source, *number).1.trim().is_empty();
    let before = first.checked_sub(1).filter(says_something);
    let after = Some(last + 1).filter(says_something);
    (before.unwrap_or(first), after.unwrap_or(last))
}

/// Where a line begins, and the line without its end and without a byte order mark.
fn line(source: Text<'_>, number: usize) -> (usize, &str) {
    let start = source.lines.start(number).min(source.text.len());
    let end = source.lines.start(number + 1).min(source.text.len());
    let line = source.text.get(start..end).unwrap_or_default();
    let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
    match line.strip_prefix('\u{feff}') {
        Some(line) if number == 0 => (start + '\u{feff}'.len_utf8(), line),
        _ => (start, line),
    }
}

impl Excerpt {
    /// Whether it holds the place that the finding points at.
    pub(super) fn is_primary(&self) -> bool {
        self.labels.iter().any(LabeledSpan::primary)
    }

    /// Draws one line and its marks.
    fn draw(&mut self, source: Text<'_>, number: usize, marks: &[&Mark], look: Look) {
        let (start, line) = line(source, number);
        let within = |offset: u32| (offset as usize).saturating_sub(start).min(line.len());
        let ends =
            |mark: &Mark| (within(mark.span.start), within(mark.span.end.max(mark.span.start)));
        let main = marks.iter().find(|mark| mark.primary).or(marks.first());
        let drawn = Line::draw(line, main.map_or((0, 0), |mark| ends(mark)), look);
        for mark in marks {
            let (from, to) = ends(mark);
            self.mark(mark, &drawn, (drawn.place(from), drawn.place(to)), look);
        }
        self.text.push_str(&drawn.text);
        self.text.push('\n');
    }

    fn mark(&mut self, mark: &Mark, drawn: &Line, (from, to): (usize, usize), look: Look) {
        let before = drawn.text.get(..from.midpoint(to)).map_or(0, measure);
        // A label that hardly fits beside its place runs on to further lines.
        let room = look.columns.saturating_sub(before + 4).max(30);
        let label = lines(&clean_line(&mark.label), room, room).join("\n");
        let label = (!label.is_empty()).then_some(label);
        let span = (self.text.len() + from, to - from);
        self.labels.push(if mark.primary {
            LabeledSpan::new_primary_with_span(label, span)
        } else {
            LabeledSpan::new_with_span(label, span)
        });
    }
}

impl SourceCode for Excerpt {
    /// The whole excerpt, whichever of its places is asked for; without context, the place that
    /// names it.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let path = self.path.clone();
        let contents = if before + after == 0 {
            let Position { line, column } = self.headline;
            MietteSpanContents::new_named(
                path,
                &[],
                *span,
                line.saturating_sub(1),
                column.saturating_sub(1),
                1,
            )
        } else {
            let all = (0, self.text.len()).into();
            MietteSpanContents::new_named(
                path,
                self.text.as_bytes(),
                all,
                self.first,
                0,
                self.count,
            )
        };
        Ok(Box::new(contents))
    }
}
