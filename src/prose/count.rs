//! Words counted while a text is read, without keeping it.

use crate::span::Span;

use super::Taker;

/// What a count needs of a text: nothing of it is kept.
#[derive(Debug, Default)]
pub(super) struct Count {
    /// How many words stand outside headings, but for the one that is being read.
    words: u64,
    /// Whether what is being read is a word already: it has a letter or a digit, and no space came
    /// after it.
    within: bool,
    /// Whether a heading is being read.
    heading: bool,
    pub(super) comments: Vec<Span>,
}

impl Count {
    /// How many words there were, as it is stored.
    pub(super) fn words(&self) -> u32 {
        u32::try_from(self.words + u64::from(self.within)).unwrap_or(u32::MAX)
    }

    /// Adds a text, which may end within a word.
    pub(super) fn add(&mut self, text: &str) {
        if !text.is_ascii() {
            return text.chars().for_each(|letter| self.one(letter));
        }
        let (eights, rest) = text.as_bytes().as_chunks::<8>();
        eights.iter().for_each(|eight| self.eight(*eight));
        // What fills the last ones up is in no word and ends none.
        let mut last = [b'-'; 8];
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        self.eight(last);
    }

    fn one(&mut self, letter: char) {
        if letter.is_whitespace() {
            self.words += u64::from(std::mem::take(&mut self.within));
        } else {
            self.within |= letter.is_alphanumeric();
        }
    }

    /// Adds eight ASCII letters at once, without a jump: where a word ends is anyone's guess.
    fn eight(&mut self, letters: [u8; 8]) {
        let eight = u64::from_le_bytes(letters);
        let said = between(eight, b'0', b'9') | between(eight | SMALL, b'a', b'z');
        let spaces = between(eight, b'\t', b'\r') | between(eight, b' ', b' ');
        // One added to a letter or a digit carries over what is no space up to the space that ends the
        // word, which holds nothing and keeps it.
        let (ends, over) = (!(spaces * 255)).overflowing_add(said);
        let (ends, again) = ends.overflowing_add(u64::from(self.within));
        self.within = over | again;
        self.words += (ends & spaces).wrapping_mul(EACH) >> 56;
    }
}

/// One in each of eight bytes.
const EACH: u64 = u64::from_le_bytes([1; 8]);

/// The bit that makes a small letter of a capital.
const SMALL: u64 = EACH * 0x20;

/// One in each of eight ASCII bytes that lies between two, these included.
fn between(eight: u64, first: u8, last: u8) -> u64 {
    // The top bit is set by what is added to all that are large enough.
    let from = |least: u8| eight + EACH * u64::from(0x80 - least);
    (from(first) & !from(last + 1)) >> 7 & EACH
}

impl Taker for Count {
    fn heading(&mut self) {
        self.heading = true;
    }

    fn push(&mut self, text: &str, _span: Span, _same: bool) {
        if !self.heading {
            self.add(text);
        }
    }

    fn end(&mut self) {
        self.words += u64::from(std::mem::take(&mut self.within));
        self.heading = false;
    }

    fn comment(&mut self, span: Span) {
        self.comments.push(span);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Count;

    fn words(parts: &[&str]) -> u32 {
        let mut count = Count::default();
        parts.iter().for_each(|part| count.add(part));
        count.words()
    }

    #[test]
    fn counts_words_of_any_script() {
        assert_eq!(words(&["(one) - two,three\tfour \u{b}\u{1f} "]), 3);
        assert_eq!(words(&["(ein) - zwei,drei\tvier \u{b}\u{1f} \u{a0}für\u{2003}fünf "]), 5);
        assert_eq!(words(&["an", "other, ", "-", "w", "örd ", "- ", "2"]), 3);
    }

    proptest! {
        /// What has a letter or a digit is a word, in whatever pieces it comes.
        #[test]
        fn words_are_what_spaces_part(
            parts in proptest::collection::vec("([\0-\x7f]|[ -~]|[a-c] |ü|\u{a0}|½|\u{2003}){0,20}", 0..6),
        ) {
            let whole = parts.concat();
            let said = whole.split_whitespace();
            let said = said.filter(|word| word.contains(char::is_alphanumeric)).count();
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            prop_assert_eq!(words(&parts), said as u32);
        }
    }
}
