//! Where headers stand, by the tokens of a text: also those that made no table because they say twice
//! what may be said once, and none that stands in a string or a list.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::key;
use crate::span::Span;

/// `[a.b]` or `[[a.b]]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Header {
    /// From the first bracket to the last; to the end of its first key where it is not closed.
    pub span: Span,
    /// Its first key, quotes included.
    pub key: Span,
    /// Whether it has double brackets.
    pub is_list: bool,
    /// Whether there is no further key, and the brackets are closed.
    pub is_alone: bool,
}

impl Header {
    /// Whether its first key is `name`.
    pub(crate) fn names(&self, text: &str, name: &str) -> bool {
        key::decode(self.key.of(text)) == name
    }

    /// What makes double brackets of single ones.
    pub(crate) fn doubled(&self) -> [(Span, String); 2] {
        let at = |at: u32| Span::new(at, at);
        [(at(self.span.start), "[".to_owned()), (at(self.span.end), "]".to_owned())]
    }
}

/// All headers, in their order.
pub(crate) fn headers(text: &str) -> Vec<Header> {
    let tokens = Source::new(text).lex().into_vec();
    let mut headers = Vec::new();
    let mut depth = 0usize;
    let mut begins = true;
    let mut rest = tokens.as_slice();
    while let [token, behind @ ..] = rest {
        match token.kind() {
            TokenKind::LeftSquareBracket if begins && depth == 0 => {
                headers.extend(header(rest));
                let line = rest.iter().take_while(|token| token.kind() != TokenKind::Newline);
                rest = rest.get(line.count()..).unwrap_or_default();
                continue;
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        begins = match token.kind() {
            TokenKind::Newline => true,
            TokenKind::Whitespace => begins,
            _ => false,
        };
        rest = behind;
    }
    headers
}

/// The header at whose first bracket the tokens begin.
fn header(tokens: &[Token]) -> Option<Header> {
    let is = |at: usize, kind: TokenKind| tokens.get(at).is_some_and(|token| token.kind() == kind);
    let blanks = |at: usize| at + usize::from(is(at, TokenKind::Whitespace));
    let start = tokens.first()?.span().start();
    let is_list = is(1, TokenKind::LeftSquareBracket);
    let brackets = if is_list { 2 } else { 1 };
    let at = blanks(brackets);
    let key = tokens.get(at).filter(|token| {
        matches!(token.kind(), TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString)
    })?;
    let close = blanks(at + 1);
    let is_alone = (close..close + brackets).all(|at| is(at, TokenKind::RightSquareBracket));
    let last = if is_alone { tokens.get(close + brackets - 1)? } else { key };
    let span =
        |start: usize, end: usize| Some(Span::new(start.try_into().ok()?, end.try_into().ok()?));
    Some(Header {
        span: span(start, last.span().end())?,
        key: span(key.span().start(), key.span().end())?,
        is_list,
        is_alone,
    })
}

#[cfg(test)]
mod tests {
    use super::headers;

    #[test]
    fn headers_are_found_and_nothing_that_looks_like_one() {
        let text = "\u{feff}[ a ] # c\n[[\"b\"]]\r\n  [c . d]\nx = \"\"\"\n[e]\n\"\"\"\ny = [\n[1],\n  [ f ]\n]\n\
                    # [g]\n'''[h]'''\n[[i]\n[]\nz = 1 # \"\n[\u{fc}]\n[j]";
        let found: Vec<_> = headers(text)
            .iter()
            .map(|it| (it.span.of(text), it.key.of(text), it.is_list, it.is_alone))
            .collect();
        assert_eq!(
            found,
            [
                ("[ a ]", "a", false, true),
                ("[[\"b\"]]", "\"b\"", true, true),
                ("[c", "c", false, false),
                ("[[i", "i", true, false),
                ("[\u{fc}]", "\u{fc}", false, true),
                ("[j]", "j", false, true),
            ]
        );
        assert!(headers(text)[1].names(text, "b"));
    }

    #[test]
    fn single_brackets_are_doubled() {
        let text = "# é\n[ control ]\n";
        let edits = headers(text)[0].doubled();
        let edits: Vec<_> = edits.iter().map(|(span, text)| (*span, text.as_str())).collect();
        assert_eq!(crate::fix::apply(text, &edits), "# é\n[[ control ]]\n");
    }
}
