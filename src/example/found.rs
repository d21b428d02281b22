//! What a run finds, as places that can be drawn under a text.

use super::mark::{MarkKind, Spot};
use crate::finding::Fix;
use crate::source::Lines;
use crate::span::Span;

/// A finding, with names in place of numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    /// The rule, where it is not the one that the example is of.
    pub rule: Option<String>,
    /// Where.
    pub at: At,
    /// What is wrong.
    pub message: String,
    /// What is said at the place.
    pub label: Option<String>,
    /// Other places and what is said there.
    pub related: Vec<(At, String)>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct At {
    /// The file's path from the root.
    pub path: String,
    /// The bytes, in characters.
    pub spot: Spot,
}

/// A place that wants a mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wanted {
    /// Where.
    pub spot: Spot,
    /// What it is.
    pub kind: MarkKind,
    /// The rule, where it is another one.
    pub rule: Option<String>,
    /// What the mark may say: the beginning of one of these. The first is what is written by
    /// whoever writes a mark.
    pub says: Vec<String>,
}

/// The places of a file that want a mark. A place that several findings point to, saying the same,
/// wants one; related places of other rules want none.
pub(super) fn wanted(path: &str, found: &[Found]) -> Vec<Wanted> {
    let primary = found.iter().filter(|found| found.at.path == path).map(|found| Wanted {
        spot: found.at.spot,
        kind: MarkKind::Primary,
        rule: found.rule.clone(),
        says: std::iter::once(&found.message)
            .chain(&found.label)
            .map(|text| first_line(text))
            .collect(),
    });
    let mut wanted: Vec<Wanted> = primary.collect();
    let own = found.iter().filter(|found| found.rule.is_none());
    for (at, label) in own.flat_map(|found| &found.related).filter(|(at, _)| at.path == path) {
        let related = Wanted {
            spot: at.spot,
            kind: MarkKind::Related,
            rule: None,
            says: vec![first_line(label)],
        };
        if !wanted.contains(&related) {
            wanted.push(related);
        }
    }
    wanted
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end().to_owned()
}

/// The part of a span that can be drawn: that on its first line. A place between two characters
/// stands on the next one, at the end of a line one column behind it.
pub(super) fn spot(text: &str, span: Span) -> Spot {
    let mut start = span.start;
    // Behind the last line there is nothing to draw under.
    if start as usize >= text.len() && text.ends_with('\n') {
        start = text.len() as u32 - 1;
    }
    let position = Lines::new(text).position(start);
    let rest = text.get(start as usize..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    let covered = line.char_indices().filter(|(at, _)| start as usize + at < span.end as usize);
    Spot { line: position.line, column: position.column, length: covered.count().max(1) }
}

#[cfg(test)]
mod tests {
    use super::{At, Found, spot, wanted};
    use crate::example::{MarkKind, Spot};
    use crate::span::Span;

    fn drawn(text: &str, start: u32, end: u32) -> (usize, usize, usize) {
        let Spot { line, column, length } = spot(text, Span::new(start, end));
        (line, column, length)
    }

    #[test]
    fn a_span_is_drawn_on_its_first_line_and_never_invisible() {
        let text = "ab = \"ü\"\nc = [\n  1,\n]\n";
        assert_eq!(drawn(text, 5, 9), (1, 6, 3));
        assert_eq!(drawn(text, 14, 21), (2, 5, 1));
        assert_eq!(drawn(text, 0, 0), (1, 1, 1));
        assert_eq!(drawn(text, 9, 9), (1, 9, 1));
        let end = text.len() as u32;
        assert_eq!(drawn(text, end, end), (4, 2, 1));
        assert_eq!(drawn("a\r\nb", 1, 3), (1, 2, 1));
        assert_eq!(drawn("", 0, 0), (1, 1, 1));
    }

    #[test]
    fn related_places_are_wanted_once_and_only_of_the_rule_itself() {
        let at = At { path: "a.toml".into(), spot: Spot { line: 1, column: 1, length: 1 } };
        let found = |rule: Option<&str>| Found {
            rule: rule.map(str::to_owned),
            at: at.clone(),
            message: "m\nmore".into(),
            label: Some("l".into()),
            related: vec![(at.clone(), "r".into())],
            fix: None,
        };
        let all = wanted("a.toml", &[found(None), found(None), found(Some("other"))]);
        let kinds: Vec<_> =
            all.iter().map(|wanted| (wanted.kind, wanted.rule.as_deref())).collect();
        assert_eq!(
            kinds,
            [
                (MarkKind::Primary, None),
                (MarkKind::Primary, None),
                (MarkKind::Primary, Some("other")),
                (MarkKind::Related, None)
            ]
        );
        assert_eq!(all[0].says, ["m", "l"]);
        assert_eq!(wanted("b.toml", &[found(None)]), []);
    }
}
