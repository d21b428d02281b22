//! Regular expressions of rules.

use std::sync::OnceLock;

use regex::Regex;

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
        let compiled = self.compiled.get_or_init(|| Regex::new(&self.text).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
