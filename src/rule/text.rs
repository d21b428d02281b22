//! Messages: words with placeholders.

use std::borrow::Cow;

/// Placeholders that every check fills.
pub(crate) const ALWAYS: &[&str] =
    &["kind", "id", "title", "state", "today", "missing", "count", "related"];

/// The names of the placeholders of a text.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    parts(text).filter_map(|part| match part {
        Part::Placeholder(name) => Some(name),
        Part::Words(_) => None,
    })
}

/// Fills a text.
pub(crate) fn fill<'v>(text: &str, value: &dyn Fn(&str) -> Cow<'v, str>) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    for part in parts(text) {
        match part {
            Part::Words(words) => filled.push_str(words),
            Part::Placeholder(name) => filled.push_str(&value(name)),
        }
    }
    filled
}

enum Part<'t> {
    Words(&'t str),
    Placeholder(&'t str),
}

/// Braces hold a placeholder only around a name: `{ start = 2026-01-01 }` in a help text is TOML.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = named(rest) {
            rest = after;
            return Some(Part::Placeholder(name));
        }
        let further = rest.as_bytes().get(1..).unwrap_or_default();
        let next = memchr::memchr(b'{', further).map_or(rest.len(), |at| at + 1);
        let (words, after) = rest.split_at(next);
        rest = after;
        Some(Part::Words(words))
    })
}

/// The name in braces that a text begins with, and what follows.
fn named(text: &str) -> Option<(&str, &str)> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let inner = text.as_bytes().strip_prefix(b"{")?;
    let len = inner.iter().position(|byte| !is_of_name(byte)).filter(|len| *len > 0)?;
    let is_ended = inner.get(len) == Some(&b'}');
    is_ended.then_some((text.get(1..len + 1)?, text.get(len + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::{fill, placeholders};

    #[test]
    fn tells_placeholders_from_tables() {
        let text = "covers = { start = {start} }  # {parameter.min_words}";
        assert_eq!(placeholders(text).collect::<Vec<_>>(), ["start", "parameter.min_words"]);
        assert_eq!(
            fill(text, &|name| name.to_uppercase().into()),
            "covers = { start = START }  # PARAMETER.MIN_WORDS"
        );
        let text = "é{{id}ü{é}{}{id";
        assert_eq!(fill(text, &|name| name.to_uppercase().into()), "é{IDü{é}{}{id");
    }
}
