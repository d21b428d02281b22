//! What a document says, apart from how it is set: code, markup, front matter and comments are no
//! prose, and every word knows its place in the file.

use crate::span::Span;

mod count;
mod gist;
mod markdown;
mod plain;

use count::Count;
pub(crate) use gist::Gist;

/// How a text is written, as its name says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// Markdown, with tables, footnotes and task lists.
    Markdown,
    /// Text without markup.
    Plain,
    /// A markup that is not read: its words are counted and nothing else is asked of it.
    Other,
}

impl Syntax {
    /// The syntax of a file with that name; `None` where it is no text.
    pub fn of(path: &str) -> Option<Self> {
        let (_, end) = path.rsplit_once('.')?;
        let is = |names: &[&str]| names.iter().any(|name| end.eq_ignore_ascii_case(name));
        match () {
            () if is(&["md", "markdown"]) => Some(Self::Markdown),
            () if is(&["txt"]) => Some(Self::Plain),
            () if is(&["rst", "adoc"]) => Some(Self::Other),
            () => None,
        }
    }
}

/// The prose of a document.
#[derive(Debug, Default)]
pub struct Prose {
    /// Its paragraphs, headings, list items and table cells, in order.
    pub blocks: Vec<Block>,
    /// How many words stand outside headings.
    pub words: u32,
    /// HTML comments, from `<!--` to `-->`.
    pub comments: Vec<Span>,
}

/// A paragraph, a heading, an item of a list or a cell of a table.
#[derive(Debug, Default)]
pub struct Block {
    /// What it says, on one line. Code stands there as one character that is in no word.
    pub text: String,
    /// Whether it is a heading.
    pub heading: bool,
    pieces: Vec<Piece>,
}

/// A part of a block's text, with its place in the file.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where it begins in the block's text.
    at: u32,
    /// Where it stands in the file.
    span: Span,
    /// Whether each of its bytes is one of the file: `&amp;` is not, a line end that reads as a space is.
    same: bool,
}

impl Piece {
    /// Whether what stands at a place follows it, in the text as in the file.
    fn goes_on(&self, at: u32, span: Span, same: bool) -> bool {
        same && self.same && self.span.end == span.start && self.at + self.span.len() == at
    }
}

/// Stands for code in a block's text.
const CODE: char = '\u{fffc}';

/// Takes in what is read of a text, piece by piece.
trait Taker {
    /// The block that begins is a heading.
    fn heading(&mut self);
    /// A piece of the block, which stands at a place of the file; whether it is written as it reads.
    fn push(&mut self, text: &str, span: Span, same: bool);
    /// The block ends; nothing is one that has no text.
    fn end(&mut self);
    /// A comment.
    fn comment(&mut self, span: Span);
}

/// Reads a text.
fn read_into(text: &str, syntax: Syntax, taker: &mut impl Taker) {
    match syntax {
        Syntax::Markdown => markdown::read(text, taker),
        Syntax::Plain => plain::read(text, taker),
        Syntax::Other => plain::read_lines(text, taker),
    }
}

/// How many words of a text stand outside headings.
pub(crate) fn words(text: &str, syntax: Syntax) -> u32 {
    let mut count = Count::default();
    read_into(text, syntax, &mut count);
    count.words()
}

impl Prose {
    /// Reads a text.
    pub fn parse(text: &str, syntax: Syntax) -> Self {
        let mut all = All::default();
        read_into(text, syntax, &mut all);
        let blocks = if syntax == Syntax::Other { Vec::new() } else { all.blocks };
        Self { blocks, words: all.count.words(), comments: all.count.comments }
    }
}

/// Keeps all of a text.
#[derive(Default)]
struct All {
    blocks: Vec<Block>,
    /// What is being read.
    block: Block,
    count: Count,
}

impl Taker for All {
    fn heading(&mut self) {
        self.block.heading = true;
        self.count.heading();
    }

    fn push(&mut self, text: &str, span: Span, same: bool) {
        self.block.push(text, span, same);
        self.count.push(text, span, same);
    }

    fn end(&mut self) {
        self.count.end();
        let block = std::mem::take(&mut self.block);
        if !block.text.trim_start().is_empty() {
            self.blocks.push(block);
        }
    }

    fn comment(&mut self, span: Span) {
        self.count.comment(span);
    }
}

impl Block {
    /// Adds text that stands at a place of the file.
    fn push(&mut self, text: &str, span: Span, same: bool) {
        let at = self.text.len() as u32;
        match self.pieces.last_mut() {
            Some(last) if last.goes_on(at, span, same) => last.span.end = span.end,
            _ => self.pieces.push(Piece { at, span, same }),
        }
        self.text.push_str(text);
    }

    /// Where a part of its text stands in the file; of a part that goes over several lines the
    /// first, because that is what can be shown.
    pub fn span(&self, part: std::ops::Range<usize>, file: &str) -> Span {
        let start = self.offset(part.start as u32, false);
        let end = self.offset(part.end.saturating_sub(1) as u32, true).max(start);
        let span = Span::new(start, end);
        let first = span.of(file).split('\n').next().unwrap_or_default().trim_end();
        Span::new(start, start + first.len() as u32)
    }

    /// The offset in the file of the character that holds an offset of the text, or of its end.
    fn offset(&self, at: u32, end: bool) -> u32 {
        let behind = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = behind.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return 0;
        };
        match (piece.same, end) {
            (true, _) => (piece.span.start + (at - piece.at) + u32::from(end)).min(piece.span.end),
            (false, true) => piece.span.end,
            (false, false) => piece.span.start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Prose, Syntax};

    fn markdown(text: &str) -> Vec<String> {
        let prose = Prose::parse(text, Syntax::Markdown);
        prose.blocks.into_iter().map(|block| block.text).collect()
    }

    fn words(text: &str) -> u32 {
        Prose::parse(text, Syntax::Markdown).words
    }

    #[test]
    fn counts_what_is_said() {
        assert_eq!(words("# Access control policy\n\nAccess is granted by role - always.\n"), 6);
        assert_eq!(words("---\ntitle: x\nowner: y\n---\n# A\n"), 0);
        assert_eq!(words("title: x\nis:\n  - A.1\n---\n\n# Coming Soon"), 0);
        assert_eq!(words("Note: this is read\nby all.\n---\nOne.\n"), 1);
        assert_eq!(words("Note: this is read\n\nby all.\n"), 6);
        assert_eq!(words("\u{feff}---\ntitle: x\n---\n# A\n\nOne.\n"), 1);
        assert_eq!(words("One two\n\n```\nthree\n```\n\n    four\n\n<!-- five six -->\n"), 2);
        assert_eq!(
            words("A\n=\n\nSee [the list](https://example.com/a) and ![a map](m.png).\n"),
            4
        );
        assert_eq!(words("| who | what |\n|---|---|\n| staff | reads |\n\n- [ ] done\n"), 5);
        assert_eq!(words("One `two` three<br>four **fi**ve.[^1]\n\n[^1]: Six.\n"), 5);
    }

    #[test]
    fn other_markups_are_counted_line_by_line() {
        assert_eq!(Prose::parse("# A\nOne two.\n", Syntax::Other).words, 2);
        assert_eq!(Prose::parse("One\ntwo.\n\nThree", Syntax::Plain).words, 3);
        assert_eq!(Prose::parse("One\ntwo.\n\nThree", Syntax::Plain).blocks.len(), 2);
    }

    #[test]
    fn joins_what_belongs_together() {
        assert_eq!(markdown("**SOC 2**\ncertified &amp; \\[X\\]\n"), ["SOC 2 certified & [X]"]);
        assert_eq!(markdown("- a\n- b\n  - c\n"), ["a", "b", "c"]);
        assert_eq!(markdown("> [!NOTE]\n> text\n"), ["text"]);
        assert_eq!(markdown("- [ ] a [x](y) `[Z]`\n"), ["a x \u{fffc}"]);
    }

    #[test]
    fn lettered_lists_are_no_code() {
        let text = "a. *Place*\n\n    i. Go to [the site](x.md).\n\n        1. Call [job title].\n\n    no item\n";
        assert_eq!(
            markdown(text),
            ["a. Place", "i. Go to the site.", "Call [job title].", "no item"]
        );
        let prose = Prose::parse(text, Syntax::Markdown);
        let block = &prose.blocks[2];
        assert_eq!(block.span(5..16, text).of(text), "[job title]");
        assert_eq!(markdown("Run:\n\n    e.g\n    b.sh --all\n"), ["Run:"]);
    }

    #[test]
    fn knows_where_it_stands() {
        let text = "# A\n\n> Our **SOC 2**\n> certified &amp; \\[XY\\] ü here\n";
        let prose = Prose::parse(text, Syntax::Markdown);
        let block = &prose.blocks[1];
        let at = |part: &str| {
            let start = block.text.find(part).expect(part);
            block.span(start..start + part.len(), text).of(text)
        };
        assert_eq!(at("Our"), "Our");
        assert_eq!(at("SOC 2"), "SOC 2");
        assert_eq!(at("SOC 2 certified"), "SOC 2**");
        assert_eq!(at("&"), "&amp;");
        assert_eq!(at("[XY]"), "[XY\\]");
        assert_eq!(at("ü"), "ü");
        assert_eq!(at("here"), "here");
    }

    proptest::proptest! {
        /// Whatever stands in a text: no crash, and every place is one.
        #[test]
        fn any_text_is_read(text in "(\\PC|[\n\r\t\u{feff}]|[#*_`<>|\\[\\](){}&:-]|&amp;|<!--|-->|---\n|\n\n){0,60}") {
            for syntax in [Syntax::Markdown, Syntax::Plain, Syntax::Other] {
                let prose = Prose::parse(&text, syntax);
                for block in &prose.blocks {
                    for (at, said) in block.text.char_indices() {
                        let span = block.span(at..at + said.len_utf8(), &text);
                        proptest::prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
                    }
                }
                for comment in &prose.comments {
                    let said = comment.of(&text);
                    proptest::prop_assert!(said.starts_with("<!--") && said.ends_with("-->"), "{said}");
                }
            }
        }
    }

    #[test]
    fn finds_comments() {
        let text = "a <!-- one --> b\n\n<!-- two\nlines -->\n\n<div><!-- three --></div>\n\n`<!-- no -->`\n\n```\n<!-- no -->\n```\n";
        let prose = Prose::parse(text, Syntax::Markdown);
        let comments: Vec<&str> = prose.comments.iter().map(|span| span.of(text)).collect();
        assert_eq!(comments, ["<!-- one -->", "<!-- two\nlines -->", "<!-- three -->"]);
    }
}
