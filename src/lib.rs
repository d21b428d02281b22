//! `complint` checks a security programme that is kept as TOML in git: what an ISO/IEC 27001 or
//! SOC 2 auditor would say months later, with the place and the way to mend it.
//!
//! ```no_run
//! # fn main() -> Result<(), complint::Error> {
//! let today = complint::today();
//! for root in complint::discover(".".as_ref())? {
//!     let workspace = complint::Workspace::open(&root, &complint::Options::default())?;
//!     let report = complint::lint(&workspace, today);
//!     println!("{} findings", report.findings.len());
//! }
//! # Ok(())
//! # }
//! ```

mod baseline;
pub mod book;
mod calendar;
pub mod cli;
mod clock;
pub mod command;
pub mod config;
pub mod document;
mod error;
pub mod example;
pub mod fact;
mod few;
pub mod finding;
pub mod fix;
pub mod framework;
mod hidden;
#[cfg(test)]
mod invariants;
pub mod kind;
mod layout;
mod lint;
mod memory;
pub mod output;
pub mod parallel;
pub mod prose;
mod report;
pub mod rule;
pub mod schema;
pub mod source;
mod span;
mod tables;
pub mod text;
pub mod timing;
mod waiver;
pub mod words;
pub mod workspace;

pub use clock::today;
pub use error::Error;
pub use finding::Finding;
pub use lint::lint;
pub use output::{Format, Style, render};
pub use report::{Checked, Counts, Report};
pub use source::{Root, discover};
pub use span::Span;
pub use workspace::{Options, Workspace};
