//! What reading notes of each file, so that a rule need not look into the files that have nothing for
//! it: fetching a programme from memory once more takes longer than most rules do.

use std::ops::Range;

use super::Workspace;
use crate::document::Day;
use crate::source::SourceId;

/// What is known of one file.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Glance {
    /// The latest day at a key that may record something done.
    pub(crate) done: Day,
    /// Whether a text begins like a blank to be filled in.
    pub(crate) blanks: bool,
}

/// Whether a text is ASCII and has no bracket of a blank, as nearly every one.
pub(crate) fn is_simple(text: &str) -> bool {
    // No early exit: this way the compiler turns it into vector instructions, for both at once.
    let odd = text.bytes().fold(0, |odd, byte| odd | byte & 0x80 | u8::from(byte == b'<'));
    odd == 0
}

/// Whether a file has a text that begins with the bracket of a blank. Nearly none has such a bracket at
/// all.
pub(crate) fn has_blanks(text: &str) -> bool {
    let text = text.as_bytes();
    let mut brackets = memchr::memchr_iter(b'<', text);
    brackets.any(|at| at > 0 && matches!(text.get(at - 1), Some(b'"' | b'\'')))
}

impl Workspace {
    /// The files of records of which something is true at a glance.
    pub(crate) fn files_with(&self, is: impl Fn(&Glance) -> bool) -> Vec<SourceId> {
        let files = (self.record_files.start..).zip(&self.glances);
        let files = files.filter(|(_, glance)| is(glance));
        files.map(|(index, _)| SourceId(index as u32)).collect()
    }

    /// The numbers of the records of a file.
    pub(crate) fn records_of(&self, file: SourceId) -> Range<u32> {
        let start = self.records.partition_point(|record| record.source < file);
        let end = self.records.partition_point(|record| record.source <= file);
        start as u32..end as u32
    }
}

#[cfg(test)]
mod tests {
    use super::{has_blanks, is_simple};

    #[test]
    fn what_is_simple_has_nothing_to_look_for() {
        assert!(is_simple("") && is_simple("a = \"b > c\"\n"));
        for other in ["<", "\u{7f}\u{80}", "é", "\u{feff}"] {
            for before in [0, 1, 15, 16, 33] {
                assert!(!is_simple(&format!("{}{other} and more", "-".repeat(before))), "{other}");
            }
        }
    }

    #[test]
    fn a_blank_is_a_bracket_behind_a_quote() {
        assert!(has_blanks("a = \"<who>\"") && has_blanks("a = '<who>'"));
        assert!(!has_blanks("a = \"1 < 2\"") && !has_blanks("<") && !has_blanks(""));
    }
}
