//! What is asked: tests of keys with their bounds, and what conditions are put together from.

use regex::Regex;

use super::{Maker, Scope, all_of, few_of};
use crate::few::Few;
use crate::rule::getter::{Getter, Over, can_be};
use crate::rule::plan::{Beyond, Is, Limit, Masks, Pattern, Relating, When};
use crate::rule::types::{Bound, Condition, KeyTest, Literal, Relation, Test};

impl Maker<'_> {
    pub(super) fn when(&mut self, condition: &Condition, scope: Scope<'_>) -> When {
        let made = |test: &KeyTest| {
            let getter = self.getter(&test.key, scope.over)?;
            let is = self.within(&test.key, |maker| maker.test(&test.test, &getter, scope))?;
            Some((getter, is))
        };
        let tests = few_of(&condition.tests, made);
        let info = if let Over::Kind(info) = scope.over { Some(info) } else { None };
        let masks = Masks::of(&tests, info);
        When { tests, beyond: self.beyond(condition, scope), masks }
    }

    fn beyond(&mut self, condition: &Condition, scope: Scope<'_>) -> Option<Box<Beyond>> {
        let Condition { any, not, some, none, .. } = condition;
        if any.is_empty() && not.is_empty() && some.is_empty() && none.is_empty() {
            return None;
        }
        Some(Box::new(Beyond {
            any: self.inner("any", any, scope),
            not: self.inner("not", not, scope),
            some: self.relations("some", some, scope),
            none: self.relations("none", none, scope),
        }))
    }

    fn inner(&mut self, step: &str, conditions: &[Condition], scope: Scope<'_>) -> Box<[When]> {
        // Most have none.
        if conditions.is_empty() {
            return Box::default();
        }
        self.within(step, |maker| all_of(conditions, |inner| Some(maker.when(inner, scope))))
    }

    fn relations(&mut self, step: &str, list: &[Relation], scope: Scope<'_>) -> Box<[Relating]> {
        if list.is_empty() {
            return Box::default();
        }
        self.within(step, |maker| all_of(list, |relation| maker.relating(relation, scope.over)))
    }

    pub(super) fn test(&mut self, test: &Test, getter: &Getter, scope: Scope<'_>) -> Option<Is> {
        Some(match test {
            Test::IsPresent => Is::Present,
            Test::IsAbsent => Is::Absent,
            Test::IsEqual(literal) => {
                self.can_be(literal, getter, scope);
                Is::OneOf(Few::One(literal.clone()))
            }
            Test::IsOneOf(literals) => {
                literals.iter().for_each(|literal| self.can_be(literal, getter, scope));
                Is::OneOf(Few::Many(literals.clone()))
            }
            Test::IsWithin(bounds) => {
                Is::Within(all_of(bounds, |bound| self.bound(bound, getter, scope)))
            }
        })
    }

    /// Notes where a key never has a value.
    fn can_be(&mut self, literal: &Literal, getter: &Getter, scope: Scope<'_>) {
        if self.strict
            && let Err(message) = can_be(getter, literal, scope.over)
        {
            self.problem(message);
        }
    }

    fn bound(&mut self, bound: &Bound, getter: &Getter, scope: Scope<'_>) -> Option<Limit> {
        self.sorts(bound, getter, scope);
        Some(match bound {
            Bound::NotTest(tests) => Limit::Not(self.test(tests.first()?, getter, scope)?),
            Bound::AtLeast(operand) => Limit::Min(self.term(operand, scope)?),
            Bound::AtMost(operand) => Limit::Max(self.term(operand, scope)?),
            Bound::Before(operand) => Limit::Before(self.term(operand, scope)?),
            Bound::NotBefore(operand) => Limit::NotBefore(self.term(operand, scope)?),
            Bound::After(operand) => Limit::After(self.term(operand, scope)?),
            Bound::NotAfter(operand) => Limit::NotAfter(self.term(operand, scope)?),
            Bound::NotLongerAgo(amount) => Limit::NotLongerAgo(Box::new(self.length(amount)?)),
            Bound::MinWords(operand) => Limit::MinWords(self.term(operand, scope)?),
            Bound::MinItems(operand) => Limit::MinItems(self.term(operand, scope)?),
            Bound::MaxItems(operand) => Limit::MaxItems(self.term(operand, scope)?),
            Bound::Contains(operand) => Limit::Contains(self.term(operand, scope)?),
            Bound::Equals(operand) => Limit::Equals(self.term(operand, scope)?),
            Bound::Matches(pattern) => {
                if self.strict
                    && let Err(error) = Regex::new(pattern)
                {
                    self.problem(format!("this is no regular expression: {error}"));
                    return None;
                }
                Limit::Matches(Box::new(Pattern::new(pattern)))
            }
        })
    }
}
