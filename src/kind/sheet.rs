//! What the reader asks of every key that it meets, laid out flat: which key a name is, and which
//! values of it need no second look.
//!
//! A programme has half a million keys, and nearly all of them hold a text or a day that is right
//! whatever it says.

use crate::document::Value;
use crate::kind::{Info, NO_TAG, Order, Positions, State, Tag, bit, steps};
use crate::workspace::said::Said;

mod fold;
mod row;

use fold::Fold;
pub(super) use row::Row;
use row::Word;

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
    words: Box<[Word]>,
    /// What there is of each order of dates.
    pub(super) orders: Box<[Ends]>,
}

impl Sheet {
    pub(super) fn new(info: &Info) -> Self {
        let orders: Box<[Ends]> =
            info.kind.order.iter().map(|order| Ends::new(info, order)).collect();
        let is_ordered =
            |tag: Tag| orders.iter().any(|ends| ends.earlier == tag || ends.later == tag);
        let (mut words, mut needs) = (Vec::new(), Vec::new());
        let mut rows = Vec::with_capacity(info.tags().len());
        for tag in info.tags() {
            let Some(key) = info.key(tag) else { continue };
            let row = Row::new(info, tag, key, is_ordered(tag), &mut words);
            if key.required {
                need(&mut needs, &row);
            }
            rows.push(row);
        }
        // With so much room nearly every key stands in the first place where it is looked for.
        let size = (8 * rows.len()).next_power_of_two().max(2);
        let mut sheet = Self {
            needs: needs.into(),
            places: vec![NO_TAG; size].into(),
            shift: u64::BITS - size.trailing_zeros(),
            orders,
            words: words.into(),
            rows: rows.into(),
        };
        for at in 0..sheet.rows.len() {
            let Some(row) = sheet.rows.get(at).copied() else { continue };
            // Of two of one name the first is meant.
            let same = |other: &Row| info.name(other.tag) == info.name(row.tag);
            if let Err(place) = sheet.seek(row.table, row.name, same)
                && let Some(free) = sheet.places.get_mut(place)
            {
                *free = row.tag;
            }
        }
        sheet
    }

    /// Which key of the table that a key describes an entry is.
    #[inline]
    pub(super) fn met(&self, info: &Info, table: Tag, entry: Value<'_>) -> Option<&Row> {
        let (start, len) = entry.key_place();
        let fold = Fold::at(entry.text().as_bytes(), start as usize, usize::from(len));
        match self.at(self.place(table, fold)) {
            Some(row) if row.is(table, fold) && fold.is_whole() => Some(row),
            _ => self.met_elsewhere(info, table, entry),
        }
    }

    /// The same of a key that has quotes or a long name, or whose place another one has.
    #[cold]
    fn met_elsewhere(&self, info: &Info, table: Tag, entry: Value<'_>) -> Option<&Row> {
        self.find(info, table, &entry.key())
    }

    /// The key of that name.
    pub(super) fn find(&self, info: &Info, table: Tag, name: &str) -> Option<&Row> {
        let fold = Fold::of(name.as_bytes());
        self.seek(table, fold, |row| info.name(row.tag) == name).ok()
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

    /// What a record notes that says a text, and what that stands for as a status, where it is surely a
    /// word that the key can be.
    #[inline]
    pub(super) fn word(&self, row: &Row, text: &str) -> Option<(Said, State)> {
        let words = self.words.get(row.words.0 as usize..row.words.1 as usize)?;
        let fold = Fold::of(text.as_bytes());
        let word = words.iter().find(|word| word.fold == fold).filter(|_| fold.is_whole())?;
        Some((word.said, word.state))
    }

    /// Where the key of a name stands, or one before it.
    #[inline]
    fn place(&self, table: Tag, name: Fold) -> usize {
        (name.hash(table) >> self.shift) as usize
    }

    #[inline]
    fn at(&self, place: usize) -> Option<&Row> {
        self.places.get(place).and_then(|tag| self.row(*tag))
    }

    /// A key, or the place that it would have; `same` where the fold of a name does not say it all.
    fn seek(&self, table: Tag, name: Fold, same: impl Fn(&Row) -> bool) -> Result<&Row, usize> {
        let mut place = self.place(table, name);
        // Most places are free, so this comes to one; and its tag is no key's.
        while let Some(row) = self.at(place) {
            if row.is(table, name) && (name.is_whole() || same(row)) {
                return Ok(row);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
        Err(place)
    }
}

/// Notes that a key has to be there. Those of one table follow one another.
fn need(needs: &mut Vec<(Tag, Positions)>, row: &Row) {
    match needs.last_mut() {
        Some((table, bits)) if *table == row.table => *bits |= row.bit,
        _ => needs.push((row.table, row.bit)),
    }
}

/// Two dates of which one may not be after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// The keys of the record without which there is nothing to compare.
    pub(super) needs: Positions,
    /// The one that comes first.
    pub(super) earlier: Tag,
    /// The one that comes later, or on the same day.
    pub(super) later: Tag,
}

impl Ends {
    fn new(info: &Info, order: &Order) -> Self {
        let head = |path: &str| steps(path).next().and_then(|name| info.top(name));
        let need = |path: &str| head(path).map_or(0, |tag| bit(info.position(tag)));
        let end = |path: &str| info.end(NO_TAG, path).unwrap_or(NO_TAG);
        let (earlier, later) = (&order.earlier, &order.later);
        Self { needs: need(earlier) | need(later), earlier: end(earlier), later: end(later) }
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
                    let found = sheet.find(&info, table, &key.name);
                    let found = found.map(|row| row.tag);
                    assert_eq!(found, own.map(|at| info.tag(table, at)), "{}", key.name);
                }
                for name in ["", "i", "iq", "titlf", "a_name_that_nobody_gave_to_a_key"] {
                    assert!(sheet.find(&info, table, name).is_none(), "{name}");
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
        let find = |name: &str| sheet.find(&info, NO_TAG, name).copied();
        assert_eq!(find("the_same_start_A_the_same_end").map(|row| row.tag), Some(0));
        let row = find("the_same_start_B_the_same_end").unwrap();
        assert_eq!(row.tag, 1);
        assert!(find("the_same_start_C_the_same_end").is_none());
        let is_word = |text: &str| sheet.word(&row, text).is_some();
        assert!(is_word("short") && !is_word("shorf"));
        assert!(!is_word("a_word_of_MORE_than_sixteen_bytes"));
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
