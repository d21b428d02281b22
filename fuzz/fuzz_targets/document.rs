//! Any text is read without a panic, and as the `toml` crate reads it.
//!
//! With a stable toolchain: `RUSTC_BOOTSTRAP=1 cargo fuzz run document -s none`

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/document/same.rs"]
mod same;
#[path = "../../tests/document/sound.rs"]
mod sound;

fuzz_target!(|text: &str| {
    sound::check(text);
    same::check(text);
});
