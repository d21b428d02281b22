//! Where each key of each kind occurs in the programme.
//!
//! The keys come from the kinds, so that a new one is tried as soon as a record has it; which of
//! them occur comes from the records.

use std::collections::BTreeMap;

use complint::Workspace;
use complint::document::Value;
use complint::kind::{Key, KeyType};
use complint::source::Source;

/// One value of a key.
#[derive(Clone, Copy)]
pub(crate) struct Place<'w> {
    /// What describes it; none for the list under a framework's id in a mapping.
    pub(crate) key: &'w Key,
    pub(crate) file: &'w Source,
    pub(crate) value: Value<'w>,
    pub(crate) parent: Value<'w>,
    /// Whether it is a list under the framework's id.
    pub(crate) mapped: bool,
}

/// The places of each pair of kind and key, such as `vendor.assurance[].period_end`.
pub(crate) type Places<'w> = BTreeMap<String, Vec<Place<'w>>>;

pub(crate) fn places<'w>(workspace: &'w Workspace, form: &'w [Key]) -> Places<'w> {
    let mut places = Places::new();
    for record in &workspace.records {
        let kind = &workspace.kind(record).kind;
        let file = workspace.source(record.source);
        walk(&mut places, &kind.id, &kind.keys, file, workspace.table(record));
    }
    walk(&mut places, "complint", form, &workspace.sources[0], workspace.manifest());
    places
}

fn walk<'w>(
    places: &mut Places<'w>,
    path: &str,
    keys: &'w [Key],
    file: &'w Source,
    table: Value<'w>,
) {
    for value in table.entries() {
        let Some(key) = keys.iter().find(|key| value.key_is(&key.name) || key.name == "*") else {
            continue;
        };
        let path = format!("{path}.{}", value.key());
        add(places, &path, Place { key, file, value, parent: table, mapped: false });
        match key.value {
            KeyType::Table if value.is_array() => {
                for element in value.elements() {
                    walk(places, &format!("{path}[]"), &key.keys, file, element);
                }
            }
            KeyType::Table | KeyType::Map => walk(places, &path, &key.keys, file, value),
            KeyType::Mapping => {
                for list in value.entries() {
                    let path = format!("{path}.{}", list.key());
                    let place = Place { key, file, value: list, parent: value, mapped: true };
                    add(places, &path, place);
                }
            }
            _ => {}
        }
    }
}

fn add<'w>(places: &mut Places<'w>, path: &str, place: Place<'w>) {
    places.entry(path.to_owned()).or_default().push(place);
}
