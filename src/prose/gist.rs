//! What is asked of every text: whether it says enough, and the comments in it. Its blocks are for the
//! few texts that hold what a rule looks for.

use std::sync::{LazyLock, OnceLock};

use memchr::memmem::Finder;

use super::count::Count;
use super::{Syntax, read_into};
use crate::span::Span;

/// What is known of a text without keeping what it says.
#[derive(Debug)]
pub(crate) struct Gist {
    /// How many words stand outside headings, or so many at least.
    least: u32,
    /// How many there are, once they were counted to the end: many records may name one text.
    words: OnceLock<u32>,
    /// HTML comments, from `<!--` to `-->`.
    pub(crate) comments: Vec<Span>,
}

impl Gist {
    /// Reads so much of a text that it is known to be no stub.
    pub(crate) fn of(text: &str, syntax: Syntax) -> Self {
        Self::from(text, syntax, ENOUGH)
    }

    fn from(text: &str, syntax: Syntax, enough: usize) -> Self {
        let beginning = match syntax {
            Syntax::Markdown => beginning(text, enough),
            _ => None,
        };
        let mut count = Count::default();
        read_into(beginning.unwrap_or(text), syntax, &mut count);
        let least = count.words();
        let words = if beginning.is_none() { OnceLock::from(least) } else { OnceLock::new() };
        Self { least, words, comments: count.comments }
    }

    /// How many words stand outside headings, in the text that this is known of.
    pub(crate) fn words(&self, text: &str, syntax: Syntax) -> u32 {
        *self.words.get_or_init(|| super::words(text, syntax))
    }

    /// Whether there are so many words; nothing where it takes counting.
    pub(crate) fn has_words(&self, least: f64) -> Option<bool> {
        let known = self.words.get();
        let enough = f64::from(*known.unwrap_or(&self.least)) >= least;
        (enough || known.is_some()).then_some(enough)
    }
}

/// More bytes than a stub has.
const ENOUGH: usize = 256;

/// What is looked for in every text. Getting ready for it takes longer than some texts do.
struct Signs {
    /// Where a paragraph ends.
    paragraph: Finder<'static>,
    /// What may have its end, or what it means, further down.
    open: [Finder<'static>; 3],
    comment: Finder<'static>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| Signs {
    paragraph: Finder::new("\n\n"),
    open: ["[", "---", "+++"].map(Finder::new),
    comment: Finder::new("<!--"),
});

/// The first paragraphs of a Markdown text, where they mean what they mean in the whole, so that what
/// they say is the least that the text does. Nothing of a short text: then all is read.
fn beginning(text: &str, enough: usize) -> Option<&str> {
    let signs = &*SIGNS;
    let end = enough + signs.paragraph.find(text.as_bytes().get(enough..)?)?;
    let (beginning, rest) = text.split_at_checked(end)?;
    let has = |part: &str, mark: &Finder<'_>| mark.find(part.as_bytes()).is_some();
    // A link may be defined, front matter and code end, and a comment stand, anywhere below.
    let alone = !signs.open.iter().any(|mark| has(beginning, mark)) && !has(rest, &signs.comment);
    (alone && rest.len() > enough).then_some(beginning)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Gist, Syntax};
    use crate::prose::words;

    const MARKDOWN: Syntax = Syntax::Markdown;

    #[test]
    fn long_texts_are_no_stubs() {
        let text = format!("# A\n\n{}", "One two three.\n\n".repeat(100));
        let gist = Gist::of(&text, MARKDOWN);
        assert_eq!((gist.has_words(20.0), gist.has_words(250.0)), (Some(true), None));
        assert_eq!(gist.words(&text, MARKDOWN), 300);
        let commented = format!("{text}<!-- here -->\n");
        let gist = Gist::of(&commented, MARKDOWN);
        assert_eq!((gist.has_words(301.0), gist.comments.len()), (Some(false), 1));
    }

    #[test]
    fn what_stands_below_may_change_what_is_read() {
        for text in ["![one two][a]\n\nb\n\n[a]: c\n", "---\none: two\n\n---\n\nthree\n"] {
            let gist = Gist::from(text, MARKDOWN, 1);
            assert_eq!(gist.has_words(2.0), Some(false), "{text}");
        }
    }

    proptest! {
        /// However a text is made, its beginning has no words that the whole has not.
        #[test]
        fn no_word_too_many(
            text in "(a|b c|  |    |\t|\n|\n\n|[#*_`~<>|()!&:+=-]|[\\[\\]]|- |1\\. |> |```|~~~|<!--|-->|<pre>|</pre>|<b>|---\n|\\+\\+\\+\n|\\[a\\]: b\n|\\|-\\|\n){0,60}",
            enough in 0usize..20,
        ) {
            let gist = Gist::from(&text, MARKDOWN, enough);
            let words = words(&text, MARKDOWN);
            let has = || [words, words + 1].map(|words| gist.has_words(f64::from(words)));
            let [all, more] = has();
            prop_assert!(all != Some(false) && more != Some(true), "{}", gist.least);
            prop_assert_eq!(gist.words(&text, MARKDOWN), words);
            prop_assert_eq!(has(), [Some(true), Some(false)]);
        }
    }
}
