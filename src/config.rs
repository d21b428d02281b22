//! `complint.toml`: what the programme has in scope, and the settings of the linter.
//!
//! The file is described in `kinds/forms/complint.toml` and validated like any record, so mistakes
//! in it are findings with a place. What is read here is what is left after that.

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::document::Value;
use crate::finding::{Draft, Place, Safety};
use crate::framework::{Catalogs, FrameworkNo, Meaning, Requirement, RequirementNo};
use crate::kind::{KindNo, Kinds, value};
use crate::rule::types::{Level, Literal};
use crate::rule::{RuleNo, Rules};
use crate::source::SourceId;
use crate::span::Span;

mod files;
mod levels;

pub use files::Files;
pub(crate) use levels::Selection;
pub use levels::{Levels, Origin};

/// What `complint.toml` and the call say.
#[derive(Debug, Default)]
pub struct Settings {
    /// The frameworks in scope, in the order of the file.
    pub frameworks: Vec<Declared>,
    /// The declared intervals.
    pub intervals: Vec<Interval>,
    /// Which of them is that of each kind, by the number of the kind: every review asks.
    pub(crate) by_kind: Vec<Option<usize>>,
    /// Level and parameters of each rule.
    pub levels: Levels,
    /// Which files are read as records.
    pub files: Files,
    /// Whether waivers are left aside.
    pub no_waivers: bool,
    /// Whether findings are left without a fingerprint, which takes longer than most rules do.
    pub no_fingerprints: bool,
}

/// A framework in scope.
#[derive(Debug)]
pub struct Declared {
    /// Its id.
    pub id: String,
    /// Its catalog, where there is one.
    pub number: Option<FrameworkNo>,
    /// Where it was put in scope.
    pub header: Span,
    /// SOC 2: the categories in scope beside security, which always is: none where nothing is said.
    pub categories: Option<Vec<String>>,
    /// SOC 2: type 1 or 2.
    pub report_type: Option<i64>,
    /// Requirements set aside, with the value that gives the reason.
    pub set_aside: Vec<SetAside>,
}

/// A requirement that the programme sets aside.
#[derive(Debug)]
pub struct SetAside {
    /// The id as written.
    pub id: String,
    /// The requirement, where the id means one.
    pub requirement: Option<RequirementNo>,
    /// The id's place.
    pub key: Span,
    /// The reason's place.
    pub value: Span,
    /// The reason, where it can be read.
    pub reason: Option<String>,
}

/// A declared interval.
#[derive(Debug)]
pub struct Interval {
    /// What it is for: a kind, or an activity such as `internal_audit`.
    pub name: String,
    /// As written.
    pub text: String,
    /// As a calendar duration.
    pub duration: jiff::Span,
    /// Where.
    pub place: Place,
}

/// The strings of a list.
pub(crate) fn strings(list: Value<'_>) -> Vec<String> {
    if !list.is_array() {
        return Vec::new();
    }
    list.elements().filter_map(|value| value.as_str()).map(|text| text.into_owned()).collect()
}

/// One set for many patterns. Patterns that are none were reported when the file was validated.
pub(crate) fn globs<'p>(patterns: impl Iterator<Item = &'p str>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}

impl Settings {
    /// The declared interval of a kind or activity.
    pub fn interval(&self, name: &str) -> Option<&Interval> {
        self.intervals.iter().find(|interval| interval.name == name)
    }

    /// The declared interval of a kind.
    pub(crate) fn interval_of(&self, kind: KindNo) -> Option<&Interval> {
        let at = self.by_kind.get(usize::from(kind)).copied().flatten()?;
        self.intervals.get(at)
    }

    /// The framework in scope that a catalog belongs to.
    pub fn declared(&self, number: FrameworkNo) -> Option<&Declared> {
        self.frameworks.iter().find(|declared| declared.number == Some(number))
    }

    /// The framework in scope with that id.
    pub fn framework(&self, id: &str) -> Option<&Declared> {
        self.frameworks.iter().find(|declared| declared.id == id)
    }

    /// Reads `[intervals]`.
    pub(crate) fn read_intervals(&mut self, manifest: Value<'_>, kinds: &Kinds) {
        let Some(table) = manifest.get("intervals") else { return };
        for entry in table.entries() {
            let Some(text) = entry.as_str() else { continue };
            if let Some(duration) = value::duration(&text) {
                let place = Place { source: SourceId::MANIFEST, span: entry.span() };
                self.intervals.push(Interval {
                    name: entry.key().into_owned(),
                    text: text.into_owned(),
                    duration,
                    place,
                });
            }
        }
        let of_kind = |id: &str| self.intervals.iter().position(|interval| interval.name == id);
        self.by_kind = kinds.iter().map(|(_, info)| of_kind(&info.kind.id)).collect();
    }

    /// Reads `[frameworks]`, once the catalogs are there.
    pub(crate) fn read_frameworks(
        &mut self,
        manifest: Value<'_>,
        catalogs: &mut Catalogs,
        drafts: &mut Vec<Draft>,
    ) {
        let Some(table) = manifest.get("frameworks") else { return };
        for entry in table.entries().filter(|entry| entry.is_table()) {
            let id = entry.key().into_owned();
            if catalogs.number(&id).is_none() {
                drafts.push(unknown_framework(entry, &id, catalogs));
            }
            if let Some(edition) = entry.get("edition")
                && let Some(name) = edition.as_str()
                && catalogs.number(&id).is_some()
                && let Err(editions) = catalogs.choose(&id, &name)
            {
                let unsure = catalogs.by_id(&id).is_some_and(|catalog| catalog.is_doubtful);
                drafts.push(unknown_edition(edition, &id, catalogs, &editions).unsure(unsure));
            }
            let number = catalogs.number(&id);
            self.frameworks.push(declared(entry, id, number, catalogs));
        }
    }
}

impl Declared {
    /// Whether the programme has a requirement of the framework in scope: SOC 2 brings criteria in
    /// by category, the common ones always, and description criteria by the type of the report.
    pub fn covers(&self, row: &Requirement) -> bool {
        let by_category = match (row.category.as_deref(), &self.categories) {
            (None | Some("security"), _) => true,
            (Some(category), chosen) => chosen.iter().flatten().any(|own| own == category),
        };
        let by_type = match self.report_type {
            Some(1) => row.type1,
            Some(2) => row.type2,
            _ => true,
        };
        by_category && by_type
    }

    /// The entry by which the programme sets a requirement of it aside.
    pub(crate) fn aside(&self, number: RequirementNo) -> Option<&SetAside> {
        self.set_aside.iter().find(|aside| aside.requirement == Some(number))
    }

    /// Whether the programme has to meet a requirement of it: one in scope that is not set aside.
    pub(crate) fn asks_for(&self, number: RequirementNo, row: &Requirement) -> bool {
        self.covers(row) && self.aside(number).is_none()
    }
}

fn declared(
    entry: Value<'_>,
    id: String,
    number: Option<FrameworkNo>,
    catalogs: &Catalogs,
) -> Declared {
    let set_aside = entry.get("not_relevant").filter(|table| table.is_table());
    let mut aside = Vec::new();
    if let Some(table) = set_aside {
        leaves(table, "", &mut aside);
    }
    let set_aside = aside.into_iter().map(|(id, entry)| {
        let requirement = number.and_then(|number| match catalogs.meaning(number, &id) {
            Meaning::Requirement(requirement) => Some(requirement),
            _ => None,
        });
        // One without a reason that can be read is set aside all the same.
        let reason = entry.as_str().map(|reason| reason.into_owned());
        SetAside { id, requirement, key: entry.key_span(), value: entry.span(), reason }
    });
    Declared {
        number,
        header: entry.span(),
        // Of a list that cannot be read the common criteria are certain.
        categories: entry.get("categories").map(|list| match list.is_array() {
            true => strings(list),
            false => Vec::new(),
        }),
        report_type: entry.get("type").and_then(|value| value.as_i64()),
        set_aside: set_aside.collect(),
        id,
    }
}

/// The values of a table with their names. `CC6.4 = "..."` without quotes is reported where the
/// file is validated; what it means is clear all the same.
fn leaves<'v>(table: Value<'v>, above: &str, found: &mut Vec<(String, Value<'v>)>) {
    for entry in table.entries() {
        let name = if above.is_empty() {
            entry.key().into_owned()
        } else {
            format!("{above}.{}", entry.key())
        };
        if entry.is_table() {
            leaves(entry, &name, found);
        } else {
            found.push((name, entry));
        }
    }
}

fn unknown_framework(entry: Value<'_>, id: &str, catalogs: &Catalogs) -> Draft {
    let draft = Draft::new("unknown-framework", SourceId::MANIFEST, entry.key_span())
        .key(format!("frameworks.{id}"))
        .with("framework", id.to_owned())
        .setup();
    match crate::words::closest(id, catalogs.ids()) {
        Some(close) => draft.meant(close, "write", entry.key_span()),
        None => draft.with(
            "hint",
            format!(
                "catalog = \"frameworks/{id}.toml\"  # a framework of your own needs its catalog"
            ),
        ),
    }
}

fn unknown_edition(
    edition: Value<'_>,
    id: &str,
    catalogs: &Catalogs,
    editions: &[String],
) -> Draft {
    let current =
        catalogs.by_id(id).map(|catalog| catalog.data.head.edition.to_string()).unwrap_or_default();
    let title = catalogs.by_id(id).map_or(id, |catalog| &catalog.data.head.title).to_owned();
    let expected = match editions {
        [one] => format!("{title} has the edition {one}"),
        several => format!("{title} has the editions {}", crate::words::join_and(several)),
    };
    let key = format!("frameworks.{id}.edition");
    Draft::new("invalid-value", SourceId::MANIFEST, edition.span())
        .key(key.clone())
        .with("key", key)
        .with("value", edition.raw().to_owned())
        .with("expected", expected)
        .with("hint", format!("edition = \"{current}\""))
        .fix(
            Safety::Unsafe,
            format!("write \"{current}\""),
            vec![(edition.span(), crate::fix::string(&current))],
        )
        .setup()
}

/// The value of a rule's parameter: a company's own, or the default.
pub(crate) fn parameter<'w>(
    levels: &'w Levels,
    rules: &'w Rules,
    rule: RuleNo,
    name: &str,
) -> Option<&'w Literal> {
    levels
        .parameter(rule, name)
        .or_else(|| rules.get(rule)?.parameters.get(name).map(|parameter| &parameter.default))
}

/// Whether a level is weaker than another.
pub(crate) fn weaker(level: Level, than: Level) -> bool {
    level > than
}
