//! Policies and documents that claim more criteria than one text can carry.

use jiff::civil::Date;

use crate::finding::Draft;
use crate::kind::State;
use crate::rule::types::Literal;
use crate::workspace::{Record, Workspace};

const RULE: &str = "overclaiming-document";
const FRAMEWORK: &str = "soc2";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let Some(rule) = workspace.rules.number(RULE) else { return Vec::new() };
    let levels = &workspace.settings.levels;
    let most = match crate::config::parameter(levels, &workspace.rules, rule, "max_criteria") {
        Some(Literal::LitInt(most)) => usize::try_from(*most).unwrap_or(0),
        _ => return Vec::new(),
    };
    let kinds = ["policy", "document"].into_iter().filter_map(|kind| workspace.kinds.number(kind));
    let numbers = kinds.flat_map(|kind| workspace.ids.of_kind(kind));
    let records =
        numbers.filter_map(|number| Some((*number, workspace.records.get(*number as usize)?)));
    records.filter_map(|(number, record)| judge(workspace, number, record, most)).collect()
}

fn judge(workspace: &Workspace, number: u32, record: &Record, most: usize) -> Option<Draft> {
    let claimed = workspace.value_of(record, "satisfies")?.get(FRAMEWORK)?;
    let count = claimed.elements().count();
    if count <= most || workspace.state(record) == State::Ended {
        return None;
    }
    Some(
        Draft::new(RULE, record.source, claimed.span())
            .record(number)
            .key("satisfies")
            .with("name", workspace.name(record))
            .with("count", count.to_string())
            .with("most", most.to_string()),
    )
}
