//! Evidence past its own expiry that a control still rests on.
//!
//! What newer evidence of the same control has replaced is history, and nobody relies on it.

use jiff::civil::Date;

use super::coverage::{EvidenceKeys, Piece};
use crate::finding::Draft;
use crate::kind::read::Link;
use crate::kind::{KindNo, State};
use crate::workspace::{Workspace, links};

const RULE: &str = "expired-evidence";

/// Evidence by number, with the link by which a control rests on it.
type Rests<'w> = (u32, &'w Link, u32);

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(keys) = EvidenceKeys::of(workspace) else { return Vec::new() };
    let Some(kind) = workspace.kinds.number("control") else { return Vec::new() };
    // The newest of a control can only have expired where one of them has.
    let controls = keys.behind_expired(workspace, today);
    let rests =
        controls.iter().filter_map(|control| expired(workspace, &keys, kind, *control, today));
    let mut rests: Vec<Rests<'_>> = rests.collect();
    rests.sort_by_key(|(evidence, _, control)| (*evidence, *control));
    let one = rests.chunk_by(|one, next| one.0 == next.0);
    one.filter_map(|controls| draft(workspace, &keys, controls)).collect()
}

/// The newest evidence of a control in operation, where it has expired.
fn expired<'w>(
    workspace: &'w Workspace,
    keys: &'w EvidenceKeys,
    kind: KindNo,
    control: u32,
    today: Date,
) -> Option<Rests<'w>> {
    let record = workspace.records.get(control as usize)?;
    if record.kind != kind || workspace.state(record) != State::Live {
        return None;
    }
    let newest = keys.behind(workspace, control).max_by_key(age)?;
    let expires = newest.expires()?.as_date()?;
    (expires < today).then_some((newest.number, newest.link, control))
}

/// The last day that it speaks of; of two that speak of the same days, the one that lasts longer is
/// the newer one.
fn age(piece: &Piece<'_>) -> (Option<Date>, Option<Date>) {
    let expires = piece.expires().map_or(Some(Date::MAX), |value| value.as_date());
    (piece.speaks_until(), expires)
}

fn draft(workspace: &Workspace, keys: &EvidenceKeys, controls: &[Rests<'_>]) -> Option<Draft> {
    let (number, ..) = controls.first()?;
    let record = workspace.records.get(*number as usize)?;
    let value = keys.expires(workspace, record)?;
    let draft = Draft::new(RULE, record.source, value.span())
        .record(*number)
        .key("expires")
        .with("id", workspace.id(record).into_owned())
        .with("date", value.raw().to_owned());
    Some(controls.iter().fold(draft, |draft, (_, link, control)| {
        let name = workspace.records.get(*control as usize).map(|record| workspace.name(record));
        let label = format!("{} rests on it", name.unwrap_or_default());
        draft.related(links::place(workspace, link), label)
    }))
}
