//! Rules made ready to run: keys resolved, parameters filled in, expressions compiled.
//!
//! Whatever a rule file says that cannot be meant is found here, with the place in the file.

use std::sync::OnceLock;

use jiff::civil::Date;

use super::getter::{Form, Getter};
use super::types::{Condition, Literal, Rule};
use super::{RuleNo, Rules};
use crate::config::Settings;
use crate::few::Few;
use crate::kind::{KindNo, Kinds, State, Tag, Tags, value};
use crate::text::{List, Str};
use crate::workspace::given::Bits;

mod make;
mod masks;
mod memo;
mod parts;
mod pattern;
mod sure;

use make::Maker;
pub(crate) use make::condition;
pub(crate) use masks::{Masks, place};
pub(crate) use memo::Memo;
pub(crate) use pattern::{Pattern, Search};

/// All rules, by what they look at.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    /// By kind number.
    pub records: Vec<Vec<Plan>>,
    /// For requirements.
    pub requirements: Vec<Plan>,
    /// For `complint.toml`.
    pub programme: Vec<Plan>,
    /// Rules in Rust.
    pub native: Vec<RuleNo>,
}

/// One check of a rule for one kind of subject. Its parts are made ready when they are asked for.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The rule.
    pub rule: RuleNo,
    /// Which of its checks.
    pub check: usize,
    /// What it is for.
    to: Where,
    /// The list whose elements are looked at, instead of the record.
    pub element: Option<Tags>,
    filter: OnceLock<When>,
    require: OnceLock<When>,
    places: OnceLock<Box<Places>>,
}

/// What a plan is for.
#[derive(Clone, Copy, Debug)]
enum Where {
    Kind(KindNo),
    Requirements,
    Programme,
}

/// What a finding shows.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Where it points.
    pub at: Box<[Getter]>,
    /// Other places.
    pub related: Box<[Relating]>,
}

/// Keys, and what is asked of each. Most conditions ask it of one.
pub(crate) type Tests = Few<(Getter, Is), Box<[(Getter, Is)]>>;

/// A condition, ready.
#[derive(Debug, Default)]
pub(crate) struct When {
    pub tests: Tests,
    /// Most ask for no more than tests.
    pub beyond: Option<Box<Beyond>>,
    /// What of the tests bits answer.
    pub masks: Masks,
}

/// What a condition asks for beyond tests of keys.
#[derive(Debug)]
pub(crate) struct Beyond {
    pub any: Box<[When]>,
    pub not: Box<[When]>,
    pub some: Box<[Relating]>,
    pub none: Box<[Relating]>,
}

impl When {
    /// Of which conditions one has to hold, where there are any.
    pub(crate) fn any(&self) -> &[When] {
        self.beyond.as_deref().map_or(&[], |beyond| &beyond.any)
    }

    /// Which relations must not have any record.
    pub(crate) fn none(&self) -> &[Relating] {
        self.beyond.as_deref().map_or(&[], |beyond| &beyond.none)
    }

    /// Whether it holds of a record that gives these keys and no others, where that alone tells.
    pub(crate) fn told(&self, given: Bits, state: State) -> Option<bool> {
        match self.masks.hold(given, state) {
            false => Some(false),
            true => self.is_settled().then_some(true),
        }
    }

    /// Whether bits answer all of it.
    fn is_settled(&self) -> bool {
        self.beyond.is_none() && self.masks.answer_all(self.tests.len())
    }

    /// How long it takes to ask, roughly: looking at another record takes longer than at a key.
    fn cost(&self) -> usize {
        self.tests.len() + self.beyond.as_ref().map_or(0, |beyond| beyond.cost())
    }
}

impl Beyond {
    fn cost(&self) -> usize {
        let inner = self.any.iter().chain(&self.not).map(When::cost);
        let relations = self.some.iter().chain(&self.none).map(Relating::cost);
        inner.chain(relations).sum()
    }
}

/// A test, ready.
#[derive(Debug)]
pub(crate) enum Is {
    Present,
    Absent,
    OneOf(Few<Literal, List<Literal>>),
    Within(Box<[Limit]>),
}

/// A bound, ready.
#[derive(Debug)]
pub(crate) enum Limit {
    Not(Is),
    Min(Term),
    Max(Term),
    Before(Term),
    NotBefore(Term),
    After(Term),
    NotAfter(Term),
    NotLongerAgo(Box<Length>),
    MinWords(Term),
    MinItems(Term),
    MaxItems(Term),
    Matches(Box<Pattern>),
    Contains(Term),
    Equals(Term),
}

/// An operand, ready.
#[derive(Debug)]
pub(crate) struct Term {
    pub base: TermBase,
    /// What is added to it.
    pub plus: Option<Box<Plus>>,
}

/// A duration that is added.
#[derive(Debug)]
pub(crate) struct Plus {
    pub length: Length,
    /// A day and how far it leads from it. A run has one day only.
    led: OnceLock<(Date, Option<Date>)>,
}

impl Term {
    fn new(base: TermBase, plus: Option<Length>) -> Self {
        let plus = plus.map(|length| Box::new(Plus { length, led: OnceLock::new() }));
        Self { base, plus }
    }

    /// Whether it is that number, and always.
    fn is(&self, number: i64) -> bool {
        self.plus.is_none()
            && matches!(self.base, TermBase::Literal(Literal::LitInt(own)) if own == number)
    }
}

impl Plus {
    /// The day that is later by so much, which is what it comes to, than the day of the run.
    pub(crate) fn from(&self, today: Date, plus: jiff::Span) -> Option<Date> {
        let later = || value::later(today, plus);
        let (day, later_day) = self.led.get_or_init(|| (today, later()));
        if *day == today { *later_day } else { later() }
    }
}

/// A duration, ready.
#[derive(Debug)]
pub(crate) enum Length {
    Fixed(jiff::Span),
    /// As `complint.toml` says it; none where it does not.
    Setting(Getter),
}

/// Where an operand's value comes from, ready.
#[derive(Debug)]
pub(crate) enum TermBase {
    Literal(Literal),
    Today,
    Value(Getter),
    /// Of the subject that a relation is asked for.
    Outer(Getter),
}

/// A relation, ready.
#[derive(Debug)]
pub(crate) struct Relating {
    pub to: Reach,
    pub filter: When,
    pub min: usize,
    pub label: Option<Str>,
    /// The key of the related record that is shown.
    pub at: Option<Getter>,
    /// What of it is the same whoever asks.
    pub memo: Memo,
}

impl Relating {
    /// How long it takes to ask, roughly.
    pub(crate) fn cost(&self) -> usize {
        let records = if matches!(self.to, Reach::All(_)) { 1000 } else { 1 };
        records * (20 + self.filter.cost())
    }
}

/// Which records a relation reaches.
#[derive(Debug)]
pub(crate) enum Reach {
    /// Those whose key refers here; by kind number the key, where the kind has it.
    Incoming { keys: Keys, nature: bool, via: Option<Box<Getter>> },
    /// Those, or the requirements, that a key of the subject refers to.
    Outgoing(Tag),
    /// All of a kind.
    All(KindNo),
    /// The subject itself; for related places.
    Own(Getter),
}

/// The keys that refer to a subject.
#[derive(Debug)]
pub(crate) enum Keys {
    /// That of one kind.
    One(KindNo, Tag),
    /// By kind number, where the kind has it.
    Each(Box<[Option<Tag>]>),
}

impl Keys {
    /// That of a kind.
    pub(crate) fn of(&self, kind: KindNo) -> Option<Tag> {
        match self {
            Self::One(own, tag) => (*own == kind).then_some(*tag),
            Self::Each(keys) => keys.get(usize::from(kind)).copied().flatten(),
        }
    }
}

/// What is wrong with a rule.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The rule.
    pub rule: RuleNo,
    /// The keys on the way to it; numbers are positions in lists.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
}

/// Most kinds have no more checks than this.
const USUAL: usize = 16;

impl Plans {
    /// Notes what every rule looks at that can have a finding. A company's own are prepared in full, and
    /// even where they have none, so that a broken one is said aloud.
    pub(crate) fn new(
        rules: &Rules,
        kinds: &Kinds,
        form: &Form,
        settings: &Settings,
    ) -> (Self, Vec<Problem>) {
        let of_kinds = kinds.iter().map(|_| Vec::with_capacity(USUAL));
        let mut plans = Self { records: of_kinds.collect(), ..Self::default() };
        let mut problems = Vec::new();
        let mut made = Vec::new();
        for (number, rule) in rules.iter() {
            let runs = settings.levels.runs(number);
            if !runs && rules.source(number).is_none() {
                continue;
            }
            let mut maker = Maker::new(number, rule, rules, kinds, form, settings);
            maker.rule(&mut made);
            let usable = maker.problems.is_empty();
            problems.append(&mut maker.problems);
            if runs && usable {
                plans.add(number, rule, &mut made);
            }
            made.clear();
        }
        // What is left of room for more is wanted for their parts.
        plans.records.iter_mut().for_each(Vec::shrink_to_fit);
        (plans, problems)
    }

    /// Takes out a rule that cannot be used.
    pub(crate) fn remove(&mut self, rule: RuleNo) {
        let lists = self.records.iter_mut().chain([&mut self.requirements, &mut self.programme]);
        lists.for_each(|list| list.retain(|plan| plan.rule != rule));
    }

    fn add(&mut self, number: RuleNo, rule: &Rule, made: &mut Vec<Plan>) {
        if rule.native {
            self.native.push(number);
        }
        for plan in made.drain(..) {
            match plan.to {
                Where::Kind(kind) => {
                    if let Some(list) = self.records.get_mut(kind as usize) {
                        list.push(plan);
                    }
                }
                Where::Requirements => self.requirements.push(plan),
                Where::Programme => self.programme.push(plan),
            }
        }
    }
}

/// Whether a rule's checks conclude something from what is not there.
pub(crate) fn is_of_absence(rule: &Rule) -> bool {
    /// Whether a condition wants something to be there that may stand in any file.
    fn wants(condition: &Condition) -> bool {
        !condition.some.is_empty() || condition.any.iter().any(wants)
    }
    rule.checks.iter().any(|check| wants(&check.require))
}

/// A literal as a date.
pub(crate) fn date_of(literal: &Literal) -> Option<Date> {
    match literal {
        Literal::LitDate(text) | Literal::LitText(text) => text.parse().ok(),
        _ => None,
    }
}
