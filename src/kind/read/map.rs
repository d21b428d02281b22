//! Maps: tables whose names are free, or from a list, and whose values are all described alike.

use super::{Path, Reader, accepts};
use crate::document::{Form, Value};
use crate::kind::{Info, Key, Tag};

impl<'a> Reader<'a, '_> {
    /// Whether a map takes a name: any, unless `values` lists them or `to` names traits whose kinds
    /// they are.
    fn allows(&self, map: &'a Key, name: &str) -> bool {
        let of_trait = |info: &Info| map.to.iter().any(|name| info.has_trait(name));
        map.values.is_empty() && map.to.is_empty()
            || map.values.iter().any(|value| value == name)
            || self.scope.kinds.by_id(name).is_some_and(of_trait)
    }

    /// The names that a map takes.
    pub(super) fn names(&self, map: &'a Key) -> Vec<&'a str> {
        let kinds = self
            .scope
            .kinds
            .iter()
            .filter(|(_, info)| map.to.iter().any(|name| info.has_trait(name)));
        let listed = map.values.iter().map(|name| name.as_str());
        kinds.map(|(_, info)| info.kind.id.as_str()).chain(listed).collect()
    }

    /// The values of a map are all described by the one key `*`.
    pub(super) fn map(&mut self, key: &'a Key, tag: Tag, map: Value<'a>, path: &Path<'_>) {
        let Some(values) = key.keys.first() else { return };
        let Some(row) = self.sheet.row(self.info.tag(tag, 0)) else { return };
        for entry in map.entries() {
            if !self.allows(key, &entry.key()) {
                self.unknown_name(key, entry, path);
                continue;
            }
            if entry.is_table()
                && !accepts(values.value, entry.kind())
                && entry.form() == Form::Dotted
            {
                self.unquoted_key(entry, path);
                continue;
            }
            self.out.tag(entry, row.tag);
            if row.list || !self.is_plain(row, entry) {
                self.value(row, entry, map, path, Some(&entry.key()));
            }
        }
    }
}
