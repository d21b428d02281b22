//! Keys as a table: their path, what can stand there, what they mean.

use super::markdown::{cell, code};
use crate::kind::{Key, told};

/// The table of keys, those of tables behind their table.
pub(super) fn table(keys: &[Key]) -> String {
    let mut text = "| Key | Value | Meaning |\n| --- | --- | --- |\n".to_owned();
    rows(keys, "", &mut text);
    text.truncate(text.trim_end().len());
    text
}

fn rows(keys: &[Key], above: &str, text: &mut String) {
    for key in keys {
        let name = path(key, above);
        text.push_str(&format!(
            "| {} | {} | {} |\n",
            code(&name),
            cell(&told::value(key)),
            cell(&key.summary)
        ));
        rows(&key.keys, &format!("{name}."), text);
    }
}

/// The path of a key below what is above it.
fn path(key: &Key, above: &str) -> String {
    match key.name.as_str() {
        // The values of a table with free keys.
        "*" => format!("{above}<name>"),
        name => format!("{above}{name}"),
    }
}

/// Every key with its path, nested ones too.
pub(super) fn all(keys: &[Key]) -> Vec<(String, &Key)> {
    let mut found = Vec::new();
    collect(keys, "", &mut found);
    found
}

fn collect<'k>(keys: &'k [Key], above: &str, found: &mut Vec<(String, &'k Key)>) {
    for key in keys {
        let name = path(key, above);
        let below = format!("{name}.");
        found.push((name, key));
        collect(&key.keys, &below, found);
    }
}
