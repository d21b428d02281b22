//! `complint rules`: what is checked, on whose authority, and how much it weighs.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::explain::page::{Page, Row, paragraphs};
use super::explain::{Known, open};
use super::{CLEAN, Stop, style};
use crate::cli::{ListArgs, ListFormat};
use crate::rule::Rule;
use crate::rule::types::{Basis, Literal, Parameter};
use crate::words::count;

/// Lists the rules.
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
    for group in known.rules().groups() {
        page.heading(group);
        for (_, rule) in known.rules().iter().filter(|(_, rule)| rule.group == group) {
            page.columns(&[(&rule.name, 34), (rule.level.as_str(), 9), (rule.basis.as_str(), 0)]);
            page.nested(&rule.summary);
        }
    }
    settings(known, page);
    page.heading("On whose authority");
    let rows: Vec<Row> =
        Basis::ALL.iter().map(|basis| (basis.to_string(), basis.authority().to_owned())).collect();
    page.entries(&rows);
    page.blank();
    page.line(&format!(
        "{}; `complint explain RULE` says more.",
        count(known.rules().names().count(), "rule")
    ));
}

/// What the programme sets otherwise.
fn settings(known: &Known, page: &mut Page) {
    let Some(workspace) = known.workspace() else { return };
    let levels = &workspace.settings.levels;
    let changed = known.rules().iter().filter(|(number, rule)| levels.level(*number) != rule.level);
    let rows: Vec<Row> = changed
        .map(|(number, rule)| {
            let reason =
                levels.reason(number).map(|reason| format!(": {reason}")).unwrap_or_default();
            (
                rule.name.to_string(),
                format!("{} instead of {}{reason}", levels.level(number), rule.level),
            )
        })
        .collect();
    if !rows.is_empty() {
        page.heading(&format!("Set otherwise in {}", known.company()));
        page.entries(&rows);
    }
}

fn machine(known: &Known, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<RuleJson<'_>> =
        known.rules().iter().map(|(_, rule)| RuleJson::new(rule)).collect();
    serde_json::to_writer_pretty(&mut *out, &rules)?;
    writeln!(out)
}

#[derive(Serialize)]
struct RuleJson<'a> {
    name: &'a str,
    group: &'a str,
    summary: &'a str,
    level: &'static str,
    basis: &'static str,
    references: Vec<&'a str>,
    parameters: Vec<ParameterJson<'a>>,
    since: &'a str,
    explanation: String,
    remediation: String,
}

#[derive(Serialize)]
struct ParameterJson<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    form: &'static str,
    default: Value,
    summary: &'a str,
    source: &'a str,
}

impl<'a> RuleJson<'a> {
    fn new(rule: &'a Rule) -> Self {
        Self {
            name: &rule.name,
            group: &rule.group,
            summary: &rule.summary,
            level: rule.level.as_str(),
            basis: rule.basis.as_str(),
            references: rule.references.iter().map(|reference| reference.as_str()).collect(),
            parameters: rule
                .parameters
                .iter()
                .map(|(name, described)| ParameterJson::new(name, described))
                .collect(),
            since: &rule.since,
            explanation: prose(&rule.explanation),
            remediation: prose(&rule.remediation),
        }
    }
}

impl<'a> ParameterJson<'a> {
    fn new(name: &'a str, described: &'a Parameter) -> Self {
        Self {
            name,
            form: described.value.as_str(),
            default: literal(&described.default),
            summary: &described.summary,
            source: &described.source,
        }
    }
}

/// A text without the line breaks of its file; a blank line parts paragraphs.
fn prose(text: &str) -> String {
    paragraphs(text).collect::<Vec<_>>().join("\n\n")
}

/// A value of a rule file; a date as text.
fn literal(value: &Literal) -> Value {
    match value {
        Literal::LitBool(value) => json!(value),
        Literal::LitInt(value) => json!(value),
        Literal::LitFloat(value) => json!(value),
        Literal::LitText(text) | Literal::LitDate(text) => json!(text.as_str()),
        Literal::LitList(items) => items.iter().map(|item| json!(item.as_str())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{list, machine};
    use crate::command::explain::Known;
    use crate::command::explain::page::Page;
    use crate::output::Style;
    use crate::rule::shipped;
    use crate::workspace::{Options, Workspace};

    #[test]
    fn every_rule_is_listed() {
        let known = Known::shipped(String::new());
        let mut page = Page::new(&Style::default());
        list(&known, &mut page);
        let text = page.into_text();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        for rule in shipped() {
            assert!(text.contains(&format!("  {} ", rule.name)), "{}", rule.name);
        }
        let count = format!("\n{} rules; ", shipped().len());
        assert!(text.contains(&count), "{text}");
    }

    #[test]
    fn programs_get_everything() {
        let mut out = Vec::new();
        machine(&Known::shipped(String::new()), &mut out).expect("memory takes it");
        let rules: Value = serde_json::from_slice(&out).expect("JSON");
        let named = |name: &str| {
            let rules = rules.as_array().into_iter().flatten();
            rules.into_iter().find(|rule| rule["name"] == name).expect(name).clone()
        };
        assert_eq!(rules.as_array().map(Vec::len), Some(shipped().len()));
        let rule = named("unjustified-exclusion");
        assert_eq!(rule["group"], "soa");
        assert_eq!(rule["level"], "error");
        assert_eq!(rule["basis"], "standard");
        assert_eq!(rule["references"][0], "iso27001:6.1.3 d");
        assert!(!rule["explanation"].as_str().expect("text").contains('\n'), "{rule}");
        let parameter = named("boilerplate-justification")["parameters"][0].clone();
        assert_eq!(parameter["name"], "min_words");
        assert_eq!(parameter["default"], 3);
    }

    #[test]
    fn what_a_programme_sets_is_told() {
        let manifest = "[organization]\nname = \"Example\"\n[rules]\nadvice = \"off\"\nmissing-scope = { level = \"note\", reason = \"SEC-12\" }\n";
        let files = vec![
            ("complint.toml".to_owned(), manifest.as_bytes().to_vec()),
            ("records.toml".to_owned(), Vec::new()),
        ];
        let workspace = Workspace::from_files(files, &Options::default()).expect("it can be read");
        let mut page = Page::new(&Style::default());
        list(&Known::programme(workspace), &mut page);
        let text = page.into_text();
        let (_, set) = text.split_once("\nSet otherwise in Example\n").expect("a heading");
        let told: Vec<&str> = set.lines().map(str::trim).collect();
        // A group that is off is told rule by rule; a rule set by itself has its own reason.
        let each = |name: &str, said: &str| told.windows(2).any(|pair| *pair == [name, said]);
        assert!(each("type-2-expected", "off instead of note"), "{text}");
        assert!(each("missing-scope", "note instead of error: SEC-12"), "{text}");
    }
}
