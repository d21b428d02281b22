//! The regular expressions of shipped rules, compiled.
//!
//! Compiling one takes longer than holding all the texts of a small programme against it. What is kept
//! is a table for texts of ASCII, which nearly all are, that a run only has to check.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;
use toml::Value;

/// A file's name and what is in it.
type File = (String, Vec<u8>);

/// The tables of all that rules ask values to match, and the code that holds them by the patterns' text.
pub fn tables(rules: &[Value]) -> Vec<File> {
    let mut patterns = BTreeSet::new();
    rules.iter().for_each(|rule| collect(rule, &mut patterns));
    let mut code = format!("static READY: [(&str, &Table); {}] = [\n", patterns.len());
    let mut files = Vec::new();
    for (number, pattern) in patterns.iter().enumerate() {
        let file = format!("pattern-{number}.dfa");
        let bytes = format!("*include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))");
        let _ = writeln!(code, "({pattern:?}, &AlignAs {{ _align: [], bytes: {bytes} }}),");
        files.push((file, table(pattern)));
    }
    code.push_str("];\n");
    files.push(("patterns.rs".to_owned(), code.into_bytes()));
    files
}

/// Notes what is asked for by `matches`, wherever it stands.
fn collect<'v>(value: &'v Value, patterns: &mut BTreeSet<&'v str>) {
    match value {
        Value::Table(table) => {
            patterns.extend(table.get("matches").and_then(Value::as_str));
            table.values().for_each(|value| collect(value, patterns));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, patterns)),
        _ => {}
    }
}

/// The table of one, in the order of bytes of the machine that it is for.
fn table(pattern: &str) -> Vec<u8> {
    let config = dense::Config::new().start_kind(StartKind::Unanchored).minimize(true);
    let dfa = dense::Builder::new()
        .configure(config)
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().which_captures(WhichCaptures::None))
        .build(pattern)
        .unwrap_or_else(|error| panic!("`{pattern}` has no form for ASCII: {error}"));
    let big = std::env::var("CARGO_CFG_TARGET_ENDIAN").is_ok_and(|order| order == "big");
    let (mut bytes, padding) =
        if big { dfa.to_bytes_big_endian() } else { dfa.to_bytes_little_endian() };
    bytes.drain(..padding);
    bytes
}
