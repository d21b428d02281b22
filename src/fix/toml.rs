//! Words as TOML writes them: what a fix puts in may hold quotes, backslashes or spaces.

use std::borrow::Cow;

/// A text as a string on one line.
pub(crate) fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A name as a key: bare where it can be.
pub(crate) fn key(name: &str) -> Cow<'_, str> {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !name.is_empty() && name.bytes().all(bare) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(string(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{key, string};

    #[test]
    fn what_is_written_reads_as_it_was_meant() {
        for text in ["", "plain", "C:\\users", "the \"old\" one", "a\tb\u{7f}\u{0}", "é # [x]"] {
            let written = format!("{} = {}", key(text), string(text));
            let document = crate::document::Document::parse(&written);
            assert!(document.complete(), "{written}");
            let entry = document.root(&written).get(text).expect(&written);
            assert_eq!(entry.as_str().as_deref(), Some(text), "{written}");
        }
        assert_eq!(key("iso-27001_x"), "iso-27001_x");
    }
}
