//! Text of files as Markdown: prose stays prose, and nothing in it becomes markup by accident.

use crate::output::wrap;

/// Columns of a line of prose.
const WIDTH: usize = 100;

/// Prose on one line: what stands in backquotes is code, the rest is text.
pub(crate) fn inline(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len() + 8);
    let closed = line.matches('`').count() / 2 * 2;
    for (number, part) in line.splitn(closed + 1, '`').enumerate() {
        if number > 0 {
            out.push('`');
        }
        if number % 2 == 1 { out.push_str(part) } else { escape(part, &mut out) }
    }
    out
}

/// What would be markup, as the character that it is. An underscore within a word is none.
fn escape(text: &str, out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let markup = match c {
            '\\' | '`' | '*' | '<' | '[' | ']' | '|' => true,
            '_' => !(inside(beside(at.checked_sub(1))) && inside(beside(Some(at + 1)))),
            // `&lt;` would be read as what it stands for.
            '&' => beside(Some(at + 1)).is_some_and(|c| c == '#' || c.is_alphabetic()),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(*c);
    }
}

/// A cell of a table, in which a bar ends the cell even within code.
pub(crate) fn cell(text: &str) -> String {
    let text = inline(text);
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if c == '|' && before != Some('\\') {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Text as code in a cell of a table, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{}{blank}{fence}", text.replace('|', "\\|"))
}

/// Paragraphs, broken into lines.
pub(crate) fn prose(text: &str) -> String {
    let paragraphs = text.trim().split("\n\n").map(|paragraph| {
        let paragraph = inline(paragraph);
        let lines = wrap(&paragraph, WIDTH, WIDTH);
        lines.iter().map(|line| tame(line)).collect::<Vec<_>>().join("\n")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A line that starts like a list, a heading or a quotation is none of them.
fn tame(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = line.get(digits..).unwrap_or_default();
    if digits > 0 && (after.starts_with(". ") || after.starts_with(") ")) {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    match line.chars().next() {
        Some('-' | '+' | '#' | '>' | '=' | '~') => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

/// A block of code, behind a fence that does not occur in it.
pub(crate) fn fenced(language: &str, text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let text = text.trim_end_matches('\n');
    format!("{fence}{language}\n{text}\n{fence}")
}

/// The address of a heading within its page.
pub(crate) fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{anchor, cell, code, fenced, inline, prose};

    #[test]
    fn text_is_no_markup() {
        assert_eq!(inline("`a_b*` and a*b <why> [x]"), "`a_b*` and a\\*b \\<why> \\[x\\]");
        assert_eq!(inline("review_every _x_"), "review_every \\_x\\_");
        assert_eq!(inline("an odd ` quote"), "an odd \\` quote");
        assert_eq!(inline("R&D &lt;"), "R\\&D \\&lt;");
        assert_eq!(cell("a | `b|c`"), "a \\| `b\\|c`");
        assert_eq!(code("a`b|c"), "``a`b\\|c``");
    }

    #[test]
    fn lines_do_not_turn_into_lists() {
        assert_eq!(prose("- no list\n\n12. no number"), "\\- no list\n\n12\\. no number");
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        assert_eq!(fenced("text", "a\n```\nb\n"), "````text\na\n```\nb\n````");
    }

    #[test]
    fn anchors_are_those_of_the_site() {
        assert_eq!(anchor("ISO/IEC 27001:2022"), "isoiec-270012022");
        assert_eq!(anchor("SOC 2 (2017)"), "soc-2-2017");
    }
}
