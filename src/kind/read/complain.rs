//! What is said of values that do not fit their key, and how they are mended.

use unicode_normalization::UnicodeNormalization;

use super::{Path, Reader, accepts};
use crate::document::{Kind as Form, Value};
use crate::finding::{Draft, Safety};
use crate::fix::string;
use crate::kind::{Key, KeyType, value};
use crate::words::{closest, join_or, kind_of};

impl<'a> Reader<'a, '_> {
    /// A value of another type than the key's.
    pub(super) fn wrong_type(&mut self, key: &Key, value: Value<'a>, path: &Path<'_>, whole: bool) {
        self.out.bad.push(value.node());
        let draft = self.mistyped(value, path, expected(key, whole));
        let fits = |form: Form| {
            [Some(key.value), key.or].into_iter().flatten().any(|kind| accepts(kind, form))
        };
        let raw = value.raw();
        let inline = value.form() == crate::document::Form::Inline;
        let draft = if key.value == KeyType::Mapping {
            let hint = self.mapping_hint(value, path);
            draft.with("hint", hint)
        } else if inline
            && whole
            && fits(value.kind())
            && !(value.kind() == Form::String && raw.contains(','))
        {
            mended(draft, path, value, format!("[{raw}]"), "bracket it")
        } else if let Some(inner) =
            only_element(value).filter(|inner| inline && !key.list && fits(inner.kind()))
        {
            mended(draft, path, value, inner.raw().to_owned(), "take the brackets away")
        } else if let Some((text, title)) = converted(key.value, value) {
            mended(draft, path, value, text, title)
        } else {
            draft.with("hint", written(value, path, &sample(key, whole)))
        };
        self.out.drafts.push(draft);
    }

    /// Something else than a list of requirement ids under a framework.
    pub(super) fn wrong_list(&mut self, value: Value<'a>, path: &Path<'_>) {
        self.out.bad.push(value.node());
        let draft = self.mistyped(value, path, "a list of strings".to_owned());
        let raw = value.raw();
        let draft = if value.kind() == Form::String && !raw.contains(',') {
            mended(draft, path, value, format!("[{raw}]"), "bracket it")
        } else {
            draft.with("hint", format!("{path} = [\"...\"]"))
        };
        self.out.drafts.push(draft);
    }

    /// An element of another type in a list of requirement ids.
    pub(super) fn wrong_element(&mut self, value: Value<'a>, path: &Path<'_>) {
        self.out.bad.push(value.node());
        let draft = self.mistyped(value, path, "a list of strings".to_owned());
        let draft = match converted(KeyType::String, value) {
            Some((text, title)) => mended(draft, path, value, text, title),
            None => draft.with("hint", format!("{path} = [\"...\"]")),
        };
        self.out.drafts.push(draft);
    }

    fn mistyped(&self, value: Value<'a>, path: &Path<'_>, expected: String) -> Draft {
        self.draft("wrong-type", value.span())
            .key(path.to_string())
            .with("key", path.to_string())
            .with("expected", expected)
            .with("found", kind_of(value))
    }

    /// `satisfies = ["A.5.1"]` wants the framework that has this id.
    fn mapping_hint(&self, value: Value<'a>, path: &Path<'_>) -> String {
        let first = value.elements().find_map(Value::as_str);
        let owner = first.as_deref().and_then(|id| {
            self.scope
                .catalogs
                .iter()
                .find(|(_, catalog)| catalog.find(id).is_some())
                .map(|(_, catalog)| catalog.id())
        });
        let list = if value.is_array() { value.raw() } else { "[\"...\"]" };
        format!("{path}.{} = {list}", owner.unwrap_or("FRAMEWORK"))
    }

    /// The content of a value whose type fits.
    pub(super) fn content(&mut self, key: &Key, kind: KeyType, value: Value<'a>, path: &Path<'_>) {
        let (expected, hint) = match kind {
            KeyType::Enum => return self.word(key, value, path),
            KeyType::Integer | KeyType::Number if out_of_range(key, value) => range(key, path),
            KeyType::Duration
                if value.as_str().is_none_or(|text| value::duration(&text).is_none()) =>
            {
                (
                    "a duration reads \"1 year\", \"90 days\" or \"P6M\"".to_owned(),
                    written(value, path, "\"1 year\""),
                )
            }
            KeyType::Url if value.as_str().is_some_and(|text| !is_address(&text)) => (
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
            .key(path.to_string())
            .with("key", path.to_string())
            .with("value", value.raw().to_owned())
            .with("expected", expected)
    }

    fn word(&mut self, key: &Key, value: Value<'a>, path: &Path<'_>) {
        let Some(word) = value.as_str() else { return };
        if key.values.iter().any(|known| *known == *word) || key.synonyms.get(&word).is_some() {
            return;
        }
        self.out.bad.push(value.node());
        let allowed: Vec<&str> = key.values.iter().map(|known| known.as_str()).collect();
        let draft = self.not_allowed(value, path, format!("it is {}", join_or(&allowed)));
        let draft = match closest(&word, allowed.iter().copied()) {
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
        let path = Path::below(above, &key.name).to_string();
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
            _ => format!("{path} = <{}>", key.summary.trim_end_matches('.')),
        };
        let span = value.map_or_else(|| table.span(), Value::span);
        let draft = self
            .draft("missing-key", span)
            .key(path.clone())
            .with("record", record)
            .with("key", path)
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

/// A value as it has to be written: behind its key as it stands there, an element of a list alone.
fn written(value: Value<'_>, path: &Path<'_>, text: &str) -> String {
    if value.key_span().is_empty() {
        return text.to_owned();
    }
    let before = value.text().get(..value.span().start as usize).unwrap_or_default();
    let key =
        before.trim_end().strip_suffix('=').and_then(|keys| keys.rsplit(['\n', '{', ',']).next());
    match key.map(str::trim).filter(|key| !key.is_empty()) {
        Some(key) => format!("{key} = {text}"),
        None => format!("{path} = {text}"),
    }
}

#[track_caller]
fn mended(draft: Draft, path: &Path<'_>, value: Value<'_>, text: String, title: &str) -> Draft {
    let span = value.span();
    draft.with("hint", written(value, path, &text)).fix(Safety::Safe, title, vec![(span, text)])
}

fn only_element(value: Value<'_>) -> Option<Value<'_>> {
    let mut elements = value.elements();
    elements.next().filter(|_| elements.next().is_none())
}

/// The same value in the type that was wanted, and what is done to it.
fn converted(wanted: KeyType, value: Value<'_>) -> Option<(String, &'static str)> {
    const UNQUOTE: &str = "take the quotes away";
    let raw = value.raw();
    let text = value.as_str();
    let quoted = text.as_deref().map(str::trim);
    match (wanted, value.kind()) {
        (KeyType::Date, Form::LocalDatetime | Form::OffsetDatetime) => {
            value::leading_date(raw).map(|date| (date.to_string(), "keep the date"))
        }
        (KeyType::Date, Form::String) => {
            let date = quoted.filter(|text| text.len() == 10).and_then(value::leading_date)?;
            Some((date.to_string(), UNQUOTE))
        }
        (KeyType::Boolean, Form::String) => quoted
            .filter(|text| matches!(*text, "true" | "false"))
            .map(|text| (text.to_owned(), UNQUOTE)),
        (KeyType::Integer | KeyType::Number, Form::String) => {
            quoted.filter(|text| text.parse::<i64>().is_ok()).map(|text| (text.to_owned(), UNQUOTE))
        }
        (_, Form::Integer | Form::Float | Form::Boolean | Form::LocalDate)
            if accepts(wanted, Form::String) =>
        {
            Some((format!("\"{raw}\""), "quote it"))
        }
        _ => None,
    }
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

/// A value of the key's type, to fill in.
fn sample(key: &Key, whole: bool) -> String {
    let one = match key.value {
        KeyType::Boolean => "true".to_owned(),
        KeyType::Integer | KeyType::Number => key.min.unwrap_or(1).to_string(),
        KeyType::Date => "2026-02-10".to_owned(),
        KeyType::Duration => "\"1 year\"".to_owned(),
        KeyType::Enum => format!("\"{}\"", key.values.first().map_or("...", |word| word.as_str())),
        KeyType::Map => "{ <name> = ... }".to_owned(),
        KeyType::Table => {
            let plain = key.keys.iter().filter(|inner| inner.keys.is_empty()).take(3);
            let names: Vec<String> = plain
                .map(|inner| format!("{} = {}", inner.name, sample(inner, inner.list)))
                .collect();
            format!("{{ {} }}", names.join(", "))
        }
        _ => "\"...\"".to_owned(),
    };
    if whole { format!("[{one}]") } else { one }
}

fn out_of_range(key: &Key, value: Value<'_>) -> bool {
    if let Some(number) = value.as_i64() {
        return key.min.is_some_and(|min| number < min) || key.max.is_some_and(|max| number > max);
    }
    let below = |number: f64| key.min.is_some_and(|min| number < min as f64);
    let above = |number: f64| key.max.is_some_and(|max| number > max as f64);
    value.as_f64().is_some_and(|number| below(number) || above(number))
}

fn range(key: &Key, path: &Path<'_>) -> (String, String) {
    match (key.min, key.max) {
        (Some(min), Some(max)) => (
            format!("it runs from {min} to {max}"),
            format!("{path} = <a number from {min} to {max}>"),
        ),
        (Some(min), None) => {
            (format!("it is {min} or more"), format!("{path} = <a number, {min} or more>"))
        }
        (_, max) => {
            let max = max.unwrap_or(i64::MAX);
            (format!("it is at most {max}"), format!("{path} = <a number, at most {max}>"))
        }
    }
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with("https://") || text.starts_with("http://")
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
