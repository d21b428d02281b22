//! Reads a table against the description of its kind: one walk finds every unknown key, every
//! wrong type and every value that is not allowed, numbers the keys, and collects what refers to
//! something else.
//!
//! Serves records, `complint.toml`, catalogs, rules and kinds alike.

use std::borrow::Cow;

use crate::document::{Kind as Form, NodeId, Value};
use crate::finding::Draft;
use crate::framework::{Catalogs, FrameworkNo, Meaning};
use crate::kind::{Info, Key, KeyType, Kinds, NO_TAG, Positions, Tag, bit};
use crate::source::{Source, SourceId};
use crate::span::Span;

mod complain;
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
        let seen = self.table(table, NO_TAG, &TOP);
        self.order(table, seen);
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
        let keys = info.keys_of(parent);
        let mut seen = 0;
        for entry in table.entries() {
            let name = entry.key();
            let tag = info.child(parent, &name);
            let position = tag.map_or(usize::MAX, |tag| info.position(tag));
            let (Some(tag), Some(key)) = (tag, keys.get(position)) else {
                self.unknown_key(table, entry, parent, path);
                continue;
            };
            seen |= bit(position);
            self.out.tags.push((entry.node(), tag));
            if tag == info.known.identity {
                self.identity = Some(entry.node());
            } else if tag == info.known.status {
                self.status = Some(entry);
            }
            if key.required && self.complete && is_blank(entry) && key.value != KeyType::Id {
                self.missing_key(table, Some(entry), key, path);
            }
            self.value(key, tag, entry, table, &Path::below(path, &key.name));
        }
        let missing = info.required(parent) & !seen;
        // In a table with an error in it the key may stand in the broken part.
        if self.complete && missing != 0 {
            for (_, key) in keys.iter().enumerate().filter(|(at, _)| missing & bit(*at) != 0) {
                self.missing_key(table, None, key, path);
            }
        }
        seen
    }

    fn value(
        &mut self,
        key: &'a Key,
        tag: Tag,
        value: Value<'a>,
        table: Value<'a>,
        path: &Path<'_>,
    ) {
        let before = self.out.bad.len();
        if value.kind() == Form::Invalid {
            self.out.bad.push(value.node());
        } else if !key.list {
            self.single(key, tag, value, table, path);
        } else if value.is_array() {
            for element in value.elements() {
                self.single(key, tag, element, table, path);
            }
        } else {
            self.wrong_type(key, value, path, true);
        }
        // An id that is a text names its record all the same.
        let named = key.value == KeyType::Id && value.as_str().is_some_and(|id| !id.is_empty());
        if self.out.bad.len() > before && self.record != NO_RECORD && !named {
            self.out.unread.push((self.record, tag));
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
        let accepted = [Some(key.value), key.or]
            .into_iter()
            .flatten()
            .find(|kind| accepts(*kind, value.kind()));
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
            KeyType::Reference => self.link(tag, value, To::Id),
            KeyType::Record => self.link(tag, value, To::Name),
            KeyType::Path => self.file(tag, value),
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
        let inner = self.info.tag(tag, 0);
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
            self.out.tags.push((entry.node(), inner));
            let name = entry.key();
            self.value(values, inner, entry, map, &Path::below(path, &name));
        }
    }

    /// `satisfies.iso27001 = ["A.5.1"]`.
    fn mapping(&mut self, tag: Tag, mapping: Value<'a>, table: Value<'a>, path: &Path<'_>) {
        for entry in mapping.entries() {
            let name = entry.key();
            let Some(framework) = self.scope.catalogs.number(&name) else {
                self.unknown_in_mapping(table, mapping, entry, tag, path);
                continue;
            };
            let below = Path::below(path, &name);
            if !entry.is_array() {
                match entry.kind() {
                    Form::Invalid => self.out.bad.push(entry.node()),
                    _ => self.wrong_list(entry, &below),
                }
                continue;
            }
            for element in entry.elements() {
                match element.kind() {
                    Form::String => self.names_requirement(tag, element, framework),
                    Form::Invalid => self.out.bad.push(element.node()),
                    _ => self.wrong_element(element, &below),
                }
            }
        }
    }

    fn requirement(&mut self, key: &Key, tag: Tag, value: Value<'a>, table: Value<'a>) {
        let sibling = table.get("framework").and_then(|framework| framework.as_str());
        let name = key.framework.as_ref().map(|fixed| Cow::from(fixed.as_str())).or(sibling);
        let name = name.unwrap_or(Cow::Borrowed(DEFAULT_FRAMEWORK));
        // An unknown framework is reported where it is named.
        if let Some(framework) = self.scope.catalogs.number(&name) {
            self.names_requirement(tag, value, framework);
        }
    }

    fn names_requirement(&mut self, tag: Tag, value: Value<'a>, framework: FrameworkNo) {
        let Some(id) = value.as_str() else { return };
        let id = id.trim();
        let to = match self.scope.catalogs.meaning(framework, id) {
            Meaning::Requirement(number) => To::Requirement(number),
            _ => To::RequirementId(framework),
        };
        if !id.is_empty() {
            self.add_link(tag, value, to, Span::default());
        }
    }

    fn framework(&mut self, tag: Tag, value: Value<'a>) {
        let known = value.as_str().is_none_or(|name| {
            name.trim().is_empty() || self.scope.catalogs.number(&name).is_some()
        });
        if !known {
            self.add_link(tag, value, To::NoFramework, Span::default());
            self.out.bad.push(value.node());
        }
    }

    fn link(&mut self, tag: Tag, value: Value<'a>, to: To) {
        // A blank names nothing: the rule that wants the key says so.
        if let Some(name) = value.as_str().filter(|name| !name.trim().is_empty()) {
            let name = self.out.link_name(&name);
            self.add_link(tag, value, to, name);
        }
    }

    fn file(&mut self, tag: Tag, value: Value<'a>) {
        if let Some(path) = value.as_str().filter(|path| !path.trim().is_empty()) {
            let path = crate::source::resolve(&self.file.path, path.trim()).unwrap_or_default();
            let name = self.out.link_name(&path);
            self.add_link(tag, value, To::File, name);
        }
    }

    fn add_link(&mut self, tag: Tag, value: Value<'a>, to: To, name: Span) {
        self.out.links.push(Link { record: self.record, node: value.node(), tag, to, name });
    }

    fn order(&mut self, table: Value<'a>, seen: Positions) {
        let info = self.info;
        for (order, _) in info.orders().filter(|(_, keys)| seen & keys == *keys) {
            self.ordered(table, &order.earlier, &order.later);
        }
    }

    fn ordered(&mut self, table: Value<'a>, earlier: &str, later: &str) {
        for (first, second, name) in pairs(table, earlier, later) {
            if let (Some(start), Some(end)) = (first.as_date(), second.as_date())
                && end < start
            {
                let named = |path: &str| path.replacen('*', &name, 1);
                self.impossible_order(first, &named(earlier), second, &named(later));
            }
        }
    }
}

/// The framework that a requirement belongs to where nothing says otherwise.
pub(crate) const DEFAULT_FRAMEWORK: &str = "iso27001";

/// The values of two paths; where both lead through one list, of the same element; through one
/// map, of the same value, with its name.
fn pairs<'a>(table: Value<'a>, one: &str, other: &str) -> Vec<(Value<'a>, Value<'a>, String)> {
    // `*` stands for every value of a map, the same on both sides.
    if let (Some(one), Some(other)) = (one.strip_prefix("*."), other.strip_prefix("*.")) {
        let values = table.entries().filter(|entry| entry.is_table());
        let named = values.flat_map(|value| {
            pairs(value, one, other).into_iter().map(move |pair| (pair, value.key()))
        });
        return named
            .map(|((first, second, _), name)| (first, second, name.into_owned()))
            .collect();
    }
    let (Some((head, one_rest)), Some((other_head, other_rest))) =
        (one.split_once('.'), other.split_once('.'))
    else {
        return both(table, one, other);
    };
    match table.get(head) {
        Some(list) if head == other_head && list.is_array() => {
            list.elements().flat_map(|element| pairs(element, one_rest, other_rest)).collect()
        }
        Some(inner) if head == other_head && inner.is_table() => pairs(inner, one_rest, other_rest),
        _ => both(table, one, other),
    }
}

fn both<'a>(table: Value<'a>, one: &str, other: &str) -> Vec<(Value<'a>, Value<'a>, String)> {
    let found = walk(table, one).zip(walk(table, other));
    found.map(|(one, other)| (one, other, String::new())).into_iter().collect()
}

/// The value at a dotted path.
pub(crate) fn walk<'a>(table: Value<'a>, path: &str) -> Option<Value<'a>> {
    path.split('.').try_fold(table, |value, name| value.get(name))
}

fn is_blank(value: Value<'_>) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
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
