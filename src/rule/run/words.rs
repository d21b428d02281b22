//! What the placeholders of a message stand for.

use std::borrow::Cow;
use std::cell::RefCell;

use super::places::name_of;
use crate::rule::eval::{Got, Over, Subject};
use crate::rule::getter::{self, Field, Getter, resolve};
use crate::rule::plan::{Is, Plan, When};
use crate::rule::types::Rule;
use crate::rule::words_of;

/// What the placeholders of one finding stand for.
pub(super) struct Words<'s, 'w> {
    pub(super) subject: &'s Subject<'w>,
    pub(super) plan: &'s Plan,
    pub(super) rule: &'s Rule,
    pub(super) offenders: RefCell<Option<Vec<String>>>,
}

impl<'w> Words<'_, 'w> {
    pub(super) fn value(&self, name: &str) -> Cow<'w, str> {
        let workspace = self.subject.workspace;
        match name {
            "today" => self.subject.today.to_string().into(),
            "missing" => self.missing().into(),
            "related" => crate::words::join_and(&self.offenders()).into(),
            "count" => self.offenders().len().to_string().into(),
            "kind" => match self.subject.over {
                Over::Record { record, .. } => workspace.kind(record).words.as_str().into(),
                Over::Requirement(_) => "requirement".into(),
                Over::Programme => "programme".into(),
            },
            _ => self.key(name),
        }
    }

    fn key(&self, name: &str) -> Cow<'w, str> {
        let workspace = self.subject.workspace;
        if let Some(parameter) = name.strip_prefix("parameter.") {
            let levels = &workspace.settings.levels;
            let value =
                crate::config::parameter(levels, &workspace.rules, self.plan.rule, parameter);
            return value.map(words_of).unwrap_or_default().into();
        }
        let over = match self.subject.over {
            Over::Record { record, .. } => match &self.plan.element {
                Some(tags) => {
                    let info = workspace.kind(record);
                    getter::Over::Element(info, tags.last().copied().unwrap_or_default())
                }
                None => getter::Over::Kind(workspace.kind(record)),
            },
            Over::Requirement(_) => getter::Over::Requirement,
            Over::Programme => getter::Over::Programme,
        };
        if name == "id"
            && let Over::Record { record, .. } = self.subject.over
        {
            return workspace.id(record);
        }
        match resolve(name, over, &workspace.form) {
            Ok(getter) => match self.subject.get(&getter) {
                Got::Nothing if matches!(getter, Getter::Through(_, Field::Framework)) => {
                    Subject::default_framework().into()
                }
                got => got.into_words(),
            },
            Err(_) => Cow::Borrowed(""),
        }
    }

    /// The keys that are asked for and not there, by their last name.
    fn missing(&self) -> String {
        let names: Vec<String> = absent(self.subject, self.plan.require(self.subject.workspace))
            .into_iter()
            .map(|getter| {
                let path = name_of(self.subject, getter);
                format!("`{}`", path.rsplit('.').next().unwrap_or(&path))
            })
            .collect();
        names.join(", ")
    }

    /// The records that stand against the check, by name.
    fn offenders(&self) -> Vec<String> {
        if let Some(known) = &*self.offenders.borrow() {
            return known.clone();
        }
        let workspace = self.subject.workspace;
        let mut numbers = Vec::new();
        for relation in self.plan.require(workspace).none() {
            self.subject.related(relation, &mut |(number, _)| {
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
                true
            });
        }
        let names: Vec<String> = numbers
            .iter()
            .filter_map(|number| workspace.records.get(*number as usize))
            .map(|record| workspace.name(record))
            .collect();
        debug_assert!(self.rule.checks.len() > self.plan.check);
        *self.offenders.borrow_mut() = Some(names.clone());
        names
    }
}

/// The keys that are asked for, in one way or another, and not there.
fn absent<'p>(subject: &Subject<'_>, require: &'p When) -> Vec<&'p Getter> {
    let own = require
        .tests
        .iter()
        .filter(|(getter, is)| matches!(is, Is::Present) && !subject.is(getter, is))
        .map(|(getter, _)| getter);
    own.chain(require.any().iter().flat_map(|inner| absent(subject, inner))).collect()
}
