//! Marks: the lines under a text that say what is found in the line above.

use super::strings::Strings;

/// A mark under a line of an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Where it points.
    pub spot: Spot,
    /// Whether it marks a finding or another place that belongs to one.
    pub kind: MarkKind,
    /// The rule that finds it, where that is another one.
    pub rule: Option<String>,
    /// How the message, or what is said at the place, begins.
    pub label: String,
}

/// What a mark stands for. In this order they are written under one line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MarkKind {
    /// The place of a finding, drawn with `^`.
    Primary,
    /// A related place, drawn with `-`.
    Related,
}

/// A place that can be drawn: within one line, at least one character wide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Spot {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters.
    pub length: usize,
}

impl MarkKind {
    /// The character it is drawn with.
    pub const fn sign(self) -> char {
        match self {
            Self::Primary => '^',
            Self::Related => '-',
        }
    }
}

impl Mark {
    /// The line that draws it.
    pub fn line(&self) -> String {
        let mut line = " ".repeat(self.spot.column.saturating_sub(1));
        line.extend(std::iter::repeat_n(self.kind.sign(), self.spot.length));
        if let Some(rule) = &self.rule {
            line.push_str(&format!(" [{rule}]"));
        }
        if !self.label.is_empty() {
            line.push(' ');
            line.push_str(&self.label);
        }
        line
    }
}

/// Whether a dash can be a mark in a file. In Markdown, and in whatever else is no TOML, a line of
/// dashes is text.
pub(super) fn dashes_mark(path: &str) -> bool {
    path.ends_with(".toml")
}

/// A text without its marks.
#[derive(Debug, Default)]
pub(super) struct Stripped {
    /// The text.
    pub text: String,
    /// The marks.
    pub marks: Vec<Mark>,
    /// Whether a mark stands above every line.
    pub astray: bool,
}

/// Takes the marks off a text.
pub(super) fn strip(path: &str, drawn: &str) -> Stripped {
    let strings = dashes_mark(path).then(|| Strings::of(drawn));
    let mut stripped = Stripped::default();
    let mut line_number = 0;
    let mut offset = 0;
    // Where the line begins that the next mark stands under.
    let mut above = 0;
    for line in drawn.split_inclusive('\n') {
        let mark = parse(line).filter(|mark| {
            mark.kind == MarkKind::Primary
                || strings
                    .as_ref()
                    .is_some_and(|strings| strings.dash_marks(offset, above, mark.spot))
        });
        match mark {
            Some(_) if line_number == 0 => stripped.astray = true,
            Some(mut mark) => {
                mark.spot.line = line_number;
                stripped.marks.push(mark);
            }
            None => {
                line_number += 1;
                above = offset;
                stripped.text.push_str(line);
            }
        }
        offset += line.len();
    }
    stripped
}

/// The mark that a line draws; its line number is not known here.
pub(super) fn parse(line: &str) -> Option<Mark> {
    let line = line.trim_end();
    let drawn = line.trim_start_matches(' ');
    let kind = match drawn.chars().next()? {
        '^' => MarkKind::Primary,
        '-' => MarkKind::Related,
        _ => return None,
    };
    let label = drawn.trim_start_matches(kind.sign());
    if !label.is_empty() && !label.starts_with(' ') {
        return None;
    }
    let (rule, text) = other_rule(label.trim_start());
    Some(Mark {
        spot: Spot {
            line: 0,
            column: line.len() - drawn.len() + 1,
            length: drawn.len() - label.len(),
        },
        kind,
        rule: rule.filter(|_| kind == MarkKind::Primary).map(str::to_owned),
        label: text.to_owned(),
    })
}

/// `[other-rule] text`, taken apart.
fn other_rule(label: &str) -> (Option<&str>, &str) {
    let named = label.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let is_name = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    match named {
        Some((name, text)) if !name.is_empty() && is_name(name) => (Some(name), text.trim_start()),
        _ => (None, label),
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, MarkKind, Spot, parse, strip};

    fn marks(path: &str, drawn: &str) -> (String, Vec<String>) {
        let stripped = strip(path, drawn);
        let named = |mark: &Mark| {
            let Spot { line, column, length } = mark.spot;
            let rule = mark.rule.as_deref().unwrap_or("");
            format!("{line}:{column}+{length} {} {rule}|{}", mark.kind.sign(), mark.label)
        };
        (stripped.text, stripped.marks.iter().map(named).collect())
    }

    #[test]
    fn marks_belong_to_the_line_above() {
        let (text, marks) = marks(
            "records.toml",
            "[[control]]\n  ^^^^^^^ no id\n  ^^^^^^^ [missing-key] no title\n  ------- here\na = 1\n",
        );
        assert_eq!(text, "[[control]]\na = 1\n");
        assert_eq!(marks, ["1:3+7 ^ |no id", "1:3+7 ^ missing-key|no title", "1:3+7 - |here"]);
    }

    #[test]
    fn what_is_no_mark_is_text() {
        for line in ["^^x", "", "  ", "\t^^^", "-1,", "# ^^^", "^-", "a ^"] {
            assert_eq!(parse(line), None, "{line:?}");
        }
        let drawn = "# Policy\n---\n- item\n^ why\n";
        let (text, marks) = marks("policy.md", drawn);
        assert_eq!(text, "# Policy\n---\n- item\n");
        assert_eq!(marks, ["3:1+1 ^ |why"]);
    }

    #[test]
    fn columns_count_characters_of_the_mark_line() {
        let (_, marks) = marks("records.toml", "title = \"ü\"\n        ^^^\n");
        assert_eq!(marks, ["1:9+3 ^ |"]);
    }

    #[test]
    fn in_a_string_of_several_lines_a_dash_is_text() {
        let drawn =
            "text = \"\"\"\n       --- here\n- one\n- two\n  ^^^ why\n\"\"\"\nb = 1\n--- there\n";
        let (text, marks) = marks("records.toml", drawn);
        assert_eq!(text, "text = \"\"\"\n- one\n- two\n\"\"\"\nb = 1\n");
        assert_eq!(marks, ["1:8+3 - |here", "3:3+3 ^ |why", "5:1+3 - |there"]);
    }

    #[test]
    fn a_mark_needs_a_line() {
        assert!(strip("records.toml", "^^^\na = 1\n").astray);
        assert!(!strip("records.toml", "\n^\na = 1\n").astray);
    }

    #[test]
    fn a_mark_is_drawn_as_it_is_read() {
        for line in ["^", "   ^^^ why", "  -- here", "^^ [other-rule] why", "^^ [other-rule]"] {
            assert_eq!(parse(line).map(|mark| mark.line()).as_deref(), Some(line));
        }
        let bracket = parse("^ [A b] c");
        assert_eq!(bracket.map(|mark| (mark.rule, mark.label)), Some((None, "[A b] c".to_owned())));
        assert!(MarkKind::Primary < MarkKind::Related);
    }
}
