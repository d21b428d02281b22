//! Edits as a program applies them that knows nothing of complint, and what must not change.

use std::collections::BTreeMap;

use complint::finding::Fix;
use complint::{Format, Report, Style, Workspace, render};
use serde_json::Value;

/// Texts by path from the root.
pub(crate) type Files = BTreeMap<String, String>;

type Vary = fn(&Files) -> Files;

/// The same files, written otherwise.
pub(crate) const VARIANTS: [(&str, Vary); 3] = [
    ("with Windows line ends", |files| each(files, |_, text| text.replace('\n', "\r\n"))),
    ("with a mark of byte order", |files| each(files, |_, text| format!("\u{feff}{text}"))),
    ("behind a line beyond ASCII", |files| {
        each(files, |path, text| match path.ends_with(".toml") {
            true => format!("# \u{1f600} Gr\u{f6}\u{df}e\n{text}"),
            false => text.to_owned(),
        })
    }),
];

fn each(files: &Files, change: impl Fn(&str, &str) -> String) -> Files {
    files.iter().map(|(path, text)| (path.clone(), change(path, text))).collect()
}

/// Comments that are gone though no edit replaced them.
pub(crate) fn lost_comments(before: &Workspace, after: &Workspace, fix: &Fix) -> Vec<String> {
    let mut lost = Vec::new();
    for (number, source) in before.sources.iter().enumerate() {
        let Some(new) = after.sources.iter().find(|new| new.path == source.path) else { continue };
        let edits: Vec<_> =
            fix.edits.iter().filter(|edit| edit.place.source.index() == number).collect();
        let mut left: Vec<&str> =
            new.document.comments().iter().map(|it| new.slice(it.span)).collect();
        for comment in source.document.comments() {
            // What was edited may be gone.
            let edited = edits.iter().any(|edit| {
                let span = edit.place.span;
                span.start < comment.span.end && comment.span.start < span.end
            });
            let text = source.slice(comment.span);
            match left.iter().position(|it| *it == text) {
                _ if edited => {}
                Some(at) => drop(left.remove(at)),
                None => lost.push(format!("it takes the comment {text:?} away")),
            }
        }
    }
    lost
}

/// The files after the edits of one finding, as JSON and as SARIF tell them.
pub(crate) fn by_machines(
    workspace: &Workspace,
    report: &Report,
    finding: usize,
    files: &Files,
) -> [(&'static str, Files); 2] {
    let mut one = report.clone();
    one.findings = vec![report.findings[finding].clone()];
    let told = |format: Format| -> Value {
        let mut out = Vec::new();
        render(&one, workspace, format, &Style::default(), &mut out).expect("memory takes all");
        serde_json::from_slice(&out).expect("it is JSON")
    };
    let json = told(Format::Json);
    let edits = &json["programmes"][0]["findings"][0]["fix"]["edits"];
    let sarif = told(Format::Sarif);
    let changes = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"];
    [("JSON", put_in(files, by_offset(edits))), ("SARIF", put_in(files, by_column(files, changes)))]
}

/// Path, first byte, byte behind the last, and the new text.
type Edit = (String, usize, usize, String);

fn put_in(files: &Files, mut edits: Vec<Edit>) -> Files {
    let mut files = files.clone();
    // From the last to the first; of two at one place the later in the list stands behind.
    edits.reverse();
    edits.sort_by_key(|(_, start, ..)| std::cmp::Reverse(*start));
    for (path, start, end, text) in edits {
        files.get_mut(&path).expect("the file is there").replace_range(start..end, &text);
    }
    files
}

fn by_offset(edits: &Value) -> Vec<Edit> {
    let offset = |edit: &Value, at: &str| edit[at]["offset"].as_u64().expect("an offset") as usize;
    let edits = edits.as_array().expect("edits").iter();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    edits
        .map(|it| (text(&it["path"]), offset(it, "start"), offset(it, "end"), text(&it["text"])))
        .collect()
}

fn by_column(files: &Files, changes: &Value) -> Vec<Edit> {
    let mut edits = Vec::new();
    for change in changes.as_array().expect("changes") {
        let uri = change["artifactLocation"]["uri"].as_str().expect("a name");
        let path = files.keys().find(|path| encoded(path) == uri).expect("a file of the programme");
        let text = &files[path];
        for it in change["replacements"].as_array().expect("replacements") {
            let at = |line: &str, column: &str| {
                let number = |name: &str| it["deletedRegion"][name].as_u64().expect("a number");
                byte(text, number(line) as usize, number(column) as usize)
            };
            let new = it["insertedContent"]["text"].as_str().unwrap_or_default().to_owned();
            edits.push((
                path.clone(),
                at("startLine", "startColumn"),
                at("endLine", "endColumn"),
                new,
            ));
        }
    }
    edits
}

fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The byte at a line and a column that counts UTF-16 units, both from 1. What stands before the
/// first character is none.
fn byte(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line - 1);
    let mut at: usize = lines.map(str::len).sum();
    if line == 1 && text.starts_with('\u{feff}') {
        at += '\u{feff}'.len_utf8();
    }
    let mut units = column - 1;
    for c in text[at..].chars() {
        if units == 0 {
            break;
        }
        units -= c.len_utf16();
        at += c.len_utf8();
    }
    at
}
