//! Periods of SOC 2 engagements, wherever they are written.

use super::engagement::SOC2;
use super::records::{of_kind, text, value_at};
use crate::calendar::Stretch;
use crate::finding::{Draft, Place};
use crate::kind::State;
use crate::source::SourceId;
use crate::workspace::{Record, Workspace};

/// A period, and where it stands.
pub(super) struct Period {
    pub days: Stretch,
    /// The whole of it, and its two ends.
    pub whole: Place,
    pub start: Place,
    pub end: Place,
    /// The record that names it; `complint.toml` where there is none.
    pub record: Option<u32>,
    /// Who names it, in words.
    pub name: String,
}

impl Period {
    /// The period of a record at a path, where both ends are there and in order.
    pub(super) fn of(
        workspace: &Workspace,
        number: u32,
        record: &Record,
        path: &str,
    ) -> Option<Self> {
        let value = value_at(workspace, record, path)?;
        let name = workspace.name(record);
        Self::read(record.source, value, Some(number), name)
    }

    /// The one that `complint.toml` declares.
    pub(super) fn declared(workspace: &Workspace) -> Option<Self> {
        let value = workspace.manifest().get_path(&["frameworks", SOC2, "period"])?;
        Self::read(SourceId::MANIFEST, value, None, "complint.toml".to_owned())
    }

    fn read(
        source: SourceId,
        value: crate::document::Value<'_>,
        record: Option<u32>,
        name: String,
    ) -> Option<Self> {
        let (start, end) = (value.get("start")?, value.get("end")?);
        let place = |value: crate::document::Value<'_>| Place { source, span: value.span() };
        Some(Self {
            days: Stretch::new(start.as_date()?, end.as_date()?)?,
            whole: place(value),
            start: place(start),
            end: place(end),
            record,
            name,
        })
    }

    /// A finding at a place of it.
    pub(super) fn draft(&self, rule: &'static str, place: Place) -> Draft {
        let draft = Draft::new(rule, place.source, place.span).key("period");
        Draft { record: self.record, ..draft }
    }
}

/// The periods of the reports of Type 2 that are on record.
pub(super) fn reported(workspace: &Workspace) -> impl Iterator<Item = Period> + '_ {
    of_kind(workspace, "attestation").filter_map(|(number, record)| {
        let kind = value_at(workspace, record, "type").and_then(|value| value.as_i64());
        if kind == Some(1) {
            return None;
        }
        Period::of(workspace, number, record, "period")
    })
}

/// The periods of examinations of Type 2 in a state.
pub(super) fn examined(workspace: &Workspace, state: State) -> impl Iterator<Item = Period> + '_ {
    of_kind(workspace, "audit").filter_map(move |(number, record)| {
        let meant = text(workspace, record, "type").as_deref() == Some("soc2-type-2")
            && workspace.state(record) == state;
        if meant { Period::of(workspace, number, record, "period") } else { None }
    })
}
