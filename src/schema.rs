//! JSON Schema (draft-07) of what people write, for editors: record files, `complint.toml` and rule
//! files.
//!
//! It is made of the same descriptions that the validator reads. What complint accepts a schema
//! never rejects; what it rejects, as far as a schema can say it: references, files and the order
//! of dates stay with the tool.
//!
//! - `key`: keys and tables
//! - `requirement`: requirement ids with their titles
//! - `settings`: what `complint.toml` names: frameworks and rules
//! - `print`: as text

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::framework::Catalogs;
use crate::kind::{Info, Kind, Kinds, form};
use crate::rule::Rules;

mod key;
mod print;
mod requirement;
mod settings;

/// The name of the schema of files of records of any kinds.
pub(crate) const RECORDS: &str = "records";
/// The name of the schema of `complint.toml`.
pub(crate) const CONFIG: &str = "config";
/// The name of the schema of rule files.
pub(crate) const RULE: &str = "rule";

/// What a schema speaks of.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The kinds of records.
    pub kinds: &'a Kinds,
    /// The frameworks.
    pub catalogs: &'a Catalogs,
    /// The rules.
    pub rules: &'a Rules,
    /// Whether that is all there is, because a programme was read. Else a company can have
    /// frameworks and rules of its own, and their names are accepted unseen.
    pub closed: bool,
}

/// Every shipped schema: its path in `schemas/` and its text.
pub fn pages() -> BTreeMap<String, String> {
    let (kinds, catalogs, rules) =
        (Kinds::new(Vec::new()).0, Catalogs::default(), Rules::default());
    let scope = Scope { kinds: &kinds, catalogs: &catalogs, rules: &rules, closed: false };
    let mut pages = BTreeMap::from([
        (format!("{RECORDS}.json"), records(scope)),
        (format!("{CONFIG}.json"), config(scope)),
        (format!("{RULE}.json"), rule(scope)),
    ]);
    for (_, info) in kinds.iter() {
        pages.insert(format!("kinds/{}.json", info.kind.id), kind(scope, info));
    }
    pages
}

/// The schema of a file of records of any kinds.
pub(crate) fn records(scope: Scope<'_>) -> String {
    let infos: Vec<&Info> = scope.kinds.iter().map(|(_, info)| info).collect();
    file(scope, "complint records", "Records of a security programme.", &infos)
}

/// The schema of a file of records of one kind.
pub(crate) fn kind(scope: Scope<'_>, info: &Info) -> String {
    file(scope, &info.kind.title, &info.kind.summary, &[info])
}

/// The schema of `complint.toml`.
pub(crate) fn config(scope: Scope<'_>) -> String {
    let Some(form) = form("complint") else { return String::new() };
    let mut schema = key::table(scope, &form.keys);
    let mut definitions = settings::put(scope, &form.keys, &mut schema);
    document(scope, &form.title, &form.summary, schema, &mut definitions)
}

/// The schema of a rule file.
pub(crate) fn rule(scope: Scope<'_>) -> String {
    let Some(form) = form("rule") else { return String::new() };
    let schema = key::table(scope, &form.keys);
    document(scope, &form.title, &form.summary, schema, &mut Map::new())
}

fn file(scope: Scope<'_>, title: &str, summary: &str, infos: &[&Info]) -> String {
    let (mut properties, mut definitions) = (Map::new(), Map::new());
    for info in infos {
        let Kind { id, summary, .. } = &*info.kind;
        let items = json!({ "$ref": format!("#/definitions/{id}") });
        let list = json!({ "type": "array", "description": &**summary, "items": items });
        properties.insert(id.to_string(), list);
        definitions.insert(id.to_string(), record(scope, &info.kind));
    }
    let schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    document(scope, title, summary, schema, &mut definitions)
}

fn record(scope: Scope<'_>, kind: &Kind) -> Value {
    let mut schema = key::table(scope, &kind.keys);
    schema["title"] = json!(&*kind.title);
    schema["description"] = json!(&*kind.summary);
    schema["items"] = requirement::again(&kind.id);
    schema
}

/// Puts the head on, and the lists of requirements that are referred to.
fn document(
    scope: Scope<'_>,
    title: &str,
    summary: &str,
    mut schema: Value,
    definitions: &mut Map<String, Value>,
) -> String {
    for id in scope.catalogs.ids() {
        let reference = json!({ "$ref": requirement::reference(id) });
        let used = |value: &Value| mentions(value, &reference);
        if used(&schema) || definitions.values().any(used) {
            definitions.insert(requirement::name(id), requirement::list(scope, id));
        }
    }
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    schema["description"] = json!(summary);
    if !definitions.is_empty() {
        schema["definitions"] = Value::Object(std::mem::take(definitions));
    }
    print::text(&schema)
}

/// Whether a part of a schema is found somewhere in it.
fn mentions(value: &Value, part: &Value) -> bool {
    value == part
        || match value {
            Value::Array(list) => list.iter().any(|value| mentions(value, part)),
            Value::Object(map) => map.values().any(|value| mentions(value, part)),
            _ => false,
        }
}
