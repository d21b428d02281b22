//! A page as blocks of code, each with the comment that says what it is.

use std::ops::Range;

/// A page.
pub(super) struct Page {
    /// Its blocks of code, from top to bottom.
    pub(super) blocks: Vec<Block>,
}

/// A block of code.
pub(super) struct Block {
    /// The language that its fence names.
    pub(super) language: String,
    /// What stands within.
    pub(super) text: String,
    /// The lines within, counted from 1.
    pub(super) lines: Range<usize>,
    /// Comments right before it, as name and value.
    pub(super) notes: Vec<(String, String)>,
}

impl Block {
    /// What a comment says.
    pub(super) fn note(&self, name: &str) -> Option<&str> {
        self.notes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl Page {
    pub(super) fn read(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut blocks = Vec::new();
        let mut notes = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            if let Some(note) = note(line) {
                notes.push(note);
            } else if let Some(language) = line.strip_prefix("```") {
                let fence = &line[..line.len() - language.len()];
                let length = lines[at..].iter().position(|line| *line == fence);
                let end = at + length.unwrap_or_else(|| panic!("line {at}: no end"));
                let mut inside = lines[at..end].join("\n");
                inside.push('\n');
                blocks.push(Block {
                    language: language.to_owned(),
                    text: inside,
                    lines: at + 1..end + 1,
                    notes: std::mem::take(&mut notes),
                });
                at = end + 1;
            } else if !line.trim().is_empty() {
                assert!(notes.is_empty(), "line {at}: a comment without a block");
            }
        }
        Self { blocks }
    }
}

/// `<!-- name: value -->`
fn note(line: &str) -> Option<(String, String)> {
    let inner = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    let (name, value) = inner.split_once(": ")?;
    Some((name.to_owned(), value.to_owned()))
}

/// The text with other lines in some places.
pub(super) fn with(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 1;
    for (range, new) in changes {
        for line in &lines[at - 1..range.start - 1] {
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(new);
        at = range.end;
    }
    for line in &lines[at - 1..] {
        out.push_str(line);
        out.push('\n');
    }
    out
}
