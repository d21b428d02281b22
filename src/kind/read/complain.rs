//! What is said of values that do not fit their key, and how they are mended.

use unicode_normalization::UnicodeNormalization;

use super::{NO_RECORD, Path, Reader, accepts, begun, blank, convert};
use crate::document::{Form as Shape, Kind as Form, Value};
use crate::finding::{Draft, Safety};
use crate::fix::string;
use crate::kind::{Key, KeyType};
use crate::span::Span;
use crate::words::{closest, join_or, kind_of};

impl<'a> Reader<'a, '_> {
    /// A value of another type than the key's.
    pub(super) fn wrong_type(&mut self, key: &Key, value: Value<'a>, path: &Path<'_>, whole: bool) {
        self.out.bad.push(value.node());
        // Of what goes on behind it nobody knows yet what it is.
        if self.goes_on(value) {
            return;
        }
        let draft = self.mistyped(value, path, expected(key, whole));
        let draft = if let Some(header) = convert::header(key, value, whole) {
            draft.with("hint", header)
        } else if key.value == KeyType::Mapping {
            let hint = self.mapping_hint(value, path);
            draft.with("hint", hint)
        } else if let Some((text, title)) = convert::mend(key, value, whole) {
            mended(draft, path, value, text, title)
        } else {
            let known = convert::known(key, value, whole);
            let text = known.unwrap_or_else(|| blank::explained(key, whole));
            draft.with("hint", written(value, path, &text))
        };
        self.out.drafts.push(draft);
    }

    /// Whether something that cannot be read follows on the line of a value.
    fn goes_on(&self, value: Value<'a>) -> bool {
        let end = value.span().end;
        self.file.document.errors().iter().any(|error| {
            error.span.start >= end
                && Span::new(end, error.span.start)
                    .of(&self.file.text)
                    .trim_matches([' ', '\t'])
                    .is_empty()
        })
    }

    /// Something else than a list of requirement ids under a framework.
    pub(super) fn wrong_list(&mut self, value: Value<'a>, path: &Path<'_>) {
        self.out.bad.push(value.node());
        let draft = self.mistyped(value, path, "a list of strings".to_owned());
        let raw = value.raw();
        let draft = if value.kind() == Form::String && !raw.contains(',') {
            mended(draft, path, value, format!("[{raw}]"), "bracket it")
        } else {
            let list = convert::listed(value).unwrap_or_else(|| format!("[{REQUIREMENT}]"));
            draft.with("hint", written(value, path, &list))
        };
        self.out.drafts.push(draft);
    }

    /// An element of another type in a list of requirement ids.
    pub(super) fn wrong_element(&mut self, value: Value<'a>, path: &Path<'_>) {
        self.out.bad.push(value.node());
        let draft = self.mistyped(value, path, "a list of strings".to_owned());
        let draft = match convert::converted(KeyType::String, value) {
            Some((text, title)) => mended(draft, path, value, text, title),
            None => draft.with("hint", written(value, path, REQUIREMENT)),
        };
        self.out.drafts.push(draft);
    }

    fn mistyped(&self, value: Value<'a>, path: &Path<'_>, expected: String) -> Draft {
        self.draft("wrong-type", value.span())
            .key(path.plain())
            .with("key", path.to_string())
            .with("expected", expected)
            .with("found", kind_of(value))
    }

    /// `satisfies = ["A.5.1"]` wants the framework that has this id.
    fn mapping_hint(&self, value: Value<'a>, path: &Path<'_>) -> String {
        let first = value.as_str().or_else(|| value.elements().find_map(Value::as_str));
        let owner = first.as_deref().and_then(|id| {
            self.scope
                .catalogs
                .iter()
                .find(|(_, catalog)| catalog.find(id).is_some())
                .map(|(_, catalog)| catalog.id())
        });
        let are_ids = value.is_array() && value.elements().all(|id| id.kind() == Form::String);
        let list = if are_ids {
            value.raw().to_owned()
        } else {
            convert::listed(value).unwrap_or_else(|| format!("[{REQUIREMENT}]"))
        };
        format!("{path}.{} = {list}", owner.unwrap_or("<framework>"))
    }

    /// The content of a value whose type fits.
    pub(super) fn content(&mut self, key: &Key, kind: KeyType, value: Value<'a>, path: &Path<'_>) {
        if convert::holds(key, kind, value) {
            return;
        }
        let (expected, hint) = match kind {
            KeyType::Enum => return self.word(key, value, path),
            KeyType::Integer | KeyType::Number => {
                (range(key), written(value, path, &blank::number(key)))
            }
            KeyType::Duration => {
                let known = convert::known(key, value, false);
                let hint = known.unwrap_or_else(|| blank::blank(key, false));
                let expected = "a duration reads \"1 year\", \"90 days\" or \"P6M\"".to_owned();
                (expected, written(value, path, &hint))
            }
            KeyType::Url => (
                "an address begins with https:// or http://".to_owned(),
                written(value, path, "\"https://...\""),
            ),
            KeyType::Glob => match value.as_str().map(|text| globset::Glob::new(&text)) {
                Some(Err(error)) => {
                    ("it is no pattern of files".to_owned(), error.kind().to_string())
                }
                _ => return,
            },
            _ => return,
        };
        self.out.bad.push(value.node());
        let draft = self.not_allowed(value, path, expected).with("hint", hint);
        self.out.drafts.push(draft);
    }

    fn not_allowed(&self, value: Value<'a>, path: &Path<'_>, expected: String) -> Draft {
        self.draft("invalid-value", value.span())
            .key(path.plain())
            .with("key", path.to_string())
            .with("value", value.raw().to_owned())
            .with("expected", expected)
    }

    fn word(&mut self, key: &Key, value: Value<'a>, path: &Path<'_>) {
        let Some(word) = value.as_str() else { return };
        self.out.bad.push(value.node());
        let allowed: Vec<&str> = key.values.iter().map(|known| known.as_str()).collect();
        let draft = self.not_allowed(value, path, format!("it is {}", join_or(&allowed)));
        let longer = begun::longer(key, &word);
        let draft = match closest(&word, allowed.iter().copied()) {
            close if !longer.is_empty() && close.is_none_or(|close| !close.same) => {
                draft.with("hint", written(value, path, &join_or(&longer)))
            }
            Some(close) => draft.with("hint", written(value, path, &string(close.word))).fix(
                close.safety(),
                format!("write `{}`", close.word),
                vec![(value.span(), string(close.word))],
            ),
            None => draft.with("hint", "write one of them"),
        };
        self.out.drafts.push(draft);
    }

    /// A record's own id that is not clean.
    pub(super) fn id(&mut self, value: Value<'a>) {
        if value.as_str().is_some_and(|id| id.is_empty() || mended_id(&id) != id) {
            self.malformed_id(value);
        }
    }

    /// An id that no reference could name, or only by chance.
    pub(super) fn malformed_id(&mut self, value: Value<'a>) {
        self.out.bad.push(value.node());
        let key = self.info.kind.identity.to_string();
        let draft = self
            .draft("malformed-id", value.span())
            .key(key.clone())
            .with("value", value.raw().to_owned());
        self.out.drafts.push(describe_id(draft, &key, value, self.name));
    }

    /// What identifies the record and is not there, or blank.
    pub(super) fn missing_key(
        &mut self,
        table: Value<'a>,
        value: Option<Value<'a>>,
        key: &Key,
        above: &Path<'_>,
    ) {
        let path = Path::below(above, &key.name);
        let id = table
            .get(&self.info.kind.identity)
            .and_then(Value::as_str)
            .map(|id| id.trim().to_owned());
        let record = match id {
            Some(id) if !id.is_empty() => format!("{} `{id}`", self.name),
            _ => self.name.to_string(),
        };
        let hint = match key.name.as_str() {
            "id" => format!("id = \"<short name, used by no other {}>\"", self.name),
            "title" => "title = \"<what it is, in a few words>\"".to_owned(),
            "requirement" => "requirement = \"<id, such as A.5.1>\"".to_owned(),
            name => {
                // A table of its own takes the name alone.
                let name = match table.form() {
                    Shape::Dotted => path.to_string(),
                    _ => crate::fix::key(name).into_owned(),
                };
                let summary = key.summary.trim_end_matches('.');
                match key.value {
                    KeyType::Table if self.record == NO_RECORD => format!("[{path}]  # {summary}"),
                    _ if key.list || key.value.is_open_table() => {
                        format!("{name} = {}  # {summary}", blank::blank(key, key.list))
                    }
                    _ if accepts(key.value, Form::String) => {
                        format!("{name} = \"<{summary}>\"")
                    }
                    _ => format!("{name} = <{summary}>"),
                }
            }
        };
        let span = value.map_or_else(|| table.span(), Value::span);
        let draft = self
            .draft("missing-key", span)
            .key(path.plain())
            .with("record", record)
            .with("key", path.to_string())
            .with("hint", hint);
        self.out.drafts.push(draft);
    }

    pub(super) fn impossible_order(
        &mut self,
        first: Value<'a>,
        earlier: &str,
        second: Value<'a>,
        later: &str,
    ) {
        let draft = self
            .draft("impossible-order", second.span())
            .key(later)
            .with("later", later.to_owned())
            .with("earlier", earlier.to_owned())
            .with("later_date", second.raw().to_owned())
            .with("earlier_date", first.raw().to_owned())
            .beside(first.span(), "");
        self.out.drafts.push(draft);
    }
}

/// The place of the id of a requirement.
const REQUIREMENT: &str = "\"<requirement>\"";

/// A value as it has to be written: behind its key as it stands there, an element of a list alone.
fn written(value: Value<'_>, path: &Path<'_>, text: &str) -> String {
    if value.key_span().is_empty() {
        return text.to_owned();
    }
    match as_written(value) {
        Some(key) => format!("{key} = {text}"),
        None => format!("{path} = {text}"),
    }
}

/// The key of a value as it stands before it: what help can be pasted over.
pub(crate) fn as_written(value: Value<'_>) -> Option<&str> {
    let before = value.text().get(..value.span().start as usize)?;
    let keys = before.trim_end().strip_suffix('=')?.rsplit(['\n', '{', ',']).next()?.trim();
    (!keys.is_empty()).then_some(keys)
}

#[track_caller]
fn mended(draft: Draft, path: &Path<'_>, value: Value<'_>, text: String, title: &str) -> Draft {
    let span = value.span();
    draft.with("hint", written(value, path, &text)).fix(Safety::Safe, title, vec![(span, text)])
}

/// The name of a type in words, for one and for several.
fn type_words(kind: KeyType) -> (&'static str, &'static str) {
    match kind {
        KeyType::Boolean => ("true or false", "booleans"),
        KeyType::Integer => ("a whole number", "whole numbers"),
        KeyType::Number => ("a number", "numbers"),
        KeyType::Date => ("a date", "dates"),
        KeyType::Duration => ("a duration", "durations"),
        KeyType::Table | KeyType::Map => ("a table", "tables"),
        KeyType::Mapping => ("a table of frameworks", "tables of frameworks"),
        _ => ("a string", "strings"),
    }
}

fn expected(key: &Key, whole: bool) -> String {
    let (one, many) = type_words(key.value);
    if whole || key.list {
        return format!("a list of {many}");
    }
    let other = key.or.filter(|other| *other != KeyType::Any).map(|other| type_words(other).0);
    match other.filter(|other| *other != one) {
        Some(other) => {
            format!("{}, or {other}", one.replace(" or ", ", ")).replace(", or ", " or ")
        }
        None => one.to_owned(),
    }
}

fn range(key: &Key) -> String {
    match (key.min, key.max) {
        (Some(min), Some(max)) => format!("it runs from {min} to {max}"),
        (Some(min), None) => format!("it is {min} or more"),
        (_, max) => format!("it is at most {}", max.unwrap_or(i64::MAX)),
    }
}

/// Whether an id is surely as it was meant: nearly all are, and none of these needs a copy.
pub(crate) fn is_clean(id: &str) -> bool {
    // No early exit: this way the compiler turns it into vector instructions.
    !id.is_empty() && id.bytes().fold(true, |clean, byte| clean & byte.is_ascii_graphic())
}

/// The id that was meant: in normal form, without white space.
pub(crate) fn mended_id(id: &str) -> String {
    let normal: String = id.nfc().collect();
    normal.split_whitespace().collect::<Vec<_>>().join("-")
}

fn describe_id(draft: Draft, key: &str, value: Value<'_>, kind: &str) -> Draft {
    let Some(id) = value.as_str() else {
        let draft = draft.with("problem", format!("is {}, and an id is a string", kind_of(value)));
        if value.is_array() || value.is_table() {
            return draft
                .with("hint", format!("{key} = \"<short name, used by no other {kind}>\""));
        }
        let text = format!("\"{}\"", value.raw());
        return draft.with("hint", format!("{key} = {text}")).fix(
            Safety::Safe,
            "quote it",
            vec![(value.span(), text)],
        );
    };
    let trimmed = id.trim();
    if trimmed.is_empty() {
        return draft
            .with("problem", "is blank")
            .with("hint", format!("{key} = \"<short name, used by no other {kind}>\""));
    }
    let problem = if trimmed != id {
        "begins or ends with a space"
    } else if trimmed.contains(char::is_whitespace) {
        "has a space inside"
    } else {
        "is not in normal form (NFC)"
    };
    // Unsafe, because references may be spelt in the same way.
    let text = string(&mended_id(&id));
    draft.with("problem", problem).with("hint", format!("{key} = {text}")).fix(
        Safety::Unsafe,
        format!("write {text}"),
        vec![(value.span(), text)],
    )
}
