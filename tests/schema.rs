//! `schemas/` is what kinds and catalogs make of it: no schema stale, none missing, none left over.
//!
//! `UPDATE=1` writes it anew. `tests/clients/schemas` gives them to the programs that read them.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads and writes the schemas and stops aloud"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use complint::schema::pages;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas"))
}

/// Every file of a folder, by its path in it.
fn found(folder: &Path, above: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().into_string().expect("a name is text");
        if entry.path().is_dir() {
            found(&entry.path(), &format!("{above}{name}/"), files);
        } else {
            let text = fs::read_to_string(entry.path()).expect("a schema is text");
            files.insert(format!("{above}{name}"), text);
        }
    }
}

fn write(pages: &BTreeMap<String, String>) {
    if folder().exists() {
        fs::remove_dir_all(folder()).expect("the folder can be emptied");
    }
    for (name, text) in pages {
        let path = folder().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(path, text).expect("a schema can be written");
    }
}

#[test]
fn schemas_are_those_of_kinds_and_catalogs() {
    let pages = pages();
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        write(&pages);
    }
    let mut files = BTreeMap::new();
    found(&folder(), "", &mut files);
    let advice = "`UPDATE=1 cargo test --test schema` writes the schemas anew";
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, pages.keys().collect::<Vec<_>>(), "{advice}");
    let stale: Vec<&String> = pages.keys().filter(|name| files[*name] != pages[*name]).collect();
    assert!(stale.is_empty(), "stale in schemas: {stale:?}; {advice}");
}

fn schema(text: &str) -> Value {
    serde_json::from_str(text).expect("a schema is JSON")
}

/// What is referred to is there, and what is there is referred to.
#[test]
fn references_lead_somewhere() {
    fn collect(value: &Value, names: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(name, value)| match value.as_str() {
                Some(target) if name == "$ref" => names.push(target.to_owned()),
                _ => collect(value, names),
            }),
            Value::Array(list) => list.iter().for_each(|value| collect(value, names)),
            _ => {}
        }
    }
    for (name, text) in pages() {
        let schema = schema(&text);
        let mut targets = Vec::new();
        collect(&schema, &mut targets);
        for target in &targets {
            assert!(schema.pointer(&target[1..]).is_some(), "{name}: {target}");
        }
        for definition in schema["definitions"].as_object().into_iter().flat_map(|map| map.keys()) {
            let target = format!("#/definitions/{definition}");
            assert!(targets.contains(&target), "{name}: nothing needs {definition}");
        }
    }
}

/// An editor shows a summary at each key, and a title at each requirement.
#[test]
fn keys_and_requirements_are_explained() {
    let records = schema(&pages()["records.json"]);
    for kind in complint::kind::shipped() {
        let list = &records["properties"][kind.id.as_str()];
        assert_eq!(list["description"], kind.summary.as_str());
        let properties = &records["definitions"][kind.id.as_str()]["properties"];
        for key in kind.keys.iter().filter(|key| !key.summary.is_empty()) {
            let description = &properties[key.name.as_str()]["description"];
            assert_eq!(*description, key.summary.as_str(), "{}.{}", kind.id, key.name);
        }
    }
    let ids = records["definitions"]["requirement-iso27001"]["anyOf"].as_array().expect("a list");
    let hover = ids.iter().find(|id| id["const"] == "A.5.1").expect("the id is there");
    assert_eq!(hover["description"], "Policies for information security");
}
