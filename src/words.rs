//! Words for messages: lists, plurals, the closest name.

use crate::document::{Kind, Value};

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
    let consonant = |stem: &&str| !stem.ends_with(['a', 'e', 'o', 'u']);
    match (number, one.strip_suffix('y').filter(consonant)) {
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
    /// Whether only case, hyphens, underscores or spaces differ.
    pub same: bool,
}

/// The known word that was most likely meant, where one is close; of equally close ones the first.
pub fn closest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<Close<'w>> {
    let mut best: Option<(&str, usize)> = None;
    for candidate in known {
        if same_spelling(word, candidate) {
            return Some(Close { word: candidate, same: true });
        }
        let Some(slips) = slips(word, candidate) else { continue };
        if best.is_none_or(|(_, least)| slips < least) {
            best = Some((candidate, slips));
        }
    }
    best.map(|(word, _)| Close { word, same: false })
}

/// As [`closest`], for names of which the plural is the same mistake as another case.
pub fn closest_noun<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<Close<'w>> {
    let known: Vec<&str> = known.into_iter().collect();
    let singular = |word: &'w str| word.strip_suffix('s').unwrap_or(word);
    let plural = known.iter().find(|candidate| {
        same_spelling(word.strip_suffix('s').unwrap_or(word), singular(candidate))
    });
    match plural {
        Some(word) => Some(Close { word, same: true }),
        None => closest(word, known),
    }
}

/// How many slips make one word of another, where they are few enough.
pub(crate) fn slips(word: &str, candidate: &str) -> Option<usize> {
    slips_within(word, candidate, usize::MAX)
}

/// The same where more than `most` are too many in any case.
pub(crate) fn slips_within(word: &str, candidate: &str, most: usize) -> Option<usize> {
    let reach = reach(word.len().max(candidate.len())).min(most);
    if word.len().abs_diff(candidate.len()) > reach {
        return None;
    }
    // Most of two close words is the same at both ends: only the middle has to be compared.
    let head = word.bytes().zip(candidate.bytes()).take_while(|(one, other)| one == other).count();
    let (one, other) = (&word.as_bytes()[head..], &candidate.as_bytes()[head..]);
    let tail =
        one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let middle = |text: &'_ str| (head, text.len() - tail);
    let slips = match (&one[..one.len() - tail], &other[..other.len() - tail]) {
        ([], rest) | (rest, []) => rest.len(),
        ([_], [_]) => 1,
        ([a, b], [c, d]) => {
            if (a, b) == (d, c) {
                1
            } else {
                2
            }
        }
        _ => {
            let cut = |text| -> Option<&str> {
                let (start, end) = middle(text);
                text.get(start..end)
            };
            // Where the ends of the middle fall inside a character the whole is compared.
            let (one, other) = cut(word).zip(cut(candidate)).unwrap_or((word, candidate));
            // One slip changes at most two letters: words that differ in more are not compared.
            if (letters_in(one) ^ letters_in(other)).count_ones() as usize > 2 * reach {
                return None;
            }
            if !Letters::of(one).may_be(&Letters::of(other), reach) {
                return None;
            }
            strsim::osa_distance(one, other)
        }
    };
    (slips <= reach).then_some(slips)
}

/// How often each letter stands in a word. Holding these of two words against each other is much
/// quicker than the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters {
    counts: [u8; 64],
    /// How many were counted.
    all: u32,
    ascii: bool,
}

impl Letters {
    /// Counts the letters of a word.
    pub(crate) fn of(word: &str) -> Self {
        let mut counts = [0u8; 64];
        for byte in word.bytes() {
            let count = &mut counts[usize::from(byte & 63)];
            *count = count.saturating_add(1);
        }
        let all = counts.iter().map(|count| u32::from(*count)).sum();
        Self { counts, all, ascii: word.is_ascii() }
    }

    /// Whether two words may be so few slips apart: a letter that one has more often is a slip at least.
    pub(crate) fn may_be(&self, other: &Self, slips: usize) -> bool {
        let pairs = self.counts.iter().zip(&other.counts);
        let differ: u32 = pairs.map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
        // What the longer has more often, and what the other has, differ by as much as they are long.
        let more = (differ + self.all.abs_diff(other.all)) / 2;
        // A slip in a character of several bytes changes several of them.
        !self.ascii || !other.ascii || more as usize <= slips
    }
}

/// The letters of a word as bits, whatever their case. What only separates letters does not count.
pub(crate) fn letters_in(word: &str) -> u64 {
    let letters = word.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' '));
    letters.fold(0, |bits, byte| bits | 1 << (byte.to_ascii_lowercase() & 63))
}

/// How many slips still make the same word: none in a very short one, up to three in a long one.
pub(crate) fn reach(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=5 => 1,
        6..=14 => 2,
        _ => 3,
    }
}

/// Whether only case, hyphens, underscores or spaces differ.
pub(crate) fn same_spelling(word: &str, candidate: &str) -> bool {
    // Nearly no two begin alike, and nearly all with a letter of one byte.
    let first = |word: &str| word.bytes().next().filter(u8::is_ascii_alphanumeric);
    match (first(word), first(candidate)) {
        (Some(one), Some(other)) if !one.eq_ignore_ascii_case(&other) => false,
        _ => letters(word).eq(letters(candidate)),
    }
}

fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{Close, closest, closest_noun, count, join_and};

    #[test]
    fn finds_what_was_meant() {
        let keys = ["owner", "title", "reviewed", "review_every", "next_review"];
        assert_eq!(closest("onwer", keys), Some(Close { word: "owner", same: false }));
        assert_eq!(closest("next-review", keys), Some(Close { word: "next_review", same: true }));
        assert_eq!(closest("colour", keys), None);
        assert_eq!(closest("id", ["ip"]), None);
        assert_eq!(
            closest("stale-reviews", ["stale-review"]),
            Some(Close { word: "stale-review", same: false })
        );
        assert_eq!(
            closest_noun("Policys", ["risk", "policy"]),
            Some(Close { word: "policy", same: true })
        );
        assert_eq!(closest("otehr", ["other"]), Some(Close { word: "other", same: false }));
    }

    #[test]
    fn counts_and_lists() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(3, "policy"), "3 policies");
        assert_eq!(count(3, "day"), "3 days");
        assert_eq!(join_and(&["a", "b", "c"]), "a, b and c");
    }
}
