//! Text of files, made safe for a terminal.
//!
//! Whoever writes a record must not be able to move the cursor, turn a line around or hide a
//! letter on the screen of whoever reads the findings. What nobody would see is written as the
//! escape that TOML has for it, so that it can be talked about.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text on one line: line breaks are escaped as well.
pub(crate) fn clean_line(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// A text that may have several lines.
pub(crate) fn clean_block(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

fn clean(text: &str, lines: bool) -> Cow<'_, str> {
    // The usual text is plain, and most of it is ASCII.
    let plain = |byte: u8| (b' '..0x7f).contains(&byte) | (lines & (byte == b'\n'));
    if all(text, plain) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' if lines => cleaned.push(c),
            '\t' => cleaned.push(' '),
            c if is_unseen(before, c, chars.peek().copied()) => push_escape(&mut cleaned, c),
            c => cleaned.push(c),
        }
        before = Some(c);
    }
    Cow::Owned(cleaned)
}

/// Whether something is true of all bytes. All are looked at, as many at once as the processor can:
/// where the first that is otherwise ended it, it would be one by one.
fn all(text: &str, is_so: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |all, byte| all & is_so(byte))
}

/// Whether every byte of a text is a character that is seen as it is, in one column.
pub(super) fn is_plain(text: &str) -> bool {
    all(text, |byte| (b' '..0x7f).contains(&byte))
}

/// Whether a character cannot be seen where it stands, or does something to what is around it.
pub(super) fn is_unseen(before: Option<char>, c: char, after: Option<char>) -> bool {
    match c {
        // Joiners belong to the spelling of some scripts and of emoji, and to nothing else.
        '\u{200c}' | '\u{200d}' => {
            let inside = |neighbour: Option<char>| neighbour.is_some_and(|c| !c.is_ascii());
            !(inside(before) && inside(after))
        }
        c => c.is_control() || is_invisible(c),
    }
}

/// Characters that turn the line around, take no room, or are tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
        | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Writes the escape that TOML has for a character.
pub(super) fn push_escape(text: &mut String, c: char) {
    let _ = match (c, u32::from(c)) {
        ('\n', _) => text.write_str("\\n"),
        ('\r', _) => text.write_str("\\r"),
        (_, code @ 0x1_0000..) => write!(text, "\\U{code:08X}"),
        (_, code) => write!(text, "\\u{code:04X}"),
    };
}

/// How many columns a character takes. Good enough to wrap a line; nothing is aligned by it.
pub(super) fn width(c: char) -> usize {
    let wide = matches!(u32::from(c),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f
        | 0xff00..=0xff60 | 0x1_f300..=0x1_faff | 0x2_0000..=0x3_fffd);
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::{clean_block, clean_line};

    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        assert_eq!(clean_line("control `backup`"), "control `backup`");
        assert_eq!(clean_line("Übung, 日本"), "Übung, 日本");
        assert_eq!(clean_line("\u{1b}[2Jgone\u{7}"), "\\u001B[2Jgone\\u0007");
        assert_eq!(clean_line("a\r\nb\tc"), "a\\r\\nb c");
        assert_eq!(clean_line("for \u{202e}snimda"), "for \\u202Esnimda");
        assert_eq!(clean_line("x\u{9b}31m"), "x\\u009B31m");
        assert_eq!(clean_line("tag\u{e0061}"), "tag\\U000E0061");
    }

    #[test]
    fn joiners_stay_where_a_script_needs_them() {
        assert_eq!(clean_line("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(clean_line("night\u{200d}ly"), "night\\u200Dly");
    }

    #[test]
    fn help_keeps_its_lines() {
        assert_eq!(
            clean_block("[[soa]]\nrequirement = \"\u{1b}\""),
            "[[soa]]\nrequirement = \"\\u001B\""
        );
    }
}
