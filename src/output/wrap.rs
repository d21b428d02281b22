//! Breaking prose into lines. Only blanks are broken at: ids, paths and rule names have to stay
//! whole, so that they can be copied.

use memchr::memchr_iter;

use super::clean::width;

/// The lines of a text, of which the first has `first` columns and the others have `rest`.
pub(crate) fn lines(text: &str, first: usize, rest: usize) -> Vec<&str> {
    // What fits on a line has no breaks. Blanks at its beginning are left out all the same.
    if text.len() <= first && text.is_ascii() && !text.starts_with(' ') {
        return vec![text];
    }
    let mut lines = Vec::new();
    // Where the line begins and ends, and how many columns are left on it.
    let (mut start, mut end, mut left) = (0, 0, first);
    let mut at = 0;
    for next in memchr_iter(b' ', text.as_bytes()).chain([text.len()]) {
        let word = text.get(at..next).unwrap_or_default();
        let wanted = measure(word);
        if start == end {
            // Nothing stands on the line yet, so that the word does, however long it is.
            start = at;
            left = left.saturating_sub(wanted);
        } else if wanted < left {
            left = left.saturating_sub(wanted + 1);
        } else {
            lines.extend(text.get(start..end));
            start = at;
            left = rest.saturating_sub(wanted);
        }
        end = next;
        at = next + 1;
    }
    lines.extend(text.get(start..end));
    lines
}

/// Whole items on lines, each line as full as can be; an item wider than a line gets its own.
pub(super) fn pack(items: &[String], between: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let last = number + 1 == items.len();
        let item = if last { item.clone() } else { format!("{item}{between}") };
        match lines.last_mut() {
            Some(line) if measure(line) + 1 + measure(item.trim_end()) <= columns => {
                line.push(' ');
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    lines
}

/// How many columns a text takes.
pub(crate) fn measure(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(width).sum() }
}

/// How many digits a number has.
pub(super) fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |more| more as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::{digits, lines, pack};

    #[test]
    fn breaks_at_blanks_alone() {
        assert_eq!(
            lines("control `access-review` has no owner", 24, 12),
            ["control `access-review`", "has no owner"]
        );
        assert_eq!(lines("a-word-that-is-too-long b", 8, 8), ["a-word-that-is-too-long", "b"]);
        assert_eq!(lines("", 8, 8), [""]);
        assert_eq!(lines("ab cd", 5, 5), ["ab cd"]);
        assert_eq!(lines("ab cd", 4, 5), ["ab", "cd"]);
        assert_eq!(lines("ab  cd ", 7, 5), ["ab  cd "]);
        assert_eq!(lines("  ab", 9, 5), ["ab"]);
        assert_eq!(lines("äb  cd ", 7, 5), ["äb  cd "]);
    }

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 1, 9, 10, 11, 99, 100, 999, 1000, 12345, usize::MAX] {
            assert_eq!(digits(number), number.to_string().len());
        }
    }

    #[test]
    fn keeps_items_whole() {
        let items =
            ["A.5.1 One".to_owned(), "A.5.2 Two".to_owned(), "A.5.3 A longer title".to_owned()];
        assert_eq!(pack(&items, ";", 21), ["A.5.1 One; A.5.2 Two;", "A.5.3 A longer title"]);
    }
}
