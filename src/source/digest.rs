//! What a file's bytes add up to.

use std::fmt::Write as _;
use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a file, and what explains another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digest {
    /// In lower case hexadecimal.
    pub sha256: String,
    /// The SHA-256 of the file that this one only stands for: Git LFS keeps large files elsewhere.
    pub pointer: Option<String>,
    /// The SHA-256 with the other line endings, of a text that is not large.
    pub other_endings: Vec<String>,
}

/// Files up to this many bytes are also tried with other line endings.
const SMALL: u64 = 1024 * 1024;

/// The first line of a file that Git LFS puts in the place of another.
const POINTER: &str = "version https://git-lfs.github.com/spec/";

/// Reads to the end, a piece at a time: evidence can be larger than memory.
pub(super) fn digest(mut reader: impl Read) -> io::Result<Digest> {
    let mut hash = Sha256::new();
    let mut head = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0u64;
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = buffer.get(..count).unwrap_or_default();
        hash.update(piece);
        length += count as u64;
        if length <= SMALL {
            head.extend_from_slice(piece);
        }
    }
    let text = if length <= SMALL { String::from_utf8(head).ok() } else { None };
    let text = text.unwrap_or_default();
    Ok(Digest {
        sha256: hex(&hash.finalize()),
        pointer: pointer(&text),
        other_endings: other_endings(&text),
    })
}

fn pointer(text: &str) -> Option<String> {
    let rest = text.starts_with(POINTER).then(|| text.split_once("\noid sha256:"))??.1;
    rest.lines().next().map(str::to_owned)
}

fn other_endings(text: &str) -> Vec<String> {
    if !text.contains('\n') {
        return Vec::new();
    }
    let plain = text.replace("\r\n", "\n");
    let windows = plain.replace('\n', "\r\n");
    [plain, windows].iter().filter(|other| *other != text).map(|other| of(other)).collect()
}

fn of(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests stop aloud")]

    use super::digest;

    /// The digests of the standard's own examples.
    #[test]
    fn adds_up_what_the_standard_says() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(digest(&b""[..]).unwrap().sha256, empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest(&b"abc"[..]).unwrap().sha256, abc);
    }

    #[test]
    fn knows_other_line_endings() {
        let unix = digest(&b"a\nb\n"[..]).unwrap();
        let windows = digest(&b"a\r\nb\r\n"[..]).unwrap();
        assert_eq!(unix.other_endings.first(), Some(&windows.sha256));
        assert_eq!(windows.other_endings, [unix.sha256]);
        assert!(digest(&b"\xff\n"[..]).unwrap().other_endings.is_empty());
    }

    #[test]
    fn knows_what_stands_for_another_file() {
        let text = b"version https://git-lfs.github.com/spec/v1\noid sha256:ab12\nsize 3\n";
        assert_eq!(digest(&text[..]).unwrap().pointer.as_deref(), Some("ab12"));
        assert_eq!(digest(&b"oid sha256:ab12\n"[..]).unwrap().pointer, None);
    }
}
