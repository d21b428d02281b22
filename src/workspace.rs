//! A programme as it was read: every file, every record, and what refers to what.
//!
//! Immutable once built. Reading happens in parallel, file by file; nothing after it reads a file
//! or parses a text.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::Settings;
use crate::document::{NodeId, Value};
use crate::finding::Draft;
use crate::framework::{Catalogs, RequirementNo};
use crate::kind::{Info, KindNo, Kinds, NO_TAG, State, Tag};
use crate::rule::Rules;
use crate::rule::getter::Form;
use crate::source::{Skipped, Source, SourceId};
use crate::span::Span;
use crate::timing::Timings;

pub(crate) mod bad;
pub(crate) mod batch;
pub(crate) mod given;
pub(crate) mod glance;
mod hashes;
pub(crate) mod index;
pub(crate) mod lines;
mod link;
pub(crate) mod links;
mod open;
pub(crate) mod read;
pub(crate) mod said;
mod setup;
pub(crate) mod texts;

pub use open::Options;
pub(crate) use open::form_info;
pub use texts::{TextFile, Texts};

/// A programme as it was read.
#[derive(Debug)]
pub struct Workspace {
    /// The root folder.
    pub root: PathBuf,
    /// The settings of `complint.toml` and of the call.
    pub settings: Settings,
    /// Every file that was read: `complint.toml` first, then the programme's own rules, kinds and
    /// catalogs, the files of records, and the texts that records name.
    pub sources: Vec<Source>,
    /// The kinds.
    pub kinds: Kinds,
    /// The description of `complint.toml`.
    pub(crate) form: Form,
    /// The catalogs.
    pub catalogs: Catalogs,
    /// The rules.
    pub rules: Rules,
    /// Files that records name.
    pub texts: Texts,
    /// The records, by file and place.
    pub records: Vec<Record>,
    /// What is known of each file of records at a glance.
    pub(crate) glances: Vec<glance::Glance>,
    /// Values that are there and cannot be used.
    pub(crate) bad: bad::Bad,
    /// What refers to what.
    pub(crate) links: links::Links,
    /// Ids of records.
    pub(crate) ids: index::Ids,
    /// Which records a later one has replaced.
    pub(crate) lines: lines::Lines,
    /// What reading found.
    pub(crate) drafts: Vec<Draft>,
    /// Waivers in comments.
    pub(crate) comments: Vec<crate::waiver::Comment>,
    /// What of the programme's own files cannot be used.
    pub(crate) unusable: setup::Unusable,
    /// What was accepted when the tool was taken up.
    pub(crate) baseline: Option<crate::baseline::Baseline>,
    /// What the engine runs, ready.
    pub(crate) plans: crate::rule::plan::Plans,
    /// Which of the sources hold records.
    pub record_files: std::ops::Range<usize>,
    /// Files left out, and why.
    pub skipped: Vec<Skipped>,
    /// Folders with programmes of their own.
    pub nested: Vec<PathBuf>,
    /// Files and folders that the file system did not give, with what it said.
    pub unreadable: Vec<String>,
    /// How many files there are of which a part could not be read: what seems to be missing may stand
    /// there.
    pub(crate) incomplete: usize,
    /// Where the time went, where somebody asked.
    pub(crate) timings: Option<Arc<Timings>>,
}

/// A record: one table of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Its kind.
    pub kind: KindNo,
    /// The file.
    pub source: SourceId,
    /// The table in the file's tree.
    pub node: NodeId,
    /// The keys that it gives.
    pub(crate) given: given::Given,
    /// The words that it says at some of them.
    pub(crate) said: said::Said,
    /// Its first outgoing link.
    pub(crate) first_link: u32,
    /// What makes it one of its kind, among the names that were read.
    pub(crate) name: Span,
    /// Whether that is its id as it stands in the file.
    pub(crate) verbatim: bool,
    /// What its status stands for. Nearly every rule asks, and the text would have to be fetched from
    /// memory each time.
    pub(crate) state: State,
}

impl Workspace {
    /// The file with that number.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.index()]
    }

    /// Whether a file is the configuration, a rule, a kind or a catalog.
    pub fn is_setup(&self, id: SourceId) -> bool {
        id.index() < self.record_files.start
    }

    /// Whether a file is a text that a record names, and no TOML.
    pub fn is_text(&self, id: SourceId) -> bool {
        id.index() >= self.record_files.end
    }

    /// The configuration's root table.
    pub fn manifest(&self) -> Value<'_> {
        self.source(SourceId::MANIFEST).root()
    }

    /// A record's table.
    pub fn table(&self, record: &Record) -> Value<'_> {
        let source = self.source(record.source);
        source.document.value(&source.text, record.node)
    }

    /// A record's kind.
    pub fn kind(&self, record: &Record) -> &Info {
        // Records are only made of kinds that exist.
        self.kinds
            .get(record.kind)
            .unwrap_or_else(|| unreachable!("kind {} of a record", record.kind))
    }

    /// The record's value of the key with that tag.
    pub fn value(&self, record: &Record, tag: Tag) -> Option<Value<'_>> {
        let can_be = tag != NO_TAG && record.given.can_have(tag);
        if can_be { crate::kind::tagged(self.table(record), tag) } else { None }
    }

    /// The record's value of a key of that name.
    pub fn value_of(&self, record: &Record, key: &str) -> Option<Value<'_>> {
        self.kind(record).top(key).and_then(|tag| self.value(record, tag))
    }

    /// The keys that a record gives, where they are all that there is to know: each says something, and
    /// nothing in the file cannot be used.
    pub(crate) fn given(&self, record: &Record) -> Option<given::Bits> {
        record.given.plainly().filter(|_| !self.bad.any_in(record.source))
    }

    /// The value that identifies a record.
    pub(crate) fn identity(&self, record: &Record) -> Option<Value<'_>> {
        self.value(record, self.kind(record).known.identity)
    }

    /// What identifies a record; empty where it is missing or no text.
    pub fn id(&self, record: &Record) -> Cow<'_, str> {
        match self.identity(record).and_then(Value::as_str).unwrap_or_default() {
            Cow::Borrowed(id) => Cow::Borrowed(id.trim()),
            Cow::Owned(id) => Cow::Owned(id.trim().to_owned()),
        }
    }

    /// A record in words, such as "control `backup`".
    pub fn name(&self, record: &Record) -> String {
        format!("{} `{}`", self.kind(record).words(), self.id(record))
    }

    /// The state that the record's status stands for.
    pub fn state(&self, record: &Record) -> State {
        record.state
    }

    /// Where a record's header stands.
    pub fn header(&self, record: &Record) -> Span {
        self.table(record).span()
    }

    /// Records with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Record)> {
        (0..).zip(&self.records)
    }

    /// The record of a kind with that id.
    pub fn find(&self, kind: KindNo, id: &str) -> Option<u32> {
        self.ids.find(kind, id)
    }

    /// The requirements in scope.
    pub fn requirements_in_scope(&self) -> impl Iterator<Item = RequirementNo> + '_ {
        self.settings.frameworks.iter().filter_map(|declared| declared.number).flat_map(
            move |number| {
                let catalog = self.catalogs.get(number);
                catalog.into_iter().flat_map(|catalog| {
                    catalog.first..catalog.first + catalog.data.requirements.len() as u32
                })
            },
        )
    }

    /// How often each kind occurs, by id.
    pub fn census(&self) -> Vec<(&str, usize)> {
        let mut counts: FxHashMap<KindNo, usize> = FxHashMap::default();
        for record in &self.records {
            *counts.entry(record.kind).or_default() += 1;
        }
        self.kinds
            .iter()
            .filter_map(|(number, info)| Some((info.kind.id.as_str(), *counts.get(&number)?)))
            .collect()
    }
}
