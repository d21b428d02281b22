//! Files that are not the ones that were hashed.
//!
//! Of every kind with a `path` and a `sha256` beside it; a file is only read where a hash is
//! declared, and once for all records that declare one.

use super::Workspace;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::Tag;
use crate::kind::read::{Link, To};
use crate::source::{Digest, SourceId, Tree};
use crate::timing::{Stage, Timings, timed};

/// A file with the hash that its record declares.
pub(super) struct Hashed<'w> {
    link: Link,
    source: SourceId,
    path: Value<'w>,
    declared: Value<'w>,
}

/// Holds every declared hash against its file; the files are read in parallel.
pub(super) fn judge(
    workspace: &Workspace,
    tree: &Tree,
    hashed: &[Hashed<'_>],
    timings: Option<&Timings>,
) -> Vec<Draft> {
    let mut paths: Vec<&str> = hashed.iter().map(|hashed| hashed.file(workspace)).collect();
    paths.sort_unstable();
    paths.dedup();
    let digests = timed(timings, Stage::Read, || {
        crate::parallel::costly(&paths, |path| tree.digest(path).ok())
    });
    let compared = hashed.iter().filter_map(|hashed| {
        let file = paths.binary_search(&hashed.file(workspace)).ok()?;
        compare(tree, hashed, paths.get(file)?, digests.get(file)?.as_ref()?)
    });
    timed(timings, Stage::Link, || compared.collect())
}

/// Every file that a record declares a hash of.
pub(super) fn all<'w>(workspace: &'w Workspace, links: &[Link]) -> Vec<Hashed<'w>> {
    let tags: Vec<Option<(Tag, Tag)>> =
        workspace.kinds.iter().map(|(_, info)| info.top("path").zip(info.top("sha256"))).collect();
    let files = links.iter().filter(|link| link.to == To::File);
    files.filter_map(|link| hashed(workspace, &tags, *link)).collect()
}

impl Hashed<'_> {
    /// The path of the file from the root.
    fn file<'w>(&self, workspace: &'w Workspace) -> &'w str {
        workspace.ids.link_name(self.link.name)
    }
}

fn hashed<'w>(
    workspace: &'w Workspace,
    tags: &[Option<(Tag, Tag)>],
    link: Link,
) -> Option<Hashed<'w>> {
    let record = workspace.records.get(link.record as usize)?;
    let (path, sha256) = tags.get(record.kind as usize).copied().flatten()?;
    if link.tag != path {
        return None;
    }
    let declared = workspace.value(record, sha256)?;
    // A file that is not there, or empty, is another rule's.
    if !workspace.texts.is_file(workspace.ids.link_name(link.name)) {
        return None;
    }
    Some(Hashed { link, source: record.source, path: workspace.value(record, path)?, declared })
}

fn compare(tree: &Tree, hashed: &Hashed<'_>, file: &str, digest: &Digest) -> Option<Draft> {
    let declared = hashed.declared.as_str()?.trim().to_ascii_lowercase();
    if digest.sha256 == declared || digest.pointer.as_ref() == Some(&declared) {
        return None;
    }
    let named = hashed.path.as_str()?;
    let other_endings = tree.other_endings(file).unwrap_or_default().contains(&declared);
    let draft = Draft::new("hash-mismatch", hashed.source, hashed.declared.span())
        .record(hashed.link.record)
        .key("sha256")
        .with("path", named.trim().to_owned())
        .with("problem", problem(&declared))
        .with("hint", hint(named.trim(), digest, other_endings))
        .beside(hashed.path.span(), "");
    Some(draft)
}

fn problem(declared: &str) -> &'static str {
    let whole = declared.len() == 64 && declared.bytes().all(|byte| byte.is_ascii_hexdigit());
    if whole {
        "is not the file that was hashed"
    } else {
        "cannot be held against this: a SHA-256 has 64 hexadecimal digits"
    }
}

fn hint(named: &str, digest: &Digest, other_endings: bool) -> String {
    if other_endings {
        let name = named.rsplit('/').next().unwrap_or(named);
        return format!("{name} -text  # in .gitattributes: only the line endings differ");
    }
    let actual = digest.pointer.as_ref().unwrap_or(&digest.sha256);
    format!("sha256 = \"{actual}\"  # only if this file is the one that was meant")
}
