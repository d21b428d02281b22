//! Which days the evidence of a control speaks for.

use jiff::civil::Date;

use crate::calendar::Stretch;
use crate::document::Value;
use crate::kind::read::{Link, To};
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

/// One piece of evidence. It stands far away from the control that it is of, so what is asked of it is
/// read when it is asked, and nothing else.
pub(super) struct Piece<'w> {
    workspace: &'w Workspace,
    keys: &'w EvidenceKeys,
    record: &'w Record,
    pub number: u32,
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
        let links = &workspace.links;
        let naming = links.leading_to_record(control);
        let own = naming.filter(|link| link.tag == self.controls && link.kind == self.kind);
        own.filter_map(move |named| {
            let (number, link) = (named.record, links.get(named)?);
            let record = workspace.records.get(number as usize)?;
            Some(Piece { workspace, keys: self, record, number, link })
        })
    }

    /// The controls that evidence names which had expired by a day, in order, each once.
    pub(super) fn behind_expired(&self, workspace: &Workspace, today: Date) -> Vec<u32> {
        let mut controls = Vec::new();
        for number in workspace.ids.of_kind(self.kind) {
            let Some(record) = workspace.records.get(*number as usize) else { continue };
            let expires = self.expires(workspace, record).and_then(Value::as_date);
            if expires.is_none_or(|last| last >= today) {
                continue;
            }
            let links = workspace.links.starting(record.first_link).iter();
            let own = links.take_while(|link| link.record == *number);
            controls.extend(own.filter(|link| link.tag == self.controls).filter_map(|link| {
                if let To::Record(control) = link.to() { Some(control) } else { None }
            }));
        }
        controls.sort_unstable();
        controls.dedup();
        controls
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
    fn value(&self, tag: Tag) -> Option<Value<'w>> {
        self.workspace.value(self.record, tag)
    }

    /// The days that it says it covers.
    fn ends(&self) -> [Option<Date>; 2] {
        let Some(covers) = self.value(self.keys.covers) else { return [None; 2] };
        [self.keys.start, self.keys.end].map(|tag| tagged(covers, tag)?.as_date())
    }

    fn collected(&self) -> Option<Date> {
        self.value(self.keys.collected)?.as_date()
    }

    /// The days that it covers, where it says both ends.
    pub(super) fn covers(&self) -> Option<Stretch> {
        let [start, end] = self.ends();
        Stretch::new(start?, end?)
    }

    /// The days that it may cover. An end that it does not say is another rule's to report; until
    /// it is said, it could be any, but for days after the collection.
    pub(super) fn may_cover(&self) -> Stretch {
        let [start, end] = self.ends();
        if let (Some(start), Some(end)) = (start, end)
            && let Some(covers) = Stretch::new(start, end)
        {
            return covers;
        }
        let end = end.or_else(|| self.collected()).unwrap_or(Date::MAX);
        let stretch = Stretch::new(start.unwrap_or(Date::MIN), end);
        stretch.unwrap_or(Stretch::EVER)
    }

    pub(super) fn is_population(&self) -> bool {
        self.value(self.keys.population).and_then(Value::as_bool) == Some(true)
    }

    /// The day on which it expires.
    pub(super) fn expires(&self) -> Option<Value<'w>> {
        self.keys.expires(self.workspace, self.record)
    }

    /// The last day that it speaks of, as far as it says.
    pub(super) fn speaks_until(&self) -> Option<Date> {
        let [_, end] = self.ends();
        end.or_else(|| self.collected())
    }
}
