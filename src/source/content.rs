//! What a file holds: its text, found to be one while its bytes are at hand.

use std::borrow::Cow;
use std::io;

use crate::memory::Filled;

/// The bytes of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// They are a text, which may stand in memory that is there until the program ends.
    Text(Cow<'static, str>),
    /// They are no UTF-8.
    Bytes(Vec<u8>),
}

impl Content {
    /// A copy of bytes.
    pub(super) fn copied(bytes: &[u8]) -> Self {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Self::Text(Cow::Owned(text.to_owned())),
            Err(_) => Self::Bytes(bytes.to_vec()),
        }
    }

    /// What was read; `beyond` reads what did not fit behind its beginning.
    ///
    /// # Errors
    ///
    /// What `beyond` says.
    pub(super) fn filled(
        filled: Filled,
        beyond: impl FnOnce(&mut Vec<u8>) -> io::Result<usize>,
    ) -> io::Result<Self> {
        match filled {
            Filled::All(bytes) => Ok(match simdutf8::basic::from_utf8(bytes) {
                Ok(text) => Self::Text(Cow::Borrowed(text)),
                Err(_) => Self::Bytes(bytes.to_vec()),
            }),
            Filled::Beginning(mut bytes) => {
                beyond(&mut bytes)?;
                Ok(bytes.into())
            }
        }
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// The text, where it is one.
    pub fn text(self) -> Option<Cow<'static, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }

    /// The text, with a replacement character for what is none.
    pub(super) fn lossy(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes),
        }
    }

    /// The same, and the offset of the first byte that is no UTF-8.
    pub(super) fn decode(self) -> (Cow<'static, str>, Option<u32>) {
        match self {
            Self::Text(text) => (text, None),
            Self::Bytes(bytes) => {
                // The replacement character has its own length, so places count from the new text;
                // everything before the first bad byte is the same in both.
                let first = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
                (
                    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
                    u32::try_from(first).ok(),
                )
            }
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(Cow::Owned(text)),
            Err(error) => Self::Bytes(error.into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn what_is_no_text_keeps_its_bytes_and_says_where() {
        for (bytes, first, text) in [
            (&b"a = 1\n"[..], None, "a = 1\n"),
            (b"", None, ""),
            ("\u{feff}a = \"\u{e9}\"".as_bytes(), None, "\u{feff}a = \"\u{e9}\""),
            (b"a = \"\xff\"\n", Some(5), "a = \"\u{fffd}\"\n"),
            (b"\xc3", Some(0), "\u{fffd}"),
            (b"\xc3\xa9 \xc3", Some(3), "\u{e9} \u{fffd}"),
        ] {
            let content = Content::copied(bytes);
            assert_eq!(content, Content::from(bytes.to_vec()));
            assert_eq!(content.as_bytes(), bytes);
            assert_eq!(content.lossy(), text);
            assert_eq!(content.clone().text().is_some(), first.is_none());
            assert_eq!(content.decode(), (text.into(), first));
        }
    }
}
