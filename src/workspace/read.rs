//! One file of records: from bytes to a tree with numbered keys, records, links and what is wrong.

use std::borrow::Cow;

use super::Record;
use super::batch::Batch;
use super::glance::{Glance, has_blanks, is_simple};
use super::texts::{Hashed, Mention};
use crate::document::{Form, Header, Kind, Value, headers};
use crate::finding::{Draft, Place, Related, Safety};
use crate::kind::read::{DEFAULT_FRAMEWORK, Noted, Output, Reader, Scope, is_clean, mended_id};
use crate::kind::{Info, KindNo};
use crate::source::{Source, SourceId};
use crate::span::Span;
use crate::words::{Close, closest_noun, kind_of};

mod mend;

/// Reads one file of records into a batch.
pub(crate) fn read_file(
    mut source: Source,
    id: SourceId,
    scope: Scope<'_>,
    hashed: &Hashed,
    batch: &mut Batch,
) {
    let Batch { records, out, .. } = batch;
    let first = records.len();
    let simple = is_simple(&source.text);
    errors(&source, id, &mut out.drafts);
    if !simple {
        crate::hidden::find(&source, id, &mut out.drafts);
    }
    Records { source: &source, id, scope, out, records }.read();
    let own = (first as u32..).zip(records.get(first..).unwrap_or_default());
    let tables = own.map(|(number, record)| (record.node, number));
    batch.comments.extend(crate::waiver::comments(&source, id, tables, &mut out.drafts));
    out.give_tags(&mut source.document);
    let mention = |at: u32| {
        let link = *out.links.get(at as usize)?;
        let record = records.get(link.record as usize)?;
        let table = source.document.value(&source.text, record.node);
        Some(Mention::of_record(link, record, scope.kinds.get(record.kind)?, hashed, table))
    };
    batch.mentions.extend(out.files.iter().filter_map(|at| mention(*at)));
    out.files.clear();
    batch.bad.extend(out.bad.drain(..).map(|node| (id.0, node)));
    let done = std::mem::take(&mut out.done);
    batch.glances.push(Glance { done, blanks: !simple && has_blanks(&source.text) });
    batch.sources.push(source);
}

/// What is wrong with the text itself.
pub(crate) fn syntax(source: &Source, id: SourceId, drafts: &mut Vec<Draft>) {
    errors(source, id, drafts);
    crate::hidden::find(source, id, drafts);
}

fn errors(source: &Source, id: SourceId, drafts: &mut Vec<Draft>) {
    if !source.document.errors().is_empty() && is_utf_16(&source.text) {
        let draft = Draft::new("invalid-toml", id, Span::default())
            .with("problem", "this text is UTF-16, and the encoding of TOML is UTF-8")
            .with("hint", "save the file as UTF-8");
        drafts.push(draft);
        return;
    }
    if let Some(offset) = source.broken_utf8 {
        let span = Span::new(offset, offset + '\u{fffd}'.len_utf8() as u32);
        let draft = Draft::new("invalid-toml", id, span)
            .with("problem", "these bytes are no UTF-8, the encoding of TOML")
            .with("hint", "save the file as UTF-8");
        drafts.push(draft);
    }
    let mut conflict: Option<usize> = None;
    for error in source.document.errors() {
        if doubled_record(source, error.span) {
            continue;
        }
        // The three markers of one conflict are one thing to mend.
        let marker = source.slice(error.span).get(..7).unwrap_or_default();
        if let Some(draft) = conflict.and_then(|at| drafts.get_mut(at))
            && let Some(note) = other_marker(marker)
        {
            draft.related.push(Related {
                place: Place { source: id, span: error.span },
                label: note.to_owned(),
            });
            continue;
        }
        conflict = (marker == "<<<<<<<").then_some(drafts.len());
        let mut draft =
            Draft::new("invalid-toml", id, error.span).with("problem", error.message.to_string());
        if let Some(hint) = mend::hint(&source.text, error) {
            draft = draft.with("hint", hint);
        }
        if let Some((span, note)) = &error.related {
            draft = draft.beside(*span, (*note).to_owned());
        }
        drafts.push(draft);
    }
}

/// Whether every other byte of the beginning is zero: of such a text each letter would be an error.
fn is_utf_16(text: &str) -> bool {
    let start: Vec<char> = text.chars().filter(|c| *c != '\u{fffd}').take(16).collect();
    let zeros = start.iter().filter(|c| **c == '\0').count();
    zeros > 1 && zeros.abs_diff(start.len() - zeros) <= 1
}

/// What the second and the third marker of a merge conflict stand before.
fn other_marker(marker: &str) -> Option<&'static str> {
    match marker {
        "=======" => Some("the other side"),
        ">>>>>>>" => Some("the end"),
        _ => None,
    }
}

/// `[control]` twice is one mistake, made twice: brackets, not a duplicate. Beside `[[control]]` it is a
/// table that is defined already.
fn doubled_record(source: &Source, span: Span) -> bool {
    let blanks = [' ', '\t'];
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let after = source.text.get(span.end as usize..).unwrap_or_default();
    let before = before.trim_end_matches(blanks);
    before.ends_with('[')
        && !before.ends_with("[[")
        && after.trim_start_matches(blanks).starts_with(']')
        && crate::kind::shipped().iter().any(|kind| kind.id == source.slice(span))
        && source.root().get(source.slice(span)).is_some_and(has_single_brackets)
}

/// Whether a table of the document is made by headers in single brackets.
fn has_single_brackets(entry: Value<'_>) -> bool {
    entry.is_table() && entry.form() == Form::Header
}

struct Records<'a, 'o> {
    source: &'a Source,
    id: SourceId,
    scope: Scope<'a>,
    out: &'o mut Output,
    records: &'o mut Vec<Record>,
}

impl<'a> Records<'a, '_> {
    fn read(&mut self) {
        let root = self.source.root();
        if self.foreign(root) {
            return;
        }
        for entry in root.entries() {
            match self.scope.kinds.number(&entry.key()) {
                Some(kind) => self.kind(kind, entry),
                None => self.unknown(entry),
            }
        }
    }

    /// A file in which no name is a kind or close to one is another program's.
    fn foreign(&mut self, root: Value<'a>) -> bool {
        let mut entries = root.entries().peekable();
        let Some(first) = entries.peek().copied() else { return false };
        // Where a line could not be read, the kind may have stood there.
        if !self.source.complete() || entries.any(|entry| self.known_or_close(entry)) {
            return false;
        }
        let path = &self.source.path;
        let (problem, hint) = if is_baseline(root) {
            (
                "this is a baseline, and complint.toml does not name it",
                format!("baseline = \"{path}\"  # under [files] in complint.toml"),
            )
        } else {
            (
                "this file holds no record",
                format!(
                    "exclude = [\"{path}\"]  # under [files] in complint.toml, if it is not meant to"
                ),
            )
        };
        let draft = Draft::new("unknown-kind", self.id, anchor(first))
            .with("problem", problem)
            .with("hint", hint);
        self.out.drafts.push(draft);
        true
    }

    fn known_or_close(&self, entry: Value<'a>) -> bool {
        let name = entry.key();
        self.scope.kinds.number(&name).is_some()
            || holds_tables(entry)
                && (self.scope.kinds.is_lost(&name) || self.close(&name).is_some())
    }

    fn close(&self, name: &str) -> Option<Close<'a>> {
        closest_noun(name, self.scope.kinds.ids())
    }

    fn kind(&mut self, kind: KindNo, entry: Value<'a>) {
        if entry.is_array() {
            for element in entry.elements() {
                if element.is_table() {
                    self.record(kind, element);
                } else if element.kind() != Kind::Invalid {
                    self.not_a_table(entry, element.span());
                }
            }
        } else if has_single_brackets(entry) {
            self.single_brackets(entry);
            self.record(kind, entry);
        } else if entry.is_table() && entry.form() == Form::Implicit {
            // Only `[control.satisfies]` stands there.
            self.not_a_table(entry, entry.span());
        } else if entry.kind() != Kind::Invalid {
            self.not_a_table(entry, entry.key_span());
        }
    }

    fn record(&mut self, kind: KindNo, table: Value<'a>) {
        let Some(info) = self.scope.kinds.get(kind) else { return };
        let record = self.records.len() as u32;
        let first_link = self.out.links.len() as u32;
        let file = (self.id, self.source);
        let mut reader = Reader::new(self.scope, info, file, &info.words, self.out);
        reader.record = record;
        let noted = reader.read(table);
        let value = |node| self.source.document.value(&self.source.text, node);
        let state = noted.state.unwrap_or_else(|| info.state(noted.status.map(value)));
        let (name, verbatim) = self.name(info, table, &noted);
        self.records.push(Record {
            kind,
            verbatim,
            source: self.id,
            node: table.node(),
            given: noted.given,
            said: noted.said,
            first_link,
            name,
            state,
        });
    }

    /// Notes what makes a record one of its kind: its id as it was meant, or framework and
    /// requirement. Says whether it is the id as it stands there.
    fn name(&mut self, info: &Info, table: Value<'a>, noted: &Noted) -> (Span, bool) {
        let value = |node| self.source.document.value(&self.source.text, node);
        let identity = noted.identity.map(value);
        if noted.is_clean
            && info.by_id
            && let Some(id) = identity.and_then(Value::verbatim)
        {
            return (self.out.name(&[id]), true);
        }
        let written = identity.and_then(Value::as_str).unwrap_or_default();
        let id = written.trim();
        if info.by_id || id.is_empty() {
            let clean = id.is_empty() || is_clean(id);
            let name = if clean { Cow::Borrowed(id) } else { Cow::Owned(mended_id(id)) };
            return (self.out.name(&[&name]), clean);
        }
        let framework = table.get("framework").and_then(Value::as_str);
        let framework = framework.as_deref().unwrap_or(DEFAULT_FRAMEWORK);
        (self.out.name(&[framework, " ", id]), false)
    }

    fn single_brackets(&mut self, entry: Value<'a>) {
        let name = entry.key();
        let text = &self.source.text;
        let single =
            |header: &Header| !header.is_list && header.is_alone && header.names(text, &name);
        for header in headers(text).into_iter().filter(single) {
            let draft = Draft::new("unknown-kind", self.id, header.key)
                .with("problem", format!("`[{name}]` is one table, and records stand in a list"))
                .with("hint", format!("[[{name}]]"))
                .fix(Safety::Safe, format!("write `[[{name}]]`"), header.doubled().into());
            self.out.drafts.push(draft);
        }
    }

    fn not_a_table(&mut self, entry: Value<'a>, span: Span) {
        let name = entry.key();
        let draft = Draft::new("unknown-kind", self.id, span)
            .with("problem", format!("`{name}` is {}, and records stand in a list", kind_of(entry)))
            .with("hint", format!("[[{name}]]"));
        self.out.drafts.push(draft);
    }

    fn unknown(&mut self, entry: Value<'a>) {
        if entry.kind() == Kind::Invalid {
            return;
        }
        let name = entry.key();
        if !holds_tables(entry) {
            let draft = Draft::new("unknown-kind", self.id, entry.key_span())
                .with("problem", format!("key `{name}` stands outside every record"))
                .with("hint", "move it below a header such as `[[control]]`, or delete it");
            self.out.drafts.push(draft);
            return;
        }
        let draft = Draft::new("unknown-kind", self.id, anchor(entry))
            .with("problem", format!("`{name}` is no kind of record"));
        if self.scope.kinds.is_lost(&name) {
            self.out.drafts.push(draft.unsure(true));
            return;
        }
        let draft = match self.close(&name) {
            Some(close) => {
                // Read as what was meant, so that what refers to it is not reported as well.
                if let Some(kind) = self.scope.kinds.number(close.word) {
                    let tables =
                        entry.elements().filter(|table| entry.is_array() && table.is_table());
                    for table in tables.collect::<Vec<_>>() {
                        self.record(kind, table);
                    }
                }
                let draft = draft.with("hint", format!("did you mean `[[{}]]`?", close.word));
                match self.renamed(entry, &name, close.word) {
                    edits if edits.is_empty() => draft,
                    edits => {
                        draft.fix(close.safety(), format!("write `[[{}]]`", close.word), edits)
                    }
                }
            }
            None => draft.with("hint", "`complint kinds` lists them"),
        };
        self.out.drafts.push(draft);
    }

    /// What gives the tables of a name another: nothing where that would say twice what may be said
    /// once.
    fn renamed(&self, entry: Value<'a>, name: &str, word: &str) -> Vec<(Span, String)> {
        let text = &self.source.text;
        let known = self.source.root().get(word);
        if entry.form() == Form::Inline {
            let free = known.is_none() && entry.is_array();
            return if free { vec![(entry.key_span(), word.to_owned())] } else { Vec::new() };
        }
        if known.is_some_and(|known| known.form() != Form::ArrayHeader) {
            return Vec::new();
        }
        let headers = headers(text).into_iter().filter(|header| header.names(text, name));
        let edits = headers.flat_map(|header| {
            let single = header.is_alone && !header.is_list;
            let doubled = single.then(|| header.doubled()).into_iter().flatten();
            std::iter::once((header.key, word.to_owned())).chain(doubled)
        });
        edits.collect()
    }
}

/// Whether a file holds what `--write-baseline` writes, and nothing else.
fn is_baseline(root: Value<'_>) -> bool {
    let is_accepted = |table: Value<'_>| table.get("rule").and(table.get("subject")).is_some();
    root.entries().all(|entry| entry.key_is("finding") && entry.elements().all(is_accepted))
}

/// Whether it is a table or a list of them, so that it could be meant as a record.
fn holds_tables(entry: Value<'_>) -> bool {
    entry.is_table() || entry.is_array() && entry.elements().next().is_some_and(Value::is_table)
}

/// The first header of a table or list of tables; the key of a plain value.
fn anchor(entry: Value<'_>) -> Span {
    let table = if entry.is_array() {
        entry.elements().next().filter(|inner| inner.is_table())
    } else {
        Some(entry)
    };
    match table {
        Some(table) if table.is_table() && table.form() == Form::Implicit => {
            table.entries().next().map_or_else(
                || table.span(),
                |inner| if inner.form() == Form::Header { inner.span() } else { table.span() },
            )
        }
        Some(table)
            if table.is_table() && matches!(table.form(), Form::Header | Form::ArrayHeader) =>
        {
            table.span()
        }
        _ => entry.key_span(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_utf_16;

    #[test]
    fn a_text_is_utf_16_where_every_other_byte_is_zero() {
        let wide = |text: &str| text.chars().map(|c| format!("{c}\0")).collect::<String>();
        assert!(is_utf_16(&wide("[[control]]\n")) && is_utf_16(&format!("\u{fffd}{}", wide("id"))));
        assert!(!is_utf_16("") && !is_utf_16("id = \"a\0\"\n") && !is_utf_16("\0\0\0\0"));
    }
}
