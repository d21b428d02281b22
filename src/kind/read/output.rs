//! What reading a file gives besides its tree.

use bytemuck::{Pod, Zeroable};

use crate::document::{Day, Document, NodeId, Value};
use crate::finding::Draft;
use crate::framework::FrameworkNo;
use crate::kind::{NO_TAG, Tag};
use crate::span::Span;

/// No record: the link stands in `complint.toml`.
pub(crate) const NO_RECORD: u32 = u32::MAX;

/// Something that refers to something else.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Link {
    /// The record that holds it, or [`NO_RECORD`].
    pub record: u32,
    /// The value that names it.
    pub node: NodeId,
    /// The id that is named, or the path of a file from the root, among the names that were read;
    /// empty where there is none to look up.
    pub name: Span,
    /// What is named, in parts: whatever they hold is a link, so that memory can be taken for a list of
    /// them.
    number: u32,
    framework: FrameworkNo,
    what: u8,
    /// The key.
    pub tag: Tag,
}

impl Link {
    /// A link of a record that names something at a key.
    #[inline]
    pub(crate) fn new(record: u32, node: NodeId, tag: Tag, to: To, name: Span) -> Self {
        let mut link = Self { record, node, name, number: 0, framework: 0, what: 0, tag };
        link.lead(to);
        link
    }

    /// What is named.
    #[inline]
    pub(crate) fn to(&self) -> To {
        match self.what {
            0 => To::Nothing,
            1 => To::Id,
            2 => To::Name,
            3 => To::RequirementId(self.framework),
            4 => To::NoFramework,
            5 => To::File,
            6 => To::Record(self.number),
            _ => To::Requirement(self.number),
        }
    }

    /// Has it name that.
    #[inline]
    pub(crate) fn lead(&mut self, to: To) {
        (self.what, self.framework, self.number) = match to {
            To::Nothing => (0, 0, 0),
            To::Id => (1, 0, 0),
            To::Name => (2, 0, 0),
            To::RequirementId(framework) => (3, framework, 0),
            To::NoFramework => (4, 0, 0),
            To::File => (5, 0, 0),
            To::Record(number) => (6, 0, number),
            To::Requirement(number) => (7, 0, number),
        };
    }
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

#[cfg(test)]
mod tests {
    use super::{Link, NO_RECORD, To};
    use crate::document::NodeId;
    use crate::span::Span;

    #[test]
    fn a_link_names_what_it_was_made_to() {
        let all = [
            To::Id,
            To::Name,
            To::RequirementId(u16::MAX),
            To::NoFramework,
            To::File,
            To::Record(u32::MAX),
            To::Requirement(7),
            To::Nothing,
        ];
        for to in all {
            let link = Link::new(NO_RECORD, NodeId::ROOT, 3, to, Span::new(1, 2));
            assert_eq!((link.to(), link.tag, link.name), (to, 3, Span::new(1, 2)));
            for other in all {
                let mut link = link;
                link.lead(other);
                assert_eq!(link.to(), other);
            }
        }
    }
}
