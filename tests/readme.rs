//! What the README shows is what the program prints.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads the README and stops aloud"
)]

use std::fs;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"))
        .expect("there is a README")
}

/// The text of the first fenced block of a language.
fn block<'a>(readme: &'a str, language: &str) -> &'a str {
    let (_, rest) =
        readme.split_once(&format!("```{language}\n")).expect("the README has such a block");
    rest.split_once("\n```").expect("the block ends").0
}

#[test]
fn shows_real_output() {
    let readme = readme();
    let command = block(&readme, "sh");
    let args =
        command.strip_prefix("cargo run --quiet -- ").expect("the first command runs complint");
    let output = Command::new(env!("CARGO_BIN_EXE_complint"))
        .args(args.split(' '))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("COMPLINT_AS_OF")
        .output()
        .expect("complint runs");
    let printed = String::from_utf8(output.stdout).expect("output is text");
    let shown = block(&readme, "text");
    assert!(shown.split("\n\n").count() >= 3);
    for diagnostic in shown.split("\n\n") {
        assert!(printed.contains(diagnostic), "not printed any more:\n{diagnostic}");
    }
}
