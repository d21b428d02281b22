//! Waivers that are records of kind `waiver`.

use std::borrow::Cow;

use super::{Covered, End, Form, Named, Reason, Waiver, named};
use crate::config::{globs, strings};
use crate::document::{Kind, Value};
use crate::finding::{Draft, Place};
use crate::kind::read::To;
use crate::workspace::{Record, Workspace};

const KIND: &str = "waiver";

/// Reads the records; one that cannot be read is a finding and excuses nothing.
pub(super) fn read<'w>(
    workspace: &'w Workspace,
    waivers: &mut Vec<Waiver<'w>>,
    drafts: &mut Vec<Draft>,
) {
    let Some(kind) = workspace.kinds.number(KIND) else { return };
    for number in workspace.ids.of_kind(kind) {
        let Some(record) = workspace.records.get(*number as usize) else { continue };
        match Reader::new(workspace, *number, record).read() {
            Ok(waiver) => waivers.push(waiver),
            Err(Unusable::Reported) => {}
            Err(Unusable::Malformed { problem, hint }) => {
                let draft = Draft::new("malformed-waiver", record.source, workspace.header(record));
                drafts.push(draft.record(*number).with("problem", problem).with("hint", hint));
            }
        }
    }
}

/// Why a record is no waiver.
enum Unusable {
    /// A value or a line of it is broken, and a finding of its own.
    Reported,
    /// It does not say what a waiver has to say.
    Malformed { problem: &'static str, hint: &'static str },
}

struct Reader<'w> {
    workspace: &'w Workspace,
    number: u32,
    record: &'w Record,
    /// Whether something in the record could not be read, so that nothing follows from what is not
    /// there.
    broken: bool,
}

impl<'w> Reader<'w> {
    fn new(workspace: &'w Workspace, number: u32, record: &'w Record) -> Self {
        let extent = workspace.table(record).extent();
        let errors = workspace.source(record.source).document.errors();
        let broken = errors.iter().any(|error| extent.contains(error.span.start));
        Self { workspace, number, record, broken }
    }

    fn read(&self) -> Result<Waiver<'w>, Unusable> {
        let rules = self.rules()?;
        let covered = self.covered()?;
        Ok(Waiver {
            place: Place { source: self.record.source, span: self.workspace.header(self.record) },
            form: Form::Record(covered),
            rules,
            until: self.until()?,
            reason: self.reason(),
        })
    }

    fn value(&self, key: &str) -> Option<Value<'w>> {
        self.workspace.value_of(self.record, key)
    }

    fn malformed(&self, problem: &'static str, hint: &'static str) -> Unusable {
        if self.broken { Unusable::Reported } else { Unusable::Malformed { problem, hint } }
    }

    fn rules(&self) -> Result<Vec<Named<'w>>, Unusable> {
        let list = self.value("rules");
        let elements = list.into_iter().flat_map(|list| list.elements());
        let texts = elements.filter_map(|element| Some((element.as_str()?, element.span())));
        let named = texts.filter(|(text, _)| !text.trim().is_empty()).map(|(text, span)| {
            let name = if text.trim() == text { text } else { Cow::Owned(text.trim().to_owned()) };
            named(self.workspace, name, span)
        });
        let named: Vec<Named<'w>> = named.collect();
        match list.map_or(0, said) {
            0 => Err(self.malformed("it names no rule", "rules = [\"<rule>\"]")),
            _ if named.is_empty() => Err(Unusable::Reported),
            _ => Ok(named),
        }
    }

    fn covered(&self) -> Result<Covered, Unusable> {
        let (records, requirements) = self.targets();
        let patterns = self.value("files").map(strings).unwrap_or_default();
        let patterns: Vec<&str> = patterns
            .iter()
            .map(|text| text.as_str())
            .filter(|text| !text.trim().is_empty())
            .collect();
        let files = (!patterns.is_empty()).then(|| globs(patterns.into_iter()));
        let found = records.len() + requirements.len() + files.as_ref().map_or(0, |set| set.len());
        let said: usize = ["records", "requirements", "files"]
            .iter()
            .filter_map(|key| self.value(key))
            .map(said)
            .sum();
        if said == 0 {
            return Err(
                self.malformed("it does not say what it covers", "records = [\"<kind>:<id>\"]")
            );
        }
        Ok(Covered {
            number: self.number,
            records,
            requirements,
            files,
            doubtful: found < said || self.broken,
        })
    }

    /// The records and requirements that it names.
    fn targets(&self) -> (Vec<u32>, Vec<u32>) {
        let info = self.workspace.kind(self.record);
        let keys = [info.top("records"), info.top("requirements")];
        let links = self.workspace.links.starting(self.record.first_link).iter();
        let own = links
            .take_while(|link| link.record == self.number)
            .filter(|link| keys.contains(&Some(link.tag)));
        let (mut records, mut requirements) = (Vec::new(), Vec::new());
        for link in own {
            match link.to() {
                To::Record(number) => records.push(number),
                To::Requirement(number) => requirements.push(number),
                _ => {}
            }
        }
        (records, requirements)
    }

    fn until(&self) -> Result<Option<End>, Unusable> {
        let Some(value) = self.value("until") else {
            return if self.broken { Err(Unusable::Reported) } else { Ok(None) };
        };
        // Of another type it was reported, and for how long it excuses is not known.
        let date = value.as_date().ok_or(Unusable::Reported)?;
        Ok(Some(End { date, span: value.span() }))
    }

    fn reason(&self) -> Reason<'w> {
        match self.value("reason") {
            None if self.broken => Reason::Unreadable,
            None => Reason::Missing(self.workspace.header(self.record)),
            Some(value) => match value.as_str() {
                Some(text) if text.trim().is_empty() => Reason::Missing(value.span()),
                Some(text) => Reason::Given(text),
                None => Reason::Unreadable,
            },
        }
    }
}

/// How many things a list or mapping names, whether they can be read or not.
fn said(value: Value<'_>) -> usize {
    match value.kind() {
        Kind::Array => value.elements().map(said).sum(),
        Kind::Table => value.entries().map(said).sum(),
        Kind::String => usize::from(value.as_str().is_some_and(|text| !text.trim().is_empty())),
        _ => 1,
    }
}
