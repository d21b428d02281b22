//! Paths that files name: joined to the folder of the file, without asking the file system.

use std::path::Path;

/// Joins a path of a file to the folder of the file that names it, without asking the file system.
/// `None` where it leaves the root.
pub fn resolve(naming: &str, named: &str) -> Option<String> {
    if named.contains('\\') {
        return resolve(naming, &named.replace('\\', "/"));
    }
    if Path::new(named).is_absolute() || named.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    let folder = above(naming);
    joined(folder, named).or_else(|| joined_by_parts(folder, named))
}

/// A path below a folder or one above it, where no other part has to go: so nearly all are written.
fn joined(mut folder: &str, mut named: &str) -> Option<String> {
    if !folder.is_empty() && !is_plain(folder) {
        return None;
    }
    while let Some(rest) = named.strip_prefix("../").filter(|_| !folder.is_empty()) {
        folder = above(folder);
        named = rest;
    }
    match folder {
        _ if !is_plain(named) => None,
        "" => Some(named.to_owned()),
        _ => Some([folder, named].join("/")),
    }
}

/// The folder of a path; none where it has no other part.
fn above(path: &str) -> &str {
    let end = path.bytes().rposition(|byte| byte == b'/');
    path.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Whether no part of a path is empty or begins with a dot.
fn is_plain(path: &str) -> bool {
    let mut before = b'/';
    let plain = path.bytes().all(|byte| {
        let begins = std::mem::replace(&mut before, byte) == b'/';
        !(begins && matches!(byte, b'/' | b'.'))
    });
    plain && before != b'/'
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
                if let Some(path) = joined(folder, named) {
                    assert_eq!(Some(path), joined_by_parts(folder, named), "{folder} {named}");
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
