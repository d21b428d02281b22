//! Which files are not what they were in the run before.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;

use super::super::check::Checked;
use super::rows;
use crate::output::Places;
use crate::source::{Source, Target, absolute};

/// Files by what became of them, as people name them.
#[derive(PartialEq, Eq, Debug, Default)]
pub(super) struct Files {
    changed: Vec<String>,
    added: Vec<String>,
    removed: Vec<String>,
}

/// A file in one run.
struct Seen<'a> {
    name: String,
    /// What was read of it; nothing of evidence that is only looked up.
    source: Option<&'a Source>,
    there: bool,
}

impl Files {
    /// Compares what two runs read. Of files that are only looked up the system says what changed.
    pub(super) fn between(
        before: &[Checked],
        after: &[Checked],
        touched: &BTreeSet<PathBuf>,
    ) -> Self {
        let mut files = Self::default();
        // The files of a programme that is not read as such are not gone; its settings are.
        let (old, new) = (seen(before, after), seen(after, before));
        for (path, old) in old.iter().filter(|(_, old)| old.there) {
            match new.get(path).filter(|new| new.there) {
                None => files.removed.push(old.name.clone()),
                Some(new) if differs(old, new, touched.contains(path)) => {
                    files.changed.push(new.name.clone());
                }
                Some(_) => {}
            }
        }
        let known = |path| old.get(path).is_some_and(|old| old.there);
        let added = new.iter().filter(|(path, new)| new.there && !known(*path));
        files.added = added.map(|(_, new)| new.name.clone()).collect();
        files
    }

    pub(super) fn is_any(&self) -> bool {
        *self != Self::default()
    }

    pub(super) fn tell(&self, err: &mut dyn Write) -> io::Result<()> {
        rows(err, "changed", &self.changed)?;
        rows(err, "added", &self.added)?;
        rows(err, "removed", &self.removed)
    }
}

fn differs(old: &Seen<'_>, new: &Seen<'_>, touched: bool) -> bool {
    match (old.source, new.source) {
        (Some(old), Some(new)) => {
            old.text != new.text
                || old.broken_utf8 != new.broken_utf8
                || old.unreadable != new.unreadable
        }
        _ => touched,
    }
}

/// Every file that a run read or looked up; only the settings of programmes that the other run did
/// not read.
fn seen<'a>(checked: &'a [Checked], other: &[Checked]) -> BTreeMap<PathBuf, Seen<'a>> {
    let mut seen = BTreeMap::new();
    let base = absolute(".".as_ref()).ok();
    for Checked { root, workspace, .. } in checked {
        let places = Places::new(workspace, base.as_deref());
        let both = other.iter().any(|other| other.root.folder == root.folder);
        let paths = workspace.texts.paths().filter(|_| both);
        for (path, file) in paths {
            let there = !matches!(file.target, Target::Missing | Target::Outside);
            let of = Seen { name: places.other(path), source: None, there };
            seen.insert(root.folder.join(path), of);
        }
        let sources = if both { &workspace.sources[..] } else { &workspace.sources[..1] };
        for source in sources {
            let of = Seen { name: places.other(&source.path), source: Some(source), there: true };
            seen.insert(root.folder.join(&source.path), of);
        }
    }
    seen
}
