//! Keys that a table does not have.

use super::{Path, Reader, To};
use crate::document::Value;
use crate::finding::{Draft, Safety};
use crate::kind::{Key, NO_TAG, Tag};
use crate::span::Span;
use crate::words::{closest, join_and};

impl<'a> Reader<'a, '_> {
    /// A key that the table does not have: misspelt, misplaced or made up.
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
        let free = keys.iter().map(|key| key.name.as_str()).filter(|key| table.get(key).is_none());
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

    /// A name that a map does not take.
    pub(super) fn unknown_name(&mut self, map: &'a Key, entry: Value<'a>, path: &Path<'_>) {
        let name = entry.key();
        let draft = self.unknown(entry, path, &name);
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
        let first = entry.key_span().start;
        leaves_of(entry, &name, &mut leaves);
        for (id, last) in leaves {
            // The whole dotted key, back to where its line begins to be a key.
            let line = self
                .file
                .text
                .get(..last.key_span().start as usize)
                .and_then(|text| text.rfind('\n'));
            let start = line.map_or(first, |line| indent(&self.file.text, line + 1)).max(first);
            let span = Span::new(start, last.key_span().end);
            let draft = Draft::new("unknown-key", self.source, span)
                .key(format!("{path}.{name}"))
                .with("table", path.to_string())
                .with("key", name.clone())
                .with("hint", format!("quote it, a dot divides keys: \"{id}\" = {}", last.raw()))
                .fix(Safety::Safe, "quote it", vec![(span, format!("\"{id}\""))]);
            self.out.drafts.push(draft);
        }
    }

    /// A name under `satisfies` that is no framework: a key of the record below the header, or a
    /// framework that does not exist.
    pub(super) fn unknown_in_mapping(
        &mut self,
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
        let draft = match self.move_above(mapping, entry) {
            Some(edits) => draft.fix(Safety::Safe, format!("move it above `[{header}]`"), edits),
            None => draft,
        };
        self.out.drafts.push(draft);
    }

    /// Takes a line out of the table below a header and puts it behind the record's last own line.
    fn move_above(&self, mapping: Value<'a>, entry: Value<'a>) -> Option<Vec<(Span, String)>> {
        let text = &self.file.text;
        let line = line_of(text, entry.extent())?;
        let header = line_of(text, mapping.span())?;
        let mut target = header.start;
        // Behind the last line that says something: a blank line before the header stays.
        while target > 0
            && text
                .get(..target as usize - 1)
                .is_some_and(|before| before.ends_with('\n') || before.is_empty())
        {
            target -= 1;
        }
        let moved = text.get(line.start as usize..line.end as usize)?.to_owned();
        Some(vec![(Span::new(target, target), moved), (line, String::new())])
    }
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

/// Where the first character of a line stands.
fn indent(text: &str, line: usize) -> u32 {
    let rest = text.get(line..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    u32::try_from(line + blank).unwrap_or(u32::MAX)
}

/// The values at the ends of a dotted key, each with its whole name.
fn leaves_of<'v>(entry: Value<'v>, name: &str, leaves: &mut Vec<(String, Value<'v>)>) {
    for inner in entry.entries() {
        let name = format!("{name}.{}", inner.key());
        if inner.is_table() && inner.form() == crate::document::Form::Dotted {
            leaves_of(inner, &name, leaves);
        } else {
            leaves.push((name, inner));
        }
    }
}
