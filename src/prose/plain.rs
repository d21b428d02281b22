//! Texts without markup, and those whose markup is not read.

use super::{Block, Prose, counted, words};
use crate::span::Span;

/// Paragraphs are parted by blank lines.
pub(super) fn parse(text: &str) -> Prose {
    let mut prose = Prose::default();
    let mut block = Block::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim_end();
        if said.trim_start_matches('\u{feff}').is_empty() {
            take(&mut block, &mut prose);
        } else {
            let span = Span::new(start, start + said.len() as u32);
            if !block.text.is_empty() {
                block.push(" ", Span::new(start, start), false);
            }
            block.push(said, span, true);
        }
        start += line.len() as u32;
    }
    take(&mut block, &mut prose);
    prose.words = counted(prose.blocks.iter().map(Block::words).sum());
    prose
}

fn take(block: &mut Block, prose: &mut Prose) {
    if !block.text.is_empty() {
        prose.blocks.push(block.take());
    }
}

/// Only counts, without the lines that look like headings.
pub(super) fn count(text: &str) -> Prose {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with(['#', '=']));
    Prose { words: counted(lines.map(words).sum()), ..Prose::default() }
}
