//! Regular expressions of rules.

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
    /// For texts of ASCII, where the pattern is of that too.
    ascii: OnceLock<Option<Regex>>,
    full: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern of that text.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ascii: OnceLock::new(), full: OnceLock::new() }
    }

    /// Whether it occurs in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        if text.is_ascii()
            && let Some(regex) = self.ascii.get_or_init(|| ascii(&self.text))
        {
            return regex.is_match(text);
        }
        // What does not compile is said when the rule is made ready.
        let full = self.full.get_or_init(|| compile(&self.text, syntax::Config::new()));
        full.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// The pattern as it finds the same in texts of ASCII. One that names another letter has no such form,
/// even by its number: the sign for kelvin is a `k` to those who do not mind the case of letters.
fn ascii(pattern: &str) -> Option<Regex> {
    let plain = pattern.is_ascii() && ![r"\x", r"\u", r"\U"].iter().any(|it| pattern.contains(it));
    let bytes = syntax::Config::new().unicode(false).utf8(false);
    plain.then(|| compile(pattern, bytes)).flatten()
}

/// Compiles as the `regex` crate does, less what makes it quicker in long texts: for a title or an
/// answer that takes ten times longer to prepare than it ever wins back.
fn compile(text: &str, syntax: syntax::Config) -> Option<Regex> {
    let quick = Config::new()
        .auto_prefilter(false)
        .onepass(false)
        .dfa(false)
        .which_captures(WhichCaptures::Implicit);
    Regex::builder().configure(quick).syntax(syntax).build(text).ok()
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
            let own = Pattern::new(pattern);
            let full = regex::Regex::new(pattern).unwrap();
            for text in texts(pattern) {
                assert_eq!(own.is_match(&text), full.is_match(&text), "{pattern} {text:?}");
                held += 1;
            }
            assert!(own.ascii.get().is_some_and(Option::is_some), "{pattern}");
        }
        assert!(held > 1_000, "{held}");
    }
}
