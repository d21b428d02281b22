//! How a waiver, or one rule of it, is taken out of the text.

use crate::span::Span;

/// A comment with its line, where nothing else stands there; else with the blanks before it.
pub(super) fn comment(text: &str, comment: Span) -> Span {
    let before = text.get(..comment.start as usize).unwrap_or_default();
    let code = before.trim_end_matches(BLANKS);
    if code.is_empty() || code.ends_with(['\n', MARK]) {
        return Span::new(code.len() as u32, line_end(text, comment.end));
    }
    Span::new(code.len() as u32, comment.end)
}

/// An element of a list with its comma. `last` says that nothing behind it stays.
pub(super) fn element(text: &str, element: Span, last: bool) -> Span {
    let behind = blanks(text, element.end);
    let comma = text.as_bytes().get(behind as usize) == Some(&b',');
    let end = if comma { behind + 1 } else { element.end };
    if let Some(line) = own_line(text, Span::new(element.start, end)) {
        return line;
    }
    let before = text.get(..element.start as usize).unwrap_or_default().trim_end_matches(BLANKS);
    match before.strip_suffix(',') {
        // The comma behind it stays: as the trailing one, if there is one.
        Some(before) if last => {
            Span::new(before.trim_end_matches(BLANKS).len() as u32, element.end)
        }
        _ => Span::new(element.start, if comma { blanks(text, end) } else { end }),
    }
}

/// The line of a place, where nothing else stands there but a comment on it.
fn own_line(text: &str, place: Span) -> Option<Span> {
    let before = text.get(..place.start as usize)?.trim_end_matches(BLANKS);
    let behind = text.get(blanks(text, place.end) as usize..)?;
    let alone = before.ends_with('\n') && behind.starts_with(['\n', '\r', '#']);
    alone.then(|| Span::new(before.len() as u32, line_end(text, place.end)))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// What may stand before the first line of a file.
const MARK: char = '\u{feff}';

fn blanks(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    at + (rest.len() - rest.trim_start_matches(BLANKS).len()) as u32
}

/// Behind the line end.
fn line_end(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    at + rest.find('\n').map_or(rest.len(), |newline| newline + 1) as u32
}

#[cfg(test)]
mod tests {
    use crate::span::Span;

    fn without(text: &str, mut spans: Vec<Span>) -> String {
        let mut text = text.to_owned();
        spans.sort();
        assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{spans:?}");
        for span in spans.iter().rev() {
            text.replace_range(span.start as usize..span.end as usize, "");
        }
        text
    }

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).expect(part) as u32;
        Span::new(start, start + part.len() as u32)
    }

    #[test]
    fn takes_comments_out() {
        let cut = |text: &str| without(text, vec![super::comment(text, span(text, "# c"))]);
        assert_eq!(cut("a = 1\n  # c\nb = 2\n"), "a = 1\nb = 2\n");
        assert_eq!(cut("a = 1\r\n# c\r\nb = 2\r\n"), "a = 1\r\nb = 2\r\n");
        assert_eq!(cut("a = 1  # c\nb = 2\n"), "a = 1\nb = 2\n");
        assert_eq!(cut("# c\nb = 2\n"), "b = 2\n");
        assert_eq!(cut("\u{feff}# c\nb = 2\n"), "\u{feff}b = 2\n");
        assert_eq!(cut("a = 1\n# c"), "a = 1\n");
    }

    #[test]
    fn takes_elements_out() {
        let cut = |text: &str, names: &[(&str, bool)]| {
            without(
                text,
                names
                    .iter()
                    .map(|(name, last)| super::element(text, span(text, name), *last))
                    .collect(),
            )
        };
        assert_eq!(cut("[aa, bb]", &[("aa", false)]), "[bb]");
        assert_eq!(cut("[ aa ,bb ]", &[("bb", true)]), "[ aa ]");
        assert_eq!(cut("[aa, bb, cc]", &[("bb", false)]), "[aa, cc]");
        assert_eq!(cut("[aa, bb, cc]", &[("bb", true), ("cc", true)]), "[aa]");
        assert_eq!(cut("[aa, bb, cc]", &[("aa", false), ("cc", true)]), "[bb]");
        assert_eq!(cut("[aa, bb,]", &[("bb", true)]), "[aa,]");
        assert_eq!(cut("[\n  aa,  # why\n  bb,\n]", &[("aa", false)]), "[\n  bb,\n]");
        assert_eq!(cut("[\n  aa,  # why\n  bb\n]", &[("bb", true)]), "[\n  aa,  # why\n]");
    }
}
