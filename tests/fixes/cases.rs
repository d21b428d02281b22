//! What fixes are tried on.

use std::fs;
use std::path::Path;

use complint::Options;
use complint::example::{PROGRAMME, TODAY, examples};
use complint::rule::{shipped, shipped_sources};
use complint::source::MANIFEST;
use jiff::civil::Date;
use serde::Deserialize;

use super::apply::Files;

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// The rule that runs, beside those of the groups that every example runs with; all where there
    /// is none.
    pub(crate) rule: Option<String>,
    pub(crate) today: Date,
    pub(crate) files: Files,
    /// Whether it says that there is a fix.
    pub(crate) claims: bool,
    /// What becomes of it, where that is written here.
    pub(crate) fixed: Option<Files>,
    /// How many fixes are tried one by one: of very many the first.
    pub(crate) singles: usize,
}

impl Case {
    pub(crate) fn options(&self) -> Options {
        let select = self.rule.iter().map(String::as_str).chain(["syntax", "reference"]);
        let select = select.map(str::to_owned).collect();
        match self.rule {
            Some(_) => Options { select, ..Options::default() },
            None => Options::default(),
        }
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = of_rules();
    cases.extend(written());
    cases.push(company());
    cases
}

/// The examples of rules.
fn of_rules() -> Vec<Case> {
    let mut cases = Vec::new();
    for (rule, source) in shipped().iter().zip(shipped_sources()) {
        for example in examples(source).expect("examples are read by another test") {
            let mut files: Files =
                example.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
            files.entry(MANIFEST.to_owned()).or_insert_with(|| PROGRAMME.to_owned());
            cases.push(Case {
                name: format!("{}, {:?}", rule.name, example.name),
                rule: Some(rule.name.to_string()),
                today: example.today,
                files,
                claims: example.fixed.is_some(),
                fixed: None,
                singles: 8,
            });
        }
    }
    cases
}

#[derive(Deserialize)]
struct Written {
    case: Vec<WrittenCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCase {
    name: String,
    rule: Option<String>,
    files: Files,
    fixed: Files,
}

/// Those that are too odd to be examples.
fn written() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixes/cases.toml");
    let text = fs::read_to_string(path).expect("the cases are there");
    let written: Written = toml::from_str(&text).expect("the cases can be read");
    let case = |case: WrittenCase| {
        let mut files = case.files;
        files.entry(MANIFEST.to_owned()).or_insert_with(|| PROGRAMME.to_owned());
        let mut fixed = files.clone();
        fixed.extend(case.fixed);
        let claims = fixed != files;
        // Rows that are missing are beside the point of most.
        let rule = case.rule.or_else(|| Some("unused-waiver".to_owned()));
        Case { name: case.name, rule, today: TODAY, files, claims, fixed: Some(fixed), singles: 8 }
    };
    written.case.into_iter().map(case).collect()
}

/// The broken company, with all rules.
fn company() -> Case {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/northwind-broken");
    let mut files = Files::new();
    read(&root, &root, &mut files);
    let name = "examples/northwind-broken".to_owned();
    Case { name, rule: None, today: TODAY, files, claims: true, fixed: None, singles: 3 }
}

fn read(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("the example can be listed") {
        let path = entry.expect("the example can be listed").path();
        if path.is_dir() {
            read(&path, root, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below the root").to_string_lossy();
            // Of what is no text there is nothing to mend.
            if let Ok(text) = fs::read_to_string(&path) {
                files.insert(name.replace('\\', "/"), text);
            }
        }
    }
}
