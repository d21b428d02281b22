//! Messages: words with placeholders.

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
pub(crate) fn fill(text: &str, value: &dyn Fn(&str) -> String) -> String {
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
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'))
            && is_name(name)
        {
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

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::{fill, placeholders};

    #[test]
    fn tells_placeholders_from_tables() {
        let text = "covers = { start = {start} }  # {parameter.min_words}";
        assert_eq!(placeholders(text).collect::<Vec<_>>(), ["start", "parameter.min_words"]);
        assert_eq!(
            fill(text, &|name| name.to_uppercase()),
            "covers = { start = START }  # PARAMETER.MIN_WORDS"
        );
        assert_eq!(fill("é{{id}ü{é}", &|name| name.to_uppercase()), "é{IDü{é}");
    }
}
