//! Named files that are not there, empty, or outside, and the files that were meant; and those that
//! are there for nobody else.

use rustc_hash::FxHashMap;

use super::mentions::Mention;
use super::{Texts, names_file};
use crate::finding::{Draft, Safety};
use crate::kind::read::{NO_RECORD, as_written};
use crate::source::{Ignored, Pattern, Source, SourceId, Target, Tree, resolve};
use crate::span::Span;
use crate::words::{Close, closest};
use crate::workspace::{Workspace, links};

/// Named files that are not there, empty, outside, or ignored by git.
pub(crate) fn judge(workspace: &Workspace, tree: &Tree, mentions: &[Mention]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut near = Near::new(tree);
    let ignored = ignored(workspace, tree);
    for Mention { link, file, .. } in mentions {
        let target = workspace.texts.target(*file);
        let pattern = ignored.get(file);
        if target == Target::File && pattern.is_none() {
            continue;
        }
        let (id, source) = links::source_of(workspace, link);
        let value = source.document.value(&source.text, link.node);
        let Some(named) = value.as_str() else { continue };
        let info = workspace
            .records
            .get(link.record as usize)
            .map_or(&workspace.form.info, |record| workspace.kind(record));
        let key = links::dangling::key_path(workspace, link);
        if info.key(link.tag).is_some_and(|key| !names_file(key, &named)) {
            continue;
        }
        let written = as_written(value);
        let missed = Missed { source, id, span: value.span(), named: &named, written, target };
        let mut draft = match (resolve(&source.path, named.trim()), pattern) {
            (None, _) => missed.outside(way_out(&named)),
            (Some(path), Some(pattern)) => missed.ignored(pattern, &path),
            (Some(_), None) if target == Target::Outside => missed.outside("by a link"),
            (Some(path), None) => missed.missing(&mut near, &path),
        };
        // A framework without its catalog asks for nothing, so nothing could be missing.
        let is_there = target == Target::File;
        draft.setup = !is_there && link.record == NO_RECORD && key.ends_with(".catalog");
        draft.key = key;
        if link.record != NO_RECORD {
            draft.record = Some(link.record);
        }
        drafts.push(draft);
    }
    drafts
}

/// The files that git ignores, of those that are there. What the walk met is none of them.
fn ignored(workspace: &Workspace, tree: &Tree) -> FxHashMap<u32, Pattern> {
    let Texts { paths, unmet, .. } = &workspace.texts;
    if unmet.is_empty() {
        return FxHashMap::default();
    }
    let mut ignored = Ignored::new(tree);
    unmet.iter().filter_map(|file| Some((*file, ignored.by(paths.get(*file))?))).collect()
}

fn way_out(named: &str) -> &'static str {
    if named.split(['/', '\\']).any(|part| part == "..") {
        "by `..`"
    } else {
        "from the root of the disk"
    }
}

/// A value that names no file that could be read.
struct Missed<'v> {
    /// The file that names it.
    source: &'v Source,
    id: SourceId,
    span: Span,
    named: &'v str,
    /// The key as it stands before the value; none before an element of a list.
    written: Option<&'v str>,
    /// What it leads to instead.
    target: Target,
}

impl Missed<'_> {
    fn outside(&self, way: &'static str) -> Draft {
        let file = self.named.rsplit(['/', '\\']).next().unwrap_or(self.named);
        Draft::new("path-outside-repository", self.id, self.span)
            .with("path", self.named.to_owned())
            .with("way", way)
            .with("file", file.to_owned())
    }

    fn ignored(&self, pattern: &Pattern, path: &str) -> Draft {
        let Pattern { text, file, of_folder } = pattern;
        let hint = if *of_folder {
            format!(
                "take `{text}` out of `{file}` and commit the file, or name one that is committed"
            )
        } else {
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("write `!{name}` below `{text}` in `{file}`, and commit the file")
        };
        Draft::new("ignored-file", self.id, self.span)
            .with("path", self.named.to_owned())
            .with("pattern", text.clone())
            .with("gitignore", file.clone())
            .with("hint", hint)
    }

    fn missing(&self, near: &mut Near<'_>, path: &str) -> Draft {
        let named = &self.named;
        let out = self.written.unwrap_or(named);
        let put = |text: String| match self.written {
            Some(key) => format!("{key} = {text}"),
            None => text,
        };
        let draft =
            Draft::new("missing-file", self.id, self.span).with("path", (*named).to_owned());
        match self.target {
            Target::Empty => draft.with("problem", "is empty").with(
                "hint",
                format!("write it, or take `{out}` out until there is something to read"),
            ),
            Target::Folder => draft.with("problem", "is a folder").with(
                "hint",
                format!(
                    "name the file in it: {}",
                    put(format!("\"{}/<file>\"", named.trim_end_matches('/')))
                ),
            ),
            _ => {
                let draft = draft.with("problem", "does not exist");
                match near.meant(self.source, named, path) {
                    Some((text, safety)) => draft.with("hint", put(crate::fix::string(&text))).fix(
                        safety,
                        format!("write \"{text}\""),
                        vec![(self.span, crate::fix::string(&text))],
                    ),
                    None => draft.with("hint", format!("write the file, or take `{out}` out")),
                }
            }
        }
    }
}

/// What stands where files are missed. Each folder is listed once: many may be missed in a large one.
struct Near<'t> {
    tree: &'t Tree,
    folders: FxHashMap<String, Folder>,
}

/// The names in a folder.
struct Folder {
    names: Vec<String>,
    /// The first of those that are the same in lower case.
    folded: FxHashMap<String, usize>,
}

impl Folder {
    fn list(tree: &Tree, folder: &str) -> Self {
        let names = tree.names(folder);
        let mut folded = FxHashMap::default();
        for (number, name) in names.iter().enumerate() {
            folded.entry(name.to_lowercase()).or_insert(number);
        }
        Self { names, folded }
    }
}

impl<'t> Near<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self { tree, folders: FxHashMap::default() }
    }

    fn folder(&mut self, path: &str) -> &Folder {
        let Self { tree, folders } = self;
        folders.entry(path.to_owned()).or_insert_with(|| Folder::list(tree, path))
    }

    /// The path that was meant: from the root instead of from the naming file, in another case, or a
    /// close name in the same folder.
    fn meant(&mut self, source: &Source, named: &str, path: &str) -> Option<(String, Safety)> {
        let from_root = resolve("", named.trim())?;
        if from_root != path && matches!(self.tree.target(&from_root), Target::File) {
            return Some((relative(&source.path, &from_root), Safety::Safe));
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let written = named.trim().strip_suffix(name)?;
        let Folder { names, folded } = self.folder(folder);
        if let Some(other) = folded.get(&name.to_lowercase()).and_then(|at| names.get(*at)) {
            return Some((format!("{written}{other}"), Safety::Safe));
        }
        let names = names.iter().map(String::as_str);
        let Close { word, .. } = closest(name, names.filter(|other| is_alike(name, other)))?;
        Some((format!("{written}{word}"), Safety::Unsafe))
    }
}

/// Whether names are close without their ends: that both are `.toml` makes no name like another.
fn is_alike(name: &str, other: &str) -> bool {
    closest(stem(name), [stem(other)]).is_some()
}

/// A name without what tells its format.
fn stem(name: &str) -> &str {
    let end = name.bytes().rposition(|byte| byte == b'.');
    end.and_then(|end| name.get(..end)).unwrap_or(name)
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
    use super::{is_alike, relative};

    #[test]
    fn writes_paths_from_the_naming_file() {
        assert_eq!(relative("isms/a.toml", "policies/x.md"), "../policies/x.md");
        assert_eq!(relative("policies/a.toml", "policies/x.md"), "x.md");
        assert_eq!(relative("a.toml", "policies/x.md"), "policies/x.md");
    }

    #[test]
    fn an_end_makes_no_name_like_another() {
        assert!(is_alike("acces.md", "access.md") && is_alike("access.mdd", "access.md"));
        assert!(!is_alike("fw.toml", "r.toml") && !is_alike("a.md", "b.md"));
    }
}
