//! Findings of a part. A programme is always read as a whole, because what contradicts stands in
//! two files; shown is what was asked for.

use crate::error::Error;
use crate::finding::Subject;
use crate::report::Report;
use crate::rule::types::Level;
use crate::source::{Root, display};
use crate::words::join_or;
use crate::workspace::Workspace;

/// The part of a programme that was asked for.
pub(super) struct Asked {
    /// Paths from the root; none where all of it was asked for.
    paths: Vec<String>,
}

impl Asked {
    pub(super) fn new(root: &Root) -> Self {
        let whole = root.asked.iter().any(|path| root.folder.starts_with(path));
        let paths = root.asked.iter().map(|path| display(&root.folder, path));
        Self { paths: if whole { Vec::new() } else { paths.collect() } }
    }

    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// What is asked for where nothing is read: a match of nothing would look like a clean result.
    pub(super) fn missed<'a>(
        &'a self,
        workspace: &'a Workspace,
    ) -> impl Iterator<Item = Error> + 'a {
        let missed = self.paths.iter().filter(|path| {
            let read = workspace.sources.iter().any(|source| covers(path, &source.path));
            !read && workspace.texts.get("", path).is_none() && !holds_nested(workspace, path)
        });
        missed.map(|path| Error::Usage {
            message: unread(workspace, path),
            help: Some(HELP.to_owned()),
        })
    }

    /// Whether a file belongs to this part.
    pub(super) fn covers(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|asked| covers(asked, path))
    }

    /// Keeps the findings of this part, and what keeps the tool from its job wherever it is.
    pub(super) fn limit(&self, workspace: &Workspace, report: &mut Report) {
        if self.paths.is_empty() {
            return;
        }
        let broken = report.setup_broken;
        report.findings.retain(|finding| {
            let path = &workspace.source(finding.place.source).path;
            let setup = broken
                && finding.level == Level::Error
                && matches!(finding.subject, Subject::File(source) if workspace.is_setup(source));
            setup || self.covers(path)
        });
    }
}

const HELP: &str = "`complint --show-files` lists what is read";

/// Whether a path is another, or lies below it.
fn covers(asked: &str, path: &str) -> bool {
    path.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn holds_nested(workspace: &Workspace, path: &str) -> bool {
    workspace.nested.iter().any(|folder| covers(path, &display(&workspace.root, folder)))
}

/// Why nothing is read at a path.
fn unread(workspace: &Workspace, path: &str) -> String {
    if let Some(skipped) = workspace.skipped.iter().find(|skipped| covers(&skipped.path, path)) {
        let what =
            if skipped.path == path { "it".to_owned() } else { format!("`{}`", skipped.path) };
        return format!("`{path}` is not read: {what} {}", skipped.reason);
    }
    if workspace.skipped.iter().any(|skipped| covers(path, &skipped.path)) {
        return format!("nothing in `{path}` is read");
    }
    let patterns: Vec<String> =
        workspace.settings.files.patterns.iter().map(|pattern| format!("`{pattern}`")).collect();
    format!("`{path}` is not read: it does not match {}, or git ignores it", join_or(&patterns))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_folder_covers_what_lies_in_it() {
        assert!(covers("policies", "policies/access.toml"));
        assert!(covers("policies/access.toml", "policies/access.toml"));
        assert!(!covers("policies", "policies-old/access.toml"));
        assert!(!covers("policies/access.toml", "policies"));
    }
}
