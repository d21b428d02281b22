//! Drawing the usual excerpt: one mark, in letters of one column each and without colour. That is
//! little more than copying its lines; drawing everything that could be takes many times as long, and
//! nearly all that is drawn in a run is of this kind.
//!
//! What is drawn is what miette draws, letter for letter.

use miette::{LabeledSpan, ThemeCharacters};

use super::excerpt::Excerpt;
use crate::source::Position;

/// Adds an excerpt, if it is of the usual kind. Says whether it was.
pub(super) fn draw(excerpt: &Excerpt, chars: &ThemeCharacters, text: &mut String) -> bool {
    let [label] = excerpt.labels.as_slice() else { return false };
    let several_lines = label.label().is_some_and(|label| label.contains('\n'));
    if several_lines || !excerpt.text.is_ascii() {
        return false;
    }
    let numbers = (excerpt.first + excerpt.count).to_string().len();
    let Position { line, column } = excerpt.headline;
    blanks(numbers + 2, text);
    text.extend([chars.ltop, chars.hbar]);
    text.push('[');
    text.push_str(&excerpt.path);
    for number in [line, column] {
        text.push(':');
        text.push_str(&number.to_string());
    }
    text.push_str("]\n");
    let mut start = 0;
    for (number, line) in (excerpt.first + 1..).zip(excerpt.text.split_terminator('\n')) {
        let written = number.to_string();
        blanks(1 + numbers - written.len(), text);
        text.push_str(&written);
        text.extend([' ', chars.vbar, ' ']);
        text.push_str(line);
        text.push('\n');
        if (start..=start + line.len()).contains(&label.offset()) {
            mark(label, label.offset() - start, numbers, chars, text);
        }
        start += line.len() + 1;
    }
    blanks(numbers + 2, text);
    text.push(chars.lbot);
    text.extend(std::iter::repeat_n(chars.hbar, 4));
    text.push('\n');
    true
}

/// What stands below the marked line: the mark from its column on, and what is said of it.
fn mark(
    label: &LabeledSpan,
    start: usize,
    numbers: usize,
    chars: &ThemeCharacters,
    text: &mut String,
) {
    let beside = |text: &mut String| {
        blanks(numbers + 2, text);
        text.extend([chars.vbar_break, ' ']);
    };
    let left = label.len() / 2;
    let right = label.len().saturating_sub(left + 1);
    let middle = match label.label() {
        _ if label.is_empty() => chars.uarrow,
        Some(_) => chars.underbar,
        None => chars.underline,
    };
    let line = |count| std::iter::repeat_n(chars.underline, count);
    beside(text);
    blanks(start, text);
    text.extend(line(left).chain([middle]).chain(line(right)));
    text.push('\n');
    if let Some(said) = label.label() {
        beside(text);
        blanks(start + left, text);
        text.extend([chars.lbot, chars.hbar, chars.hbar, ' ']);
        text.push_str(said);
        text.push('\n');
    }
}

/// Adds blanks.
pub(super) fn blanks(count: usize, text: &mut String) {
    const SOME: &str = "                                ";
    let mut left = count;
    while let Some(more) = left.checked_sub(SOME.len()) {
        text.push_str(SOME);
        left = more;
    }
    text.push_str(SOME.get(..left).unwrap_or_default());
}
