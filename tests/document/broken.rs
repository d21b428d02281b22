//! Broken files: what is reported, where, and what is read all the same.

use complint::document::Document;

use crate::{errors, paths, show};

/// A file of eight keys in which one place is broken.
fn file(broken: &str) -> String {
    format!(
        "[[control]]\nid = \"A\"\n{broken}\nowner = \"o\"\nstatus = \"live\"\n\
         since = 2026-01-01\n\n[[control]]\nid = \"B\"\ntitle = \"u\"\n\n[meta]\nversion = 1\n"
    )
}

const REST: [&str; 9] = [
    "control",
    "control.0.id",
    "control.0.owner",
    "control.0.status",
    "control.0.since",
    "control.1.id",
    "control.1.title",
    "meta",
    "meta.version",
];

/// Everything but the broken line must have been read; returns what came of that line.
pub(crate) fn kept(broken: &str) -> Vec<String> {
    let mut found = paths(&file(broken));
    for path in REST {
        let at = found.iter().position(|other| other == path);
        found.remove(at.unwrap_or_else(|| panic!("{path} is lost after {broken:?}: {found:?}")));
    }
    found
}

#[test]
fn one_broken_line_costs_one_error_and_no_other_key() {
    let mut wrong = Vec::new();
    for (broken, found, error) in [
        ("title \"t\"", &["control.0.title"][..], "3:1-6 expected `=` after the key"),
        ("bare word line", &[], "3:1-5 expected `=` after the key"),
        ("word", &[], "3:1-5 expected `=` after the key"),
        (
            "title: \"t\"",
            &["control.0.title"],
            "3:6-7 use `=` instead of `:` between a key and its value",
        ),
        (
            "\"title\" : \"t\"",
            &["control.0.title"],
            "3:9-10 use `=` instead of `:` between a key and its value",
        ),
        (
            "title: t",
            &["control.0.title!"],
            "3:6-7 use `=` instead of `:` between a key and its value",
        ),
        ("title = t", &["control.0.title!"], "3:9-10 text must stand in quotes"),
        ("title =", &["control.0.title!"], "3:7-8 expected a value after `=`"),
        ("title = # none", &["control.0.title!"], "3:7-8 expected a value after `=`"),
        ("= 1", &[], "3:1-2 expected a key here"),
        ("title = \"t", &["control.0.title!"], "3:9-11 unclosed string"),
        ("title = \"t\\\"", &["control.0.title!"], "3:9-13 unclosed string"),
        ("title = 't", &["control.0.title!"], "3:9-11 unclosed string"),
        ("title = t\"", &["control.0.title!"], "3:9-11 a quote closes here that was never opened"),
        ("title = \"\"\"t", &["control.0.title!"], "3:9-13 unclosed string"),
        ("title = \"\"\"t\nand more\nof it", &["control.0.title!"], "3:9-13 unclosed string"),
        ("title = '''t", &["control.0.title!"], "3:9-13 unclosed string"),
        (
            "title = \"\"\"t\nmore\nnote = \"\"\"x\"\"\"",
            &["control.0.title!", "control.0.note"],
            "3:9-13 unclosed string",
        ),
        (
            "title = \"t\nmore\nof it\" # c",
            &["control.0.title!"],
            "3:9-11 a text of several lines must stand in three quotes",
        ),
        (
            "title = 't\r\n# more'",
            &["control.0.title!"],
            "3:9-11 a text of several lines must stand in three quotes",
        ),
        (
            "title = \u{201c}t\u{201d}",
            &["control.0.title!"],
            "3:9-12 these are typographic quotes; TOML knows plain ones only",
        ),
        (
            "title\u{a0}= \"t\"",
            &["control.0.title\u{a0}"],
            "3:6-7 an invisible character, U+00A0, in or after a key",
        ),
        ("title = null", &["control.0.title!"], "3:9-13 TOML has no null: leave the key out"),
        ("title = \"a\\qb\"", &["control.0.title!"], "3:11-13 unknown escape in a string"),
        (
            "title = \"a\\u12\"",
            &["control.0.title!"],
            "3:9-16 too few digits in a `\\x`, `\\u` or `\\U` escape",
        ),
        (
            "title = \"a\\ud800\"",
            &["control.0.title!"],
            "3:9-18 an escape in this string stands for no character",
        ),
        (
            "title = \"a\u{1}\"",
            &["control.0.title!"],
            "3:11-12 control character U+0001 in a string",
        ),
        (
            "title = \"a\" \"b\"",
            &["control.0.title"],
            "3:13-16 unexpected text after the end of the statement",
        ),
        (
            "title = \"a\", # c",
            &["control.0.title"],
            "3:12-17 unexpected text after the end of the statement",
        ),
        ("title == \"a\"", &["control.0.title"], "3:8-9 one `=` too many"),
        ("due = 2026-02-30", &["control.0.due!"], "3:7-17 there is no such day"),
        ("due = 2026-13-01", &["control.0.due!"], "3:7-17 a month is 01 to 12"),
        ("due = 2026-1-1", &["control.0.due!"], "3:7-15 a date is written YYYY-MM-DD"),
        ("due = 20_25-01-18", &["control.0.due!"], "3:7-18 this is not a number"),
        ("due = 2026/01/02", &["control.0.due!"], "3:7-17 a date is written YYYY-MM-DD"),
        ("due = 31.12.2026", &["control.0.due!"], "3:7-17 a date is written YYYY-MM-DD"),
        (
            "due = 2026-01-02 10:7",
            &["control.0.due!"],
            "3:7-22 a time is written HH:MM or HH:MM:SS",
        ),
        ("due = 2026-01-02 noon", &["control.0.due"], "3:18-22 unexpected text after a value"),
        ("version = 1.2.3", &["control.0.version!"], "3:11-16 this is not a number"),
        ("due = 25:00", &["control.0.due!"], "3:7-12 hours are 00 to 23"),
        ("n = 0x", &["control.0.n!"], "3:5-7 expected digits after the prefix"),
        ("n = 012", &["control.0.n!"], "3:5-8 a number must not start with `0`"),
        ("n = 1__0", &["control.0.n!"], "3:5-9 `_` may only stand between digits"),
        (
            "n = 9223372036854775808",
            &["control.0.n!"],
            "3:5-24 this integer does not fit into 64 bits",
        ),
        ("n = 1e999", &["control.0.n!"], "3:5-10 this number is too large"),
        ("b = True", &["control.0.b!"], "3:5-9 a boolean is `true` or `false`"),
        ("tags = [\"a\", \"b\"", &["control.0.tags"], "3:8-9 unclosed array"),
        ("tags = [\n  \"a\",\n  \"b\",", &["control.0.tags"], "3:8-9 unclosed array"),
        (
            "tags = [\"a\" \"b\"]",
            &["control.0.tags"],
            "3:13-16 expected a comma between the elements of an array",
        ),
        ("tags = [\"a\",, \"b\"]", &["control.0.tags"], "3:13-14 one comma too many in this array"),
        (
            "tags = \"a\"]",
            &["control.0.tags"],
            "3:11-12 unexpected text after the end of the statement",
        ),
        ("tags = ]", &["control.0.tags!"], "3:8-9 `]` without a `[` before it"),
        ("tags = [a, 1]", &["control.0.tags"], "3:9-10 text must stand in quotes"),
        ("t = { x = 1", &["control.0.t", "control.0.t.x"], "3:5-6 unclosed inline table"),
        (
            "t = { x = 1 y = 2 }",
            &["control.0.t", "control.0.t.x"],
            "3:13-14 unexpected text after a value",
        ),
        ("t = { x 1 }", &["control.0.t", "control.0.t.x"], "3:9-10 expected `=` after the key"),
        (
            "t = { x = 1, x = 2 }",
            &["control.0.t", "control.0.t.x"],
            "3:14-15 `x` is given twice in this table",
        ),
        ("a b = 1", &[], "3:1-2 expected `=` after the key"),
        ("a. = 1", &["control.0.a"], "3:4-5 expected a key here"),
        (
            "ä = 1",
            &["control.0.ä"],
            "3:1-2 a key with other than letters, digits, `-` and `_` must stand in quotes",
        ),
        ("]", &[], "3:1-2 `]` without a `[` before it"),
        ("}", &[], "3:1-2 expected a key at the start of the line"),
        ("id = \"C\"", &[], "3:1-3 `id` is given twice in this table"),
        ("id.x = 1", &[], "3:1-3 `id` is a value, not a table"),
        ("# a\u{1}b", &[], "3:4-5 control character U+0001 in a comment"),
        (
            "\u{feff}title = 1",
            &["control.0.title"],
            "3:1-2 a byte order mark may only start a file",
        ),
        ("=======", &[], "3:1-8 merge conflict marker"),
        (">>>>>>> branch's end", &[], "3:1-21 merge conflict marker"),
    ] {
        if errors(&file(broken)) != [error] || kept(broken) != found {
            wrong.push(format!("{broken:?} {:?} {:?}", errors(&file(broken)), kept(broken)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn broken_headers_still_start_a_table() {
    let text = "[[control]]\nid = 1\n[m\nid = 2\n[[control]\nid = 3\n[[control]] x\nid = 4\n[a]]\nid = 5\n[]\nlost = 1\n[b c]\n";
    assert_eq!(
        errors(text),
        [
            "3:1-3 unclosed table header",
            "5:1-11 unclosed table header",
            "7:13-14 unexpected text after the end of the statement",
            "9:4-5 unexpected text after the end of the statement",
            "11:2-3 expected a key here",
            "13:1-3 unclosed table header",
        ]
    );
    assert_eq!(
        paths(text),
        ["control", "control.0.id", "control.1.id", "control.2.id", "m", "m.id", "a", "a.id", "b"]
    );
}

#[test]
fn an_unclosed_bracket_stops_at_the_next_statement() {
    // The lines of an array are no statements, whatever they look like.
    let text = "a = [\n  [1, 2],\n  [inf],\n  { b = 1,\n    c = 2 },\n  'd = 1',\n  x\n]\ne = 1\n";
    assert_eq!(errors(text), ["7:3-4 text must stand in quotes"]);
    assert_eq!(paths(text), ["a", "a.2.b", "a.2.c", "e"]);
    // Nothing stands as far left: the next line that looks like a statement counts.
    let text = "a = [\n  'x'\n  b = 1\n  c = 2\n";
    assert_eq!(errors(text), ["1:5-6 unclosed array"]);
    assert_eq!(paths(text), ["a", "b", "c"]);
    // After a comma the next line belongs to the table only if a comma or a brace follows.
    let text = "a = { x = 1,\nb = 1\nc = 1\n";
    assert_eq!(errors(text), ["1:5-6 unclosed inline table"]);
    assert_eq!(paths(text), ["a", "a.x", "b", "c"]);
    let text = "a = {\nx = 1,\ny = [2]\n\n}\nb = c\n";
    assert_eq!(errors(text), ["6:5-6 text must stand in quotes"]);
    assert_eq!(paths(text), ["a", "a.x", "a.y", "b!"]);
    let text = "a = { x = [1, 2\nb = 1\n[c]\nd = 1\n";
    assert_eq!(errors(text), ["1:11-12 unclosed array"]);
    assert_eq!(paths(text), ["a", "a.x", "b", "c", "c.d"]);
}

#[test]
fn what_is_given_twice_points_at_the_first() {
    let text = "a = 1\n[b]\n[b.c]\nx = 1\n[b.c]\nx = 2\ny = 3\n[[d]]\n[d]\n[[b]]\n[a]\n";
    let document = Document::parse(text);
    let errors: Vec<_> = document
        .errors()
        .iter()
        .map(|error| {
            let (span, label) = error.related.expect("the first place");
            format!("{} {}; {} {label}", show(text, error.span), error.message, show(text, span))
        })
        .collect();
    assert_eq!(
        errors,
        [
            "5:2-5 the table `c` is defined twice; 3:2-5 first given here",
            "9:2-3 `d` is one table here and an array of tables there; 8:3-4 first given here",
            "10:3-4 `b` is an array of tables here and one table there; 2:2-3 first given here",
            "11:2-3 `a` is already given in this table; 1:1-2 first given here",
        ]
    );
    assert_eq!(paths(text), ["a", "b", "b.0.c", "b.0.c.x", "b.0.c.y", "d"]);
}

#[test]
fn a_header_of_one_bracket_too_few_hides_no_record() {
    let text = "[[control]]\nid = 'a'\n[control]\nid = 'b'\nx.y = 1\n[[control]]\nid = 'c'\n";
    assert_eq!(errors(text), ["3:2-9 `control` is one table here and an array of tables there"]);
    let ids =
        ["control", "control.0.id", "control.1.id", "control.1.x", "control.1.x.y", "control.2.id"];
    assert_eq!(paths(text), ids);
    // The first table is a large one, which is indexed.
    let many: String = (0..30).map(|index| format!("k{index} = 1\n")).collect();
    let text =
        format!("[control]\n{many}[control.sub]\n[[control]]\nid = 'b'\n[[control]]\nid = 'c'\n");
    assert_eq!(errors(&text), ["33:3-10 `control` is an array of tables here and one table there"]);
    let found = paths(&text);
    assert_eq!(found.len(), 1 + 30 + 1 + 2);
    assert_eq!(found[30..], ["control.0.k29", "control.0.sub", "control.1.id", "control.2.id"]);
}

#[test]
fn a_merge_conflict_is_one_error_a_marker() {
    let text = "\
[[control]]
id = \"a\"
<<<<<<< HEAD
title = \"ours\"
tags = [\"a\"]
||||||| 1234567
title = \"base\"
=======
title = \"theirs\"
new = 1
>>>>>>> a branch's name
owner = \"o\"
list = [
  1,
<<<<<<< HEAD
  2
=======
  3
>>>>>>> b
]
last = \"\"\"
<<<<<<< in a text
\"\"\"
";
    let at = |line: usize, end: usize| format!("{line}:1-{end} merge conflict marker");
    assert_eq!(
        errors(text),
        [at(3, 13), at(6, 16), at(8, 8), at(11, 24), at(15, 13), at(17, 8), at(19, 10)]
    );
    let names = ["id", "title", "tags", "new", "owner", "list", "last"];
    let expected: Vec<_> = names.iter().map(|name| format!("control.0.{name}")).collect();
    assert_eq!(paths(text)[1..], expected);
    let document = Document::parse(text);
    let control = document.root(text).get("control").and_then(|all| all.elements().next());
    let title = control.and_then(|control| control.get("title"));
    assert_eq!(title.map(|title| title.raw()), Some("\"ours\""));
}

#[test]
fn errors_say_what_was_expected() {
    for (text, expected) in [
        ("a = [1", "`]`"),
        ("a = 'x", "`'` at the end of the text"),
        ("[a", "`]`"),
        ("a", "`=`"),
        ("a = True", "`true` or `false`"),
        ("a =", "a value"),
    ] {
        let document = Document::parse(text);
        assert!(!document.complete());
        assert_eq!(document.errors()[0].expected.as_deref(), Some(expected), "{text}");
    }
}
