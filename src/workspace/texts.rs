//! Files that records name: whether they are there, and how much they say.

use rustc_hash::FxHashMap;

use super::Workspace;
use crate::finding::{Draft, Safety};
use crate::kind::read::{Link, To};
use crate::source::{Source, SourceId, Target, Tree, resolve};
use crate::words::{Close, closest};

/// What is known of the files that records name, by path from the root.
#[derive(Debug, Default)]
pub struct Texts {
    files: FxHashMap<String, TextFile>,
}

/// A file that a record names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextFile {
    /// What the path leads to.
    pub target: Target,
    /// How many words it has outside headings, where it is a text.
    pub words: Option<u32>,
}

impl Texts {
    /// The file that a path, as written in a file, leads to.
    pub fn get(&self, naming: &str, named: &str) -> Option<&TextFile> {
        self.files.get(&resolve(naming, named.trim())?)
    }

    /// How many files were looked up.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Looks up every file that links name, in parallel.
    pub(crate) fn load(workspace: &Workspace, tree: &Tree, links: &[Link]) -> Self {
        let mut paths: Vec<String> = links
            .iter()
            .filter(|link| link.to == To::File)
            .filter_map(|link| path_of(workspace, link))
            .collect();
        paths.sort_unstable();
        paths.dedup();
        let files = crate::parallel::pieces(&paths, |paths| {
            paths.iter().map(|path| look_up(tree, path)).collect::<Vec<_>>()
        });
        Self { files: paths.into_iter().zip(files.into_iter().flatten()).collect() }
    }
}

fn path_of(workspace: &Workspace, link: &Link) -> Option<String> {
    let (_, source) = super::links::source_of(workspace, link);
    let value = source.document.value(&source.text, link.node);
    resolve(&source.path, value.as_str()?.trim())
}

fn look_up(tree: &Tree, path: &str) -> TextFile {
    let target = tree.target(path);
    let is_text = path
        .rsplit_once('.')
        .is_some_and(|(_, end)| matches!(end, "md" | "markdown" | "txt" | "rst" | "adoc"));
    let bytes = if is_text && target == Target::File { tree.read(path).ok() } else { None };
    let words = bytes.map(|bytes| words(&String::from_utf8_lossy(&bytes)));
    // A text of blanks says as little as an empty one.
    let target =
        if words == Some(0) && tree.read(path).is_ok_and(|bytes| bytes.trim_ascii().is_empty()) {
            Target::Empty
        } else {
            target
        };
    TextFile { target, words }
}

/// Words outside headings and front matter: a table of contents is no policy.
pub(crate) fn words(text: &str) -> u32 {
    let body = match text.trim_start_matches('\u{feff}').strip_prefix("---\n") {
        Some(rest) => rest.split_once("\n---").map_or(text, |(_, body)| body),
        None => text,
    };
    let lines = body.lines().filter(|line| !line.trim_start().starts_with('#'));
    let count = lines
        .flat_map(str::split_whitespace)
        .filter(|word| word.contains(char::is_alphanumeric))
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Named files that are not there, empty, or outside.
pub(crate) fn judge(workspace: &Workspace, tree: &Tree, links: &[Link]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for link in links.iter().filter(|link| link.to == To::File) {
        let (id, source) = super::links::source_of(workspace, link);
        let value = source.document.value(&source.text, link.node);
        let Some(named) = value.as_str() else { continue };
        let info = workspace
            .records
            .get(link.record as usize)
            .map_or(&workspace.form, |record| workspace.kind(record));
        let key = super::links::dangling::key_path(workspace, link);
        // Text or path: a sentence is no path.
        let either = info
            .key(link.tag)
            .is_some_and(|key| key.or.is_some_and(|other| other == crate::kind::KeyType::Text));
        if either && !looks_like_path(&named) {
            continue;
        }
        let mut draft = match resolve(&source.path, named.trim()) {
            None => outside(id, value.span(), &named, way_out(&named)),
            Some(path) => {
                match workspace.texts.files.get(&path).map_or(Target::Missing, |file| file.target) {
                    Target::File => continue,
                    Target::Outside => outside(id, value.span(), &named, "by a link"),
                    target => missing(tree, source, id, value.span(), &named, &path, &key, target),
                }
            }
        };
        // A framework without its catalog asks for nothing, so nothing could be missing.
        draft.setup = link.record == crate::kind::read::NO_RECORD && key.ends_with(".catalog");
        draft.key = key;
        if link.record != crate::kind::read::NO_RECORD {
            draft.record = Some(link.record);
        }
        drafts.push(draft);
    }
    drafts
}

/// Where a key takes a path or a text: a path has no spaces around words and ends in a file's name.
pub(crate) fn looks_like_path(text: &str) -> bool {
    let text = text.trim();
    let name = text.rsplit('/').next().unwrap_or(text);
    let ending = name.rsplit_once('.').is_some_and(|(stem, end)| {
        !stem.is_empty() && (1..=5).contains(&end.len()) && end.chars().all(char::is_alphanumeric)
    });
    ending && !text.contains(char::is_whitespace)
}

fn way_out(named: &str) -> &'static str {
    if named.split(['/', '\\']).any(|part| part == "..") {
        "by `..`"
    } else {
        "from the root of the disk"
    }
}

fn outside(id: SourceId, span: crate::span::Span, named: &str, way: &'static str) -> Draft {
    let file = named.rsplit(['/', '\\']).next().unwrap_or(named);
    Draft::new("path-outside-repository", id, span)
        .with("path", named.to_owned())
        .with("way", way)
        .with("file", file.to_owned())
}

#[allow(clippy::too_many_arguments, reason = "all of one value's circumstances")]
fn missing(
    tree: &Tree,
    source: &Source,
    id: SourceId,
    span: crate::span::Span,
    named: &str,
    path: &str,
    key: &str,
    target: Target,
) -> Draft {
    let draft = Draft::new("missing-file", id, span).with("path", named.to_owned());
    match target {
        Target::Empty => draft.with("problem", "is empty").with(
            "hint",
            format!("write it, or take `{key}` out until there is something to read"),
        ),
        Target::Folder => draft.with("problem", "is a folder").with(
            "hint",
            format!("name the file in it: {key} = \"{}/<file>\"", named.trim_end_matches('/')),
        ),
        _ => {
            let draft = draft.with("problem", "does not exist");
            match meant(tree, source, named, path) {
                Some((text, safety)) => draft.with("hint", format!("{key} = \"{text}\"")).fix(
                    safety,
                    format!("write \"{text}\""),
                    vec![(span, format!("\"{text}\""))],
                ),
                None => draft.with("hint", format!("write the file, or take `{key}` out")),
            }
        }
    }
}

/// The path that was meant: from the root instead of from the naming file, in another case, or a
/// close name in the same folder.
fn meant(tree: &Tree, source: &Source, named: &str, path: &str) -> Option<(String, Safety)> {
    let from_root = resolve("", named.trim())?;
    if from_root != path && matches!(tree.target(&from_root), Target::File) {
        return Some((relative(&source.path, &from_root), Safety::Safe));
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let names = tree.names(folder);
    let written = named.trim().strip_suffix(name)?;
    if let Some(other) = names.iter().find(|other| other.to_lowercase() == name.to_lowercase()) {
        return Some((format!("{written}{other}"), Safety::Safe));
    }
    let Close { word, .. } = closest(name, names.iter().map(String::as_str))?;
    Some((format!("{written}{word}"), Safety::Unsafe))
}

/// A path from the root as the naming file has to write it.
fn relative(naming: &str, path: &str) -> String {
    let folder: Vec<&str> = naming.split('/').collect();
    let folder = folder.split_last().map(|(_, folder)| folder).unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let common = folder.iter().zip(&parts).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", folder.len() - common);
    up.chain(parts.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{looks_like_path, relative, words};

    #[test]
    fn counts_what_is_said() {
        assert_eq!(words("# Access control policy\n\nAccess is granted by role - always.\n"), 6);
        assert_eq!(words("---\ntitle: x\n---\n# A\n"), 0);
    }

    #[test]
    fn tells_paths_from_prose() {
        assert!(looks_like_path("system/services.md"));
        assert!(!looks_like_path("none"));
        assert!(!looks_like_path("We sell software."));
    }

    #[test]
    fn writes_paths_from_the_naming_file() {
        assert_eq!(relative("isms/a.toml", "policies/x.md"), "../policies/x.md");
        assert_eq!(relative("policies/a.toml", "policies/x.md"), "x.md");
        assert_eq!(relative("a.toml", "policies/x.md"), "policies/x.md");
    }
}
