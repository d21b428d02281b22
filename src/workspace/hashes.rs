//! Files that are not the ones that were hashed.
//!
//! Of every kind with a `path` and a `sha256` beside it; a file is only read where a hash is
//! declared, and once for all records that declare one.

use super::Workspace;
use super::texts::{Declared, Mention};
use crate::finding::Draft;
use crate::source::{Digest, Tree, hex};

/// Holds every declared hash against what the file adds up to, by the file's number.
pub(super) fn judge(
    workspace: &Workspace,
    tree: &Tree,
    mentions: &[Mention],
    digests: &[Option<Digest>],
) -> Vec<Draft> {
    let declared = mentions.iter().filter_map(|mention| {
        // A file that is not there, or empty, is another rule's, and has no digest.
        let (declared, digest) = (mention.declared?, digests.get(mention.file as usize)?.as_ref()?);
        if declared.sha256 == Some(digest.sha256) {
            return None;
        }
        differing(workspace, tree, mention, declared, digest)
    });
    declared.collect()
}

/// What is to be said of a hash that is not that of the file, unless it is of what that stands for.
fn differing(
    workspace: &Workspace,
    tree: &Tree,
    mention: &Mention,
    declared: Declared,
    digest: &Digest,
) -> Option<Draft> {
    let (id, source) = super::links::source_of(workspace, &mention.link);
    let declared = source.document.value(&source.text, declared.node);
    let said = declared.as_str()?.trim().to_ascii_lowercase();
    if digest.pointer.as_ref() == Some(&said) {
        return None;
    }
    let path = source.document.value(&source.text, mention.link.node);
    let named = path.as_str()?;
    let file = workspace.ids.link_name(mention.link.name);
    let other_endings = tree.other_endings(file).unwrap_or_default().contains(&said);
    let draft = Draft::new("hash-mismatch", id, declared.span())
        .record(mention.link.record)
        .key("sha256")
        .with("path", named.trim().to_owned())
        .with("problem", problem(&said))
        .with("hint", hint(named.trim(), digest, other_endings))
        .beside(path.span(), "");
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
    let actual = digest.pointer.clone().unwrap_or_else(|| hex(&digest.sha256));
    format!("sha256 = \"{actual}\"  # only if this file is the one that was meant")
}
