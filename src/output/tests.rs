//! Formats as a whole, over programmes that were really read and checked.

use jiff::civil::date;
use proptest::prelude::*;

use super::{Format, Linted, Style, render, render_all};
use crate::finding::{Finding, Place, Related, Subject};
use crate::report::Report;
use crate::rule::types::Level;
use crate::source::SourceId;
use crate::span::Span;
use crate::workspace::{Options, Workspace};

const MANIFEST: &str = "[frameworks.mini]\ncatalog = \"mini.toml\"\n";

/// Three clauses that nobody answers, the last of which comes first as a text.
const CATALOG: &str = "[framework]\nid = \"mini\"\n\
    [[requirement]]\nid = \"4.1\"\ntitle = \"Context\"\npart = \"clause\"\n\
    [[requirement]]\nid = \"10.1\"\ntitle = \"Improvement\"\npart = \"clause\"\n";

fn programme(records: &str) -> (Workspace, Report) {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = vec![
        file("complint.toml", MANIFEST),
        file("mini.toml", CATALOG),
        file("records.toml", records),
    ];
    let workspace = Workspace::from_files(files, &Options::default()).unwrap();
    let report = crate::lint(&workspace, date(2026, 6, 30));
    (workspace, report)
}

fn text(records: &str, format: Format, style: &Style) -> String {
    let (workspace, report) = programme(records);
    let mut out = Vec::new();
    render(&report, &workspace, format, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn many_findings_of_one_place_are_one_diagnostic() {
    let full = text("[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\n", Format::Full, &Style::default());
    assert_eq!(full.matches("error[missing-clause]").count(), 1, "{full}");
    assert!(full.contains("\n    4.1  Context\n    10.1 Improvement\n"), "{full}");
    assert!(full.contains("\n2 errors in 1 file\n"), "{full}");
}

#[test]
fn nothing_of_a_file_acts_on_the_terminal() {
    let records = "[[role]]\nid = \"a\u{1b}[2J\u{9b}\"\n\u{202e}x\u{7} = 1\ntitle\r = \"\u{1b}]0;gone\u{7}\"\n";
    for format in [Format::Full, Format::Concise] {
        let shown = text(records, format, &Style::default());
        let seen = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(shown.chars().all(seen), "{shown:?}");
    }
}

#[test]
fn the_summary_of_a_clean_run_fits_the_terminal() {
    let clean = "[[role]]\nid = \"a\"\ntitle = \"A\"\nsatisfies.mini = [\"4.1\", \"10.1\"]\n";
    for color in [false, true] {
        let style = Style { width: 40, color, ..Style::default() };
        let shown = text(clean, Format::Full, &style);
        let lines: Vec<String> = shown
            .lines()
            .map(|line| line.replace("\u{1b}[1;32m", "").replace("\u{1b}[0m", ""))
            .collect();
        assert!(lines[0].starts_with("no findings: 1 record"), "{shown:?}");
        assert!(
            lines[1].starts_with("  ") && lines.iter().all(|line| line.len() <= 40),
            "{shown:?}"
        );
        assert_eq!(text(clean, Format::Concise, &style).lines().count(), 1);
    }
}

#[test]
fn one_line_a_finding() {
    let concise =
        text("[[role]]\nid = \"ciso\"\ntitel = \"CISO\"\n", Format::Concise, &Style::default());
    assert!(
        concise.contains(
            "records.toml:3:1: error[unknown-key] role has no key `titel` (fixable, a guess)\n"
        ),
        "{concise}"
    );
}

#[test]
fn several_programmes_are_one_document() {
    let (one, first) = programme("[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\n");
    let (two, second) = programme("[[role]]\nid = \"ciso\"\n");
    let programmes = [
        Linted { report: &first, workspace: &one, asked: &[] },
        Linted { report: &second, workspace: &two, asked: &[] },
    ];
    let mut out = Vec::new();
    render_all(&programmes, Format::Json, &Style::default(), &mut out).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["today"], "2026-06-30");
    let finding = &document["programmes"][0]["findings"][0];
    assert_eq!(finding["rule"], "missing-clause");
    assert_eq!(finding["subject"]["type"], "requirement");
    assert_eq!(finding["start"], serde_json::json!({ "line": 1, "column": 2, "offset": 1 }));
    assert_eq!(finding["end"], serde_json::json!({ "line": 1, "column": 17, "offset": 16 }));
    let rules: Vec<_> = document["programmes"][1]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["rule"])
        .collect();
    assert!(rules.contains(&&serde_json::json!("missing-key")), "{rules:?}");
}

/// A finding in a text, whose end of line, byte order mark and letters count as in an editor.
fn in_a_text(format: Format) -> String {
    in_a_text_and(format, false)
}

fn in_a_text_and(format: Format, no_fingerprints: bool) -> String {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let record = "[[policy]]\nid = \"access\"\ntitle = \"Access\"\ndocument = \"access.md\"\n";
    let files = vec![
        file("complint.toml", ""),
        file("policies/records.toml", record),
        file("policies/access.md", "\u{feff}# Access\r\n\r\nFür **[COMPANY]** alone.\r\n"),
    ];
    let select = vec!["placeholder-text".to_owned()];
    let options = Options { select, no_fingerprints, ..Options::default() };
    let workspace = Workspace::from_files(files, &options).unwrap();
    let report = crate::lint(&workspace, date(2026, 6, 30));
    let mut out = Vec::new();
    render(&report, &workspace, format, &Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn texts_are_pointed_at_in_every_format() {
    let said = "`[COMPANY]` was never filled in, and policy `access` is in force";
    let concise = in_a_text(Format::Concise);
    let line = format!("policies/access.md:3:7: warning[placeholder-text] {said}\n");
    assert!(concise.starts_with(&line), "{concise}");
    let full = in_a_text(Format::Full);
    assert!(full.contains("policies/access.md:3:7"), "{full}");
    assert!(full.contains("Für **[COMPANY]** alone.\n"), "{full}");
    assert!(full.contains("policies/records.toml:4:12"), "{full}");
    let json: serde_json::Value = serde_json::from_str(&in_a_text(Format::Json)).unwrap();
    let finding = &json["programmes"][0]["findings"][0];
    assert_eq!(finding["path"], "policies/access.md");
    assert_eq!(finding["start"], serde_json::json!({ "line": 3, "column": 7, "offset": 22 }));
    assert_eq!(finding["end"], serde_json::json!({ "line": 3, "column": 16, "offset": 31 }));
    assert_eq!(finding["subject"]["id"], "access");
    assert_eq!(json["programmes"][0]["checked"]["files"], 1);
}

#[test]
fn fingerprints_are_missed_only_where_they_are_told() {
    for format in Format::ALL {
        let is_same = in_a_text_and(*format, true) == in_a_text(*format);
        assert_eq!(is_same, !format.has_fingerprints(), "{format}");
    }
}

proptest! {
    /// Whatever stands in a file and wherever a finding points: no crash, nothing but text, and no
    /// line of the file beyond the page.
    #[test]
    fn any_text_can_be_drawn(text in "(\\PC|[\n\r\t\u{0}\u{1b}\u{7f}\u{85}\u{200b}\u{202e}\u{feff}]|key = \"value\"\n){0,60}", places in prop::collection::vec((0u32..200, 0u32..200), 1..6)) {
        let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        let files = vec![file("complint.toml", MANIFEST), file("mini.toml", CATALOG), file("records.toml", &text)];
        // What rules would find is not drawn, so that one is enough.
        let options = Options { select: vec!["unknown-key".to_owned()], ..Options::default() };
        let workspace = Workspace::from_files(files, &options).unwrap();
        let source = SourceId(u32::try_from(workspace.record_files.start).unwrap());
        let mut places = places.into_iter().map(|(start, end)| Place { source, span: Span::new(start, end) });
        let finding = Finding {
            rule: 0,
            level: Level::Warning,
            message: text.clone(),
            list: None,
            place: places.next().unwrap(),
            label: Some("primary".to_owned()),
            related: places.map(|place| Related { place, label: text.clone() }).collect(),
            help: Some(text.clone()),
            fix: None,
            subject: Subject::Programme,
            key: String::new(),
            suppressed: None,
            fingerprint: String::new(),
        };
        let mut report = crate::lint(&workspace, date(2026, 6, 30));
        report.findings = vec![finding.clone(), finding];
        for format in Format::ALL {
            let mut out = Vec::new();
            render(&report, &workspace, *format, &Style::default(), &mut out).unwrap();
            let shown = String::from_utf8(out).unwrap();
            let escaped = matches!(format, Format::Json | Format::JsonLines | Format::Sarif);
            prop_assert!(escaped || shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
        }
    }
}
