//! What is seen at once of a file in which a word stands: an expression would have to look at every
//! letter of files of which nearly none has the word.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::memmem::Finder;
use regex_automata::MatchKind;
use regex_automata::util::prefilter::Prefilter;

/// Whether a word of a list is compared letter by letter: one with a capital is.
pub(super) fn is_exact(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// Parts of words, one of which stands in every file that has one of the words.
pub(super) enum Signs {
    /// There is nothing to look for.
    Nowhere,
    /// One of these.
    Parts(Parts),
    /// Nothing is seen at once.
    Anywhere,
}

/// Parts that are looked for one by one in the first files, and then all at once: getting ready for
/// that takes longer than some files do, and no small programme has more.
pub(super) struct Parts {
    each: Vec<Finder<'static>>,
    all: OnceLock<Option<Prefilter>>,
    asked: AtomicUsize,
}

impl Parts {
    /// So many files are looked through for one part after another.
    const FEW: usize = 16;

    fn new(parts: &[&[u8]]) -> Self {
        let each = parts.iter().map(|part| Finder::new(part).into_owned()).collect();
        Self { each, all: OnceLock::new(), asked: AtomicUsize::new(0) }
    }

    fn are_in(&self, file: &[u8]) -> bool {
        let few = || self.asked.fetch_add(1, Ordering::Relaxed) < Self::FEW;
        if self.all.get().is_none() && few() {
            return self.each.iter().any(|part| part.find(file).is_some());
        }
        let needles = || self.each.iter().map(Finder::needle).collect::<Vec<_>>();
        let all = self.all.get_or_init(|| Prefilter::new(MatchKind::All, &needles()));
        // Where nothing is quicker than the expression itself, that has to look.
        all.as_ref().is_none_or(|all| all.find(file, (0..file.len()).into()).is_some())
    }
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
        if seen { Self::Parts(Parts::new(&parts)) } else { Self::Anywhere }
    }

    /// Whether a file has one.
    pub(super) fn are_in(&self, file: &str) -> bool {
        match self {
            Self::Nowhere => false,
            Self::Parts(parts) => parts.are_in(file.as_bytes()),
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
    use super::{Parts, Signs};

    /// Of the first file that is asked, and of one after many.
    fn are_in(signs: &Signs, file: &str) -> bool {
        let told = signs.are_in(file);
        assert!((0..Parts::FEW + 1).all(|_| signs.are_in(file) == told), "{file}");
        told
    }

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
            assert!(are_in(&Signs::of_words(&[word.to_owned()]), file), "{word}");
        }
    }

    #[test]
    fn a_file_without_it_is() {
        for (word, file) in
            [("TODO", "todo"), ("lorem ipsum", "the floor"), ("later", "lat"), ("later", "ater")]
        {
            assert!(!are_in(&Signs::of_words(&[word.to_owned()]), file), "{word}");
        }
    }
}
