//! What is seen at once of a file in which a word stands: an expression would have to look at every
//! letter of files of which nearly none has the word.

use memchr::memmem::Finder;

/// Whether a word of a list is compared letter by letter: one with a capital is.
pub(super) fn is_exact(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// A part of a word that stands in every file that has the word.
pub(super) enum Sign {
    /// As it is.
    Exact(Box<Finder<'static>>),
    /// In capitals or not: its letters in lower case, and which of them is the rarest.
    AnyCase(Vec<u8>, usize),
}

impl Sign {
    pub(super) fn of(word: &str) -> Self {
        if is_exact(word) {
            // Between its parts may be any blanks.
            let part = longest(word.split(' '));
            return Self::Exact(Box::new(Finder::new(part).into_owned()));
        }
        let part = longest(word.split(|c: char| !has_two_forms(c))).to_ascii_lowercase();
        let rarest = part.bytes().enumerate().min_by_key(|(_, letter)| often(*letter));
        Self::AnyCase(part.into_bytes(), rarest.map_or(0, |(at, _)| at))
    }

    pub(super) fn is_in(&self, file: &str) -> bool {
        let file = file.as_bytes();
        match self {
            Self::Exact(finder) => finder.find(file).is_some(),
            Self::AnyCase(part, rarest) => {
                let Some(letter) = part.get(*rarest) else { return true };
                let mut found = memchr::memchr2_iter(*letter, letter.to_ascii_uppercase(), file);
                found.any(|at| {
                    let start = at.checked_sub(*rarest);
                    let there = start.and_then(|start| file.get(start..start + part.len()));
                    there.is_some_and(|there| there.eq_ignore_ascii_case(part))
                })
            }
        }
    }
}

/// The longest part; the first of those.
fn longest<'a>(parts: impl Iterator<Item = &'a str>) -> &'a str {
    parts.fold("", |longest, part| if part.len() > longest.len() { part } else { longest })
}

/// Whether a letter has a capital and nothing else: there is a long `s`, and a sign for Kelvin.
fn has_two_forms(c: char) -> bool {
    c.is_ascii_alphabetic() && !matches!(c, 'k' | 's')
}

/// How often a letter stands in a text, compared with others.
fn often(letter: u8) -> Option<usize> {
    "qjzxkvbgwpyfmcudlhrsnioate".bytes().position(|other| other == letter)
}

#[cfg(test)]
mod tests {
    use super::Sign;

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
            assert!(Sign::of(word).is_in(file), "{word}");
        }
    }

    #[test]
    fn a_file_without_it_is() {
        for (word, file) in
            [("TODO", "todo"), ("lorem ipsum", "the floor"), ("later", "lat"), ("later", "ater")]
        {
            assert!(!Sign::of(word).is_in(file), "{word}");
        }
    }
}
