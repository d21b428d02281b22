//! What a template left to be filled in, in a text or a record that is in force.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::sign::{Signs, is_exact};
use super::texts;
use crate::finding::Draft;
use crate::prose::Block;
use crate::rule::plan::Search;
use crate::workspace::Workspace;

const RULE: &str = "placeholder-text";

/// What can be a placeholder by its brackets. Links, footnotes and task boxes are none of a
/// document's text, so no bracket of theirs comes here.
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\{\{[^{}]{1,80}\}\}|\$?\{[A-Z][A-Z0-9_]+\}|\[[^\[\]]{2,300}\]|<[A-Z][A-Z0-9]*_[A-Z0-9_]+>")
        .ok()
});

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let seeker = Seeker::new(workspace);
    let mut drafts = super::blanks::find(workspace, RULE);
    drafts.extend(texts::find_in(
        workspace,
        |file| seeker.may_be_in(file),
        |text| {
            let blanks = text.is_agreement(workspace);
            let blocks = text.prose.blocks.iter();
            let parts = blocks.flat_map(|block| {
                seeker.all(&block.text, blanks).into_iter().map(move |part| (block, part))
            });
            let draft = |(block, part): (&Block, Range<usize>)| {
                let said = texts::clipped(block.text.get(part.clone()).unwrap_or_default());
                text.draft(workspace, RULE, block, part)
                    .with("placeholder", said)
                    .with("state", "is in force")
            };
            parts.map(draft).collect()
        },
    ));
    drafts
}

/// What is looked for.
struct Seeker {
    /// Words that stand for what is missing, such as `TBD`.
    words: Option<Search>,
    /// What is seen at once of a file that has one.
    signs: Signs,
    /// Words that begin what a template leaves open in square brackets, in lower case.
    blanks: Vec<String>,
}

impl Seeker {
    fn new(workspace: &Workspace) -> Self {
        let words = texts::list(workspace, RULE, "words");
        let signs = Signs::of_words(&words);
        let words: Vec<String> = words
            .iter()
            .map(|word| {
                let exact = is_exact(word);
                let word = regex::escape(word).replace(' ', r"\s+");
                if exact { word } else { format!("(?i:{word})") }
            })
            .collect();
        let blanks = texts::list(workspace, RULE, "blanks");
        Self {
            words: (!words.is_empty())
                .then(|| Search::new(&format!(r"\b(?:{})\b", words.join("|")))),
            signs,
            blanks: blanks.iter().map(|word| word.to_lowercase()).collect(),
        }
    }

    /// Whether a file could have any.
    fn may_be_in(&self, file: &str) -> bool {
        memchr::memchr3(b'[', b'{', b'<', file.as_bytes()).is_some()
            || self.signs.are_in(file)
                && self.words.as_ref().is_some_and(|words| words.is_match(file))
    }

    /// Every placeholder of a block, in order; where blanks are meant to be there, only words.
    fn all(&self, text: &str, blanks: bool) -> Vec<Range<usize>> {
        // Nearly no text has a bracket, and the expression takes long to prepare.
        let bracketed = !blanks && text.contains(['[', '{', '<']);
        let brackets = bracketed.then(|| BRACKETS.as_ref()).flatten().into_iter();
        let in_brackets = brackets
            .flat_map(|brackets| brackets.find_iter(text))
            .filter(|found| self.is_blank(found.as_str()));
        let mut parts: Vec<Range<usize>> = in_brackets.map(|found| found.range()).collect();
        let words = self.words.iter().flat_map(|words| words.find_iter(text));
        for word in words {
            let inside = |part: &Range<usize>| part.start <= word.start && word.end <= part.end;
            if !parts.iter().any(inside) && !is_spoken_of(text, &word) {
                parts.push(in_own_brackets(text, word));
            }
        }
        parts.sort_unstable_by_key(|part| part.start);
        parts
    }

    /// Whether brackets hold something that is to be filled in. `[CONFIDENTIAL]` is a label and
    /// `[1]` a source.
    fn is_blank(&self, found: &str) -> bool {
        let Some(inner) = found.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
            return true;
        };
        let mut words = inner
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_'));
        let is_variable = |word: &str| {
            word.contains('_')
                && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        };
        if words.clone().any(is_variable) {
            return true;
        }
        // `[Version 2.0]` says something.
        if inner.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let known = |word: &str| self.blanks.contains(&word.to_lowercase());
        let shouted = !inner.contains(char::is_lowercase);
        words.clone().next().is_some_and(known) || shouted && words.next_back().is_some_and(known)
    }
}

/// A word that is alone in square brackets, with them.
fn in_own_brackets(text: &str, word: Range<usize>) -> Range<usize> {
    let opened = text.get(..word.start).is_some_and(|before| before.ends_with('['));
    let closed = text.get(word.end..).is_some_and(|behind| behind.starts_with(']'));
    if opened && closed { word.start - 1..word.end + 1 } else { word }
}

/// Whether a text speaks about such words: "TODO comments are not merged".
fn is_spoken_of(text: &str, word: &Range<usize>) -> bool {
    const THINGS: [&str; 11] = [
        "comment", "comments", "item", "items", "list", "lists", "marker", "markers", "note",
        "notes", "tags",
    ];
    let next = text.get(word.end..).unwrap_or_default();
    let next = next.strip_prefix([' ', '-']).unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    texts::quoted(text, word) || THINGS.contains(&next.to_lowercase().as_str())
}
