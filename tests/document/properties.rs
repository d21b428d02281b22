//! What holds for any text.

use complint::document::Document;
use proptest::prelude::*;

use crate::{same, sound};

/// The pieces TOML is made of: text put together from them is often nearly right.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "a",
    "b",
    "key-1",
    "\"a\"",
    "'b'",
    "\"\\u0061\"",
    " = ",
    "=",
    ".",
    ",",
    ":",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "# c",
    "1",
    "-1_0",
    "0x1f",
    "1.5e3",
    "true",
    "inf",
    "2026-01-31",
    "10:00:00",
    "Z",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "é",
    "\u{feff}",
    "\u{0}",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
];

fn nearly_toml() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// A line that is no header: the keys below would belong to its table, and rightly so.
fn broken_line() -> impl Strategy<Value = String> {
    let line = |text: String| text.replace(['\n', '\r'], "");
    let header = |line: &String| line.trim_start_matches([' ', '\t', '\u{feff}']).starts_with('[');
    nearly_toml().prop_map(line).prop_filter("a header", move |line| !header(line))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        sound::check(&text);
    }

    #[test]
    fn nearly_toml_is_read(text in nearly_toml()) {
        sound::check(&text);
        same::check(&text);
    }

    #[test]
    fn no_broken_line_hides_another_key(line in broken_line()) {
        crate::broken::kept(&line);
    }

    #[test]
    fn a_valid_file_cut_off_anywhere_is_read(at in 0_usize..2000) {
        let text = include_str!("values.rs");
        let end = (0..=at.min(text.len())).rfind(|at| text.is_char_boundary(*at));
        sound::check(&text[..end.unwrap_or(0)]);
    }
}

#[test]
fn deep_nesting_ends_in_an_error() {
    let depth = 100_000;
    for text in [
        format!("a = {}", "[".repeat(depth)),
        format!("a = {}{}", "[".repeat(depth), "]".repeat(depth)),
        format!("a = {}", "{a=".repeat(depth)),
        format!("a = {}", "[{a=".repeat(depth)),
        format!("{}a = 1", "a.".repeat(depth)),
        format!("[{}a]", "a.".repeat(depth)),
        format!("a = {}1", "-".repeat(depth)),
    ] {
        let document = Document::parse(&text);
        assert!(!document.complete());
        assert!(document.errors().len() < 10, "{:?}", document.errors().len());
        sound::check(&text);
    }
    let segments = vec!["a"; 80].join(".");
    let text = format!("[{segments}]\n{segments} = {}{}\n", "[".repeat(80), "]".repeat(80));
    assert_eq!(Document::parse(&text).errors(), []);
    sound::check(&text);
}
