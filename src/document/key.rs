//! Keys: measured, decoded and compared where they stand in the text.
//!
//! Nearly every key is bare, so the bare case never allocates and never decodes.

use std::borrow::Cow;

use toml_parser::Raw;
use toml_parser::decoder::Encoding;

/// Whether `byte` may stand in a bare key.
pub(super) const fn is_bare(byte: u8) -> bool {
    BARE[byte as usize]
}

const BARE: [bool; 256] = {
    let mut bare = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        bare[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'-');
        byte += 1;
    }
    bare
};

/// How a key or a string that starts like this is quoted; `None` for a bare one.
pub(super) fn quoting(raw: &str) -> Option<Encoding> {
    let bytes = raw.as_bytes();
    match bytes.first() {
        Some(b'"') if bytes.len() >= 6 && raw.starts_with("\"\"\"") => {
            Some(Encoding::MlBasicString)
        }
        Some(b'"') => Some(Encoding::BasicString),
        Some(b'\'') if bytes.len() >= 6 && raw.starts_with("'''") => {
            Some(Encoding::MlLiteralString)
        }
        Some(b'\'') => Some(Encoding::LiteralString),
        _ => None,
    }
}

/// Whether the key written `raw` stands in quotes.
#[inline]
pub(super) fn is_quoted(raw: &str) -> bool {
    matches!(raw.as_bytes().first(), Some(b'"' | b'\''))
}

/// The key as the program sees it, without quotes and escapes.
#[inline]
pub(super) fn decode(raw: &str) -> Cow<'_, str> {
    if is_quoted(raw) { decode_quoted(raw) } else { Cow::Borrowed(raw) }
}

#[cold]
fn decode_quoted(raw: &str) -> Cow<'_, str> {
    let Some(encoding) = quoting(raw) else {
        return Cow::Borrowed(raw);
    };
    let mut decoded = Cow::Borrowed("");
    let span = toml_parser::Span::new_unchecked(0, raw.len());
    Raw::new_unchecked(raw, Some(encoding), span).decode_key(&mut decoded, &mut ());
    decoded
}

/// Whether two keys are the same, as they are written.
#[inline]
pub(super) fn is_same(raw: &str, other: &str) -> bool {
    if is_quoted(raw) || is_quoted(other) {
        return decode(raw) == decode(other);
    }
    raw == other
}

/// The end of the key segment that starts at `at`, if one does.
pub(super) fn segment(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = *bytes.get(at)?;
    if quote == b'"' || quote == b'\'' {
        return quoted_end(bytes, at, quote);
    }
    let len = bytes.get(at..)?.iter().take_while(|byte| is_bare(**byte)).count();
    (len > 0).then_some(at + len)
}

fn quoted_end(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let mut escaped = false;
    for (index, &byte) in bytes.iter().enumerate().skip(at + 1) {
        match byte {
            b'\n' => return None,
            _ if escaped => escaped = false,
            b'\\' if quote == b'"' => escaped = true,
            _ if byte == quote => return Some(index + 1),
            _ => {}
        }
    }
    None
}

/// The end of the dotted key that starts at `at`, if one does.
pub(super) fn dotted(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = segment(bytes, at)?;
    loop {
        let dot = blanks(bytes, end);
        if bytes.get(dot) != Some(&b'.') {
            return Some(end);
        }
        end = segment(bytes, blanks(bytes, dot + 1))?;
    }
}

/// The first position from `at` on that holds no space and no tab.
pub(super) fn blanks(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
