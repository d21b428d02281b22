//! Characters that nobody sees, in any part of a file.

use crate::finding::{Draft, Safety};
use crate::source::{Source, SourceId};
use crate::span::Span;

/// Finds runs of characters that cannot be seen.
pub(crate) fn find(source: &Source, id: SourceId, drafts: &mut Vec<Draft>) {
    // Nearly every file is ASCII, or holds none of these: their UTF-8 begins with one of few bytes.
    if source.text.is_ascii() {
        return;
    }
    let mut run: Option<(usize, usize, Vec<char>)> = None;
    let mut before = None;
    let mut rest = source.text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let after = rest.peek().map(|(_, next)| *next);
        if is_hidden(c, before, after, at) {
            match &mut run {
                Some((_, end, chars)) if *end == at => {
                    *end = at + c.len_utf8();
                    chars.push(c);
                }
                other => {
                    drafts.extend(other.take().map(|run| report(id, &run)));
                    *other = Some((at, at + c.len_utf8(), vec![c]));
                }
            }
        }
        before = Some(c);
    }
    drafts.extend(run.map(|run| report(id, &run)));
}

fn is_hidden(c: char, before: Option<char>, after: Option<char>, at: usize) -> bool {
    match c {
        '\u{feff}' => at > 0,
        // Letters' business between two characters beyond ASCII: Persian, Hindi, emoji.
        '\u{200c}' | '\u{200d}' => {
            let beyond = |side: Option<char>| side.is_some_and(|side| !side.is_ascii());
            !(beyond(before) && beyond(after))
        }
        c => is_bidirectional(c) || is_without_width(c) || matches!(c, '\u{e0000}'..='\u{e007f}'),
    }
}

fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_without_width(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
            | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
    )
}

fn report(id: SourceId, (start, end, chars): &(usize, usize, Vec<char>)) -> Draft {
    let first = chars.first().copied().unwrap_or_default();
    let more = match chars.len() {
        1 => String::new(),
        several => format!(" and {} more", several - 1),
    };
    let characters = format!("U+{:04X} {}{more}", first as u32, name(first));
    let escape: String = chars.iter().map(|c| escape(*c)).collect();
    let safety =
        if chars.iter().copied().any(is_bidirectional) { Safety::Unsafe } else { Safety::Safe };
    let span = Span::new(*start as u32, *end as u32);
    Draft::new("hidden-characters", id, span)
        .with("characters", characters)
        .with("escape", escape)
        .fix(safety, "delete it", vec![(span, String::new())])
}

fn escape(c: char) -> String {
    match c as u32 {
        code @ 0..=0xffff => format!("\\u{code:04X}"),
        code => format!("\\U{code:08X}"),
    }
}

/// The name that Unicode gives to those that occur; the class for the rest.
fn name(c: char) -> &'static str {
    match c {
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{34f}' => "COMBINING GRAPHEME JOINER",
        '\u{180e}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{2060}' => "WORD JOINER",
        '\u{3164}' => "HANGUL FILLER",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{e0000}'..='\u{e007f}' => "TAG CHARACTER",
        _ => "CHARACTER WITHOUT WIDTH",
    }
}
