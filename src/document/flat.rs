//! From linked drafts to the tree, in which every node is followed by what is in it.

use super::draft::{Draft, NONE};
use super::tree::Growing;

/// A draft of which the children are being added, and its node.
struct Open {
    draft: u32,
    last_child: u32,
    node: u32,
}

/// Makes `tree` of the first of the drafts of a text and all that is in it. What belongs to nothing is
/// left out.
pub(super) fn flatten(text: &str, drafts: &[Draft], tree: &mut Growing) {
    tree.clear();
    let mut open = Vec::new();
    let mut id = 0;
    while let Some(draft) = drafts.get(id as usize) {
        let &Draft { span, key, shape, last_child, .. } = draft;
        let node = tree.add(text, span, key, shape);
        id = match drafts.get(last_child as usize) {
            Some(last) => {
                open.push(Open { draft: id, last_child, node });
                last.next
            }
            None => behind(id, drafts, &mut open, tree),
        };
    }
}

/// The draft that comes after `id` and all that is in it. Closes what ends there.
fn behind(mut id: u32, drafts: &[Draft], open: &mut Vec<Open>, tree: &mut Growing) -> u32 {
    while let Some(parent) = open.pop_if(|parent| parent.last_child == id) {
        tree.enclose(parent.node);
        id = parent.draft;
    }
    if open.is_empty() { NONE } else { drafts.get(id as usize).map_or(NONE, |draft| draft.next) }
}
