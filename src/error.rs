//! Why nothing could be checked.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A reason why the tool could not do its job. Findings are no errors.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no `complint.toml` at, above or below the path.
    NoProgramme {
        /// The path asked for.
        path: PathBuf,
    },
    /// The programme has no file that could hold a record.
    NothingToLint {
        /// What was looked for and where.
        what: String,
    },
    /// The file system refused.
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The request makes no sense.
    Usage {
        /// What is wrong with it.
        message: String,
        /// What to do instead.
        help: Option<String>,
    },
}

impl Error {
    /// What the file system said about a path.
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable { path: path.to_path_buf(), reason: error.to_string() }
    }

    /// A request that makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// What the person can do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoProgramme { .. } => Some(
                "a programme begins at a file named complint.toml; `complint init` writes one"
                    .to_owned(),
            ),
            Self::NothingToLint { .. } => Some(
                "records are read from the files that [files] include in complint.toml names"
                    .to_owned(),
            ),
            Self::Unreadable { .. } => None,
            Self::Usage { help, .. } => help.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgramme { path } => {
                write!(f, "no complint.toml at, above or below {}", path.display())
            }
            Self::NothingToLint { what } => f.write_str(what),
            Self::Unreadable { path, reason } => {
                write!(f, "cannot read {}: {reason}", path.display())
            }
            Self::Usage { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}
