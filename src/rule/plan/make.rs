//! From a rule file's check to one that can run.

use std::sync::LazyLock;

use super::{Places, Plan, Problem, When, Where};
use crate::config::Settings;
use crate::few::Few;
use crate::kind::{Info, KindNo, Kinds, NO_TAG, Tags};
use crate::rule::getter::{Form, Getter, Over, known, no_kind, unknown};
use crate::rule::types::{Check, Condition, Each, Rule};
use crate::rule::{RuleNo, Rules};
use crate::workspace::Workspace;

mod conditions;
mod placeholders;
mod relations;
mod sorts;
mod term;

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
    form: &'a Form,
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
        form: &'a Form,
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

    pub(super) fn rule(&mut self, made: &mut Vec<Plan>) {
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
                if several && maker.strict {
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

    fn check(&mut self, position: usize, check: &'a Check, made: &mut Vec<Plan>) {
        match &check.each {
            Each::OfRequirements => {
                let to = (Where::Requirements, None);
                made.push(self.plan(position, check, to, Over::Requirement));
            }
            Each::OfProgramme => {
                let to = (Where::Programme, None);
                made.push(self.plan(position, check, to, Over::Programme));
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
                        let to = (Where::Kind(kind), None);
                        made.push(self.plan(position, check, to, Over::Kind(info)));
                    }
                }
            }
        }
        if self.strict {
            self.texts(check);
        }
    }

    fn over_kind(&mut self, position: usize, check: &'a Check, name: &str, made: &mut Vec<Plan>) {
        let (kind, list) =
            name.split_once('.').map_or((name, None), |(kind, list)| (kind, Some(list)));
        let number = self.kinds.number(kind);
        let Some((number, info)) = number.and_then(|one| Some((one, self.kinds.get(one)?))) else {
            let message = match name {
                "*" => {
                    "there is no kind `*`; every kind with ids is `{ trait = \"record\" }`".into()
                }
                _ => no_kind(kind, self.kinds),
            };
            return self.within("each", |maker| maker.problem(message));
        };
        let to = Where::Kind(number);
        let plan = match list {
            None => self.plan(position, check, (to, None), Over::Kind(info)),
            Some(list) => match info.find(list) {
                Some(tags) => {
                    let last = tags.last().copied().unwrap_or(NO_TAG);
                    self.plan(position, check, (to, Some(tags)), Over::Element(info, last))
                }
                None => {
                    return self.within("each", |maker| {
                        maker.problem(format!("kind `{kind}` has no key `{list}`"))
                    });
                }
            },
        };
        made.push(plan);
    }

    /// A plan, with all its parts where one of them may turn out not to be meant. No run has to look for
    /// that in what is shipped, as long as a company changes nothing of it.
    fn plan(
        &mut self,
        position: usize,
        check: &Check,
        (to, element): (Where, Option<Tags>),
        over: Over<'_>,
    ) -> Plan {
        let mut plan = Plan::new(self.number, position, to, element);
        let changed = self.kinds.has_own() || self.settings.levels.has_parameters(self.number);
        if self.strict || changed {
            plan.give(
                self.filter(check, over),
                self.require(check, over),
                self.places(check, over),
            );
        }
        plan
    }

    /// Which subjects.
    pub(super) fn filter(&mut self, check: &Check, over: Over<'_>) -> When {
        self.within("where", |maker| maker.when(&check.filter, over.into()))
    }

    /// What must hold.
    pub(super) fn require(&mut self, check: &Check, over: Over<'_>) -> When {
        self.within("require", |maker| maker.when(&check.require, over.into()))
    }

    /// What a finding shows.
    pub(super) fn places(&mut self, check: &Check, over: Over<'_>) -> Places {
        let at = self.within("at", |maker| {
            // Over several kinds a key that one of them lacks is passed over; one that none has is
            // found when the rule is tested against its trait.
            all_of(&check.at, |path| maker.getter_at(path, over, check))
        });
        let related = self.within("related", |maker| {
            all_of(&check.related, |relation| maker.relating(relation, over))
        });
        Places { at, related }
    }

    fn getter_at(&mut self, path: &str, over: Over<'_>, check: &Check) -> Option<Getter> {
        let known = known(path, over, self.form);
        let may_lack =
            matches!(check.each, Each::OfTrait(_)) || check.at.len() > 1 && several(&check.each);
        if known.is_none() && !may_lack {
            self.problem(unknown(path, over, self.form));
        }
        known
    }

    fn getter(&mut self, path: &str, over: Over<'_>) -> Option<Getter> {
        let known = known(path, over, self.form);
        if known.is_none() {
            self.within(path, |maker| maker.problem(unknown(path, over, maker.form)));
        }
        known
    }
}

/// What is made of each, in no more room than that: plans are kept for the run, and there are many.
fn all_of<T, R>(items: &[T], mut make: impl FnMut(&T) -> Option<R>) -> Box<[R]> {
    let mut made = Vec::with_capacity(items.len());
    for item in items {
        if let Some(one) = make(item) {
            made.push(one);
        }
    }
    made.into()
}

/// The same where there mostly is one.
fn few_of<T, R>(items: &[T], mut make: impl FnMut(&T) -> Option<R>) -> Few<R, Box<[R]>> {
    match items {
        [item] => make(item).map_or_else(Few::default, Few::One),
        _ => Few::Many(all_of(items, make)),
    }
}

fn several(each: &Each) -> bool {
    matches!(each, Each::OfKinds(names) if names.len() > 1)
}

/// A condition that a kind's own file gives. It has no parameters.
pub(crate) fn condition(condition: &Condition, info: &Info, workspace: &Workspace) -> When {
    /// What a kind's condition may not speak of, made once: every kind has some.
    static NOTHING: LazyLock<(Rules, Settings)> =
        LazyLock::new(|| (Rules::empty(), Settings::default()));
    let (rules, settings) = &*NOTHING;
    let rule = crate::rule::shipped().first();
    let Some(rule) = rule else { return When::default() };
    let Workspace { kinds, form, .. } = workspace;
    let mut maker = Maker::new(0, rule, rules, kinds, form, settings);
    maker.when(condition, Over::Kind(info).into())
}
