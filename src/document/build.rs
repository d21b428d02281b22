//! From the events of `toml_parser` to nodes.

use toml_parser::decoder::Encoding;
use toml_parser::parser::EventReceiver;
use toml_parser::{ErrorSink, ParseError};

use super::buffers::Buffers;
use super::draft::{Draft, NONE};
use super::message::SyntaxError;
use super::node::{Form, Kind, shape};
use super::{Comment, fault, key, scalar};
use crate::span::Span;

/// Arrays and inline tables may be nested this deep, as in the `toml` crate.
pub(super) const MAX_DEPTH: usize = 80;
/// After this many errors a file is not read further: it is something else than TOML.
pub(super) const MAX_ERRORS: usize = 1000;

/// Where the next value belongs.
#[derive(Clone, Copy)]
struct Slot {
    /// The table; `NONE` where the key cannot be entered and the value is only checked.
    table: u32,
    key: Span,
}

/// Receives events and makes nodes of them.
pub(super) struct Builder<'t, 'b> {
    pub(super) text: &'t str,
    pub(super) buffers: &'b mut Buffers,
    pub(super) errors: Vec<SyntaxError>,
    /// Where the part of the text starts from which the events come.
    pub(super) base: usize,
    /// The table that statements add to.
    pub(super) current: u32,
    /// Do not report keys given twice: they follow from an error already reported.
    pub(super) lenient: bool,
    /// As `lenient`, until the next header.
    pub(super) repeated: bool,
    /// A header is being read; whether it has two brackets.
    header: Option<bool>,
    slot: Option<Slot>,
}

impl<'t, 'b> Builder<'t, 'b> {
    pub(super) fn new(text: &'t str, buffers: &'b mut Buffers) -> Self {
        buffers.restart(text.len() as u32);
        Self {
            text,
            buffers,
            errors: Vec::new(),
            base: 0,
            current: 0,
            lenient: false,
            repeated: false,
            header: None,
            slot: None,
        }
    }

    /// Makes up for events that a broken statement does not send.
    pub(super) fn end_statement(&mut self, end: u32) {
        self.end_header();
        while let Some(node) = self.buffers.frames.pop() {
            self.close(node, end);
        }
        self.slot = None;
        self.buffers.path.clear();
    }

    fn end_header(&mut self) {
        if let Some(array) = self.header.take() {
            self.header(array);
        }
    }

    /// Enters the header whose key was read.
    fn header(&mut self, array: bool) {
        self.define(array);
        self.buffers.path.clear();
    }

    /// Notes an error, up to a number that nobody reads.
    pub(super) fn report(&mut self, error: SyntaxError) {
        if self.errors.len() <= MAX_ERRORS {
            self.errors.push(error);
        }
    }

    /// Notes a comment, from its `#` to the end of its line.
    fn note_comment(&mut self, span: Span) {
        if !scalar::is_comment(span.of(self.text).as_bytes()) {
            self.report(fault::bad_comment(self.text, span));
        }
        self.buffers.comments.push(Comment::new(self.text, span));
    }

    fn span(&self, span: toml_parser::Span) -> Span {
        Span::new((self.base + span.start()) as u32, (self.base + span.end()) as u32)
    }

    /// Finds the place for the value of the key that was read.
    fn aim(&mut self) {
        let table = self.buffers.frames.last().copied().unwrap_or(self.current);
        let (table, key) = self.resolve(table);
        self.slot = Some(Slot { table, key });
        self.buffers.path.clear();
    }

    /// Enters a value where the last key, or the open array, says.
    fn attach(&mut self, shape: u8, span: Span) -> u32 {
        if self.slot.is_none() && !self.buffers.path.is_empty() {
            // A key without `=`; the parser has reported it.
            self.aim();
        }
        match (self.slot.take(), self.buffers.frames.last()) {
            (Some(slot), _) => {
                let node = Draft::new(shape, span, slot.key);
                if slot.table == NONE {
                    self.buffers.push(node)
                } else {
                    self.buffers.enter(self.text, slot.table, node)
                }
            }
            (None, Some(&frame)) if self.buffers.nodes[frame as usize].kind() == Kind::Array => {
                let node = Draft::new(shape, span, Span::default());
                self.buffers.append(frame, node)
            }
            _ => self.buffers.push(Draft::new(shape, span, Span::default())),
        }
    }

    /// Whether the value may be entered; the parser skips it otherwise.
    fn open(&mut self, kind: Kind, span: toml_parser::Span) -> bool {
        let opened = self.span(span);
        // A closing bracket without an opening one is reported as an empty opening.
        let shape = if span.is_empty() {
            shape(Kind::Invalid, Form::Inline)
        } else {
            shape(kind, Form::Inline)
        };
        let node = self.attach(shape, opened);
        self.buffers.frames.push(node);
        let allowed = self.buffers.frames.len() <= MAX_DEPTH;
        if !allowed {
            self.invalidate(node);
            let message = "arrays and tables are nested more than 80 deep";
            self.report(SyntaxError::new(opened, message));
        }
        allowed
    }

    fn close(&mut self, node: u32, end: u32) {
        let span = &mut self.buffers.nodes[node as usize].span;
        span.end = end.max(span.start);
    }

    fn close_innermost(&mut self, span: toml_parser::Span) {
        let end = self.span(span).end;
        if let Some(node) = self.buffers.frames.pop() {
            self.close(node, end);
        }
    }

    fn invalidate(&mut self, node: u32) {
        self.buffers.nodes[node as usize].shape = shape(Kind::Invalid, Form::Inline);
    }

    /// The shape of a value that may be broken, and how far it goes.
    #[cold]
    fn examine(&mut self, raw: &str, span: Span, encoding: Option<Encoding>) -> (u8, Span) {
        let broken = shape(Kind::Invalid, Form::Inline);
        if raw.is_empty() {
            self.report(fault::missing_value(self.text, span));
            return (broken, span);
        }
        let fault = match scalar::examine(raw, encoding) {
            Ok(shape) => return (shape, span),
            Err(fault) => fault,
        };
        if let Some((shape, len)) = scalar::first_word(raw) {
            let rest = raw.get(len as usize..).unwrap_or("").trim_start();
            let start = span.end - rest.len() as u32;
            self.report(fault::unexpected(Span::new(start, span.end)));
            return (shape, Span::new(span.start, span.start + len));
        }
        self.report(fault::bad_value(fault, self.text, span));
        (broken, span)
    }

    #[cold]
    fn examine_key(&mut self, raw: &str, span: Span, encoding: Option<Encoding>) {
        if raw.is_empty() {
            self.report(fault::missing_key(self.text, span));
            return;
        }
        let mut fault: Option<ParseError> = None;
        let whole = toml_parser::Span::new_unchecked(0, raw.len());
        toml_parser::Raw::new_unchecked(raw, encoding, whole).decode_key(&mut (), &mut fault);
        if let Some(fault) = fault {
            self.report(fault::bad_key(&fault, self.text, span));
        }
    }
}

impl EventReceiver for Builder<'_, '_> {
    fn std_table_open(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.header = Some(false);
        self.buffers.path.clear();
    }

    fn array_table_open(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.header = Some(true);
        self.buffers.path.clear();
    }

    fn std_table_close(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_header();
    }

    fn array_table_close(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_header();
    }

    fn simple_key(
        &mut self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        _: &mut dyn ErrorSink,
    ) {
        let span = self.span(span);
        let raw = span.of(self.text);
        let good = match encoding {
            None => !raw.is_empty() && raw.bytes().all(key::is_bare),
            Some(Encoding::BasicString | Encoding::LiteralString) => {
                scalar::check(raw, encoding).is_some()
            }
            Some(_) => false,
        };
        self.buffers.quoted |= encoding.is_some();
        if !good {
            self.examine_key(raw, span, encoding);
        }
        if !raw.is_empty() {
            self.buffers.path.push(span);
        }
    }

    fn key_val_sep(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.aim();
        if let (true, Some(slot)) = (span.is_empty(), &mut self.slot) {
            // There is neither a `=` nor a value.
            slot.table = NONE;
        }
    }

    fn scalar(
        &mut self,
        span: toml_parser::Span,
        encoding: Option<Encoding>,
        _: &mut dyn ErrorSink,
    ) {
        let span = self.span(span);
        let raw = span.of(self.text);
        let (shape, span) = match scalar::check(raw, encoding) {
            Some(shape) => (shape, span),
            None => self.examine(raw, span, encoding),
        };
        self.attach(shape, span);
    }

    fn array_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open(Kind::Array, span)
    }

    fn array_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.close_innermost(span);
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.open(Kind::Table, span)
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.close_innermost(span);
    }

    fn value_sep(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.slot = None;
        self.buffers.path.clear();
    }

    fn newline(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        let span = self.span(span);
        if span.of(self.text) == "\r" {
            self.report(fault::lone_return(span));
        }
        self.end_header();
        if self.buffers.frames.is_empty() {
            self.buffers.path.clear();
        }
    }

    fn comment(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.note_comment(self.span(span));
    }
}
