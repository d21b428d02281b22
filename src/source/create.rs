//! New files, where there was nothing: never over what is there, never through a link, and all of
//! them or none.
#![allow(clippy::disallowed_methods, reason = "a part of the one place that knows files")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// What stands where a file is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Obstacle {
    /// A file, a folder or a link of that very path.
    Taken,
    /// A link on the way, by its path from the root.
    Link(String),
    /// A file where a folder would have to be, by its path from the root.
    NoFolder(String),
}

/// The absolute form of a folder that need not be there yet.
///
/// # Errors
///
/// Where the path leads through what is not there and up again, or cannot be looked at.
pub(crate) fn destination(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    for above in path.ancestors() {
        match fs::canonicalize(above) {
            Ok(found) => {
                let rest = path.strip_prefix(above).unwrap_or(Path::new(""));
                let goes_up = rest.components().any(|part| part == Component::ParentDir);
                // A link to nothing is no place for a new folder.
                let first = rest.components().next().map(|part| found.join(part));
                let dangles = first.is_some_and(|first| fs::symlink_metadata(first).is_ok());
                return match goes_up || dangles {
                    true => Err(io::Error::from(io::ErrorKind::NotFound)),
                    false if rest.as_os_str().is_empty() => Ok(found),
                    false => Ok(found.join(rest)),
                };
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::NotFound))
}

/// What hinders a new file at a path below the root.
pub(crate) fn obstacle(root: &Path, path: &str) -> Option<Obstacle> {
    let mut step = root.to_path_buf();
    let (folders, _) = path.rsplit_once('/').unwrap_or(("", path));
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        step.push(part);
        match fs::symlink_metadata(&step) {
            Err(_) => return None,
            Ok(found) if found.is_symlink() => {
                return Some(Obstacle::Link(super::display(root, &step)));
            }
            Ok(found) if !found.is_dir() => {
                return Some(Obstacle::NoFolder(super::display(root, &step)));
            }
            Ok(_) => {}
        }
    }
    fs::symlink_metadata(root.join(path)).is_ok().then_some(Obstacle::Taken)
}

/// Writes new files below a root, which is made where it is missing. Where one cannot be written,
/// those before it are taken away again.
///
/// # Errors
///
/// The path that could not be written, and what the file system says.
pub(crate) fn create_all<'f>(
    root: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Result<(), (PathBuf, io::Error)> {
    let mut made = Made::default();
    let all = || {
        made.folder(root)?;
        for (path, text) in files {
            let path = root.join(path);
            made.folder(path.parent().unwrap_or(root))?;
            made.file(&path, text)?;
        }
        Ok(())
    };
    let result = all();
    if result.is_err() {
        made.undo();
    }
    result
}

/// What was made so far.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn folder(&mut self, path: &Path) -> Result<(), (PathBuf, io::Error)> {
        let missing: Vec<&Path> = path.ancestors().take_while(|step| !step.is_dir()).collect();
        for step in missing.into_iter().rev() {
            fs::create_dir(step).map_err(|error| (step.to_path_buf(), error))?;
            self.folders.push(step.to_path_buf());
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, text: &str) -> Result<(), (PathBuf, io::Error)> {
        let failed = |error| (path.to_path_buf(), error);
        let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
        let mut file = file.map_err(failed)?;
        self.files.push(path.to_path_buf());
        file.write_all(text.as_bytes()).map_err(failed)
    }

    fn undo(self) {
        // What cannot be taken away stays; the error that led here is what matters.
        self.files.iter().for_each(|path| drop(fs::remove_file(path)));
        self.folders.iter().rev().for_each(|path| drop(fs::remove_dir(path)));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Obstacle, create_all, destination, obstacle};

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for the test")
    }

    fn names(root: &Path) -> Vec<String> {
        let entries = fs::read_dir(root).expect("it can be read");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.flatten().map(name).collect();
        names.sort();
        names
    }

    #[test]
    fn all_or_none() {
        let root = folder();
        let inner = root.path().join("new/inner");
        create_all(&inner, [("a/b.toml", "1"), ("c.toml", "2")]).expect("there is room");
        assert_eq!(fs::read_to_string(inner.join("a/b.toml")).expect("it is there"), "1");

        let failed = create_all(&inner, [("d/e.toml", "3"), ("f.toml", "4"), ("c.toml", "5")]);
        let (path, error) = failed.expect_err("one is there already");
        assert_eq!((path, error.kind()), (inner.join("c.toml"), std::io::ErrorKind::AlreadyExists));
        assert_eq!(names(&inner), ["a", "c.toml"]);
        assert_eq!(fs::read_to_string(inner.join("c.toml")).expect("it is there"), "2");
    }

    #[test]
    fn obstacles_are_told_apart() {
        let root = folder();
        fs::write(root.path().join("file"), "").expect("a new file");
        let found = |path| obstacle(root.path(), path);
        assert_eq!(found("new/a.toml"), None);
        assert_eq!(found("file"), Some(Obstacle::Taken));
        assert_eq!(found("file/a.toml"), Some(Obstacle::NoFolder("file".to_owned())));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let (root, outside) = (folder(), folder());
        symlink(outside.path(), root.path().join("out")).expect("a link");
        symlink("nowhere", root.path().join("dangling")).expect("a link");
        let found = |path| obstacle(root.path(), path);
        assert_eq!(found("out/a.toml"), Some(Obstacle::Link("out".to_owned())));
        assert_eq!(found("dangling"), Some(Obstacle::Taken));
        assert!(create_all(root.path(), [("dangling", "1")]).is_err());
        assert_eq!(names(root.path()), ["dangling", "out"]);
        assert!(destination(&root.path().join("dangling/x")).is_err());
    }

    #[test]
    fn a_folder_need_not_be_there() {
        let root = folder();
        let real = root.path().canonicalize().expect("it is there");
        assert_eq!(destination(root.path()).expect("it is there"), real);
        assert_eq!(destination(&root.path().join("a/b")).expect("it can be"), real.join("a/b"));
        assert!(destination(&root.path().join("a/../b")).is_err());
    }
}
