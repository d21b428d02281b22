//! The version is written in one place; where a format asks for it again, it is the same.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads files of the repository and stops aloud"
)]

use std::fs;
use std::path::Path;

/// What a hook installs is the wheel of this version.
#[test]
fn the_hook_asks_for_this_version() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pyproject.toml");
    let text = fs::read_to_string(path).expect("there is a pyproject.toml");
    let project: toml::Table = text.parse().expect("it is TOML");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(project["project"]["version"].as_str(), Some(version));
    let wanted = format!("complint=={version}");
    assert_eq!(project["project"]["dependencies"][0].as_str(), Some(wanted.as_str()));
}
