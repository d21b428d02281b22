//! What a comment in Markdown covers: the line that it stands on, or the next line below it.

use super::bind::Bound;
use crate::span::Span;

/// What a comment covers. Lines of other comments, and blank ones, are no lines: several waivers
/// may stand above one line.
pub(super) fn bind(text: &str, comment: Span, comments: &[Span]) -> Bound {
    let own = Span::new(line_start(text, comment.start), line_end(text, comment.end));
    let alone = is_blank(text, own, comments);
    let covered = if alone { next(text, own.end, comments) } else { Some(own) };
    Bound { spans: covered.into_iter().collect(), ..Bound::default() }
}

/// The next line behind a place that says something.
fn next(text: &str, mut at: u32, comments: &[Span]) -> Option<Span> {
    while (at as usize) < text.len() {
        let mut line = Span::new(at, line_end(text, at));
        // A comment may go on over the end of the line on which it begins.
        let over = |line: Span| {
            comments.iter().find(|other| line.contains(other.start) && other.end > line.end)
        };
        while let Some(other) = over(line) {
            line.end = line_end(text, other.end);
        }
        if !is_blank(text, line, comments) {
            return Some(line);
        }
        at = line.end;
    }
    None
}

/// Whether nothing but comments stands there.
fn is_blank(text: &str, line: Span, comments: &[Span]) -> bool {
    let mut at = line.start;
    for other in comments.iter().filter(|other| line.contains(other.start)) {
        if !Span::new(at, other.start).of(text).trim().is_empty() {
            return false;
        }
        at = other.end.max(at);
    }
    Span::new(at, line.end).of(text).trim().is_empty()
}

fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or_default();
    before.rfind('\n').map_or(0, |newline| newline as u32 + 1)
}

/// Behind the line end.
fn line_end(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    at + rest.find('\n').map_or(rest.len(), |newline| newline + 1) as u32
}

#[cfg(test)]
mod tests {
    use crate::prose::{Prose, Syntax};

    /// What each comment of a text covers.
    fn covered(text: &str) -> Vec<&str> {
        let prose = Prose::parse(text, Syntax::Markdown);
        let bound = prose.comments.iter().map(|span| super::bind(text, *span, &prose.comments));
        bound.flat_map(|bound| bound.spans).map(|span| span.of(text).trim_end()).collect()
    }

    #[test]
    fn a_line_or_the_next() {
        assert_eq!(covered("a\n\nb <!-- c --> d\ne\n"), ["b <!-- c --> d"]);
        assert_eq!(covered("<!-- c -->\n\n## b\n"), ["## b"]);
        assert_eq!(covered("a\n<!-- c -->\nb\n"), ["b"]);
        assert_eq!(covered("| a | b <!-- c --> |\n|---|---|\n"), ["| a | b <!-- c --> |"]);
        assert_eq!(covered("- a\n  <!-- c -->\n- b\n"), ["- b"]);
        assert_eq!(covered("a\n\n<!-- c -->\n"), [""; 0]);
    }

    #[test]
    fn comments_are_no_lines() {
        assert_eq!(covered("<!-- c -->\n<!-- d -->\n\nb\n"), ["b", "b"]);
        assert_eq!(covered("<!-- c -->\n<!-- d\n d -->\n\nb\n"), ["b", "b"]);
    }
}
