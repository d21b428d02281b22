//! Markdown, as its parser sees it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{CODE, Taker};
use crate::span::Span;

pub(super) fn read(text: &str, taker: &mut impl Taker) {
    // The parser knows front matter only at the very beginning.
    let body = without_headless(text.trim_start_matches('\u{feff}'));
    Reader::new(text, text.len() - body.len(), taker).read_all(body);
}

/// What follows front matter that no line of `---` opens, as some generators write it: YAML from the
/// first line on, closed by `---`. To Markdown it would be a paragraph and a list.
fn without_headless(text: &str) -> &str {
    let key = |line: &str| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let is_yaml =
        |line: &str| key(line) || line.is_empty() || line.starts_with([' ', '\t', '-', '#']);
    if !text.lines().next().is_some_and(key) {
        return text;
    }
    let mut read = 0;
    for line in text.split_inclusive('\n') {
        read += line.len();
        match line.trim_end() {
            "---" => return text.get(read..).unwrap_or_default(),
            said if !is_yaml(said) => return text,
            _ => {}
        }
    }
    text
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_GFM
}

struct Reader<'t, 'k, T> {
    text: &'t str,
    /// How many bytes the parser does not see.
    base: usize,
    /// Where it goes.
    taker: &'k mut T,
    /// In how many things that are no prose the reader stands.
    silent: usize,
}

impl<'t, 'k, T: Taker> Reader<'t, 'k, T> {
    fn new(text: &'t str, base: usize, taker: &'k mut T) -> Self {
        Self { text, base, taker, silent: 0 }
    }

    /// Reads the part of the text that begins at the base.
    fn read_all(&mut self, part: &str) {
        for (event, range) in Parser::new_ext(part, options()).into_offset_iter() {
            self.read(event, range);
        }
        self.taker.end();
    }

    fn read(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        let span = Span::new((self.base + range.start) as u32, (self.base + range.end) as u32);
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.finish(tag),
            Event::Text(said) if self.silent == 0 => {
                let same = span.of(self.text) == &*said;
                self.taker.push(&said, span, same);
            }
            Event::Code(_) if self.silent == 0 => {
                self.taker.push(CODE.encode_utf8(&mut [0; 4]), span, false);
            }
            Event::SoftBreak | Event::HardBreak => self.taker.push(" ", span, span.len() == 1),
            Event::InlineHtml(html) => {
                self.comments(span);
                // `a<br>b` is two words, and a comment within one is nothing.
                if !html.starts_with("<!--") {
                    self.taker.push(" ", span, false);
                }
            }
            Event::Rule => self.taker.end(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        if is_inline(tag.to_end()) {
            self.silent += usize::from(matches!(tag, Tag::Image { .. }));
            return;
        }
        self.taker.end();
        match tag {
            Tag::Heading { .. } => self.taker.heading(),
            Tag::HtmlBlock => self.comments(span),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.lettered(span),
            _ => {}
        }
        self.silent += usize::from(is_silent(tag.to_end()));
    }

    fn finish(&mut self, tag: TagEnd) {
        if is_inline(tag) {
            self.silent -= usize::from(tag == TagEnd::Image);
            return;
        }
        self.silent -= usize::from(is_silent(tag));
        self.taker.end();
    }

    /// What is indented under `a.` or `i.` and itself lettered or numbered is a list to those who
    /// wrote it, and to some of the programs that print it; Markdown takes it for code.
    fn lettered(&mut self, code: Span) {
        let said = code.of(self.text);
        if !said.lines().find(|line| !line.trim().is_empty()).is_some_and(is_item) {
            return;
        }
        let mut at = code.start as usize;
        for line in said.split_inclusive('\n') {
            let item = line.trim_start();
            Reader::new(self.text, at + line.len() - item.len(), &mut *self.taker).read_all(item);
            at += line.len();
        }
    }

    /// The comments of a piece of HTML.
    fn comments(&mut self, html: Span) {
        let mut at = html.start as usize;
        let end = html.end as usize;
        while let Some(found) = self.text.get(at..end).and_then(|rest| rest.find("<!--")) {
            let start = at + found;
            let Some(length) = self.text.get(start..end).and_then(|rest| rest.find("-->")) else {
                return;
            };
            at = start + length + "-->".len();
            self.taker.comment(Span::new(start as u32, at as u32));
        }
    }
}

/// Whether a line begins as an item of a list: `a.`, `iv)`, `12.`
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let Some((mark, said)) = line.split_once(['.', ')']) else { return false };
    let roman = |c: char| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x');
    let is_mark = match mark.len() {
        1 => mark.chars().all(|c| c.is_ascii_alphanumeric()),
        2..=4 => mark.chars().all(|c| c.is_ascii_digit()) || mark.chars().all(roman),
        _ => false,
    };
    is_mark && said.starts_with([' ', '\t'])
}

/// Whether it stands within a line of text.
fn is_inline(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image)
}

/// Whether what stands in it is no prose.
fn is_silent(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::CodeBlock | TagEnd::MetadataBlock(_))
}
