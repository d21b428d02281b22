//! `complint kinds`: what a company can write.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::explain::page::{Page, Row};
use super::explain::{Known, open};
use super::{CLEAN, Stop, style};
use crate::cli::{ListArgs, ListFormat};
use crate::kind::{Answer, Key, Kind, State};
use crate::text::Str;
use crate::words::count;

/// Lists the kinds of records.
///
/// # Errors
///
/// A path that does not exist, and what writing says.
pub fn run(args: &ListArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let style = style(args.color);
    let known = open(&args.path, &style)?;
    match args.output_format {
        ListFormat::Full => {
            let mut page = Page::new(&style);
            list(&known, &mut page);
            out.write_all(page.into_text().as_bytes())?;
        }
        ListFormat::Json => machine(&known, out)?,
    }
    Ok(CLEAN)
}

fn list(known: &Known, page: &mut Page) {
    let rows: Vec<Row> = known
        .kinds()
        .iter()
        .map(|(_, info)| (info.kind.id.to_string(), info.kind.summary.to_string()))
        .collect();
    page.entries(&rows);
    page.blank();
    page.line(&format!(
        "{}; `complint explain KIND` lists the keys of one.",
        count(rows.len(), "kind")
    ));
}

fn machine(known: &Known, out: &mut dyn Write) -> io::Result<()> {
    let kinds: Vec<KindJson<'_>> =
        known.kinds().iter().map(|(_, info)| KindJson::new(&info.kind)).collect();
    serde_json::to_writer_pretty(&mut *out, &kinds)?;
    writeln!(out)
}

#[derive(Serialize)]
struct KindJson<'a> {
    id: &'a str,
    title: &'a str,
    summary: &'a str,
    identity: &'a str,
    traits: Vec<&'a str>,
    documented: bool,
    text: Option<&'a str>,
    states: BTreeMap<&'a str, &'static str>,
    answers: Vec<AnswerJson<'a>>,
    keys: Vec<KeyJson<'a>>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    framework: &'a str,
    requirements: Vec<&'a str>,
    /// Whether only some records do.
    conditional: bool,
}

#[derive(Serialize)]
struct KeyJson<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    form: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    or: Option<&'static str>,
    list: bool,
    required: bool,
    summary: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    synonyms: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    to: Vec<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    when_declared: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    past: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    framework: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<KeyJson<'a>>,
}

impl<'a> KindJson<'a> {
    fn new(kind: &'a Kind) -> Self {
        Self {
            id: &kind.id,
            title: &kind.title,
            summary: &kind.summary,
            identity: &kind.identity,
            traits: strs(&kind.traits),
            documented: kind.documented,
            text: kind.text.as_deref(),
            states: kind
                .states
                .iter()
                .map(|(word, state): &(Str, State)| (word.as_str(), state.as_str()))
                .collect(),
            answers: kind.answers.iter().map(AnswerJson::new).collect(),
            keys: kind.keys.iter().map(KeyJson::new).collect(),
        }
    }
}

impl<'a> AnswerJson<'a> {
    fn new(answer: &'a Answer) -> Self {
        Self {
            framework: &answer.framework,
            requirements: strs(&answer.requirements),
            conditional: answer.condition != crate::rule::types::Condition::default(),
        }
    }
}

impl<'a> KeyJson<'a> {
    fn new(key: &'a Key) -> Self {
        Self {
            name: &key.name,
            form: key.value.as_str(),
            or: key.or.map(|other| other.as_str()),
            list: key.list,
            required: key.required,
            summary: &key.summary,
            values: strs(&key.values),
            synonyms: key
                .synonyms
                .iter()
                .map(|(other, word)| (other.as_str(), word.as_str()))
                .collect(),
            to: strs(&key.to),
            when_declared: key.when_declared,
            past: key.past,
            framework: key.framework.as_deref(),
            min: key.min,
            max: key.max,
            keys: key.keys.iter().map(KeyJson::new).collect(),
        }
    }
}

fn strs(list: &[Str]) -> Vec<&str> {
    list.iter().map(|text| text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{list, machine};
    use crate::command::explain::Known;
    use crate::command::explain::page::Page;
    use crate::kind::shipped;
    use crate::output::Style;

    #[test]
    fn every_kind_is_listed() {
        let mut page = Page::new(&Style::default());
        list(&Known::shipped(String::new()), &mut page);
        let text = page.into_text();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        for kind in shipped() {
            assert!(text.contains(&format!("  {} ", kind.id)), "{}", kind.id);
        }
        assert!(text.contains(&format!("\n{} kinds; ", shipped().len())), "{text}");
    }

    #[test]
    fn programs_get_the_keys() {
        let mut out = Vec::new();
        machine(&Known::shipped(String::new()), &mut out).expect("memory takes it");
        let kinds: Value = serde_json::from_slice(&out).expect("JSON");
        let kinds = kinds.as_array().expect("a list");
        let kind = |id: &str| kinds.iter().find(|kind| kind["id"] == id).expect(id).clone();
        let key = |kind: &Value, name: &str| {
            let keys = kind["keys"].as_array().expect("keys").clone();
            keys.into_iter().find(|key| key["name"] == name).expect(name)
        };
        assert_eq!(kinds.len(), shipped().len());
        let risk = kind("risk");
        assert_eq!(risk["states"]["closed"], "ended");
        assert_eq!(risk["answers"][0]["conditional"], true);
        assert_eq!(key(&risk, "id")["required"], true);
        assert_eq!(key(&risk, "treatment")["synonyms"]["modify"], "mitigate");
        assert_eq!(key(&risk, "residual")["keys"][0]["type"], "integer");
        assert_eq!(key(&kind("control"), "policies")["to"][0], "policy");
    }
}
