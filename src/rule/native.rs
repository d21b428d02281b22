//! Rules that need more than the language of rule files has, one short file each.

use jiff::civil::Date;

use crate::finding::Draft;
use crate::workspace::Workspace;

mod boilerplate_justification;
mod future_date;

/// A rule in Rust: what it finds in a workspace on a day.
pub(crate) type Native = fn(&Workspace, Date) -> Vec<Draft>;

/// Every native rule by name. A test compares the names with the rule files.
pub(crate) const NATIVE: &[(&str, Native)] = &[
    ("boilerplate-justification", boilerplate_justification::find),
    ("future-date", future_date::find),
];
