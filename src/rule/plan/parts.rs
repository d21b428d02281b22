//! The parts of a plan, each made ready when it is first asked for.
//!
//! Of most checks a small programme needs no more than the filter, and of nearly all of them not the
//! places, because they find nothing. Making all of it was most of what such a programme waited for.

use std::sync::OnceLock;

use super::{Maker, Masks, Places, Plan, When, Where};
use crate::kind::{Kinds, NO_TAG, Tags};
use crate::rule::RuleNo;
use crate::rule::getter::Over;
use crate::rule::types::Check;
use crate::workspace::{Workspace, given};

impl Plan {
    pub(super) fn new(rule: RuleNo, check: usize, to: Where, element: Option<Tags>) -> Self {
        let (filter, require, places) = Default::default();
        Self { rule, check, to, element, filter, require, places }
    }

    /// Takes what was made at once.
    pub(super) fn give(&mut self, filter: When, require: When, places: Places) {
        self.filter = OnceLock::from(filter);
        self.require = OnceLock::from(require);
        self.places = OnceLock::from(Box::new(places));
    }

    /// Which subjects.
    pub(crate) fn filter(&self, workspace: &Workspace) -> &When {
        self.filter.get_or_init(|| self.part(workspace, Maker::filter))
    }

    /// What must hold.
    pub(crate) fn require(&self, workspace: &Workspace) -> &When {
        self.require.get_or_init(|| self.part(workspace, Maker::require))
    }

    /// What a finding shows.
    pub(crate) fn places(&self, workspace: &Workspace) -> &Places {
        self.places.get_or_init(|| Box::new(self.part(workspace, Maker::places)))
    }

    /// Which records to look at, as far as bits tell.
    pub(crate) fn opens(&self, workspace: &Workspace) -> Masks {
        let list = self.element.as_ref().and_then(|tags| given::bit(*tags.first()?));
        self.filter(workspace).masks.with(list.unwrap_or(0))
    }

    fn part<'w, T: Default>(
        &self,
        workspace: &'w Workspace,
        make: fn(&mut Maker<'w>, &Check, Over<'_>) -> T,
    ) -> T {
        let Workspace { rules, kinds, form, settings, .. } = workspace;
        let made = || {
            let rule = rules.get(self.rule)?;
            let mut maker = Maker::new(self.rule, rule, rules, kinds, form, settings);
            Some(make(&mut maker, rule.checks.get(self.check)?, self.over(kinds)?))
        };
        made().unwrap_or_default()
    }

    fn over<'k>(&self, kinds: &'k Kinds) -> Option<Over<'k>> {
        Some(match (self.to, &self.element) {
            (Where::Requirements, _) => Over::Requirement,
            (Where::Programme, _) => Over::Programme,
            (Where::Kind(kind), None) => Over::Kind(kinds.get(kind)?),
            (Where::Kind(kind), Some(tags)) => {
                Over::Element(kinds.get(kind)?, tags.last().copied().unwrap_or(NO_TAG))
            }
        })
    }
}
