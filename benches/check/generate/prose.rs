//! Text that is as long as people's, and says nothing.

use super::random::Random;

/// What companies have controls, risks and policies about.
pub(super) const TOPICS: [&str; 24] = [
    "access",
    "backup",
    "change",
    "cloud",
    "continuity",
    "cryptography",
    "development",
    "endpoint",
    "facility",
    "hiring",
    "identity",
    "incident",
    "key",
    "logging",
    "monitoring",
    "network",
    "onboarding",
    "payment",
    "privacy",
    "recovery",
    "release",
    "secret",
    "supplier",
    "vulnerability",
];

const WORDS: [&str; 40] = [
    "the",
    "platform",
    "team",
    "checks",
    "each",
    "account",
    "and",
    "system",
    "against",
    "its",
    "owner",
    "before",
    "a",
    "release",
    "is",
    "approved",
    "by",
    "engineering",
    "with",
    "records",
    "kept",
    "in",
    "tracker",
    "so",
    "that",
    "every",
    "change",
    "to",
    "customer",
    "data",
    "can",
    "be",
    "followed",
    "from",
    "request",
    "closure",
    "without",
    "gaps",
    "or",
    "exceptions",
];

/// So many words, as one sentence.
pub(super) fn sentence(random: &mut Random, words: usize) -> String {
    let mut text = String::new();
    for place in 0..words {
        let word = random.one_of(&WORDS);
        match place {
            0 => text.push_str(&capital(word)),
            _ => {
                text.push(' ');
                text.push_str(word);
            }
        }
    }
    text.push('.');
    text
}

/// A document of one to three kilobytes.
pub(super) fn document(random: &mut Random, title: &str) -> String {
    let mut text = format!("# {title}\n");
    let length = random.within(1_000, 2_800);
    while text.len() < length {
        text.push_str(&format!("\n## {}\n\n", capital(random.one_of(&TOPICS))));
        for _ in 0..random.within(2, 5) {
            let words = random.within(8, 20);
            text.push_str(&sentence(random, words));
            text.push('\n');
        }
    }
    text
}

/// The word with its first letter large.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
