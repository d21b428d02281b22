//! One line of a file as it is drawn: nothing that acts on the terminal, tabs as blanks, and no
//! wider than the page.

use std::borrow::Cow;

use crate::output::clean::{is_plain, is_unseen, push_escape};
use crate::output::wrap::measure;

/// How lines are drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// How many columns there are.
    pub(super) columns: usize,
    /// What stands for what was cut off.
    pub(super) ellipsis: &'static str,
}

/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// Where the characters of a line are drawn: the offset of each in the line and in the text.
#[derive(Debug, PartialEq, Eq)]
enum Places {
    /// So many that are drawn as they are, a byte and a column each, from the first on.
    Plain((usize, usize), usize),
    Each(Vec<(usize, usize)>),
}

/// A line as it is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) text: Cow<'t, str>,
    places: Places,
    /// How far the line was drawn, and where that is in `text`.
    end: (usize, usize),
}

impl<'t> Line<'t> {
    /// The line or, if that is too long, the part of it around a mark.
    pub(super) fn draw(line: &'t str, mark: (usize, usize), look: Look) -> Self {
        let whole = Self::fill("", line, 0, look.columns);
        if whole.end.0 == line.len() {
            return whole;
        }
        let start = Self::start(line, mark, look.columns);
        let head = if start > 0 { look.ellipsis } else { "" };
        let columns = look.columns.saturating_sub(measure(look.ellipsis));
        let mut part = Self::fill(head, line, start, columns);
        if part.end.0 < line.len() {
            part.text += look.ellipsis;
        }
        part
    }

    /// Where to begin: with the line, if enough of the mark is seen then; else a little before the
    /// mark.
    fn start(line: &str, (from, to): (usize, usize), columns: usize) -> usize {
        if to.min(from + columns / 3) + 4 < columns {
            return 0;
        }
        let before = line.get(..from).unwrap_or_default();
        before.char_indices().rev().take(columns / 4).last().map_or(from, |(start, _)| start)
    }

    /// Draws characters from `start` on, behind a head, until the columns are full.
    fn fill(head: &str, line: &'t str, start: usize, columns: usize) -> Self {
        let mut column = measure(head);
        let rest = line.get(start..).unwrap_or_default();
        // Nearly every line is plain as far as it is drawn.
        let seen = rest.len().min(columns.saturating_sub(column));
        if let Some(plain) = rest.get(..seen).filter(|plain| is_plain(plain)) {
            let places = Places::Plain((start, head.len()), seen);
            let end = if seen == rest.len() { line.len() } else { start + seen };
            let text = match head {
                "" => Cow::Borrowed(plain),
                head => Cow::Owned([head, plain].concat()),
            };
            return Self { end: (end, text.len()), text, places };
        }
        let mut text = head.to_owned();
        let mut places = Vec::new();
        let mut before = None;
        let mut chars = rest.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let from = text.len();
            let after = chars.peek().map(|(_, c)| *c);
            match c {
                '\t' => text.push_str(&" ".repeat(TAB - column % TAB)),
                c if is_unseen(before, c, after) => push_escape(&mut text, c),
                c => text.push(c),
            }
            column += text.get(from..).map_or(0, measure);
            if column > columns {
                text.truncate(from);
                let end = (start + offset, from);
                return Self { end, text: Cow::Owned(text), places: Places::Each(places) };
            }
            places.push((start + offset, from));
            before = Some(c);
        }
        let end = (line.len(), text.len());
        Self { end, text: Cow::Owned(text), places: Places::Each(places) }
    }

    /// Where a character of the line is drawn; what was cut off is where it was cut.
    pub(super) fn place(&self, offset: usize) -> usize {
        let behind = if offset > self.end.0 { self.text.len() } else { self.end.1 };
        match &self.places {
            Places::Plain((first, drawn), count) => {
                let further = offset.saturating_sub(*first);
                if further < *count { drawn + further } else { behind }
            }
            Places::Each(places) => {
                let position = places.partition_point(|(known, _)| *known < offset);
                places.get(position).map_or(behind, |(_, drawn)| *drawn)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Look};

    fn draw(line: &str, mark: (usize, usize), columns: usize) -> (String, String) {
        let drawn = Line::draw(line, mark, Look { columns, ellipsis: "..." });
        let marked = drawn.text.get(drawn.place(mark.0)..drawn.place(mark.1)).unwrap_or_default();
        (drawn.text.clone().into_owned(), marked.to_owned())
    }

    fn pair(text: &str, marked: &str) -> (String, String) {
        (text.to_owned(), marked.to_owned())
    }

    #[test]
    fn a_line_that_fits_stays() {
        assert_eq!(draw("id = \"a\"", (5, 8), 8), pair("id = \"a\"", "\"a\""));
        assert_eq!(draw("", (0, 0), 8), pair("", ""));
        assert_eq!(draw("\tid\t= 1", (1, 3), 20), pair("    id  = 1", "id"));
    }

    #[test]
    fn what_nobody_sees_is_written_out() {
        assert_eq!(draw("a\u{202e}b", (1, 4), 20), pair("a\\u202Eb", "\\u202E"));
        assert_eq!(draw("\u{1b}[2J", (0, 1), 20), pair("\\u001B[2J", "\\u001B"));
    }

    #[test]
    fn one_letter_that_is_not_plain_changes_nothing_for_the_others() {
        for columns in 4..12 {
            for mark in 0..8 {
                let (plain, marked) = draw("abcdefghi", (mark, mark + 1), columns);
                let (other, other_marked) = draw("abcdefghö", (mark, mark + 1), columns);
                assert_eq!(plain.replace('i', "ö"), other, "{mark} {columns}");
                assert_eq!(marked.replace('i', "ö"), other_marked, "{mark} {columns}");
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = "key = \"one two three four five six seven eight\"";
        assert_eq!(
            draw(line, (6, 47), 24),
            pair("key = \"one two three ...", "\"one two three ...")
        );
        assert_eq!(draw(line, (31, 34), 24), pair("... five six seven ei...", "six"));
        assert_eq!(draw(line, (46, 47), 24), pair("... eight\"", "\""));
        assert_eq!(draw(line, (0, 3), 24), pair("key = \"one two three ...", "key"));
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(draw("日本語日本語", (3, 6), 8), pair("日本...", "本"));
    }
}
