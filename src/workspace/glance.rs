//! What reading notes of each file, so that a rule need not look into the files that have nothing for
//! it: fetching a programme from memory once more takes longer than most rules do.

use std::ops::Range;

use jiff::civil::Date;

use super::Workspace;
use crate::source::SourceId;

/// A day as a number, the later the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(crate) struct Day(u64);

impl Day {
    /// A day as TOML writes it: year, month and day. Digits as they stand there are as good as numbers.
    #[inline]
    pub(crate) fn written(text: &str) -> Self {
        let Ok([a, b, c, d, _, e, f, _, g, h]) = <[u8; 10]>::try_from(text.as_bytes()) else {
            return Self::default();
        };
        Self(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

impl From<Date> for Day {
    fn from(day: Date) -> Self {
        // Before the first year that can be written, no day is.
        let Ok(year) = u64::try_from(day.year()) else { return Self::default() };
        let (month, day) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let mut rest = (year * 100 + u64::from(month)) * 100 + u64::from(day);
        let digits = std::array::from_fn(|_| {
            let digit = (rest % 10) as u8;
            rest /= 10;
            b'0' + digit
        });
        Self(u64::from_le_bytes(digits))
    }
}

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
    text.is_ascii() && memchr::memchr(b'<', text.as_bytes()).is_none()
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
    use jiff::civil::date;

    use super::{Day, has_blanks, is_simple};

    #[test]
    fn the_later_day_is_the_greater() {
        let days = ["0001-01-01", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01"];
        let days = days.map(Day::written);
        assert!(days.is_sorted_by(|one, next| one < next));
        assert_eq!(Day::written("2026-07-10"), Day::from(date(2026, 7, 10)));
        assert!(Day::from(date(-1, 12, 31)) < Day::written("0000-12-31"));
        assert!(Day::default() < Day::written("0000-01-01"));
    }

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
