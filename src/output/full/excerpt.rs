//! The lines of a file around the places that are spoken of.
//!
//! An excerpt is a copy, with its own offsets: drawing it costs the same in a file of any size. Of
//! a value of several lines the first one is marked; it may be a whole policy.

use std::borrow::Cow;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::line::{Line, Look};
use super::row::Row;
use crate::output::clean::clean_line;
use crate::output::wrap::{digits, lines, measure};
use crate::source::{Lines, Position};
use crate::span::Span;

/// A place to mark.
#[derive(Clone, Debug)]
pub(super) struct Mark<'f> {
    pub(super) span: Span,
    pub(super) label: Cow<'f, str>,
    pub(super) primary: bool,
}

/// The text that marks point into.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) path: &'a str,
    pub(super) lines: &'a Lines<'a>,
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

/// Adds excerpts of one file: places far from one another get one each.
pub(super) fn excerpts(
    source: Text<'_>,
    mut marks: Vec<Mark<'_>>,
    look: Look,
    excerpts: &mut Vec<Excerpt>,
) {
    marks.sort_by_key(|mark| (mark.span.start, mark.span.end));
    marks.dedup_by(|mark, last| mark.span == last.span && last.take_in(mark));
    let line = |mark: &Mark<'_>| source.lines.line(mark.span.start);
    // Two lines between them would be shown as context anyway.
    let near = marks.chunk_by(|one, next| line(next) - line(one) <= 3);
    excerpts.extend(near.map(|near| excerpt(source, near, look)));
}

impl Mark<'_> {
    /// Makes one mark of two at one place: they would be drawn side by side.
    fn take_in(&mut self, other: &mut Self) -> bool {
        self.primary |= other.primary;
        if self.label.is_empty() {
            std::mem::swap(&mut self.label, &mut other.label);
        } else if !other.label.is_empty() && !self.label.ends_with(&*other.label) {
            let label = self.label.to_mut();
            label.push_str(", ");
            label.push_str(&other.label);
        }
        true
    }
}

fn excerpt(source: Text<'_>, marks: &[Mark<'_>], look: Look) -> Excerpt {
    let rows = rows(source.lines, marks);
    let numbers = rows.first().zip(rows.last()).map(|(first, last)| (first.number, last.number));
    let (first, last) = numbers.unwrap_or_default();
    // What stands left of a line: its number, the bar and three blanks.
    let gutter = digits(last + 1) + 4;
    let look = Look { columns: look.columns.saturating_sub(gutter).max(20), ..look };
    let headline = marks.iter().find(|mark| mark.primary).or(marks.first()).and_then(|mark| {
        let row = rows.iter().find(|row| row.reaches(mark.span.start))?;
        let column = source.lines.column(row.start, mark.span.start);
        Some(Position { line: row.number + 1, column })
    });
    let mut excerpt = Excerpt {
        path: source.path.to_owned(),
        text: String::with_capacity(rows.len() * USUAL),
        first,
        count: rows.len(),
        headline: headline.unwrap_or(Position { line: 1, column: 1 }),
        labels: Vec::with_capacity(marks.len()),
    };
    let mut left = marks;
    for row in rows {
        let here = left.iter().take_while(|mark| row.reaches(mark.span.start)).count();
        let (here, further) = left.split_at(here);
        excerpt.draw(row, here, look);
        left = further;
    }
    excerpt
}

/// Nearly every line has fewer bytes than this.
const USUAL: usize = 96;

/// The lines to show: from the first that is marked to the last, and one more on each side, unless it is
/// blank.
fn rows<'t>(lines: &Lines<'t>, marks: &[Mark<'_>]) -> Vec<Row<'t>> {
    let Some((first, last)) = marks.first().zip(marks.last()) else { return Vec::new() };
    let first = Row::new(lines, first.span.start);
    let mut rows = Vec::with_capacity(FEW);
    rows.extend(first.before(lines).filter(Row::says_something));
    let mut row = first;
    while !row.reaches(last.span.start) {
        rows.push(row);
        let Some(next) = row.behind(lines) else { return rows };
        row = next;
    }
    rows.push(row);
    rows.extend(row.behind(lines).filter(Row::says_something));
    rows
}

/// Nearly every excerpt has no more lines.
const FEW: usize = 3;

impl Excerpt {
    /// Whether it holds the place that the finding points at.
    pub(super) fn is_primary(&self) -> bool {
        self.labels.iter().any(LabeledSpan::primary)
    }

    /// Draws one line and its marks.
    fn draw(&mut self, row: Row<'_>, marks: &[Mark<'_>], look: Look) {
        let Row { start, line, .. } = row;
        let within = |offset: u32| (offset as usize).saturating_sub(start).min(line.len());
        let ends =
            |mark: &Mark<'_>| (within(mark.span.start), within(mark.span.end.max(mark.span.start)));
        let main = marks.iter().find(|mark| mark.primary).or(marks.first());
        let drawn = Line::draw(line, main.map_or((0, 0), ends), look);
        for mark in marks {
            let (from, to) = ends(mark);
            self.mark(mark, &drawn, (drawn.place(from), drawn.place(to)), look);
        }
        self.text.push_str(&drawn.text);
        self.text.push('\n');
    }

    fn mark(&mut self, mark: &Mark<'_>, drawn: &Line<'_>, (from, to): (usize, usize), look: Look) {
        let label = (!mark.label.is_empty()).then(|| {
            let before = drawn.text.get(..from.midpoint(to)).map_or(0, measure);
            // A label that hardly fits beside its place runs on to further lines.
            let room = look.columns.saturating_sub(before + 4).max(30);
            lines(&clean_line(&mark.label), room, room).join("\n")
        });
        let label = label.filter(|label| !label.is_empty());
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
