//! Which word a record says at each key that is one of some words, in a few bits beside it.
//!
//! Many rules choose records by such a word, and most records say another one. The tree and the text
//! are far away in memory by then; what reading noted here answers without them.

use crate::kind::{Info, Key, KeyType, Tag};

/// So many bits for each key: none of them set where no word is noted.
const BITS: u32 = 4;

/// More than there are words at any key that is noted.
const MOST: usize = 1 << BITS;

/// The words of a record.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Said(u32);

/// Where the word of a key is noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Slot(u32);

/// Gives the keys of a record itself their places, in their order, as long as there is room.
#[derive(Default)]
pub(crate) struct Slots(u32);

impl Slots {
    pub(crate) fn next(&mut self, key: &Key) -> Option<Slot> {
        if !fits(key) || self.0 >= u32::BITS {
            return None;
        }
        let free = Slot(self.0);
        self.0 += BITS;
        Some(free)
    }
}

impl Slot {
    /// What is noted of a record that says the word at a position among those that the key can be.
    pub(crate) fn word(self, at: usize) -> Said {
        Said((at as u32 + 1) << self.0)
    }
}

/// Some of the words of a key of which it is noted which one a record says: most say another one, and
/// need not be fetched from memory to know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meant {
    slot: Slot,
    /// A bit for each.
    words: u16,
}

impl Meant {
    /// The words that a test of the key asks for; nothing where the key's words are not noted.
    pub(crate) fn of(info: &Info, tag: Tag, is_meant: impl Fn(&str) -> bool) -> Option<Self> {
        let (slot, key) = (info.slot(tag)?, info.key(tag)?);
        let meant = key.values.iter().enumerate().filter(|(_, word)| is_meant(word));
        Some(Self { slot, words: meant.fold(0, |words, (at, _)| words | 1 << at) })
    }

    /// Whether a record says one of them; nothing where none is noted of it.
    #[inline]
    pub(crate) fn said_by(self, said: Said) -> Option<bool> {
        said.is_among(self.slot, self.words)
    }

    /// Whether a record surely says another one.
    pub(crate) fn not_said_by(self, said: Said) -> bool {
        self.said_by(said) == Some(false)
    }
}

/// Whether a key has one word, of so few that four bits tell them apart.
fn fits(key: &Key) -> bool {
    key.value == KeyType::Enum && key.or.is_none() && !key.list && key.values.len() < MOST
}

impl Said {
    /// Notes words of other keys.
    #[inline]
    pub(crate) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether the word of a key is one of some, a bit for each; nothing where none is noted, because it
    /// is not there or written as a synonym.
    #[inline]
    fn is_among(self, slot: Slot, words: u16) -> Option<bool> {
        let word = (self.0 >> slot.0) & (MOST as u32 - 1);
        Some(words >> word.checked_sub(1)? & 1 != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{MOST, Meant, Said, Slot};
    use crate::kind::{Info, shipped};
    use crate::workspace::{Options, Workspace};

    /// Every key has bits of its own, and every word of it a number.
    #[test]
    fn words_of_all_keys_are_noted_beside_each_other() {
        let mut noted = 0;
        for kind in shipped() {
            let info = Info::new(Cow::Borrowed(kind)).unwrap();
            let keys: Vec<(Slot, usize)> = (0..kind.keys.len() as u8)
                .filter_map(|tag| Some((info.slot(tag)?, info.key(tag)?.values.len())))
                .collect();
            let mut said = Said::default();
            assert!(keys.iter().all(|(slot, _)| said.is_among(*slot, u16::MAX).is_none()));
            for (slot, words) in &keys {
                assert!(*words < MOST);
                said.add(slot.word(words - 1));
            }
            for (slot, words) in &keys {
                let last = 1 << (words - 1);
                assert_eq!(said.is_among(*slot, last), Some(true), "{}", kind.id);
                assert_eq!(said.is_among(*slot, !last), Some(false), "{}", kind.id);
            }
            noted += keys.len();
        }
        assert!(noted > 0);
    }

    #[test]
    fn nothing_is_noted_of_lists_and_of_what_stands_in_tables() {
        let risk = shipped().iter().find(|kind| kind.id == "risk").unwrap();
        let risk = Info::new(Cow::Borrowed(risk)).unwrap();
        let slot = |path: &str| risk.slot(*risk.find(path).unwrap().last().unwrap());
        assert!(slot("treatment").is_some() && slot("status").is_some());
        assert!(slot("treatment") != slot("status"));
        assert!(slot("loss").is_none() && slot("impact").is_none());
        let vendor = shipped().iter().find(|kind| kind.id == "vendor").unwrap();
        let vendor = Info::new(Cow::Borrowed(vendor)).unwrap();
        assert!(vendor.slot(*vendor.find("assurance.type").unwrap().last().unwrap()).is_none());
    }

    /// What is written in another way, or not at all, is left to whoever reads it.
    #[test]
    fn only_a_record_that_surely_says_another_word_is_passed_over() {
        let said = ["\"continuous\"", "\"on-event\"", "\"event-driven\"", "\"never\"", "3"];
        let control = |(at, said)| format!("[[control]]\nid = \"c{at}\"\nfrequency = {said}\n");
        let records: String = said.iter().enumerate().map(control).collect();
        let records = records + "[[control]]\nid = \"last\"\n";
        let files = [("complint.toml", "[frameworks.soc2]\n"), ("controls.toml", &records)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let workspace = Workspace::from_files(files.to_vec(), &Options::default()).unwrap();
        let info = workspace.kinds.by_id("control").unwrap();
        let tag = info.top("frequency").unwrap();
        let words = Meant::of(info, tag, |word| word == "on-event").unwrap();
        let records = workspace.records.iter();
        let passed: Vec<bool> = records.map(|record| words.not_said_by(record.said)).collect();
        assert_eq!(passed, [true, false, false, false, false, false]);
    }
}
