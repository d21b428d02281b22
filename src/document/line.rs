//! What a line of a broken file looks like.

use super::{conflict, key};

/// Whether the line that starts at `at` looks like the start of a statement.
pub(super) fn starts_statement(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let start = key::blanks(bytes, at);
    is_header(bytes, start) || is_key(bytes, start) || conflict::marker(text, at).is_some()
}

/// Whether a string has its closing quotes, of which there are one or three.
pub(super) fn is_closed(raw: &str, quotes: usize) -> bool {
    let bytes = raw.as_bytes();
    let Some((open, rest)) = bytes.split_at_checked(quotes) else {
        return false;
    };
    let Some(inner) = rest.strip_suffix(open) else {
        return false;
    };
    let slashes = inner.iter().rev().take_while(|byte| **byte == b'\\').count();
    open.contains(&b'\'') || slashes % 2 == 0
}

/// Whether `key = value` at `at` may be an entry of an inline table of several lines: then
/// something other than a statement must follow.
pub(super) fn may_be_entry(text: &str, at: usize) -> bool {
    let mut lines = text.get(at..).unwrap_or("").lines().map(str::trim);
    let line = lines.next().unwrap_or("");
    line.ends_with([',', '=', '[', '{'])
        || line.contains(['#', '}'])
        || line.contains("\"\"\"")
        || line.contains("'''")
        || lines
            .find(|line| !line.is_empty())
            .is_some_and(|next| next.starts_with([',', ']', '}', '#']))
}

/// The end of the line, from the line start `at` on, that holds the closing `quote` and
/// nothing after it. A line that is blank or looks like a statement ends the search.
pub(super) fn closing(text: &str, at: usize, quote: char) -> Option<usize> {
    const FAR: usize = 20;
    let mut start = at;
    for line in text.get(at..)?.split_inclusive('\n').take(FAR) {
        if line.trim().is_empty() || starts_statement(text, start) {
            return None;
        }
        start += line.len();
        if let Some((_, after)) = line.split_once(quote) {
            let after = after.trim_start();
            return (after.is_empty() || after.starts_with(['#', ','])).then_some(start);
        }
    }
    None
}

/// Whether `key =` stands at `at`.
pub(super) fn is_key(bytes: &[u8], at: usize) -> bool {
    separator(bytes, at).is_some_and(|at| bytes.get(at) == Some(&b'='))
}

/// Where the key at `at` ends and what follows it starts.
pub(super) fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    key::dotted(bytes, at).map(|end| key::blanks(bytes, end))
}

/// Whether a line holds a header and nothing else. What could be an array in an array,
/// such as `[1]` or `["a"]`, is none.
pub(super) fn is_header(bytes: &[u8], at: usize) -> bool {
    let brackets = count(bytes, at, b'[');
    if !(1..=2).contains(&brackets) {
        return false;
    }
    let start = key::blanks(bytes, at + brackets);
    let Some(end) = key::dotted(bytes, start) else {
        return false;
    };
    let word = bytes.get(start..end).unwrap_or_default();
    let is_value = !word.first().is_some_and(u8::is_ascii_alphabetic)
        || matches!(word, b"true" | b"false" | b"inf" | b"nan");
    let close = key::blanks(bytes, end);
    let after = key::blanks(bytes, close + brackets);
    !is_value
        && count(bytes, close, b']') == brackets
        && matches!(bytes.get(after), None | Some(b'\n' | b'\r' | b'#'))
}

fn count(bytes: &[u8], at: usize, byte: u8) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|other| **other == byte).count()
}
