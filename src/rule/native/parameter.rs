//! What native rules count by: the rule's parameters, as the company or the rule file sets them.

use jiff::civil::Date;

use crate::kind::value;
use crate::rule::plan::date_of;
use crate::rule::types::Literal;
use crate::workspace::Workspace;

/// The parameters of one rule.
pub(super) struct Parameters<'w> {
    workspace: &'w Workspace,
    rule: &'static str,
}

impl<'w> Parameters<'w> {
    pub(super) fn of(workspace: &'w Workspace, rule: &'static str) -> Self {
        Self { workspace, rule }
    }

    fn get(&self, name: &str) -> Option<&'w Literal> {
        let Workspace { rules, settings, .. } = self.workspace;
        crate::config::parameter(&settings.levels, rules, rules.number(self.rule)?, name)
    }

    pub(super) fn duration(&self, name: &str) -> Option<jiff::Span> {
        match self.get(name)? {
            Literal::LitText(text) => value::duration(text),
            _ => None,
        }
    }

    pub(super) fn date(&self, name: &str) -> Option<Date> {
        date_of(self.get(name)?)
    }

    /// A parameter as it is written.
    pub(super) fn written(&self, name: &str) -> String {
        self.get(name).map(crate::rule::words_of).unwrap_or_default()
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Literal::LitInt(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn list(&self, name: &str) -> Vec<&'w str> {
        match self.get(name) {
            Some(Literal::LitList(words)) => words.iter().map(|word| word.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}
