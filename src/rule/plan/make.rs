//! From a rule file's check to one that can run.

use std::sync::LazyLock;

use regex::Regex;

use super::{Is, Limit, Masks, Pattern, Plan, Problem, Reach, Relating, When};
use crate::config::Settings;
use crate::kind::{Info, KeyType, KindNo, Kinds, NO_TAG, Tag};
use crate::rule::getter::{Getter, Over, can_be, kinds_named, known, resolve};
use crate::rule::types::{Bound, Check, Condition, Each, Literal, Relation, Rule, Test};
use crate::rule::{RuleNo, Rules};

mod placeholders;
mod sorts;
mod term;

/// What a plan is for.
pub(super) enum Where {
    Kind(KindNo),
    Requirements,
    Programme,
}

/// What a condition is asked of, and for that of a relation whom it is asked for.
#[derive(Clone, Copy)]
struct Scope<'s> {
    over: Over<'s>,
    outer: Option<Over<'s>>,
}

impl<'s> From<Over<'s>> for Scope<'s> {
    fn from(over: Over<'s>) -> Self {
        Self { over, outer: None }
    }
}

/// Makes the plans of one rule, and notes what in it cannot be meant.
pub(super) struct Maker<'a> {
    rule: &'a Rule,
    number: RuleNo,
    kinds: &'a Kinds,
    form: &'a Info,
    rules: &'a Rules,
    settings: &'a Settings,
    pub(super) problems: Vec<Problem>,
    path: Vec<String>,
    /// Whether to look for what cannot be meant, and to keep its place. A test does so for the shipped
    /// rules, and no run has to do it again.
    strict: bool,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        number: RuleNo,
        rule: &'a Rule,
        rules: &'a Rules,
        kinds: &'a Kinds,
        form: &'a Info,
        settings: &'a Settings,
    ) -> Self {
        Self {
            rule,
            number,
            kinds,
            form,
            rules,
            settings,
            problems: Vec::new(),
            path: Vec::new(),
            strict: cfg!(test) || rules.source(number).is_some(),
        }
    }

    pub(super) fn rule(&mut self, made: &mut Vec<(Where, Plan)>) {
        let rule = self.rule;
        let ways = usize::from(!rule.checks.is_empty())
            + usize::from(rule.stage.is_some())
            + usize::from(rule.native);
        if ways != 1 {
            self.problem("a rule has one of `check`, `stage` and `native`");
        }
        if self.rules.source(self.number).is_some() && (rule.native || rule.stage.is_some()) {
            self.problem(
                "`native` and `stage` are for rules that are part of complint; write a check",
            );
        }
        self.defaults();
        for (position, check) in rule.checks.iter().enumerate() {
            let several = rule.checks.len() > 1;
            self.within("check", |maker| {
                if several {
                    maker.within(&position.to_string(), |maker| maker.check(position, check, made));
                } else {
                    maker.check(position, check, made);
                }
            });
        }
    }

    fn problem(&mut self, message: impl Into<String>) {
        let message = message.into();
        // The same mistake in a rule over several kinds is one mistake.
        if !self.problems.iter().any(|known| known.path == self.path && known.message == message) {
            self.problems.push(Problem { rule: self.number, path: self.path.clone(), message });
        }
    }

    fn within<T>(&mut self, step: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        if !self.strict {
            return inner(self);
        }
        self.path.push(step.to_owned());
        let result = inner(self);
        self.path.pop();
        result
    }

    fn check(&mut self, position: usize, check: &'a Check, made: &mut Vec<(Where, Plan)>) {
        match &check.each {
            Each::OfRequirements => {
                let plan = self.plan(position, check, Over::Requirement, None);
                made.push((Where::Requirements, plan));
            }
            Each::OfProgramme => {
                let plan = self.plan(position, check, Over::Programme, None);
                made.push((Where::Programme, plan));
            }
            Each::OfKinds(names) => {
                for name in names {
                    self.over_kind(position, check, name, made);
                }
            }
            Each::OfTrait(name) => {
                let having: Vec<KindNo> = self
                    .kinds
                    .iter()
                    .filter(|(_, info)| info.has_trait(name))
                    .map(|(number, _)| number)
                    .collect();
                if having.is_empty() {
                    self.within("each", |maker| {
                        maker.problem(format!("no kind has the trait `{name}`"))
                    });
                }
                for kind in having {
                    if let Some(info) = self.kinds.get(kind) {
                        let plan = self.plan(position, check, Over::Kind(info), None);
                        made.push((Where::Kind(kind), plan));
                    }
                }
            }
        }
        if self.strict {
            self.texts(check);
        }
    }

    fn over_kind(
        &mut self,
        position: usize,
        check: &'a Check,
        name: &str,
        made: &mut Vec<(Where, Plan)>,
    ) {
        let (kind, list) =
            name.split_once('.').map_or((name, None), |(kind, list)| (kind, Some(list)));
        let info = match kinds_named(kind, self.kinds) {
            Ok(infos) => infos.first().copied(),
            Err(message) => return self.within("each", |maker| maker.problem(message)),
        };
        let (Some(info), Some(number)) = (info, self.kinds.number(kind)) else { return };
        let plan = match list {
            None => self.plan(position, check, Over::Kind(info), None),
            Some(list) => match info.find(list) {
                Some(tags) => {
                    let last = tags.last().copied().unwrap_or(NO_TAG);
                    self.plan(position, check, Over::Element(info, last), Some(tags))
                }
                None => {
                    return self.within("each", |maker| {
                        maker.problem(format!("kind `{kind}` has no key `{list}`"))
                    });
                }
            },
        };
        made.push((Where::Kind(number), plan));
    }

    fn plan(
        &mut self,
        position: usize,
        check: &Check,
        over: Over<'_>,
        element: Option<Vec<Tag>>,
    ) -> Plan {
        let filter = self.within("where", |maker| maker.when(&check.filter, over.into()));
        let require = self.within("require", |maker| maker.when(&check.require, over.into()));
        let at = self.within("at", |maker| {
            // Over several kinds a key that one of them lacks is passed over; one that none has is
            // found when the rule is tested against its trait.
            all_of(&check.at, |path| maker.getter_at(path, over, check))
        });
        let related = self.within("related", |maker| {
            all_of(&check.related, |relation| maker.relating(relation, over))
        });
        let absence = wants(&check.require);
        Plan { rule: self.number, check: position, element, filter, require, at, related, absence }
    }

    fn getter_at(&mut self, path: &str, over: Over<'_>, check: &Check) -> Option<Getter> {
        if matches!(check.each, Each::OfTrait(_)) || check.at.len() > 1 && several(&check.each) {
            return known(path, over, self.form);
        }
        resolve(path, over, self.form).map_err(|message| self.problem(message)).ok()
    }

    fn getter(&mut self, path: &str, over: Over<'_>) -> Option<Getter> {
        match resolve(path, over, self.form) {
            Ok(getter) => Some(getter),
            Err(message) => {
                self.within(path, |maker| maker.problem(message));
                None
            }
        }
    }

    fn when(&mut self, condition: &Condition, scope: Scope<'_>) -> When {
        let tests = all_of(&condition.tests, |test| {
            let getter = self.getter(&test.key, scope.over)?;
            let is = self.within(&test.key, |maker| maker.test(&test.test, &getter, scope))?;
            Some((getter, is))
        });
        let any = self.within("any", |maker| {
            condition.any.iter().map(|inner| maker.when(inner, scope)).collect()
        });
        let not = self.within("not", |maker| {
            condition.not.iter().map(|inner| maker.when(inner, scope)).collect()
        });
        let some = self.within("some", |maker| maker.relations(&condition.some, scope));
        let none = self.within("none", |maker| maker.relations(&condition.none, scope));
        let masks = Masks::of(&tests, matches!(scope.over, Over::Kind(_)));
        When { tests, any, not, some, none, masks }
    }

    fn relations(&mut self, relations: &[Relation], scope: Scope<'_>) -> Vec<Relating> {
        all_of(relations, |relation| self.relating(relation, scope.over))
    }

    fn test(&mut self, test: &Test, getter: &Getter, scope: Scope<'_>) -> Option<Is> {
        Some(match test {
            Test::IsPresent => Is::Present,
            Test::IsAbsent => Is::Absent,
            Test::IsEqual(literal) => Is::OneOf(vec![self.literal(literal, getter, scope)]),
            Test::IsOneOf(literals) => Is::OneOf(
                literals.iter().map(|literal| self.literal(literal, getter, scope)).collect(),
            ),
            Test::IsWithin(bounds) => {
                Is::Within(all_of(bounds, |bound| self.bound(bound, getter, scope)))
            }
        })
    }

    fn literal(&mut self, literal: &Literal, getter: &Getter, scope: Scope<'_>) -> Literal {
        if self.strict
            && let Err(message) = can_be(getter, literal, scope.over)
        {
            self.problem(message);
        }
        literal.clone()
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
            Bound::NotLongerAgo(amount) => Limit::NotLongerAgo(self.length(amount)?),
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
                Limit::Matches(Pattern::new(pattern))
            }
        })
    }

    fn relating(&mut self, relation: &Relation, over: Over<'_>) -> Option<Relating> {
        let (to, infos) = self.reach(relation, over)?;
        let other = match infos.as_slice() {
            [] if matches!(to, Reach::Outgoing(_)) => Over::Requirement,
            [one] => Over::Kind(one),
            several => Over::Kinds(several),
        };
        let scope = Scope { over: other, outer: Some(over) };
        let filter = self.within("where", |maker| maker.when(&relation.filter, scope));
        let at = match (&relation.at, &to) {
            (Some(_), Reach::Own(_)) | (None, _) => None,
            (Some(path), _) => Some(self.within("at", |maker| maker.getter(path, other))?),
        };
        let min = relation.min.and_then(|min| usize::try_from(min).ok()).unwrap_or(1);
        Some(Relating { to, filter, min, label: relation.label.clone(), at })
    }

    fn reach(&mut self, relation: &Relation, over: Over<'_>) -> Option<(Reach, Vec<&'a Info>)> {
        match (&relation.from, &relation.to, &relation.kind, &relation.at) {
            (Some(from), None, None, _) => self.incoming(from, relation, over),
            (None, Some(to), None, _) => self.outgoing(to, over),
            (None, None, Some(kind), _) => {
                let infos = self.named_kinds(kind, "kind")?;
                Some((Reach::All(self.kinds.number(kind)?), infos))
            }
            (None, None, None, Some(at)) => {
                let own = if matches!(over, Over::Kind(_)) {
                    resolve(at, over, self.form).map_err(|message| self.problem(message)).ok()?
                } else {
                    known(at, over, self.form)?
                };
                Some((Reach::Own(own), Vec::new()))
            }
            _ => {
                self.problem("a relation has one of `from`, `to` and `kind`");
                None
            }
        }
    }

    fn named_kinds(&mut self, name: &str, key: &str) -> Option<Vec<&'a Info>> {
        match kinds_named(name, self.kinds) {
            Ok(infos) => Some(infos),
            Err(message) => {
                self.within(key, |maker| maker.problem(message));
                None
            }
        }
    }

    fn incoming(
        &mut self,
        from: &str,
        relation: &Relation,
        over: Over<'_>,
    ) -> Option<(Reach, Vec<&'a Info>)> {
        let Some((kind, key)) = from.split_once('.') else {
            self.within("from", |maker| {
                maker.problem("it reads \"kind.key\", or \"*.key\" for every kind")
            });
            return None;
        };
        self.named_kinds(kind, "from")?;
        let nature = key == "answers";
        let key = if nature { "satisfies" } else { key };
        let one = self.kinds.number(kind);
        let keys: Vec<Option<Tag>> = self
            .kinds
            .iter()
            .map(|(number, info)| {
                let meant = one.map_or(kind == "*", |one| one == number);
                if meant { info.end(NO_TAG, key) } else { None }
            })
            .collect();
        let infos: Vec<&Info> = self
            .kinds
            .iter()
            .zip(&keys)
            .filter(|((_, info), key)| key.is_some() || nature && !info.kind.answers.is_empty())
            .map(|((_, info), _)| info)
            .collect();
        if infos.is_empty() {
            self.within("from", |maker| {
                maker.problem(format!("no kind that is meant has a key `{key}`"))
            });
            return None;
        }
        let via = match &relation.via {
            Some(path) => Some(self.within("via", |maker| maker.getter(path, over))?),
            None => None,
        };
        Some((Reach::Incoming { keys, nature, via }, infos))
    }

    fn outgoing(&mut self, to: &str, over: Over<'_>) -> Option<(Reach, Vec<&'a Info>)> {
        let info = match over {
            Over::Kind(info) | Over::Element(info, _) => info,
            _ => {
                self.within("to", |maker| {
                    maker.problem("`to` is a key of a record; this looks at something else")
                });
                return None;
            }
        };
        let table = if let Over::Element(_, tag) = over { tag } else { NO_TAG };
        let path = || match table {
            NO_TAG => to.to_owned(),
            tag => format!("{}.{to}", info.path(tag)),
        };
        let Some(tag) = info.end(table, to) else {
            self.within("to", |maker| {
                let path = path();
                maker.problem(format!("kind `{}` has no key `{path}`", info.kind.id))
            });
            return None;
        };
        let key = info.key(tag)?;
        let infos: Vec<&Info> = match key.value {
            KeyType::Reference => key.to.iter().filter_map(|kind| self.kinds.by_id(kind)).collect(),
            KeyType::Record => self.kinds.iter().map(|(_, info)| info).collect(),
            KeyType::Mapping | KeyType::Requirement => Vec::new(),
            _ => {
                self.within("to", |maker| {
                    let path = path();
                    maker.problem(format!("`{path}` names neither records nor requirements"))
                });
                return None;
            }
        };
        Some((Reach::Outgoing(tag), infos))
    }
}

/// What is made of each, in no more room than that: plans are kept for the run, and there are many.
fn all_of<T, R>(items: &[T], make: impl FnMut(&T) -> Option<R>) -> Vec<R> {
    let mut made = Vec::with_capacity(items.len());
    made.extend(items.iter().filter_map(make));
    made
}

fn several(each: &Each) -> bool {
    matches!(each, Each::OfKinds(names) if names.len() > 1)
}

/// Whether a condition wants something to be there that may stand in any file.
fn wants(condition: &Condition) -> bool {
    !condition.some.is_empty() || condition.any.iter().any(wants)
}

/// A condition that a kind's own file gives. It has no parameters and no settings.
pub(crate) fn condition(condition: &Condition, info: &Info, kinds: &Kinds) -> When {
    /// What a kind's condition may not speak of, made once: every kind has some.
    static NOTHING: LazyLock<(Rules, Settings, Info)> = LazyLock::new(|| {
        (Rules::empty(), Settings::default(), crate::workspace::form_info("complint"))
    });
    let (rules, settings, form) = &*NOTHING;
    let rule = crate::rule::shipped().first();
    let Some(rule) = rule else { return When::default() };
    let mut maker = Maker::new(0, rule, rules, kinds, form, settings);
    maker.when(condition, Over::Kind(info).into())
}
