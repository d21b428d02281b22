//! One line of a file, and those beside it.

use crate::source::Lines;

/// One line of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'t> {
    /// Its number, from 0.
    pub(super) number: usize,
    /// Where `line` begins.
    pub(super) start: usize,
    /// Without its end and without a byte order mark.
    pub(super) line: &'t str,
    /// Where the next one begins, if there is one.
    next: Option<usize>,
}

impl<'t> Row<'t> {
    /// The line that holds an offset.
    pub(super) fn new(lines: &Lines<'t>, offset: u32) -> Self {
        Self::of(lines, lines.line(offset), offset as usize)
    }

    /// The line before.
    pub(super) fn before(self, lines: &Lines<'t>) -> Option<Self> {
        let number = self.number.checked_sub(1)?;
        Some(Self::of(lines, number, self.start.checked_sub(1)?))
    }

    /// The line behind.
    pub(super) fn behind(self, lines: &Lines<'t>) -> Option<Self> {
        self.next.map(|start| Self::of(lines, self.number + 1, start))
    }

    /// The line of that number, which holds the offset.
    fn of(lines: &Lines<'t>, number: usize, offset: usize) -> Self {
        let around = lines.around(offset);
        let start = around.start;
        let text = lines.text().get(around.clone()).unwrap_or_default();
        let (line, next) = match text.strip_suffix('\n') {
            Some(line) => (line.strip_suffix('\r').unwrap_or(line), Some(around.end)),
            None => (text, None),
        };
        let unmarked = (number == 0).then(|| line.strip_prefix('\u{feff}')).flatten();
        match unmarked {
            Some(unmarked) => {
                Self { number, start: start + line.len() - unmarked.len(), line: unmarked, next }
            }
            None => Self { number, start, line, next },
        }
    }

    /// Whether an offset stands no further than on this line. What stands behind the text counts as
    /// standing at its end.
    pub(super) fn reaches(&self, offset: u32) -> bool {
        self.next.is_none_or(|next| (offset as usize) < next)
    }

    /// Whether it is more than blanks.
    pub(super) fn says_something(&self) -> bool {
        !self.line.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Row;
    use crate::source::Lines;

    #[test]
    fn from_every_line_the_others_are_found() {
        let texts =
            ["", "\n", "a", "a\n", "\u{feff}a\r\n\nb\rc\n\u{feff}d", "\u{feff}", "\n\n\u{feff}\n"];
        for text in texts {
            let lines = Lines::new(text);
            let expected: Vec<&str> = text.split('\n').collect();
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let row = Row::new(&lines, u32::try_from(offset).unwrap());
                let number = text[..offset].matches('\n').count();
                assert_eq!(row.number, number);
                let mut rows: Vec<Row<'_>> =
                    std::iter::successors(row.before(&lines), |row| row.before(&lines)).collect();
                assert_eq!(rows.len(), number, "{text:?} {offset}");
                rows.reverse();
                rows.extend(std::iter::successors(Some(row), |row| row.behind(&lines)));
                assert_eq!(rows.len(), expected.len(), "{text:?} {offset}");
                for (number, (row, expected)) in rows.iter().zip(&expected).enumerate() {
                    let ended = number + 1 < rows.len();
                    let line = expected.strip_prefix('\u{feff}').filter(|_| number == 0);
                    let line = line.unwrap_or(expected);
                    let line = line.strip_suffix('\r').filter(|_| ended).unwrap_or(line);
                    assert_eq!((row.number, row.line), (number, line), "{text:?} {offset}");
                    assert!(text[row.start..].starts_with(line), "{text:?} {offset}");
                }
            }
        }
    }
}
