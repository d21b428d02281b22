//! Lines and columns of a text, found without counting from its beginning for each place.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

/// The lines of a text.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// How many lines end before each block but the first, which is before all of them.
    ended: Vec<u32>,
}

/// So many bytes are counted anew for each place. Most texts are no longer and need no index at all.
const BLOCK: usize = 4096;

/// A line and a column, both from 1. Columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl<'t> Lines<'t> {
    /// Indexes a text.
    pub fn new(text: &'t str) -> Self {
        let blocks = text.as_bytes().chunks_exact(BLOCK);
        let ended = blocks.scan(0, |ended, block| {
            *ended += breaks(block) as u32;
            Some(*ended)
        });
        Self { text, ended: ended.collect() }
    }

    /// The number of the line that holds the offset, from 0.
    pub fn line(&self, offset: u32) -> usize {
        let offset = self.text.len().min(offset as usize);
        let block = offset / BLOCK;
        let ended = block.checked_sub(1).and_then(|last| self.ended.get(last));
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        ended.map_or(0, |ended| *ended as usize) + breaks(rest)
    }

    /// Where the line that holds the offset begins, and where its break or the text ends.
    pub fn around(&self, offset: usize) -> Range<usize> {
        let offset = self.text.len().min(offset);
        let (before, behind) = self.text.as_bytes().split_at(offset);
        let start = memrchr(b'\n', before).map_or(0, |at| at + 1);
        let end = memchr(b'\n', behind).map_or(self.text.len(), |at| offset + at + 1);
        start..end
    }

    /// The position of an offset.
    pub fn position(&self, offset: u32) -> Position {
        let start = self.around(offset as usize).start;
        Position { line: self.line(offset) + 1, column: self.column(start, offset) }
    }

    /// The position of an offset for programs whose columns count UTF-16 units.
    pub fn utf16(&self, offset: u32) -> Position {
        let start = self.around(offset as usize).start;
        let column = self.counted(start, offset, char::len_utf16);
        Position { line: self.line(offset) + 1, column }
    }

    /// The column of an offset on a line that begins there.
    pub(crate) fn column(&self, start: usize, offset: u32) -> usize {
        self.counted(start, offset, |_| 1)
    }

    /// The text itself.
    pub fn text(&self) -> &'t str {
        self.text
    }

    fn counted(&self, start: usize, offset: u32, columns: impl Fn(char) -> usize) -> usize {
        let before = self.text.get(start..offset as usize).unwrap_or_default();
        // A byte order mark has no width and no editor counts it.
        before.chars().filter(|c| *c != '\u{feff}').map(columns).sum::<usize>() + 1
    }
}

/// How many lines end within some bytes.
fn breaks(bytes: &[u8]) -> usize {
    memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Lines, Position};

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a = 1\r\nö = \"ü\" # x\n";
        let lines = Lines::new(text);
        let offset = u32::try_from(text.find('#').unwrap_or_default()).unwrap_or_default();
        assert_eq!(lines.position(offset), Position { line: 2, column: 9 });
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        let text = "id = \"😀ü\" # x";
        let offset = u32::try_from(text.find('#').unwrap_or_default()).unwrap_or_default();
        assert_eq!(Lines::new(text).position(offset).column, 11);
        assert_eq!(Lines::new(text).utf16(offset).column, 12);
    }

    /// Wherever lines end: at the beginning, at both sides of the edge of a block, and at the end.
    #[test]
    fn a_long_text_is_counted_as_a_short_one() {
        for shift in 0..3 {
            let text = "\n".repeat(shift) + &"id = \"a\"\n".repeat(BLOCK / 3);
            let lines = Lines::new(&text);
            let (mut line, mut column) = (1, 1);
            for (offset, byte) in (0..).zip(text.bytes()) {
                assert_eq!(lines.position(offset), Position { line, column }, "{offset}");
                let at = offset as usize;
                let around = at + 1 - column..at + text[at..].find('\n').unwrap_or_default() + 1;
                assert_eq!(lines.around(at), around, "{offset}");
                (line, column) = if byte == b'\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            let end = u32::try_from(text.len()).unwrap_or_default();
            assert_eq!(lines.position(end), Position { line, column: 1 });
            assert_eq!(lines.around(usize::MAX), text.len()..text.len());
            assert_eq!(lines.position(u32::MAX), Position { line, column: 1 });
        }
    }
}
