//! Periods that are shorter or longer than readers of reports expect.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::parameter::Parameters;
use super::periods::{Period, examined, reported};
use crate::calendar::after;
use crate::finding::Draft;
use crate::kind::{State, value::later};
use crate::workspace::Workspace;

const RULE: &str = "unusual-period";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let parameters = Parameters::of(workspace, RULE);
    let (Some(shortest), Some(longest)) =
        (parameters.duration("shortest"), parameters.duration("longest"))
    else {
        return Vec::new();
    };
    let newest =
        |period: &Period| period.record.is_none_or(|record| workspace.lines.newest(record));
    let all = reported(workspace)
        .filter(newest)
        .chain(Period::declared(workspace))
        .chain(examined(workspace, State::Planned));
    // One period is one finding, however many records name it.
    let mut unusual: BTreeMap<_, Vec<Period>> = BTreeMap::new();
    for period in all {
        // The day after three months is the first that is too late.
        let end = after(period.days.last());
        let short = later(period.days.first(), shortest).is_some_and(|least| end < least);
        let long = later(period.days.first(), longest).is_some_and(|most| end > most);
        if short || long {
            unusual.entry((period.days, short)).or_default().push(period);
        }
    }
    let drafts = unusual.into_iter().filter_map(|((days, short), periods)| {
        let (first, others) = periods.split_first()?;
        let (word, limit) = if short { ("less", "shortest") } else { ("more", "longest") };
        let draft = first
            .draft(RULE, first.whole)
            .with("period", days.to_string())
            .with("than", format!("{word} than {}", parameters.written(limit)))
            .with("name", first.name.clone());
        Some(others.iter().fold(draft, |draft, other| {
            draft.related(other.whole, format!("the same in {}", other.name))
        }))
    });
    drafts.collect()
}
