//! Keys that a table does not have.

use super::{Path, Reader, To};
use crate::document::{Form, Kind, Value};
use crate::finding::{Draft, Safety};
use crate::kind::{Key, KeyType, NO_TAG, Positions, Tag, bit};
use crate::span::Span;
use crate::words::{closest, join_and};

impl<'a> Reader<'a, '_> {
    /// A key that the table does not have: misspelt, misplaced or made up.
    #[cold]
    pub(super) fn unknown_key(
        &mut self,
        table: Value<'a>,
        entry: Value<'a>,
        parent: Tag,
        path: &Path<'_>,
    ) {
        let name = entry.key();
        let draft = self.unknown(entry, path, &name);
        let info = self.info;
        let keys = info.keys_of(parent);
        let taken = self.keys_taken(table, parent);
        let free = keys.iter().enumerate();
        let free = free.filter(|(at, key)| taken & bit(*at) == 0 && could_hold(key, entry));
        let free = free.map(|(_, key)| key.name.as_str());
        let draft = if let Some(close) = closest(&name, free) {
            draft.meant(close, "rename to", entry.key_span())
        } else if self.is_manifest() && parent == NO_TAG && self.scope.kinds.number(&name).is_some()
        {
            draft.with("hint", "records stand in any other file, such as records.toml")
        } else {
            let known: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
            draft.with("hint", self.known_keys(&known))
        };
        self.out.drafts.push(draft);
    }

    /// The keys that a table has. One with an unknown key may have thousands of them, so they are looked
    /// for once.
    fn keys_taken(&mut self, table: Value<'a>, parent: Tag) -> Positions {
        if let Some((known, taken)) = self.taken
            && known == table.node()
        {
            return taken;
        }
        let rows = table.entries().filter_map(|entry| self.sheet.met(self.info, parent, entry));
        let taken = rows.fold(0, |taken, row| taken | row.bit);
        self.taken = Some((table.node(), taken));
        taken
    }

    /// A name that a map does not take.
    pub(super) fn unknown_name(&mut self, map: &'a Key, entry: Value<'a>, path: &Path<'_>) {
        let name = entry.key();
        // A kind that cannot be used may be one of those that are meant.
        let unsure = !map.to.is_empty() && self.scope.kinds.is_lost(&name);
        let draft = self.unknown(entry, path, &name).unsure(unsure);
        let known = self.names(map);
        let draft = match closest(&name, known.iter().copied()) {
            Some(close) => draft.meant(close, "rename to", entry.key_span()),
            None => draft.with("hint", format!("its keys are {}", join_and(&known))),
        };
        self.out.drafts.push(draft);
    }

    fn known_keys(&self, known: &[&str]) -> String {
        if known.len() <= 8 {
            format!("its keys are {}", join_and(known))
        } else {
            format!("`complint explain {}` lists its keys", self.info.kind.id)
        }
    }

    fn is_manifest(&self) -> bool {
        self.info.kind.id == "complint"
    }

    fn unknown(&self, entry: Value<'a>, path: &Path<'_>, name: &str) -> Draft {
        let within = path.to_string();
        let table = match (within.is_empty(), self.is_manifest()) {
            (true, _) => self.name.to_string(),
            (false, true) => within.clone(),
            (false, false) => format!("{}.{within}", self.name.replace(' ', "_")),
        };
        let key = if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") };
        self.draft("unknown-key", entry.key_span())
            .key(key)
            .with("table", table)
            .with("key", name.to_owned())
    }

    /// `CC6.4 = "..."` in a map: the dot made a table of what was meant as one key.
    pub(super) fn unquoted_key(&mut self, entry: Value<'a>, path: &Path<'_>) {
        let name = entry.key().into_owned();
        let mut leaves = Vec::new();
        leaves_of(entry, &mut vec![name.clone()], &mut leaves);
        for (names, last) in leaves {
            let id = crate::fix::string(&names.join("."));
            let dotted = dotted(&self.file.text, &names, last.key_span());
            let draft = Draft::new("unknown-key", self.source, dotted.unwrap_or(last.key_span()))
                .key(format!("{path}.{name}"))
                .with("table", path.to_string())
                .with("key", name.clone())
                .with("hint", format!("quote it, a dot divides keys: {id} = {}", last.raw()));
            self.out.drafts.push(match dotted {
                Some(span) => draft.fix(Safety::Safe, "quote it", vec![(span, id)]),
                None => draft,
            });
        }
    }

    /// A name under `satisfies` that is no framework: a key of the record below the header, or a
    /// framework that does not exist.
    pub(super) fn unknown_in_mapping(
        &mut self,
        table: Value<'a>,
        mapping: Value<'a>,
        entry: Value<'a>,
        tag: Tag,
        path: &Path<'_>,
    ) {
        let name = entry.key();
        let own_key = self.info.top(&name).is_some();
        if !own_key {
            self.add_link(tag, entry, To::NoFramework, Span::default());
            return;
        }
        let header = format!("{}.{path}", self.info.kind.id);
        let draft = self
            .unknown(entry, path, &name)
            .with("hint", format!("move it above `[{header}]`, it is a key of {}", self.name));
        let draft = match self
            .move_above(table, mapping, entry)
            .filter(|_| !path.to_string().contains('.'))
        {
            Some(edits) => draft.fix(Safety::Safe, format!("move it above `[{header}]`"), edits),
            None => draft,
        };
        self.out.drafts.push(draft);
    }

    /// Takes the lines of an entry out of the table below a header and puts them behind the last own
    /// entry of the record.
    fn move_above(
        &self,
        table: Value<'a>,
        mapping: Value<'a>,
        entry: Value<'a>,
    ) -> Option<Vec<(Span, String)>> {
        let text = &self.file.text;
        let (own, extent) = (entry.key(), entry.extent());
        let key = self.info.top(&own).and_then(|tag| self.info.key(tag));
        let fits = key.is_some_and(|key| could_hold(key, entry)) && table.get(&own).is_none();
        let alone = mapping.form() == Form::Header && entry.form() == Form::Inline;
        let line = line_of(text, extent)?;
        let before = text.get(line.start as usize..extent.start as usize)?.trim();
        let behind = text.get(extent.end as usize..line.end as usize)?.trim_start();
        let alone = alone && before.is_empty() && (behind.is_empty() || behind.starts_with('#'));
        if !fits || !alone {
            return None;
        }
        let entries = table.entries().filter(|it| matches!(it.form(), Form::Inline | Form::Dotted));
        let last = entries.map(|it| it.extent().end).max().unwrap_or(table.span().end);
        let target = line_of(text, Span::new(last, last))?.end;
        let mut moved = text.get(line.start as usize..line.end as usize)?.to_owned();
        if !moved.ends_with('\n') {
            moved.push_str(if text.contains("\r\n") { "\r\n" } else { "\n" });
        }
        let below = target <= mapping.span().start;
        below.then(|| vec![(Span::new(target, target), moved), (line, String::new())])
    }
}

/// Whether a key takes a value of this shape: one, a list or a table.
fn could_hold(key: &Key, entry: Value<'_>) -> bool {
    let takes = |wanted: fn(KeyType) -> bool| wanted(key.value) || key.or.is_some_and(wanted);
    let table = takes(is_table);
    let plain = takes(|kind| !is_table(kind));
    match entry.kind() {
        Kind::Invalid => true,
        _ if takes(|kind| kind == KeyType::Any) => true,
        Kind::Array => {
            let first = entry.elements().next().map(Value::is_table);
            key.list && first.is_none_or(|of_tables| if of_tables { table } else { plain })
        }
        Kind::Table => table,
        _ => plain,
    }
}

fn is_table(kind: KeyType) -> bool {
    kind == KeyType::Table || kind.is_open_table()
}

/// The dotted key of these names that ends with the last of them, where all others are bare.
fn dotted(text: &str, names: &[String], last: Span) -> Option<Span> {
    const BLANKS: [char; 2] = [' ', '\t'];
    let mut before = text.get(..last.start as usize)?;
    for name in names.iter().rev().skip(1) {
        before = before.trim_end_matches(BLANKS).strip_suffix('.')?;
        before = before.trim_end_matches(BLANKS).strip_suffix(name.as_str())?;
    }
    Some(Span::new(before.len() as u32, last.end))
}

/// The bytes of the lines that a span touches, with the last line's end.
fn line_of(text: &str, span: Span) -> Option<Span> {
    let start = text.get(..span.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text
        .get(span.end as usize..)?
        .find('\n')
        .map_or(text.len(), |at| span.end as usize + at + 1);
    Some(Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?))
}

/// The values at the ends of a dotted key, each with the names that lead there.
fn leaves_of<'v>(
    entry: Value<'v>,
    names: &mut Vec<String>,
    leaves: &mut Vec<(Vec<String>, Value<'v>)>,
) {
    for inner in entry.entries() {
        names.push(inner.key().into_owned());
        if inner.is_table() && inner.form() == Form::Dotted {
            leaves_of(inner, names, leaves);
        } else {
            leaves.push((names.clone(), inner));
        }
        names.pop();
    }
}
