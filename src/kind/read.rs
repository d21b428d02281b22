//! Reads a table against the description of its kind: one walk finds every unknown key, every
//! wrong type and every value that is not allowed, numbers the keys, and collects what refers to
//! something else.
//!
//! Serves records, `complint.toml`, catalogs, rules and kinds alike.

use crate::document::{Kind as Form, NodeId, Value};
use crate::finding::Draft;
use crate::framework::Catalogs;
use crate::kind::sheet::{Row, Sheet};
use crate::kind::{Info, Key, KeyType, Kinds, NO_TAG, Positions, State, Tag, bit};
use crate::source::{Source, SourceId};
use crate::span::Span;
use crate::workspace::given::{Given, says_plainly, says_something};
use crate::workspace::said::Said;

mod accepts;
mod begun;
mod blank;
mod complain;
mod convert;
mod map;
mod order;
mod output;
mod refer;
mod unknown;

pub(crate) use accepts::{accepts, forms};
pub(crate) use complain::{as_written, is_clean, mended_id};
pub(crate) use output::{Link, NO_RECORD, Output, To};

/// What a file may speak of.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The kinds of the workspace.
    pub kinds: &'a Kinds,
    /// The catalogs of the workspace.
    pub catalogs: &'a Catalogs,
}

/// The names on the way to a value.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    above: Option<&'p Path<'p>>,
    name: &'p str,
}

impl<'p> Path<'p> {
    fn below(above: &'p Path<'p>, name: &'p str) -> Self {
        Self { above: Some(above), name }
    }

    fn parts(&self) -> Vec<&'p str> {
        let mut parts: Vec<&str> = self.above.map(Path::parts).unwrap_or_default();
        if !self.name.is_empty() {
            parts.push(self.name);
        }
        parts
    }
}

impl Path<'_> {
    /// The names as they are, for what compares paths.
    fn plain(&self) -> String {
        self.parts().join(".")
    }
}

/// As it can be pasted: a name that is not bare stands in quotes.
impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.parts().into_iter().map(crate::fix::key).collect();
        f.write_str(&names.join("."))
    }
}

const TOP: Path<'static> = Path { above: None, name: "" };

/// Reads one table.
pub(crate) struct Reader<'a, 'o> {
    scope: Scope<'a>,
    /// The description of the table.
    info: &'a Info,
    sheet: &'a Sheet,
    source: SourceId,
    /// The file's text and tree.
    file: &'a Source,
    /// The record's number, or [`NO_RECORD`].
    pub(crate) record: u32,
    /// How the table is called in messages: `control`, or `complint.toml`.
    name: &'a str,
    /// Where results go.
    out: &'o mut Output,
    /// Whether all of the table could be read; found out when it is.
    complete: bool,
    /// What was noted of the table on the way.
    noted: Noted,
    /// The keys of the last table in which one was unknown.
    taken: Option<(NodeId, Positions)>,
}

/// What everybody asks a record for.
#[derive(Default)]
pub(crate) struct Noted {
    /// The value that identifies it.
    pub(crate) identity: Option<NodeId>,
    /// Whether that is an id that needs no mending.
    pub(crate) is_clean: bool,
    /// The value of its status.
    pub(crate) status: Option<NodeId>,
    /// What that stands for, where it is one of the words that it can be.
    pub(crate) state: Option<State>,
    /// Its own keys.
    pub(crate) given: Given,
    /// The words at some of them.
    pub(crate) said: Said,
}

impl<'a, 'o> Reader<'a, 'o> {
    /// Reads a table of a file that is described so, and called so in messages.
    #[inline]
    pub(crate) fn new(
        scope: Scope<'a>,
        info: &'a Info,
        (source, file): (SourceId, &'a Source),
        name: &'a str,
        out: &'o mut Output,
    ) -> Self {
        Self {
            scope,
            info,
            sheet: info.sheet(),
            source,
            file,
            record: NO_RECORD,
            name,
            out,
            complete: true,
            noted: Noted::default(),
            taken: None,
        }
    }

    /// Reads the table.
    pub(crate) fn read(mut self, table: Value<'a>) -> Noted {
        let before = (self.out.drafts.len(), self.out.bad.len());
        let errors = self.file.document.errors();
        self.complete = errors.is_empty() || {
            let extent = table.extent();
            !errors.iter().any(|error| extent.contains(error.span.start))
        };
        self.out.days.clear();
        let seen = self.table(table, NO_TAG, &TOP);
        let is_clean = before == (self.out.drafts.len(), self.out.bad.len());
        self.order(table, seen, is_clean);
        if self.record != NO_RECORD {
            for draft in self.out.drafts.iter_mut().skip(before.0) {
                draft.record = Some(self.record);
            }
        }
        self.noted
    }

    fn draft(&self, rule: &'static str, span: Span) -> Draft {
        Draft::new(rule, self.source, span)
    }

    /// Reads the keys of one table and returns which were there.
    fn table(&mut self, table: Value<'a>, parent: Tag, path: &Path<'_>) -> Positions {
        let (info, sheet) = (self.info, self.sheet);
        let mut seen = 0;
        let mut given = Given::default();
        for entry in table.entries() {
            let Some(row) = sheet.met(info, parent, entry) else {
                self.unknown_key(table, entry, parent, path);
                continue;
            };
            seen |= row.bit;
            self.out.tag(entry, row.tag);
            // Looked up again where it is looked into, so that it is not copied wherever it is not.
            let says = says_plainly(entry) || says_something(self.at(entry.node()));
            given.add(row.given, says);
            if row.filled && (!says || entry.is_table()) {
                self.blank(row, entry, table, path);
            }
            // Many are done with before it is asked where they stand.
            if !row.done_with.hold(entry) {
                self.entry(row, entry, table, path);
            }
        }
        if parent == NO_TAG || given.has_keys() {
            self.noted.given.add_all(given);
        }
        let missing = sheet.needs(parent) & !seen;
        // In a table with an error in it the key may stand in the broken part.
        if missing != 0 && self.complete {
            self.missing(missing, table, parent, path);
        }
        seen
    }

    /// Reads the value of a key of which there is more to know than that it is there.
    #[inline(never)]
    fn entry(&mut self, row: &Row, entry: Value<'a>, table: Value<'a>, path: &Path<'_>) {
        if row.noted {
            self.note(row.tag, entry.node());
        }
        if row.list || !self.is_plain(row, entry) {
            self.value(row, entry, table, path, None);
        }
    }

    /// The value with that number.
    #[inline]
    fn at(&self, node: NodeId) -> Value<'a> {
        self.file.document.value(&self.file.text, node)
    }

    /// Reports keys that have to be there.
    #[cold]
    fn missing(&mut self, keys: Positions, table: Value<'a>, parent: Tag, path: &Path<'_>) {
        let all = self.info.keys_of(parent).iter().enumerate();
        for (_, key) in all.filter(|(at, _)| keys & bit(*at) != 0) {
            self.missing_key(table, None, key, path);
        }
    }

    /// Reports a text that is blank, a list of nothing else, or a table of no names, which is as good as
    /// none.
    #[cold]
    fn blank(&mut self, row: &Row, entry: Value<'a>, table: Value<'a>, path: &Path<'_>) {
        let Some(key) = self.key(row).filter(|_| self.complete) else { return };
        let is_text = |value: Value<'_>| value.kind() == Form::String;
        let is_blank = if row.list {
            is_text(entry) || entry.is_array() && entry.elements().all(is_text)
        } else if entry.is_table() {
            let accepted = key.accepted(entry.kind());
            accepted.is_some_and(KeyType::is_open_table) && entry.entries().next().is_none()
        } else {
            is_text(entry)
        };
        if is_blank {
            self.missing_key(table, Some(entry), key, path);
        }
    }

    /// The key of a row.
    fn key(&self, row: &Row) -> Option<&'a Key> {
        self.info.keys_of(row.table).get(row.position as usize)
    }

    fn note(&mut self, tag: Tag, node: NodeId) {
        if tag == self.info.known.identity {
            self.noted.identity = Some(node);
        } else {
            self.noted.status = Some(node);
        }
    }

    /// Whether a value is right and nothing is left to do.
    #[inline(always)]
    fn is_plain(&mut self, row: &Row, value: Value<'a>) -> bool {
        let will_do = row.plain.hold(value);
        match value.kind() {
            Form::String if !will_do => match value.verbatim() {
                Some(text) => self.text(row, value, text),
                None => self.decoded(row, value),
            },
            Form::LocalDate => {
                self.day(row, value);
                will_do
            }
            Form::Integer => will_do || row.has_digit(value),
            _ => will_do,
        }
    }

    #[cold]
    fn decoded(&mut self, row: &Row, value: Value<'a>) -> bool {
        value.as_str().is_some_and(|text| self.text(row, value, &text))
    }

    /// Keeps the days that are looked at once more when the record, or the file, was read.
    fn day(&mut self, row: &Row, value: Value<'a>) {
        let day = value.as_day().unwrap_or_default();
        if row.done {
            self.out.done = self.out.done.max(day);
        }
        if row.ordered {
            self.out.days.push((row.tag, day));
        }
    }

    /// Whether a text is right, and noted if it names something.
    #[inline(always)]
    fn text(&mut self, row: &Row, value: Value<'a>, text: &str) -> bool {
        match row.text {
            Some(KeyType::Enum) => {
                let Some((said, state)) = self.sheet.word(row, text) else { return false };
                self.noted.said.add(said);
                if row.tag == self.info.known.status && !row.list {
                    self.noted.state = Some(state);
                }
            }
            Some(KeyType::Id) if is_clean(text) => self.noted.is_clean |= row.noted,
            Some(KeyType::Reference) => self.link(row.tag, value, text, To::Id),
            Some(KeyType::Record) => self.link(row.tag, value, text, To::Name),
            Some(KeyType::Path) => self.file(row.tag, value, text),
            _ => return false,
        }
        true
    }

    /// Reads a list, or what is not plain; in a map, by its name there.
    fn value(
        &mut self,
        row: &Row,
        value: Value<'a>,
        table: Value<'a>,
        path: &Path<'_>,
        name: Option<&str>,
    ) {
        let before = self.out.bad.len();
        if row.list && value.is_array() {
            for element in value.elements() {
                if !self.is_plain(row, element) {
                    self.single(row, element, table, path, name);
                }
            }
        } else if row.list {
            self.no_list(row, value, path, name);
        } else {
            self.single(row, value, table, path, name);
        }
        if self.out.bad.len() != before && self.record != NO_RECORD {
            self.unread(row, value);
        }
    }

    #[cold]
    fn no_list(&mut self, row: &Row, value: Value<'a>, path: &Path<'_>, name: Option<&str>) {
        if value.kind() == Form::Invalid {
            self.out.bad.push(value.node());
        } else if let Some(key) = self.key(row) {
            self.wrong_type(key, value, &Path::below(path, name.unwrap_or(&key.name)), true);
        }
    }

    /// Notes that what a key was to name is not known.
    #[cold]
    fn unread(&mut self, row: &Row, value: Value<'a>) {
        // An id that is a text names its record all the same.
        let is_id = self.key(row).is_some_and(|key| key.value == KeyType::Id);
        if !(is_id && value.as_str().is_some_and(|id| !id.is_empty())) {
            self.out.unread.push((self.record, row.tag));
        }
    }

    fn single(
        &mut self,
        row: &Row,
        value: Value<'a>,
        table: Value<'a>,
        path: &Path<'_>,
        name: Option<&str>,
    ) {
        let Some(key) = self.key(row) else { return };
        let (tag, path) = (row.tag, &Path::below(path, name.unwrap_or(&key.name)));
        let accepted = key.accepted(value.kind());
        let Some(kind) = accepted else {
            if value.kind() == Form::Invalid {
                self.out.bad.push(value.node());
            } else if key.value == KeyType::Id {
                self.malformed_id(value);
            } else {
                self.wrong_type(key, value, path, false);
            }
            return;
        };
        match kind {
            KeyType::Table => {
                self.table(value, tag, path);
            }
            KeyType::Map => self.map(key, tag, value, path),
            KeyType::Mapping => self.mapping(tag, value, table, path),
            KeyType::Requirement => self.requirement(key, tag, value, table),
            KeyType::Framework => self.framework(tag, value),
            KeyType::Id => self.id(value),
            _ => self.content(key, kind, value, path),
        }
    }
}

/// The framework that a requirement belongs to where nothing says otherwise.
pub(crate) const DEFAULT_FRAMEWORK: &str = "iso27001";

/// The value at a dotted path.
pub(crate) fn walk<'a>(table: Value<'a>, path: &str) -> Option<Value<'a>> {
    path.split('.').try_fold(table, |value, name| value.get(name))
}

/// Whether a text says nothing; where it begins shows it.
#[inline]
fn is_blank_text(text: &str) -> bool {
    let first = text.as_bytes().first();
    !first.is_some_and(u8::is_ascii_graphic) && text.trim_start().is_empty()
}
