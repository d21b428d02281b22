//! Colour. Which colour means what is said here and nowhere else.

use std::fmt::Display;

use crate::rule::types::Level;

/// Puts colour on text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    color: bool,
}

/// What colour stands for.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    /// A level.
    Level(Level),
    /// What has to be read first.
    Strong,
    /// What introduces a line.
    Name,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Level(Level::Error) => "1;31",
            Self::Level(Level::Warning) => "1;33",
            Self::Level(Level::Note | Level::Off) => "1;36",
            Self::Strong => "1",
            Self::Name => "36",
        }
    }
}

impl Paint {
    pub(crate) fn new(color: bool) -> Self {
        Self { color }
    }

    fn with(self, code: &str, text: impl Display) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    /// Adds what `write` writes, with its colour.
    pub(super) fn write(self, ink: Ink, into: &mut String, write: impl FnOnce(&mut String)) {
        if self.color {
            into.extend(["\u{1b}[", ink.code(), "m"]);
        }
        write(into);
        if self.color {
            into.push_str("\u{1b}[0m");
        }
    }

    /// What names a level, in its colour.
    pub(crate) fn level(self, level: Level, text: impl Display) -> String {
        self.with(Ink::Level(level).code(), text)
    }

    /// What has to be read first.
    pub(crate) fn strong(self, text: impl Display) -> String {
        self.with(Ink::Strong.code(), text)
    }

    /// What introduces a line.
    pub(crate) fn name(self, text: impl Display) -> String {
        self.with(Ink::Name.code(), text)
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
