//! Values that no key holds: words counted, states and scores, the clock of reviews, and what the
//! catalogs know of a requirement.

use std::borrow::Cow;
use std::cell::Cell;

use jiff::civil::Date;

use super::{Got, Over, Row, Subject};
use crate::framework::RequirementNo;
use crate::kind::read::To;
use crate::kind::{Factors, KeyType, State, Tag};
use crate::prose::{self, Syntax};
use crate::rule::getter::{Derived, Field, Getter};
use crate::rule::plan::{Is, Limit};
use crate::rule::review::Clock;
use crate::source::{SourceId, Target};
use crate::workspace::texts::{looks_like_path, names_file};
use crate::workspace::{Record, TextFile};

/// What several rules ask of a record and takes some computing.
#[derive(Debug, Default)]
pub(super) struct Known {
    due: Computed<Date>,
    last: Computed<Date>,
    score: Computed<i64>,
    residual_score: Computed<i64>,
}

/// A value that may turn out not to be there, once it was looked for.
type Computed<T> = Cell<Option<Option<T>>>;

fn once<T: Copy>(known: &Computed<T>, compute: impl FnOnce() -> Option<T>) -> Option<T> {
    if let Some(value) = known.get() {
        return value;
    }
    let value = compute();
    known.set(Some(value));
    value
}

fn score<'w>(score: Option<i64>) -> Got<'w> {
    score.map_or(Got::Nothing, Got::Int)
}

/// What words are counted of.
enum Counted<'w> {
    /// A text that stands in the record itself.
    Said(Cow<'w, str>),
    File(TextFile),
}

impl<'w> Subject<'w> {
    pub(super) fn words(&self, getter: &Getter) -> Got<'w> {
        let words = match self.counted(getter) {
            None => return Got::Nothing,
            Some(Counted::Said(text)) => prose::words(&text, Syntax::Markdown),
            Some(Counted::File(file)) if file.target != Target::File => return Got::Nothing,
            // A file that is no text, such as a PDF, cannot be counted and is given the benefit.
            Some(Counted::File(file)) => {
                file.source.and_then(|text| self.workspace.words(text)).unwrap_or(u32::MAX)
            }
        };
        Got::Int(i64::from(words))
    }

    /// Whether there are so many words, as far as it is known of a text without counting them all.
    pub(super) fn has_words(&self, getter: &Getter, is: &Is) -> Option<bool> {
        let Some(Counted::File(TextFile { source: Some(text), .. })) = self.counted(getter) else {
            return None;
        };
        match is {
            Is::Present => Some(true),
            Is::Absent => Some(false),
            Is::Within(limits) => match &**limits {
                [Limit::Min(term)] => self.workspace.gist(text)?.has_words(self.number_of(term)?),
                _ => None,
            },
            Is::OneOf(_) => None,
        }
    }

    fn counted(&self, getter: &Getter) -> Option<Counted<'w>> {
        let Got::Text(text) = self.get(getter) else { return None };
        let source = match self.over {
            Over::Record { record, .. } => record.source,
            _ => SourceId::MANIFEST,
        };
        let file = self.workspace.texts.get(&self.workspace.source(source).path, &text);
        if let Some(file) = file.filter(|file| file.is_meant(&text)) {
            return Some(Counted::File(*file));
        }
        // A path that leads nowhere is no text of so few words; where nothing is written, it is one of none.
        let is_said = text.trim().is_empty() || !self.names_file(getter, &text);
        is_said.then_some(Counted::Said(text))
    }

    /// Whether what a key says is the path of a file.
    fn names_file(&self, getter: &Getter, said: &str) -> bool {
        let (Over::Record { record, .. }, Getter::Key(tags)) = (self.over, getter) else {
            return looks_like_path(said);
        };
        let key = tags.last().and_then(|tag| self.workspace.kind(record).key(*tag));
        key.is_some_and(|key| {
            let takes_path = [Some(key.value), key.or].contains(&Some(KeyType::Path));
            takes_path && names_file(key, said)
        })
    }

    pub(super) fn derived(&self, derived: Derived) -> Got<'w> {
        let Over::Record { number, record, .. } = self.over else { return Got::Nothing };
        let workspace = self.workspace;
        let info = workspace.kind(record);
        if self.doubtful
            && matches!(derived, Derived::Interval | Derived::LastReview | Derived::ReviewDue)
        {
            let known = info.known;
            for tag in
                [known.reviewed, known.approved, known.since, known.next_review, known.review_every]
            {
                self.of_record(record, tag)
                    .inspect(|value| drop(self.plain(record.source, *value)));
            }
        }
        match derived {
            Derived::Kind => Got::Text(Cow::Borrowed(info.kind.id.as_str())),
            Derived::State => {
                if self.doubtful
                    && let Some(status) = self.of_record(record, info.known.status)
                {
                    self.plain(record.source, status);
                }
                Got::Text(Cow::Borrowed(record.state.as_str()))
            }
            Derived::Documented => Got::Bool(info.kind.documented),
            Derived::Newest => {
                Got::Bool(workspace.state(record) == State::Live && workspace.lines.newest(number))
            }
            Derived::Score => score(self.inherent_score(record)),
            Derived::ResidualScore => score(self.residual_score(record)),
            Derived::RemainingScore => score(self.remaining_score(record)),
            Derived::Interval => match self.clock(record, |clock| clock.interval()) {
                Some(interval) => Got::Text(interval.text),
                None => Got::Nothing,
            },
            Derived::LastReview => self.last_review(record).map_or(Got::Nothing, Got::Date),
            Derived::ReviewDue => self.review_due(record).map_or(Got::Nothing, Got::Date),
        }
    }

    fn clock<T>(&self, record: &'w Record, ask: impl FnOnce(&Clock<'w>) -> Option<T>) -> Option<T> {
        ask(&Clock { workspace: self.workspace, record })
    }

    pub(super) fn last_review(&self, record: &'w Record) -> Option<Date> {
        once(&self.known.last, || self.clock(record, |clock| clock.last()))
    }

    pub(super) fn review_due(&self, record: &'w Record) -> Option<Date> {
        let due = || self.clock(record, |clock| clock.due(|| self.last_review(record)));
        once(&self.known.due, due)
    }

    pub(super) fn remaining_score(&self, record: &Record) -> Option<i64> {
        self.residual_score(record).or_else(|| self.inherent_score(record))
    }

    pub(super) fn inherent_score(&self, record: &Record) -> Option<i64> {
        self.score(&self.known.score, &self.workspace.kind(record).score)
    }

    pub(super) fn residual_score(&self, record: &Record) -> Option<i64> {
        self.score(&self.known.residual_score, &self.workspace.kind(record).residual_score)
    }

    fn score(&self, known: &Computed<i64>, factors: &Factors) -> Option<i64> {
        // That a factor cannot be used has to be noted each time.
        if self.doubtful { self.product(factors) } else { once(known, || self.product(factors)) }
    }

    fn product(&self, factors: &Factors) -> Option<i64> {
        let [one, other] = factors.as_ref()?;
        let (one, other) = (self.factor(one), self.factor(other));
        Some(one?.saturating_mul(other?))
    }

    fn factor(&self, tags: &[Tag]) -> Option<i64> {
        let read = || if let Got::Int(number) = self.key(tags) { Some(number) } else { None };
        if self.doubtful { read() } else { self.whole_plainly(tags).or_else(read) }
    }

    /// The requirement that a key of the record names.
    pub(crate) fn requirement_at(&self, getter: &Getter) -> Option<RequirementNo> {
        let Over::Record { number, record, .. } = self.over else { return None };
        let Getter::Key(tags) = getter else { return None };
        let tag = *tags.last()?;
        let links = self.workspace.links.starting(record.first_link);
        let own = links.iter().take_while(|link| link.record == number);
        own.filter(|link| link.tag == tag).find_map(|link| match link.to() {
            To::Requirement(number) => Some(number),
            _ => None,
        })
    }

    pub(super) fn field(&self, row: Row<'w>, field: Field) -> Got<'w> {
        let text = |text: &'w str| {
            if text.is_empty() { Got::Nothing } else { Got::Text(Cow::Borrowed(text)) }
        };
        let Row { catalog, requirement, .. } = row;
        match field {
            Field::Id => text(&requirement.id),
            Field::Title => match catalog.title(requirement) {
                Cow::Borrowed(title) => text(title),
                title => Got::Text(title),
            },
            Field::Framework => text(catalog.id()),
            Field::Edition => text(&catalog.data.head.edition),
            Field::Part => text(&requirement.part),
            Field::Group => requirement.group.as_deref().map_or(Got::Nothing, text),
            Field::Category => requirement.category.as_deref().map_or(Got::Nothing, text),
            Field::Assessable => Got::Bool(requirement.assessable),
            Field::Excludable => Got::Bool(requirement.excludable),
            Field::Documented => Got::Bool(!requirement.documents.is_empty()),
            Field::Documents => Got::Int(requirement.documents.len() as i64),
            Field::InScope => Got::Bool(row.in_scope()),
            Field::SetAside => Got::Bool(row.aside().is_some()),
            Field::Reason => match row.aside().map(|aside| aside.reason.as_deref()) {
                Some(Some(reason)) => Got::Text(Cow::Borrowed(reason)),
                unreadable => {
                    self.unusable.set(self.unusable.get() || unreadable.is_some());
                    Got::Nothing
                }
            },
        }
    }
}
