//! A page for a terminal: headings, prose and aligned rows, wrapped at the width.
//!
//! Every text goes through here, so this is where what a file says is made safe for the terminal.

use crate::output::{Paint, Style, clean_block, clean_line, measure, wrap};

/// Columns before what belongs to a heading.
const INDENT: usize = 2;
/// Columns of the names of fields.
const LABEL: usize = 14;
/// A list with a longer name has each name on a line of its own.
const WIDEST: usize = 24;

/// A name and what is said about it.
pub(crate) type Row = (String, String);

/// A page, as far as it is written.
pub(crate) struct Page {
    text: String,
    width: usize,
    paint: Paint,
}

impl Page {
    pub(crate) fn new(style: &Style) -> Self {
        Self { text: String::new(), width: style.width, paint: Paint::new(style.color) }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// What the page is about.
    pub(crate) fn title(&mut self, name: &str, title: &str) {
        let name = squeeze(name);
        let indent = measure(&name) + 2;
        let name = self.paint.strong(name);
        let lines = self.wrapped(title, self.width.saturating_sub(indent));
        self.text.push_str(name.trim_end());
        for (number, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
            self.text.push_str(&if number == 0 {
                "  ".to_owned()
            } else {
                format!("\n{}", " ".repeat(indent))
            });
            self.text.push_str(&self.paint.strong(line));
        }
        self.text.push('\n');
    }

    /// A sentence from the margin on.
    pub(crate) fn line(&mut self, text: &str) {
        for line in self.wrapped(text, self.width) {
            self.push(0, &line);
        }
    }

    /// The name of a section.
    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        for line in self.wrapped(text, self.width) {
            let line = self.paint.strong(line);
            self.push(0, &line);
        }
    }

    /// Paragraphs: a single line break is none, as in Markdown.
    pub(crate) fn prose(&mut self, text: &str) {
        for (number, paragraph) in paragraphs(text).enumerate() {
            if number > 0 {
                self.blank();
            }
            for line in self.wrapped(&paragraph, self.width.saturating_sub(INDENT)) {
                self.push(INDENT, &line);
            }
        }
    }

    /// A named fact.
    pub(crate) fn field(&mut self, label: &str, text: &str) {
        self.rows(label, LABEL, 0, &[(String::new(), text.to_owned())]);
    }

    /// A named list; nothing where it is empty.
    pub(crate) fn fields(&mut self, label: &str, rows: &[Row]) {
        self.rows(label, LABEL, widest(rows), rows);
    }

    /// Several named lists that are aligned with each other.
    pub(crate) fn aligned(&mut self, lists: &[(String, Vec<Row>)]) {
        let column = lists.iter().map(|(_, rows)| widest(rows)).max().unwrap_or(0);
        for (label, rows) in lists {
            self.rows(label, LABEL, column, rows);
        }
    }

    /// A list with a name before each of its entries.
    pub(crate) fn entries(&mut self, rows: &[Row]) {
        match widest(rows) {
            column if column <= WIDEST => self.rows("", INDENT, column, rows),
            _ => self.stacked(rows),
        }
    }

    /// A list with a name above each of its entries.
    pub(crate) fn stacked(&mut self, rows: &[Row]) {
        for (name, text) in rows {
            let lines = self.wrapped(name, self.width.saturating_sub(INDENT));
            // What belongs to the row above has no name.
            for line in lines.iter().filter(|line| !line.is_empty()) {
                let line = self.paint.name(line);
                self.push(INDENT, &line);
            }
            self.nested(text);
        }
    }

    /// A line of a table: texts, each with the columns that it takes.
    pub(crate) fn columns(&mut self, cells: &[(&str, usize)]) {
        let mut line = String::new();
        for (number, (text, columns)) in cells.iter().enumerate() {
            let text = squeeze(text);
            let padding = columns.saturating_sub(measure(&text));
            line.push_str(&if number == 0 { self.paint.name(text) } else { text });
            line.push_str(&" ".repeat(padding));
        }
        self.push(INDENT, &line);
    }

    /// A sentence about the line before it.
    pub(crate) fn nested(&mut self, text: &str) {
        for line in self.wrapped(text, self.width.saturating_sub(2 * INDENT)) {
            self.push(2 * INDENT, &line);
        }
    }

    /// Text that stays as it is.
    pub(crate) fn code(&mut self, text: &str) {
        for line in clean_block(text.trim_end()).lines() {
            self.push(2 * INDENT, line);
        }
    }

    /// An empty line, where there is none yet.
    pub(crate) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// What follows is about something else.
    pub(crate) fn break_off(&mut self) {
        self.blank();
        let rule = "-".repeat(self.width.min(80));
        self.push(0, &rule);
        self.blank();
    }

    /// Rows behind a label: a column of names and one of texts, which are wrapped.
    fn rows(&mut self, label: &str, indent: usize, column: usize, rows: &[Row]) {
        let hang = if column == 0 { indent } else { indent + column + 2 };
        let mut margin = self.paint.name(format!("{label:<indent$}"));
        for (name, text) in rows {
            let name = squeeze(name);
            let padding = " ".repeat(hang.saturating_sub(indent + measure(&name)));
            let mut lines = self.wrapped(text, self.width.saturating_sub(hang)).into_iter();
            let first = lines.next().unwrap_or_default();
            self.push(0, &format!("{margin}{name}{padding}{first}"));
            for line in lines {
                self.push(hang, &line);
            }
            margin = " ".repeat(indent);
        }
    }

    fn wrapped(&self, text: &str, columns: usize) -> Vec<String> {
        wrap(&squeeze(text), columns, columns).into_iter().map(str::to_owned).collect()
    }

    fn push(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&" ".repeat(indent));
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

/// The columns of the longest name.
fn widest(rows: &[Row]) -> usize {
    rows.iter().map(|(name, _)| measure(&squeeze(name))).max().unwrap_or(0)
}

/// The paragraphs of a text, each on one line.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    text.trim()
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text on one line, safe for a terminal.
fn squeeze(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    clean_line(&words.join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::output::Style;

    fn page(width: usize) -> Page {
        Page::new(&Style { width, ..Style::default() })
    }

    #[test]
    fn rows_are_aligned_and_wrapped() {
        let mut page = page(24);
        page.entries(&[
            ("A.8.2".into(), "Privileged access rights".into()),
            ("A.5".into(), "x".into()),
        ]);
        assert_eq!(page.into_text(), "  A.8.2  Privileged\n         access rights\n  A.5    x\n");
    }

    #[test]
    fn fields_hang_behind_their_name() {
        let mut page = page(30);
        page.field("Basis", "the standard itself says so");
        assert_eq!(page.into_text(), "Basis         the standard\n              itself says so\n");
    }

    #[test]
    fn paragraphs_are_kept_and_lines_are_not() {
        let mut page = page(80);
        page.title("x", "");
        page.heading("Why");
        page.prose("one\ntwo\n\nthree\n");
        assert_eq!(page.into_text(), "x\n\nWhy\n  one two\n\n  three\n");
    }

    #[test]
    fn what_a_file_says_does_not_steer_the_terminal() {
        let mut page = page(80);
        page.title("x", "a\u{1b}[2Jb");
        page.code("id = \"\u{202e}\"");
        assert_eq!(page.into_text(), "x  a\\u001B[2Jb\n    id = \"\\u202E\"\n");
    }
}
