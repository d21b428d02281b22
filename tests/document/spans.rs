//! Spans, asserted by hand as line and column.

use complint::Span;
use complint::document::Document;

use crate::show;

const FILE: &str = "\
[frameworks.mini]
scope = \"é\" # note

[[control]]
id = \"c1\"
dates = { start = 2026-01-01, list = [1,
  22] }
a.\"b c\".d = true

  [[ control ]]
  id = 'c2'
  [control.extra]
  x = 1
";

fn spans(path: &str) -> [String; 3] {
    let document = Document::parse(FILE);
    assert_eq!(document.errors(), []);
    let mut value = document.root(FILE);
    for name in path.split('/') {
        value = match name.parse::<usize>() {
            Ok(index) => value.elements().nth(index).expect(path),
            Err(_) => value.get(name).expect(path),
        };
    }
    [value.key_span(), value.span(), value.extent()].map(|span| show(FILE, span))
}

#[test]
fn keys_and_values() {
    assert_eq!(spans("frameworks/mini/scope"), ["2:1-6", "2:9-12", "2:1-12"]);
    assert_eq!(spans("control/0/id"), ["5:1-3", "5:6-10", "5:1-10"]);
    assert_eq!(spans("control/0/dates/start"), ["6:11-16", "6:19-29", "6:11-29"]);
    assert_eq!(spans("control/0/dates/list/1"), ["1:1-1", "7:3-5", "7:3-5"]);
    assert_eq!(spans("control/0/a/b c/d"), ["8:9-10", "8:13-17", "8:9-17"]);
    assert_eq!(spans("control/1/id"), ["11:3-5", "11:8-12", "11:3-12"]);
}

#[test]
fn headers() {
    let [key, span, extent] = spans("frameworks");
    assert_eq!([key, span], ["1:2-12", "1:2-12"]);
    assert_eq!(extent, format!("1:1-{}", 1 + "[frameworks.mini]\nscope = \"é\"".chars().count()));
    let [key, span, _] = spans("frameworks/mini");
    assert_eq!([key, span], ["1:13-17", "1:2-17"]);
    let [key, span, _] = spans("control/1");
    assert_eq!([key, span], ["10:6-13", "10:6-13"]);
    let [key, span, _] = spans("control/1/extra");
    assert_eq!([key, span], ["12:12-17", "12:4-17"]);
    let [key, span, _] = spans("control/0/a");
    assert_eq!([key, span], ["8:1-2", "8:1-2"]);
}

#[test]
fn extents() {
    let document = Document::parse(FILE);
    let root = document.root(FILE);
    let extent = |span: Span| span.of(FILE);
    let controls = root.get("control").expect("controls");
    let [first, second] = [0, 1].map(|index| controls.elements().nth(index).expect("a control"));
    assert!(extent(first.extent()).starts_with("[[control]]\nid"));
    assert!(extent(first.extent()).ends_with(".d = true"));
    assert!(extent(second.extent()).starts_with("[[ control ]]\n"));
    assert!(extent(second.extent()).ends_with("x = 1"));
    assert_eq!(controls.extent().start, first.extent().start);
    assert_eq!(controls.extent().end, second.extent().end);
    assert_eq!(root.extent(), Span::new(0, FILE.len() as u32));
    let empty = "[ a . b ] # c\n";
    let document = Document::parse(empty);
    let table = document.root(empty).get_path(&["a", "b"]).expect("a.b");
    assert_eq!([table.raw(), table.extent().of(empty)], ["a . b", "[ a . b ]"]);
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing() {
    let text = "\u{feff}a = 1\r\n[b]\r\nc = \"\"\"x\r\ny\"\"\" # z\r\n";
    let document = Document::parse(text);
    assert_eq!(document.errors(), []);
    let root = document.root(text);
    let a = root.get("a").expect("a");
    assert_eq!([a.key_span(), a.span()], [Span::new(3, 4), Span::new(7, 8)]);
    let c = root.get_path(&["b", "c"]).expect("c");
    assert_eq!(c.as_str().as_deref(), Some("x\r\ny"));
    assert_eq!(root.get("b").map(|b| b.extent().of(text)), Some("[b]\r\nc = \"\"\"x\r\ny\"\"\""));
    assert_eq!(document.comments()[0].span.of(text), "# z");
}
