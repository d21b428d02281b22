//! Reads a table against the description of its kind: one walk finds every unknown key, every
//! wrong type and every value that is not allowed, numbers the keys, and collects what refers to
//! something else.
//!
//! Serves records, `complint.toml`, catalogs, rules and kinds alike.

use std::borrow::Cow;

use crate::document::{Kind as Form, NodeId, Value};
use crate::finding::Draft;
use crate::framework::{Catalogs, FrameworkNo};
use crate::kind::sheet::Row;
use crate::kind::{Info, Key, KeyType, Kinds, NO_TAG, Positions, Tag, bit};
use crate::source::{Source, SourceId};
use crate::span::Span;
use crate::workspace::given::Given;
use crate::workspace::glance::Day;

mod complain;
mod order;
mod refer;
mod unknown;

pub(crate) use complain::{is_clean, mended_id};

/// What a file may speak of.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The kinds of the workspace.
    pub kinds: &'a Kinds,
    /// The catalogs of the workspace.
    pub catalogs: &'a Catalogs,
}

/// No record: the link stands in `complint.toml`.
pub(crate) const NO_RECORD: u32 = u32::MAX;

/// Something that refers to something else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// The record that holds it, or [`NO_RECORD`].
    pub record: u32,
    /// The value that names it.
    pub node: NodeId,
    /// The key.
    pub tag: Tag,
    /// What is named.
    pub to: To,
    /// The id that is named, or the path of a file from the root, among the names that were read;
    /// empty where there is none to look up.
    pub name: Span,
}

/// What a link names, before and after it is resolved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum To {
    /// A record of the kinds that the key allows, by id.
    Id,
    /// A record by `kind:id`.
    Name,
    /// A requirement of a catalog, by id.
    RequirementId(FrameworkNo),
    /// A framework that does not exist.
    NoFramework,
    /// A file.
    File,
    /// A record, found.
    Record(u32),
    /// A requirement, found.
    Requirement(u32),
    /// Nothing that exists, or free text.
    Nothing,
}

impl To {
    /// Whether it is still to be found out, or to be said, what is meant.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Id | Self::Name | Self::RequirementId(_) | Self::NoFramework)
    }
}

/// What reading a file gives besides its tree.
#[derive(Debug, Default)]
pub(crate) struct Output {
    /// What is wrong.
    pub drafts: Vec<Draft>,
    /// The numbers of the keys.
    pub tags: Vec<(NodeId, Tag)>,
    /// Values that are there and cannot be used.
    pub bad: Vec<NodeId>,
    /// Keys of records that hold such a value: what they were to name is not known.
    pub unread: Vec<(u32, Tag)>,
    /// The latest day at a key that may record something done.
    pub done: Day,
    /// What refers to something else.
    pub links: Vec<Link>,
    /// The names of records, one behind the other: where they stand in the files, looking
    /// at them a second time would wait for memory each time.
    pub names: String,
    /// The names of links, the same; nobody asks for them once the links are resolved.
    pub link_names: String,
}

impl Output {
    /// Adds a name of a record.
    pub(crate) fn name(&mut self, parts: &[&str]) -> Span {
        let start = self.names.len() as u32;
        parts.iter().for_each(|part| self.names.push_str(part));
        Span::new(start, self.names.len() as u32)
    }

    /// Adds a name of a link.
    fn link_name(&mut self, name: &str) -> Span {
        let start = self.link_names.len() as u32;
        self.link_names.push_str(name);
        Span::new(start, self.link_names.len() as u32)
    }
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

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.parts().join("."))
    }
}

const TOP: Path<'static> = Path { above: None, name: "" };

/// Reads one table.
pub(crate) struct Reader<'a, 'o> {
    /// What may be spoken of.
    pub scope: Scope<'a>,
    /// The description of the table.
    pub info: &'a Info,
    /// The file.
    pub source: SourceId,
    /// The file's text and tree.
    pub file: &'a Source,
    /// The record's number, or [`NO_RECORD`].
    pub record: u32,
    /// How the table is called in messages: `control`, or `complint.toml`.
    pub name: Cow<'a, str>,
    /// Where results go.
    pub out: &'o mut Output,
    /// Whether all of the table could be read; found out when it is.
    pub complete: bool,
    /// The value that identifies the record, once it was met.
    pub identity: Option<NodeId>,
    /// The value of the status, the same.
    pub status: Option<Value<'a>>,
    /// What identifies the record, where it needs no mending.
    pub id: Option<Cow<'a, str>>,
    /// The keys of the table itself that were met.
    pub given: Given,
}

impl<'a> Reader<'a, '_> {
    /// Reads the table.
    pub(crate) fn read(&mut self, table: Value<'a>) {
        let before = self.out.drafts.len();
        let errors = self.file.document.errors();
        self.complete = errors.is_empty() || {
            let extent = table.extent();
            !errors.iter().any(|error| extent.contains(error.span.start))
        };
        let met = self.out.tags.len();
        let seen = self.table(table, NO_TAG, &TOP);
        self.order(table, seen, met);
        if self.record != NO_RECORD {
            for draft in self.out.drafts.iter_mut().skip(before) {
                draft.record = Some(self.record);
            }
        }
    }

    fn draft(&self, rule: &'static str, span: Span) -> Draft {
        Draft::new(rule, self.source, span)
    }

    /// Reads the keys of one table and returns which were there.
    fn table(&mut self, table: Value<'a>, parent: Tag, path: &Path<'_>) -> Positions {
        let info = self.info;
        let sheet = info.sheet();
        let keys = info.keys_of(parent);
        let mut seen = 0;
        for entry in table.entries() {
            let Some(row) = sheet.met(info, parent, entry) else {
                self.unknown_key(table, entry, parent, path);
                continue;
            };
            seen |= row.bit;
            self.out.tags.push((entry.node(), row.tag));
            if parent == NO_TAG {
                self.given.add(usize::from(row.position), entry);
            }
            if row.noted {
                self.note(row.tag, entry);
            }
            let blank = row.filled && is_blank(entry);
            if !blank && !row.list && self.is_plain(row, entry) {
                continue;
            }
            let Some(key) = keys.get(row.position as usize) else { continue };
            if blank && self.complete {
                self.missing_key(table, Some(entry), key, path);
            }
            self.value(key, row, entry, table, &Path::below(path, &key.name));
        }
        let missing = sheet.needs(parent) & !seen;
        // In a table with an error in it the key may stand in the broken part.
        if self.complete && missing != 0 {
            for (_, key) in keys.iter().enumerate().filter(|(at, _)| missing & bit(*at) != 0) {
                self.missing_key(table, None, key, path);
            }
        }
        seen
    }

    /// Keeps what everybody asks a record for.
    fn note(&mut self, tag: Tag, value: Value<'a>) {
        if tag == self.info.known.identity {
            self.identity = Some(value.node());
        } else {
            self.status = Some(value);
        }
    }

    /// Whether a value is right and nothing is left to do. Nearly all are, and are done with before
    /// it is asked where they stand.
    #[inline]
    fn is_plain(&mut self, row: &Row, value: Value<'a>) -> bool {
        let form = value.kind();
        if row.done && form == Form::LocalDate {
            self.out.done = self.out.done.max(Day::written(value.raw()));
        }
        row.plain.has(form) || form == Form::String && self.text(row, value)
    }

    fn text(&mut self, row: &Row, value: Value<'a>) -> bool {
        let Some(text) = value.as_str() else { return false };
        match row.text {
            Some(KeyType::Enum) => return self.info.sheet().is_word(row, &text),
            Some(KeyType::Id) if is_clean(&text) => {
                self.id = Some(text).filter(|_| self.identity == Some(value.node()));
            }
            Some(KeyType::Reference) => self.link(row.tag, value, &text, To::Id),
            Some(KeyType::Record) => self.link(row.tag, value, &text, To::Name),
            Some(KeyType::Path) => self.file(row.tag, value, &text),
            _ => return false,
        }
        true
    }

    fn value(
        &mut self,
        key: &'a Key,
        row: &Row,
        value: Value<'a>,
        table: Value<'a>,
        path: &Path<'_>,
    ) {
        let before = self.out.bad.len();
        if value.kind() == Form::Invalid {
            self.out.bad.push(value.node());
        } else if !key.list {
            if !self.is_plain(row, value) {
                self.single(key, row.tag, value, table, path);
            }
        } else if value.is_array() {
            for element in value.elements() {
                if !self.is_plain(row, element) {
                    self.single(key, row.tag, element, table, path);
                }
            }
        } else {
            self.wrong_type(key, value, path, true);
        }
        if self.out.bad.len() == before || self.record == NO_RECORD {
            return;
        }
        // An id that is a text names its record all the same.
        let named = key.value == KeyType::Id && value.as_str().is_some_and(|id| !id.is_empty());
        if !named {
            self.out.unread.push((self.record, row.tag));
        }
    }

    fn single(
        &mut self,
        key: &'a Key,
        tag: Tag,
        value: Value<'a>,
        table: Value<'a>,
        path: &Path<'_>,
    ) {
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

    /// Whether a map takes a name: any, unless `values` lists them or `to` names traits whose kinds
    /// they are.
    fn allows(&self, map: &'a Key, name: &str) -> bool {
        map.values.is_empty() && map.to.is_empty() || self.names(map).contains(&name)
    }

    /// The names that a map takes.
    fn names(&self, map: &'a Key) -> Vec<&'a str> {
        let kinds = self
            .scope
            .kinds
            .iter()
            .filter(|(_, info)| map.to.iter().any(|name| info.has_trait(name)));
        let listed = map.values.iter().map(|name| name.as_str());
        kinds.map(|(_, info)| info.kind.id.as_str()).chain(listed).collect()
    }

    /// The values of a map are all described by the one key `*`.
    fn map(&mut self, key: &'a Key, tag: Tag, map: Value<'a>, path: &Path<'_>) {
        let Some(values) = key.keys.first() else { return };
        let Some(row) = self.info.sheet().row(self.info.tag(tag, 0)) else { return };
        for entry in map.entries() {
            if !self.allows(key, &entry.key()) {
                self.unknown_name(key, entry, path);
                continue;
            }
            if entry.is_table()
                && !accepts(values.value, entry.kind())
                && entry.form() == crate::document::Form::Dotted
            {
                self.unquoted_key(entry, path);
                continue;
            }
            self.out.tags.push((entry.node(), row.tag));
            let name = entry.key();
            self.value(values, row, entry, map, &Path::below(path, &name));
        }
    }
}

/// The framework that a requirement belongs to where nothing says otherwise.
pub(crate) const DEFAULT_FRAMEWORK: &str = "iso27001";

/// The value at a dotted path.
pub(crate) fn walk<'a>(table: Value<'a>, path: &str) -> Option<Value<'a>> {
    path.split('.').try_fold(table, |value, name| value.get(name))
}

fn is_blank(value: Value<'_>) -> bool {
    value.as_str().is_some_and(|text| is_blank_text(&text))
}

/// Whether a text says nothing; where it begins shows it.
fn is_blank_text(text: &str) -> bool {
    text.trim_start().is_empty()
}

impl Key {
    /// The first of its types that a value of that form can be of.
    pub(crate) fn accepted(&self, form: Form) -> Option<KeyType> {
        match self.or {
            _ if accepts(self.value, form) => Some(self.value),
            or => or.filter(|or| accepts(*or, form)),
        }
    }
}

/// Whether a value of that form can be of that type.
pub(crate) fn accepts(kind: KeyType, form: Form) -> bool {
    match kind {
        KeyType::Boolean => form == Form::Boolean,
        KeyType::Integer => form == Form::Integer,
        KeyType::Number => matches!(form, Form::Integer | Form::Float),
        KeyType::Date => form == Form::LocalDate,
        KeyType::Table | KeyType::Map | KeyType::Mapping => form == Form::Table,
        KeyType::Any => form != Form::Invalid,
        _ => form == Form::String,
    }
}
