//! Places of one programme as people and programs name them: path, line and column.

use std::path::Path;
use std::sync::OnceLock;

use crate::finding::Place;
use crate::source::{Lines, Position, Source, SourceId};
use crate::workspace::Workspace;

/// The files of a programme. Lines are only counted in files that something points at.
pub(super) struct Places<'a> {
    workspace: &'a Workspace,
    root: String,
    lines: Vec<OnceLock<Lines>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(workspace: &'a Workspace, base: Option<&Path>) -> Self {
        let lines = workspace.sources.iter().map(|_| OnceLock::new()).collect();
        Self { workspace, root: root(&workspace.root, base), lines }
    }

    /// The root folder, seen from the folder that paths are shown from.
    pub(super) fn root(&self) -> &str {
        if self.root.is_empty() { "." } else { &self.root }
    }

    pub(super) fn source(&self, id: SourceId) -> &'a Source {
        self.workspace.source(id)
    }

    /// A file's path for people.
    pub(super) fn path(&self, id: SourceId) -> String {
        let path = &self.source(id).path;
        let path = if self.root.is_empty() { path.clone() } else { format!("{}/{path}", self.root) };
        super::clean_line(&path).into_owned()
    }

    pub(super) fn lines(&self, id: SourceId) -> Option<&Lines> {
        self.lines.get(id.index()).map(|lines| lines.get_or_init(|| Lines::new(&self.source(id).text)))
    }

    /// Line and column of an offset.
    pub(super) fn position(&self, id: SourceId, offset: u32) -> Position {
        let start = Position { line: 1, column: 1 };
        self.lines(id).map_or(start, |lines| lines.position(&self.source(id).text, offset))
    }

    /// `path:line:column`.
    pub(super) fn name(&self, place: Place) -> String {
        let Position { line, column } = self.position(place.source, place.span.start);
        format!("{}:{line}:{column}", self.path(place.source))
    }
}

/// How to get from `base` to the root; empty where it is the same folder.
fn root(root: &Path, base: Option<&Path>) -> String {
    let Some(base) = base else { return String::new() };
    if let Ok(above) = base.strip_prefix(root) {
        return vec![".."; above.components().count()].join("/");
    }
    let below = root.strip_prefix(base).unwrap_or(root);
    below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::root;
    use std::path::Path;

    #[test]
    fn paths_start_where_one_stands() {
        let from = |base| root(Path::new("/work/company"), Some(Path::new(base)));
        assert_eq!(from("/work/company"), "");
        assert_eq!(from("/work"), "company");
        assert_eq!(from("/work/company/policies/hr"), "../..");
        assert_eq!(from("/elsewhere"), "/work/company");
    }
}
