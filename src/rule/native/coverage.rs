//! Which days the evidence of a control speaks for.

use jiff::civil::Date;

use crate::calendar::Stretch;
use crate::document::Value;
use crate::kind::read::Link;
use crate::kind::{KindNo, Tag, tagged};
use crate::workspace::{Record, Workspace};

/// The keys of evidence, found once.
pub(super) struct EvidenceKeys {
    kind: KindNo,
    controls: Tag,
    covers: Tag,
    start: Tag,
    end: Tag,
    collected: Tag,
    population: Tag,
    expires: Tag,
}

/// One piece of evidence.
pub(super) struct Piece<'w> {
    keys: &'w EvidenceKeys,
    workspace: &'w Workspace,
    pub number: u32,
    pub record: &'w Record,
    /// Where it names the control.
    pub link: &'w Link,
}

impl EvidenceKeys {
    pub(super) fn of(workspace: &Workspace) -> Option<Self> {
        let info = workspace.kinds.by_id("evidence")?;
        let nested = |path: &str| info.find(path)?.last().copied();
        Some(Self {
            kind: workspace.kinds.number("evidence")?,
            controls: info.top("controls")?,
            covers: info.top("covers")?,
            start: nested("covers.start")?,
            end: nested("covers.end")?,
            collected: info.top("collected")?,
            population: info.top("population")?,
            expires: info.top("expires")?,
        })
    }

    /// The evidence that names a control.
    pub(super) fn behind<'w>(
        &'w self,
        workspace: &'w Workspace,
        control: u32,
    ) -> impl Iterator<Item = Piece<'w>> {
        let named = workspace.links.to_record(control);
        named.filter(|link| link.tag == self.controls).filter_map(move |link| {
            let record = workspace.records.get(link.record as usize)?;
            (record.kind == self.kind).then_some(Piece {
                keys: self,
                workspace,
                number: link.record,
                record,
                link,
            })
        })
    }

    /// The day on which a piece of evidence expires.
    pub(super) fn expires<'w>(
        &self,
        workspace: &'w Workspace,
        record: &Record,
    ) -> Option<Value<'w>> {
        workspace.value(record, self.expires)
    }
}

impl<'w> Piece<'w> {
    /// The days that it covers, where it says both ends.
    pub(super) fn covers(&self) -> Option<Stretch> {
        Stretch::new(self.covered(self.keys.start)?, self.covered(self.keys.end)?)
    }

    /// The days that it may cover. An end that it does not say is another rule's to report; until
    /// it is said, it could be any, but for days after the collection.
    pub(super) fn may_cover(&self) -> Stretch {
        if let Some(covers) = self.covers() {
            return covers;
        }
        let (start, end) = (self.covered(self.keys.start), self.covered(self.keys.end));
        let end = end.or_else(|| self.collected()).unwrap_or(Date::MAX);
        let stretch = Stretch::new(start.unwrap_or(Date::MIN), end);
        stretch.unwrap_or(Stretch::EVER)
    }

    pub(super) fn is_population(&self) -> bool {
        self.value(self.keys.population).and_then(|value| value.as_bool()) == Some(true)
    }

    pub(super) fn expires(&self) -> Option<Value<'w>> {
        self.value(self.keys.expires)
    }

    /// The last day that it speaks of, as far as it says.
    pub(super) fn speaks_until(&self) -> Option<Date> {
        self.covered(self.keys.end).or_else(|| self.collected())
    }

    fn collected(&self) -> Option<Date> {
        self.value(self.keys.collected)?.as_date()
    }

    fn covered(&self, tag: Tag) -> Option<Date> {
        tagged(self.value(self.keys.covers)?, tag)?.as_date()
    }

    fn value(&self, tag: Tag) -> Option<Value<'w>> {
        self.workspace.value(self.record, tag)
    }
}
