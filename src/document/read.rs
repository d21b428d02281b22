//! From a text to a document.
//!
//! Nearly every file is read by `scan`. One that it gives up is read by the parser of the `toml`
//! crates, a batch of tokens at a time, so that the tokens stay in the cache and their
//! number does not grow with the file. At the first error everything is thrown away and
//! `recover` reads the file statement by statement, which is slower and loses less. All
//! latter feed the same `Builder`.

use std::cell::Cell;

use toml_parser::lexer::{Lexer, Token, TokenKind};
use toml_parser::parser::parse_document;
use toml_parser::{ParseError, Source};

use super::buffers::Buffers;
use super::build::Builder;
use super::draft::Draft;
use super::message::{self, SyntaxError};
use super::scan::{self, Page};
use super::{Document, flat, recover};
use crate::span::Span;

/// Tokens read before they are parsed, give or take a statement.
const BATCH: usize = 512;
/// Buffers larger than this are given back after use.
const KEEP: usize = 1 << 16;

/// Buffers that one thread uses for one document after the other.
#[derive(Default)]
struct Scratch {
    page: Page,
    buffers: Buffers,
    tokens: Vec<Token>,
}

thread_local! {
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

pub(super) fn parse(text: &str) -> Document {
    with_scratch(|scratch| {
        if u32::try_from(text.len()).is_err() {
            return too_large(&mut scratch.page);
        }
        if scan::read(text, &mut scratch.page) {
            return scratch.page.document(Vec::new());
        }
        by_tokens(text, scratch)
    })
}

/// As [`parse`], but never the quick way.
#[cfg(test)]
pub(super) fn parse_by_tokens(text: &str) -> Document {
    with_scratch(|scratch| by_tokens(text, scratch))
}

fn with_scratch(read: impl FnOnce(&mut Scratch) -> Document) -> Document {
    let mut scratch = SCRATCH.take().unwrap_or_default();
    let document = read(&mut scratch);
    scratch.shrink();
    SCRATCH.set(Some(scratch));
    document
}

fn by_tokens(text: &str, scratch: &mut Scratch) -> Document {
    let Scratch { page, buffers, tokens } = scratch;
    let errors = read_tokens(text, buffers, tokens);
    flat::flatten(text, &buffers.nodes, &mut page.tree);
    page.comments.clone_from(&buffers.comments);
    page.document(errors)
}

impl Page {
    /// What was written, as a document.
    fn document(&mut self, errors: Vec<SyntaxError>) -> Document {
        Document {
            tree: self.tree.tree(),
            comments: self.comments.as_slice().into(),
            errors: errors.into_boxed_slice(),
        }
    }
}

/// Reads a text by its tokens, and says what is wrong with it.
fn read_tokens(text: &str, buffers: &mut Buffers, tokens: &mut Vec<Token>) -> Vec<SyntaxError> {
    let mut builder = Builder::new(text, buffers);
    if read(&mut builder, tokens) {
        return Vec::new();
    }
    let found = std::mem::take(&mut builder.errors);
    recover::read(Builder::new(text, builder.buffers), tokens, found)
}

fn too_large(page: &mut Page) -> Document {
    let message = "this file is 4 GiB or larger, which is more than can be read";
    flat::flatten("", &[Draft::root(0)], &mut page.tree);
    page.comments.clear();
    page.document(vec![SyntaxError::new(Span::default(), message)])
}

impl Scratch {
    fn shrink(&mut self) {
        let capacities =
            [self.page.tree.capacity(), self.buffers.nodes.capacity(), self.tokens.capacity()];
        if capacities.into_iter().any(|capacity| capacity > KEEP) {
            *self = Self::default();
        }
    }
}

/// Reads a file that has no errors. Gives up, and returns false, where it has one.
fn read(builder: &mut Builder<'_, '_>, tokens: &mut Vec<Token>) -> bool {
    let mut lexer = Source::new(builder.text).lex();
    let mut errors: Option<ParseError> = None;
    loop {
        let more = fill(&mut lexer, tokens);
        parse_document(tokens, builder, &mut errors);
        if let Some(error) = errors {
            builder.report(message::translate(&error, builder.text, 0));
            return false;
        }
        if !builder.errors.is_empty() {
            return false;
        }
        if !more {
            return true;
        }
    }
}

/// Takes tokens up to the end of a statement; false at the end of the text.
fn fill(lexer: &mut Lexer<'_>, tokens: &mut Vec<Token>) -> bool {
    tokens.clear();
    let mut depth = 0_u32;
    for token in lexer.by_ref() {
        tokens.push(token);
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
            }
            TokenKind::Newline if depth == 0 && tokens.len() >= BATCH => return true,
            _ => {}
        }
    }
    false
}
