//! What several places name is written in one: the version, and the platforms of a release. Where a
//! format asks for it again, it is the same.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the test reads files of the repository and stops aloud"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn project(file: &str) -> toml::Table {
    text(file).parse().expect("it is TOML")
}

/// What stands between two pieces of text on a line, of each line that has both.
fn between<'a>(text: &'a str, before: &str, after: &str) -> BTreeSet<&'a str> {
    text.lines()
        .filter_map(|line| line.trim().split_once(before)?.1.strip_suffix(after).map(str::trim))
        .collect()
}

/// What a hook installs is the wheel of this version.
#[test]
fn the_hook_asks_for_this_version() {
    let project = project("pyproject.toml");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(project["project"]["version"].as_str(), Some(version));
    let wanted = format!("complint=={version}");
    assert_eq!(project["project"]["dependencies"][0].as_str(), Some(wanted.as_str()));
}

/// The wheel has no version of its own to forget.
#[test]
fn the_wheel_takes_its_version_from_the_crate() {
    let project = project("python/pyproject.toml");
    assert!(project["project"].get("version").is_none());
    let dynamic = project["project"]["dynamic"].as_array().expect("it is a list");
    assert!(dynamic.iter().any(|key| key.as_str() == Some("version")));
    assert_eq!(project["tool"]["maturin"]["manifest-path"].as_str(), Some("../Cargo.toml"));
}

/// What the action fetches is what a release builds, archive and wheel, for each platform.
#[test]
fn the_action_fetches_what_a_release_builds() {
    let (workflow, get) = (text(".github/workflows/release.yml"), text(".github/action/get"));
    let built = between(&workflow, "- target: ", "");
    let fetched = between(&get, ") echo ", ";;");
    assert_eq!(built, fetched);
    assert!(built.len() >= 5, "{built:?}");
    let wheel = text(".github/release/wheel");
    for target in built {
        assert!(wheel.contains(target), "no wheel is tagged for {target}");
    }
}

/// The page for users has the inputs and outputs that the action has, and no others.
#[test]
fn the_page_of_the_action_names_its_inputs_and_outputs() {
    let (action, page) = (text("action.yml"), text("docs/github.md"));
    let mut named = BTreeSet::new();
    let mut inside = false;
    for line in action.lines() {
        if !line.starts_with(' ') {
            inside = line == "inputs:" || line == "outputs:";
        } else if inside
            && let Some(name) = line.strip_prefix("  ").and_then(|name| name.strip_suffix(':'))
            && !name.starts_with(' ')
        {
            named.insert(name);
        }
    }
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    assert_eq!(rows.map(|(name, _)| name).collect::<BTreeSet<_>>(), named);
    assert!(named.contains("fail-on") && named.contains("exit-code"), "{named:?}");
}

/// What is fuzzed is what is shipped, its dependencies among it.
#[test]
fn the_fuzzed_document_is_built_from_the_same_crates() {
    let linux = r#"cfg(target_os = "linux")"#;
    let on_linux = |project: &toml::Table| project["target"][linux].clone();
    let (shipped, fuzzed) = (project("Cargo.toml"), project("fuzz/Cargo.toml"));
    assert_eq!(on_linux(&shipped), on_linux(&fuzzed));
    let shipped = shipped["dependencies"].as_table().expect("it is a table");
    let fuzzed = fuzzed["dependencies"].as_table().expect("it is a table");
    let own = ["libfuzzer-sys", "toml"];
    let common = || fuzzed.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    assert!(common().count() >= 6, "{fuzzed:?}");
    for (name, wanted) in common() {
        assert_eq!(Some(wanted), shipped.get(name), "{name}");
    }
}
