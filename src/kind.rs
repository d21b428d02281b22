//! What a company can write: the kinds of records and the forms of the tool's own files.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::OnceLock;

use crate::few::Few;

pub(crate) mod forms;
mod kinds;
pub(crate) mod meant;
pub(crate) mod read;
pub(crate) mod sample;
mod sheet;
pub(crate) mod sound;
pub(crate) mod told;
pub mod types;
pub mod value;

pub use kinds::Kinds;
use sheet::Sheet;
pub use types::{Answer, Key, KeyType, Kind, Order, State, Trait};

use crate::text::Str;
use crate::workspace::said::{Slot, Slots};

mod shipped {
    #![allow(unused_imports, reason = "generated from whatever the files use")]
    use super::types::*;
    use crate::rule::types::{
        Amount::*, Base::*, Bound::*, Condition, KeyTest, Literal::*, Operand, Relation, Test::*,
    };
    use crate::text::{Held, List, Pairs, Str};

    include!(concat!(env!("OUT_DIR"), "/kind-tables.rs"));

    pub(super) mod kinds {
        use super::*;
        include!(concat!(env!("OUT_DIR"), "/kinds.rs"));
    }
    pub(super) mod forms {
        use super::*;
        include!(concat!(env!("OUT_DIR"), "/forms.rs"));
    }
    pub(super) mod traits {
        use super::*;
        include!(concat!(env!("OUT_DIR"), "/traits.rs"));
    }
}

/// The shipped kinds, sorted by id.
pub fn shipped() -> &'static [Kind] {
    &shipped::kinds::SHIPPED
}

/// The shipped sets of keys that kinds share.
pub fn shipped_traits() -> &'static [Trait] {
    &shipped::traits::SHIPPED
}

/// The forms of the tool's own files: `complint`, `rule`, `kind`, `framework` and their like.
pub fn forms() -> &'static [Kind] {
    &shipped::forms::SHIPPED
}

/// The form of one of them.
pub fn form(id: &str) -> Option<&'static Kind> {
    forms().iter().find(|form| form.id == id)
}

/// The number of a kind in [`Kinds`].
pub type KindNo = u16;

/// The number of a key in its kind, nested keys included. A node of a document carries it as its
/// tag, so that rules find a key without comparing names.
pub type Tag = u8;

/// No key.
pub const NO_TAG: Tag = u8::MAX;

/// A kind with its keys numbered.
#[derive(Debug)]
pub struct Info {
    /// The kind.
    pub kind: Cow<'static, Kind>,
    /// The kind's id as words for a message.
    pub words: Str,
    /// Keys that the engine itself asks for.
    pub known: Known,
    /// Whether a record is identified by its id alone.
    pub(crate) by_id: bool,
    /// Likelihood and impact, where it has them.
    pub(crate) score: Factors,
    /// The same of what is left after treatment.
    pub(crate) residual_score: Factors,
    keys: Vec<Numbered>,
    /// What their names are found by, by tag.
    marks: Vec<u8>,
    /// The keys as the reader wants them; made when the kind is first met, which most never are.
    sheet: OnceLock<Sheet>,
    /// The kinds that keys refer to, by key.
    targets: Vec<(Tag, KindNo)>,
}

/// The tags on the way to two numbers that are multiplied.
pub(crate) type Factors = Option<[Tags; 2]>;

/// The tags on the way to a key, one for each table and its own. Most ways are one tag long.
pub(crate) type Tags = Few<Tag, Box<[Tag]>>;

/// Keys of one table, a bit for each position.
pub(crate) type Positions = u128;

/// The bit of a position; none for what is further than a table was ever long.
pub(crate) fn bit(position: usize) -> Positions {
    Positions::from(1u8).checked_shl(position as u32).unwrap_or(0)
}

/// The tags of keys that the engine itself asks for, of every record and often.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What identifies a record.
    pub identity: Tag,
    /// `status`.
    pub status: Tag,
    /// `reviewed`.
    pub reviewed: Tag,
    /// `approved`.
    pub approved: Tag,
    /// `since`.
    pub since: Tag,
    /// `next_review`.
    pub next_review: Tag,
    /// `review_every`.
    pub review_every: Tag,
    /// `satisfies`.
    pub satisfies: Tag,
}

impl Known {
    /// No key at all.
    const NONE: Self = Self {
        identity: NO_TAG,
        status: NO_TAG,
        reviewed: NO_TAG,
        approved: NO_TAG,
        since: NO_TAG,
        next_review: NO_TAG,
        review_every: NO_TAG,
        satisfies: NO_TAG,
    };

    fn of(info: &Info) -> Self {
        let tag = |name: &str| info.top(name).unwrap_or(NO_TAG);
        Self {
            identity: tag(&info.kind.identity),
            status: tag("status"),
            reviewed: tag("reviewed"),
            approved: tag("approved"),
            since: tag("since"),
            next_review: tag("next_review"),
            review_every: tag("review_every"),
            satisfies: tag("satisfies"),
        }
    }
}

/// Where a numbered key stands.
#[derive(Clone, Copy, Debug)]
struct Numbered {
    parent: Tag,
    position: u8,
    first_child: Tag,
    /// Where a record notes which word it says at the key.
    slot: Option<Slot>,
    /// Where the kinds that it refers to begin among those of all keys.
    first_target: u32,
}

/// How many keys there are, with those in tables among them.
fn count(keys: &[Key]) -> usize {
    keys.iter().map(|key| 1 + count(&key.keys)).sum()
}

/// What most names differ in: a name is looked for among these before it is compared.
fn mark(name: &str) -> u8 {
    let bytes = name.as_bytes();
    let end = |byte: Option<&u8>| byte.copied().unwrap_or_default();
    let ends = end(bytes.first()).wrapping_mul(31) ^ end(bytes.last());
    ends.wrapping_add((bytes.len() as u8).wrapping_mul(64))
}

/// The names of a path. They are short: looking at each letter takes less time than a searcher.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let path = rest?;
        let end = path.bytes().position(|byte| byte == b'.');
        rest = end.and_then(|end| path.get(end + 1..));
        path.get(..end.unwrap_or(path.len()))
    })
}

impl Info {
    /// Numbers the keys: those of one table follow one another.
    ///
    /// # Errors
    ///
    /// A kind with more keys than tags.
    pub fn new(kind: Cow<'static, Kind>) -> Result<Self, String> {
        let count = count(&kind.keys);
        let (mut keys, mut marks) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut slots = Slots::default();
        let mut waiting: VecDeque<(Tag, &[Key])> = VecDeque::new();
        let mut next = Some((NO_TAG, &*kind.keys));
        while let Some((parent, list)) = next {
            if keys.len() + list.len() >= NO_TAG as usize {
                return Err(format!("kind `{}` has more than {} keys", kind.id, NO_TAG - 1));
            }
            let first = keys.len() as Tag;
            if let Some(parent) = keys.get_mut(parent as usize) {
                let parent: &mut Numbered = parent;
                parent.first_child = first;
            }
            for (position, key) in list.iter().enumerate() {
                let number = first + position as Tag;
                keys.push(Numbered {
                    parent,
                    position: position as u8,
                    first_child: NO_TAG,
                    slot: if parent == NO_TAG { slots.next(key) } else { None },
                    first_target: 0,
                });
                marks.push(mark(&key.name));
                if !key.keys.is_empty() {
                    waiting.push_back((number, &key.keys));
                }
            }
            next = waiting.pop_front();
        }
        let is_one_word = !kind.id.contains('_');
        let words = if is_one_word { kind.id.clone() } else { kind.id.replace('_', " ").into() };
        let mut info = Self {
            words,
            known: Known::NONE,
            by_id: kind.identity == "id",
            keys,
            marks,
            sheet: OnceLock::new(),
            targets: Vec::new(),
            score: None,
            residual_score: None,
            kind,
        };
        info.known = Known::of(&info);
        info.score = info.factors("likelihood", "impact");
        info.residual_score = info.factors("residual.likelihood", "residual.impact");
        Ok(info)
    }

    fn factors(&self, one: &str, other: &str) -> Factors {
        Some([self.find(one)?, self.find(other)?])
    }

    fn sheet(&self) -> &Sheet {
        self.sheet.get_or_init(|| Sheet::new(self))
    }

    fn name(&self, tag: Tag) -> &str {
        self.key(tag).map_or("", |key| key.name.as_str())
    }

    /// The tags of all keys.
    fn tags(&self) -> std::ops::Range<Tag> {
        0..self.keys.len() as Tag
    }

    /// The position of a key in its table.
    pub(crate) fn position(&self, tag: Tag) -> usize {
        self.keys.get(tag as usize).map_or(usize::MAX, |numbered| numbered.position as usize)
    }

    /// The kinds that a key refers to.
    pub(crate) fn targets(&self, tag: Tag) -> impl Iterator<Item = KindNo> + '_ {
        let first = self.keys.get(tag as usize).map_or(usize::MAX, |own| own.first_target as usize);
        let from_first = self.targets.get(first..).unwrap_or_default().iter();
        from_first.take_while(move |(own, _)| *own == tag).map(|(_, kind)| *kind)
    }

    /// The tag of the key at a position of the table that a key describes; of the record itself
    /// for [`NO_TAG`].
    pub fn tag(&self, table: Tag, position: usize) -> Tag {
        let first = self.keys.get(table as usize).map_or(0, |numbered| numbered.first_child);
        first.saturating_add(position as u8)
    }

    /// The keys of the table that a key describes; of the record itself for [`NO_TAG`].
    pub fn keys_of(&self, table: Tag) -> &[Key] {
        self.key(table).map_or(&self.kind.keys, |key| &key.keys)
    }

    /// The key with that tag.
    pub fn key(&self, tag: Tag) -> Option<&Key> {
        let numbered = self.keys.get(tag as usize)?;
        self.keys_of(numbered.parent).get(numbered.position as usize)
    }

    /// The table key above a key.
    pub fn parent(&self, tag: Tag) -> Tag {
        self.keys.get(tag as usize).map_or(NO_TAG, |numbered| numbered.parent)
    }

    /// Where a record notes which word it says at a key, if it does.
    pub(crate) fn slot(&self, tag: Tag) -> Option<Slot> {
        self.keys.get(tag as usize)?.slot
    }

    /// Whether a key of the record itself holds a table, and no list of them.
    pub(crate) fn is_single_table(&self, tag: Tag) -> bool {
        let is_single = |key: &Key| key.value == KeyType::Table && !key.list;
        self.parent(tag) == NO_TAG && self.key(tag).is_some_and(is_single)
    }

    /// The path of a key, such as `residual.impact`.
    pub fn path(&self, tag: Tag) -> String {
        let name = self.key(tag).map_or("", |key| key.name.as_str());
        match self.parent(tag) {
            NO_TAG => name.to_owned(),
            parent => format!("{}.{name}", self.path(parent)),
        }
    }

    /// The tags on the way to a key.
    pub(crate) fn find(&self, path: &str) -> Option<Tags> {
        self.find_in(NO_TAG, path)
    }

    /// The same from the table that a key describes.
    pub(crate) fn find_in(&self, table: Tag, path: &str) -> Option<Tags> {
        let end = self.end(table, path)?;
        if self.parent(end) == table {
            return Some(Few::One(end));
        }
        let back = std::iter::successors(Some(end), |tag| Some(self.parent(*tag)));
        let mut tags: Box<[Tag]> = back.take_while(|tag| *tag != table).collect();
        tags.reverse();
        Some(Few::Many(tags))
    }

    /// The last of those tags alone.
    pub(crate) fn end(&self, table: Tag, path: &str) -> Option<Tag> {
        steps(path).try_fold(table, |table, name| self.next(table, name))
    }

    fn next(&self, table: Tag, name: &str) -> Option<Tag> {
        // Of a kind that was met before, every name has its place.
        if let Some(sheet) = self.sheet.get() {
            return sheet.find(self, table, name).map(|row| row.tag);
        }
        let keys = self.keys_of(table);
        let first = usize::from(self.tag(table, 0));
        let marks = self.marks.get(first..first + keys.len())?;
        let mut alike = memchr::memchr_iter(mark(name), marks);
        let position = alike.find(|at| keys.get(*at).is_some_and(|key| key.name == name))?;
        Some(self.tag(table, position))
    }

    /// The tag of a key of the record itself.
    pub fn top(&self, name: &str) -> Option<Tag> {
        self.next(NO_TAG, name)
    }

    /// Every key path, nested ones too.
    pub fn paths(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.keys.len()).map(|tag| self.path(tag as Tag))
    }

    /// What a status stands for: a record without one is live.
    pub(crate) fn state(&self, status: Option<crate::document::Value<'_>>) -> State {
        let status = status.and_then(|value| value.as_str());
        status.and_then(|status| self.kind.states.get(&status)).copied().unwrap_or(State::Live)
    }

    /// The kind's id as words for a message.
    pub fn words(&self) -> String {
        self.words.to_string()
    }

    /// Whether the kind has a trait.
    pub fn has_trait(&self, name: &str) -> bool {
        self.kind.traits.iter().any(|own| own == name)
    }
}

/// The value of the key with that tag in a table.
#[inline]
pub(crate) fn tagged<'a>(
    table: crate::document::Value<'a>,
    tag: Tag,
) -> Option<crate::document::Value<'a>> {
    table.tagged(tag)
}
