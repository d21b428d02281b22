//! How far a key, a string or a bare value goes, found with as few steps a byte as can be.
//!
//! Strings are short: to set up a search by vectors of bytes costs more than most of them, and a
//! second pass that checks what the first one passed over costs as much again. So eight bytes are
//! looked at at once, for the end of the string and for everything that is not plain in one step.

use super::day::Day;
use super::{datetime, key};

const IN_KEY: u8 = 1;
const IN_VALUE: u8 = 2;

/// What a byte may stand in.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if key::is_bare(byte as u8) {
            classes[byte] = IN_KEY | IN_VALUE;
        } else if matches!(byte as u8, b'+' | b'.' | b':') {
            classes[byte] = IN_VALUE;
        }
        byte += 1;
    }
    classes
};

/// The small letters and underscores that a bare key begins with, which mostly are all of it.
pub(super) struct Key {
    pub(super) end: usize,
    /// The first of them, eight at most.
    pub(super) head: u64,
}

/// The beginning of the bare key that starts at `at`.
#[inline]
pub(super) fn key(bytes: &[u8], mut at: usize) -> Key {
    let mut eight = eight_at(bytes, at);
    let mut odd = no_letter(eight);
    let head = below(eight, odd);
    while odd == 0 {
        at += 8;
        eight = eight_at(bytes, at);
        odd = no_letter(eight);
    }
    Key { end: at + odd.trailing_zeros() as usize / 8, head }
}

/// The end of the bare key that starts at `at`.
#[inline]
pub(super) fn whole_key(bytes: &[u8], at: usize) -> usize {
    end_of(bytes, key(bytes, at).end, IN_KEY)
}

/// The first byte of the value, if ` = ` stands at `at`.
#[inline]
pub(super) fn assigned(bytes: &[u8], at: usize) -> Option<u8> {
    let [sign @ .., first] = *bytes.get(at..)?.first_chunk::<4>()?;
    (sign == *b" = ").then_some(first)
}

/// The `head` of a key, which is all there is of `bytes`.
pub(super) fn head(key: &[u8]) -> u64 {
    let eight = eight_at(key, 0);
    below(eight, no_letter(eight))
}

/// The bytes before the first that is odd.
#[inline]
fn below(eight: u64, odd: u64) -> u64 {
    eight & ((odd & odd.wrapping_neg()) >> 7).wrapping_sub(1)
}

/// The end of the number, the date or the word that starts at `at`.
pub(super) fn value(bytes: &[u8], at: usize) -> usize {
    end_of(bytes, at, IN_VALUE)
}

#[inline]
fn end_of(bytes: &[u8], mut at: usize, class: u8) -> usize {
    while is(bytes, at, class) {
        at += 1;
    }
    at
}

/// The eight bytes at `at`; those behind the end are zero, which stands in nothing.
#[inline]
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last_bytes(bytes.get(at..).unwrap_or_default()),
    }
}

#[cold]
#[inline(never)]
fn last_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte))
}

/// The number that stands at `at`, if it is one digit and nothing more of a value.
#[inline]
pub(super) fn digit(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = bytes.get(at)?.wrapping_sub(b'0');
    (digit < 10 && !is(bytes, at + 1, IN_VALUE)).then_some(digit)
}

/// The day of the date of ten bytes that starts at `at`, if it ends with them and plainly is one.
#[inline]
pub(super) fn date(bytes: &[u8], at: usize) -> Option<Day> {
    let rest = bytes.get(at..)?;
    let day = datetime::plain_date(rest.first_chunk()?)?;
    (!is(rest, 10, IN_VALUE)).then_some(day)
}

#[inline]
fn is(bytes: &[u8], at: usize, class: u8) -> bool {
    bytes.get(at).is_some_and(|byte| CLASSES[usize::from(*byte)] & class != 0)
}

/// The first position from `at` on of a byte that is not plain in a string of one line between
/// `QUOTE`s: the quote itself, a backslash that means something, a control character.
#[inline]
pub(super) fn plain<const QUOTE: u8>(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let odd = odd::<QUOTE>(eight_at(bytes, at));
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
}

#[inline]
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each byte that is neither a small letter nor an underscore. Bits above the
/// lowest that is set say nothing: a byte may have carried into the next.
#[inline]
fn no_letter(eight: u64) -> u64 {
    // Between the underscore and the letters stands one other character.
    let below = !eight.wrapping_add(each(0x80 - b'_'));
    let above = eight.wrapping_add(each(0x7F - b'z'));
    let between = (eight ^ each(b'_' + 1)).wrapping_sub(each(1));
    (below | above | between | eight) & each(0x80)
}

/// The highest bit of each byte that is not plain, or a tab. Bits above the lowest that is set say
/// nothing: a byte may have borrowed from the next.
#[inline]
const fn odd<const QUOTE: u8>(eight: u64) -> u64 {
    // So turned, the control characters are the first 32 and the quote is the next.
    let control_or_quote = (eight ^ each(QUOTE ^ 0x20)).wrapping_sub(each(0x21));
    let delete = eight.wrapping_add(each(1));
    let escape = if QUOTE == b'"' { (eight ^ each(b'\\')).wrapping_sub(each(1)) } else { 0 };
    (control_or_quote | delete | escape) & !eight & each(0x80)
}

#[cfg(test)]
mod tests {
    use super::{IN_KEY, end_of, head, key, plain, whole_key};

    fn is_plain<const QUOTE: u8>(byte: u8) -> bool {
        !(byte == QUOTE
            || (QUOTE == b'"' && byte == b'\\')
            || (byte < 0x20 && byte != b'\t')
            || byte == 0x7F)
    }

    /// Holds the eight bytes at once against one after the other, with each byte at each place.
    fn same<const QUOTE: u8>() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                for filling in [b'a', b'_', b'-', b'\t', 0xC3, 0x80, 0x21] {
                    let mut bytes = [filling; 20];
                    bytes[place] = byte;
                    // What follows must not matter.
                    for (at, behind) in bytes.iter_mut().enumerate().skip(place + 1) {
                        *behind = [byte, QUOTE, b'\\', 0, 0x7F, 0xFE, 0x23][at % 7];
                    }
                    assert_eq!(whole_key(&bytes, 0), end_of(&bytes, 0, IN_KEY), "{bytes:?}");
                    let end = bytes.iter().position(|byte| !is_plain::<QUOTE>(*byte));
                    assert_eq!(plain::<QUOTE>(&bytes, 0), end.unwrap_or(20), "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn eight_bytes_at_once_say_what_each_of_them_says() {
        same::<b'"'>();
        same::<b'\''>();
    }

    #[test]
    fn a_key_begins_alike_wherever_it_stands() {
        for name in ["", "a", "a_b", "a-b", "r2", "2r", "likelihood", "approved_by"] {
            let head = head(name.as_bytes());
            for behind in [" = ", "=1", ".x", "]", "=\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}"] {
                let text = format!("\n{name}{behind}");
                let read = key(text.as_bytes(), 1);
                assert_eq!(
                    (whole_key(text.as_bytes(), 1), read.head),
                    (name.len() + 1, head),
                    "{text:?}"
                );
            }
        }
    }
}
