//! The tests that nearly all are, answered from the tree: whether a key is there, and whether it holds
//! one of some words.
//!
//! Most rules ask no more of most records, in a large programme ten times a record, and making a value
//! of what stands there, only to look at it once, would be most of what that takes.

use super::{Over, Subject};
use crate::document::Kind;
use crate::kind::Tag;
use crate::rule::getter::{Derived, Getter};
use crate::rule::plan::{Is, Limit};
use crate::rule::types::Literal;
use crate::workspace::given::says_something;

impl Subject<'_> {
    /// As [`Subject::is`]; nothing where the answer takes more than a look.
    pub(super) fn is_plainly(&self, getter: &Getter, is: &Is) -> Option<bool> {
        // That a value cannot be used has to be noted where it is read.
        if self.doubtful {
            return None;
        }
        match (getter, is) {
            (_, Is::Within(limits)) => match limits.as_slice() {
                [Limit::Not(is)] => self.is_plainly(getter, is).map(|is| !is),
                _ => None,
            },
            (Getter::Key(tags), _) => match tags.as_slice() {
                [tag] => self.key_is(*tag, is),
                _ => None,
            },
            (Getter::Derived(Derived::State), Is::OneOf(words)) => match self.over {
                Over::Record { record, .. } => Some(is_among(record.state.as_str(), words)),
                _ => None,
            },
            _ => None,
        }
    }

    fn key_is(&self, tag: Tag, is: &Is) -> Option<bool> {
        let Over::Record { record, table, .. } = self.over else { return None };
        let value = self.entry(table, tag);
        match is {
            Is::Present => Some(value.is_some_and(says_something)),
            Is::Absent => Some(!value.is_some_and(says_something)),
            Is::OneOf(words) => {
                let Some(value) = value else { return Some(false) };
                let key = self.workspace.kind(record).key(tag)?;
                let plain = value.kind() == Kind::String && key.synonyms.is_empty();
                plain.then(|| value.as_str().is_some_and(|text| is_among(&text, words)))
            }
            Is::Within(_) => None,
        }
    }
}

fn is_among(text: &str, words: &[Literal]) -> bool {
    words.iter().any(|word| matches!(word, Literal::LitText(word) if **word == *text))
}
