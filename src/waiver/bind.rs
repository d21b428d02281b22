//! What a comment covers: the value before it on its line, or the next statement below it.

use rustc_hash::FxHashMap;

use crate::document::{self, Form, NodeId, Value};
use crate::source::Source;
use crate::span::Span;

/// What a waiver in the text stands on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Bound {
    /// The places it covers: a key with its value, or the parts of a table, which may be spread
    /// over the file. None where it covers nothing.
    pub(super) spans: Vec<Span>,
    /// The record it covers as a whole.
    pub(super) whole: Option<u32>,
    /// The record it stands in, or covers.
    pub(super) record: Option<u32>,
    /// The key it covers, as a path within the record.
    pub(super) key: String,
}

/// A line or lines of a file that say one thing.
#[derive(Clone, Copy)]
struct Statement<'a> {
    /// The table of a header, or the value of a key.
    value: Value<'a>,
    start: u32,
    end: u32,
    header: bool,
    record: Option<u32>,
    /// The table in which its key is named: the record's, or the whole file.
    root: NodeId,
}

/// The statements of a file, in order.
pub(super) struct Statements<'a> {
    source: &'a Source,
    records: FxHashMap<NodeId, u32>,
    list: Vec<Statement<'a>>,
}

impl<'a> Statements<'a> {
    pub(super) fn new(source: &'a Source, records: FxHashMap<NodeId, u32>) -> Self {
        let mut statements = Self { source, records, list: Vec::new() };
        statements.collect(source.root(), None, NodeId::ROOT);
        // Tables may be spread over the file.
        statements.list.sort_unstable_by_key(|statement| statement.start);
        statements
    }

    fn collect(&mut self, parent: Value<'a>, record: Option<u32>, root: NodeId) {
        for value in parent.entries().chain(parent.elements()) {
            match value.form() {
                Form::Inline => self.list.push(Statement {
                    value,
                    start: value.key_span().start,
                    end: value.span().end,
                    header: false,
                    record,
                    root,
                }),
                Form::Header | Form::ArrayHeader if value.is_table() => {
                    let own = self.records.get(&value.node()).copied();
                    let root = if own.is_some() { value.node() } else { root };
                    let record = own.or(record);
                    let Span { start, end } = value.span();
                    self.list.push(Statement { value, start, end, header: true, record, root });
                    self.collect(value, record, root);
                }
                _ => self.collect(value, record, root),
            }
        }
    }

    /// What a comment covers.
    pub(super) fn bind(&self, comment: document::Comment) -> Bound {
        let at = comment.span.start;
        let next = self.list.partition_point(|statement| statement.start < at);
        let before = next.checked_sub(1).and_then(|last| self.list.get(last));
        if let Some(statement) = before.filter(|statement| is_open(statement.value, at)) {
            return self.inside(statement, comment);
        }
        let covered = match comment.trailing {
            true => before.filter(|statement| self.same_line(statement.end, at)),
            false => self.list.get(next),
        };
        covered.map(|statement| self.statement(statement)).unwrap_or_default()
    }

    /// The cover of a comment between the brackets of a statement's value.
    fn inside(&self, statement: &Statement<'a>, comment: document::Comment) -> Bound {
        let at = comment.span.start;
        let mut container = statement.value;
        let mut record = statement.record;
        while let Some(inner) = parts(container).into_iter().find(|part| is_open(*part, at)) {
            record = self.records.get(&inner.node()).copied().or(record);
            container = inner;
        }
        let parts = parts(container);
        let part = match comment.trailing {
            true => parts.into_iter().rfind(|part| self.same_line(part.span().end, at)),
            false => parts.into_iter().find(|part| start(*part) > at),
        };
        match part {
            Some(part) => self.part(part, statement, record),
            // Only the opening bracket stands before it.
            None if comment.trailing && container.node() == statement.value.node() => {
                self.statement(statement)
            }
            None if comment.trailing => self.part(container, statement, record),
            None => Bound::default(),
        }
    }

    fn part(&self, part: Value<'a>, statement: &Statement<'a>, record: Option<u32>) -> Bound {
        let whole = self.records.get(&part.node()).copied();
        Bound {
            spans: vec![Span::new(start(part), part.span().end)],
            whole,
            record: whole.or(record),
            key: if whole.is_some() { String::new() } else { self.path(statement) },
        }
    }

    fn statement(&self, statement: &Statement<'a>) -> Bound {
        let whole = self.records.get(&statement.value.node()).copied();
        let spans = match statement.header {
            true => self.sections(statement.value),
            false => vec![Span::new(self.line(statement.start), statement.end)],
        };
        Bound { spans, whole, record: statement.record, key: self.path(statement) }
    }

    /// The parts of the file that belong to a table: from its header, and from those of the tables
    /// in it, to the next header.
    fn sections(&self, table: Value<'a>) -> Vec<Span> {
        let mut sections = Vec::new();
        let mut open = vec![table];
        while let Some(value) = open.pop() {
            if value.is_table() && matches!(value.form(), Form::Header | Form::ArrayHeader) {
                sections.push(self.section(value.span().start));
            }
            let inner = value.entries().chain(value.elements());
            open.extend(inner.filter(|inner| inner.form() != Form::Inline));
        }
        sections
    }

    fn section(&self, header: u32) -> Span {
        let own = self.list.partition_point(|statement| statement.start <= header);
        let next =
            self.list.get(own..).unwrap_or_default().iter().find(|statement| statement.header);
        let end = next.map_or(self.source.text.len() as u32, |next| self.line(next.start));
        Span::new(self.line(header), end)
    }

    /// The path of a statement's key within its record, or within the file.
    fn path(&self, statement: &Statement<'a>) -> String {
        let root = self.source.document.value(&self.source.text, statement.root);
        path(root, statement.value.node()).unwrap_or_default()
    }

    fn same_line(&self, end: u32, at: u32) -> bool {
        end <= at && !Span::new(end, at).of(&self.source.text).contains('\n')
    }

    /// The start of a line: a dotted key begins before its last part, a header with its brackets.
    fn line(&self, at: u32) -> u32 {
        let before = self.source.text.get(..at as usize).unwrap_or_default();
        before.rfind('\n').map_or(0, |newline| newline as u32 + 1)
    }
}

/// Whether a value is an array or a table in brackets that are open at that place.
fn is_open(value: Value<'_>, at: u32) -> bool {
    (value.is_array() || value.is_table())
        && value.form() == Form::Inline
        && value.span().contains(at)
}

/// The elements of an array, or the entries of a table; of `a.b = 1` the value.
fn parts(container: Value<'_>) -> Vec<Value<'_>> {
    let mut found = Vec::new();
    for part in container.entries().chain(container.elements()) {
        match part.form() {
            Form::Dotted => found.extend(parts(part)),
            _ => found.push(part),
        }
    }
    found
}

/// Where a value starts, its key included.
fn start(value: Value<'_>) -> u32 {
    let key = value.key_span();
    if key.is_empty() { value.span().start } else { key.start }
}

/// The path that leads from a table to a value below it.
fn path(table: Value<'_>, node: NodeId) -> Option<String> {
    if table.node() == node {
        return Some(String::new());
    }
    for value in table.entries().chain(table.elements()) {
        if value.form() == Form::Inline && value.node() != node {
            continue;
        }
        if let Some(below) = path(value, node) {
            // The tables of `[[key]]` are named by the list that they stand in.
            let key = if table.is_array() { "".into() } else { value.key() };
            return Some(match (&*key, &*below) {
                ("", path) | (path, "") => path.to_owned(),
                (key, below) => format!("{key}.{below}"),
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Bound, Statements};
    use crate::source::Source;

    /// Binds each comment of a text whose `[[policy]]` and `[[control]]` tables are records.
    fn bind(text: &str) -> Vec<(Vec<String>, Bound)> {
        let source = Source::new("records.toml".to_owned(), text.to_owned());
        let mut records = Vec::new();
        for kind in ["control", "policy"] {
            if let Some(list) = source.root().get(kind) {
                records.extend(list.elements().map(|element| element.node()));
            }
        }
        let statements = Statements::new(&source, records.into_iter().zip(0..).collect());
        let bound = source.document.comments().iter().map(|comment| statements.bind(*comment));
        let texts =
            |bound: &Bound| bound.spans.iter().map(|span| span.of(text).to_owned()).collect();
        bound.map(|bound| (texts(&bound), bound)).collect()
    }

    fn one(text: &str) -> (Vec<String>, Bound) {
        let mut all = bind(text);
        assert_eq!(all.len(), 1, "{text}");
        all.remove(0)
    }

    #[test]
    fn covers_the_next_key() {
        let (texts, bound) = one("[[policy]]\n# c\n\nid = \"a\"\ntitle = \"b\"\n");
        assert_eq!(texts, ["id = \"a\""]);
        assert_eq!((bound.whole, bound.record, bound.key.as_str()), (None, Some(0), "id"));
        let (texts, bound) = one(
            "[[policy]]\nid = \"a\"\n# c\n  satisfies . iso27001 = [\n\"x\",\n]\nsatisfies.soc2 = []\n",
        );
        assert_eq!(texts, ["  satisfies . iso27001 = [\n\"x\",\n]"]);
        assert_eq!(bound.key, "satisfies.iso27001");
    }

    #[test]
    fn covers_the_value_before() {
        assert_eq!(one("[[policy]]\nid = \"a\" # c\ntitle = \"b\"\n").0, ["id = \"a\""]);
        assert_eq!(
            one("[[policy]]\nid = \"\"\"\n# no comment\n\"\"\" # c\n").0,
            ["id = \"\"\"\n# no comment\n\"\"\""]
        );
        assert_eq!(one("[[policy]]\nx = [\n 1,\n] # c\ny = 1").0, ["x = [\n 1,\n]"]);
    }

    #[test]
    fn covers_records_and_tables() {
        let (texts, bound) = one(
            "[[policy]]\nid = \"a\"\n# c\n\n[[policy]]\nid = \"b\"\n[policy.x]\ny = 1\n[[control]]\n",
        );
        assert_eq!(texts, ["[[policy]]\nid = \"b\"\n", "[policy.x]\ny = 1\n"]);
        assert_eq!((bound.whole, bound.record, bound.key.as_str()), (Some(2), Some(2), ""));
        let (texts, bound) = one("[[policy]]\nid = \"b\"\n[policy.x] # c\ny = 1\n[[policy.x.z]]\n");
        assert_eq!(texts, ["[policy.x] # c\ny = 1\n", "[[policy.x.z]]\n"]);
        assert_eq!((bound.whole, bound.record, bound.key.as_str()), (None, Some(0), "x"));
        assert_eq!(one("[a] # c\nx = 1\n[b]\n[a.c]\n").0, ["[a] # c\nx = 1\n", "[a.c]\n"]);
    }

    #[test]
    fn ends_at_the_end_of_the_file() {
        let (texts, bound) = one("[[policy]]\nid = \"b\"\n# c\n");
        assert!(texts.is_empty());
        assert_eq!(bound, Bound::default());
        assert_eq!(one("# c"), (Vec::new(), Bound::default()));
    }

    #[test]
    fn covers_what_stands_in_brackets() {
        let list = |comment: &str| format!("[[policy]]\nx = [{comment}\n  \"a\", \"b\",\n]\n");
        assert_eq!(one(&list(" # c")).0, ["x = [ # c\n  \"a\", \"b\",\n]"]);
        assert_eq!(one(&list("\n # c")).0, ["\"a\""]);
        let (texts, bound) = one("[[policy]]\nx.y = [\n  \"a\", \"b\", # c\n  \"d\",\n]\n");
        assert_eq!(texts, ["\"b\""]);
        assert_eq!(bound.key, "x.y");
        assert!(one("[[policy]]\nx = [\n  \"a\",\n  # c\n]\ny = 1\n").0.is_empty());
        assert_eq!(one("[[policy]]\nx = [\n  { a = 1 }, # c\n]\n").0, ["{ a = 1 }"]);
        assert_eq!(one("[[policy]]\nx = [\n  [ # c\n 1 ],\n]\n").0, ["[ # c\n 1 ]"]);
    }

    #[test]
    fn knows_records_in_brackets() {
        let (texts, bound) = one("policy = [\n  { id = \"a\" },\n  # c\n  { id = \"b\" },\n]\n");
        assert_eq!(texts, ["{ id = \"b\" }"]);
        assert_eq!((bound.whole, bound.record), (Some(1), Some(1)));
    }
}
