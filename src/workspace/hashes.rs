//! Files that are not the ones that were hashed.
//!
//! Of every kind with a `path` and a `sha256` beside it; a file is only read where a hash is
//! declared.

use super::Workspace;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::Tag;
use crate::kind::read::{Link, To};
use crate::source::{Digest, SourceId, Target, Tree, resolve};

/// A file with the hash that its record declares.
struct Hashed<'w> {
    link: Link,
    source: SourceId,
    path: Value<'w>,
    declared: Value<'w>,
}

/// Holds every declared hash against its file, in parallel.
pub(super) fn judge(workspace: &Workspace, tree: &Tree, links: &[Link]) -> Vec<Draft> {
    let tags: Vec<Option<(Tag, Tag)>> =
        workspace.kinds.iter().map(|(_, info)| info.top("path").zip(info.top("sha256"))).collect();
    let files = links.iter().filter(|link| link.to == To::File);
    let hashed: Vec<Hashed<'_>> =
        files.filter_map(|link| hashed(workspace, &tags, *link)).collect();
    let found = crate::parallel::costly(&hashed, |hashed| compare(workspace, tree, hashed));
    found.into_iter().flatten().collect()
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
    Some(Hashed { link, source: record.source, path: workspace.value(record, path)?, declared })
}

fn compare(workspace: &Workspace, tree: &Tree, hashed: &Hashed<'_>) -> Option<Draft> {
    let declared = hashed.declared.as_str()?.trim().to_ascii_lowercase();
    let named = hashed.path.as_str()?;
    let path = resolve(&workspace.source(hashed.source).path, named.trim())?;
    // A file that is not there, or empty, is another rule's.
    if tree.target(&path) != Target::File {
        return None;
    }
    let digest = tree.digest(&path).ok()?;
    if digest.sha256 == declared || digest.pointer.as_ref() == Some(&declared) {
        return None;
    }
    let draft = Draft::new("hash-mismatch", hashed.source, hashed.declared.span())
        .record(hashed.link.record)
        .key("sha256")
        .with("path", named.trim().to_owned())
        .with("problem", problem(&declared))
        .with("hint", hint(&declared, named.trim(), &digest))
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

fn hint(declared: &str, named: &str, digest: &Digest) -> String {
    if digest.other_endings.iter().any(|other| other == declared) {
        let name = named.rsplit('/').next().unwrap_or(named);
        return format!("{name} -text  # in .gitattributes: only the line endings differ");
    }
    let actual = digest.pointer.as_ref().unwrap_or(&digest.sha256);
    format!("sha256 = \"{actual}\"  # only if this file is the one that was meant")
}
