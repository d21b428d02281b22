//! All nodes of a document, in the order in which they are read: each is followed by what is in it.
//!
//! So a node needs no links. Its first child comes next, and its size says where its sibling is.

use super::node::{NO_TAG, Node, Place};
use crate::memory::{self, Kept};
use crate::span::Span;

/// A key that its node has no room for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Far {
    node: u32,
    key: Span,
}

/// The nodes of a document.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Kept<Node>,
    /// In the order of their nodes.
    far: Box<[Far]>,
}

impl Tree {
    #[inline]
    pub(super) fn node(&self, id: u32) -> &Node {
        const MISSING: &Node = &Node::missing();
        self.nodes.get(id as usize).unwrap_or(MISSING)
    }

    /// Where the key of a value stands whose node has no room for that.
    #[cold]
    pub(super) fn far(&self, id: u32) -> Span {
        let found = self.far.binary_search_by_key(&id, |far| far.node).ok();
        found.and_then(|at| self.far.get(at)).map(|far| far.key).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn heap_size(&self) -> usize {
        size_of_val(&*self.nodes) + size_of_val(&*self.far)
    }

    #[inline]
    pub(super) fn tag(&self, id: u32) -> u8 {
        self.nodes.get(id as usize).map_or(NO_TAG, |node| node.tag)
    }

    #[inline]
    pub(super) fn set_tag(&mut self, id: u32, tag: u8) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.tag = tag;
        }
    }

    pub(super) fn set_tags(&mut self, tags: &[u8]) {
        for (node, tag) in self.nodes.iter_mut().zip(tags) {
            node.tag = *tag;
        }
    }

    /// A node and all that are in it.
    #[inline]
    pub(super) fn opened(&self, id: u32) -> Option<(&Node, &[Node])> {
        let (node, behind) = self.nodes.get(id as usize..)?.split_first()?;
        Some((node, behind.get(..node.size as usize - 1)?))
    }
}

/// More elements of a list of the document that was left before. They stand in a list of their own
/// until all is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct More {
    /// The number of the list.
    pub(super) list: u32,
    /// The number of the one that they stand in.
    pub(super) apart: u32,
}

/// A tree that grows, used for one document after the other.
#[derive(Default)]
pub(super) struct Growing {
    nodes: Vec<Node>,
    far: Vec<Far>,
}

impl Growing {
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.far.clear();
    }

    /// How many nodes there are, which is the number of the next.
    #[inline]
    pub(super) fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    pub(super) fn capacity(&self) -> usize {
        self.nodes.capacity()
    }

    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// Adds a node to the last that are open, and says its number.
    #[inline]
    pub(super) fn push(&mut self, node: Node) -> u32 {
        let id = self.len();
        self.nodes.push(node);
        id
    }

    /// As `push`, for a key that stands anywhere.
    pub(super) fn add(&mut self, text: &str, span: Span, key: Span, shape: u8) -> u32 {
        let place = Place::of(key, span).unwrap_or_else(|| {
            self.far.push(Far { node: self.len(), key });
            Place::ELSEWHERE
        });
        self.push(Node::of(text, span, place, shape))
    }

    /// Ends what began with the node `id`: all nodes behind it are in it.
    #[inline]
    pub(super) fn enclose(&mut self, id: u32) {
        let size = self.len() - id;
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.size = size;
        }
    }

    /// As `enclose`, for what ends at `end` of the text.
    #[inline]
    pub(super) fn close(&mut self, id: u32, end: u32) {
        let size = self.len() - id;
        if let Some(node) = self.nodes.get_mut(id as usize) {
            (node.size, node.len) = (size, end - node.start);
        }
    }

    /// Puts what stands apart behind the elements that its list has already. `all` is in the order of
    /// the text, and no key may be far from its value.
    pub(super) fn gather(&mut self, all: &[More]) {
        debug_assert!(self.far.is_empty(), "they are told by number, and numbers change");
        if all.is_empty() {
            return;
        }
        let within = |id: u32, first: u32| {
            let size = self.get(id).map_or(0, |node| node.size);
            self.nodes.get((id + first) as usize..(id + size) as usize).unwrap_or_default()
        };
        let mut nodes = Vec::with_capacity(self.nodes.len());
        nodes.extend(self.get(0).copied());
        let mut id = 1;
        while let Some(node) = self.get(id) {
            if all.binary_search_by_key(&id, |more| more.apart).is_err() {
                let own = nodes.len();
                nodes.extend_from_slice(within(id, 0));
                for more in all.iter().filter(|more| more.list == id) {
                    nodes.extend_from_slice(within(more.apart, 1));
                }
                let size = (nodes.len() - own) as u32;
                if let Some(list) = nodes.get_mut(own) {
                    list.size = size;
                }
            }
            id += node.size;
        }
        self.nodes = nodes;
        self.enclose(0);
    }

    /// The tree as it is now, in no more memory than it needs.
    pub(super) fn tree(&self) -> Tree {
        Tree { nodes: memory::kept(&self.nodes), far: self.far.as_slice().into() }
    }
}
