//! A finding of the pipeline before its rule has put it into words.

use std::borrow::Cow;

use super::{Edit, Fix, Place, Related, Safety, Subject};
use crate::source::SourceId;
use crate::span::Span;
use crate::words::Close;

/// What a stage found: the rule's name, the place and what its placeholders stand for.
#[derive(Debug)]
pub struct Draft {
    /// The rule.
    pub rule: &'static str,
    /// Where.
    pub place: Place,
    /// The values of the placeholders.
    pub values: Vec<(&'static str, Cow<'static, str>)>,
    /// Other places.
    pub related: Vec<Related>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
    /// The number of the record it speaks of.
    pub record: Option<u32>,
    /// What it speaks of instead, if not of its file: a requirement, the programme.
    pub about: Option<Subject>,
    /// The key it points at.
    pub key: String,
    /// Whether the tool cannot do its job because of it: a broken configuration, rule or kind.
    pub setup: bool,
    /// Whether it may only seem so because a kind or catalog cannot be used: it is counted, not told.
    pub unsure: bool,
}

impl Draft {
    /// A finding of a rule at a place.
    pub fn new(rule: &'static str, source: SourceId, span: Span) -> Self {
        Self {
            rule,
            place: Place { source, span },
            values: Vec::new(),
            related: Vec::new(),
            fix: None,
            record: None,
            about: None,
            key: String::new(),
            setup: false,
            unsure: false,
        }
    }

    /// What a placeholder stands for.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Another place in the same file.
    #[must_use]
    pub fn beside(self, span: Span, label: impl Into<String>) -> Self {
        let place = Place { source: self.place.source, span };
        self.related(place, label)
    }

    /// Another place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push(Related { place, label: label.into() });
        self
    }

    /// Edits of the same file that mend it.
    #[must_use]
    #[track_caller]
    pub fn fix(
        mut self,
        safety: Safety,
        title: impl Into<String>,
        edits: Vec<(Span, String)>,
    ) -> Self {
        let source = self.place.source;
        let edits = edits
            .into_iter()
            .map(|(span, text)| Edit { place: Place { source, span }, text, records: false })
            .collect();
        self.fix = Some(Fix::new(title, safety, edits));
        self
    }

    /// The name that was most likely meant: asked in the hint, and put in by a fix that is called
    /// `verb`, as in "rename to".
    #[must_use]
    #[track_caller]
    pub fn meant(self, close: Close<'_>, verb: &str, name: Span) -> Self {
        let text = crate::fix::key(close.word).into_owned();
        self.propose(close, verb, name, text)
    }

    /// As [`Self::meant`], for a name that is a value.
    #[must_use]
    #[track_caller]
    pub fn meant_value(self, close: Close<'_>, value: Span) -> Self {
        let text = crate::fix::string(close.word);
        self.propose(close, "write", value, text)
    }

    #[track_caller]
    fn propose(self, close: Close<'_>, verb: &str, at: Span, text: String) -> Self {
        self.with("hint", format!("did you mean `{}`?", close.word)).fix(
            close.safety(),
            format!("{verb} `{}`", close.word),
            vec![(at, text)],
        )
    }

    /// The key it points at.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// The record it speaks of.
    #[must_use]
    pub fn record(mut self, record: u32) -> Self {
        self.record = Some(record);
        self
    }

    /// What it speaks of, if neither of a record nor of its file.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.about = Some(subject);
        self
    }

    /// Marks it as a reason why the tool cannot do its job.
    #[must_use]
    pub fn setup(mut self) -> Self {
        self.setup = true;
        self
    }

    /// Marks it as what may only seem so, where it may.
    #[must_use]
    pub fn unsure(mut self, unsure: bool) -> Self {
        self.unsure |= unsure;
        self
    }

    /// What a placeholder stands for, once set.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(own, _)| *own == name).map(|(_, value)| &**value)
    }
}
