//! Filling in the families: what exists so far, and what may be named next.

use std::collections::BTreeMap;
use std::io;

use sha2::{Digest, Sha256};

use super::layout::Layout;
use super::prose;
use super::random::Random;
use super::statement;
use super::template::{Family, Occasion, Record};

/// Everything written so far.
pub(super) struct World {
    pub(super) random: Random,
    pub(super) layout: Layout,
    /// Ids of records that others may name, by kind.
    known: BTreeMap<&'static str, Vec<String>>,
    /// Records, by kind.
    counts: BTreeMap<&'static str, usize>,
    /// Documents, and the place of the one that was named last.
    documents: Vec<Document>,
    named: usize,
    included: Vec<String>,
    criteria: Vec<String>,
    /// Families, and how many requirements of each list were handed out.
    families: usize,
    mapped: (usize, usize),
    pub(super) records: usize,
    pub(super) naming: usize,
    pub(super) defects: usize,
}

/// A Markdown file.
struct Document {
    path: String,
    sha256: String,
}

/// What the placeholders of one family stand for.
struct Scene<'a> {
    number: usize,
    requirement: &'a str,
    topic: &'static str,
    owner: String,
    other: String,
}

impl World {
    /// A programme without records.
    pub(super) fn new(layout: Layout) -> Self {
        Self {
            random: Random::fixed(),
            layout,
            known: BTreeMap::new(),
            counts: BTreeMap::new(),
            documents: Vec::new(),
            named: 0,
            included: statement::included(),
            criteria: statement::criteria(),
            families: 0,
            mapped: (0, 0),
            records: 0,
            naming: 0,
            defects: 0,
        }
    }

    /// Write `complint.toml`, and the documents that the first records name.
    pub(super) fn begin(&mut self, documents: usize) -> io::Result<()> {
        self.layout.write("complint.toml", include_str!("manifest.txt"))?;
        for _ in 0..documents {
            self.document("security")?;
        }
        Ok(())
    }

    /// Records of a kind.
    pub(super) fn count(&self, kind: &str) -> usize {
        self.counts.get(kind).copied().unwrap_or_default()
    }

    /// Whether every control of Annex A was handed out, and every criterion twice: one that rests on
    /// one control is worth a note.
    pub(super) fn covered(&self) -> bool {
        self.mapped.0 >= self.included.len() && self.mapped.1 >= 2 * self.criteria.len()
    }

    /// Add the records of a family; `requirement` is what a decision is about.
    pub(super) fn add(&mut self, family: &Family, requirement: &str) -> io::Result<()> {
        let scene = self.scene(requirement);
        for record in &family.records {
            self.add_record(record, &scene, family.occasion)?;
        }
        self.defects += usize::from(family.occasion == Occasion::Defect);
        Ok(())
    }

    fn scene<'a>(&mut self, requirement: &'a str) -> Scene<'a> {
        self.families += 1;
        let owner = self.any("role", "");
        Scene {
            number: self.families,
            requirement,
            topic: self.random.one_of(&prose::TOPICS),
            other: self.any("role", &owner),
            owner,
        }
    }

    fn add_record(&mut self, record: &Record, scene: &Scene, occasion: Occasion) -> io::Result<()> {
        let text = self.fill(record.text, scene)?;
        self.records += 1;
        self.naming += usize::from(text.contains(".md\""));
        *self.counts.entry(record.kind).or_default() += 1;
        if occasion != Occasion::Defect
            && may_be_named(&text)
            && let Some(id) = id(&text)
        {
            self.known.entry(record.kind).or_default().push(id.to_owned());
        }
        self.layout.add(record.kind, &text, &mut self.random)
    }

    fn fill(&mut self, mut template: &str, scene: &Scene) -> io::Result<String> {
        let mut text = String::with_capacity(2 * template.len());
        while let Some((before, rest)) = template.split_once('<') {
            let (name, rest) = rest.split_once('>').unwrap_or((rest, ""));
            text.push_str(before);
            text.push_str(&self.value(name, scene)?);
            template = rest;
        }
        text.push_str(template);
        Ok(text)
    }

    /// What a placeholder stands for.
    fn value(&mut self, name: &str, scene: &Scene) -> io::Result<String> {
        let (name, argument) = name.split_once(' ').unwrap_or((name, ""));
        Ok(match name {
            "n" => scene.number.to_string(),
            "topic" => scene.topic.to_owned(),
            "Topic" => prose::capital(scene.topic),
            "owner" => scene.owner.clone(),
            "other" => scene.other.clone(),
            "requirement" => scene.requirement.to_owned(),
            "annex" => next(&self.included, &mut self.mapped.0),
            "criterion" => next(&self.criteria, &mut self.mapped.1),
            "any" => self.any(argument, ""),
            "annexes" if argument.is_empty() => listed(&self.included),
            "annexes" => listed(&several(&self.included, &mut self.mapped.0, number(argument))),
            "criteria" => listed(&several(&self.criteria, &mut self.mapped.1, number(argument))),
            "words" => prose::sentence(&mut self.random, number(argument)),
            "number" => {
                let (first, last) = argument.split_once(' ').unwrap_or((argument, argument));
                self.random.within(number(first), number(last)).to_string()
            }
            "document" => self.document(scene.topic)?,
            "file" => self.file(),
            "sha256" => self.documents[self.named].sha256.clone(),
            // A month stands for a day of it. Anything else becomes what no rule accepts.
            month => format!("{month}-{:02}", self.random.within(1, 28)),
        })
    }

    /// An id of a kind that is not `but`. Empty where there is none yet, which shows at once.
    fn any(&mut self, kind: &str, but: &str) -> String {
        let Some(ids) = self.known.get(kind).filter(|ids| !ids.is_empty()) else {
            return String::new();
        };
        let first = self.random.below(ids.len());
        let found = ids.iter().cycle().skip(first).take(ids.len()).find(|id| *id != but);
        found.cloned().unwrap_or_default()
    }

    /// Write a document, and name it.
    fn document(&mut self, topic: &str) -> io::Result<String> {
        let text = prose::document(&mut self.random, &prose::capital(topic));
        let path = self.layout.document(&text)?;
        let sha256 = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        self.named = self.documents.len();
        self.documents.push(Document { path: path.clone(), sha256 });
        Ok(path)
    }

    /// Name a document there is.
    fn file(&mut self) -> String {
        self.named = self.random.below(self.documents.len());
        self.documents[self.named].path.clone()
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_default()
}

/// Whether a live record may lean on it: what is over, or only planned, is no support.
fn may_be_named(record: &str) -> bool {
    !["planned", "partial", "draft", "retired", "ended"]
        .iter()
        .any(|status| record.contains(&format!("status = \"{status}\"")))
}

fn id(record: &str) -> Option<&str> {
    let (_, rest) = record.split_once("\nid = \"")?;
    rest.split_once('"').map(|(id, _)| id)
}

/// The next few of a list.
fn several(items: &[String], turn: &mut usize, count: usize) -> Vec<String> {
    (0..count).map(|_| next(items, turn)).collect()
}

/// Strings as a list of TOML has them, without its brackets.
fn listed(items: &[String]) -> String {
    format!("\"{}\"", items.join("\", \""))
}

/// The next of a list, which starts over at its end.
fn next(items: &[String], turn: &mut usize) -> String {
    *turn += 1;
    items[*turn % items.len()].clone()
}
