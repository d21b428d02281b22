//! What reading a file gives besides its tree.

use crate::document::{Day, Document, NodeId, Value};
use crate::finding::Draft;
use crate::framework::FrameworkNo;
use crate::kind::{NO_TAG, Tag};
use crate::span::Span;

/// No record: the link stands in `complint.toml`.
pub(crate) const NO_RECORD: u32 = u32::MAX;

/// Something that refers to something else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// The record that holds it, or [`NO_RECORD`].
    pub record: u32,
    /// The value that names it.
    pub node: NodeId,
    /// The key.
    pub tag: Tag,
    /// What is named.
    pub to: To,
    /// The id that is named, or the path of a file from the root, among the names that were read;
    /// empty where there is none to look up.
    pub name: Span,
}

/// What a link names, before and after it is resolved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum To {
    /// A record of the kinds that the key allows, by id.
    Id,
    /// A record by `kind:id`.
    Name,
    /// A requirement of a catalog, by id.
    RequirementId(FrameworkNo),
    /// A framework that does not exist.
    NoFramework,
    /// A file.
    File,
    /// A record, found.
    Record(u32),
    /// A requirement, found.
    Requirement(u32),
    /// Nothing that exists, or free text.
    Nothing,
}

impl To {
    /// Whether it is still to be found out, or to be said, what is meant.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Id | Self::Name | Self::RequirementId(_) | Self::NoFramework)
    }
}

/// What reading a file gives besides its tree.
#[derive(Debug, Default)]
pub(crate) struct Output {
    /// What is wrong.
    pub drafts: Vec<Draft>,
    /// The numbers of the keys of the file, by node.
    tags: Vec<Tag>,
    /// Values that are there and cannot be used.
    pub bad: Vec<NodeId>,
    /// Keys of records that hold such a value: what they were to name is not known.
    pub unread: Vec<(u32, Tag)>,
    /// The latest day at a key that may record something done.
    pub done: Day,
    /// The days of the record that may not come before one another.
    pub(super) days: Vec<(Tag, Day)>,
    /// What refers to something else.
    pub links: Vec<Link>,
    /// The places of those of the links of a file of records that name files.
    pub files: Vec<u32>,
    /// The names of records, one behind the other: where they stand in the files, looking
    /// at them a second time would wait for memory each time.
    pub names: String,
    /// The names of links, the same; nobody asks for them once the links are resolved.
    pub link_names: String,
}

impl Output {
    /// Notes the number of a key.
    #[inline]
    pub(super) fn tag(&mut self, entry: Value<'_>, tag: Tag) {
        let node = entry.node().index();
        if node >= self.tags.len() {
            self.make_room(entry.document());
        }
        if let Some(slot) = self.tags.get_mut(node) {
            *slot = tag;
        }
    }

    #[cold]
    fn make_room(&mut self, document: &Document) {
        self.tags.resize(document.node_count(), NO_TAG);
    }

    /// Hands the numbers of the keys to the tree of their file.
    pub(crate) fn give_tags(&mut self, document: &mut Document) {
        document.set_tags(&self.tags);
        self.tags.clear();
    }

    /// Adds a name of a record.
    #[inline]
    pub(crate) fn name(&mut self, parts: &[&str]) -> Span {
        let start = self.names.len() as u32;
        parts.iter().for_each(|part| self.names.push_str(part));
        Span::new(start, self.names.len() as u32)
    }

    /// Adds the path of a file that another one names.
    pub(super) fn link_path(&mut self, naming: &str, named: &str) -> Span {
        let start = self.link_names.len() as u32;
        crate::source::append_resolved(naming, named, &mut self.link_names);
        Span::new(start, self.link_names.len() as u32)
    }

    /// Adds a name of a link.
    #[inline]
    pub(super) fn link_name(&mut self, name: &str) -> Span {
        let start = self.link_names.len() as u32;
        self.link_names.push_str(name);
        Span::new(start, self.link_names.len() as u32)
    }
}
