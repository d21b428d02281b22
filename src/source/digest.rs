//! What a file's bytes add up to.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a file, and of the one that it may stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digest {
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// The SHA-256 of the file that this one only stands for: Git LFS keeps large files elsewhere.
    pub pointer: Option<String>,
}

impl Digest {
    /// Of bytes that are held anyway.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let small = bytes.len() as u64 <= SMALL;
        let text = std::str::from_utf8(bytes).ok().filter(|_| small);
        Self { sha256: Sha256::digest(bytes).into(), pointer: text.and_then(pointer) }
    }
}

/// Files up to this many bytes are also tried with other line endings.
const SMALL: u64 = 1024 * 1024;

/// The first line of a file that Git LFS puts in the place of another.
const POINTER: &str = "version https://git-lfs.github.com/spec/";

/// What most files fit into, so that one read is enough for them.
const USUAL: usize = 8 * 1024;

/// Reads to the end, a piece at a time where it is long: evidence can be larger than memory.
pub(super) fn digest(mut reader: impl Read) -> io::Result<Digest> {
    let head = head(&mut reader)?;
    if head.len() as u64 <= SMALL {
        return Ok(Digest::of(&head));
    }
    let mut hash = Sha256::new();
    hash.update(&head);
    rest(reader, &mut hash)?;
    Ok(Digest { sha256: hash.finalize().into(), pointer: None })
}

/// The SHA-256 with the other line endings, of a text that is not large. Only worth finding out where
/// a file is not the one that was meant.
pub(super) fn other_endings(mut reader: impl Read) -> io::Result<Vec<String>> {
    let head = head(&mut reader)?;
    let text = std::str::from_utf8(&head).ok().filter(|_| head.len() as u64 <= SMALL);
    Ok(text.map(with_other_endings).unwrap_or_default())
}

/// The whole of a small file; of another a byte more than a small one has.
fn head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(USUAL);
    reader.take(SMALL + 1).read_to_end(&mut head)?;
    Ok(head)
}

/// Adds what is left to read.
fn rest(mut reader: impl Read, hash: &mut Sha256) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => hash.update(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn pointer(text: &str) -> Option<String> {
    let rest = text.starts_with(POINTER).then(|| text.split_once("\noid sha256:"))??.1;
    rest.lines().next().map(str::to_owned)
}

fn with_other_endings(text: &str) -> Vec<String> {
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

/// Bytes as lower case hexadecimal. Every finding has some, so nothing is made for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' - 10 + half });
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0xf));
        text
    })
}

/// The bytes of a SHA-256 that is written in hexadecimal, in either case.
pub(crate) fn sha256(hex: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = hex.as_bytes().try_into().ok()?;
    let half = |digit: u8| char::from(digit).to_digit(16).map(|half| half as u8);
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let &[high, low] = pair else { return None };
        *byte = half(high)? << 4 | half(low)?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {

    use sha2::{Digest as _, Sha256};

    use super::{digest, other_endings};

    /// The digests of the standard's own examples.
    #[test]
    fn adds_up_what_the_standard_says() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let sha256 = |bytes: &[u8]| super::hex(&digest(bytes).unwrap().sha256);
        assert_eq!(sha256(b""), empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
    }

    #[test]
    fn knows_other_line_endings() {
        let sha256 = |bytes: &[u8]| super::hex(&digest(bytes).unwrap().sha256);
        let (unix, windows) = (sha256(b"a\nb\n"), sha256(b"a\r\nb\r\n"));
        assert_eq!(other_endings(&b"a\nb\n"[..]).unwrap().first(), Some(&windows));
        assert_eq!(other_endings(&b"a\r\nb\r\n"[..]).unwrap(), [unix]);
        assert!(other_endings(&b"\xff\n"[..]).unwrap().is_empty());
    }

    /// The digest of a million times `a` is the standard's own example too.
    #[test]
    fn reads_what_is_longer_than_a_small_file() {
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        let sha256 = |bytes: &[u8]| super::hex(&digest(bytes).unwrap().sha256);
        assert_eq!(sha256(&[b'a'; 1_000_000]), million);
        let small = usize::try_from(super::SMALL).unwrap();
        for length in [small, small + 1, small + 100_000] {
            let long = vec![b'\n'; length];
            assert_eq!(sha256(&long), super::hex(&Sha256::digest(&long)));
            assert_eq!(other_endings(&long[..]).unwrap().is_empty(), length > small);
        }
    }

    #[test]
    fn knows_what_stands_for_another_file() {
        let text = b"version https://git-lfs.github.com/spec/v1\noid sha256:ab12\nsize 3\n";
        assert_eq!(super::Digest::of(text), digest(&text[..]).unwrap());
        assert_eq!(digest(&text[..]).unwrap().pointer.as_deref(), Some("ab12"));
        assert_eq!(digest(&b"oid sha256:ab12\n"[..]).unwrap().pointer, None);
    }

    #[test]
    fn reads_the_digits_that_it_writes() {
        for byte in 0..=u8::MAX {
            let mut bytes = [byte; 32];
            bytes[7] = 0x0f;
            bytes[31] = 0xf0;
            let text = super::hex(&bytes);
            assert_eq!(super::sha256(&text), Some(bytes));
            assert_eq!(super::sha256(&text.to_uppercase()), Some(bytes));
            // Each other byte at the first place and at the last.
            let digit = char::from(byte & 0x7f);
            let (first, last) =
                (format!("{digit}{}", &text[1..]), format!("{}{digit}", &text[1..]));
            for text in [first, last] {
                assert_eq!(super::sha256(&text).is_some(), digit.is_ascii_hexdigit(), "{text}");
            }
        }
        for text in ["", "0", &"0".repeat(63), &"0".repeat(65), &"\u{e9}".repeat(32)] {
            assert_eq!(super::sha256(text), None);
        }
    }
}
