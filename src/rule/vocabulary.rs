//! The words of the language of rules, for those who have to list them: the documentation is
//! compared with what the engine understands.

use super::getter::{derived_names, field_names};

/// Bounds of a value, such as `min-words`.
pub fn bounds() -> &'static [&'static str] {
    super::types::read::BOUNDS
}

/// Computed keys of records, such as `review.due`.
pub fn derived() -> Vec<&'static str> {
    derived_names().collect()
}

/// Keys of requirements, such as `assessable`.
pub fn fields() -> Vec<&'static str> {
    field_names().collect()
}

/// Placeholders that every check fills, such as `title`.
pub fn placeholders() -> &'static [&'static str] {
    super::text::ALWAYS
}
