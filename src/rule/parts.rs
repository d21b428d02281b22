//! For which parts of a framework rules ask: clauses, annex controls, criteria, and what a company's
//! own rules name.

use std::collections::BTreeSet;

use super::types::{Check, Condition, Each, KeyTest, Literal, Test};
use super::{Rules, behind};
use crate::framework::{Catalogs, FrameworkNo, RequirementNo};

/// The parts that checks over requirements name.
pub(crate) fn named(rules: &Rules) -> Vec<&str> {
    let checks = over_requirements(rules);
    let tests = checks.flat_map(|check| alternatives(&check.filter));
    let words = tests.filter(|test| test.key == "part").flat_map(|test| match &test.test {
        Test::IsEqual(Literal::LitText(word)) => vec![word.as_str()],
        Test::IsOneOf(words) => words.iter().filter_map(word).collect(),
        _ => Vec::new(),
    });
    words.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The parts of a framework of which some requirement is asked for, or spoken of by a rule.
pub(crate) fn asked<'c>(
    rules: &Rules,
    catalogs: &'c Catalogs,
    framework: FrameworkNo,
) -> BTreeSet<&'c str> {
    let Some(catalog) = catalogs.get(framework) else { return BTreeSet::new() };
    let checks: Vec<&Check> = over_requirements(rules).collect();
    let is_asked = |number: RequirementNo| behind::is_asked(catalogs, number, &checks);
    let rows = || (catalog.first..).zip(&catalog.data.requirements);
    let mut parts = BTreeSet::new();
    let mut others: BTreeSet<&str> = BTreeSet::new();
    // The first of a part mostly speaks for all of it.
    for (number, row) in rows() {
        let part = row.part.as_str();
        if !parts.contains(part) && !others.contains(part) {
            if is_asked(number) { &mut parts } else { &mut others }.insert(part);
        }
    }
    let prefix = format!("{}:", catalog.id());
    let references = rules.iter().flat_map(|(_, rule)| &rule.references);
    let cited = references.filter_map(|reference| catalog.find(reference.strip_prefix(&prefix)?));
    let mut cited = cited.filter_map(|number| catalogs.requirement(number));
    while !others.is_empty()
        && let Some(row) = cited.next()
    {
        if others.remove(row.part.as_str()) {
            parts.insert(&row.part);
        }
    }
    // Which of a part is asked what, rules say.
    parts.extend(others.into_iter().filter(|part| {
        let mut of_part = rows().filter(|(_, row)| row.part == *part);
        of_part.any(|(number, _)| is_asked(number))
    }));
    parts
}

fn over_requirements(rules: &Rules) -> impl Iterator<Item = &Check> {
    let checks = rules.iter().flat_map(|(_, rule)| &rule.checks);
    checks.filter(|check| check.each == Each::OfRequirements)
}

/// The tests of which one has to hold.
fn alternatives(condition: &Condition) -> Vec<&KeyTest> {
    let any = condition.any.iter().flat_map(alternatives);
    condition.tests.iter().chain(any).collect()
}

fn word(literal: &Literal) -> Option<&str> {
    if let Literal::LitText(text) = literal { Some(text.as_str()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::{asked, named};
    use crate::framework::Catalogs;
    use crate::rule::Rules;

    #[test]
    fn shipped_rules_ask_for_clauses_annexes_and_criteria() {
        assert_eq!(named(&Rules::default()), ["annex", "clause", "criterion"]);
    }

    #[test]
    fn nobody_asks_for_what_is_only_mapped() {
        let (rules, catalogs) = (Rules::default(), Catalogs::default());
        let parts = |id: &str| {
            let parts = asked(&rules, &catalogs, catalogs.number(id).expect(id));
            parts.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(parts("iso27001"), ["annex", "clause"]);
        assert_eq!(parts("soc2"), ["criterion", "description"]);
        assert!(parts("nist-csf").is_empty());
    }
}
