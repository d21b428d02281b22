//! Patterns that are lists of whole words, such as `(?i)\b(auditors?|llp)\b`.
//!
//! Of these no expression has to be compiled, which takes longer than reading a file.

/// Words of which one has to occur, in the order of the pattern.
#[derive(Debug)]
pub(super) struct Words(Vec<Word>);

#[derive(Debug)]
struct Word {
    text: String,
    any_case: bool,
}

impl Words {
    /// The words of a pattern that is nothing but that.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        let (mut words, mut any_case, mut rest) = (Vec::new(), false, pattern);
        loop {
            if let Some(behind) = rest.strip_prefix("(?i)") {
                // It holds up to the end.
                (any_case, rest) = (true, behind);
            }
            let inner = rest.strip_prefix(r"\b")?;
            let (choice, behind) = match inner.strip_prefix('(') {
                Some(group) => group.split_once(r")\b")?,
                None => inner.split_once(r"\b").filter(|(one, _)| !one.contains('|'))?,
            };
            for word in choice.split('|') {
                add(word, any_case, &mut words)?;
            }
            if behind.is_empty() {
                return Some(Self(words));
            }
            rest = behind.strip_prefix('|')?;
        }
    }

    /// Whether one occurs in a text of ASCII.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let starts = (0..bytes.len()).filter(|at| *at == 0 || !is_in_word(bytes.get(at - 1)));
        starts.into_iter().any(|at| self.0.iter().any(|word| word.stands_at(bytes, at)))
    }
}

/// Adds a word, and the same with its last letter where that may be missing.
fn add(word: &str, any_case: bool, words: &mut Vec<Word>) -> Option<()> {
    let is_plain = |text: &str| {
        let mut bytes = text.bytes();
        let ends = text.starts_with(char::is_alphabetic) && text.ends_with(char::is_alphabetic);
        ends && bytes.all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
    };
    let whole = word.strip_suffix('?').unwrap_or(word);
    let shorter = (whole != word).then(|| whole.get(..whole.len().saturating_sub(1))).flatten();
    for text in [Some(whole), shorter].into_iter().flatten() {
        if !is_plain(text) {
            return None;
        }
        words.push(Word { text: text.to_owned(), any_case });
    }
    Some(())
}

impl Word {
    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let end = at + self.text.len();
        let (Some(there), word) = (bytes.get(at..end), self.text.as_bytes()) else { return false };
        let same = if self.any_case { there.eq_ignore_ascii_case(word) } else { there == word };
        same && !is_in_word(bytes.get(end))
    }
}

fn is_in_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn only_lists_of_words_are_taken() {
        for pattern in [
            r"(?i)\b(auditors?|chartered accountants)\b",
            r"\b(TODO|TBD)\b|(?i)\blorem ipsum\b",
            r"\bone\b",
        ] {
            assert!(Words::of(pattern).is_some(), "{pattern}");
        }
        for pattern in [
            "",
            "a",
            r"\ba",
            r"a\b",
            r"\b(a|b)",
            r"\b(a|b)\b ",
            r"\b(a|b\w+)\b",
            r"\b(a|)\b",
            r"\b(a|b(c|d))\b",
            r"\b(?:a|b)\b",
            r"\ba|b\b",
            r"\b(a.c)\b",
            r"\b(a?)\b",
            r"\b( a)\b",
            r"\b(a|b)\b|c",
            r"\b(a|b)?\b",
            r"\b(ä)\b",
            r"^\b(a)\b",
            r"(?s)\b(a)\b",
        ] {
            assert!(Words::of(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn words_stand_alone() {
        let words = Words::of(r"\b(TODO|to do)\b|(?i)\b(llps?)\b").unwrap();
        for text in ["TODO", "a TODO.", "-to do-", "x llp", "LLPs", "TODOs TODO", "a\nLlp"] {
            assert!(words.are_in(text), "{text}");
        }
        for text in ["", "todo", "TODOs", "_TODO", "TODO_", "1TODO", "llpss", "to  do", "TOD"] {
            assert!(!words.are_in(text), "{text}");
        }
    }
}
