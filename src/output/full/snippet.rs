//! Drawing an excerpt. The only place that knows miette.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode,
    ThemeCharacters, ThemeStyles,
};

use super::excerpt::Excerpt;
use super::plain;
use crate::output::Style;
use crate::rule::types::Level;

/// Draws excerpts in the look that was asked for. miette would ask the terminal; here whoever
/// calls has decided.
pub(super) struct Pen {
    handler: GraphicalReportHandler,
    theme: GraphicalTheme,
    color: bool,
    /// For excerpts with the primary mark and no other, which most are, by level: an error's, a
    /// warning's and a note's.
    single: [GraphicalReportHandler; 3],
}

impl Pen {
    pub(super) fn new(style: &Style) -> Self {
        let theme = GraphicalTheme {
            characters: if style.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters::ascii()
            },
            styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        let handler = GraphicalReportHandler::new_themed(theme.clone())
            .with_links(false)
            .with_wrap_lines(false)
            .with_width(style.width)
            .with_context_lines(1)
            .without_syntax_highlighting();
        let single = [Level::Error, Level::Warning, Level::Note]
            .map(|level| colored(&handler, &theme, &[true], level));
        Self { handler, theme, color: style.color, single }
    }

    /// Adds an excerpt with its marks: the primary one in the colour of the level.
    pub(super) fn draw(&self, excerpt: &Excerpt, level: Level, text: &mut String) {
        let drawn = !self.color && plain::draw(excerpt, &self.theme.characters, text);
        if !drawn {
            self.draw_any(excerpt, level, text);
        }
    }

    /// The same for excerpts of every kind.
    fn draw_any(&self, excerpt: &Excerpt, level: Level, text: &mut String) {
        let primary: Vec<bool> = excerpt.labels.iter().map(LabeledSpan::primary).collect();
        let other;
        let [error, warning, note] = &self.single;
        let handler = match (primary.as_slice(), level) {
            ([true], Level::Error) => error,
            ([true], Level::Warning) => warning,
            ([true], Level::Note | Level::Off) => note,
            (primary, level) => {
                other = colored(&self.handler, &self.theme, primary, level);
                &other
            }
        };
        let before = text.len();
        // Drawing into memory cannot fail.
        let _ = handler.render_report(text, &Drawn(excerpt));
        // miette begins with the line of a message, which is written elsewhere.
        if text.get(before..).is_some_and(|drawn| drawn.starts_with('\n')) {
            text.remove(before);
        }
    }
}

/// A handler that draws marks, of which some are primary, in the colours of a level.
fn colored(
    handler: &GraphicalReportHandler,
    theme: &GraphicalTheme,
    primary: &[bool],
    level: Level,
) -> GraphicalReportHandler {
    let mut theme = theme.clone();
    let styles = &mut theme.styles;
    let own = match level {
        Level::Error => styles.error,
        Level::Warning => styles.warning,
        Level::Note | Level::Off => styles.advice,
    };
    styles.link = styles.help;
    styles.highlights =
        primary.iter().map(|primary| if *primary { own } else { styles.advice }).collect();
    handler.clone().with_theme(theme)
}

/// An excerpt as miette wants it: a diagnostic without a message.
#[derive(Debug)]
struct Drawn<'a>(&'a Excerpt);

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<Severity> {
        None
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Pen, plain};
    use crate::output::Style;
    use crate::output::full::excerpt::{Excerpt, Mark, Text, excerpts};
    use crate::output::full::line::Look;
    use crate::rule::types::Level;
    use crate::source::Lines;
    use crate::span::Span;

    fn cut(source: Text<'_>, marks: Vec<Mark<'_>>, look: Look) -> Vec<Excerpt> {
        let mut cut = Vec::new();
        excerpts(source, marks, look, &mut cut);
        cut
    }

    /// Marks what stands between each pair of `«` and `»`; the first is the primary one.
    fn draw(marked: &str) -> String {
        let (mut text, mut marks) = (String::new(), Vec::new());
        let offset = |text: &str| u32::try_from(text.len()).unwrap();
        for c in marked.chars() {
            match c {
                '«' => marks.push(Mark {
                    span: Span::new(offset(&text), offset(&text)),
                    label: Cow::Borrowed(*["here", "there"].get(marks.len()).unwrap()),
                    primary: marks.is_empty(),
                }),
                '»' => marks.last_mut().unwrap().span.end = offset(&text),
                c => text.push(c),
            }
        }
        let lines = Lines::new(&text);
        let source = Text { path: "a.toml", lines: &lines };
        let style = Style { width: 40, ..Style::default() };
        let look = Look { columns: 40, ellipsis: "..." };
        let mut drawn = String::new();
        for excerpt in cut(source, marks, look) {
            Pen::new(&style).draw(&excerpt, Level::Error, &mut drawn);
        }
        drawn
    }

    #[track_caller]
    fn assert_drawn(marked: &str, expected: &[&str]) {
        let drawn = draw(marked);
        let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
        assert_eq!(lines, expected, "\n{drawn}");
    }

    /// Draws marks of a text as usual ones, where they are, and as any others. Says how many were usual, and
    /// how many were not.
    fn alike(text: &str, marks: &[Mark<'_>], unicode: bool) -> (usize, usize) {
        let style = Style { width: 40, unicode, ..Style::default() };
        let (pen, lines) = (Pen::new(&style), Lines::new(text));
        let source = Text { path: "a.toml", lines: &lines };
        let look = Look { columns: 40, ellipsis: "..." };
        let (mut usual, mut other) = (0, 0);
        for excerpt in cut(source, marks.to_vec(), look) {
            let (mut plain, mut any) = (String::new(), String::new());
            if plain::draw(&excerpt, &pen.theme.characters, &mut plain) {
                pen.draw_any(&excerpt, Level::Error, &mut any);
                assert_eq!(plain, any, "{text:?} {marks:?}");
                usual += 1;
            } else {
                assert_eq!(plain, "");
                other += 1;
            }
        }
        (usual, other)
    }

    /// Every place that a text has, and what is said there.
    fn marks(text: &str, label: &'static str) -> Vec<Mark<'static>> {
        let all = 0..=u32::try_from(text.len()).unwrap();
        let spans = all.clone().flat_map(|start| all.clone().map(move |end| Span::new(start, end)));
        let label = Cow::Borrowed(label);
        spans.map(|span| Mark { span, label: label.clone(), primary: true }).collect()
    }

    #[test]
    fn the_usual_excerpt_is_drawn_as_any_other() {
        let texts =
            ["a", "", "id = 1\n\nb = 2", "\n\tx = \"12\"\n", "\n\n\n\n\n\n\n\nkey = 9\nlast\nc"];
        let labels =
            ["", "here", "something that is too long to stand beside the place it is said of"];
        let mut drawn = 0;
        for (text, label) in texts.iter().flat_map(|text| labels.map(|label| (text, label))) {
            for mark in marks(text, label) {
                for unicode in [false, true] {
                    let (usual, other) = alike(text, std::slice::from_ref(&mark), unicode);
                    assert!(usual == 1 || (other == 1 && label.len() > 30), "{text:?} {mark:?}");
                    drawn += usual;
                }
            }
        }
        assert!(drawn > 1000, "{drawn}");
    }

    #[test]
    fn two_marks_are_drawn_as_any_others() {
        let (mut usual, mut other) = (0, 0);
        for text in ["a = 1\nbc", "\n\na\n", "a\n\n\n\n\nb"] {
            for (primary, first) in [(true, "here"), (false, "")] {
                for one in marks(text, first) {
                    for next in marks(text, "there") {
                        let next = Mark { primary, ..next };
                        let one = Mark { primary: !primary, ..one.clone() };
                        let (more, others) = alike(text, &[one, next], false);
                        (usual, other) = (usual + more, other + others);
                    }
                }
            }
        }
        assert!(usual > 1000 && other > 1000, "{usual} {other}");
    }

    #[test]
    fn one_line_with_its_neighbours() {
        assert_drawn(
            "x = 0\nid = «1»\ny = 2\nz = 3\n",
            &[
                "   ,-[a.toml:2:6]",
                " 1 | x = 0",
                " 2 | id = 1",
                "   :      |",
                "   :      `-- here",
                " 3 | y = 2",
                "   `----",
            ],
        );
    }

    #[test]
    fn windows_line_ends_and_a_byte_order_mark() {
        assert_drawn(
            "\u{feff}«id» = 1\r\ny = 2\r\n\r\nz = 3\r\n",
            &[
                "   ,-[a.toml:1:1]",
                " 1 | id = 1",
                "   : ^|",
                "   :  `-- here",
                " 2 | y = 2",
                "   `----",
            ],
        );
    }

    #[test]
    fn columns_count_characters_and_marks_count_columns() {
        assert_drawn(
            "\ta = \"日本\" # «ö»\n",
            &[
                "   ,-[a.toml:1:13]",
                " 1 |     a = \"日本\" # ö",
                "   :                  |",
                "   :                  `-- here",
                "   `----",
            ],
        );
    }

    #[test]
    fn of_several_lines_the_first_is_marked() {
        assert_drawn(
            "\ntext = «\"\"\"\none\ntwo\n\"\"\"»\n",
            &[
                "   ,-[a.toml:2:8]",
                " 2 | text = \"\"\"",
                "   :        ^|^",
                "   :         `-- here",
                " 3 | one",
                "   `----",
            ],
        );
    }

    #[test]
    fn the_end_of_a_file_and_a_file_without_a_byte() {
        assert_drawn(
            "id = 1«»",
            &[
                "   ,-[a.toml:1:7]",
                " 1 | id = 1",
                "   :       ^",
                "   :       `-- here",
                "   `----",
            ],
        );
        assert_drawn(
            "id = 1\n«»",
            &["   ,-[a.toml:2:1]", " 1 | id = 1", " 2 |", "   : ^", "   : `-- here", "   `----"],
        );
        assert_drawn("«»", &["   ,-[a.toml:1:1]", " 1 |", "   : ^", "   : `-- here", "   `----"]);
    }

    #[test]
    fn near_places_share_an_excerpt_and_far_ones_do_not() {
        assert_drawn(
            "«a» = 1\n«b» = 2\n",
            &[
                "   ,-[a.toml:1:1]",
                " 1 | a = 1",
                "   : |",
                "   : `-- here",
                " 2 | b = 2",
                "   : |",
                "   : `-- there",
                "   `----",
            ],
        );
        let far = draw(&format!("«a» = 1\n{}«b» = 2\n", "c = 3\n".repeat(100_000)));
        assert!(far.lines().count() < 16, "{far}");
        assert!(far.contains("[a.toml:100002:1]"), "{far}");
    }

    #[test]
    fn a_span_that_does_not_fit_the_text_is_no_crash() {
        let lines = Lines::new("a = 1");
        let source = Text { path: "a.toml", lines: &lines };
        let mark = Mark { span: Span::new(90, 7), label: Cow::Borrowed(""), primary: true };
        for excerpt in cut(source, vec![mark], Look { columns: 40, ellipsis: "..." }) {
            let mut drawn = String::new();
            Pen::new(&Style::default()).draw(&excerpt, Level::Note, &mut drawn);
            assert!(drawn.contains("a = 1"));
        }
    }
}
