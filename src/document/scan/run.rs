//! How far a key, a string or a bare value goes, found with as few steps a byte as can be.
//!
//! Strings are short: setting up a search for vectors of bytes costs more than most of them, and a second
//! pass that checks what the first one passed over costs as much again. So eight bytes are looked at
//! at once, for the end of the string and for everything that is not plain in the same step.

const IN_KEY: u8 = 1;
const IN_VALUE: u8 = 2;

/// What a byte may stand in.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if super::key::is_bare(byte as u8) {
            classes[byte] = IN_KEY | IN_VALUE;
        } else if matches!(byte as u8, b'+' | b'.' | b':') {
            classes[byte] = IN_VALUE;
        }
        byte += 1;
    }
    classes
};

/// The end of the bare key that starts at `at`.
#[inline]
pub(super) fn key(bytes: &[u8], at: usize) -> usize {
    class(bytes, at, IN_KEY)
}

/// The end of the number, the date or the word that starts at `at`.
#[inline]
pub(super) fn value(bytes: &[u8], at: usize) -> usize {
    class(bytes, at, IN_VALUE)
}

#[inline]
fn class(bytes: &[u8], mut at: usize, class: u8) -> usize {
    while bytes.get(at).is_some_and(|byte| CLASSES[usize::from(*byte)] & class != 0) {
        at += 1;
    }
    at
}

/// The first position from `at` on of a byte that is not plain in a string of one line between
/// `QUOTE`s: the quote itself, a backslash that means something, a control character.
#[inline]
pub(super) fn plain<const QUOTE: u8>(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let odd = odd::<QUOTE>(u64::from_le_bytes(*eight));
        if odd == 0 {
            at += 8;
            continue;
        }
        at += odd.trailing_zeros() as usize / 8;
        if bytes.get(at) != Some(&b'\t') {
            return at;
        }
        at += 1;
    }
    while bytes.get(at).is_some_and(|byte| is_plain::<QUOTE>(*byte)) {
        at += 1;
    }
    at
}

const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is not plain, or a tab. Bits above the lowest that is set say nothing: a
/// byte may have borrowed from the next.
#[inline]
const fn odd<const QUOTE: u8>(eight: u64) -> u64 {
    let control = eight.wrapping_sub(each(0x20));
    let delete = eight.wrapping_add(each(1));
    let quote = (eight ^ each(QUOTE)).wrapping_sub(each(1));
    let escape = if QUOTE == b'"' { (eight ^ each(b'\\')).wrapping_sub(each(1)) } else { 0 };
    (control | delete | quote | escape) & !eight & each(0x80)
}

const fn is_plain<const QUOTE: u8>(byte: u8) -> bool {
    !(byte == QUOTE
        || (QUOTE == b'"' && byte == b'\\')
        || (byte < 0x20 && byte != b'\t')
        || byte == 0x7F)
}

#[cfg(test)]
mod tests {
    use super::{is_plain, plain};

    /// Holds the eight bytes at once against one after the other, with each byte at each place.
    fn same<const QUOTE: u8>() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                for filling in [b'a', b'\t', 0xC3, 0x80, 0x21] {
                    let mut bytes = [filling; 20];
                    bytes[place] = byte;
                    // What follows must not matter.
                    for (at, behind) in bytes.iter_mut().enumerate().skip(place + 1) {
                        *behind = [byte, QUOTE, b'\\', 0, 0x7F, 0xFE, 0x23][at % 7];
                    }
                    let expected = bytes.iter().position(|byte| !is_plain::<QUOTE>(*byte));
                    assert_eq!(plain::<QUOTE>(&bytes, 0), expected.unwrap_or(20), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn eight_bytes_at_once_say_what_each_of_them_says() {
        same::<b'"'>();
        same::<b'\''>();
    }
}
