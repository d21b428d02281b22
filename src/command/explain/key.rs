//! Keys: what can stand there, and what they mean.

use super::known::Known;
use super::page::{Page, Row};
use crate::kind::told::value;
use crate::kind::{Key, KindNo, Tag};
use crate::source::MANIFEST;

/// The page of one key.
pub(super) fn write(known: &Known, kind: KindNo, tag: Tag, page: &mut Page) {
    let Some(info) = known.kinds().get(kind) else { return };
    let Some(key) = info.key(tag) else { return };
    page.title(&format!("{}.{}", info.kind.id, info.path(tag)), "");
    body(key, if key.required { "yes, it identifies the record" } else { "no" }, page);
}

/// The page of a key of `complint.toml`, by the name it was asked for.
pub(super) fn write_setting(known: &Known, tag: Tag, name: &str, page: &mut Page) {
    let Some(key) = known.form().key(tag) else { return };
    page.title(name, &format!("in {MANIFEST}"));
    body(key, if key.required { "yes" } else { "no" }, page);
}

fn body(key: &Key, required: &str, page: &mut Page) {
    page.line(&key.summary);
    page.blank();
    page.field("Value", &value(key));
    page.field("Required", required);
    if !key.keys.is_empty() {
        page.heading("Keys");
        table(&key.keys, "", page);
    }
}

/// Keys, each with its type and its meaning; those of tables follow their table.
pub(super) fn table(keys: &[Key], above: &str, page: &mut Page) {
    let rows: Vec<Row> = rows(keys, above);
    page.entries(&rows);
}

fn rows(keys: &[Key], above: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for key in keys {
        let name = match key.name.as_str() {
            // The values of a table with free keys.
            "*" => format!("{above}<name>"),
            name => format!("{above}{name}"),
        };
        rows.push((name.clone(), value(key)));
        if !key.summary.is_empty() {
            rows.push((String::new(), key.summary.to_string()));
        }
        rows.extend(self::rows(&key.keys, &format!("{name}.")));
    }
    rows
}
