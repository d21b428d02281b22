//! What the constants of the program are made of: one text, and the elements of their lists. The build
//! script writes them.

use std::fmt;

/// All texts, one behind the other.
pub(crate) const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/text.txt"));

/// How a text is shown to developers.
pub(crate) fn text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(text, f)
}

/// How a list is.
pub(crate) fn list<T: fmt::Debug>(items: &[T], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries(items).finish()
}

/// Elements that are nothing but text.
mod held {
    use crate::text::{Held, List, Str};

    include!(concat!(env!("OUT_DIR"), "/text-tables.rs"));
}
