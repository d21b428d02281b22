//! What the reader asks of every key that it meets, laid out flat: which key a name is, and which
//! values of it need no second look.
//!
//! A programme has half a million keys, and nearly all of them hold a text or a day that is right
//! whatever it says.

use crate::document::{Kind as Form, Value};
use crate::kind::{Info, Key, KeyType, NO_TAG, Order, Positions, Tag, bit};

/// The keys of a kind.
#[derive(Debug)]
pub(super) struct Sheet {
    /// By tag.
    rows: Box<[Row]>,
    /// Tags by table and name: each stands where its hash points to, or behind.
    places: Box<[Tag]>,
    /// Brings a hash down to a place.
    shift: u32,
    /// Keys that have to be there, of each table that has any.
    needs: Box<[(Tag, Positions)]>,
    /// The words of keys that are one of some words.
    words: Box<[Fold]>,
    /// What there is of each order of dates.
    pub(super) orders: Box<[Ends]>,
}

/// What is asked of one key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its bit among those of its table.
    pub(super) bit: Positions,
    name: Fold,
    /// The words that it can be, among those of its kind.
    words: (u32, u32),
    /// Whether a value of that form is right whatever it says; in a list, an element.
    pub(super) plain: Forms,
    /// Its tag.
    pub(super) tag: Tag,
    table: Tag,
    /// Its position in its table.
    pub(super) position: u8,
    /// What a text is, if it can be one.
    pub(super) text: Option<KeyType>,
    /// Whether it holds a list.
    pub(super) list: bool,
    /// Whether a blank is as good as none.
    pub(super) filled: bool,
    /// Whether it is the identity or the status.
    pub(super) noted: bool,
    /// Whether its day may be that of something done.
    pub(super) done: bool,
}

/// Forms of values, a bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Forms(u16);

impl Forms {
    #[inline]
    pub(super) fn has(self, form: Form) -> bool {
        self.0 & 1 << form as u8 != 0
    }

    /// Those of which any value will do.
    fn plain(key: &Key) -> Self {
        let plain = |form: &&Form| key.accepted(**form).is_some_and(|kind| is_plain(key, kind));
        Self(FORMS.iter().filter(plain).fold(0, |bits, form| bits | 1 << *form as u8))
    }
}

/// Forms that a value can be plain in.
const FORMS: [Form; 10] = [
    Form::String,
    Form::Integer,
    Form::Float,
    Form::Boolean,
    Form::OffsetDatetime,
    Form::LocalDatetime,
    Form::LocalDate,
    Form::LocalTime,
    Form::Array,
    Form::Table,
];

/// Whether the content of such a value is nobody's business while it is read.
fn is_plain(key: &Key, kind: KeyType) -> bool {
    match kind {
        KeyType::String
        | KeyType::Text
        | KeyType::Boolean
        | KeyType::Date
        | KeyType::Rule
        | KeyType::Any => true,
        KeyType::Integer | KeyType::Number => key.min.is_none() && key.max.is_none(),
        KeyType::Duration
        | KeyType::Path
        | KeyType::Url
        | KeyType::Glob
        | KeyType::Id
        | KeyType::Reference
        | KeyType::Record
        | KeyType::Requirement
        | KeyType::Mapping
        | KeyType::Framework
        | KeyType::Enum
        | KeyType::Table
        | KeyType::Map => false,
    }
}

impl Row {
    fn new(info: &Info, tag: Tag, key: &Key, words: &mut Vec<Fold>) -> Self {
        let position = info.position(tag);
        let first = words.len() as u32;
        let text = key.accepted(Form::String);
        if text == Some(KeyType::Enum) {
            words.extend(key.values.iter().map(|word| Fold::of(word.as_bytes())));
        }
        Self {
            bit: bit(position),
            name: Fold::of(key.name.as_bytes()),
            words: (first, words.len() as u32),
            plain: Forms::plain(key),
            tag,
            table: info.parent(tag),
            position: position as u8,
            text,
            list: key.list,
            filled: key.required && key.value != KeyType::Id,
            noted: tag == info.known.identity || tag == info.known.status,
            done: key.past || key.past_where.is_some(),
        }
    }
}

impl Sheet {
    pub(super) fn new(info: &Info) -> Self {
        let keys = (0..NO_TAG).map_while(|tag| Some((tag, info.key(tag)?)));
        let mut words = Vec::new();
        let rows: Box<[Row]> =
            keys.map(|(tag, key)| Row::new(info, tag, key, &mut words)).collect();
        let size = (2 * rows.len()).next_power_of_two().max(2);
        let orders = info.kind.order.iter().map(|order| Ends::new(info, order));
        let tables = (0..rows.len() as Tag).chain([NO_TAG]);
        let needs = tables.map(|table| (table, needs(info.keys_of(table))));
        let mut sheet = Self {
            needs: needs.filter(|(_, needs)| *needs != 0).collect(),
            places: vec![NO_TAG; size].into(),
            shift: u64::BITS - size.trailing_zeros(),
            orders: orders.collect(),
            words: words.into(),
            rows,
        };
        for tag in 0..sheet.rows.len() as Tag {
            let (table, name) = (info.parent(tag), info.name(tag).as_bytes());
            // Of two of one name the first is meant.
            if let Err(place) = sheet.look(info, table, name, Fold::of(name))
                && let Some(free) = sheet.places.get_mut(place)
            {
                *free = tag;
            }
        }
        sheet
    }

    /// Which key of the table that a key describes an entry is.
    #[inline]
    pub(super) fn met(&self, info: &Info, table: Tag, entry: Value<'_>) -> Option<&Row> {
        let span = entry.key_span();
        let written = entry.text().as_bytes().get(span.start as usize..span.end as usize)?;
        match written.first() {
            Some(b'"' | b'\'') => self.find(info, table, entry.key().as_bytes()),
            _ => self.find(info, table, written),
        }
    }

    /// The key of that name.
    #[inline]
    pub(super) fn find(&self, info: &Info, table: Tag, name: &[u8]) -> Option<&Row> {
        self.look(info, table, name, Fold::of(name)).ok()
    }

    /// What is asked of the key with that tag.
    #[inline]
    pub(super) fn row(&self, tag: Tag) -> Option<&Row> {
        self.rows.get(tag as usize)
    }

    /// The keys that have to be in the table that a key describes; in the record itself for
    /// [`NO_TAG`].
    pub(super) fn needs(&self, table: Tag) -> Positions {
        let own = self.needs.iter().find(|(own, _)| *own == table);
        own.map_or(0, |(_, needs)| *needs)
    }

    /// Whether a text is surely a word that the key can be.
    pub(super) fn is_word(&self, row: &Row, text: &str) -> bool {
        let words = self.words.get(row.words.0 as usize..row.words.1 as usize);
        let fold = Fold::of(text.as_bytes());
        fold.len <= Fold::WHOLE && words.is_some_and(|words| words.contains(&fold))
    }

    /// A key, or the place that it would have.
    #[inline]
    fn look(&self, info: &Info, table: Tag, name: &[u8], fold: Fold) -> Result<&Row, usize> {
        let mut place = (fold.hash(table) >> self.shift) as usize;
        // Half of the places are free, so this comes to one; and its tag is no key's.
        while let Some(row) = self.places.get(place).and_then(|tag| self.row(*tag)) {
            if row.name == fold && row.table == table && fold.is(name, info, row.tag) {
                return Ok(row);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        Err(place)
    }
}

fn needs(keys: &[Key]) -> Positions {
    let required = keys.iter().enumerate().filter(|(_, key)| key.required);
    required.fold(0, |bits, (position, _)| bits | bit(position))
}

/// Two dates of which one may not be after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// The keys of the record without which there is nothing to compare.
    pub(super) needs: Positions,
    /// The tags of both, where each is there once at most.
    pub(super) tags: Option<(Tag, Tag)>,
}

impl Ends {
    fn new(info: &Info, order: &Order) -> Self {
        let head = |path: &str| info.top(path.split('.').next().unwrap_or(path));
        let need = |path: &str| head(path).map_or(0, |tag| bit(info.position(tag)));
        let (earlier, later) = (&order.earlier, &order.later);
        Self {
            needs: need(earlier) | need(later),
            tags: single(info, earlier).zip(single(info, later)),
        }
    }
}

/// The key at a path on which no list and no map lies.
fn single(info: &Info, path: &str) -> Option<Tag> {
    let tags = info.find(path)?;
    let is_one = |tag: &Tag| info.key(*tag).is_some_and(|key| !key.list && key.name != "*");
    tags.iter().all(is_one).then(|| tags.last().copied())?
}

/// A name in two words and its length. Of one of up to [`Fold::WHOLE`] bytes nothing is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Fold {
    head: u64,
    tail: u64,
    len: usize,
}

impl Fold {
    const WHOLE: usize = 16;

    #[inline]
    fn of(name: &[u8]) -> Self {
        let len = name.len();
        let (head, tail) = if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk())
        {
            (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
        } else if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk()) {
            (u64::from(u32::from_le_bytes(*head)), u64::from(u32::from_le_bytes(*tail)))
        } else {
            (name.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0)
        };
        Self { head, tail, len }
    }

    #[inline]
    fn hash(self, table: Tag) -> u64 {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let word = self.head ^ self.tail.rotate_left(29) ^ self.len as u64;
        (word ^ u64::from(table) << 56).wrapping_mul(SPREAD)
    }

    /// Whether a name of this fold is that of a key.
    #[inline]
    fn is(self, name: &[u8], info: &Info, tag: Tag) -> bool {
        self.len <= Self::WHOLE || name == info.name(tag).as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::Sheet;
    use crate::document::Kind as Form;
    use crate::kind::{Info, Key, KeyType, Kind, NO_TAG, forms, shipped};

    #[test]
    fn every_key_is_found_by_its_name_in_its_table_alone() {
        for kind in shipped().iter().chain(forms()) {
            let info = Info::new(Cow::Borrowed(kind)).unwrap();
            let sheet = Sheet::new(&info);
            let keys: Vec<(u8, &Key)> =
                (0..NO_TAG).map_while(|tag| Some((tag, info.key(tag)?))).collect();
            let tables = keys.iter().map(|(tag, _)| *tag).chain([NO_TAG]);
            for table in tables {
                for (_, key) in &keys {
                    let own = info.keys_of(table).iter().position(|own| own.name == key.name);
                    let found = sheet.find(&info, table, key.name.as_bytes());
                    let found = found.map(|row| row.tag);
                    assert_eq!(found, own.map(|at| info.tag(table, at)), "{}", key.name);
                }
                for name in ["", "i", "iq", "titlf", "a_name_that_nobody_gave_to_a_key"] {
                    assert!(sheet.find(&info, table, name.as_bytes()).is_none(), "{name}");
                }
            }
        }
    }

    fn kind(toml: &str) -> Info {
        let source = crate::source::Source::new(String::new(), toml.to_owned());
        let kind = crate::document::de::from_value::<Kind>(source.root()).unwrap();
        Info::new(Cow::Owned(kind)).unwrap()
    }

    /// Names that only a byte in the middle tells apart, and a word of which the fold says too
    /// little.
    #[test]
    fn long_names_are_compared_whole() {
        let info = kind(
            r#"
            id = "k"
            title = "K"
            [[key]]
            name = "the_same_start_A_the_same_end"
            type = "string"
            [[key]]
            name = "the_same_start_B_the_same_end"
            type = "enum"
            values = ["a_word_of_more_than_sixteen_bytes", "short"]
            "#,
        );
        let sheet = Sheet::new(&info);
        let find = |name: &str| sheet.find(&info, NO_TAG, name.as_bytes()).copied();
        assert_eq!(find("the_same_start_A_the_same_end").map(|row| row.tag), Some(0));
        let row = find("the_same_start_B_the_same_end").unwrap();
        assert_eq!(row.tag, 1);
        assert!(find("the_same_start_C_the_same_end").is_none());
        assert!(sheet.is_word(&row, "short") && !sheet.is_word(&row, "shorf"));
        assert!(!sheet.is_word(&row, "a_word_of_MORE_than_sixteen_bytes"));
    }

    #[test]
    fn a_value_is_plain_where_nothing_is_asked_of_it() {
        let info = kind(
            r#"
            id = "k"
            title = "K"
            [[key]]
            name = "number"
            type = "integer"
            or = "text"
            min = 1
            [[key]]
            name = "free"
            type = "integer"
            [[key]]
            name = "any"
            type = "any"
            "#,
        );
        let sheet = Sheet::new(&info);
        let plain = |tag: u8, form: Form| sheet.row(tag).unwrap().plain.has(form);
        assert!(!plain(0, Form::Integer) && plain(0, Form::String));
        assert!(plain(1, Form::Integer) && !plain(1, Form::Float));
        assert!(plain(2, Form::Table) && !plain(2, Form::Invalid));
        assert_eq!(sheet.row(0).unwrap().text, Some(KeyType::Text));
    }
}
