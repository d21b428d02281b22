//! Every fix mends what it was offered for: put in again and again they come to an end, the files
//! still parse, and what was found is gone.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads an example and stops aloud"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use complint::finding::Fix;
use complint::{Options, Workspace, fix, lint};

type Files = BTreeMap<String, Vec<u8>>;

fn read(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("the example can be listed") {
        let path = entry.expect("the example can be listed").path();
        if path.is_dir() {
            read(&path, root, files);
        } else {
            let name = path
                .strip_prefix(root)
                .expect("it is below the root")
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, fs::read(&path).expect("the example can be read"));
        }
    }
}

fn open(files: &Files) -> Workspace {
    let files = files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    Workspace::from_files(files, &Options::default()).expect("the files are held in memory")
}

/// One round: the findings with a fix, and the files after the fixes.
fn round(files: &Files) -> (Vec<String>, Files) {
    let workspace = open(files);
    let report = lint(&workspace, jiff::civil::date(2026, 6, 30));
    assert!(workspace.sources.iter().all(|source| source.complete()), "a fix broke a file");
    let fixable: Vec<_> = report.findings.iter().filter(|finding| finding.fix.is_some()).collect();
    let fixes: Vec<&Fix> = fixable.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let changed = fix::texts(fixes, |id| workspace.source(id).text.as_str());
    let mut files = files.clone();
    for (id, text) in changed {
        files.insert(workspace.source(id).path.clone(), text.into_bytes());
    }
    (fixable.iter().map(|finding| finding.fingerprint.clone()).collect(), files)
}

#[test]
fn fixes_come_to_an_end() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/northwind-broken");
    let mut files = Files::new();
    read(&root, &root, &mut files);
    let (first, mut files) = round(&files);
    assert!(first.len() >= 10, "only {} findings have a fix", first.len());
    for _ in 0..10 {
        let (left, next) = round(&files);
        if left.is_empty() {
            return;
        }
        assert!(
            left.iter().all(|fingerprint| !first.contains(fingerprint)),
            "a fix did not mend what it was for"
        );
        files = next;
    }
    unreachable!("fixes go round in circles");
}
