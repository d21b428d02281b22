//! Keys, tables and the types of values.

use serde_json::{Map, Value, json};

use super::{Scope, requirement};
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::kind::{Key, KeyType};

/// A number that is not nothing with a unit of a day or more behind it. Says less than the reader of
/// durations, which also takes `1y 2mo`, and never more.
const DURATION: &str = "^[^-]*[1-9][^-]*[YyMmWwDd][^-]*$";
/// A blank counts as absent.
const ADDRESS: &str = "^\\s*(https?://|$)";

/// A table with declared keys.
pub(super) fn table(scope: Scope<'_>, keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        // Of two of one name the first is meant.
        properties.entry(key.name.as_str()).or_insert_with(|| value(scope, key));
    }
    let required: Vec<&str> =
        keys.iter().filter(|key| key.required).map(|key| key.name.as_str()).collect();
    let mut schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let by_framework: Vec<Value> = keys
        .iter()
        .filter(|key| key.value == KeyType::Requirement && key.framework.is_none())
        .flat_map(|key| requirements_by_framework(scope, key))
        .collect();
    if !by_framework.is_empty() {
        schema["allOf"] = json!(by_framework);
    }
    schema
}

/// The value of a key, with what it means.
pub(super) fn value(scope: Scope<'_>, key: &Key) -> Value {
    let single = single(scope, key);
    let mut schema = if key.list { json!({ "type": "array", "items": single }) } else { single };
    // A list of nothing is missing to check as well, and so is a table of no names.
    if key.required && key.list {
        schema["minItems"] = json!(1);
    } else if key.required && key.value.is_open_table() {
        schema["minProperties"] = json!(1);
    }
    if !key.summary.is_empty() {
        schema["description"] = json!(&*key.summary);
    }
    schema
}

fn single(scope: Scope<'_>, key: &Key) -> Value {
    let first = of_type(scope, key, key.value);
    match key.or {
        None => first,
        Some(KeyType::Any) => json!({ "anyOf": [first, anything_else(&first)] }),
        Some(other) => json!({ "anyOf": [first, of_type(scope, key, other)] }),
    }
}

/// Of two types the first that the form of a value fits is meant, so anything is what has another.
fn anything_else(first: &Value) -> Value {
    let all = ["array", "boolean", "integer", "number", "object", "string"];
    let others: Vec<&str> = all.into_iter().filter(|other| first["type"] != **other).collect();
    json!({ "type": others, "additionalProperties": true })
}

fn of_type(scope: Scope<'_>, key: &Key, kind: KeyType) -> Value {
    match kind {
        KeyType::Boolean => json!({ "type": "boolean" }),
        KeyType::Integer => number(key, "integer"),
        KeyType::Number => number(key, "number"),
        KeyType::Date => date(),
        KeyType::Duration => duration(),
        KeyType::Url => json!({ "type": "string", "pattern": ADDRESS }),
        KeyType::Enum if !key.values.is_empty() => word(key),
        KeyType::Framework => framework(scope),
        KeyType::Mapping => mapping(scope),
        KeyType::Requirement => match &key.framework {
            Some(id) if scope.catalogs.number(id).is_some() => {
                json!({ "$ref": requirement::reference(id) })
            }
            // Which framework's it has to be is asked below. These are proposed.
            None if scope.catalogs.number(DEFAULT_FRAMEWORK).is_some() => {
                let any = json!({ "type": "string", "x-taplo": requirement::silent() });
                json!({ "anyOf": [{ "$ref": requirement::reference(DEFAULT_FRAMEWORK) }, any] })
            }
            _ => json!({ "type": "string" }),
        },
        KeyType::Table => table(scope, &key.keys),
        KeyType::Map => map(scope, key),
        KeyType::Any => json!({}),
        // What a reference, a path or a pattern names is looked up by complint.
        KeyType::String
        | KeyType::Text
        | KeyType::Path
        | KeyType::Glob
        | KeyType::Id
        | KeyType::Reference
        | KeyType::Record
        | KeyType::Rule
        | KeyType::Enum => json!({ "type": "string" }),
    }
}

fn number(key: &Key, kind: &str) -> Value {
    let mut schema = json!({ "type": kind });
    for (name, bound) in [("minimum", key.min), ("maximum", key.max)] {
        if let Some(bound) = bound {
            schema[name] = json!(bound);
        }
    }
    schema
}

pub(super) fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

pub(super) fn duration() -> Value {
    json!({ "type": "string", "pattern": DURATION })
}

fn word(key: &Key) -> Value {
    let synonyms = key.synonyms.iter().map(|(word, _)| word.as_str());
    let words: Vec<&str> = key.values.iter().map(|word| word.as_str()).chain(synonyms).collect();
    json!({ "type": "string", "enum": words })
}

fn framework(scope: Scope<'_>) -> Value {
    let known = scope.catalogs.ids().filter_map(|id| scope.catalogs.by_id(id));
    let mut choice: Vec<Value> =
        known.map(|catalog| requirement::one(catalog.id(), &catalog.edition())).collect();
    choice.push(if scope.closed {
        json!({ "type": "string", "pattern": "^\\s*$" })
    } else {
        json!({ "type": "string" })
    });
    json!({ "anyOf": choice })
}

/// `satisfies.iso27001 = ["A.5.1"]`.
fn mapping(scope: Scope<'_>) -> Value {
    let known = scope.catalogs.ids().filter_map(|id| scope.catalogs.by_id(id));
    let properties: Map<String, Value> = known
        .map(|catalog| {
            let items = json!({ "$ref": requirement::reference(catalog.id()) });
            let title = catalog.edition();
            let list = json!({ "type": "array", "description": title, "items": items });
            (catalog.id().to_owned(), list)
        })
        .collect();
    let others = if scope.closed {
        json!(false)
    } else {
        json!({ "type": "array", "items": { "type": "string" } })
    };
    json!({ "type": "object", "properties": properties, "additionalProperties": others })
}

/// A table with free names, or with listed ones and those of kinds.
fn map(scope: Scope<'_>, key: &Key) -> Value {
    let Some(inner) = key.keys.first() else {
        return json!({ "type": "object", "additionalProperties": true });
    };
    let inner = value(scope, inner);
    if key.values.is_empty() && key.to.is_empty() {
        return json!({ "type": "object", "additionalProperties": inner });
    }
    let kinds = scope.kinds.iter().map(|(_, info)| info);
    let kinds = kinds.filter(|info| key.to.iter().any(|name| info.has_trait(name)));
    let names = kinds.map(|info| &info.kind.id).chain(key.values.iter());
    let properties: Map<String, Value> =
        names.map(|name| (name.to_string(), inner.clone())).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The framework that a requirement belongs to stands in the key beside it.
fn requirements_by_framework<'a>(
    scope: Scope<'a>,
    key: &'a Key,
) -> impl Iterator<Item = Value> + 'a {
    scope.catalogs.ids().map(move |id| {
        // Without the key it is the default one, and the condition then holds too.
        let mut when = json!({
            "properties": { "framework": { "const": id } },
            "additionalProperties": true
        });
        if id != DEFAULT_FRAMEWORK {
            when["required"] = json!(["framework"]);
        }
        let one = json!({ "$ref": requirement::reference(id) });
        let value = if key.list { json!({ "items": one }) } else { one };
        let then = json!({
            "properties": { key.name.as_str(): value },
            "additionalProperties": true
        });
        json!({ "if": when, "then": then })
    })
}
