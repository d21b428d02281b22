//! Drawing the usual excerpt: at most one mark below a line, in letters of one column each and without
//! colour. That is little more than copying its lines; drawing everything that could be takes many times
//! as long, and nearly all that is drawn in a run is of this kind.
//!
//! What is drawn is what miette draws, letter for letter.

use memchr::memchr_iter;
use miette::{LabeledSpan, ThemeCharacters};

use super::excerpt::Excerpt;
use crate::output::wrap::digits;
use crate::source::Position;

/// Adds an excerpt, if it is of the usual kind. Says whether it was.
pub(super) fn draw(excerpt: &Excerpt, chars: &ThemeCharacters, text: &mut String) -> bool {
    if !is_usual(excerpt) {
        return false;
    }
    let numbers = digits(excerpt.first + excerpt.count);
    let Position { line, column } = excerpt.headline;
    blanks(numbers + 2, text);
    text.push(chars.ltop);
    text.push(chars.hbar);
    text.extend(["[", &excerpt.path]);
    for number in [line, column] {
        text.push(':');
        text.push_str(&number.to_string());
    }
    text.push_str("]\n");
    let mut labels = excerpt.labels.iter().peekable();
    let mut start = 0;
    for (number, end) in (excerpt.first + 1..).zip(memchr_iter(b'\n', excerpt.text.as_bytes())) {
        let written = number.to_string();
        blanks(1 + numbers - written.len(), text);
        text.push_str(&written);
        text.push(' ');
        text.push(chars.vbar);
        text.push(' ');
        text.push_str(excerpt.text.get(start..=end).unwrap_or_default());
        if let Some(label) = labels.next_if(|label| label.offset() <= end) {
            mark(label, label.offset() - start, numbers, chars, text);
        }
        start = end + 1;
    }
    blanks(numbers + 2, text);
    text.push(chars.lbot);
    text.extend(std::iter::repeat_n(chars.hbar, 4));
    text.push('\n');
    true
}

fn is_usual(excerpt: &Excerpt) -> bool {
    let on_one_line = |one: &LabeledSpan, next: &LabeledSpan| {
        let between = excerpt.text.get(one.offset()..next.offset());
        between.is_none_or(|between| !between.contains('\n'))
    };
    !excerpt.labels.is_empty()
        && excerpt.text.is_ascii()
        && !excerpt.labels.iter().any(|label| label.label().is_some_and(|said| said.contains('\n')))
        && !excerpt
            .labels
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if on_one_line(one, next)))
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
        text.push(chars.vbar_break);
        text.push(' ');
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
    text.extend(line(left));
    text.push(middle);
    text.extend(line(right));
    text.push('\n');
    if let Some(said) = label.label() {
        beside(text);
        blanks(start + left, text);
        text.push(chars.lbot);
        text.extend(std::iter::repeat_n(chars.hbar, 2));
        text.extend([" ", said, "\n"]);
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
