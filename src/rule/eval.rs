//! Conditions asked of a subject.

use std::borrow::Cow;
use std::cell::Cell;

use jiff::civil::Date;

use super::getter::{Field, Getter, Setting};
use super::plan::{Is, Length, Limit, Term, TermBase, When, place};
use crate::document::Value;
use crate::finding::Place;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::kind::{self, Tag};
use crate::source::SourceId;
use crate::workspace::given::Bits;
use crate::workspace::{Record, Workspace};

mod computed;
mod got;
mod plainly;
mod related;
mod row;

use computed::Known;
pub(crate) use got::Got;
pub(crate) use plainly::is_one_of;
pub(crate) use row::Row;

/// What a condition is asked of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Over<'w> {
    /// A record, or an element of a list in it.
    Record { number: u32, record: &'w Record, table: Value<'w> },
    /// A requirement in scope.
    Requirement(Row<'w>),
    /// `complint.toml`.
    Programme,
}

/// A subject, the day, and whether an unusable value was met on the way.
#[derive(Debug)]
pub(crate) struct Subject<'w> {
    pub workspace: &'w Workspace,
    pub today: Date,
    pub over: Over<'w>,
    /// For a record that a relation reaches: what the relation is asked for.
    pub outer: Option<&'w Subject<'w>>,
    /// A value that is there and cannot be used was reported already: nothing is concluded from it.
    pub unusable: Cell<bool>,
    /// Whether the record's file has such values at all.
    doubtful: bool,
    /// The keys that the record gives, where they are all that there is to know.
    given: Option<Bits>,
    /// What was computed of it.
    known: Known,
}

/// The keys that a record gives, where they are all that there is to know of it. An element of a list
/// in it has keys of its own.
fn given_by(over: Over<'_>) -> Option<Bits> {
    match over {
        Over::Record { record, table, .. } if table.node() == record.node => record.given.plainly(),
        _ => None,
    }
}

impl<'w> Subject<'w> {
    /// A record as subject.
    pub(crate) fn record(workspace: &'w Workspace, today: Date, number: u32) -> Option<Self> {
        let record = workspace.records.get(number as usize)?;
        let over = Over::Record { number, record, table: workspace.table(record) };
        Some(Self::new(workspace, today, over))
    }

    /// A subject of another sort.
    pub(crate) fn new(workspace: &'w Workspace, today: Date, over: Over<'w>) -> Self {
        let doubtful =
            matches!(over, Over::Record { record, .. } if workspace.bad.any_in(record.source));
        Self {
            workspace,
            today,
            over,
            outer: None,
            unusable: Cell::new(false),
            doubtful,
            given: if doubtful { None } else { given_by(over) },
            known: Known::default(),
        }
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&self, when: &When) -> bool {
        self.tests_hold(when) && self.holds_beyond(when)
    }

    /// Whether the tests of keys in a condition hold.
    fn tests_hold(&self, when: &When) -> bool {
        match (self.given, self.over) {
            (Some(given), Over::Record { record, .. }) => {
                when.masks.hold(given, record.state)
                    && self.others_hold(when, when.masks.answered())
            }
            _ => self.others_hold(when, 0),
        }
    }

    /// Whether the tests of keys in a condition hold but for some, a bit for each.
    fn others_hold(&self, when: &When, but: u32) -> bool {
        let tests = when.tests.iter().enumerate().filter(|(at, _)| but & place(*at) == 0);
        tests.into_iter().all(|(_, (getter, is))| self.is(getter, is))
    }

    /// Whether what a condition asks for beyond tests of keys holds.
    fn holds_beyond(&self, when: &When) -> bool {
        let Some(beyond) = &when.beyond else { return true };
        (beyond.any.is_empty() || beyond.any.iter().any(|inner| self.holds(inner)))
            && !beyond.not.iter().any(|inner| self.holds(inner))
            && beyond.some.iter().all(|relation| self.reaches(relation))
            && beyond.none.iter().all(|relation| self.lacks(relation))
    }

    /// Whether the value of a key passes a test.
    pub(crate) fn is(&self, getter: &Getter, is: &Is) -> bool {
        let plainly = self.is_plainly(getter, is);
        debug_assert!(plainly.is_none_or(|plainly| plainly == self.passes(&self.get(getter), is)));
        plainly.unwrap_or_else(|| self.passes(&self.get(getter), is))
    }

    fn passes(&self, got: &Got<'w>, is: &Is) -> bool {
        if let Got::Many(many) = got {
            return match is {
                Is::Absent => many.iter().all(|got| self.passes(got, is)),
                _ => many.iter().any(|got| self.passes(got, is)),
            };
        }
        match is {
            Is::Present => got.present(),
            Is::Absent => !got.present(),
            Is::OneOf(literals) => literals.iter().any(|literal| got.equals(literal)),
            Is::Within(limits) => limits.iter().all(|limit| self.within(got, limit)),
        }
    }

    fn within(&self, got: &Got<'w>, limit: &Limit) -> bool {
        match limit {
            Limit::Not(is) => !self.passes(got, is),
            Limit::Min(term) => self.number(got, term, |own, other| own >= other),
            Limit::Max(term) => self.number(got, term, |own, other| own <= other),
            Limit::Before(term) => self.day(got, term, |own, other| own < other),
            Limit::NotBefore(term) => self.day(got, term, |own, other| own >= other),
            Limit::After(term) => self.day(got, term, |own, other| own > other),
            Limit::NotAfter(term) => self.day(got, term, |own, other| own <= other),
            Limit::NotLongerAgo(length) => self.recent(got, length),
            Limit::MinWords(term) => got.has_words(self.amount(term)),
            Limit::MinItems(term) => got.items() >= self.amount(term),
            Limit::MaxItems(term) => got.items() <= self.amount(term),
            Limit::Matches(regex) => got.matches(regex),
            Limit::Contains(term) => got.contains(&self.term(term)),
            Limit::Equals(term) => got.same(&self.term(term)),
        }
    }

    fn number(&self, got: &Got<'w>, term: &Term, holds: impl Fn(f64, f64) -> bool) -> bool {
        got.number().zip(self.number_of(term)).is_some_and(|(own, other)| holds(own, other))
    }

    /// The number that a value is compared with.
    fn number_of(&self, term: &Term) -> Option<f64> {
        match &term.base {
            TermBase::Value(Getter::Setting(setting))
                if term.plus.is_none() && !self.workspace.bad.any_in(SourceId::MANIFEST) =>
            {
                setting.number(self.workspace.manifest())
            }
            TermBase::Value(getter) if term.plus.is_none() => {
                let plainly = self.number_plainly(getter);
                plainly.unwrap_or_else(|| self.term(term).number())
            }
            _ => self.term(term).number(),
        }
    }

    fn day(&self, got: &Got<'w>, term: &Term, holds: impl Fn(Date, Date) -> bool) -> bool {
        got.date().zip(self.day_of(term)).is_some_and(|(own, other)| holds(own, other))
    }

    /// The number that whatever value is compared with, where it is the same for all and can be used.
    pub(crate) fn number_for_all(&self, term: &Term) -> Option<f64> {
        let number = if term.is_of_programme() { self.number_of(term) } else { None };
        if self.unusable.take() { None } else { number.filter(|number| !number.is_nan()) }
    }

    /// The same of a day.
    pub(crate) fn day_for_all(&self, term: &Term) -> Option<Date> {
        let day = if term.is_of_programme() { self.day_of(term) } else { None };
        if self.unusable.take() { None } else { day }
    }

    /// The day that a value is compared with.
    fn day_of(&self, term: &Term) -> Option<Date> {
        let plainly = match (&term.base, term.plus.as_deref()) {
            (TermBase::Today, None) => return Some(self.today),
            (TermBase::Today, Some(plus)) => {
                if let Length::Fixed(span) = plus.length {
                    return plus.from(self.today, span);
                }
                None
            }
            (TermBase::Value(getter), None) => self.day_plainly(getter),
            (TermBase::Outer(getter), None) => {
                self.outer.and_then(|outside| outside.day_plainly(getter))
            }
            _ => None,
        };
        plainly.unwrap_or_else(|| self.term(term).date())
    }

    /// Whether a day and the time that runs from it reach the day of the run.
    fn recent(&self, got: &Got<'w>, length: &Length) -> bool {
        let ends = got.date().zip(self.length(length));
        ends.and_then(|(date, length)| kind::value::later(date, length))
            .is_some_and(|end| end >= self.today)
    }

    fn length(&self, length: &Length) -> Option<jiff::Span> {
        match length {
            Length::Fixed(span) => Some(*span),
            Length::Setting(getter) => kind::value::duration(self.get(getter).text()?),
        }
    }

    fn amount(&self, term: &Term) -> usize {
        let amount = self.term(term).number().unwrap_or_default();
        if amount > 0.0 { amount as usize } else { 0 }
    }

    fn term(&self, term: &Term) -> Got<'w> {
        let base = match &term.base {
            TermBase::Literal(literal) => Got::of(literal),
            TermBase::Today => Got::Date(self.today),
            TermBase::Value(getter) => self.get(getter),
            TermBase::Outer(getter) => self.outer(getter),
        };
        let Some(plus) = &term.plus else { return base };
        let later = base.date().zip(self.length(&plus.length));
        later
            .and_then(|(date, length)| kind::value::later(date, length))
            .map_or(Got::Nothing, Got::Date)
    }

    /// The value of a key of what the relation is asked for that reached this.
    fn outer(&self, getter: &Getter) -> Got<'w> {
        let Some(outside) = self.outer else { return Got::Nothing };
        // That it cannot be used is noted here, and there only by who asked for the relation.
        let before = outside.unusable.replace(false);
        let got = outside.get(getter);
        if outside.unusable.replace(before) {
            self.unusable.set(true);
        }
        got
    }

    /// The value of a key.
    pub(crate) fn get(&self, getter: &Getter) -> Got<'w> {
        match getter {
            Getter::Key(tags) => self.key(tags),
            Getter::Named(path) => self.named(path),
            Getter::Setting(setting) => self.setting(setting),
            Getter::Words(text) => self.words(text),
            Getter::Derived(derived) => self.derived(*derived),
            Getter::Field(field) => match self.over {
                Over::Requirement(row) => self.field(row, *field),
                _ => Got::Nothing,
            },
            Getter::Through(key, field) => {
                let number = self.requirement_at(key);
                let row = number.and_then(|number| Row::of(self.workspace, number));
                row.map_or(Got::Nothing, |row| self.field(row, *field))
            }
        }
    }

    fn key(&self, tags: &[Tag]) -> Got<'w> {
        let Over::Record { record, table, .. } = self.over else { return Got::Nothing };
        let Some((first, rest)) = tags.split_first() else { return Got::Nothing };
        match self.entry(table, *first) {
            Some(value) => self.below(record, value, *first, rest),
            None => Got::Nothing,
        }
    }

    /// The value of a key of the table that is looked at.
    fn entry(&self, table: Value<'w>, tag: Tag) -> Option<Value<'w>> {
        let Over::Record { record, .. } = self.over else { return kind::tagged(table, tag) };
        if self.given.is_some() && !record.given.can_have(tag) {
            return None;
        }
        kind::tagged(table, tag)
    }

    /// The value of a key of the record, also where an element of it is looked at.
    fn of_record(&self, record: &Record, tag: Tag) -> Option<Value<'w>> {
        self.workspace.value(record, tag)
    }

    fn descend(&self, record: &Record, table: Value<'w>, tags: &[Tag]) -> Got<'w> {
        let Some((first, rest)) = tags.split_first() else { return Got::Nothing };
        let Some(value) = kind::tagged(table, *first) else { return Got::Nothing };
        self.below(record, value, *first, rest)
    }

    /// What further tags lead to from a value.
    fn below(&self, record: &Record, value: Value<'w>, tag: Tag, rest: &[Tag]) -> Got<'w> {
        if rest.is_empty() {
            return self.value(record, value, tag);
        }
        if self.doubtful && self.workspace.bad.has(record.source, value.node()) {
            self.unusable.set(true);
            return Got::Nothing;
        }
        if value.is_array() {
            return Got::Many(
                value.elements().map(|element| self.descend(record, element, rest)).collect(),
            );
        }
        self.descend(record, value, rest)
    }

    /// A value, with the allowed word in place of a synonym.
    fn value(&self, record: &Record, value: Value<'w>, tag: Tag) -> Got<'w> {
        let got = if self.doubtful { self.plain(record.source, value) } else { Got::read(value) };
        let Got::Text(text) = &got else { return got };
        let key = self.workspace.kind(record).key(tag);
        match key.and_then(|key| key.synonyms.get(text)) {
            Some(word) => Got::Text(Cow::Owned(word.to_string())),
            None => got,
        }
    }

    fn plain(&self, source: SourceId, value: Value<'w>) -> Got<'w> {
        let bad = &self.workspace.bad;
        let unusable = |value: Value<'_>| bad.has(source, value.node());
        if bad.any_in(source) && (unusable(value) || value.elements().any(unusable)) {
            self.unusable.set(true);
            return Got::Nothing;
        }
        Got::read(value)
    }

    fn named(&self, path: &str) -> Got<'w> {
        let Over::Record { record, .. } = self.over else { return Got::Nothing };
        match self.workspace.kind(record).find(path) {
            Some(tags) => self.key(&tags),
            None => Got::Nothing,
        }
    }

    fn setting(&self, setting: &Setting) -> Got<'w> {
        let manifest = self.workspace.manifest();
        if let Some(value) = setting.value(manifest) {
            return self.plain(SourceId::MANIFEST, value);
        }
        // In place of the table that would hold it something may stand that cannot be used.
        let bad = &self.workspace.bad;
        let hidden = |value: Value<'_>| bad.has(SourceId::MANIFEST, value.node());
        if bad.any_in(SourceId::MANIFEST) && setting.above(manifest).any(hidden) {
            self.unusable.set(true);
        }
        Got::Nothing
    }

    /// Where a key stands.
    pub(crate) fn place(&self, getter: &Getter) -> Option<Place> {
        match getter {
            Getter::Key(tags) => {
                let Over::Record { record, table, .. } = self.over else { return None };
                let value = tags.iter().try_fold(table, |table, tag| kind::tagged(table, *tag))?;
                Some(Place { source: record.source, span: value.span() })
            }
            Getter::Named(path) => {
                let Over::Record { record, .. } = self.over else { return None };
                let tags = self.workspace.kind(record).find(path)?;
                self.place(&Getter::Key(tags))
            }
            Getter::Setting(setting) => {
                let value = setting.value(self.workspace.manifest())?;
                Some(Place { source: SourceId::MANIFEST, span: value.span() })
            }
            Getter::Words(inner) | Getter::Through(inner, _) => self.place(inner),
            Getter::Field(Field::SetAside | Field::Reason) => self.set_aside(),
            Getter::Field(_) => None,
            Getter::Derived(derived) => {
                let Over::Record { record, .. } = self.over else { return None };
                super::review::place(self.workspace, record, *derived)
            }
        }
    }

    fn set_aside(&self) -> Option<Place> {
        let Over::Requirement(row) = self.over else { return None };
        Some(Place { source: SourceId::MANIFEST, span: row.aside()?.value })
    }

    /// The framework's id that a row without one belongs to.
    pub(crate) fn default_framework() -> &'static str {
        DEFAULT_FRAMEWORK
    }
}
