//! Where a statement of a broken file ends, and what a line looks like.
//!
//! The parser closes a bracket only at its counterpart, so one that is missing would take
//! the rest of the file with it. People end statements at line ends and start the next one
//! with `key =` or `[header]`; those lines are where reading goes on.

use toml_parser::Source;
use toml_parser::decoder::Encoding;
use toml_parser::lexer::{Token, TokenKind};

use super::conflict::{self, Side};
use super::{key, scalar};
use crate::span::Span;

/// One statement of a broken file.
pub(super) struct Statement {
    /// Its end, line end included.
    pub(super) end: usize,
    /// Conflict markers among its lines.
    pub(super) markers: Vec<(Span, Side)>,
}

/// Finds the end of the statement that starts at the line start `at`. `tokens` gets its
/// tokens, whose spans count from `at`.
pub(super) fn find(text: &str, at: usize, tokens: &mut Vec<Token>) -> Statement {
    let mut scan = Scan {
        text,
        at,
        limit: text.len(),
        indent: key::blanks(text.as_bytes(), at) - at,
        open: Vec::new(),
        markers: Vec::new(),
    };
    loop {
        let end = match scan.run(tokens) {
            Stop::End(end) => end,
            // Nothing stands as far left as this statement: take any line that looks right.
            Stop::Open if scan.indent != usize::MAX => {
                scan.indent = usize::MAX;
                continue;
            }
            Stop::Open => scan.limit,
            Stop::String(start) => {
                scan.limit = scan.string_end(start);
                continue;
            }
        };
        return Statement {
            end,
            markers: scan.markers,
        };
    }
}

enum Stop {
    /// The statement ends here.
    End(usize),
    /// A bracket is still open at the end of the text.
    Open,
    /// The string of several lines that starts here has no end.
    String(usize),
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    limit: usize,
    /// A line that is indented further does not end a statement.
    indent: usize,
    /// Brackets that are open; whether each is a `{`.
    open: Vec<bool>,
    markers: Vec<(Span, Side)>,
}

impl Scan<'_> {
    fn run(&mut self, tokens: &mut Vec<Token>) -> Stop {
        tokens.clear();
        self.open.clear();
        self.markers.clear();
        let text = self.text.get(self.at..self.limit).unwrap_or("");
        let mut skipped = 0;
        let mut last = TokenKind::Newline;
        for token in Source::new(text).lex() {
            if token.span().start() < skipped {
                continue;
            }
            tokens.push(token);
            let end = self.at + token.span().end();
            match token.kind() {
                TokenKind::Eof if self.open.is_empty() || self.limit < self.text.len() => {
                    return Stop::End(self.limit);
                }
                TokenKind::Eof => return Stop::Open,
                TokenKind::Newline if self.ends(tokens, end, last) => return Stop::End(end),
                TokenKind::Newline => skipped = self.skip_marker(end),
                kind => {
                    if self.is_unclosed(token, kind, end) {
                        return Stop::String(self.at + token.span().start());
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
        let inside = in_table && matches!(last, TokenKind::Comma | TokenKind::LeftCurlyBracket);
        is_header_line(bytes, start) || (is_key_line(bytes, start) && !inside)
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
        let several = matches!(kind, TokenKind::MlBasicString | TokenKind::MlLiteralString);
        if !several || end < self.text.len() {
            return false;
        }
        let start = self.at + token.span().start();
        let raw = self.text.get(start..end).unwrap_or("");
        !is_closed(raw, kind.encoding())
    }

    /// Where a string that has no end is cut off: before the first line that looks like a
    /// statement, or else at the end of the text.
    fn string_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let rest = self.text.get(start..).unwrap_or("");
        rest.match_indices('\n')
            .map(|(newline, _)| start + newline + 1)
            .find(|&line| {
                let begin = key::blanks(bytes, line);
                is_header_line(bytes, begin)
                    || is_key_line(bytes, begin)
                    || conflict::marker(self.text, line).is_some()
            })
            .unwrap_or(self.text.len().saturating_sub(1).max(start + 3))
    }
}

/// Whether a string of several lines has its closing quotes.
fn is_closed(raw: &str, encoding: Option<Encoding>) -> bool {
    raw.len() >= 6
        && (scalar::check(raw, encoding).is_some() || scalar::examine(raw, encoding).is_ok())
}

/// Whether the statement is a header, which has one line.
fn is_header(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .map(Token::kind)
        .find(|kind| *kind != TokenKind::Whitespace)
        .is_some_and(|kind| kind == TokenKind::LeftSquareBracket)
}

/// Whether `key =` stands at `at`.
pub(super) fn is_key_line(bytes: &[u8], at: usize) -> bool {
    separator(bytes, at).is_some_and(|at| bytes.get(at) == Some(&b'='))
}

/// Where the key at `at` ends and what follows it starts.
pub(super) fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    key::dotted(bytes, at).map(|end| key::blanks(bytes, end))
}

/// Whether a line holds a header and nothing else. What could be an array in an array,
/// such as `[1]` or `["a"]`, is none.
fn is_header_line(bytes: &[u8], at: usize) -> bool {
    let brackets = count(bytes, at, b'[');
    if !(1..=2).contains(&brackets) {
        return false;
    }
    let start = key::blanks(bytes, at + brackets);
    let Some(end) = key::dotted(bytes, start) else {
        return false;
    };
    let word = bytes.get(start..end).unwrap_or_default();
    let is_value = !word.first().is_some_and(u8::is_ascii_alphabetic)
        || matches!(word, b"true" | b"false" | b"inf" | b"nan");
    let close = key::blanks(bytes, end);
    let after = key::blanks(bytes, close + brackets);
    !is_value
        && count(bytes, close, b']') == brackets
        && matches!(bytes.get(after), None | Some(b'\n' | b'\r' | b'#'))
}

fn count(bytes: &[u8], at: usize, byte: u8) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|other| **other == byte).count()
}
