//! Lines, columns and offsets, counted by hand.

use serde_json::Value;

use super::{Programme, UNTITLED, case, run};

/// `line:column-line:column` of a place in the format json.
fn span(place: &Value) -> String {
    let at = |end: &str| format!("{}:{}", place[end]["line"], place[end]["column"]);
    format!("{}-{}", at("start"), at("end"))
}

/// The bytes that a place means.
fn text(folder: &std::path::Path, place: &Value) -> String {
    let path = place["path"].as_str().expect("a path");
    let bytes = std::fs::read(folder.join(path)).expect("the file that is meant");
    let offset = |end: &str| place[end]["offset"].as_u64().expect("an offset") as usize;
    String::from_utf8_lossy(&bytes[offset("start")..offset("end")]).into_owned()
}

#[test]
fn both_ends_of_a_contradiction() {
    let folder = case("findings");
    let run = run(&folder, &["--output-format", "json", "--select", "excluded-but-used"]);
    assert_eq!(run.code, 1);
    let findings = run.findings();
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding["rule"], "excluded-but-used");
    assert_eq!(finding["path"], "soa.toml");
    assert_eq!(span(finding), "4:14-4:19");
    assert_eq!(text(&folder, finding), "false");
    let other = &finding["related"][0];
    assert_eq!(other["path"], "controls.toml");
    assert_eq!(span(other), "5:19-5:24");
    assert_eq!(text(&folder, other), "\"A.1\"");
}

#[test]
fn a_fix_names_the_bytes_that_it_replaces() {
    let folder = case("findings");
    let run = run(&folder, &["--output-format", "json", "--select", "unknown-key"]);
    let findings = run.findings();
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(span(finding), "4:1-4:7");
    let edit = &finding["fix"]["edits"][0];
    assert_eq!(text(&folder, edit), "statsu");
    assert_eq!(edit["text"], "status");
}

#[test]
fn an_unanswered_clause_points_at_the_header_that_brought_it_in() {
    let folder = case("findings");
    let run = run(&folder, &["--output-format", "json", "--select", "missing-clause"]);
    let findings = run.findings();
    assert_eq!(findings.len(), 2);
    for finding in &findings {
        assert_eq!(finding["path"], "complint.toml");
        assert_eq!(span(finding), "4:2-4:17");
        assert_eq!(text(&folder, finding), "frameworks.mini");
    }
}

#[test]
fn columns_count_characters() {
    let programme = Programme::new().with("a.toml", "x.\"\u{fc}\u{1f512}\" = 1\n[[control]]\n");
    let wide =
        "[[control]]\nid = \"a\"\ntitle = \"a\"\nsatisfies = { \"\u{fc}\u{1f512}\" = [\"1\"] }\n";
    let programme = programme.with("a.toml", wide);
    let run = programme.run(&["--output-format", "json"]);
    let findings = run.findings();
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(span(finding), "4:15-4:19");
    assert_eq!(text(programme.root(), finding), "\"\u{fc}\u{1f512}\"");
}

#[test]
fn a_byte_order_mark_and_windows_lines_move_nothing() {
    let text_ =
        b"\xef\xbb\xbf[[control]]\r\nid = \"log\"\r\ntitle = \"L\xc3\xb6g\"\r\nowner = 3\r\n";
    let programme = Programme::new().with("a.toml", text_);
    let run = programme.run(&["--output-format", "json"]);
    assert_eq!(run.code, 1);
    let findings = run.findings();
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(span(finding), "4:9-4:10");
    // Offsets count the bytes of the file, the mark with them.
    assert_eq!(text(programme.root(), finding), "3");

    let first = [b"\xef\xbb\xbf".as_slice(), UNTITLED.as_bytes()].concat();
    let run = Programme::new().with("a.toml", first).run(&["--output-format", "json"]);
    assert_eq!(run.findings().iter().map(span).collect::<Vec<_>>(), ["1:3-1:10"]);
}

#[test]
fn fingerprints_survive_moved_lines() {
    let records = "[[control]]\nid = \"log\"\ntitel = \"Log\"\nowner = 3\n\n[[contrl]]\nid = \"x\"\ntitle = \"X\"\n";
    let moved = format!(
        "# A comment.\n\n\n{CONTROL_AFTER}\n{}",
        records.replace("\nowner", "\n\n# Why.\nowner")
    );
    let before = Programme::new().with("a.toml", records).run(&["--output-format", "json"]);
    let after = Programme::new().with("a.toml", moved).run(&["--output-format", "json"]);
    let prints = |run: &super::Run| {
        let print = |finding: &Value| finding["fingerprint"].as_str().map(str::to_owned);
        run.findings().iter().filter_map(print).collect::<Vec<_>>()
    };
    assert_eq!(prints(&before).len(), 4, "{}", before.out);
    assert_eq!(prints(&before), prints(&after));
    let mut unique = prints(&before);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), 4, "each has its own");
}

/// A record that is in order.
const CONTROL_AFTER: &str = "[[control]]\nid = \"other\"\ntitle = \"Other\"\n";
