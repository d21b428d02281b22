//! Lines that plainly are a key and its value but for the sign between them.
//!
//! `id: "A"` is YAML, `id "A"` a slip. What is meant is clear, so the value is read and
//! only the sign reported; otherwise everything that refers to `A` would be reported too.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::{key, line, scalar};
use crate::span::Span;

/// A statement with the right sign put in.
pub(super) struct Repair {
    /// The statement; all positions are what they were.
    pub(super) text: String,
    /// What was wrong, counted from the start of the statement.
    pub(super) span: Span,
    pub(super) message: &'static str,
}

/// The repaired statement, if it needs to be and can be.
pub(super) fn repair(statement: &str) -> Option<Repair> {
    let bytes = statement.as_bytes();
    let start = key::blanks(bytes, 0);
    let end = key::dotted(bytes, start)?;
    let next = line::separator(bytes, start)?;
    match bytes.get(next)? {
        b':' => Some(replace(statement, next..next + 1, "=", YAML)),
        b'=' => {
            let count = statement.get(next + 1..)?.bytes().take_while(|byte| *byte == b'=').count();
            let extra = next + 1..next + 1 + count;
            (count > 0).then(|| replace(statement, extra, &" ".repeat(count), EXTRA))
        }
        _ if next > end && is_value(statement.get(next..)?) => {
            let repaired = replace(statement, end..end + 1, "=", MISSING);
            Some(Repair { span: Span::new(start as u32, end as u32), ..repaired })
        }
        _ => None,
    }
}

const YAML: &str = "use `=` instead of `:` between a key and its value";
const EXTRA: &str = "one `=` too many";
const MISSING: &str = "expected `=` after the key";

fn replace(text: &str, at: std::ops::Range<usize>, with: &str, message: &'static str) -> Repair {
    let span = Span::new(at.start as u32, at.end as u32);
    let mut text = text.to_owned();
    text.replace_range(at, with);
    Repair { text, span, message }
}

/// Whether a text starts with a value and its first line goes on with nothing else.
fn is_value(text: &str) -> bool {
    let mut tokens = Source::new(text).lex();
    let Some(first) = tokens.next() else {
        return false;
    };
    match first.kind() {
        TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => true,
        TokenKind::Atom => {
            let words = text.split(['\n', '\r', '#']).next().unwrap_or("").trim_end();
            scalar::check(words, None).is_some() || scalar::examine(words, None).is_ok()
        }
        kind if kind.encoding().is_some() => {
            let next = tokens.map(|token| token.kind()).find(|kind| *kind != TokenKind::Whitespace);
            matches!(next, None | Some(TokenKind::Newline | TokenKind::Comment | TokenKind::Eof))
        }
        _ => false,
    }
}
