//! `docs/` is true: the part of it that is generated is what rules, kinds and forms make of it, and
//! what the pages written by hand show is what happens.
//!
//! `UPDATE=1` writes both anew.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests read and write the pages and stop aloud"
)]

#[path = "book/generated.rs"]
mod generated;
#[cfg(unix)]
#[path = "book/page.rs"]
mod page;
#[cfg(unix)]
#[path = "book/reader.rs"]
mod reader;
#[cfg(unix)]
#[path = "book/shown.rs"]
mod shown;

use std::path::PathBuf;

fn docs() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs"))
}

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}
