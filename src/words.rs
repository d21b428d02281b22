//! Words for messages: lists, plurals, the closest name.

use crate::document::{Kind, Value};
use crate::finding::Safety;

/// The form of a value in words.
pub fn kind_of(value: Value<'_>) -> &'static str {
    match value.kind() {
        Kind::String => "a string",
        Kind::Integer => "a whole number",
        Kind::Float => "a decimal number",
        Kind::Boolean => "a boolean",
        Kind::LocalDate => "a date",
        Kind::LocalDatetime | Kind::OffsetDatetime => "a date with a time",
        Kind::LocalTime => "a time",
        Kind::Array if value.elements().next().is_some_and(Value::is_table) => "a list of tables",
        Kind::Array => "a list",
        Kind::Table => "a table",
        Kind::Invalid => "nothing that can be read",
    }
}

/// "a, b or c".
pub fn join_or<T: AsRef<str>>(words: &[T]) -> String {
    join(words, "or")
}

/// "a, b and c".
pub fn join_and<T: AsRef<str>>(words: &[T]) -> String {
    join(words, "and")
}

fn join<T: AsRef<str>>(words: &[T], link: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {link} {}", first.join(", "), last.as_ref())
        }
    }
}

/// "1 file", "2 files".
pub fn count(number: usize, one: &str) -> String {
    match (number, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (number, Some(stem)) => format!("{number} {stem}ies"),
        (number, None) => format!("{number} {one}s"),
    }
}

/// The word that was most likely meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Close<'w> {
    /// The word.
    pub word: &'w str,
    /// Whether only case, hyphens, underscores or a plural differ.
    pub same: bool,
}

impl Close<'_> {
    /// Whether a fix may put it in unseen.
    pub fn safety(self) -> Safety {
        if self.same { Safety::Safe } else { Safety::Unsafe }
    }
}

/// The known word that was most likely meant, where one is close; of equally close ones the first.
pub fn closest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<Close<'w>> {
    let folded = fold(word);
    let mut best: Option<(&str, usize)> = None;
    for candidate in known {
        if fold(candidate) == folded {
            return Some(Close { word: candidate, same: true });
        }
        let reach = reach(word.len().max(candidate.len()));
        if word.len().abs_diff(candidate.len()) > reach {
            continue;
        }
        let distance = strsim::osa_distance(word, candidate);
        if distance <= reach && best.is_none_or(|(_, least)| distance < least) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(word, _)| Close { word, same: false })
}

/// How many slips still make the same word: none in a very short one, up to three in a long one.
fn reach(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=5 => 1,
        6..=14 => 2,
        _ => 3,
    }
}

/// The letters of a word as bits, whatever their case. Two words a few slips apart differ in few.
pub(crate) fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte.to_ascii_lowercase() & 63))
}

/// Whether [`closest`] could accept a candidate, at a glance.
pub(crate) fn may_be_close(letters_of_word: u64, length: usize, candidate: &str) -> bool {
    let most = reach(length.max(candidate.len())).max(length.abs_diff(candidate.len()).min(SPELLING));
    // A slip changes at most two bits: one letter goes, another comes.
    length.abs_diff(candidate.len()) <= most.max(SPELLING)
        && (letters_of_word ^ letters(candidate)).count_ones() as usize <= 2 * most.max(1) + 2
}

/// Hyphens, underscores and a plural may come on top of slips.
const SPELLING: usize = 3;

fn fold(word: &str) -> String {
    let letters: String = word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect();
    match letters.strip_suffix('s') {
        Some(singular) => singular.to_owned(),
        None => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::{Close, closest, count, join_and};

    #[test]
    fn finds_what_was_meant() {
        let keys = ["owner", "title", "reviewed", "review_every", "next_review"];
        assert_eq!(closest("onwer", keys), Some(Close { word: "owner", same: false }));
        assert_eq!(closest("next-review", keys), Some(Close { word: "next_review", same: true }));
        assert_eq!(closest("colour", keys), None);
        assert_eq!(closest("id", ["ip"]), None);
    }

    #[test]
    fn counts_and_lists() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(3, "policy"), "3 policies");
        assert_eq!(join_and(&["a", "b", "c"]), "a, b and c");
    }
}
