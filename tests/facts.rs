//! Facts are cited by rules, so none may get lost, and no rule may cite one that is not there.

use std::collections::BTreeSet;

use complint::fact::{fact, facts};
use complint::framework::Confidence;
use complint::rule::types::{Basis, Literal};
use complint::rule::{Level, Rule, shipped};

#[test]
fn there_are_51_facts_by_authority() {
    let of = |basis| facts().iter().filter(|fact| fact.basis == basis).count();
    assert_eq!(facts().len(), 51);
    assert_eq!(
        [
            of(Basis::Standard),
            of(Basis::Accreditation),
            of(Basis::Attestation),
            of(Basis::Convention)
        ],
        [8, 12, 7, 24]
    );
    assert!(facts().iter().all(|fact| fact.confidence != Confidence::Low));
}

#[test]
fn ids_are_unique_and_texts_are_clean() {
    let ids: BTreeSet<&str> = facts().iter().map(|fact| fact.id.as_str()).collect();
    assert_eq!(ids.len(), facts().len());
    for fact in facts() {
        for text in [&fact.id, &fact.subject, &fact.rule, &fact.reference] {
            assert!(!text.is_empty() && text.trim() == text.as_str(), "{}: {text:?}", fact.id);
        }
        assert!(fact.value.is_none() || !fact.unit.is_empty(), "{} counts nothing", fact.id);
    }
}

#[test]
fn rules_cite_facts_that_are_there() {
    let unknown: Vec<String> = shipped()
        .iter()
        .flat_map(|rule| rule.facts.iter().map(move |id| (rule, id)))
        .filter(|(_, id)| fact(id).is_none())
        .map(|(rule, id)| format!("{}: {id}", rule.name))
        .collect();
    assert_eq!(unknown, Vec::<String>::new());
}

/// What is only customary is no breach of a standard. A warning, or what the files say of themselves,
/// may still cite a custom.
#[test]
fn no_breach_rests_on_convention_alone() {
    let claims = [Basis::Standard, Basis::Accreditation, Basis::Attestation];
    let claiming = |rule: &&Rule| rule.level == Level::Error && claims.contains(&rule.basis);
    for rule in shipped().iter().filter(claiming) {
        let cited: Vec<_> = rule.facts.iter().filter_map(|id| fact(id)).collect();
        let customary = cited.iter().filter(|fact| fact.basis == Basis::Convention).count();
        assert!(cited.is_empty() || customary < cited.len(), "{}", rule.name);
    }
}

#[test]
fn numbers_are_shown_with_what_they_count() {
    let amount = |id| fact(id).and_then(complint::fact::Fact::amount);
    assert_eq!(amount("iso-cert-validity").as_deref(), Some("36 months"));
    assert_eq!(amount("iso-2013-void").as_deref(), Some("2025-10-31"));
    assert_eq!(amount("iso-policy-review").as_deref(), Some("planned intervals"));
    let dated = facts().iter().filter(|fact| fact.unit == "date");
    for fact in dated {
        let Some(Literal::LitText(day)) = &fact.value else { unreachable!("{}", fact.id) };
        assert!(day.parse::<jiff::civil::Date>().is_ok(), "{}: {day}", fact.id);
    }
}
