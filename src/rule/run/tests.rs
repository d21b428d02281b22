//! What is told of a record in fewer steps is what looking at it key by key tells.

use jiff::civil::Date;

use super::sight::{self, Sight};
use crate::example::{Example, PROGRAMME, examples};
use crate::finding::Finding;
use crate::kind::NO_TAG;
use crate::rule::eval::{Over, Row, Subject};
use crate::rule::plan::Plan;
use crate::rule::{shipped, shipped_sources};
use crate::source::MANIFEST;
use crate::workspace::{Options, Workspace};

/// The programme of an example of a rule.
fn programme(rule: &str, example: &Example) -> Workspace {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let files = example.files.iter().map(|file| (file.path.clone(), bytes(&file.text)));
    let default = std::iter::once((MANIFEST.to_owned(), bytes(PROGRAMME)));
    // Of two files of one name the latter stays.
    let files = default.chain(files).collect();
    let options = Options { select: vec![rule.to_owned()], ..Options::default() };
    Workspace::from_files(files, &options).unwrap()
}

fn found(workspace: &Workspace, today: Date) -> Vec<String> {
    let mut findings = super::run(workspace, today).concat();
    findings.sort_by_key(|finding| finding.place);
    let all = |finding: &Finding| format!("{finding:?}");
    findings.iter().map(all).collect()
}

#[test]
fn bits_tell_what_a_look_tells() {
    let mut plain = 0;
    for (rule, text) in shipped().iter().zip(shipped_sources()) {
        for example in examples(text).unwrap() {
            let mut workspace = programme(&rule.name, &example);
            let days = [&example.clean_on[..], &example.also_bad_on, &[example.today]].concat();
            let told: Vec<_> = days.iter().map(|day| found(&workspace, *day)).collect();
            plain += workspace.records.iter().filter_map(|record| workspace.given(record)).count();
            workspace.records.iter_mut().for_each(|record| record.given.doubt());
            let seen: Vec<_> = days.iter().map(|day| found(&workspace, *day)).collect();
            assert_eq!(told, seen, "{}: {}", rule.name, example.name);
        }
    }
    assert!(plain > 0, "no record is told by bits");
}

#[test]
fn a_key_that_a_record_may_give_is_the_one_that_stands_in_it() {
    let mut met = 0;
    for (rule, text) in shipped().iter().zip(shipped_sources()) {
        for example in examples(text).unwrap() {
            let workspace = programme(&rule.name, &example);
            for record in &workspace.records {
                let kind = workspace.kind(record);
                for (tag, key) in (0..NO_TAG).map_while(|tag| Some((tag, kind.key(tag)?))) {
                    if kind.top(&key.name) != Some(tag) {
                        continue;
                    }
                    let told = workspace.value(record, tag).map(|value| value.node());
                    let stands = workspace.table(record).get(&key.name).map(|value| value.node());
                    assert_eq!(told, stands, "{}: {}: {}", rule.name, example.name, key.name);
                    met += usize::from(told.is_some());
                }
                assert!(workspace.value(record, NO_TAG).is_none());
            }
        }
    }
    assert!(met > 0, "no record has a key");
}

#[test]
fn requirements_that_are_alike_are_asked_as_each_is() {
    let mut met = 0;
    let all = |_: &Plan| true;
    for (rule, text) in shipped().iter().zip(shipped_sources()) {
        for example in examples(text).unwrap() {
            let workspace = programme(&rule.name, &example);
            let subject = sight::programme(&workspace, example.today);
            let plans = &workspace.plans.requirements;
            let each = super::steps(&Sight::of_programme(&subject), plans, &all);
            let mut expected = Vec::new();
            for number in workspace.requirements_in_scope() {
                let over = Over::Requirement(Row::of(&workspace, number).unwrap());
                let subject = Subject::new(&workspace, example.today, over);
                each.iter().for_each(|step| super::hold(&subject, step, &mut expected));
            }
            let found = super::run_others(&workspace, example.today, &all);
            assert!(found.starts_with(&expected), "{}: {}", rule.name, example.name);
            met += expected.len();
        }
    }
    assert!(met > 0, "no requirement is missed");
}

/// What the first to ask for the records of a kind finds is kept for the others, and where a value could
/// not be used, that has to be noted of each of them.
#[test]
fn whoever_asks_for_the_records_of_a_kind_is_told_the_same() {
    let assets: String = ["a", "b", "c", "d"]
        .iter()
        .map(|id| format!("[[asset]]\nid = \"{id}\"\ntitle = \"Orders\"\ntype = \"information\"\n"))
        .collect();
    for (soa, found) in [
        ("requirement = \"A.5.12\"\napplicable = false", 0),
        ("requirement = \"A.5.12\"\napplicable = true", 4),
        ("requirement = \"A.5.13\"\napplicable = false", 4),
        // Whether it is excluded is not known.
        ("requirement = \"A.5.12\"\napplicable = \"no\"", 0),
        ("requirement = \"A.5.13\"\napplicable = \"no\"", 4),
    ] {
        let files = [
            ("assets.toml", assets.clone()),
            ("roles.toml", "[[role]]\nid = \"cto\"\ntitle = 1\n".to_owned()),
            ("soa.toml", format!("[[soa]]\n{soa}\n")),
            (MANIFEST, PROGRAMME.to_owned()),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
        let options =
            Options { select: vec!["unclassified-asset".to_owned()], ..Options::default() };
        let workspace = Workspace::from_files(files.into(), &options).unwrap();
        assert!(!workspace.bad.keys().is_empty());
        let today = jiff::civil::date(2026, 6, 30);
        assert_eq!(super::run(&workspace, today).concat().len(), found, "{soa}");
    }
}
