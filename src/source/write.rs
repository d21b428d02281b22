//! Writing files: whole or not at all, and as what they were.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file whole or not at all: into a new file beside it, which then takes its place. The
/// rights and the owner stay.
///
/// # Errors
///
/// What the file system says.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (mut file, beside) = beside(path)?;
    let mut write = || {
        file.write_all(bytes)?;
        if let Ok(metadata) = fs::metadata(path) {
            // Only then the rights: some are lost with another owner.
            let _ = keep_owner(&file, &metadata);
            fs::set_permissions(&beside, metadata.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    let written = write();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A new file in the folder of another. What a run left there that was cut short is not touched.
fn beside(path: &Path) -> io::Result<(fs::File, PathBuf)> {
    let parent = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    let mut number = 0;
    loop {
        let beside = folder.join(format!(".complint-{}-{number}.tmp", std::process::id()));
        match fs::OpenOptions::new().write(true).create_new(true).open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => {
                number += 1;
            }
            opened => return opened.map(|file| (file, beside)),
        }
    }
}

/// Gives a new file the owner and the group of the one that it replaces.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    fchown(file, Some(old.uid()), Some(old.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Gives a file that stands there a new text. A link stays one: what changes is the file that it
/// leads to. A file that may not be written is refused, even where it could be replaced.
///
/// # Errors
///
/// What the file system says.
pub(crate) fn mend(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    // A file that took its place would be another than the one that its other names lead to.
    if has_other_names(&metadata) {
        return fs::OpenOptions::new().write(true).truncate(true).open(&path)?.write_all(bytes);
    }
    write_atomically(&path, bytes)
}

#[cfg(unix)]
fn has_other_names(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}

/// Writes a file that was asked for: as a whole where it is a plain file, and into what stands there
/// where it is a link, a pipe or a device, which must not be replaced.
///
/// # Errors
///
/// What the file system says.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            fs::OpenOptions::new().write(true).truncate(true).open(path)?.write_all(bytes)
        }
        _ => write_atomically(path, bytes),
    }
}

/// Writes at the end of a file, which others write to as well.
///
/// # Errors
///
/// What the file system says.
pub(crate) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new().create(true).append(true).open(path)?.write_all(bytes)
}
