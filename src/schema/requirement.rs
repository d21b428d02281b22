//! Requirement ids, each with its title, so that an editor completes and explains them.

use serde_json::{Value, json};

use super::Scope;
use crate::framework::{Catalog, Requirement};

/// Blanks around an id are not looked at, and a blank alone names nothing.
pub(super) const BLANK: &str = "^\\s|\\s$|^$";

/// The name of a framework's definition. No kind has a hyphen in its id.
pub(super) fn name(framework: &str) -> String {
    format!("requirement-{framework}")
}

/// What refers to it.
pub(super) fn reference(framework: &str) -> String {
    format!("#/definitions/{}", name(framework))
}

/// The ids of a framework, those of its other editions and lettered items among them.
pub(super) fn list(scope: Scope<'_>, framework: &str) -> Value {
    let Some(catalog) = scope.catalogs.by_id(framework) else { return json!({ "type": "string" }) };
    let rows = &catalog.data.requirements;
    let mut choice: Vec<Value> =
        rows.iter().map(|row| one(&row.id, &title(catalog, row))).collect();
    choice.extend(patterns(scope, catalog).into_iter().map(|(pattern, description)| {
        let mut pattern =
            json!({ "type": "string", "pattern": pattern, "description": description });
        pattern["x-taplo"] = silent();
        pattern
    }));
    choice.push(json!({ "type": "string", "pattern": BLANK }));
    let mut schema = json!({ "description": format!("A requirement of {}.", catalog.edition()), "anyOf": choice });
    schema["items"] = again(&name(framework));
    schema
}

/// One word of a choice, with what it means.
pub(super) fn one(word: &str, meaning: &str) -> Value {
    let docs = json!({ "docs": { "main": "", "constValue": meaning } });
    json!({ "const": word, "description": meaning, "x-taplo": docs })
}

/// Taplo shows what is said of every part of a choice. This keeps a part from it, but for what is
/// said of its very word.
pub(super) fn silent() -> Value {
    json!({ "docs": { "main": "" } })
}

/// Taplo counts the place in a list of tables twice when it looks for what stands there, so that it
/// looks for the elements of what is an element already. It finds the same again; for whoever reads
/// schemas as they are meant, a table or a word has no elements.
pub(super) fn again(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

/// Ids that are accepted and not proposed, as patterns with what they mean.
pub(super) fn patterns(scope: Scope<'_>, catalog: &Catalog) -> Vec<(String, String)> {
    let rows = catalog.data.requirements.iter();
    let mut patterns: Vec<(String, String)> = rows
        .filter(|row| !row.items.is_empty())
        .map(|row| (items(row), format!("{}, one item of it", title(catalog, row))))
        .collect();
    patterns.extend(other_editions(scope, catalog));
    patterns
}

/// A requirement's title.
pub(super) fn title(catalog: &Catalog, row: &Requirement) -> String {
    let title = format!("{}{}", catalog.title(row), catalog.caution(row));
    if title.is_empty() { row.id.to_string() } else { title }
}

/// `6.1.3 d`, and what may follow the letter.
fn items(row: &Requirement) -> String {
    let letters: Vec<String> = row.items.iter().map(|item| escaped(item)).collect();
    format!("^{} ({})([ )]|$)", escaped(&row.id), letters.join("|"))
}

/// An old id is not unknown: complint says what took its place. Without a programme at hand, any
/// edition can be the one in scope.
fn other_editions(scope: Scope<'_>, catalog: &Catalog) -> Vec<(String, String)> {
    let others = scope.catalogs.iter().map(|(_, other)| other);
    let others =
        others.filter(|other| other.id() == catalog.id() && !std::ptr::eq(*other, catalog));
    let mut patterns = Vec::new();
    for other in others {
        let rows = other.data.requirements.iter();
        let rows: Vec<_> =
            rows.filter(|row| !scope.closed || !row.superseded_by.is_empty()).collect();
        let ids: Vec<String> = rows.iter().map(|row| escaped(&row.id)).collect();
        let title = format!("A requirement of {}.", other.edition());
        if !ids.is_empty() {
            patterns.push((format!("^({})$", ids.join("|")), title.clone()));
        }
        if !scope.closed {
            let lettered = rows.iter().filter(|row| !row.items.is_empty());
            patterns.extend(lettered.map(|row| (items(row), title.clone())));
        }
    }
    patterns
}

/// Text as a pattern that is the same in every dialect.
pub(super) fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\^$.|?*+()[]{}/".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
