//! Two texts, line by line.

use super::draw;

/// What one text has and the other has not: `-` before a line that should be there, `+` before one
/// that is there instead.
pub(super) fn difference(expected: &str, actual: &str) -> String {
    let expected: Vec<&str> = expected.split_inclusive('\n').collect();
    let actual: Vec<&str> = actual.split_inclusive('\n').collect();
    let (same, minus, plus) = draw::margins();
    let common = common(&expected, &actual);
    let mut out = String::new();
    let (mut i, mut j) = (0, 0);
    let ends = std::iter::once((expected.len(), actual.len()));
    for (next_i, next_j) in common.into_iter().chain(ends) {
        expected
            .get(i..next_i)
            .unwrap_or_default()
            .iter()
            .for_each(|line| changed(&mut out, minus, line));
        actual
            .get(j..next_j)
            .unwrap_or_default()
            .iter()
            .for_each(|line| changed(&mut out, plus, line));
        if let Some(line) = expected.get(next_i) {
            draw::row(&mut out, same, line);
        }
        (i, j) = (next_i + 1, next_j + 1);
    }
    out
}

/// A line that differs, with what nobody would see: a missing line break, blanks at the end.
fn changed(out: &mut String, margin: &str, line: &str) {
    let text = line.trim_end_matches(['\n', '\r']);
    let blanks = text.len() - text.trim_end().len();
    let note = match (blanks, line.ends_with('\n')) {
        (0, true) => "",
        (_, true) => "<- blanks at the end",
        (_, false) => "<- no line break at the end",
    };
    draw::row(out, margin, &format!("{text}{note}"));
}

/// The longest list of lines that both texts have in this order, as pairs of positions. Texts of
/// examples are short, so a table of all pairs is good enough.
fn common(one: &[&str], other: &[&str]) -> Vec<(usize, usize)> {
    let width = other.len() + 1;
    // At [i, j]: how many lines the rests of both have in common.
    let mut table = vec![0_usize; (one.len() + 1) * width];
    let at = |table: &[usize], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, line) in one.iter().enumerate().rev() {
        for (j, other) in other.iter().enumerate().rev() {
            let best = if line == other {
                at(&table, i + 1, j + 1) + 1
            } else {
                at(&table, i + 1, j).max(at(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(line), Some(other)) = (one.get(i), other.get(j)) {
        if line == other {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&table, i + 1, j) >= at(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn lines_that_agree_stay_between_those_that_do_not() {
        assert_eq!(difference("a\nb\nc\n", "a\nB\nc\nd\n"), "    a\n  - b\n  + B\n    c\n  + d\n");
        assert_eq!(difference("", "a\n"), "  + a\n");
        assert_eq!(difference("a\n", ""), "  - a\n");
        assert_eq!(difference("a\n", "a\n"), "    a\n");
    }

    #[test]
    fn what_cannot_be_seen_is_said() {
        let shown = difference("a\nb\n", "a \nb");
        assert!(shown.contains("  + a <- blanks at the end\n"), "{shown}");
        assert!(shown.contains("  + b<- no line break at the end\n"), "{shown}");
    }
}
