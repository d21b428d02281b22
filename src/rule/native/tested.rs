//! What the evidence of the controls that an engagement tests has to show: a control that operates at
//! intervals has some for each of them, and one that waits for events a list of the events.
//!
//! Two rules, and one look at the controls: by how often it operates each is asked one or the other.

use std::borrow::Cow;

use jiff::civil::Date;

use super::coverage::{EvidenceKeys, Piece};
use super::engagement::Engagement;
use super::{evidence_gap, missing_population};
use crate::calendar::Stretch;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::{State, Tag};
use crate::text::{Pairs, Str};
use crate::workspace::said::Meant;
use crate::workspace::{Record, Workspace};

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(kind) = workspace.kinds.number("control") else { return Vec::new() };
    let Some(tested) = Tested::of(workspace) else { return Vec::new() };
    let gaps = evidence_gap::Asking::of(&tested, today);
    let populations = missing_population::Asking::of(&tested, today);
    let asked = |frequency: &str| {
        evidence_gap::asks(frequency)
            || populations.as_ref().is_some_and(|asking| asking.asks(frequency))
    };
    let words = workspace.kinds.get(kind).and_then(|info| Meant::of(info, tested.frequency, asked));
    let others = |record: &Record| words.is_some_and(|own| own.not_said_by(record.said));
    let found = crate::parallel::pieces(workspace.ids.of_kind(kind), |controls| {
        let mut covered = Vec::new();
        let mut drafts = Vec::new();
        let records = controls.iter().filter_map(|number| {
            let record = workspace.records.get(*number as usize)?;
            (!others(record)).then_some((*number, record))
        });
        for control in records.filter_map(|(number, record)| tested.read(number, record, asked)) {
            let gap =
                gaps.as_ref().and_then(|asking| asking.judge(&tested, &control, &mut covered));
            drafts.extend(gap);
            drafts.extend(populations.as_ref().and_then(|asking| asking.judge(&tested, &control)));
        }
        drafts
    });
    found.into_iter().flatten().collect()
}

/// The engagement, and where controls and their evidence say what it asks.
pub(super) struct Tested<'w> {
    workspace: &'w Workspace,
    pub engagement: Engagement,
    frequency: Tag,
    /// What other words stand for the ones that the kind knows.
    synonyms: &'w Pairs<Str>,
    since: Tag,
    evidence: EvidenceKeys,
}

/// A control in operation, with what its evidence depends on.
pub(super) struct Control<'w> {
    number: u32,
    record: &'w Record,
    /// The value that says how often it operates, and its word.
    frequency: (Value<'w>, Cow<'w, str>),
    /// The day since which it operates.
    pub since: Option<Date>,
}

impl<'w> Tested<'w> {
    fn of(workspace: &'w Workspace) -> Option<Self> {
        let info = workspace.kinds.by_id("control")?;
        let frequency = info.top("frequency")?;
        Some(Self {
            workspace,
            engagement: Engagement::of(workspace)?,
            frequency,
            synonyms: &info.key(frequency)?.synonyms,
            since: info.top("since")?,
            evidence: EvidenceKeys::of(workspace)?,
        })
    }

    /// A control that is in operation and says how often, where somebody asks for such. One whose start
    /// cannot be read was reported already, and nothing is concluded from it.
    fn read(
        &self,
        number: u32,
        record: &'w Record,
        asked: impl Fn(&str) -> bool,
    ) -> Option<Control<'w>> {
        if self.workspace.state(record) != State::Live {
            return None;
        }
        let value = self.workspace.value(record, self.frequency)?;
        let written = value.as_str()?;
        // A synonym is the word that it stands for.
        let synonym = self.synonyms.get(&written);
        let word = synonym.map_or(written, |allowed| Cow::Borrowed(allowed.as_str()));
        if !asked(&word) {
            return None;
        }
        let since = match self.workspace.value(record, self.since) {
            Some(since) => Some(since.as_date()?),
            None => None,
        };
        Some(Control { number, record, frequency: (value, word), since })
    }

    /// Whether a control answers a criterion in scope.
    pub(super) fn has(&self, control: &Control<'_>) -> bool {
        self.engagement.tests(self.workspace, control.number, control.record)
    }

    /// The evidence that names a control.
    pub(super) fn behind(&self, control: &Control<'_>) -> impl Iterator<Item = Piece<'_>> {
        self.evidence.behind(self.workspace, control.number)
    }

    /// What one of the rules finds missing of a control.
    pub(super) fn draft(
        &self,
        rule: &'static str,
        control: &Control<'_>,
        missing: &[Stretch],
    ) -> Draft {
        let (value, word) = &control.frequency;
        Draft::new(rule, control.record.source, value.span())
            .record(control.number)
            .key("frequency")
            .with("id", self.workspace.id(control.record).into_owned())
            .with("frequency", word.to_string())
            .with("missing", crate::calendar::in_words(missing))
    }

    /// The day from which on the repository holds records.
    pub(super) fn records_since(&self) -> Date {
        super::records::records_since(self.workspace).unwrap_or(Date::MIN)
    }

    pub(super) fn parameters(&self, rule: &'static str) -> super::parameter::Parameters<'w> {
        super::parameter::Parameters::of(self.workspace, rule)
    }
}

impl Control<'_> {
    /// How often it operates.
    pub(super) fn word(&self) -> &str {
        &self.frequency.1
    }
}
