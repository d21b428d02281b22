//! Places of one programme as people and programs name them: path, line and column.

use std::borrow::Cow;
use std::path::{MAIN_SEPARATOR, Path};
use std::sync::OnceLock;

use super::clean_line;
use crate::finding::Place;
use crate::source::{Lines, Position, Source, SourceId};
use crate::workspace::Workspace;

/// The files of a programme. Lines are only counted in files that something points at.
pub(crate) struct Places<'a> {
    workspace: &'a Workspace,
    view: View,
    /// In boxes: of most files nobody asks for them.
    lines: Vec<OnceLock<Box<Lines<'a>>>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(workspace: &'a Workspace, base: Option<&Path>) -> Self {
        let lines = workspace.sources.iter().map(|_| OnceLock::new()).collect();
        Self { workspace, view: View::new(&workspace.root, base), lines }
    }

    pub(super) fn source(&self, id: SourceId) -> &'a Source {
        self.workspace.source(id)
    }

    /// A file's path for people.
    pub(crate) fn path(&self, id: SourceId) -> String {
        self.other(&self.source(id).path)
    }

    /// The path of a file that was not read, for people.
    pub(crate) fn other(&self, path: &str) -> String {
        let path = self.view.path(path);
        // Nearly every path is clean as it is.
        let cleaned = match clean_line(&path) {
            Cow::Owned(cleaned) => Some(cleaned),
            Cow::Borrowed(_) => None,
        };
        cleaned.unwrap_or(path)
    }

    pub(super) fn lines(&self, id: SourceId) -> Option<&Lines<'a>> {
        self.lines
            .get(id.index())
            .map(|lines| &**lines.get_or_init(|| Box::new(Lines::new(&self.source(id).text))))
    }

    /// Line and column of an offset.
    pub(crate) fn position(&self, id: SourceId, offset: u32) -> Position {
        let start = Position { line: 1, column: 1 };
        self.lines(id).map_or(start, |lines| lines.position(offset))
    }

    /// A file's path as it is, for programs.
    pub(super) fn raw_path(&self, id: SourceId) -> String {
        self.view.path(&self.source(id).path)
    }

    /// Line and column of an offset, where columns count UTF-16 units.
    pub(super) fn utf16(&self, id: SourceId, offset: u32) -> Position {
        let start = Position { line: 1, column: 1 };
        self.lines(id).map_or(start, |lines| lines.utf16(offset))
    }

    /// `path:line:column`.
    pub(super) fn name(&self, place: Place) -> String {
        let Position { line, column } = self.position(place.source, place.span.start);
        format!("{}:{line}:{column}", self.path(place.source))
    }
}

/// How a root folder is seen from the folder that paths are shown from.
#[derive(Debug)]
pub(super) struct View {
    /// The way to the root, where it lies below or elsewhere.
    to_root: String,
    /// The way from the root to where one stands, where that is within.
    from_root: Vec<String>,
}

impl View {
    pub(super) fn new(root: &Path, base: Option<&Path>) -> Self {
        let mut view = Self { to_root: String::new(), from_root: Vec::new() };
        // A programme in memory has no folder.
        let Some(base) = base.filter(|_| !root.as_os_str().is_empty()) else { return view };
        if let Ok(within) = base.strip_prefix(root) {
            view.from_root = within
                .components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
        } else {
            let below = root.strip_prefix(base).unwrap_or(root);
            view.to_root = below.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        }
        view
    }

    /// A path that counts from the root.
    pub(super) fn path(&self, path: &str) -> String {
        if !self.to_root.is_empty() {
            return [&self.to_root, "/", path].concat();
        }
        if self.from_root.is_empty() {
            return path.to_owned();
        }
        let parts: Vec<&str> = path.split('/').collect();
        let shared =
            parts.iter().zip(&self.from_root).take_while(|(one, other)| one == other).count();
        let up = std::iter::repeat_n("..", self.from_root.len() - shared);
        let steps: Vec<&str> = up.chain(parts.into_iter().skip(shared)).collect();
        if steps.is_empty() { ".".to_owned() } else { steps.join("/") }
    }

    /// The root itself.
    pub(super) fn root(&self) -> String {
        match self.from_root.len() {
            0 if self.to_root.is_empty() => ".".to_owned(),
            0 => self.to_root.clone(),
            steps => vec![".."; steps].join("/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::View;
    use std::path::Path;

    #[test]
    fn paths_start_where_one_stands() {
        let from = |base| {
            let view = View::new(Path::new("/srv/company"), Some(Path::new(base)));
            (view.root(), view.path("policies/hr/leave.toml"))
        };
        let pair = |root: &str, path: &str| (root.to_owned(), path.to_owned());
        assert_eq!(from("/srv/company"), pair(".", "policies/hr/leave.toml"));
        assert_eq!(from("/srv"), pair("company", "company/policies/hr/leave.toml"));
        assert_eq!(from("/srv/company/policies/hr"), pair("../..", "leave.toml"));
        assert_eq!(from("/srv/company/policies/it"), pair("../..", "../hr/leave.toml"));
        assert_eq!(from("/elsewhere"), pair("/srv/company", "/srv/company/policies/hr/leave.toml"));
        let view = View::new(Path::new("/srv/company"), Some(Path::new("/srv/company/policies")));
        assert_eq!(view.path("policies"), ".");
    }
}
