//! Management reviews: what each looked at, and whether the next took up what one decided.

use jiff::civil::Date;

use super::records::{self, of_kind, place, plain, texts, unusable, value_at};
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::{State, value};
use crate::words::join_and;
use crate::workspace::{Record, Workspace};

const INCOMPLETE: &str = "incomplete-management-review";
const DROPPED: &str = "dropped-review-action";
const EARLIER: &str = "earlier-actions";

/// A review that took place.
#[derive(Clone, Copy)]
struct Review<'w> {
    number: u32,
    record: &'w Record,
    day: Date,
}

/// The reviews that took place and say when, the oldest first.
fn held(workspace: &Workspace, today: Date) -> Vec<Review<'_>> {
    let reviews = of_kind(workspace, "management_review");
    let held = reviews.filter(|(_, record)| workspace.state(record) == State::Live);
    let mut held: Vec<Review<'_>> = held
        .filter_map(|(number, record)| {
            let day = records::day(workspace, record, "date")?;
            (day <= today).then_some(Review { number, record, day })
        })
        .collect();
    held.sort_by_key(|review| (review.day, review.number));
    held
}

/// Reviews that are still relied on, the newest and those not older than a year, against what 9.3
/// asks of each.
pub(super) fn incomplete(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(back) = records::duration(workspace, INCOMPLETE, "relied_on") else {
        return Vec::new();
    };
    if workspace.settings.framework("iso27001").is_none() {
        return Vec::new();
    }
    let held = held(workspace, today);
    let mut drafts: Vec<Draft> = undated(workspace)
        .filter_map(|(number, review)| no_date(workspace, number, review))
        .collect();
    for (position, review) in held.iter().enumerate() {
        let newest = position + 1 == held.len();
        let recent = value::later(review.day, back).is_some_and(|end| today <= end);
        if newest || recent {
            drafts.extend(inputs(workspace, review, position == 0));
            drafts.extend(decisions(workspace, review));
            drafts.extend(attendees(workspace, review));
        }
    }
    drafts
}

fn fault(workspace: &Workspace, review: &Review<'_>, key: &'static str, fault: String) -> Draft {
    let place = place(workspace, review.record, key);
    Draft::new(INCOMPLETE, place.source, place.span)
        .record(review.number)
        .key(key)
        .with("id", workspace.id(review.record).into_owned())
        .with("fault", fault)
}

/// Reviews that took place and do not say when, or not in a way that can be read.
fn undated(workspace: &Workspace) -> impl Iterator<Item = (u32, &Record)> {
    of_kind(workspace, "management_review").filter(|(_, record)| {
        workspace.state(record) == State::Live && records::day(workspace, record, "date").is_none()
    })
}

fn no_date(workspace: &Workspace, number: u32, record: &Record) -> Option<Draft> {
    if workspace.value_of(record, "date").is_some() {
        return None;
    }
    let review = Review { number, record, day: Date::MIN };
    let has_none = "has no date".to_owned();
    Some(fault(workspace, &review, "date", has_none).with("help", "date = <day of the review>"))
}

/// Inputs of 9.3.2 that the review does not name. The first on record has no earlier actions.
fn inputs(workspace: &Workspace, review: &Review<'_>, first: bool) -> Option<Draft> {
    let named: Vec<_> = texts(workspace, review.record, "inputs").map(|(_, text)| text).collect();
    if unreadable(workspace, review, "inputs") {
        return None;
    }
    let followed = takes_up_some(workspace, review.record);
    let kind = workspace.kind(review.record);
    let asked = &kind.key(kind.top("inputs")?)?.values;
    let missing: Vec<String> = asked
        .iter()
        .map(|input| input.as_str())
        .filter(|input| !named.iter().any(|named| named == input))
        .filter(|input| *input != EARLIER || !first && !followed)
        .map(|input| format!("`{input}`"))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let listed = missing.join(", ").replace('`', "\"");
    let does_not = format!("does not cover {}", join_and(&missing));
    Some(
        fault(workspace, review, "inputs", does_not)
            .with("help", format!("inputs = [..., {listed}]  # as far as they were looked at")),
    )
}

fn unreadable(workspace: &Workspace, review: &Review<'_>, key: &str) -> bool {
    let value = workspace.value_of(review.record, key);
    value.is_some_and(|value| unusable(workspace, review.record, value))
}

fn decisions(workspace: &Workspace, review: &Review<'_>) -> Option<Draft> {
    if unreadable(workspace, review, "decisions") {
        return None;
    }
    let decided = texts(workspace, review.record, "decisions");
    if decided.map(|(_, text)| text).any(|text| !text.trim().is_empty()) {
        return None;
    }
    let help = "decisions = [\"<what was decided on improvement and on changes, or that none is needed>\"]";
    Some(fault(workspace, review, "decisions", "records no decision".to_owned()).with("help", help))
}

/// Whether top management took part. Who that is, is asked by another rule.
fn attendees(workspace: &Workspace, review: &Review<'_>) -> Option<Draft> {
    let help = "attendees = [\"<role of top management>\"]";
    let roles = workspace.kinds.number("role")?;
    if unreadable(workspace, review, "attendees") {
        return None;
    }
    let named: Vec<_> = texts(workspace, review.record, "attendees").collect();
    if named.is_empty() {
        let none = "names nobody who took part".to_owned();
        return Some(fault(workspace, review, "attendees", none).with("help", help));
    }
    let leads = |record: &Record| {
        workspace.value_of(record, "top_management").and_then(|value| value.as_bool()) == Some(true)
    };
    of_kind(workspace, "role").find(|(_, role)| leads(role))?;
    let present = named.iter().any(|(_, name)| {
        let role = workspace.find(roles, name.trim());
        role.and_then(|role| workspace.records.get(role as usize)).is_some_and(leads)
    });
    let absent = "names no attendee of top management".to_owned();
    (!present).then(|| fault(workspace, review, "attendees", absent).with("help", help))
}

fn takes_up_some(workspace: &Workspace, review: &Record) -> bool {
    texts(workspace, review, "followed_up").any(|(_, text)| !text.trim().is_empty())
}

/// Actions that are not done, and that no later review took up.
pub(super) fn dropped(workspace: &Workspace, today: Date) -> Vec<Draft> {
    if workspace.settings.framework("iso27001").is_none() {
        return Vec::new();
    }
    let held = held(workspace, today);
    let mut drafts = Vec::new();
    // From the newest to the oldest, with what the later ones took up.
    let mut taken_up: Vec<String> = undated(workspace)
        .flat_map(|(_, review)| texts(workspace, review, "followed_up"))
        .map(|(_, text)| plain(&text))
        .collect();
    let mut next: Option<&Review<'_>> = None;
    for review in held.iter().rev() {
        if let Some(next) = next {
            let actions = value_at(workspace, review.record, "actions");
            for action in actions.into_iter().flat_map(Value::elements) {
                drafts.extend(forgotten(workspace, review, next, action, &taken_up));
            }
        }
        let own = texts(workspace, review.record, "followed_up");
        taken_up.extend(own.map(|(_, text)| plain(&text)));
        next = Some(review);
    }
    drafts
}

fn forgotten(
    workspace: &Workspace,
    review: &Review<'_>,
    next: &Review<'_>,
    action: Value<'_>,
    taken_up: &[String],
) -> Option<Draft> {
    let done = action.is_table() && action.get("completed").is_some();
    // A review that looked at no earlier action at all is incomplete, and said to be.
    if done || !looks_back(workspace, next.record) {
        return None;
    }
    let words = if action.is_table() { action.get("action") } else { Some(action) };
    let id = if action.is_table() { action.get("id") } else { None };
    let shown = id.or(words)?;
    let names = [id, words].into_iter().flatten().filter_map(|name| name.as_str());
    let mut names = names.map(|name| plain(&name)).filter(|name| !name.is_empty());
    if names.any(|name| taken_up.iter().any(|followed| says(followed, &name))) {
        return None;
    }
    let name = shown.as_str().unwrap_or_default().trim().to_owned();
    let place = place(workspace, next.record, "followed_up");
    let label = "the next review";
    Some(
        Draft::new(DROPPED, review.record.source, shown.span())
            .record(review.number)
            .key("actions")
            .with("id", workspace.id(review.record).into_owned())
            .with("action", name)
            .with("next", workspace.id(next.record).into_owned())
            .related(place, label),
    )
}

fn looks_back(workspace: &Workspace, review: &Record) -> bool {
    takes_up_some(workspace, review)
        || texts(workspace, review, "inputs").any(|(_, input)| input == EARLIER)
}

/// Whether a text holds a name, not as a part of a longer one: MR-1 is not in MR-10.
fn says(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let part = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        !part(before) && !part(after)
    })
}
