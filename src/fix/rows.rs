//! Fixes of rules that are written in the language of rule files: a row that is missing is put where
//! its neighbours stand.

use crate::document::Form;
use crate::finding::{Edit, Finding, Fix, Place, Safety, Subject};
use crate::fix::string;
use crate::framework::RequirementNo;
use crate::kind::KindNo;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::span::Span;
use crate::workspace::{Record, Workspace};

/// The rule whose findings are mended by a new row.
const RULE: &str = "missing-soa-entry";

/// Gives findings of a missing row the row as their fix. It is left undecided: whether a control
/// applies is for people to say.
pub(crate) fn offer(workspace: &Workspace, findings: &mut [Finding]) {
    let (Some(rule), Some(kind)) = (workspace.rules.number(RULE), workspace.kinds.number("soa"))
    else {
        return;
    };
    let mut missing = findings.iter_mut().filter(|finding| finding.rule == rule).peekable();
    if missing.peek().is_none() {
        return;
    }
    let all = 0..workspace.catalogs.count() as RequirementNo;
    let decided: Vec<_> =
        all.filter_map(|number| Some((number, decided(workspace, kind, number)?))).collect();
    for finding in missing {
        if let Subject::Requirement(number) = finding.subject {
            finding.fix = row(workspace, &decided, number);
        }
    }
}

/// Requirements that a row decides, in their order, with that row.
type Decided<'w> = [(RequirementNo, &'w Record)];

/// The row behind that of the control before it or, where there is none, of the one after it.
fn row(workspace: &Workspace, decided: &Decided<'_>, number: RequirementNo) -> Option<Fix> {
    let (_, catalog) = workspace.catalogs.catalog_of(number)?;
    let requirement = workspace.catalogs.requirement(number)?;
    let last = catalog.first + catalog.data.requirements.len() as u32;
    let (before, from_it) = decided.split_at(decided.partition_point(|(own, _)| *own < number));
    let before = before.last().filter(|(own, _)| *own >= catalog.first);
    let behind = || from_it.iter().find(|(own, _)| *own > number).filter(|(own, _)| *own < last);
    let (_, neighbour) = before.or_else(behind)?;
    let source = workspace.source(neighbour.source);
    let end = workspace.table(neighbour).extent().end;
    let behind = source.text.get(end as usize..)?;
    let end = end + behind.find(['\r', '\n']).unwrap_or(behind.len()) as u32;
    let text = row_text(catalog.id(), &requirement.id, &requirement.title);
    let text = if source.text.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
    let place = Place { source: neighbour.source, span: Span::new(end, end) };
    let title = format!("add an undecided row for `{}`", requirement.id);
    Some(Fix::new(title, Safety::Safe, vec![Edit { place, text, records: true }]))
}

/// The row of a control below a header of its own, in a file that could be read to its end.
fn decided(workspace: &Workspace, kind: KindNo, number: RequirementNo) -> Option<&Record> {
    let links = workspace.links.to_requirement(number);
    links.filter_map(|link| workspace.records.get(link.record as usize)).find(|record| {
        record.kind == kind
            && workspace.source(record.source).complete()
            && workspace.table(record).form() == Form::ArrayHeader
    })
}

/// The lines of an undecided row, to be put behind the end of a line.
pub(crate) fn row_text(framework: &str, id: &str, title: &str) -> String {
    let framework = match framework {
        DEFAULT_FRAMEWORK => String::new(),
        other => format!("framework = {}\n", string(other)),
    };
    let title = title.replace(char::is_control, " ");
    format!("\n\n# {title}\n[[soa]]\n{framework}requirement = {}", string(id))
}
