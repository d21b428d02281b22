//! Plans run over their subjects; what fails becomes findings.

use jiff::civil::Date;

use super::eval::{Over, Row, Subject};
use super::plan::Plan;
use crate::finding::Finding;
use crate::kind;
use crate::workspace::{Record, Workspace};

mod ask;
mod due;
mod left;
mod places;
mod report;
mod shapes;
mod sight;
#[cfg(test)]
mod tests;
mod words;

use report::report;
use shapes::{Met, Order, Shapes, Step, steps};
use sight::Sight;

/// Runs every check over everything it looks at. Findings come in pieces and in no order yet.
pub(crate) fn run(workspace: &Workspace, today: Date) -> Vec<Vec<Finding>> {
    let all = |_: &Plan| true;
    // What is no record is few, and takes as long as many of them: nobody waits for it.
    let (mut findings, others) = crate::parallel::both(
        workspace.records.len(),
        || run_records(workspace, today, &all),
        || run_others(workspace, today, &all),
    );
    findings.push(others);
    findings
}

/// Runs the checks of one rule alone, so that its time can be told from that of the others.
pub(crate) fn alone(workspace: &Workspace, today: Date, rule: super::RuleNo) -> Vec<Finding> {
    let own = |plan: &Plan| plan.rule == rule;
    let mut findings = run_records(workspace, today, &own);
    findings.push(run_others(workspace, today, &own));
    crate::parallel::joined(findings, 0)
}

fn run_records(
    workspace: &Workspace,
    today: Date,
    wanted: &(dyn Fn(&Plan) -> bool + Sync),
) -> Vec<Vec<Finding>> {
    let shapes = Shapes::new(workspace, today, wanted);
    // Records of one kind stand together, and some kinds have many more rules than others.
    crate::parallel::ranges(PIECE, workspace.records.len(), |numbers| {
        let mut findings = Vec::new();
        let mut met = Met::new(&shapes);
        for number in numbers {
            over_record(workspace, today, number as u32, &mut met, &mut findings);
        }
        findings
    })
}

/// So many records are a piece of work for a thread.
const PIECE: usize = 512;

/// Runs checks of requirements and of the programme.
fn run_others(
    workspace: &Workspace,
    today: Date,
    wanted: &(dyn Fn(&Plan) -> bool + Sync),
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let programme = sight::programme(workspace, today);
    let plans = &workspace.plans;
    let rows = workspace.requirements_in_scope();
    let rows: Vec<Row<'_>> = rows.filter_map(|number| Row::of(workspace, number)).collect();
    for alike in rows.chunk_by(Row::is_like) {
        let sight = Sight::of_requirements(&programme, alike);
        let steps = steps(&sight, &plans.requirements, wanted);
        for row in alike {
            let subject = Subject::new(workspace, today, Over::Requirement(*row));
            steps.iter().for_each(|step| hold(&subject, step, &mut findings));
        }
    }
    for step in steps(&Sight::of_programme(&programme), &plans.programme, wanted) {
        apply(workspace, today, Over::Programme, &step, &mut findings);
    }
    findings
}

fn over_record(
    workspace: &Workspace,
    today: Date,
    number: u32,
    met: &mut Met<'_, '_>,
    findings: &mut Vec<Finding>,
) {
    let Some(record) = workspace.records.get(number as usize) else { return };
    let given = workspace.given(record);
    let Some(steps) = met.of(record, given) else { return };
    if steps.is_empty() || given.is_none() && !is_named(workspace, record) {
        return;
    }
    let over = Over::Record { number, record, table: workspace.table(record) };
    let subject = Subject::new(workspace, today, over);
    for step in steps {
        over_step(&subject, step, findings);
    }
}

/// Whether a record of which not all is known has an id that can be used. Of one that cannot be named
/// nothing can be said but that.
fn is_named(workspace: &Workspace, record: &Record) -> bool {
    let identity = workspace.identity(record);
    identity.is_some_and(|id| !workspace.bad.has(record.source, id.node()))
}

/// Holds a record, or the elements of a list in it, against a check.
fn over_step(subject: &Subject<'_>, step: &Step<'_>, findings: &mut Vec<Finding>) {
    let Some(tags) = &step.plan.element else {
        hold(subject, step, findings);
        return;
    };
    let Over::Record { number, record, table } = subject.over else { return };
    let list = tags.iter().try_fold(table, |table, tag| kind::tagged(table, *tag));
    let elements = list.into_iter().flat_map(|list| list.elements());
    for element in elements.filter(|element| element.is_table()) {
        let over = Over::Record { number, record, table: element };
        apply(subject.workspace, subject.today, over, step, findings);
    }
}

fn apply(
    workspace: &Workspace,
    today: Date,
    over: Over<'_>,
    step: &Step<'_>,
    findings: &mut Vec<Finding>,
) {
    hold(&Subject::new(workspace, today, over), step, findings);
}

/// Holds a subject, of which other checks may have been asked before, against a check.
fn hold(subject: &Subject<'_>, step: &Step<'_>, findings: &mut Vec<Finding>) {
    subject.unusable.set(false);
    if fails(subject, step) {
        findings.extend(report(subject, step.plan));
    }
}

/// Whether a subject is one that a check concerns, and what must hold of it does not.
fn fails(subject: &Subject<'_>, Step { filter, require, order, .. }: &Step<'_>) -> bool {
    let usable = || !subject.unusable.get();
    let concerned = || filter.holds_beyond(subject) && usable();
    let wrong = || !(require.tests_hold(subject) && require.holds_beyond(subject)) && usable();
    match order {
        Order::First => wrong() && filter.tests_hold(subject) && concerned(),
        Order::Between => filter.tests_hold(subject) && wrong() && concerned(),
        Order::Last => filter.tests_hold(subject) && concerned() && wrong(),
    }
}
