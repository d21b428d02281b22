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
    let reach = reach(word.len().max(candidate.len()));
    if word.len().abs_diff(candidate.len()) > reach {
        return None;
    }
    let ascii = word.is_ascii() && candidate.is_ascii();
    if ascii && !letters_may_be(letters_in(word), letters_in(candidate), reach) {
        return None;
    }
    let may_be = Letters::of(word).may_be(&Letters::of(candidate), reach);
    may_be.then(|| slips_within(word, candidate, reach)).flatten()
}

/// The same of words whose letters may be those of one word, and where more slips than `most` are too
/// many.
pub(crate) fn slips_within(word: &str, candidate: &str, most: usize) -> Option<usize> {
    // Most of two close words is the same at both ends: only the middle has to be compared.
    let head = word.bytes().zip(candidate.bytes()).take_while(|(one, other)| one == other).count();
    let (one, other) = (&word.as_bytes()[head..], &candidate.as_bytes()[head..]);
    let tail =
        one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let middle = |text: &'_ str| (head, text.len() - tail);
    let (one, other) = (&one[..one.len() - tail], &other[..other.len() - tail]);
    let ascii = one.is_ascii() && other.is_ascii();
    let slips = match (one, other) {
        ([], rest) | (rest, []) if ascii => rest.len(),
        ([_], [_]) if ascii => 1,
        ([a, b], [c, d]) if ascii => {
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
            if one.len().max(other.len()) > LONG {
                return None;
            }
            strsim::osa_distance(one, other)
        }
    };
    (slips <= most).then_some(slips)
}

/// What differs over more bytes than this is not compared: the time that takes grows with the square of
/// them, and nobody means an id that is so long by a slip at either end of it.
const LONG: usize = 128;

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
        let (mut counts, mut all) = ([0u8; 64], 0);
        for byte in word.bytes() {
            let count = &mut counts[usize::from(slot(byte))];
            if *count < u8::MAX {
                *count += 1;
                all += 1;
            }
        }
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
    letters.fold(0, |bits, byte| bits | 1 << slot(byte))
}

/// One of 64 places for a letter: each small one, which shares it with its capital, and each digit has its
/// own.
fn slot(byte: u8) -> u8 {
    byte & 31 | (byte & 64) >> 1
}

/// Whether two words with these letters may be so few slips apart, as long as each letter is a byte: a
/// slip takes one letter out of a word at most, and puts one in.
pub(crate) fn letters_may_be(one: u64, other: u64, slips: usize) -> bool {
    let missing = |of: u64, from: u64| (of & !from).count_ones() as usize;
    missing(one, other) <= slips && missing(other, one) <= slips
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
    use proptest::prelude::*;

    use super::{Close, closest, closest_noun, count, join_and, reach, slips, slot};

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
        // What is long is compared between the slips, as long as these stand close enough.
        let (head, middle) = ("a".repeat(200), "b".repeat(super::LONG));
        let close = format!("{head}cd{head}");
        assert!(closest(&format!("{head}dc{head}"), [close.as_str()]).is_some());
        let wide = format!("c{middle}d");
        assert!(closest(&format!("d{middle}c"), [wide.as_str()]).is_none());
        // A letter of several bytes is one slip.
        assert_eq!(closest("zürich", ["zérich"]), Some(Close { word: "zérich", same: false }));
        assert_eq!(closest("a日b-1c", ["aübq1c"]), Some(Close { word: "aübq1c", same: false }));
    }

    proptest! {
        /// Whatever tells words apart quickly tells no close ones apart.
        #[test]
        fn slips_are_those_of_the_whole_words(
            one in "[ab][ab1-3ü日_-]{0,11}",
            other in "[ab][ab1-3ü日_-]{0,11}",
        ) {
            let distance = strsim::osa_distance(&one, &other);
            let reach = reach(one.len().max(other.len()));
            let close = distance <= reach && one.len().abs_diff(other.len()) <= reach;
            prop_assert_eq!(slips(&one, &other), close.then_some(distance));
        }
    }

    #[test]
    fn letters_and_digits_are_told_apart() {
        let slots: std::collections::BTreeSet<u8> =
            (b'a'..=b'z').chain(b'0'..=b'9').map(slot).collect();
        assert_eq!(slots.len(), 36);
        assert!((b'a'..=b'z').all(|small| slot(small) == slot(small.to_ascii_uppercase())));
        assert!((0..=u8::MAX).all(|byte| slot(byte) < 64));
    }

    #[test]
    fn counts_and_lists() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(3, "policy"), "3 policies");
        assert_eq!(count(3, "day"), "3 days");
        assert_eq!(join_and(&["a", "b", "c"]), "a, b and c");
    }
}
