//! Reading values, and what belongs to which table.

use complint::document::{Document, Form, Kind, NodeId};

use crate::{paths, same};

const FILE: &str = r#"
title = "T \u00e9"  # a comment
# another
'quoted key' = 'C:\x'
"esc\u0061ped" = true
number = 1_000
hex = 0xFF
float = 1e3
day = 2026-02-28
time = 2026-02-28T10:00:00Z
tags = ["a", "b"]
long = """
one \
   two"""

[frameworks.mini]
scope.words = 3

[[control]]
id = "c1"
satisfies = { iso27001 = ["A.5.1"], soc2.x = 1 }

[[control]]
id = "c2"
[control.residual]
likelihood = 2
"#;

#[test]
fn every_kind_is_decoded_when_asked_for() {
    let document = Document::parse(FILE);
    assert_eq!(document.errors(), []);
    let root = document.root(FILE);
    let get = |name: &str| root.get(name).expect(name);
    assert_eq!(get("title").as_str().as_deref(), Some("T é"));
    assert_eq!(get("quoted key").as_str().as_deref(), Some(r"C:\x"));
    assert_eq!(get("escaped").as_bool(), Some(true));
    assert_eq!(get("number").as_i64(), Some(1000));
    assert_eq!(get("hex").as_i64(), Some(255));
    assert_eq!(get("float").as_f64(), Some(1000.0));
    assert_eq!(get("number").as_f64(), Some(1000.0));
    assert_eq!(get("day").as_date(), Some(jiff::civil::date(2026, 2, 28)));
    assert_eq!(get("time").kind(), Kind::OffsetDatetime);
    assert_eq!(get("time").as_date(), None);
    assert_eq!(get("long").as_str().as_deref(), Some("one two"));
    assert_eq!(get("tags").elements().count(), 2);
    assert_eq!(get("tags").entries().count(), 0);
    assert_eq!(get("title").as_i64(), None);
    assert_eq!(root.get("nothing").map(|value| value.node()), None);
    let path = root.get_path(&["frameworks", "mini", "scope", "words"]);
    assert_eq!(path.and_then(|words| words.as_i64()), Some(3));
}

#[test]
fn forms_say_how_a_table_came_about() {
    let document = Document::parse(FILE);
    let root = document.root(FILE);
    let form = |path: &[&str]| root.get_path(path).map(|value| value.form());
    assert_eq!(root.form(), Form::Root);
    assert_eq!(form(&["frameworks"]), Some(Form::Implicit));
    assert_eq!(form(&["frameworks", "mini"]), Some(Form::Header));
    assert_eq!(form(&["frameworks", "mini", "scope"]), Some(Form::Dotted));
    assert_eq!(form(&["control"]), Some(Form::ArrayHeader));
    let controls = root.get("control").expect("controls");
    let first = controls.elements().next().expect("a control");
    assert_eq!(first.form(), Form::ArrayHeader);
    assert_eq!(first.get("satisfies").map(|value| value.form()), Some(Form::Inline));
}

#[test]
fn entries_keep_their_order() {
    assert_eq!(
        paths("b = 1\na.z = 2\n[d]\nc = 3\n[a]\n"),
        ["b", "a", "a.z", "d", "d.c"],
        "a header after a dotted key is an error and changes nothing"
    );
    assert_eq!(paths("[x.y]\nk = 1\n[w]\n[x]\nj = 2\n"), ["x", "x.y", "x.y.k", "x.j", "w"]);
}

#[test]
fn comments_know_whether_they_have_a_line_of_their_own() {
    let document = Document::parse(FILE);
    let comments: Vec<_> = document
        .comments()
        .iter()
        .map(|comment| (comment.span.of(FILE), comment.trailing))
        .collect();
    assert_eq!(comments, [("# a comment", true), ("# another", false)]);
    let text = "\u{feff}# first\r\na = [ # one\r\n  # two\r\n]";
    let document = Document::parse(text);
    let trailing: Vec<_> = document.comments().iter().map(|comment| comment.trailing).collect();
    assert_eq!(trailing, [false, true, false]);
}

#[test]
fn a_tag_stays_where_it_was_set() {
    let text = "a = 1\nb = 2\n";
    let mut document = Document::parse(text);
    let node = document.root(text).get("b").expect("b").node();
    assert_eq!(document.tag(node), 255);
    document.set_tag(node, 7);
    assert_eq!(document.tag(node), 7);
    assert_eq!(document.root(text).get("a").map(|a| a.tag()), Some(255));
    assert_eq!(document.tag(NodeId::ROOT), 255);
}

#[test]
fn an_entry_is_found_by_its_tag_in_its_table() {
    let text = "a = [1, { d = 2 }]\nb = { c = 3 }\n";
    let mut document = Document::parse(text);
    let node = |path: &[&str]| Document::parse(text).root(text).get_path(path).map(|it| it.node());
    let [a, b, c] = [&["a"][..], &["b"], &["b", "c"]].map(|path| node(path).expect("a value"));
    for (node, tag) in [(a, 1), (b, 2), (c, 3)] {
        document.set_tag(node, tag);
    }
    let found = |table, tag| document.value(text, table).tagged(tag).map(|it| it.node());
    assert_eq!([1, 2, 9].map(|tag| found(NodeId::ROOT, tag)), [Some(a), Some(b), None]);
    assert_eq!([3, 2].map(|tag| found(b, tag)), [Some(c), None]);
    // An array has no entries, nor has a number.
    assert_eq!([(a, 1), (c, 3)].map(|(value, tag)| found(value, tag)), [None, None]);
}

#[test]
fn tables_are_joined_as_the_toml_crate_joins_them() {
    for text in [
        "[a.b]\n[a]\nb.c = 1\n",
        "[a.b]\n[a]\nb.c = 1\n[a.b]\n",
        "[[a.b]]\n[a.b.c.d]\n[a]\nb.c.x = 1\n",
        "[[a]]\n[a]\n",
        "[a]\n[[a]]\n",
        "a = []\n[[a]]\n",
        "a = {}\n[a.b]\n",
        "a.b = 1\n[a]\n",
        "a.b = 1\n[a.c]\n",
        "[fruit]\napple.color = 1\n[fruit.apple.taste]\n",
        "[fruit]\napple.color = 1\n[fruit.apple]\n",
        "a = { b.c = 1, b.d = 2 }\n",
        "a = { b = {}, b.d = 2 }\n",
        "a = { b.c = 1, b = 2 }\n",
        "a.b = 1\na.b.c = 2\n",
        "[[a]]\nb.c = 1\n[[a]]\nb.d = 1\n[a.b]\n",
        "\"\" = 1\n'' = 2\n",
        "\"a\" = 1\na = 2\n",
        "a = 1\n'a' = 2\n",
        "a = \"\"\"\r\nx\r\ny\\\r\n  z\"\"\"\r\n",
        "a = 1 # \u{7f}\n",
        "a = inf\nb = -nan\nc = +inf\nd = 1e400\n",
        "a = 07:32\nb = 1979-05-27 07:32Z\n",
        "a = 1979-05-27  07:32Z\n",
        "a = +1979-05-27\n",
        "a = 0d12\n",
        "a\u{feff} = 1\n",
        "a = 1\n\u{feff}b = 1\n",
    ] {
        same::check(text);
    }
}

#[test]
fn large_tables_find_duplicates() {
    let mut text = String::new();
    for index in 0..200 {
        text.push_str(&format!("key-{index} = {index}\n"));
    }
    same::check(&text);
    assert!(Document::parse(&text).complete());
    text.push_str("\"key\\u002d7\" = 1\n");
    let document = Document::parse(&text);
    let [error] = document.errors() else { panic!("{:?}", document.errors()) };
    let (first, label) = error.related.expect("the first place");
    assert_eq!((first.of(&text), label), ("key-7", "first given here"));
    assert_eq!(document.root(&text).entries().count(), 200);
}

#[test]
fn very_long_keys_keep_their_length() {
    let long = "k".repeat(70_000);
    let text = format!("{long} = 1\n\"{long}x\" = 2\n");
    same::check(&text);
    let document = Document::parse(&text);
    let root = document.root(&text);
    assert!(root.get(&long).is_some_and(|value| value.as_i64() == Some(1)));
    assert_eq!(root.entries().last().map(|value| value.key().len()), Some(70_001));
}
