//! What the reader asks of one key.

use super::fold::Fold;
use crate::document::{Kind as Form, Value};
use crate::kind::forms::Forms;
use crate::kind::read::forms;
use crate::kind::{Info, Key, KeyType, Positions, State, Tag, bit};
use crate::workspace::given::{self, Bits};
use crate::workspace::said::Said;

/// What is asked of one key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Its bit among those of its table.
    pub(crate) bit: Positions,
    pub(super) name: Fold,
    /// The words that it can be, among those of its kind.
    pub(super) words: (u32, u32),
    /// What a record notes that has it.
    pub(crate) given: Bits,
    /// Whether a value of that form is right whatever it says; in a list, an element.
    pub(crate) plain: Forms,
    /// Whether nothing at all is left to do for the key where its value has that form and says something.
    pub(crate) done_with: Forms,
    /// The numbers of one digit that it can be, a bit for each.
    digits: u16,
    /// Its tag.
    pub(crate) tag: Tag,
    /// That of the key above it.
    pub(crate) table: Tag,
    /// Its position in its table.
    pub(crate) position: u8,
    /// What a text is, if it can be one.
    pub(crate) text: Option<KeyType>,
    /// Whether it holds a list.
    pub(crate) list: bool,
    /// Whether a blank is as good as none.
    pub(crate) filled: bool,
    /// Whether it is the identity or the status.
    pub(crate) noted: bool,
    /// Whether its day may be that of something done.
    pub(crate) done: bool,
    /// Whether its day may not be before, or after, that of another key.
    pub(crate) ordered: bool,
}

/// A word that a key can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) fold: Fold,
    /// What a record notes that says it.
    pub(super) said: Said,
    /// What it stands for as a status.
    pub(super) state: State,
}

/// Those forms of which any value will do.
fn plain(key: &Key) -> Forms {
    let plain = |kind| if is_plain(key, kind) { forms(kind) } else { Forms::NONE };
    let or = key.or.map_or(Forms::NONE, plain);
    plain(key.value).or(or.without(forms(key.value)))
}

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
    /// What is asked of a key; `ordered` where an order of dates speaks of it.
    pub(super) fn new(
        info: &Info,
        tag: Tag,
        key: &Key,
        ordered: bool,
        words: &mut Vec<Word>,
    ) -> Self {
        let position = info.position(tag);
        let first = words.len() as u32;
        let text = key.accepted(Form::String);
        if text == Some(KeyType::Enum) {
            let slot = info.slot(tag);
            words.extend(key.values.iter().enumerate().map(|(at, word)| Word {
                fold: Fold::of(word.as_bytes()),
                said: slot.map_or(Said::default(), |slot| slot.word(at)),
                state: info.kind.states.get(word).copied().unwrap_or(State::Live),
            }));
        }
        let noted = tag == info.known.identity || tag == info.known.status;
        let done = key.past || key.past_where.is_some();
        let plain = plain(key);
        let done_with = match (key.list || noted, done || ordered) {
            (true, _) => Forms::NONE,
            (false, true) => plain.without(Forms::NONE.and(Form::LocalDate)),
            (false, false) => plain,
        };
        Self {
            bit: bit(position),
            name: Fold::of(key.name.as_bytes()),
            words: (first, words.len() as u32),
            given: given::noted(info, tag),
            plain,
            done_with,
            digits: digits(key),
            tag,
            table: info.parent(tag),
            position: position as u8,
            text,
            list: key.list,
            filled: key.required && key.value != KeyType::Id,
            noted,
            done,
            ordered,
        }
    }

    /// Whether it is the key of that name in that table, as far as the fold says.
    #[inline]
    pub(super) fn is(&self, table: Tag, name: Fold) -> bool {
        self.name == name && self.table == table
    }

    /// Whether a number is surely one that the key can be.
    #[inline]
    pub(crate) fn has_digit(&self, number: Value<'_>) -> bool {
        number.as_digit().is_some_and(|digit| self.digits & 1 << digit != 0)
    }
}

fn digits(key: &Key) -> u16 {
    if !matches!(key.accepted(Form::Integer), Some(KeyType::Integer | KeyType::Number)) {
        return 0;
    }
    let fits = |digit: &i64| {
        key.min.is_none_or(|min| *digit >= min) && key.max.is_none_or(|max| *digit <= max)
    };
    (0..=9).filter(fits).fold(0, |bits, digit| bits | 1 << digit)
}
