//! Texts with marks under them.

use super::compare::{Drawn, Standing};
use super::mark::{Mark, Spot};

/// How far a text is indented; the first columns say what is wrong with a mark.
const MARGIN: &str = "    ";
const WRONG: &str = "  - ";
const MISSING: &str = "  + ";

/// The text with the marks that hold.
pub(super) fn plain(text: &str, drawn: &[Drawn]) -> String {
    // A rule file that git gave Windows line ends keeps them.
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len());
    for (line, marks) in lines(text, drawn) {
        out.push_str(line);
        for drawn in marks.iter().filter(|drawn| drawn.standing != Standing::Wrong) {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push_str(end);
            }
            out.push_str(&drawn.mark.line());
            out.push_str(end);
        }
    }
    out
}

/// The text with all marks, `+` before those that are missing and `-` before those that are wrong:
/// what has to be done to the example.
pub(super) fn judged(text: &str, drawn: &[Drawn]) -> String {
    let mut out = String::new();
    for (line, marks) in lines(text, drawn) {
        row(&mut out, MARGIN, line);
        for drawn in marks {
            let margin = match drawn.standing {
                Standing::Wrong => WRONG,
                Standing::Missing => MISSING,
                Standing::Holds => MARGIN,
            };
            row(&mut out, margin, &drawn.mark.line());
        }
    }
    out
}

/// As `judged`, of a text that is not the example's own: only the lines with marks.
pub(super) fn excerpt(text: &str, drawn: &[Drawn]) -> String {
    let marked = |number: usize| drawn.iter().any(|drawn| drawn.mark.spot.line == number);
    let mut out = String::new();
    for (number, line) in
        (1..).zip(text.split_inclusive('\n')).filter(|(number, _)| marked(*number))
    {
        let marks = drawn.iter().filter(|drawn| drawn.mark.spot.line == number).cloned();
        let first = marks.map(|drawn| Drawn {
            mark: Mark { spot: Spot { line: 1, ..drawn.mark.spot }, ..drawn.mark },
            ..drawn
        });
        out.push_str(&judged(line, &first.collect::<Vec<_>>()));
    }
    out
}

/// One line behind its margin.
pub(super) fn row(out: &mut String, margin: &str, line: &str) {
    let start = out.len();
    out.push_str(margin);
    out.extend(line.trim_end_matches(['\n', '\r']).chars().map(visible));
    // An empty line has no margin: nobody likes blanks at the end of a line.
    let end = start + out[start..].trim_end_matches(' ').len();
    out.truncate(end);
    out.push('\n');
}

/// One column for each character, whatever it does to a terminal: otherwise marks would not stand
/// under what they mark.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            '·'
        }
        '\u{feff}' | '\u{e0000}'..='\u{e007f}' => '·',
        c if c.is_control() => '·',
        c => c,
    }
}

/// The margins for a line that should not be there, and for one that should.
pub(super) const fn margins() -> (&'static str, &'static str, &'static str) {
    (MARGIN, WRONG, MISSING)
}

/// Each line with its marks, which are sorted by line.
fn lines<'t, 'd>(
    text: &'t str,
    drawn: &'d [Drawn],
) -> impl Iterator<Item = (&'t str, &'d [Drawn])> {
    let mut left = drawn;
    // A text without a line has one all the same: something can be found in an empty file.
    let empty = text.is_empty().then_some("");
    text.split_inclusive('\n').chain(empty).zip(1..).map(move |(line, number)| {
        let (marks, rest) =
            left.split_at(left.partition_point(|drawn| drawn.mark.spot.line <= number));
        left = rest;
        (line, marks)
    })
}

#[cfg(test)]
mod tests {
    use super::{judged, plain};
    use crate::example::compare::{Drawn, Standing};
    use crate::example::mark::{Mark, parse, strip};

    fn drawn(line: usize, mark: &str, standing: Standing) -> Drawn {
        let mut mark: Mark = parse(mark).expect("a mark");
        mark.spot.line = line;
        Drawn { mark, standing }
    }

    #[test]
    fn what_is_wrong_and_what_is_missing_stands_in_the_margin() {
        let marks = [
            drawn(1, "  --- here", Standing::Wrong),
            drawn(1, "  ^^^ why", Standing::Missing),
            drawn(3, "^ x", Standing::Holds),
        ];
        let text = "[[control]]\n\nb = 2\n";
        assert_eq!(
            judged(text, &marks),
            "    [[control]]\n  -   --- here\n  +   ^^^ why\n\n    b = 2\n    ^ x\n"
        );
        let new = plain(text, &marks);
        assert_eq!(new, "[[control]]\n  ^^^ why\n\nb = 2\n^ x\n");
        assert_eq!(strip("a.toml", &new).text, text);
    }

    #[test]
    fn every_character_takes_a_column() {
        let marks = [drawn(1, "     ^^^ x", Standing::Holds)];
        assert_eq!(judged("a\t= \"\u{202e}b\"\n", &marks), "    a = \"·b\"\n         ^^^ x\n");
    }

    #[test]
    fn a_text_may_end_without_a_line_break_or_be_empty() {
        let mark = [drawn(1, "^ x", Standing::Missing)];
        assert_eq!(judged("a", &mark), "    a\n  + ^ x\n");
        assert_eq!(plain("a", &mark), "a\n^ x\n");
        assert_eq!(judged("", &mark), "\n  + ^ x\n");
        assert_eq!(plain("", &[]), "");
    }
}
