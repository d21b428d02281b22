//! What `complint.toml` names: frameworks with their editions and requirements, rules with their
//! parameters. Their form knows them only as maps.

use serde_json::{Map, Value, json};

use super::{Scope, key, requirement};
use crate::framework::Catalog;
use crate::kind::Key;
use crate::rule::Rule;
use crate::rule::types::{Level, Parameter, ParameterType};

/// Puts the names in, and returns the definitions that they refer to.
pub(super) fn put(scope: Scope<'_>, keys: &[Key], schema: &mut Value) -> Map<String, Value> {
    let mut definitions = Map::new();
    let framework = keys.iter().find(|key| key.name == "frameworks");
    if let Some(described) = framework.and_then(|map| map.keys.first()) {
        let generic = key::table(scope, &described.keys);
        definitions.insert("own-framework".to_owned(), with_catalog(generic.clone()));
        named(schema, "/properties/frameworks", frameworks(scope, &generic));
        let own = json!({ "$ref": "#/definitions/own-framework" });
        insert(schema, "/properties/frameworks", "additionalProperties", own);
    }
    definitions.insert("level".to_owned(), level());
    definitions.insert("setting".to_owned(), setting(Map::new(), true));
    named(schema, "/properties/rules", rules(scope));
    insert(schema, "/properties/rules", "additionalProperties", unless_closed(scope, "setting"));
    let overrides = "/properties/overrides/items/properties/rules";
    named(schema, overrides, levels(scope));
    insert(schema, overrides, "additionalProperties", unless_closed(scope, "level"));
    definitions
}

fn insert(schema: &mut Value, pointer: &str, name: &str, value: Value) {
    if let Some(Value::Object(table)) = schema.pointer_mut(pointer) {
        table.insert(name.to_owned(), value);
    }
}

fn named(schema: &mut Value, pointer: &str, properties: Map<String, Value>) {
    insert(schema, pointer, "properties", Value::Object(properties));
}

/// A name that is not known here: a company's own rule, unless all of them are known.
fn unless_closed(scope: Scope<'_>, definition: &str) -> Value {
    if scope.closed {
        return json!(false);
    }
    json!({ "$ref": format!("#/definitions/{definition}") })
}

fn frameworks(scope: Scope<'_>, generic: &Value) -> Map<String, Value> {
    let known = scope.catalogs.ids().filter_map(|id| scope.catalogs.by_id(id));
    let table = |catalog: &Catalog| {
        let known = framework(scope, catalog, generic.clone());
        let own = json!({ "$ref": "#/definitions/own-framework" });
        let choice = if scope.closed { json!([known]) } else { json!([known, own]) };
        json!({ "description": catalog.edition(), "anyOf": choice })
    };
    known.map(|catalog| (catalog.id().to_owned(), table(catalog))).collect()
}

/// A framework that is not shipped needs its catalog, and what that holds is not known here.
fn with_catalog(mut generic: Value) -> Value {
    generic["required"] = json!(["catalog"]);
    generic
}

fn framework(scope: Scope<'_>, catalog: &Catalog, mut table: Value) -> Value {
    let editions = scope.catalogs.iter().map(|(_, other)| other);
    let editions: Vec<&str> = editions
        .filter(|other| other.id() == catalog.id())
        .map(|other| &*other.data.head.edition)
        .collect();
    insert(&mut table, "/properties/edition", "enum", json!(editions));
    let aside = "/properties/not_relevant";
    let reason = table.pointer(&format!("{aside}/additionalProperties")).cloned();
    let reason = reason.unwrap_or(json!({ "type": "string" }));
    let of = |text: String| {
        let mut reason = reason.clone();
        reason["description"] = json!(text);
        reason
    };
    let rows = catalog.data.requirements.iter();
    let ids = rows.map(|row| (row.id.to_string(), of(requirement::title(catalog, row))));
    named(&mut table, aside, ids.collect());
    let patterns = requirement::patterns(scope, catalog).into_iter();
    let blank = (requirement::BLANK.to_owned(), reason.clone());
    let patterns: Map<String, Value> =
        patterns.map(|(pattern, title)| (pattern, of(title))).chain([blank]).collect();
    insert(&mut table, aside, "patternProperties", Value::Object(patterns));
    insert(&mut table, aside, "additionalProperties", json!(false));
    table
}

fn rules(scope: Scope<'_>) -> Map<String, Value> {
    let groups = scope.rules.groups().into_iter().map(|group| {
        let text = format!("Every rule of the group {group}.");
        let any = json!([{ "$ref": "#/definitions/setting" }]);
        (group.to_owned(), json!({ "description": text, "anyOf": any }))
    });
    let rules = scope.rules.iter().map(|(_, rule)| {
        let mut setting = one(rule);
        setting["description"] = json!(&*rule.summary);
        (rule.name.to_string(), setting)
    });
    // A rule goes before a group of the same name, as where they are read.
    groups.chain(rules).collect()
}

fn one(rule: &Rule) -> Value {
    let parameters: Map<String, Value> = rule
        .parameters
        .iter()
        .map(|(name, parameter)| (name.to_string(), value(parameter)))
        .collect();
    setting(parameters, false)
}

/// A level, or a table with a level, a reason and parameters.
fn setting(mut properties: Map<String, Value>, open: bool) -> Value {
    properties.insert("level".to_owned(), json!({ "$ref": "#/definitions/level" }));
    let reason = "Why; asked where a rule of a standard is lowered.";
    properties.insert("reason".to_owned(), json!({ "description": reason }));
    let table = json!({ "type": "object", "properties": properties, "additionalProperties": open });
    json!({ "anyOf": [{ "$ref": "#/definitions/level" }, table] })
}

fn value(parameter: &Parameter) -> Value {
    let mut schema = match parameter.value {
        ParameterType::Integer => json!({ "type": "integer" }),
        ParameterType::Duration => key::duration(),
        ParameterType::Date => key::date(),
        ParameterType::String => json!({ "type": "string" }),
        ParameterType::List => json!({ "type": "array" }),
    };
    if !parameter.summary.is_empty() {
        schema["description"] = json!(&*parameter.summary);
    }
    schema
}

fn level() -> Value {
    let names: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    json!({ "type": "string", "enum": names })
}

/// `[[overrides]]` set a level only.
fn levels(scope: Scope<'_>) -> Map<String, Value> {
    let rules = scope.rules.iter();
    let rules = rules.map(|(_, rule)| (rule.name.to_string(), rule.summary.to_string()));
    let groups = scope.rules.groups().into_iter();
    let groups = groups.map(|name| (name.to_owned(), format!("Every rule of the group {name}.")));
    let level = json!([{ "$ref": "#/definitions/level" }]);
    groups
        .chain(rules)
        .map(|(name, text)| (name, json!({ "description": text, "anyOf": level })))
        .collect()
}
