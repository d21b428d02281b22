//! Regular expressions of rules.

use std::sync::OnceLock;

use regex_automata::meta::{Config, Regex};

/// A regular expression that is compiled when a value is first held against it: compiling all of them
/// takes longer than checking a small programme.
#[derive(Debug)]
pub(crate) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern of that text.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), compiled: OnceLock::new() }
    }

    /// Whether it occurs in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        // What does not compile is said when the rule is made ready.
        let compiled = self.compiled.get_or_init(|| compile(&self.text));
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// Compiles as the `regex` crate does, less what makes it quicker in long texts: for a title or an
/// answer that takes ten times longer to prepare than it ever wins back.
fn compile(text: &str) -> Option<Regex> {
    let quick = Config::new().auto_prefilter(false).onepass(false).dfa(false);
    Regex::builder().configure(quick).build(text).ok()
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
            (r"(", "(", false),
        ] {
            assert_eq!(Pattern::new(pattern).is_match(text), is_match, "{pattern} {text}");
            let regex = regex::Regex::new(pattern);
            assert_eq!(regex.is_ok_and(|regex| regex.is_match(text)), is_match, "{pattern} {text}");
        }
    }
}
