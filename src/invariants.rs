//! What must hold over everything that is shipped.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests read the shipped files and stop aloud"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::document::de::from_value;
use crate::framework::{Catalogs, Crosswalk, Framework, Meaning, crosswalks};
use crate::kind::read::{Output, Reader, Scope};
use crate::kind::{Kind, Kinds, Trait};
use crate::rule::native::NATIVE;
use crate::rule::plan::Plans;
use crate::rule::text::{ALWAYS, placeholders};
use crate::rule::{Basis, Level, Rule, Rules};
use crate::source::{Source, SourceId};
use crate::workspace::form_info;

fn folder(name: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files
}

fn source(path: &Path) -> Source {
    let source = Source::new(path.display().to_string(), fs::read_to_string(path).unwrap());
    assert!(source.complete(), "{}: {:?}", path.display(), source.document.errors());
    source
}

fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> T {
    let source = source(path);
    from_value(source.root()).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()))
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// Each shipped file, read as a company's own would be, is the constant of the program.
#[test]
fn constants_are_the_files() {
    let traits: Vec<Trait> = folder("kinds/traits").iter().map(|path| read(path)).collect();
    assert_eq!(traits, crate::kind::shipped_traits());
    let kinds: Vec<Kind> =
        folder("kinds").iter().map(|path| read::<Kind>(path).resolve(&traits).unwrap()).collect();
    assert_eq!(kinds, crate::kind::shipped());
    let (walks, catalogs): (Vec<_>, Vec<_>) =
        folder("frameworks").into_iter().partition(|path| name(path).starts_with("crosswalk-"));
    assert_eq!(
        catalogs.iter().map(|path| read(path)).collect::<Vec<Framework>>(),
        crate::framework::shipped()
    );
    assert_eq!(walks.iter().map(|path| read(path)).collect::<Vec<Crosswalk>>(), crosswalks());
    for rule in crate::rule::shipped() {
        let mut own: Rule = read(&PathBuf::from(format!(
            "{}/rules/{}/{}.toml",
            env!("CARGO_MANIFEST_DIR"),
            rule.group,
            rule.name
        )));
        own.name = rule.name.clone();
        own.group = rule.group.clone();
        assert_eq!(&own, rule);
    }
}

/// The shipped files keep to the forms that a company's own are held to.
#[test]
fn shipped_files_keep_their_form() {
    let rules = crate::rule::shipped().iter().map(|rule| {
        PathBuf::from(format!(
            "{}/rules/{}/{}.toml",
            env!("CARGO_MANIFEST_DIR"),
            rule.group,
            rule.name
        ))
    });
    let catalogs =
        folder("frameworks").into_iter().filter(|path| !name(path).starts_with("crosswalk-"));
    let files = folder("kinds").into_iter().map(|path| ("kind", path));
    let files = files.chain(folder("kinds/forms").into_iter().map(|path| ("kind", path)));
    let files = files.chain(folder("kinds/traits").into_iter().map(|path| ("trait", path)));
    let files = files
        .chain(catalogs.map(|path| ("framework", path)))
        .chain(rules.map(|path| ("rule", path)));
    let (kinds, _) = Kinds::new(Vec::new());
    let catalogs = Catalogs::default();
    for (form, path) in files {
        let source = source(&path);
        let info = form_info(form);
        let mut out = Output::default();
        let scope = Scope { kinds: &kinds, catalogs: &catalogs };
        let file = (SourceId::MANIFEST, &source);
        Reader::new(scope, &info, file, form, &mut out).read(source.root());
        assert!(out.drafts.is_empty(), "{}: {:#?}", path.display(), out.drafts);
    }
}

#[test]
fn every_check_can_be_meant() {
    let (kinds, problems) = Kinds::new(Vec::new());
    assert!(problems.is_empty(), "{problems:?}");
    let rules = Rules::default();
    assert_eq!(rules.iter().count(), crate::rule::shipped().len(), "two rules share a name");
    let mut settings = crate::config::Settings::default();
    let empty = Source::new(String::new(), String::new());
    settings.levels = crate::config::Levels::read(
        empty.root(),
        &rules,
        &crate::config::Selection::default(),
        &mut Vec::new(),
    );
    let (_, problems) = Plans::new(&rules, &kinds, &form_info("complint").into(), &settings);
    let said: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!(
                "{} {}: {}",
                rules.get(problem.rule).unwrap().name,
                problem.path.join("."),
                problem.message
            )
        })
        .collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_convention_is_no_error() {
    for rule in crate::rule::shipped() {
        let bad = rule.basis == Basis::Convention && rule.level == Level::Error;
        assert!(!bad, "{}: a convention that is an error by default", rule.name);
    }
}

#[test]
fn rules_in_rust_and_their_files_are_the_same() {
    let mut names: Vec<&str> = NATIVE.iter().flat_map(|(names, _)| *names).copied().collect();
    for rule in crate::rule::shipped().iter().filter(|rule| rule.native) {
        assert!(names.iter().any(|name| rule.name == *name), "{} has no code", rule.name);
    }
    for name in &names {
        let rule = crate::rule::shipped().iter().find(|rule| rule.name == *name);
        assert!(rule.is_some_and(|rule| rule.native || rule.stage.is_some()), "{name} has no file");
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a rule runs twice");
}

/// Of rules that the pipeline or Rust fills, each placeholder is declared and each declared one is
/// used.
#[test]
fn placeholders_are_declared_and_used() {
    for rule in crate::rule::shipped().iter().filter(|rule| rule.native || rule.stage.is_some()) {
        let texts =
            [Some(&rule.message), rule.help.as_ref(), rule.list.as_ref(), rule.label.as_ref()];
        let used: Vec<&str> =
            texts.into_iter().flatten().flat_map(|text| placeholders(text)).collect();
        for placeholder in &used {
            let known = rule.placeholders.iter().any(|own| own == placeholder)
                || ALWAYS.contains(placeholder);
            assert!(known, "{}: `{{{placeholder}}}` is not declared", rule.name);
        }
        for placeholder in &rule.placeholders {
            assert!(
                used.contains(&placeholder.as_str()),
                "{}: `{{{placeholder}}}` is not used",
                rule.name
            );
        }
    }
}

/// A rule that cites a clause or criterion cites one that exists.
#[test]
fn references_exist() {
    let catalogs = Catalogs::default();
    for rule in crate::rule::shipped() {
        for reference in &rule.references {
            let Some((framework, id)) = reference.split_once(':') else { continue };
            let Some(number) = catalogs.number(framework) else { continue };
            let meaning = catalogs.meaning(number, id);
            assert!(
                matches!(meaning, Meaning::Requirement(_) | Meaning::Group(_)),
                "{}: {reference} does not exist",
                rule.name
            );
        }
    }
}

/// What a kind answers by nature, and what its order and states speak of, exists.
#[test]
fn kinds_speak_of_what_exists() {
    let catalogs = Catalogs::default();
    let (kinds, _) = Kinds::new(Vec::new());
    for (_, info) in kinds.iter() {
        for answer in &info.kind.answers {
            let number = catalogs.number(&answer.framework).unwrap();
            for id in &answer.requirements {
                let known = matches!(catalogs.meaning(number, id), Meaning::Requirement(_));
                assert!(known, "{}: {id} does not exist", info.kind.id);
            }
        }
        for order in &info.kind.order {
            assert!(
                info.find(&order.earlier).is_some(),
                "{}: no key `{}`",
                info.kind.id,
                order.earlier
            );
            assert!(
                info.find(&order.later).is_some(),
                "{}: no key `{}`",
                info.kind.id,
                order.later
            );
        }
        for path in info.kind.line.iter().flat_map(|line| line.same.iter().chain(&line.by)) {
            assert!(info.find(path).is_some(), "{}: no key `{path}`", info.kind.id);
        }
        if let Some(status) = info.top("status").and_then(|tag| info.key(tag)) {
            let states: Vec<&str> =
                info.kind.states.iter().map(|(name, _)| name.as_str()).collect();
            let values: Vec<&str> = status.values.iter().map(|value| value.as_str()).collect();
            assert_eq!(states, values, "{}: states and status differ", info.kind.id);
        }
        for to in (0..u8::MAX).map_while(|tag| info.key(tag)).flat_map(|key| &key.to) {
            assert!(kinds.number(to).is_some(), "{}: no kind `{to}`", info.kind.id);
        }
    }
}

/// What is asked of a company's own kinds holds of those that are shipped, and the same of catalogs.
#[test]
fn what_is_shipped_is_sound() {
    let (kinds, rules) = (Kinds::new(Vec::new()).0, Rules::default());
    let ids: Vec<&str> = kinds.ids().collect();
    for path in folder("kinds") {
        let source = source(&path);
        let file = crate::kind::sound::File { source: &source, id: SourceId::MANIFEST };
        let kind: crate::kind::Kind = crate::document::de::from_value(source.root()).unwrap();
        let kind = kind.resolve(crate::kind::shipped_traits()).unwrap();
        let mut drafts = file.unknown_traits(crate::kind::shipped_traits());
        drafts.extend(file.problems(&kind, &ids));
        assert!(drafts.is_empty(), "{}: {drafts:?}", path.display());
    }
    let asked = crate::rule::parts::named(&rules);
    for path in folder("frameworks") {
        let drafts = crate::framework::sound::problems(&source(&path), SourceId::MANIFEST, &asked);
        assert!(drafts.is_empty(), "{}: {drafts:?}", path.display());
    }
}

/// Words that a form allows and words that the program knows are the same, in the same order.
#[test]
fn forms_know_the_words_of_the_program() {
    use crate::kind::{KeyType, State};
    use crate::rule::types::{ParameterType, Stage};
    let words = |form: &str, path: &str| -> Vec<String> {
        let info = form_info(form);
        let tags = info.find(path).unwrap_or_else(|| panic!("{form}: no key `{path}`"));
        let key = info.key(*tags.last().unwrap()).unwrap();
        key.values.iter().map(|word| word.to_string()).collect()
    };
    let named =
        |names: Vec<&str>| -> Vec<String> { names.into_iter().map(str::to_owned).collect() };
    let types = named(KeyType::ALL.iter().map(|kind| kind.as_str()).collect());
    assert_eq!(words("kind", "key.type"), types);
    assert_eq!(words("kind", "key.key.type"), types);
    let states = named(State::ALL.iter().map(|state| state.as_str()).collect());
    assert_eq!(words("kind", "states.*"), states);
    let levels = named(Level::ALL.iter().map(|level| level.as_str()).collect());
    assert_eq!(words("complint", "rules.*"), levels);
    assert_eq!(words("complint", "overrides.rules.*"), levels);
    // No rule is off by default.
    assert_eq!(words("rule", "level"), levels[..3]);
    let bases = named(Basis::ALL.iter().map(|basis| basis.as_str()).collect());
    assert_eq!(words("rule", "basis"), bases);
    let stages = named(Stage::ALL.iter().map(|stage| stage.as_str()).collect());
    assert_eq!(words("rule", "stage"), stages);
    let parameters = named(ParameterType::ALL.iter().map(|kind| kind.as_str()).collect());
    assert_eq!(words("rule", "parameters.*.type"), parameters);
}
