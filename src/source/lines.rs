//! Lines and columns of a text, found without scanning it anew for each place.

/// The starts of the lines of a text.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

/// A line and a column, both from 1. Columns count characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Lines {
    /// Indexes a text.
    pub fn new(text: &str) -> Self {
        let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        // Room for lines that are not even half as long as usual ones.
        let mut starts = Vec::with_capacity(text.len() / 16 + 1);
        starts.push(0);
        starts.extend(after_breaks);
        Self { starts }
    }

    /// The number of the line that holds the offset, from 0.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The offset at which a line, from 0, begins.
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().map_or(usize::MAX, |start| start as usize)
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The position of an offset.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        self.counted(text, offset, |_| 1)
    }

    /// The position of an offset for programs whose columns count UTF-16 units.
    pub fn utf16(&self, text: &str, offset: u32) -> Position {
        self.counted(text, offset, char::len_utf16)
    }

    fn counted(&self, text: &str, offset: u32, columns: impl Fn(char) -> usize) -> Position {
        let line = self.line(offset);
        let before = text.get(self.start(line)..offset as usize).unwrap_or_default();
        // A byte order mark has no width and no editor counts it.
        let column = before.chars().filter(|c| *c != '\u{feff}').map(columns).sum::<usize>() + 1;
        Position { line: line + 1, column }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a = 1\r\nö = \"ü\" # x\n";
        let lines = Lines::new(text);
        let offset = u32::try_from(text.find('#').unwrap_or_default()).unwrap_or_default();
        assert_eq!(lines.position(text, offset), Position { line: 2, column: 9 });
        assert_eq!(lines.position(text, 0), Position { line: 1, column: 1 });
        let text = "id = \"😀ü\" # x";
        let offset = u32::try_from(text.find('#').unwrap_or_default()).unwrap_or_default();
        assert_eq!(Lines::new(text).position(text, offset).column, 11);
        assert_eq!(Lines::new(text).utf16(text, offset).column, 12);
        assert_eq!(lines.count(), 3);
    }
}
