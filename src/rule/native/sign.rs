//! What is seen at once of a file in which a word stands: an expression would have to look at every
//! letter of files of which nearly none has the word.

use regex_automata::MatchKind;
use regex_automata::util::prefilter::Prefilter;

/// Whether a word of a list is compared letter by letter: one with a capital is.
pub(super) fn is_exact(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// Parts of words, one of which stands in every file that has one of the words. All are looked for at
/// once.
pub(super) enum Signs {
    /// There is nothing to look for.
    Nowhere,
    /// One of these.
    Parts(Prefilter),
    /// Nothing is seen at once.
    Anywhere,
}

impl Signs {
    /// The signs of words in capitals or not, unless they have one themselves.
    pub(super) fn of_words(words: &[String]) -> Self {
        let exact = words.iter().filter(|word| is_exact(word));
        // Between its parts may be any blanks.
        let exact = exact.map(|word| longest(word.split(' ')).to_owned());
        let others = words.iter().filter(|word| !is_exact(word));
        let others = others.flat_map(|word| forms(longest(word.split(|c| !has_two_forms(c)))));
        Self::of(&exact.chain(others).collect::<Vec<_>>())
    }

    /// The signs of words as they stand there.
    pub(super) fn of<S: AsRef<str>>(parts: &[S]) -> Self {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_ref().as_bytes()).collect();
        if parts.is_empty() {
            return Self::Nowhere;
        }
        let seen = parts.iter().all(|part| !part.is_empty());
        let parts = seen.then(|| Prefilter::new(MatchKind::All, &parts)).flatten();
        parts.map_or(Self::Anywhere, Self::Parts)
    }

    /// Whether a file has one.
    pub(super) fn are_in(&self, file: &str) -> bool {
        match self {
            Self::Nowhere => false,
            Self::Parts(parts) => parts.find(file.as_bytes(), (0..file.len()).into()).is_some(),
            Self::Anywhere => true,
        }
    }
}

/// The first letters of a part, in capitals or not: few enough that each form can be looked for.
fn forms(part: &str) -> Vec<String> {
    const FIRST: usize = 4;
    part.chars().take(FIRST).fold(vec![String::new()], |forms, letter| {
        let both = [letter.to_ascii_lowercase(), letter.to_ascii_uppercase()];
        let longer = |form: &String| both.map(|letter| format!("{form}{letter}"));
        forms.iter().flat_map(longer).collect()
    })
}

/// The longest part; the first of those.
fn longest<'a>(parts: impl Iterator<Item = &'a str>) -> &'a str {
    parts.fold("", |longest, part| if part.len() > longest.len() { part } else { longest })
}

/// Whether a letter has a capital and nothing else: there is a long `s`, and a sign for Kelvin.
fn has_two_forms(c: char) -> bool {
    c.is_ascii_alphabetic() && !matches!(c, 'k' | 's')
}

#[cfg(test)]
mod tests {
    use super::Signs;

    #[test]
    fn no_file_with_the_word_is_passed_over() {
        for (word, file) in [
            ("TODO", "a TODO here"),
            ("To Do", "To\nDo"),
            ("lorem ipsum", "LoReM\tipsum"),
            ("ask", "A\u{17f}\u{212a}"),
            ("k", "\u{212a}"),
            ("später", "SPÄTER"),
            ("", "anything"),
            ("Ä", "Ä"),
        ] {
            assert!(Signs::of_words(&[word.to_owned()]).are_in(file), "{word}");
        }
    }

    #[test]
    fn a_file_without_it_is() {
        for (word, file) in
            [("TODO", "todo"), ("lorem ipsum", "the floor"), ("later", "lat"), ("later", "ater")]
        {
            assert!(!Signs::of_words(&[word.to_owned()]).are_in(file), "{word}");
        }
    }
}
