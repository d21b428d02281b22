//! Texts without markup, and those whose markup is not read.

use super::Taker;
use crate::span::Span;

/// Paragraphs are parted by blank lines.
pub(super) fn read(text: &str, taker: &mut impl Taker) {
    let mut start = 0;
    let mut first = true;
    for line in text.split_inclusive('\n') {
        let said = line.trim_end();
        if said.trim_start_matches('\u{feff}').is_empty() {
            taker.end();
            first = true;
        } else {
            let span = Span::new(start, start + said.len() as u32);
            if !first {
                taker.push(" ", Span::new(start, start), false);
            }
            taker.push(said, span, true);
            first = false;
        }
        start += line.len() as u32;
    }
    taker.end();
}

/// Only the lines that do not look like headings.
pub(super) fn read_lines(text: &str, taker: &mut impl Taker) {
    for line in text.lines().filter(|line| !line.trim_start().starts_with(['#', '='])) {
        taker.push(line, Span::default(), false);
        taker.end();
    }
}
