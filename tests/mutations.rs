//! Rules must not rot: whatever single thing is taken from a programme in order, some rule says so.
//!
//! `examples/northwind` has no finding. Here each key of each kind is deleted, blanked, shifted,
//! broken or flipped, each kind's records are dropped and each file is emptied, one defect at a
//! time, and every one has to be found. What no such operator makes is made by hand in
//! `mutations/defects.toml`. Defects that are rightly no finding stand in `mutations/harmless.toml`
//! with the reason, and that list is held to what happens.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test reads the example, stops aloud and prints its table"
)]

#[path = "mutations/edit.rs"]
mod edit;
#[path = "mutations/lists.rs"]
mod lists;
#[path = "mutations/mutant.rs"]
mod mutant;
#[path = "mutations/place.rs"]
mod place;
#[path = "mutations/programme.rs"]
mod programme;
#[path = "mutations/run.rs"]
mod run;
#[path = "mutations/table.rs"]
mod table;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::sync::OnceLock;

use complint::rule::shipped;

use lists::{defects, reviewed};
use programme::Programme;
use run::Outcome;

/// All mutants are run once, for all tests.
fn outcomes() -> &'static [Outcome] {
    static OUTCOMES: OnceLock<Vec<Outcome>> = OnceLock::new();
    OUTCOMES.get_or_init(|| {
        let programme = Programme::northwind();
        let form = complint::kind::form("complint").expect("the configuration is described");
        let places = place::places(&programme.workspace, &form.keys);
        let mut mutants = mutant::of_keys(&programme, &places);
        mutants.extend(mutant::of_kinds(&programme));
        mutants.extend(mutant::of_files(&programme));
        mutants.extend(defects().iter().map(|defect| defect.mutant(&programme)));
        run::run(&programme, &mutants)
    })
}

fn lines<'l>(title: &str, lines: impl Iterator<Item = &'l str>) -> String {
    lines.fold(String::new(), |text, line| format!("{text}\n{title}: {line}"))
}

/// Those that more than one rule found.
fn extra() -> Vec<&'static Outcome> {
    outcomes().iter().filter(|outcome| outcome.rules.len() > 1).collect()
}

#[test]
fn every_mutant_has_a_name_of_its_own() {
    for outcome in outcomes() {
        println!("{}: {}", outcome.name, outcome.rules.join(", "));
    }
    let names: BTreeSet<&str> = outcomes().iter().map(|outcome| outcome.name.as_str()).collect();
    assert_eq!(names.len(), outcomes().len());
    assert!(names.len() >= 1700, "{} mutants", names.len());
}

#[test]
fn every_defect_is_found_or_rightly_none() {
    let reviewed = reviewed();
    let harmless = reviewed.harmless();
    let unfound = outcomes().iter().filter(|outcome| outcome.rules.is_empty());
    let missed = unfound.map(|outcome| outcome.name.as_str());
    let missed = lines("nothing finds", missed.filter(|name| !harmless.contains(name)));
    assert!(missed.is_empty(), "{missed}");
}

/// An entry that is found, or that occurs no more, is taken out of the list.
#[test]
fn what_is_listed_as_harmless_is_tried_and_not_found() {
    let reviewed = reviewed();
    let outcome = |name: &str| outcomes().iter().find(|outcome| outcome.name == name);
    let tried = |name: &&str| outcome(name).is_some_and(|outcome| outcome.rules.is_empty());
    let stale =
        lines("not harmless, or gone", reviewed.harmless().into_iter().filter(|name| !tried(name)));
    assert!(stale.is_empty(), "{stale}");
}

/// One defect is reported by one rule, or the reader mends it twice.
#[test]
fn few_defects_are_found_by_two_rules() {
    let extra = extra();
    for outcome in &extra {
        println!("{}: {}", outcome.name, outcome.rules.join(", "));
    }
    let (extra, all) = (extra.len(), outcomes().len());
    println!("{extra} of {all} mutants are found by more than one rule");
    assert!(extra * 10 < all, "{extra} of {all}");
}

#[test]
fn every_rule_finds_two_defects() {
    let table = table::table(outcomes());
    if std::env::var_os("TABLE").is_some() {
        // Past the test's captured output, which nobody sees of a test that passes.
        std::io::stdout().write_all(table.as_bytes()).expect("the table can be printed");
    } else {
        println!("{table}");
    }
    let unreachable = reviewed().unreachable;
    let few = shipped().iter().filter(|rule| {
        let (_, all) = table::counts(outcomes(), &rule.name);
        (all < 2) != unreachable.contains_key(rule.name.as_str())
    });
    let few = lines(
        "fewer than two defects, or more although listed",
        few.map(|rule| rule.name.as_str()),
    );
    assert!(few.is_empty(), "{few}");
}

#[test]
fn what_is_made_by_hand_is_found_by_the_rule_it_is_made_for() {
    let wrong = defects().into_iter().filter_map(|defect| {
        let outcome = outcomes().iter().find(|outcome| outcome.name == defect.name);
        let rules = outcome.map_or(&[][..], |outcome| &outcome.rules);
        let wrong = !rules.contains(&defect.finds);
        wrong.then(|| format!("{}: {rules:?} instead of {}", defect.name, defect.finds))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
