//! Coordinates by hand, and text that would be more than text.

use super::{encoded, message};

#[test]
fn paths_are_references() {
    assert_eq!(encoded("a b/ü#1.toml"), "a%20b/%C3%BC%231.toml");
    assert_eq!(encoded("controls/backup.toml"), "controls/backup.toml");
}

#[test]
fn what_a_file_says_is_no_link() {
    assert_eq!(message("see [this](https://x.y)")["text"], "see [this\\](https://x.y)");
    assert_eq!(message("write [[control]]")["text"], "write [[control]]");
}
