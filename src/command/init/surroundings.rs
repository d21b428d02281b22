//! What the folder itself knows: a name for the company, other TOML files, settings of editors.

use std::path::Path;

use crate::config::Files;
use crate::layout::{FOLDERS, Settings};
use crate::source::{git_config, obstacle, read, repository, walk};

/// What was seen.
pub(super) struct Surroundings {
    /// A name.
    pub(super) name: String,
    /// Where it was found, in words.
    pub(super) place: &'static str,
    /// Whether other TOML files are there that complint would take for records.
    pub(super) shared: bool,
}

/// Looks around in a folder, which need not be there yet.
pub(super) fn look(root: &Path) -> Surroundings {
    let owner = git_config(root).and_then(|config| owner(&config));
    let (name, place) = match (owner, repository(root)) {
        (Some(owner), _) => (owner, "from the git remote"),
        (None, Some(repository)) => (last(&repository), "from the folder of the repository"),
        (None, None) => (last(root), "from the folder"),
    };
    let (name, place) = match name.is_empty() {
        true => ("company".to_owned(), "nothing here has a name"),
        false => (name, place),
    };
    Surroundings { name, place, shared: is_shared(root) }
}

fn last(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_shared(root: &Path) -> bool {
    let of_records =
        |path: &str| path.split_once('/').is_some_and(|(top, _)| FOLDERS.contains(&top));
    crate::source::is_folder(root)
        && walk(root, &Files::default()).paths().any(|path| !of_records(path))
}

/// The file that holds an editor's settings already.
pub(super) fn settings(root: &Path, settings: &Settings) -> Option<String> {
    let names = [Some(settings.path), settings.other].into_iter().flatten();
    let mut there = names.filter(|name| obstacle(root, name).is_some());
    if let Some(name) = there.next() {
        return Some(name.to_owned());
    }
    const PYPROJECT: &str = "pyproject.toml";
    let bytes = settings.table.and_then(|_| read(&root.join(PYPROJECT)).ok())?;
    let source = crate::source::Source::from_bytes(PYPROJECT.to_owned(), bytes);
    let path: Vec<&str> = settings.table?.split('.').collect();
    source.root().get_path(&path).map(|_| PYPROJECT.to_owned())
}

/// Who owns the repository that git calls `origin`: the first part of its path on another machine.
fn owner(config: &str) -> Option<String> {
    let mut inside = false;
    let url = config.lines().map(str::trim).find_map(|line| {
        if line.starts_with('[') {
            inside = line == "[remote \"origin\"]";
        }
        let (key, value) = line.split_once('=')?;
        (inside && key.trim() == "url").then(|| value.trim())
    })?;
    let path = match url.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?.1,
        // git@host:owner/name; a path of this machine has no colon before its first slash.
        None => url.split_once(':').filter(|(host, _)| !host.contains('/'))?.1,
    };
    let (owner, name) = path.trim_start_matches('/').split_once('/')?;
    let is_name =
        !owner.is_empty() && !owner.starts_with('~') && !name.trim_matches('/').is_empty();
    is_name.then(|| owner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::owner;

    fn of(url: &str) -> Option<String> {
        owner(&format!(
            "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = https://example.com/other/x\n[remote \"origin\"]\n\turl = {url}\n\tfetch = +refs\n"
        ))
    }

    #[test]
    fn the_owner_of_the_remote() {
        for url in [
            "https://github.com/acme/compliance.git",
            "https://user:secret@gitlab.example.com/acme/security/programme",
            "git@github.com:acme/compliance.git",
            "ssh://git@github.com:22/acme/compliance.git",
        ] {
            assert_eq!(of(url).as_deref(), Some("acme"), "{url}");
        }
    }

    #[test]
    fn what_names_nobody() {
        for url in [
            "/srv/git/compliance.git",
            "../x/y",
            "file:///srv/git/x",
            "git@host:x.git",
            "https://host/x.git",
            "ssh://host/~me/x",
        ] {
            assert_eq!(of(url), None, "{url}");
        }
        assert_eq!(owner("[core]\n\turl = https://github.com/acme/x\n"), None);
    }
}
