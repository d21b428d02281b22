//! What the shipped framework catalogs hold, counted and cross-checked.
//!
//! The numbers are those of the published standards. A catalog that loses a row, misspells
//! an id or breaks one direction of a mapping fails here.

// The tests read the files themselves, as data on disk, without the library's own reader.
#![allow(clippy::disallowed_methods)]
// A test that cannot go on stops.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

// ---- the shape of a catalog; an unknown or missing key is an error ----

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalog {
    framework: Framework,
    #[serde(default, rename = "group")]
    groups: Vec<Group>,
    #[serde(rename = "requirement")]
    requirements: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Framework {
    id: String,
    title: String,
    edition: String,
    withdrawn: bool,
    summary: String,
    source: String,
    confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    title: String,
    parent: Option<String>,
    part: Part,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    id: String,
    title: String,
    title_alternative: Option<String>,
    part: Part,
    group: Option<String>,
    category: Option<Category>,
    principle: Option<u8>,
    #[serde(default = "yes")]
    assessable: bool,
    #[serde(default)]
    excludable: bool,
    since: Option<String>,
    applies_to: Option<AppliesTo>,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    documents: Vec<Document>,
    amended: Option<String>,
    recurrence: Option<String>,
    #[serde(default)]
    supersedes: Vec<String>,
    #[serde(default)]
    superseded_by: Vec<String>,
    #[serde(default = "yes")]
    type1: bool,
    #[serde(default = "yes")]
    type2: bool,
    attributes: Option<Attributes>,
    confidence: Option<Confidence>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "ref")]
    reference: String,
    name: String,
    #[serde(rename = "type")]
    kind: DocumentType,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attributes {
    #[serde(rename = "type")]
    types: Vec<String>,
    properties: Vec<String>,
    concepts: Vec<String>,
    capabilities: Vec<String>,
    domains: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    Clause,
    Annex,
    Criterion,
    Description,
    Control,
    Additional,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Category {
    Security,
    Availability,
    ProcessingIntegrity,
    Confidentiality,
    Privacy,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum AppliesTo {
    Controller,
    Processor,
    Both,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DocumentType {
    Document,
    Record,
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkFile {
    crosswalk: Crosswalk,
    #[serde(rename = "pair")]
    pairs: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Crosswalk {
    from: String,
    to: String,
    title: String,
    summary: String,
    tiers: BTreeMap<Tier, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    from: String,
    to: String,
    tier: Tier,
    agreement: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tier {
    Strong,
    Supported,
    Weak,
    Editorial,
}

// ---- reading ----

const CATALOGS: [&str; 9] = [
    "iso27001-2013",
    "iso27001-2022",
    "iso27017-2015",
    "iso27018-2019",
    "iso27701-2025",
    "iso42001-2023",
    "nist-ai-rmf-1.0",
    "nist-csf-2.0",
    "soc2-2017",
];
const CROSSWALKS: [&str; 1] = ["crosswalk-soc2-iso27001"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("frameworks")
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = folder().join(format!("{name}.toml"));
    let text = fs::read_to_string(&path).expect("the catalog can be read");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn catalog(name: &str) -> Catalog {
    read(name)
}

fn catalogs() -> impl Iterator<Item = (&'static str, Catalog)> {
    CATALOGS.into_iter().map(|name| (name, catalog(name)))
}

impl Catalog {
    fn part(&self, part: Part) -> Vec<&Requirement> {
        self.requirements.iter().filter(|requirement| requirement.part == part).collect()
    }

    fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    fn group_ids(&self) -> BTreeSet<&str> {
        self.groups.iter().map(|group| group.id.as_str()).collect()
    }

    fn requirement_ids(&self) -> BTreeSet<&str> {
        ids(&self.requirements)
    }

    /// The outermost group that holds a requirement.
    fn top<'a>(&'a self, requirement: &'a Requirement) -> &'a str {
        let mut id = requirement.group.as_deref().expect("a group");
        while let Some(parent) = self.group(id).and_then(|group| group.parent.as_deref()) {
            id = parent;
        }
        id
    }
}

fn ids<'a>(requirements: impl IntoIterator<Item = &'a Requirement>) -> BTreeSet<&'a str> {
    requirements.into_iter().map(|requirement| requirement.id.as_str()).collect()
}

/// The ids of the requirements for which `test` holds, in the order of the file.
fn select<'a>(
    requirements: impl IntoIterator<Item = &'a Requirement>,
    test: impl Fn(&Requirement) -> bool,
) -> Vec<&'a str> {
    requirements
        .into_iter()
        .filter(|requirement| test(requirement))
        .map(|requirement| requirement.id.as_str())
        .collect()
}

/// How many requirements each key has, in the order in which the keys first occur.
fn sizes<'a>(
    requirements: impl IntoIterator<Item = &'a Requirement>,
    key: impl Fn(&'a Requirement) -> &'a str,
) -> Vec<(&'a str, usize)> {
    let mut sizes: Vec<(&str, usize)> = Vec::new();
    for requirement in requirements {
        let key = key(requirement);
        match sizes.iter_mut().find(|(known, _)| *known == key) {
            Some((_, size)) => *size += 1,
            None => sizes.push((key, 1)),
        }
    }
    sizes
}

fn group_of(requirement: &Requirement) -> &str {
    requirement.group.as_deref().expect("a group")
}

// ---- every catalog ----

#[test]
fn folder_holds_the_known_files_only() {
    let found: BTreeSet<String> = fs::read_dir(folder())
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let known = CATALOGS.iter().chain(&CROSSWALKS).map(|name| format!("{name}.toml")).collect();
    assert_eq!(found, known);
}

#[test]
fn file_is_named_after_framework_and_edition() {
    for (name, catalog) in catalogs() {
        let framework = &catalog.framework;
        assert_eq!(name, format!("{}-{}", framework.id, framework.edition));
    }
}

#[test]
fn framework_has_one_edition_in_force() {
    let mut in_force: BTreeMap<String, usize> = BTreeMap::new();
    for (_, catalog) in catalogs() {
        let framework = catalog.framework;
        *in_force.entry(framework.id).or_default() += usize::from(!framework.withdrawn);
    }
    assert_eq!(in_force.len(), 8);
    assert!(in_force.values().all(|editions| *editions == 1), "{in_force:?}");
}

#[test]
fn ids_are_unique_across_groups_and_requirements() {
    for (name, catalog) in catalogs() {
        let mut seen = BTreeSet::new();
        let groups = catalog.groups.iter().map(|group| &group.id);
        let requirements = catalog.requirements.iter().map(|requirement| &requirement.id);
        for id in groups.chain(requirements) {
            assert!(seen.insert(id), "{name}: {id} occurs twice");
        }
    }
}

#[test]
fn groups_and_parents_exist_and_are_of_the_same_part() {
    for (name, catalog) in catalogs() {
        let requirements = catalog
            .requirements
            .iter()
            .filter_map(|it| Some((&it.id, it.part, it.group.as_deref()?)));
        let groups =
            catalog.groups.iter().filter_map(|it| Some((&it.id, it.part, it.parent.as_deref()?)));
        for (id, part, above) in requirements.chain(groups) {
            let group = catalog.group(above);
            assert_eq!(group.map(|group| group.part), Some(part), "{name}: {id} in {above}");
        }
    }
}

#[test]
fn groups_hold_something() {
    for (name, catalog) in catalogs() {
        for group in &catalog.groups {
            let requirements = catalog.requirements.iter().filter_map(|it| it.group.as_ref());
            let groups = catalog.groups.iter().filter_map(|it| it.parent.as_ref());
            let held = requirements.chain(groups).any(|above| *above == group.id);
            assert!(held, "{name}: {} is empty", group.id);
        }
    }
}

#[test]
fn texts_are_clean() {
    for (name, catalog) in catalogs() {
        let framework = &catalog.framework;
        let mut titles = vec![&framework.title];
        titles.extend(catalog.groups.iter().map(|group| &group.title));
        for requirement in &catalog.requirements {
            titles.push(&requirement.title);
            titles.extend(&requirement.title_alternative);
            titles.extend(requirement.documents.iter().map(|document| &document.name));
        }
        for title in titles {
            assert!(!title.is_empty() && title.is_ascii(), "{name}: {title:?}");
            assert_eq!(title.trim(), title, "{name}");
            assert!(!title.ends_with('.') && !title.contains("  "), "{name}: {title:?}");
        }
        let amended = catalog.requirements.iter().filter_map(|it| it.amended.as_ref());
        for sentence in amended.chain([&framework.summary, &framework.source]) {
            assert!(sentence.ends_with('.'), "{name}: {sentence:?}");
        }
    }
}

#[test]
fn clauses_cannot_be_excluded_and_everything_is_assessable() {
    for (name, catalog) in catalogs() {
        for requirement in &catalog.requirements {
            let fixed =
                matches!(requirement.part, Part::Clause | Part::Criterion | Part::Description);
            assert_eq!(requirement.excludable, !fixed, "{name}: {}", requirement.id);
            assert!(requirement.assessable, "{name}: {}", requirement.id);
        }
    }
}

#[test]
fn documents_cite_the_requirement_or_one_of_its_items() {
    for (name, catalog) in catalogs() {
        for requirement in &catalog.requirements {
            for document in &requirement.documents {
                let item = document.reference.strip_prefix(&requirement.id);
                let known = match item {
                    Some("") => true,
                    Some(item) => item
                        .strip_prefix(' ')
                        .is_some_and(|item| requirement.items.iter().any(|known| known == item)),
                    None => false,
                };
                assert!(known, "{name}: {} at {}", document.reference, requirement.id);
            }
        }
    }
}

#[test]
fn items_are_letters_in_order() {
    for (name, catalog) in catalogs() {
        for requirement in &catalog.requirements {
            let letters = ('a'..='z').map(String::from).take(requirement.items.len());
            assert!(letters.eq(requirement.items.iter().cloned()), "{name}: {}", requirement.id);
        }
    }
}

#[test]
fn rows_that_are_less_certain_are_marked() {
    for (name, catalog) in catalogs() {
        let expected: &[&str] = match name {
            "iso27018-2019" => &[
                "A.2.1", "A.3.1", "A.3.2", "A.6.1", "A.6.2", "A.8.1", "A.11.8", "A.11.9", "A.12.2",
            ],
            "iso42001-2023" => &["5.2", "5.3", "7.5.2", "A.5.4", "A.6.1.3"],
            "soc2-2017" => &["DC8", "DC9"],
            _ => &[],
        };
        let marked = select(&catalog.requirements, |it| it.confidence.is_some());
        assert_eq!(marked, expected, "{name}");
        for own in catalog.requirements.iter().filter_map(|it| it.confidence) {
            assert!(own < catalog.framework.confidence, "{name}: a mark that says nothing new");
        }
    }
}

#[test]
fn catalogs_say_how_certain_they_are() {
    let medium = ["iso27018-2019", "iso27701-2025"];
    for (name, catalog) in catalogs() {
        let expected = if medium.contains(&name) { Confidence::Medium } else { Confidence::High };
        assert_eq!(catalog.framework.confidence, expected, "{name}");
    }
}

// ---- ISO/IEC 27001:2022 ----

#[test]
fn iso27001_has_30_clauses_and_93_controls() {
    let catalog = catalog("iso27001-2022");
    assert_eq!(catalog.requirements.len(), 30 + 93);
    assert_eq!(
        sizes(catalog.part(Part::Clause), |it| catalog.top(it)),
        [("4", 4), ("5", 3), ("6", 5), ("7", 7), ("8", 3), ("9", 6), ("10", 2)]
    );
    assert_eq!(
        sizes(catalog.part(Part::Annex), group_of),
        [("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)]
    );
}

#[test]
fn iso27001_annex_is_numbered_without_gaps() {
    let catalog = catalog("iso27001-2022");
    let numbered = [("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)]
        .into_iter()
        .flat_map(|(group, size)| (1..=size).map(move |number| format!("{group}.{number}")));
    assert!(numbered.eq(catalog.part(Part::Annex).into_iter().map(|it| it.id.clone())));
}

#[test]
fn iso27001_groups_are_no_requirements() {
    let catalog = catalog("iso27001-2022");
    let expected = [
        "10", "4", "5", "6", "6.1", "7", "7.5", "8", "9", "9.2", "9.3", "A.5", "A.6", "A.7", "A.8",
    ];
    assert_eq!(catalog.group_ids(), BTreeSet::from(expected));

    // 41 numbered clauses: 7 chapters, and 34 below them, of which 4 only hold others.
    let chapters = catalog.groups.iter().filter(|it| it.part == Part::Clause);
    let (below, chapters): (Vec<_>, Vec<_>) = chapters.partition(|it| it.parent.is_some());
    let clauses = catalog.part(Part::Clause).len();
    assert_eq!((chapters.len(), below.len() + clauses), (7, 34));
}

#[test]
fn iso27001_14_clauses_ask_for_18_documents() {
    let catalog = catalog("iso27001-2022");
    let clauses = catalog.part(Part::Clause);
    let asking = select(clauses.iter().copied(), |it| !it.documents.is_empty());
    let expected = [
        "4.3", "5.2", "6.1.2", "6.1.3", "6.2", "7.2", "7.5.1", "8.1", "8.2", "8.3", "9.1", "9.2.2",
        "9.3.3", "10.2",
    ];
    assert_eq!(asking, expected);

    let documents: Vec<&Document> = clauses.iter().flat_map(|it| &it.documents).collect();
    let references: Vec<&str> = documents.iter().map(|it| it.reference.as_str()).collect();
    let expected = [
        "4.3", "5.2 e", "6.1.2", "6.1.3", "6.1.3 d", "6.1.3 e", "6.2", "7.2 d", "7.5.1 b", "8.1",
        "8.2", "8.3", "9.1", "9.2.2", "9.2.2", "9.3.3", "10.2 f", "10.2 g",
    ];
    assert_eq!(references, expected);
    let kept = documents.iter().filter(|it| it.kind == DocumentType::Document).count();
    assert_eq!((kept, documents.len() - kept), (9, 9));
}

#[test]
fn iso27001_7_controls_ask_for_a_document() {
    let catalog = catalog("iso27001-2022");
    let asking = select(catalog.part(Part::Annex), |it| !it.documents.is_empty());
    let expected = ["A.5.10", "A.5.26", "A.5.31", "A.5.37", "A.6.6", "A.8.9", "A.8.27"];
    assert_eq!(asking, expected);
}

#[test]
fn iso27001_recurrences_are_those_of_the_text() {
    let catalog = catalog("iso27001-2022");
    let recurring =
        |words: &str| select(&catalog.requirements, |it| it.recurrence.as_deref() == Some(words));
    assert_eq!(recurring("planned intervals"), ["9.2.1", "9.3.1"]);
    assert_eq!(recurring("planned intervals or significant change"), ["8.2", "A.5.1", "A.5.35"]);
    assert_eq!(recurring("regular"), ["A.5.22", "A.5.36", "A.6.3", "A.6.6", "A.8.13"]);
    assert_eq!(recurring("per policy"), ["A.5.18"]);
    assert_eq!(select(&catalog.requirements, |it| it.recurrence.is_some()).len(), 11);
}

#[test]
fn iso27001_amendment_touches_two_clauses() {
    let catalog = catalog("iso27001-2022");
    assert_eq!(select(&catalog.requirements, |it| it.amended.is_some()), ["4.1", "4.2"]);
}

#[test]
fn iso27001_controls_carry_all_five_attributes() {
    let catalog = catalog("iso27001-2022");
    let mut values = [const { BTreeSet::new() }; 5];
    for control in catalog.part(Part::Annex) {
        let it = control.attributes.as_ref().expect("attributes");
        let five = [&it.types, &it.properties, &it.concepts, &it.capabilities, &it.domains];
        for (values, cell) in values.iter_mut().zip(five) {
            assert!(!cell.is_empty(), "{}", control.id);
            values.extend(cell.iter().cloned());
        }
    }
    // The whole vocabulary of ISO/IEC 27002:2022 occurs, and nothing else.
    assert_eq!(values.map(|values| values.len()), [3, 3, 5, 15, 4]);
}

// ---- ISO/IEC 27001, from 2013 to 2022 ----

#[test]
fn iso27001_2013_has_114_controls_in_14_domains() {
    let catalog = catalog("iso27001-2013");
    assert!(catalog.framework.withdrawn);
    assert_eq!(catalog.part(Part::Annex).len(), 114);
    assert_eq!(catalog.requirements.len(), 114);

    let domains = catalog.groups.iter().filter(|it| it.parent.is_none()).count();
    let objectives = catalog.groups.iter().filter(|it| it.parent.is_some()).count();
    assert_eq!((domains, objectives), (14, 35));
    assert_eq!(
        sizes(&catalog.requirements, |it| catalog.top(it)),
        [
            ("A.5", 2),
            ("A.6", 7),
            ("A.7", 6),
            ("A.8", 10),
            ("A.9", 14),
            ("A.10", 2),
            ("A.11", 15),
            ("A.12", 14),
            ("A.13", 7),
            ("A.14", 13),
            ("A.15", 5),
            ("A.16", 7),
            ("A.17", 4),
            ("A.18", 8),
        ]
    );
}

#[test]
fn mapping_between_editions_is_its_own_inverse() {
    let (old, new) = (catalog("iso27001-2013"), catalog("iso27001-2022"));
    let forward: BTreeSet<(&str, &str)> = old
        .requirements
        .iter()
        .flat_map(|it| it.superseded_by.iter().map(|next| (it.id.as_str(), next.as_str())))
        .collect();
    let backward: BTreeSet<(&str, &str)> = new
        .part(Part::Annex)
        .into_iter()
        .flat_map(|it| it.supersedes.iter().map(|previous| (previous.as_str(), it.id.as_str())))
        .collect();
    assert_eq!(forward.len(), 115);
    assert_eq!(forward, backward);

    // Equal sets of pairs could still name ids that neither catalog has.
    assert_eq!(forward.iter().map(|pair| pair.0).collect::<BTreeSet<_>>(), old.requirement_ids());
    assert!(forward.iter().all(|pair| new.requirement_ids().contains(pair.1)));
}

#[test]
fn mapping_between_editions_repeats_no_pair() {
    let (old, new) = (catalog("iso27001-2013"), catalog("iso27001-2022"));
    let forward: usize = old.requirements.iter().map(|it| it.superseded_by.len()).sum();
    let backward: usize = new.part(Part::Annex).iter().map(|it| it.supersedes.len()).sum();
    assert_eq!((forward, backward), (115, 115));
}

#[test]
fn every_control_of_2013_is_replaced_and_one_is_split() {
    let old = catalog("iso27001-2013");
    assert!(select(&old.requirements, |it| it.superseded_by.is_empty()).is_empty());
    let split: Vec<_> = old.requirements.iter().filter(|it| it.superseded_by.len() > 1).collect();
    assert_eq!(split.len(), 1);
    assert_eq!(split[0].id, "A.18.2.3");
    assert_eq!(split[0].superseded_by, ["A.5.36", "A.8.8"]);
}

#[test]
fn controls_of_2022_are_new_merged_or_carried_over() {
    let new = catalog("iso27001-2022");
    let from = |test: fn(usize) -> bool| {
        select(new.part(Part::Annex), move |it| test(it.supersedes.len()))
    };
    let added = [
        "A.5.7", "A.5.23", "A.5.30", "A.7.4", "A.8.9", "A.8.10", "A.8.11", "A.8.12", "A.8.16",
        "A.8.23", "A.8.28",
    ];
    assert_eq!(from(|sources| sources == 0), added);
    assert_eq!(from(|sources| sources == 1).len(), 58);
    assert_eq!(from(|sources| sources > 1).len(), 24);

    let merged: usize =
        new.part(Part::Annex).iter().map(|it| it.supersedes.len()).filter(|n| *n > 1).sum();
    assert_eq!(merged, 57);
}

#[test]
fn requirements_since_2022_are_those_without_predecessor() {
    let new = catalog("iso27001-2022");
    let since = select(&new.requirements, |it| it.since.as_deref() == Some("2022"));
    assert_eq!(since, select(&new.requirements, |it| it.supersedes.is_empty()));
    assert_eq!(since.len(), 11 + 1);
    assert_eq!(since[0], "6.3");
}

#[test]
fn clauses_of_2022_name_the_clauses_of_2013() {
    let new = catalog("iso27001-2022");
    let moved: Vec<(&str, &str)> = new
        .part(Part::Clause)
        .into_iter()
        .flat_map(|it| it.supersedes.iter().map(|previous| (it.id.as_str(), previous.as_str())))
        .filter(|(id, previous)| id != previous)
        .collect();
    let expected = [
        ("9.2.1", "9.2"),
        ("9.2.2", "9.2"),
        ("9.3.1", "9.3"),
        ("9.3.2", "9.3"),
        ("9.3.3", "9.3"),
        ("10.1", "10.2"),
        ("10.2", "10.1"),
    ];
    assert_eq!(moved, expected);
}

#[test]
fn ids_shared_by_both_editions_are_known() {
    let (old, new) = (catalog("iso27001-2013"), catalog("iso27001-2022"));
    let shared = |left: BTreeSet<&str>, right: BTreeSet<&str>| -> Vec<String> {
        left.intersection(&right).map(ToString::to_string).collect()
    };
    // No id is a requirement in both, so an id that only 2013 has needs no edition to be told.
    assert!(shared(old.requirement_ids(), new.requirement_ids()).is_empty());
    assert_eq!(shared(old.group_ids(), new.group_ids()), ["A.5", "A.6", "A.7", "A.8"]);
    // An objective in 2013, a control in 2022: the declared edition decides.
    let objectives =
        ["A.5.1", "A.6.1", "A.6.2", "A.7.1", "A.7.2", "A.7.3", "A.8.1", "A.8.2", "A.8.3"];
    assert_eq!(shared(old.group_ids(), new.requirement_ids()), objectives);
    assert!(shared(old.requirement_ids(), new.group_ids()).is_empty());
}

// ---- SOC 2 ----

#[test]
fn soc2_has_61_criteria_in_five_categories() {
    let catalog = catalog("soc2-2017");
    let criteria = catalog.part(Part::Criterion);
    let of = |category| criteria.iter().filter(|it| it.category == Some(category)).count();
    assert_eq!(criteria.len(), 61);
    assert_eq!(
        [
            of(Category::Security),
            of(Category::Availability),
            of(Category::ProcessingIntegrity),
            of(Category::Confidentiality),
            of(Category::Privacy),
        ],
        [33, 3, 5, 2, 18]
    );
}

#[test]
fn soc2_series_have_their_sizes() {
    let catalog = catalog("soc2-2017");
    let expected = [
        ("CC1", 5),
        ("CC2", 3),
        ("CC3", 4),
        ("CC4", 2),
        ("CC5", 3),
        ("CC6", 8),
        ("CC7", 5),
        ("CC8", 1),
        ("CC9", 2),
        ("A1", 3),
        ("PI1", 5),
        ("C1", 2),
        ("P1", 1),
        ("P2", 1),
        ("P3", 2),
        ("P4", 3),
        ("P5", 2),
        ("P6", 7),
        ("P7", 1),
        ("P8", 1),
    ];
    assert_eq!(sizes(catalog.part(Part::Criterion), group_of), expected);

    let numbered = expected
        .into_iter()
        .flat_map(|(series, size)| (1..=size).map(move |number| format!("{series}.{number}")));
    assert!(numbered.eq(catalog.part(Part::Criterion).into_iter().map(|it| it.id.clone())));
}

#[test]
fn soc2_common_criteria_carry_each_coso_principle_once() {
    let catalog = catalog("soc2-2017");
    let carrying: Vec<&Requirement> =
        catalog.requirements.iter().filter(|it| it.principle.is_some()).collect();
    let mut principles: Vec<u8> = carrying.iter().filter_map(|it| it.principle).collect();
    principles.sort_unstable();
    assert!(principles.into_iter().eq(1..=17));
    assert_eq!(
        sizes(carrying, group_of),
        [("CC1", 5), ("CC2", 3), ("CC3", 4), ("CC4", 2), ("CC5", 3)]
    );

    // Not in the order of the criteria: communication and monitoring come last in COSO.
    let of = |series| {
        let own = catalog.requirements.iter().filter(|it| group_of(it) == series);
        own.filter_map(|it| it.principle).collect::<BTreeSet<u8>>()
    };
    assert_eq!(of("CC2"), BTreeSet::from([13, 14, 15]));
    assert_eq!(of("CC4"), BTreeSet::from([16, 17]));
}

#[test]
fn soc2_has_9_description_criteria() {
    let catalog = catalog("soc2-2017");
    let description = catalog.part(Part::Description);
    let numbered = (1..=9).map(|number| format!("DC{number}"));
    assert!(numbered.eq(description.iter().map(|it| it.id.clone())));
    assert!(description.iter().all(|it| it.type2 && it.category.is_none()));
    // Changes during a period: a Type 1 report has none.
    assert_eq!(select(description, |it| !it.type1), ["DC9"]);
    assert_eq!(catalog.requirements.len(), 61 + 9);
}

// ---- the other standards ----

#[test]
fn iso42001_has_32_clauses_and_38_controls() {
    let catalog = catalog("iso42001-2023");
    assert_eq!(catalog.requirements.len(), 32 + 38);
    assert_eq!(
        sizes(catalog.part(Part::Clause), |it| catalog.top(it)),
        [("4", 4), ("5", 3), ("6", 6), ("7", 7), ("8", 4), ("9", 6), ("10", 2)]
    );
    assert_eq!(
        sizes(catalog.part(Part::Annex), |it| catalog.top(it)),
        [
            ("A.2", 3),
            ("A.3", 2),
            ("A.4", 5),
            ("A.5", 4),
            ("A.6", 9),
            ("A.7", 5),
            ("A.8", 4),
            ("A.9", 3),
            ("A.10", 3),
        ]
    );
}

#[test]
fn iso27701_has_30_clauses_and_78_controls() {
    let catalog = catalog("iso27701-2025");
    assert_eq!(catalog.requirements.len(), 30 + 78);
    assert_eq!(catalog.part(Part::Clause).len(), 30);
    assert_eq!(
        sizes(catalog.part(Part::Annex), |it| catalog.top(it)),
        [("A.1", 31), ("A.2", 18), ("A.3", 29)]
    );
    for control in catalog.part(Part::Annex) {
        let expected = match catalog.top(control) {
            "A.1" => AppliesTo::Controller,
            "A.2" => AppliesTo::Processor,
            _ => AppliesTo::Both,
        };
        assert_eq!(control.applies_to, Some(expected), "{}", control.id);
    }
}

#[test]
fn iso_management_clauses_share_their_numbers() {
    let (iso27001, iso27701) = (catalog("iso27001-2022"), catalog("iso27701-2025"));
    let iso42001 = catalog("iso42001-2023");
    let security = ids(iso27001.part(Part::Clause));
    assert_eq!(security, ids(iso27701.part(Part::Clause)));
    let ai = ids(iso42001.part(Part::Clause));
    // The impact assessment of AI systems: the method and its use.
    assert_eq!(ai.difference(&security).copied().collect::<Vec<_>>(), ["6.1.4", "8.4"]);
    assert!(ai.is_superset(&security));
}

#[test]
fn iso27017_adds_7_controls() {
    let catalog = catalog("iso27017-2015");
    assert_eq!(catalog.part(Part::Additional).len(), 7);
    assert_eq!(catalog.requirements.len(), 7);
    assert!(catalog.requirements.iter().all(|it| it.id.starts_with("CLD.")));
}

#[test]
fn iso27018_adds_25_controls_under_8_principles() {
    let catalog = catalog("iso27018-2019");
    assert_eq!(catalog.requirements.len(), 25);
    assert_eq!(
        sizes(catalog.part(Part::Additional), group_of),
        [
            ("A.2", 1),
            ("A.3", 2),
            ("A.5", 1),
            ("A.6", 2),
            ("A.8", 1),
            ("A.10", 3),
            ("A.11", 13),
            ("A.12", 2),
        ]
    );
}

#[test]
fn nist_csf_has_106_subcategories_in_22_categories() {
    let catalog = catalog("nist-csf-2.0");
    assert_eq!(catalog.requirements.len(), 106);
    assert_eq!(catalog.groups.len(), 6 + 22);
    assert_eq!(
        sizes(catalog.part(Part::Control), |it| catalog.top(it)),
        [("GV", 31), ("ID", 21), ("PR", 22), ("DE", 11), ("RS", 13), ("RC", 8)]
    );
}

#[test]
fn nist_ai_rmf_has_72_subcategories_in_19_categories() {
    let catalog = catalog("nist-ai-rmf-1.0");
    assert_eq!(catalog.requirements.len(), 72);
    assert_eq!(catalog.groups.len(), 4 + 19);
    assert_eq!(
        sizes(catalog.part(Part::Control), |it| catalog.top(it)),
        [("GOVERN", 19), ("MAP", 18), ("MEASURE", 22), ("MANAGE", 13)]
    );
}

#[test]
fn ids_begin_with_the_id_of_their_group() {
    for (name, catalog) in catalogs() {
        for requirement in &catalog.requirements {
            let Some(group) = requirement.group.as_deref() else {
                continue;
            };
            assert!(requirement.id.starts_with(group), "{name}: {} in {group}", requirement.id);
        }
    }
}

// ---- the crosswalk ----

fn crosswalk() -> CrosswalkFile {
    read("crosswalk-soc2-iso27001")
}

#[test]
fn crosswalk_has_591_pairs_and_none_twice() {
    let file = crosswalk();
    let pairs: BTreeSet<(&str, &str)> =
        file.pairs.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect();
    assert_eq!((file.pairs.len(), pairs.len()), (591, 591));

    // Each tier that occurs says what it means, and how little that is where it is little.
    let tiers: BTreeSet<Tier> = file.pairs.iter().map(|it| it.tier).collect();
    assert_eq!(file.crosswalk.tiers.keys().copied().collect::<BTreeSet<_>>(), tiers);
    for (tier, means) in &file.crosswalk.tiers {
        let doubtful = matches!(tier, Tier::Weak | Tier::Editorial);
        assert_eq!(means.contains("low certainty"), doubtful, "{tier:?}: {means}");
    }

    let of = |tier| file.pairs.iter().filter(|it| it.tier == tier).count();
    assert_eq!(
        [of(Tier::Strong), of(Tier::Supported), of(Tier::Weak), of(Tier::Editorial)],
        [220, 286, 70, 15]
    );
}

#[test]
fn crosswalk_tier_follows_from_agreement() {
    for pair in crosswalk().pairs {
        let expected = match pair.agreement {
            0 => Tier::Editorial,
            1 | 2 => Tier::Weak,
            3 => Tier::Supported,
            4..=8 => Tier::Strong,
            _ => panic!("there are eight sources: {} and {}", pair.from, pair.to),
        };
        assert_eq!(pair.tier, expected, "{} and {}", pair.from, pair.to);
    }
}

#[test]
fn crosswalk_reaches_all_but_three() {
    let file = crosswalk();
    assert_eq!((file.crosswalk.from.as_str(), file.crosswalk.to.as_str()), ("soc2", "iso27001"));
    assert!(!file.crosswalk.title.is_empty() && file.crosswalk.summary.contains("never"));

    let (soc2, iso27001) = (catalog("soc2-2017"), catalog("iso27001-2022"));
    let from: BTreeSet<&str> = file.pairs.iter().map(|it| it.from.as_str()).collect();
    assert_eq!(from, ids(soc2.part(Part::Criterion)));

    let to: BTreeSet<&str> = file.pairs.iter().map(|it| it.to.as_str()).collect();
    assert!(to.is_subset(&iso27001.requirement_ids()));
    let missed = |part| select(iso27001.part(part), |it| !to.contains(it.id.as_str()));
    assert_eq!(missed(Part::Annex), ["A.5.32", "A.7.7"]);
    assert_eq!(missed(Part::Clause), ["6.3"]);
}
