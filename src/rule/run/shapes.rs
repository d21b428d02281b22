//! What records have to be asked, made ready once for all that are alike.
//!
//! Which plans can say anything about a record is settled by its kind, by the keys that it gives and by
//! its state, and with them many of the tests of those plans. Few records of a programme give keys that
//! no other of their kind gives, so that asking this of each of them would be asking it again and again.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::left::Left;
use super::sight::{Sight, programme};
use crate::kind::{KindNo, State};
use crate::rule::plan::Plan;
use crate::workspace::given::{self, Bits};
use crate::workspace::{Record, Workspace};

/// What records are alike in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Like {
    kind: KindNo,
    /// The keys that they give, where these are all that there is to know.
    given: Option<Bits>,
    state: State,
}

/// What has to be asked of records that are alike.
pub(super) type Shape<'w> = Vec<Step<'w>>;

/// A check, and what is left of it to ask.
#[derive(Debug)]
pub(super) struct Step<'w> {
    pub(super) plan: &'w Plan,
    /// Whether it concerns a subject.
    pub(super) filter: Left<'w>,
    /// What must hold.
    pub(super) require: Left<'w>,
    pub(super) order: Order,
}

/// When what must hold is asked: where it does, nothing else matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Order {
    First,
    /// Behind the tests of keys that the filter has.
    Between,
    Last,
}

impl Order {
    /// Nearly everything that is checked is right, so that what must hold decides most often, unless the
    /// filter chooses few.
    fn of(filter: &Left<'_>, require: &Left<'_>) -> Self {
        if require.cost() <= filter.cost() && !filter.is_choosy() {
            Self::First
        } else if require.cost() < filter.cost_beyond() {
            Self::Between
        } else {
            Self::Last
        }
    }
}

impl<'w> Step<'w> {
    /// What is left of a check; nothing where that cannot have a finding.
    pub(super) fn of(plan: &'w Plan, sight: &Sight<'_, 'w>) -> Option<Self> {
        let workspace = sight.workspace();
        let filter = Left::of(plan.filter(workspace), sight);
        if matches!(filter, Left::Fails) {
            return None;
        }
        let require = Left::of(plan.require(workspace), sight);
        let order = Order::of(&filter, &require);
        (!matches!(require, Left::Holds)).then_some(Self { plan, filter, require, order })
    }
}

/// All that were made, for whichever thread wants one.
pub(super) struct Shapes<'w> {
    workspace: &'w Workspace,
    today: Date,
    wanted: &'w (dyn Fn(&Plan) -> bool + Sync),
    made: Mutex<FxHashMap<Like, Arc<Shape<'w>>>>,
}

impl<'w> Shapes<'w> {
    pub(super) fn new(
        workspace: &'w Workspace,
        today: Date,
        wanted: &'w (dyn Fn(&Plan) -> bool + Sync),
    ) -> Self {
        Self { workspace, today, wanted, made: Mutex::default() }
    }

    fn get(&self, like: Like) -> Arc<Shape<'w>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(like).or_insert_with(|| Arc::new(self.make(like))))
    }

    fn make(&self, like: Like) -> Shape<'w> {
        let programme = programme(self.workspace, self.today);
        let plans = self.workspace.plans.records.get(usize::from(like.kind));
        let plans = plans.map(Vec::as_slice).unwrap_or_default().iter();
        let plans = plans.filter(|plan| (self.wanted)(plan));
        let info = self.workspace.kinds.get(like.kind);
        let Some((info, given)) = info.zip(like.given) else {
            let sight = Sight::of_programme(&programme);
            return plans.filter_map(|plan| Step::of(plan, &sight)).collect();
        };
        // Of a record that cannot be named nothing can be said but that.
        if given::bit(info.known.identity).is_some_and(|bit| given & bit == 0) {
            return Shape::new();
        }
        let record = Sight::of_record(&programme, info, given, like.state);
        let element = record.of_element();
        let sight = |plan: &Plan| if plan.element.is_some() { &element } else { &record };
        let plans = plans.filter(|plan| plan.opens(self.workspace).hold(given, like.state));
        plans.filter_map(|plan| Step::of(plan, sight(plan))).collect()
    }
}

/// Those that one thread met, so that it need not ask for each record whether others have them.
pub(super) struct Met<'s, 'w> {
    shapes: &'s Shapes<'w>,
    own: Vec<Arc<Shape<'w>>>,
    places: FxHashMap<Like, usize>,
    /// What the record before was like, and the place of that: often the next one is, too.
    last: Option<(Like, usize)>,
}

impl<'s, 'w> Met<'s, 'w> {
    pub(super) fn new(shapes: &'s Shapes<'w>) -> Self {
        Self { shapes, own: Vec::new(), places: FxHashMap::default(), last: None }
    }

    /// What has to be asked of a record, of which it is known which keys it gives or is not.
    pub(super) fn of(&mut self, record: &Record, given: Option<Bits>) -> Option<&Shape<'w>> {
        let like = Like { kind: record.kind, given, state: record.state };
        let at = match self.last {
            Some((last, at)) if last == like => at,
            _ => self.place(like),
        };
        self.last = Some((like, at));
        self.own.get(at).map(|shape| &**shape)
    }

    fn place(&mut self, like: Like) -> usize {
        *self.places.entry(like).or_insert_with(|| {
            self.own.push(self.shapes.get(like));
            self.own.len() - 1
        })
    }
}

/// What is left to ask of requirements, or of the programme.
pub(super) fn steps<'w>(
    sight: &Sight<'_, 'w>,
    plans: &'w [Plan],
    wanted: &(dyn Fn(&Plan) -> bool + Sync),
) -> Shape<'w> {
    let plans = plans.iter().filter(|plan| wanted(plan));
    plans.filter_map(|plan| Step::of(plan, sight)).collect()
}
