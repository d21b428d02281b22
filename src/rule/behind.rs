//! Which rules stand behind a requirement: those that refer to it, those whose check names it, and
//! those that ask for every requirement of its sort.
//!
//! The last are not listed anywhere: a check over requirements says by its condition which it asks
//! for. What depends on the catalog alone is decided here; what depends on a programme counts as
//! possible.

use std::borrow::Cow;

use super::types::{Bound, Check, Condition, Each, KeyTest, Literal, Relation, Test};
use super::{Rule, RuleNo, Rules};
use crate::framework::{Catalog, Catalogs, Requirement, RequirementNo};
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::text::Str;

/// How a rule stands behind a requirement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stand {
    /// It refers to the requirement, or to one of its items.
    Refers,
    /// Its check names the requirement.
    Names,
    /// It asks for every requirement of that sort.
    Asks,
}

/// The rules that stand behind a requirement, in their own order, each once.
pub fn behind(rules: &Rules, catalogs: &Catalogs, number: RequirementNo) -> Vec<(RuleNo, Stand)> {
    let Some((_, catalog)) = catalogs.catalog_of(number) else { return Vec::new() };
    let Some(row) = catalogs.requirement(number) else { return Vec::new() };
    let wanted = Wanted { catalogs, catalog, row, number };
    rules.iter().filter_map(|(rule, info)| Some((rule, wanted.stand(info)?))).collect()
}

/// Whether one of these checks asks for a requirement, in some programme.
pub(crate) fn is_asked(catalogs: &Catalogs, number: RequirementNo, checks: &[&Check]) -> bool {
    let Some((_, catalog)) = catalogs.catalog_of(number) else { return false };
    let Some(row) = catalogs.requirement(number) else { return false };
    let wanted = Wanted { catalogs, catalog, row, number };
    checks.iter().any(|check| wanted.asked_by(check))
}

/// What a reference such as `iso27001:6.1.3 d` or `iso27001:9.2` is called; nothing where it is the
/// name of another source.
pub fn titled<'c>(catalogs: &'c Catalogs, reference: &str) -> Option<(&'c Catalog, Cow<'c, str>)> {
    let (framework, id) = reference.split_once(':')?;
    let catalog = catalogs.by_id(framework)?;
    match referred(catalogs, reference).and_then(|number| catalogs.requirement(number)) {
        Some(row) => {
            let caution = catalog.caution(row);
            let title = catalog.title(row);
            Some((
                catalog,
                if caution.is_empty() { title } else { Cow::Owned(format!("{title}{caution}")) },
            ))
        }
        None => Some((catalog, Cow::Borrowed(catalog.group(id)?.title.as_str()))),
    }
}

/// The requirement that a reference such as `iso27001:6.1.3 d` names.
pub fn referred(catalogs: &Catalogs, reference: &str) -> Option<RequirementNo> {
    let (framework, id) = reference.split_once(':')?;
    catalogs.by_id(framework)?.find(id)
}

struct Wanted<'c> {
    catalogs: &'c Catalogs,
    catalog: &'c Catalog,
    row: &'c Requirement,
    number: RequirementNo,
}

impl Wanted<'_> {
    fn stand(&self, rule: &Rule) -> Option<Stand> {
        if rule.references.iter().any(|reference| self.referred_by(reference)) {
            return Some(Stand::Refers);
        }
        if rule.checks.iter().any(|check| self.named_by(check)) {
            return Some(Stand::Names);
        }
        rule.checks.iter().any(|check| self.asked_by(check)).then_some(Stand::Asks)
    }

    /// Whether a reference names it, one of its items, or a heading above it.
    fn referred_by(&self, reference: &str) -> bool {
        let above = || {
            let (framework, id) = reference.split_once(':')?;
            let catalog =
                self.catalogs.by_id(framework).filter(|it| it.first == self.catalog.first)?;
            let group = catalog.group(id)?;
            Some(catalog.members(&group.id).any(|row| row.id == self.row.id))
        };
        match referred(self.catalogs, reference) {
            Some(number) => number == self.number,
            None => above() == Some(true),
        }
    }

    fn asked_by(&self, check: &Check) -> bool {
        check.each == Each::OfRequirements && self.holds(&check.filter) != Some(false)
    }

    /// Whether a condition holds; nothing where that depends on the programme.
    fn holds(&self, condition: &Condition) -> Option<bool> {
        let Condition { tests, any, not, some, none } = condition;
        let opposite = |one: &Condition| self.holds(one).map(|holds| !holds);
        let any = (!any.is_empty()).then(|| all(any.iter().map(opposite)).map(|none| !none));
        // What other records say depends on the programme.
        let related = (!some.is_empty() || !none.is_empty()).then_some(None);
        let tests = tests.iter().map(|test| self.passes(test));
        all(tests.chain(not.iter().map(opposite)).chain(any).chain(related))
    }

    fn passes(&self, test: &KeyTest) -> Option<bool> {
        let own = self.field(&test.key)?;
        self.is(&own, &test.test)
    }

    fn is(&self, own: &Literal, test: &Test) -> Option<bool> {
        match test {
            Test::IsEqual(value) => Some(own == value),
            Test::IsOneOf(values) => Some(values.contains(own)),
            Test::IsPresent => Some(!is_blank(own)),
            Test::IsAbsent => Some(is_blank(own)),
            Test::IsWithin(bounds) => all(bounds.iter().map(|bound| match bound {
                Bound::NotTest(tests) => {
                    all(tests.iter().map(|test| self.is(own, test))).map(|passes| !passes)
                }
                _ => None,
            })),
        }
    }

    /// A field that the catalog decides.
    fn field(&self, key: &str) -> Option<Literal> {
        let text = |text: &Str| Literal::LitText(text.clone());
        let or_none = |text: &Option<Str>| Literal::LitText(text.clone().unwrap_or_default());
        let row = self.row;
        Some(match key {
            "id" => text(&row.id),
            "framework" => text(&self.catalog.data.head.id),
            "edition" => text(&self.catalog.data.head.edition),
            "part" => text(&row.part),
            "group" => or_none(&row.group),
            "category" => or_none(&row.category),
            "assessable" => Literal::LitBool(row.assessable),
            "excludable" => Literal::LitBool(row.excludable),
            "documented" => Literal::LitBool(!row.documents.is_empty()),
            _ => return None,
        })
    }

    /// Whether a check over records names the requirement as a value of one of their keys.
    fn named_by(&self, check: &Check) -> bool {
        check.each != Each::OfRequirements
            && (self.named_in(&check.filter) || self.named_in(&check.require))
    }

    fn named_in(&self, condition: &Condition) -> bool {
        let framework = condition.tests.iter().find_map(|test| match &test.test {
            Test::IsEqual(Literal::LitText(text)) if test.key == "requirement.framework" => {
                Some(text.as_str())
            }
            _ => None,
        });
        let framework = framework.unwrap_or(DEFAULT_FRAMEWORK);
        let relations = condition.some.iter().chain(&condition.none);
        condition.tests.iter().any(|test| self.named_at(test, framework))
            || condition.any.iter().any(|one| self.named_in(one))
            || relations.into_iter().any(|relation: &Relation| self.named_in(&relation.filter))
    }

    fn named_at(&self, test: &KeyTest, framework: &str) -> bool {
        let framework = match test.key.as_str() {
            "requirement" => framework,
            key => match key.strip_prefix("satisfies.") {
                Some(framework) => framework,
                None => return false,
            },
        };
        let same = |text: &Str| {
            self.catalogs.by_id(framework).and_then(|catalog| catalog.find(text))
                == Some(self.number)
        };
        values(&test.test).into_iter().any(same)
    }
}

/// The texts that a test wants.
fn values(test: &Test) -> Vec<&Str> {
    match test {
        Test::IsEqual(value) => text(value).into_iter().collect(),
        Test::IsOneOf(values) => values.iter().filter_map(text).collect(),
        Test::IsWithin(bounds) => bounds
            .iter()
            .filter_map(|bound| match bound {
                Bound::Contains(operand) => match &operand.base {
                    super::types::Base::OfLiteral(value) => text(value),
                    _ => None,
                },
                _ => None,
            })
            .collect(),
        Test::IsPresent | Test::IsAbsent => Vec::new(),
    }
}

fn text(literal: &Literal) -> Option<&Str> {
    if let Literal::LitText(text) = literal { Some(text) } else { None }
}

fn is_blank(literal: &Literal) -> bool {
    matches!(literal, Literal::LitText(text) if text.trim().is_empty())
}

/// Whether all hold: one that does not decides, and one that is not known leaves it open.
fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = true;
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = false,
        }
    }
    known.then_some(true)
}

#[cfg(test)]
mod tests {
    use super::{Stand, behind, referred};
    use crate::framework::Catalogs;
    use crate::rule::Rules;

    fn stands(id: &str) -> Vec<(String, Stand)> {
        let (rules, catalogs) = (Rules::default(), Catalogs::default());
        let number = referred(&catalogs, id).expect(id);
        let named = |rule| rules.get(rule).expect("it has a number").name.to_string();
        behind(&rules, &catalogs, number)
            .into_iter()
            .map(|(rule, stand)| (named(rule), stand))
            .collect()
    }

    #[track_caller]
    fn assert_stands(id: &str, rule: &str, expected: Option<Stand>) {
        let stands = stands(id);
        let found = stands.iter().find(|(name, _)| name == rule).map(|(_, stand)| *stand);
        assert_eq!(found, expected, "{rule} behind {id}: {stands:?}");
    }

    #[test]
    fn a_reference_to_an_item_is_one_to_the_whole() {
        assert_stands("iso27001:6.1.3", "unjustified-exclusion", Some(Stand::Refers));
        assert_stands("iso27001:6.1.2", "unjustified-exclusion", None);
    }

    #[test]
    fn what_is_asked_of_every_clause_is_not_asked_of_others() {
        // Clauses that demand a document are asked for by another rule than those that do not.
        assert_stands("iso27001:9.3.2", "missing-clause", Some(Stand::Asks));
        assert_stands("iso27001:9.3.2", "missing-documented-information", None);
        assert_stands("iso27001:9.3.3", "missing-documented-information", Some(Stand::Asks));
        assert_stands("iso27001:9.3.3", "missing-clause", None);
        // 4.3 is taken out by name.
        assert_stands("iso27001:4.3", "missing-documented-information", None);
        assert_stands("iso42001:4.3", "missing-clause", Some(Stand::Asks));
        assert_stands("soc2:CC6.1", "missing-clause", None);
        assert_stands("soc2:CC6.1", "unmapped-criterion", Some(Stand::Asks));
        assert_stands("soc2:DC1", "unmapped-criterion", None);
        assert_stands("iso27001:A.8.13", "missing-soa-entry", Some(Stand::Asks));
    }

    #[test]
    fn a_check_can_name_a_requirement() {
        assert_stands("iso27001:A.8.30", "exclusion-contradicts-facts", Some(Stand::Names));
        assert_stands("iso27001:A.8.28", "exclusion-contradicts-facts", Some(Stand::Names));
        assert_stands("iso27001:A.8.13", "exclusion-contradicts-facts", None);
    }
}
