//! Which plans a record has to be held against.
//!
//! Nearly all are settled by which keys it gives and by its state. What decides that lies together, and
//! apart from the plans, which are large.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::kind::{KindNo, State};
use crate::rule::eval::{Over, Subject};
use crate::rule::getter::Getter;
use crate::rule::plan::{Masks, Plan, place};
use crate::workspace::Workspace;
use crate::workspace::given::Bits;

/// The plans of every kind, made ready when the first record of the kind is met.
pub(super) struct Gates<'w> {
    workspace: &'w Workspace,
    today: Date,
    wanted: &'w (dyn Fn(&Plan) -> bool + Sync),
    by_kind: Vec<OnceLock<Vec<Gate<'w>>>>,
}

/// What leads to a plan.
pub(super) struct Gate<'w> {
    opens: Masks,
    settles: Vec<Masks>,
    /// The tests of the filter that hold of every record, a bit for each.
    settled: u32,
    pub(super) plan: &'w Plan,
}

impl Gate<'_> {
    /// Whether a record that gives these keys is neither passed over nor known to be right.
    pub(super) fn is_open(&self, given: Bits, state: State) -> bool {
        self.opens.hold(given, state)
            && !self.settles.iter().any(|settles| settles.hold(given, state))
    }

    /// The tests of the filter that are known to hold, of a record that it is open for or that bits do
    /// not tell enough of.
    pub(super) fn known(&self, plainly: bool) -> u32 {
        self.settled | if plainly { self.plan.filter.masks.answered() } else { 0 }
    }
}

impl<'w> Gates<'w> {
    pub(super) fn new(
        workspace: &'w Workspace,
        today: Date,
        wanted: &'w (dyn Fn(&Plan) -> bool + Sync),
    ) -> Self {
        let by_kind = workspace.plans.records.iter().map(|_| OnceLock::new()).collect();
        Self { workspace, today, wanted, by_kind }
    }

    /// The plans that can concern a record of a kind.
    pub(super) fn of(&self, kind: KindNo) -> &[Gate<'w>] {
        let Some(gates) = self.by_kind.get(usize::from(kind)) else { return &[] };
        gates.get_or_init(|| self.make(kind))
    }

    fn make(&self, kind: KindNo) -> Vec<Gate<'w>> {
        let plans = self.workspace.plans.records.get(usize::from(kind));
        let plans = plans.map(Vec::as_slice).unwrap_or_default().iter();
        plans.filter(|plan| (self.wanted)(plan)).filter_map(|plan| self.gate(plan)).collect()
    }

    /// What leads to a plan; nothing where it concerns no record, for what `complint.toml` says.
    fn gate(&self, plan: &'w Plan) -> Option<Gate<'w>> {
        let programme = Subject::new(self.workspace, self.today, Over::Programme);
        let mut settled = 0;
        for (at, (getter, is)) in plan.filter.tests.iter().enumerate() {
            if !matches!(getter, Getter::Setting(_)) || !is.is_of_programme() {
                continue;
            }
            let holds = programme.is(getter, is);
            // What cannot be used is neither so nor so.
            if programme.unusable.take() {
                continue;
            }
            if !holds {
                return None;
            }
            settled |= place(at);
        }
        Some(Gate { opens: plan.opens(), settles: plan.settles(), settled, plan })
    }
}
