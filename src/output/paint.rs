//! Colour. Which colour means what is said here and nowhere else.

use std::fmt::Display;

use crate::rule::types::Level;

/// Puts colour on text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    color: bool,
}

impl Paint {
    pub(crate) fn new(color: bool) -> Self {
        Self { color }
    }

    fn with(self, code: &str, text: impl Display) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    /// What names a level, in its colour.
    pub(crate) fn level(self, level: Level, text: impl Display) -> String {
        self.with(
            match level {
                Level::Error => "1;31",
                Level::Warning => "1;33",
                Level::Note | Level::Off => "1;36",
            },
            text,
        )
    }

    /// What has to be read first.
    pub(crate) fn strong(self, text: impl Display) -> String {
        self.with("1", text)
    }

    /// What introduces a line.
    pub(crate) fn name(self, text: impl Display) -> String {
        self.with("36", text)
    }

    /// A line that goes.
    pub(crate) fn gone(self, text: impl Display) -> String {
        self.with("31", text)
    }

    /// A line that comes.
    pub(crate) fn new_line(self, text: impl Display) -> String {
        self.with("32", text)
    }

    /// That all is well.
    pub(crate) fn good(self, text: impl Display) -> String {
        self.with("1;32", text)
    }
}

/// A text that terminals with links open an address for.
pub(super) fn link(address: &str, text: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}
