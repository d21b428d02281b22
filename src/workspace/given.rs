//! Which keys a record gives, in a few bytes beside it.
//!
//! Most rules ask whether a key is there, and nothing else. The tree was written long before and is far
//! away in memory; what reading noted here answers without it.

use crate::document::{Kind, Value};
use crate::kind::forms::Forms;
use crate::kind::{Info, NO_TAG, Tag};

/// Keys of the record itself, and of tables that are keys of it, a bit for each tag.
pub(crate) type Bits = u32;

/// Set where the bits are not the whole truth.
const MORE: Bits = 1 << (Bits::BITS - 1);

/// The bit of a key; none of one that is further on than kinds are long.
pub(crate) fn bit(tag: Tag) -> Option<Bits> {
    let bit = Bits::from(1u8).checked_shl(u32::from(tag))?;
    (bit != MORE).then_some(bit)
}

/// The bit of what tags lead to, where a record that gives it notes it.
pub(crate) fn bit_at(info: &Info, tags: &[Tag]) -> Option<Bits> {
    match tags {
        [tag] => bit(*tag),
        [table, tag] if info.is_single_table(*table) => bit(*tag),
        _ => None,
    }
}

/// What a record notes that gives a key of its own.
fn own(tag: Tag) -> Bits {
    bit(tag).unwrap_or(MORE)
}

/// What a record notes that gives a key, its own or one of a table in it.
pub(crate) fn noted(info: &Info, tag: Tag) -> Bits {
    match info.parent(tag) {
        NO_TAG => own(tag),
        table if info.is_single_table(table) => bit(tag).unwrap_or(0),
        _ => 0,
    }
}

/// The keys that a record gives.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given(Bits);

impl Given {
    /// Notes a key that is there, and whether it says something.
    #[inline]
    pub(crate) fn add(&mut self, noted: Bits, says: bool) {
        self.0 |= noted | if says { 0 } else { MORE };
    }

    /// Notes what another table has.
    pub(crate) fn add_all(&mut self, table: Self) {
        self.0 |= table.0;
    }

    /// Whether there is any key of which that is noted.
    pub(crate) fn has_keys(self) -> bool {
        self.0 & !MORE != 0
    }

    /// Notes that there is more to know: where a test wants the tree to be looked at.
    #[cfg(test)]
    pub(crate) fn doubt(&mut self) {
        self.0 |= MORE;
    }

    /// Whether a key of the record can be there: where not, nothing has to be looked for.
    pub(crate) fn can_have(self, tag: Tag) -> bool {
        bit(tag).is_none_or(|bit| self.0 & bit != 0)
    }

    /// The keys, where each of them says something and there are no others.
    pub(crate) fn plainly(self) -> Option<Bits> {
        (self.0 & MORE == 0).then_some(self.0)
    }
}

/// Whether a value is there for who reads it: no blank text, and no list of nothing else. What cannot
/// be used is not.
#[inline]
pub(crate) fn says_something(value: Value<'_>) -> bool {
    says_plainly(value) || says_other(value)
}

/// Whether that is seen at once.
#[inline]
pub(crate) fn says_plainly(value: Value<'_>) -> bool {
    value.begins_with_word() || SAYING.hold(value)
}

/// Forms of values that say something, whatever it is.
const SAYING: Forms = Forms::NONE
    .and(Kind::Integer)
    .and(Kind::Float)
    .and(Kind::Boolean)
    .and(Kind::LocalDate)
    .and(Kind::Table);

/// The same of a list, a text that begins with another character, or what cannot be used.
#[inline(never)]
fn says_other(value: Value<'_>) -> bool {
    match value.kind() {
        Kind::String => value.as_str().is_some_and(|text| !text.trim_start().is_empty()),
        // Nothing stands in `[]` and `[""]`.
        Kind::Array => value.elements().any(says_something),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, bit, bit_at, noted, own, says_something};
    use crate::document::Document;
    use crate::kind::{Tag, shipped};

    /// What is noted of a record with that line as the key with a tag.
    fn given(tag: Tag, line: &str) -> Given {
        let document = Document::parse(line);
        let mut given = Given::default();
        let entries = document.root(line).entries();
        entries.for_each(|entry| given.add(own(tag), says_something(entry)));
        given
    }

    #[test]
    fn a_key_that_says_something_is_given_plainly() {
        for value in [
            "\"a\"",
            "'-'",
            "\"\\u0041\"",
            "\" a\"",
            "\"\"\"\n\na\"\"\"",
            "[\"\", \"a\"]",
            "[[], [0]]",
            "0",
            "1.5",
            "false",
            "2026-02-10",
            "{}",
            "{ a = \"\" }",
        ] {
            let given = given(3, &format!("a = {value}"));
            assert_eq!(given.plainly(), bit(3), "{value}");
            assert!(given.can_have(3) && !given.can_have(2), "{value}");
        }
    }

    #[test]
    fn what_says_nothing_is_there_and_not_given_plainly() {
        for value in [
            "\"\"",
            "''",
            "\" \\t\\n\"",
            "\"\\u00a0\"",
            "\"\"\"\n\n  \"\"\"",
            "[]",
            "[\"\", \" \"]",
            "[[]]",
            "07:32:00",
            "2026-02-10T07:32:00",
            "2026-02-10T07:32:00Z",
            "?",
        ] {
            let given = given(3, &format!("a = {value}"));
            assert_eq!(given.plainly(), None, "{value}");
            assert!(given.can_have(3) && !given.can_have(2), "{value}");
        }
    }

    #[test]
    fn a_key_far_behind_has_no_bit_and_may_be_there() {
        assert_eq!(Given::default().plainly(), Some(0));
        assert!(given(30, "a = 1").can_have(30) && !given(30, "a = 1").can_have(29));
        assert_eq!(given(30, "a = 1").plainly(), bit(30));
        for far in [31, 32, 127, 254] {
            assert_eq!(given(far, "a = 1").plainly(), None, "{far}");
        }
        assert!(Given::default().can_have(31) && Given::default().can_have(254));
    }

    /// Nothing is noted of keys of which a record may have several, and for others there is room.
    #[test]
    fn keys_of_a_table_are_noted_where_there_is_one_such_table() {
        let mut met = [0, 0];
        for kind in shipped() {
            let info = crate::kind::Info::new(std::borrow::Cow::Borrowed(kind)).unwrap();
            for (tag, path) in (0..).zip(info.paths()) {
                let tags = info.find(&path).unwrap();
                let [table, _] = *tags else { continue };
                let is_list = info.key(table).unwrap().list;
                let noted = noted(&info, tag);
                assert_eq!(bit_at(&info, &tags).unwrap_or(0), noted, "{path}");
                assert!(!is_list || noted == 0, "{path}");
                met[usize::from(is_list)] += 1;
            }
        }
        assert!(met.iter().all(|met| *met > 0));
    }
}
