//! Paths that files name: joined to the folder of the file, without asking the file system.

use std::path::Path;

/// Joins a path of a file to the folder of the file that names it, without asking the file system.
/// `None` where it leaves the root.
pub fn resolve(naming: &str, named: &str) -> Option<String> {
    let mut path = String::new();
    append(naming, named, &mut path).then_some(path)
}

/// Adds that path to a text; nothing where it leaves the root.
pub(crate) fn append(naming: &str, named: &str, text: &mut String) -> bool {
    if memchr::memchr(b'\\', named.as_bytes()).is_some() {
        return append(naming, &named.replace('\\', "/"), text);
    }
    let from_root = named.starts_with('/') && Path::new(named).is_absolute();
    if from_root || named.as_bytes().get(1) == Some(&b':') {
        return false;
    }
    let folder = above(naming);
    if let Some((folder, below)) = joined(folder, named) {
        text.push_str(folder);
        text.push_str(if folder.is_empty() { "" } else { "/" });
        text.push_str(below);
        return true;
    }
    let path = joined_by_parts(folder, named);
    path.inspect(|path| text.push_str(path)).is_some()
}

/// A path as a folder and what is below it, where no other part has to go: so nearly all are written.
fn joined<'t>(mut folder: &'t str, mut named: &'t str) -> Option<(&'t str, &'t str)> {
    if !folder.is_empty() && !is_plain(folder) {
        return None;
    }
    while let [b'.', b'.', b'/', ..] = named.as_bytes()
        && !folder.is_empty()
    {
        folder = above(folder);
        named = named.get(3..).unwrap_or_default();
    }
    is_plain(named).then_some((folder, named))
}

/// The folder of a path; none where it has no other part.
fn above(path: &str) -> &str {
    let end = memchr::memrchr(b'/', path.as_bytes());
    path.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Whether no part of a path is empty or begins with a dot.
fn is_plain(path: &str) -> bool {
    let bytes = path.as_bytes();
    let is_dull = |first: u8| (first == b'/') | (first == b'.');
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // No early exit: this way the compiler turns it into vector instructions.
    let dull = pairs.fold(false, |dull, (end, first)| dull | (*end == b'/') & is_dull(*first));
    !dull && bytes.last() != Some(&b'/') && bytes.first().is_some_and(|first| !is_dull(*first))
}

fn joined_by_parts(folder: &str, named: &str) -> Option<String> {
    let mut path = String::with_capacity(folder.len() + 1 + named.len());
    for part in folder.split('/').chain(named.split('/')) {
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(part);
            }
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::{joined, joined_by_parts, resolve};

    #[test]
    fn the_quick_way_comes_to_the_same() {
        let parts = ["a", "b.c", "..", ".", "", ".d"];
        let mut paths: Vec<String> = parts.map(str::to_owned).to_vec();
        for _ in 0..2 {
            let longer = paths.iter().flat_map(|path| parts.map(|part| format!("{path}/{part}")));
            paths.extend(longer.collect::<Vec<_>>());
        }
        let mut quick = 0;
        for folder in &paths {
            for named in &paths {
                let naming = format!("{folder}/file.toml");
                if joined(folder, named).is_some() {
                    let path = resolve(&naming, named);
                    assert_eq!(path, joined_by_parts(folder, named), "{folder} {named}");
                    quick += 1;
                }
            }
        }
        assert!(quick > 100, "{quick}");
    }

    #[test]
    fn a_path_starts_at_the_folder_of_its_file() {
        let from = |named| resolve("evidence/2026/q1.toml", named);
        assert_eq!(from("scan.pdf").as_deref(), Some("evidence/2026/scan.pdf"));
        assert_eq!(from("../../policies/access.md").as_deref(), Some("policies/access.md"));
        assert_eq!(from("./a/../b.pdf").as_deref(), Some("evidence/2026/b.pdf"));
        assert_eq!(from("..\\b.pdf").as_deref(), Some("evidence/b.pdf"));
        assert_eq!(from("../../../etc/passwd"), None);
        assert_eq!(from("/etc/passwd"), None);
        assert_eq!(resolve("records.toml", "a.md").as_deref(), Some("a.md"));
    }
}
