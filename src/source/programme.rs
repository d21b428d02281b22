//! Where a programme begins: the folder that holds `complint.toml`.

use std::path::{Path, PathBuf};

use super::absolute;
use crate::error::Error;

/// The file that marks the root of a programme.
pub const MANIFEST: &str = "complint.toml";

/// The root folder of a programme and what of it was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Root {
    /// The folder, absolute.
    pub folder: PathBuf,
    /// The configuration file, absolute; in the folder unless said otherwise.
    pub manifest: PathBuf,
    /// The paths asked for, absolute; findings are shown for these. The folder itself for all.
    pub asked: Vec<PathBuf>,
}

/// Finds the programmes that a path holds or belongs to: the one above it or, where there is none,
/// all below it.
///
/// # Errors
///
/// [`Error::Unreadable`] where the path does not exist, [`Error::NoProgramme`] where there is no
/// `complint.toml` above or below it.
pub fn discover(path: &Path) -> Result<Vec<Root>, Error> {
    let asked = absolute(path).map_err(|error| Error::unreadable(path, &error))?;
    // A nested programme is met by the walk of the outer one, which says so; only where there is no
    // outer one is the tree searched for them.
    let mut roots: Vec<PathBuf> = find_root(&asked).into_iter().collect();
    if roots.is_empty() && asked.is_dir() {
        roots = below(&asked);
    }
    roots.sort();
    roots.dedup();
    if roots.is_empty() {
        return Err(leaves(path).unwrap_or_else(|| Error::NoProgramme { path: path.to_path_buf() }));
    }
    let part_of =
        |root: &Path| if asked.starts_with(root) { asked.clone() } else { root.to_path_buf() };
    Ok(roots
        .into_iter()
        .map(|folder| Root {
            manifest: folder.join(MANIFEST),
            asked: vec![part_of(&folder)],
            folder,
        })
        .collect())
}

/// A path within a programme that leads out of it: where it leads there is none, but saying so would
/// send people to look for a file that is there.
fn leaves(path: &Path) -> Option<Error> {
    let root = find_root(&std::path::absolute(path).ok()?)?;
    Some(Error::Usage {
        message: format!(
            "`{}` is not read: it is a link that leaves the programme at {}",
            path.display(),
            root.display()
        ),
        help: Some("copy the file into the programme, or keep a programme where it is".to_owned()),
    })
}

/// The nearest folder at or above a path that holds `complint.toml`.
pub fn find_root(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(MANIFEST).is_file()).map(Path::to_path_buf)
}

/// The outermost programmes in a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .build()
        .flatten()
        .filter(|entry| {
            entry.file_name() == MANIFEST && entry.file_type().is_some_and(|kind| kind.is_file())
        })
        .filter_map(|entry| entry.path().parent().map(Path::to_path_buf))
        .collect();
    roots.sort();
    let mut outermost: Vec<PathBuf> = Vec::new();
    for root in roots {
        if !outermost.iter().any(|outer| root.starts_with(outer)) {
            outermost.push(root);
        }
    }
    outermost
}
