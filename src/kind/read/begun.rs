//! Words of which only the beginning was written.

use crate::fix::string;
use crate::kind::Key;

/// `soc2` is meant for one of `soc2-type-1` and `soc2-type-2`, and for no word that is close: the words
/// that go on behind another, in quotes.
pub(super) fn longer(key: &Key, word: &str) -> Vec<String> {
    let goes_on = |known: &str| {
        known.strip_prefix(word).is_some_and(|rest| !word.is_empty() && rest.starts_with('-'))
    };
    let known = key.values.iter().map(|known| known.as_str());
    known.filter(|known| goes_on(known)).map(string).collect()
}
