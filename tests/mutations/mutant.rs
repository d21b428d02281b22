//! The single defects: what is done to each pair of kind and key, to each kind and to each file.

use std::collections::BTreeMap;

use complint::Span;
use complint::document::{Document, Form, Kind as Shape, Value};
use complint::fix::apply;
use complint::kind::{Key, KeyType};

use crate::edit::{Edit, remove, replace};
use crate::place::{Place, Places};
use crate::programme::{Changes, Programme};

/// A defect, and the changes that make it: the same at each place where it can be made.
pub(crate) struct Mutant {
    /// Such as `control.frequency deleted`.
    pub(crate) name: String,
    pub(crate) variants: Vec<Variant>,
}

/// Edits of files that are there, by path.
#[derive(Clone, Default)]
pub(crate) struct Variant {
    pub(crate) edits: BTreeMap<String, Vec<Edit>>,
    /// Whether the text may be no TOML any more.
    pub(crate) broken: bool,
}

impl Variant {
    pub(crate) fn new(path: &str, edits: Vec<Edit>) -> Self {
        Self { edits: BTreeMap::from([(path.to_owned(), edits)]), broken: false }
    }

    /// The edits of several at once.
    pub(crate) fn all(variants: &[Self]) -> Self {
        let mut all = Self::default();
        for variant in variants {
            all.broken |= variant.broken;
            for (path, edits) in &variant.edits {
                all.edits.entry(path.clone()).or_default().extend(edits.iter().cloned());
            }
        }
        all
    }

    /// Where it begins, for telling what was found at it.
    pub(crate) fn start(&self) -> (&str, u32) {
        let first = self.edits.iter().next();
        let start = |edits: &[Edit]| edits.iter().map(|(span, _)| span.start).min();
        first.map_or(("", 0), |(path, edits)| (path, start(edits).unwrap_or_default()))
    }

    /// The texts after the edits. They still parse: otherwise each mutant would be found for the
    /// wrong reason.
    pub(crate) fn changes(&self, programme: &Programme) -> Changes {
        let each = self.edits.iter().map(|(path, edits)| {
            let old = programme.text(path).unwrap_or_default();
            let edits: Vec<_> = edits.iter().map(|(span, text)| (*span, text.as_str())).collect();
            let new = apply(old, &edits);
            assert!(new != old, "{path}: {edits:?} changes nothing");
            let toml = path.ends_with(".toml") && !self.broken;
            let parses = !toml || Document::parse(&new).complete();
            assert!(parses, "{path}: {edits:?} is no TOML any more");
            (path.clone(), new)
        });
        each.collect()
    }
}

/// What one operator makes of a value; nothing where it does not apply.
type Operator = fn(&Place<'_>, &str) -> Option<Vec<Edit>>;

const OPERATORS: [(&str, Operator); 9] = [
    ("deleted", |place, _| Some(remove(place.value, place.parent))),
    ("blanked", |place, _| blank(place.value)),
    ("long past", |place, _| dated(place, "1990-01-01")),
    ("far future", |place, _| dated(place, "2099-12-31")),
    ("yesterday", |place, _| if place.key.past { None } else { dated(place, "2026-06-29") }),
    ("tomorrow", |place, _| if past(place.key) { dated(place, "2026-07-01") } else { None }),
    ("broken", |place, _| broken(place)),
    ("negated", |place, _| negated(place.value)),
    ("enormous", |place, _| enormous(place.value)),
];

pub(crate) fn of_keys(programme: &Programme, places: &Places<'_>) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (pair, places) in places {
        for (name, operator) in OPERATORS {
            let made = places.iter().filter_map(|place| Some((place, operator(place, pair)?)));
            let variants: Vec<Variant> =
                made.map(|(place, edits)| Variant::new(&place.file.path, edits)).collect();
            push(&mut mutants, format!("{pair} {name}"), variants);
        }
        let shortened = places.iter().filter_map(shortened).collect();
        push(&mut mutants, format!("{pair}[] deleted"), shortened);
        for (word, variants) in flipped(programme, pair, places) {
            push(&mut mutants, format!("{pair} flipped to {word}"), variants);
        }
    }
    mutants
}

fn push(mutants: &mut Vec<Mutant>, name: String, variants: Vec<Variant>) {
    if !variants.is_empty() {
        mutants.push(Mutant { name, variants });
    }
}

fn blank(value: Value<'_>) -> Option<Vec<Edit>> {
    let new = match value.kind() {
        _ if value.form() != Form::Inline => return None,
        Shape::Array => "[]",
        Shape::Table => "{}",
        _ => "\"\"",
    };
    Some(replace(value, new))
}

fn dated(place: &Place<'_>, day: &str) -> Option<Vec<Edit>> {
    let is_date = place.value.as_date().is_some() && place.value.raw() != day;
    is_date.then(|| replace(place.value, day))
}

/// A list of several without its last element; the only one of a list is the list.
fn shortened(place: &Place<'_>) -> Option<Variant> {
    if !place.value.is_array() {
        return None;
    }
    let last = place.value.elements().skip(1).last()?;
    Some(Variant::new(&place.file.path, remove(last, place.value)))
}

/// Whether the key says when something was done, if only for some records: those that are planned
/// still have a day that can pass.
fn past(key: &Key) -> bool {
    key.past || key.past_where.is_some()
}

/// What a key of a type that leads somewhere can be broken to; the first of a list is.
fn broken(place: &Place<'_>) -> Option<Vec<Edit>> {
    let nothing = match place.key.value {
        KeyType::Mapping if !place.mapped => return None,
        KeyType::Mapping | KeyType::Requirement => "\"A.9.99\"",
        KeyType::Path => "\"nowhere/nothing.md\"",
        KeyType::Reference | KeyType::Framework | KeyType::Rule => "\"nothing-of-that-name\"",
        KeyType::Record => "\"control:nothing-of-that-name\"",
        KeyType::Duration => "\"now and then\"",
        KeyType::Enum => "\"something-else\"",
        KeyType::Url => "\"nowhere\"",
        _ => return None,
    };
    let first = if place.value.is_array() { place.value.elements().next()? } else { place.value };
    first.as_str().is_some().then(|| replace(first, nothing))
}

fn negated(value: Value<'_>) -> Option<Vec<Edit>> {
    value.as_bool().map(|is| replace(value, if is { "false" } else { "true" }))
}

fn enormous(value: Value<'_>) -> Option<Vec<Edit>> {
    value.as_i64().map(|_| replace(value, "1000000"))
}

/// The status, in each other word: those that stand for the same state say different things too.
fn flipped(programme: &Programme, pair: &str, places: &[Place<'_>]) -> Vec<(String, Vec<Variant>)> {
    let Some(kind) = pair.strip_suffix(".status") else { return Vec::new() };
    if programme.workspace.kinds.by_id(kind).is_none() {
        return Vec::new();
    }
    let word_of = |place: &Place<'_>| place.value.as_str().unwrap_or_default().into_owned();
    let Some(first) = places.first() else { return Vec::new() };
    let each = first.key.values.iter().map(|word| {
        let other = |place: &&Place<'_>| word_of(place) != word.as_str();
        let edits = |place: &Place<'_>| replace(place.value, &format!("\"{word}\""));
        let variants =
            places.iter().filter(other).map(|place| Variant::new(&place.file.path, edits(place)));
        (word.to_string(), variants.collect())
    });
    each.filter(|(_, variants): &(String, Vec<Variant>)| !variants.is_empty()).collect()
}

/// A record of each kind gone, and all of them.
pub(crate) fn of_kinds(programme: &Programme) -> Vec<Mutant> {
    let workspace = &programme.workspace;
    let mut mutants = Vec::new();
    for (kind, _) in workspace.census() {
        let own = workspace.records.iter().filter(|own| workspace.kind(own).kind.id == kind);
        let each = own.map(|record| {
            let path = &workspace.source(record.source).path;
            Variant::new(path, vec![(workspace.table(record).extent(), String::new())])
        });
        let variants: Vec<Variant> = each.collect();
        if variants.len() > 1 {
            let all = Variant::all(&variants);
            push(&mut mutants, format!("every {kind} dropped"), vec![all]);
        }
        push(&mut mutants, format!("{kind} dropped"), variants);
    }
    mutants
}

/// Each file without a byte.
pub(crate) fn of_files(programme: &Programme) -> Vec<Mutant> {
    let each = programme.files.iter().map(|(path, _)| {
        let length = programme.text(path).map_or(0, str::len) as u32;
        let variant = Variant::new(path, vec![(Span::new(0, length), String::new())]);
        Mutant { name: format!("{path} emptied"), variants: vec![variant] }
    });
    each.collect()
}
