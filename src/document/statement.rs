//! Where a statement of a broken file ends, and what a line looks like.
//!
//! The parser closes a bracket only at its counterpart, so one that is missing would take
//! the rest of the file with it. People end statements at line ends and start the next one
//! with `key =` or `[header]`; those lines are where reading goes on.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::conflict::{self, Side};
use super::{key, line};
use crate::span::Span;

/// Any line may end the statement, however far it is indented.
const ANY: usize = usize::MAX;
/// An open bracket is searched this far for a line that is not indented further than its
/// own; without a limit a file of nothing but open brackets would take forever.
const FAR: usize = 1 << 18;

/// One statement of a broken file.
pub(super) struct Statement {
    /// Its end, line end included.
    pub(super) end: usize,
    /// Conflict markers among its lines.
    pub(super) markers: Vec<(Span, Side)>,
    /// Its last value is a text of several lines in single quotes.
    pub(super) goes_on: bool,
}

/// Finds the end of the statement that starts at the line start `at`. `tokens` gets its
/// tokens, whose spans count from `at`.
pub(super) fn find(text: &str, at: usize, tokens: &mut Vec<Token>) -> Statement {
    let mut scan = Scan {
        text,
        at,
        limit: text.len(),
        cut: false,
        indent: key::blanks(text.as_bytes(), at) - at,
        open: Vec::new(),
        markers: Vec::new(),
        goes_on: false,
    };
    loop {
        let end = match scan.run(tokens) {
            Stop::End(end) => end,
            // Nothing stands as far left as this statement: take any line that looks right.
            Stop::Open if scan.indent != ANY => {
                scan.indent = ANY;
                continue;
            }
            Stop::Open => scan.limit,
            Stop::String(start) => {
                scan.limit = scan.string_end(start, text.len()).unwrap_or(text.len());
                scan.cut = true;
                continue;
            }
        };
        return Statement { end, markers: scan.markers, goes_on: scan.goes_on };
    }
}

enum Stop {
    /// The statement ends here.
    End(usize),
    /// A bracket is still open at the end of the text, or far away.
    Open,
    /// The string of several lines that starts here has no end.
    String(usize),
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    limit: usize,
    /// `limit` is where a string without an end is cut off.
    cut: bool,
    /// A line that is indented further does not end the statement.
    indent: usize,
    /// Brackets that are open; whether each is a `{`.
    open: Vec<bool>,
    markers: Vec<(Span, Side)>,
    goes_on: bool,
}

impl Scan<'_> {
    fn run(&mut self, tokens: &mut Vec<Token>) -> Stop {
        tokens.clear();
        self.open.clear();
        self.markers.clear();
        let text = self.text.get(self.at..self.limit).unwrap_or("");
        let mut skipped = 0;
        let mut last = TokenKind::Newline;
        let mut string = None;
        for token in Source::new(text).lex() {
            if token.span().start() < skipped {
                continue;
            }
            if self.indent != ANY && token.span().start() > FAR && !self.open.is_empty() {
                return Stop::Open;
            }
            tokens.push(token);
            let end = self.at + token.span().end();
            match token.kind() {
                TokenKind::Eof if self.open.is_empty() || self.cut => {
                    return Stop::End(self.limit);
                }
                TokenKind::Eof => return Stop::Open,
                TokenKind::Newline if self.ends(tokens, end, last) => {
                    let further = self.string_goes_on(tokens, end);
                    self.goes_on = further.is_some();
                    return Stop::End(further.unwrap_or(end));
                }
                TokenKind::Newline => skipped = self.skip_marker(end),
                kind => {
                    let start = self.at + token.span().start();
                    if self.is_unclosed(token, kind, end) {
                        return Stop::String(start);
                    }
                    match string.take() {
                        Some(string) if self.is_mismatched(string, kind, start) => {
                            return Stop::String(string);
                        }
                        _ if is_long_string(kind) => string = Some(start),
                        _ => {}
                    }
                    self.count(kind);
                    if !matches!(kind, TokenKind::Whitespace | TokenKind::Comment) {
                        last = kind;
                    }
                }
            }
        }
        Stop::End(self.limit)
    }

    fn count(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::LeftSquareBracket => self.open.push(false),
            TokenKind::LeftCurlyBracket => self.open.push(true),
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Whether the statement ends with the line end before `end`.
    fn ends(&self, tokens: &[Token], end: usize, last: TokenKind) -> bool {
        let Some(&in_table) = self.open.last() else {
            return true;
        };
        if is_header(tokens) {
            return true;
        }
        let bytes = self.text.as_bytes();
        let start = key::blanks(bytes, end);
        if start - end > self.indent {
            return false;
        }
        let inside = in_table
            && matches!(last, TokenKind::Comma | TokenKind::LeftCurlyBracket)
            && line::may_be_entry(self.text, start);
        line::is_header(bytes, start) || (line::is_key(bytes, start) && !inside)
    }

    /// The end of the marker line at `end`, counted from the statement's start, if one is there.
    fn skip_marker(&mut self, end: usize) -> usize {
        let Some(marker) = conflict::marker(self.text, end) else {
            return 0;
        };
        let span = Span::new(end as u32, (end + marker.len) as u32);
        self.markers.push((span, marker.side));
        end + marker.len - self.at
    }

    fn is_unclosed(&self, token: Token, kind: TokenKind, end: usize) -> bool {
        if !is_long_string(kind) || self.cut || end < self.text.len() {
            return false;
        }
        let start = self.at + token.span().start();
        !line::is_closed(self.text.get(start..end).unwrap_or(""), 3)
    }

    /// Whether this token, right after a string of several lines, shows that the string
    /// has no end and took the quotes of the next one for its own.
    fn is_mismatched(&self, string: usize, kind: TokenKind, end: usize) -> bool {
        !self.cut
            && matches!(kind, TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString)
            && self.string_end(string, end).is_some()
    }

    /// Where a string that has no end is cut off: before the first line that looks like a
    /// statement.
    fn string_end(&self, start: usize, end: usize) -> Option<usize> {
        let lines = self.text.get(start..end)?.match_indices('\n');
        lines
            .map(|(newline, _)| start + newline + 1)
            .find(|&at| at < end && line::starts_statement(self.text, at))
    }

    /// The end of the line that closes a string which was opened with a single quote and
    /// goes on below; `None` where the last token is no such string.
    fn string_goes_on(&self, tokens: &[Token], end: usize) -> Option<usize> {
        let string = tokens.iter().rev().nth(1)?;
        let quote = match string.kind() {
            TokenKind::BasicString => '"',
            TokenKind::LiteralString => '\'',
            _ => return None,
        };
        let span = string.span();
        let raw = self.text.get(self.at + span.start()..self.at + span.end())?;
        if line::is_closed(raw.trim_end(), 1) {
            return None;
        }
        line::closing(self.text, end, quote)
    }
}

/// Whether the statement is a header, which has one line.
fn is_header(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .map(Token::kind)
        .find(|kind| *kind != TokenKind::Whitespace)
        .is_some_and(|kind| kind == TokenKind::LeftSquareBracket)
}

fn is_long_string(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::MlBasicString | TokenKind::MlLiteralString)
}
