//! Which fixes go into a programme together, so that no file of it breaks.

use std::collections::BTreeMap;

use super::{texts, together};
use crate::finding::Fix;
use crate::source::{Source, SourceId};
use crate::workspace::Workspace;

/// One round of fixes: how many go in together, and the new text of each file that they change.
///
/// Fixes that are sound one by one can break a file together, as where two misspelt keys are given
/// one name. Then those go in that fit with the ones before them, and a file stays readable.
pub fn round<'f>(
    workspace: &Workspace,
    fixes: impl IntoIterator<Item = &'f Fix>,
) -> (usize, BTreeMap<SourceId, String>) {
    let text = |id: SourceId| &*workspace.source(id).text;
    let made = |fixes: &[&Fix]| texts(fixes.iter().copied(), text);
    let fixes: Vec<&Fix> = fixes.into_iter().collect();
    let new = made(&fixes);
    let spoilt = broken(workspace, &new);
    if spoilt.is_empty() {
        return (together(fixes).len(), new);
    }
    let touches = |fix: &&Fix| fix.edits.iter().any(|edit| spoilt.contains(&edit.place.source));
    let (doubtful, mut kept): (Vec<&Fix>, Vec<&Fix>) = fixes.into_iter().partition(touches);
    for fix in doubtful {
        kept.push(fix);
        if !broken(workspace, &made(&kept)).is_empty() {
            kept.pop();
        }
    }
    let new = made(&kept);
    (together(kept).len(), new)
}

/// The files that new texts would break. What is no TOML cannot be broken.
fn broken(workspace: &Workspace, texts: &BTreeMap<SourceId, String>) -> Vec<SourceId> {
    let breaks = |id: SourceId, new: &String| {
        let old = workspace.source(id);
        let new = Source::new(old.path.clone(), new.clone());
        new.document.errors().len() > old.document.errors().len()
    };
    let toml = texts.iter().filter(|(id, _)| !workspace.is_text(**id));
    toml.filter(|(id, new)| breaks(**id, new)).map(|(id, _)| *id).collect()
}
