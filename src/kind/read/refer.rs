//! Values that refer to something else: a record, a requirement, a framework, a file.

use std::borrow::Cow;

use super::{DEFAULT_FRAMEWORK, Link, Path, Reader, To, is_blank_text};
use crate::document::{Kind as Form, Value};
use crate::framework::{FrameworkNo, Meaning};
use crate::kind::{Key, Tag};
use crate::span::Span;

impl<'a> Reader<'a, '_> {
    /// `satisfies.iso27001 = ["A.5.1"]`.
    pub(super) fn mapping(
        &mut self,
        tag: Tag,
        mapping: Value<'a>,
        table: Value<'a>,
        path: &Path<'_>,
    ) {
        for entry in mapping.entries() {
            let name = entry.key();
            let Some(framework) = self.scope.catalogs.number(&name) else {
                self.unknown_in_mapping(table, mapping, entry, tag, path);
                continue;
            };
            let below = Path::below(path, &name);
            if !entry.is_array() {
                match entry.kind() {
                    Form::Invalid => self.out.bad.push(entry.node()),
                    _ => self.wrong_list(entry, &below),
                }
                continue;
            }
            for element in entry.elements() {
                match element.kind() {
                    Form::String => self.names_requirement(tag, element, framework),
                    Form::Invalid => self.out.bad.push(element.node()),
                    _ => self.wrong_element(element, &below),
                }
            }
        }
    }

    pub(super) fn requirement(&mut self, key: &Key, tag: Tag, value: Value<'a>, table: Value<'a>) {
        let sibling = table.get("framework").and_then(|framework| framework.as_str());
        let name = key.framework.as_ref().map(|fixed| Cow::from(fixed.as_str())).or(sibling);
        let name = name.unwrap_or(Cow::Borrowed(DEFAULT_FRAMEWORK));
        // An unknown framework is reported where it is named.
        if let Some(framework) = self.scope.catalogs.number(&name) {
            self.names_requirement(tag, value, framework);
        }
    }

    fn names_requirement(&mut self, tag: Tag, value: Value<'a>, framework: FrameworkNo) {
        let Some(id) = value.as_str() else { return };
        let id = trimmed(&id);
        let to = match self.scope.catalogs.meaning(framework, id) {
            Meaning::Requirement(number) => To::Requirement(number),
            _ => To::RequirementId(framework),
        };
        if !id.is_empty() {
            self.add_link(tag, value, to, Span::default());
        }
    }

    pub(super) fn framework(&mut self, tag: Tag, value: Value<'a>) {
        let known = value
            .as_str()
            .is_none_or(|name| is_blank_text(&name) || self.scope.catalogs.number(&name).is_some());
        if !known {
            self.add_link(tag, value, To::NoFramework, Span::default());
            self.out.bad.push(value.node());
        }
    }

    #[inline]
    pub(super) fn link(&mut self, tag: Tag, value: Value<'a>, name: &str, to: To) {
        // A blank names nothing: the rule that wants the key says so.
        if !is_blank_text(name) {
            let name = self.out.link_name(name);
            self.add_link(tag, value, to, name);
        }
    }

    #[inline(never)]
    pub(super) fn file(&mut self, tag: Tag, value: Value<'a>, path: &str) {
        if !is_blank_text(path) {
            let name = self.out.link_path(&self.file.path, trimmed(path));
            self.out.files.push(self.out.links.len() as u32);
            self.add_link(tag, value, To::File, name);
        }
    }

    #[inline]
    pub(super) fn add_link(&mut self, tag: Tag, value: Value<'a>, to: To, name: Span) {
        self.out.links.push(Link::new(self.record, value.node(), tag, to, name));
    }
}

/// A text without the blanks around it; nearly none has any.
#[inline]
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}
