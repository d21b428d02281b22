//! Plans run over their subjects; what fails becomes findings.

use std::cell::RefCell;

use jiff::civil::Date;

use super::eval::{Got, Over, Subject};
use super::getter::{Getter, resolve};
use super::plan::{Is, Plan, Reach, Relating, When};
use super::text::fill;
use super::types::{Check, Rule};
use crate::finding::{Finding, Place, Related, Subject as About};
use crate::kind;
use crate::kind::read::To;
use crate::source::SourceId;
use crate::workspace::{Record, Workspace, links};

mod gates;
#[cfg(test)]
mod tests;

use gates::{Gate, Gates};

/// Runs every check over everything it looks at. Findings are in no order yet.
pub(crate) fn run(workspace: &Workspace, today: Date) -> Vec<Finding> {
    let all = |_: &Plan| true;
    // What is no record is few, and takes as long as many of them: nobody waits for it.
    let (mut findings, others) = crate::parallel::both(
        workspace.records.len(),
        || run_records(workspace, today, &all),
        || run_others(workspace, today, &all),
    );
    findings.extend(others);
    findings
}

/// Runs the checks of one rule alone, so that its time can be told from that of the others.
pub(crate) fn alone(workspace: &Workspace, today: Date, rule: super::RuleNo) -> Vec<Finding> {
    let own = |plan: &Plan| plan.rule == rule;
    let mut findings = run_records(workspace, today, &own);
    findings.extend(run_others(workspace, today, &own));
    findings
}

fn run_records(
    workspace: &Workspace,
    today: Date,
    wanted: &(dyn Fn(&Plan) -> bool + Sync),
) -> Vec<Finding> {
    let gates = Gates::new(workspace, today, wanted);
    let numbers: Vec<u32> = (0..workspace.records.len() as u32).collect();
    // Records of one kind stand together, and some kinds have many more rules than others.
    let over_records = crate::parallel::pieces_of(PIECE, &numbers, |numbers| {
        let mut findings = Vec::new();
        for number in numbers {
            over_record(workspace, today, *number, &gates, &mut findings);
        }
        findings
    });
    over_records.into_iter().flatten().collect()
}

/// Runs checks of requirements and of the programme.
fn run_others(
    workspace: &Workspace,
    today: Date,
    wanted: &(dyn Fn(&Plan) -> bool + Sync),
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for plan in workspace.plans.requirements.iter().filter(|plan| wanted(plan)) {
        for number in workspace.requirements_in_scope() {
            let subject = Subject::new(workspace, today, Over::Requirement(number));
            apply(&subject, plan, &mut findings);
        }
    }
    for plan in workspace.plans.programme.iter().filter(|plan| wanted(plan)) {
        apply(&Subject::new(workspace, today, Over::Programme), plan, &mut findings);
    }
    findings
}

/// So many records are a piece of work for a thread.
const PIECE: usize = 512;

fn over_record(
    workspace: &Workspace,
    today: Date,
    number: u32,
    gates: &Gates<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(record) = workspace.records.get(number as usize) else { return };
    // Of a record that cannot be named nothing can be said but that.
    if !is_named(workspace, record) {
        return;
    }
    let given = workspace.given(record);
    let is_open =
        |gate: &&Gate<'_>| given.is_none_or(|given| gate.is_open(given, workspace.state(record)));
    let mut open = gates.of(record.kind).iter().filter(is_open).peekable();
    if open.peek().is_none() {
        return;
    }
    let Some(subject) = Subject::record(workspace, today, number) else { return };
    for gate in open {
        over_plan(&subject, gate.plan, gate.known(given.is_some()), findings);
    }
}

/// Whether a record has an id that can be used.
fn is_named(workspace: &Workspace, record: &Record) -> bool {
    let known = workspace.kind(record).known;
    if workspace.given(record).is_some() {
        return record.given.can_have(known.identity);
    }
    let identity = workspace.identity(record);
    identity.is_some_and(|id| !workspace.bad.has(record.source, id.node()))
}

/// Holds a record, of which some tests of the filter are known to hold, or the elements of a list in it
/// against a plan.
fn over_plan(subject: &Subject<'_>, plan: &Plan, known: u32, findings: &mut Vec<Finding>) {
    let Some(tags) = &plan.element else {
        subject.unusable.set(false);
        if subject.others_hold(&plan.filter, known) && fails(subject, plan) {
            findings.extend(report(subject, plan));
        }
        return;
    };
    let Over::Record { number, record, table } = subject.over else { return };
    let list = tags.iter().try_fold(table, |table, tag| kind::tagged(table, *tag));
    let elements = list.into_iter().flat_map(|list| list.elements());
    for element in elements.filter(|element| element.is_table()) {
        let over = Over::Record { number, record, table: element };
        apply(&Subject::new(subject.workspace, subject.today, over), plan, findings);
    }
}

fn apply(subject: &Subject<'_>, plan: &Plan, findings: &mut Vec<Finding>) {
    if subject.tests_hold(&plan.filter) && fails(subject, plan) {
        findings.extend(report(subject, plan));
    }
}

/// Whether a subject of which the tests of the filter hold is one that a check concerns, and what must
/// hold of it does not.
fn fails(subject: &Subject<'_>, plan: &Plan) -> bool {
    let concerned = || subject.holds_beyond(&plan.filter) && !subject.unusable.get();
    let wrong = || !subject.holds(&plan.require) && !subject.unusable.get();
    match plan.require_first {
        true => wrong() && concerned(),
        false => concerned() && wrong(),
    }
}

/// Puts a failed check into words. Few fail: what runs for every record is kept apart from this.
#[cold]
#[inline(never)]
fn report(subject: &Subject<'_>, plan: &Plan) -> Option<Finding> {
    let workspace = subject.workspace;
    let rule = workspace.rules.get(plan.rule)?;
    let check = rule.checks.get(plan.check)?;
    let (place, key) = anchor(subject, plan);
    let level = workspace.settings.levels.level_in(plan.rule, &workspace.source(place.source).path);
    // What weighs less than the rule's other findings is not raised with them.
    let level = check.level.map_or(level, |most| level.max(most));
    if level == super::Level::Off {
        return None;
    }
    let words = Words { subject, plan, rule, offenders: RefCell::new(None) };
    let say = |text: &str| fill(text, &|name| words.value(name));
    let message = say(check.message.as_ref().unwrap_or(&rule.message));
    let list = check.list.as_ref().or(rule.list.as_ref()).map(|text| say(text));
    let help = check.help.as_ref().or(rule.help.as_ref()).map(|text| say(text));
    let help = help.map(|text| without_given(subject, plan, text));
    let label = check.label.as_ref().map(|text| say(text));
    let related = others(subject, plan, check, &words, place);
    Some(Finding {
        rule: plan.rule,
        level,
        message,
        list,
        place,
        label,
        related,
        help,
        fix: None,
        subject: about(subject),
        key,
        suppressed: None,
        fingerprint: String::new(),
    })
}

/// Leaves out the lines that set a key which is asked for and there already: what is pasted must not
/// say it twice.
fn without_given(subject: &Subject<'_>, plan: &Plan, help: String) -> String {
    let asked = plan.require.tests.iter().filter(|(_, is)| matches!(is, Is::Present));
    let given: Vec<String> = asked
        .filter(|(getter, is)| subject.is(getter, is))
        .map(|(getter, _)| name_of(subject, getter))
        .collect();
    let sets = |line: &str| line.split_once(" = ").map(|(key, _)| key.trim().to_owned());
    let is_given = |line: &&str| sets(line).is_some_and(|key| given.contains(&key));
    let left: Vec<&str> = help.lines().filter(|line| !is_given(line)).collect();
    if left.is_empty() { help } else { left.join("\n") }
}

fn about(subject: &Subject<'_>) -> About {
    match subject.over {
        Over::Record { number, .. } => About::Record(number),
        Over::Requirement(number) => About::Requirement(number),
        Over::Programme => About::Programme,
    }
}

/// The first place of `at` that is there; else the failing key; else a key of the filter; else what
/// identifies the subject; else its header.
fn anchor(subject: &Subject<'_>, plan: &Plan) -> (Place, String) {
    let failing = failing(subject, &plan.require);
    let asked = plan.filter.tests.iter().map(|(getter, _)| getter);
    let getters = plan.at.iter().chain(failing).chain(asked);
    for getter in getters {
        if let Some(place) = subject.place(getter) {
            return (place, name_of(subject, getter));
        }
    }
    (whole(subject), String::new())
}

/// The keys whose tests fail.
fn failing<'p>(subject: &Subject<'_>, require: &'p When) -> Vec<&'p Getter> {
    let own = require
        .tests
        .iter()
        .filter(|(getter, is)| !subject.is(getter, is))
        .map(|(getter, _)| getter);
    let inner = require.any.iter().flat_map(|inner| failing(subject, inner));
    own.chain(inner).collect()
}

fn whole(subject: &Subject<'_>) -> Place {
    let workspace = subject.workspace;
    match subject.over {
        Over::Record { record, table, .. } => {
            let identity = workspace.kind(record).top(&workspace.kind(record).kind.identity);
            let id = identity.and_then(|tag| kind::tagged(table, tag));
            let span = id.map_or_else(|| table.span(), |id| id.span());
            Place { source: record.source, span }
        }
        Over::Requirement(number) => {
            let framework = workspace.catalogs.catalog_of(number).map(|(framework, _)| framework);
            let declared = framework.and_then(|framework| workspace.settings.declared(framework));
            Place {
                source: SourceId::MANIFEST,
                span: declared.map(|declared| declared.header).unwrap_or_default(),
            }
        }
        Over::Programme => {
            let first = workspace.manifest().entries().next();
            Place {
                source: SourceId::MANIFEST,
                span: first.map(|entry| entry.key_span()).unwrap_or_default(),
            }
        }
    }
}

/// The path of a key, for fingerprints and machines.
fn name_of(subject: &Subject<'_>, getter: &Getter) -> String {
    match getter {
        Getter::Key(tags) => match (subject.over, tags.last()) {
            (Over::Record { record, .. }, Some(tag)) => subject.workspace.kind(record).path(*tag),
            _ => String::new(),
        },
        Getter::Named(path) => path.clone(),
        Getter::Setting(setting) => setting.path().to_owned(),
        Getter::Words(inner) | Getter::Through(inner, _) => name_of(subject, inner),
        Getter::Field(_) | Getter::Derived(_) => String::new(),
    }
}

/// Offenders and whatever else the rule wants shown.
fn others(
    subject: &Subject<'_>,
    plan: &Plan,
    check: &Check,
    words: &Words<'_, '_>,
    primary: Place,
) -> Vec<Related> {
    let mut related = Vec::new();
    let _ = check;
    for relation in plan.require.none.iter().chain(&plan.related) {
        let label = fill(relation.label.as_deref().unwrap_or_default(), &|name| words.value(name));
        match &relation.to {
            Reach::Own(getter) => {
                related.extend(subject.place(getter).map(|place| Related { place, label }));
            }
            _ => {
                subject.related(relation, &mut |(record, link)| {
                    related.extend(
                        place_of(subject, relation, record, link)
                            .map(|place| Related { place, label: label.clone() }),
                    );
                    true
                });
            }
        }
    }
    related.retain(|other| other.place != primary);
    related.sort_by_key(|other| other.place);
    related.dedup();
    related
}

fn place_of(
    subject: &Subject<'_>,
    relation: &Relating,
    number: u32,
    link: Option<&crate::kind::read::Link>,
) -> Option<Place> {
    let workspace = subject.workspace;
    let record = workspace.records.get(number as usize)?;
    if let Some(getter) = &relation.at {
        let other = Subject::record(workspace, subject.today, number)?;
        if let Some(place) = other.place(getter) {
            return Some(place);
        }
    }
    match (link, &relation.to) {
        (Some(link), Reach::Incoming { .. }) => Some(links::place(workspace, link)),
        (Some(link), _) if matches!(link.to, To::Requirement(_)) => {
            Some(links::place(workspace, link))
        }
        _ => {
            let identity = workspace.value_of(record, &workspace.kind(record).kind.identity);
            let span = identity.map_or_else(|| workspace.header(record), |id| id.span());
            Some(Place { source: record.source, span })
        }
    }
}

/// The keys that are asked for, in one way or another, and not there.
fn absent<'p>(subject: &Subject<'_>, require: &'p When) -> Vec<&'p Getter> {
    let own = require
        .tests
        .iter()
        .filter(|(getter, is)| matches!(is, Is::Present) && !subject.is(getter, is))
        .map(|(getter, _)| getter);
    own.chain(require.any.iter().flat_map(|inner| absent(subject, inner))).collect()
}

/// What the placeholders of one finding stand for.
struct Words<'s, 'w> {
    subject: &'s Subject<'w>,
    plan: &'s Plan,
    rule: &'s Rule,
    offenders: RefCell<Option<Vec<String>>>,
}

impl Words<'_, '_> {
    fn value(&self, name: &str) -> String {
        let workspace = self.subject.workspace;
        match name {
            "today" => self.subject.today.to_string(),
            "missing" => self.missing(),
            "related" => crate::words::join_and(&self.offenders()),
            "count" => self.offenders().len().to_string(),
            "kind" => match self.subject.over {
                Over::Record { record, .. } => workspace.kind(record).words(),
                Over::Requirement(_) => "requirement".to_owned(),
                Over::Programme => "programme".to_owned(),
            },
            _ => self.key(name),
        }
    }

    fn key(&self, name: &str) -> String {
        let workspace = self.subject.workspace;
        if let Some(parameter) = name.strip_prefix("parameter.") {
            let levels = &workspace.settings.levels;
            let value =
                crate::config::parameter(levels, &workspace.rules, self.plan.rule, parameter);
            return value.map(super::words_of).unwrap_or_default();
        }
        let over = match self.subject.over {
            Over::Record { record, .. } => match &self.plan.element {
                Some(tags) => {
                    let info = workspace.kind(record);
                    super::getter::Over::Element(info, tags.last().copied().unwrap_or_default())
                }
                None => super::getter::Over::Kind(workspace.kind(record)),
            },
            Over::Requirement(_) => super::getter::Over::Requirement,
            Over::Programme => super::getter::Over::Programme,
        };
        if name == "id"
            && let Over::Record { record, .. } = self.subject.over
        {
            return workspace.id(record).into_owned();
        }
        match resolve(name, over, &workspace.form) {
            Ok(getter) => match self.subject.get(&getter) {
                Got::Nothing
                    if matches!(getter, Getter::Through(_, super::getter::Field::Framework)) =>
                {
                    Subject::default_framework().to_owned()
                }
                got => got.words_of(),
            },
            Err(_) => String::new(),
        }
    }

    /// The keys that are asked for and not there, by their last name.
    fn missing(&self) -> String {
        let names: Vec<String> = absent(self.subject, &self.plan.require)
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
        for relation in &self.plan.require.none {
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
