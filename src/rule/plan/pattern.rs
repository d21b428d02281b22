//! Regular expressions of rules.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::{Config, Regex};
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::syntax;

/// A regular expression that is compiled when a value is first held against it: compiling all of them
/// takes longer than checking a small programme. For the letters of all languages that takes many
/// times longer than for those of ASCII, which is what nearly every value is written in.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    /// Whether it is looked for in long texts.
    long: bool,
    /// For texts of ASCII, where the pattern is of that too.
    ascii: OnceLock<Option<Regex>>,
    full: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern of that text.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), long: false, ascii: OnceLock::new(), full: OnceLock::new() }
    }

    /// One that is looked for in long texts, such as documents.
    pub(crate) fn of_long_texts(text: &str) -> Self {
        Self { long: true, ..Self::new(text) }
    }

    /// Whether it occurs in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex(text).is_some_and(|regex| regex.is_match(text))
    }

    /// Where it occurs in a text.
    pub(crate) fn find_iter<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = Range<usize>> + 't {
        let regex = self.regex(text).into_iter();
        regex.flat_map(move |regex| regex.find_iter(text)).map(|found| found.range())
    }

    /// What does not compile is said when the rule is made ready.
    fn regex(&self, text: &str) -> Option<&Regex> {
        if text.is_ascii()
            && let Some(regex) = self.ascii.get_or_init(|| self.ascii())
        {
            return Some(regex);
        }
        self.full.get_or_init(|| self.compile(syntax::Config::new())).as_ref()
    }

    /// The pattern as it finds the same in texts of ASCII. One that names another letter has no such
    /// form, even by its number: the sign for kelvin is a `k` to those who do not mind the case of
    /// letters.
    fn ascii(&self) -> Option<Regex> {
        let by_number = [r"\x", r"\u", r"\U"].iter().any(|escape| self.text.contains(escape));
        let bytes = syntax::Config::new().unicode(false).utf8(false);
        let plain = self.text.is_ascii() && !by_number;
        plain.then(|| self.compile(bytes)).flatten()
    }

    /// Compiles as the `regex` crate does, less what makes it quicker in long texts: for a title or an
    /// answer that takes ten times longer to prepare than it ever wins back.
    fn compile(&self, syntax: syntax::Config) -> Option<Regex> {
        let quick = Config::new()
            .auto_prefilter(self.long)
            .onepass(false)
            .dfa(false)
            .which_captures(WhichCaptures::Implicit);
        Regex::builder().configure(quick).syntax(syntax).build(&self.text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn matches_as_the_regex_crate_does() {
        for (pattern, text, is_match) in [
            (r"(?i)\bclimat", "Das Klima, the CLIMATE", true),
            (r"(?i)\bclimat", "acclimatise", false),
            (r"(?i)\bÜBER", "über", true),
            (r"\bber", "über", false),
            (r"\S", " \u{a0}\u{3000}\n", false),
            (r"(?i)risk", "ri\u{17f}\u{212a}", true),
            (r"(?i)\u{212a}ey", "key", true),
            (r"\p{Lu}", "a B", true),
            (r"(", "(", false),
        ] {
            assert_eq!(Pattern::new(pattern).is_match(text), is_match, "{pattern} {text}");
            let regex = regex::Regex::new(pattern);
            assert_eq!(regex.is_ok_and(|regex| regex.is_match(text)), is_match, "{pattern} {text}");
        }
    }

    /// Texts that the shipped patterns are held against: what they look for, and what stands close to it.
    fn texts(pattern: &str) -> Vec<String> {
        let words: Vec<&str> = pattern.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let whole = words.iter().map(|word| (*word).to_owned());
        let around = words.iter().flat_map(|word| {
            ["{}", " {} ", "x{}", "{}x", "{}s, of", "the {}.", "{}\t(that", "?{}? \n", "é{}"]
                .map(|around| around.replace("{}", word))
        });
        let pairs = words.windows(2).map(|pair| pair.join(" ").to_uppercase());
        let controls = (0..=127u8).map(|byte| char::from(byte).to_string());
        whole.chain(around).chain(pairs).chain(controls).collect()
    }

    #[test]
    fn finds_the_same_for_what_ships() {
        let mut held = 0;
        for value in
            crate::rule::shipped_sources().iter().flat_map(|text| text.split("matches = ").skip(1))
        {
            // As the file writes it: a backslash too many only makes it another pattern.
            let (pattern, _) = value[1..].split_once(&value[..1]).unwrap();
            let (own, long) = (Pattern::new(pattern), Pattern::of_long_texts(pattern));
            let full = regex::Regex::new(pattern).unwrap();
            for text in texts(pattern) {
                assert_eq!(own.is_match(&text), full.is_match(&text), "{pattern} {text:?}");
                let found: Vec<_> = full.find_iter(&text).map(|found| found.range()).collect();
                assert_eq!(own.find_iter(&text).collect::<Vec<_>>(), found, "{pattern} {text:?}");
                let found_in_long: Vec<_> = long.find_iter(&text).collect();
                assert_eq!(found_in_long, found, "{pattern} {text:?}");
                held += 1;
            }
            assert!(own.ascii.get().is_some_and(Option::is_some), "{pattern}");
        }
        assert!(held > 1_000, "{held}");
    }
}
