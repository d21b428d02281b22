//! The page of a kind of record: what it is for, what can be written, what looks at it.

use super::condition;
use super::key;
use super::known::Known;
use super::looks;
use super::page::{Page, Row};
use super::sample;
use crate::kind::{Answer, Info, Kind, KindNo, State};
use crate::words::{count, join_and};

pub(super) fn write(known: &Known, number: KindNo, page: &mut Page) {
    let Some(info) = known.kinds().get(number) else { return };
    let title = &info.kind.title;
    let says_more = !info.words().eq_ignore_ascii_case(title);
    page.title(&info.kind.id, if says_more { title } else { "" });
    page.line(&info.kind.summary);
    page.blank();
    facts(known, number, &info.kind, page);
    page.heading("Keys");
    key::table(&info.kind.keys, "", page);
    answers(known, &info.kind, page);
    looked_at(known, info, page);
    page.heading("A record");
    page.code(&sample::record(&info.kind));
}

fn facts(known: &Known, number: KindNo, kind: &Kind, page: &mut Page) {
    let identity = match kind.identity.as_str() {
        "id" => "id, unique among records of this kind".to_owned(),
        other => format!("{other}, once for each framework"),
    };
    page.field("Identified by", &identity);
    page.field("Key sets", &join_and(&strs(&kind.traits)));
    page.fields("States", &states(kind));
    if let Some(text) = &kind.text {
        page.field("Text", &format!("the file that `{text}` names"));
    }
    for order in &kind.order {
        page.field("Order", &format!("`{}` is not after `{}`", order.earlier, order.later));
    }
    if kind.documented {
        page.field("Documented", "a record is documented information (ISO/IEC 27001, 7.5)");
    }
    if let Some(workspace) = known.workspace() {
        let records = workspace.records.iter().filter(|record| record.kind == number).count();
        page.field("Here", &format!("{} in {}", count(records, "record"), known.company()));
    }
}

/// Which `status` stands for which state.
fn states(kind: &Kind) -> Vec<Row> {
    let rows = State::ALL.iter().filter_map(|state| {
        let mut words: Vec<&str> = kind
            .states
            .iter()
            .filter(|(_, own)| own == state)
            .map(|(word, _)| word.as_str())
            .collect();
        if *state == State::Live && !kind.states.is_empty() {
            words.push("no status");
        }
        (!words.is_empty()).then(|| (state.to_string(), words.join(", ")))
    });
    rows.collect()
}

fn answers(known: &Known, kind: &Kind, page: &mut Page) {
    if kind.answers.is_empty() {
        return;
    }
    page.heading("What a record answers by what it is");
    let rows: Vec<Row> =
        kind.answers.iter().flat_map(|answer| answer_rows(known, answer)).collect();
    page.entries(&rows);
}

fn answer_rows(known: &Known, answer: &Answer) -> Vec<Row> {
    let when = condition::when(&answer.condition);
    let rows = answer.requirements.iter().map(|id| {
        let catalog = known.catalogs().by_id(&answer.framework);
        let row = catalog.and_then(|catalog| known.catalogs().requirement(catalog.find(id)?));
        let title = row.map_or("", |row| &row.title);
        (format!("{}:{id}", answer.framework), format!("{title}{when}"))
    });
    rows.collect()
}

fn looked_at(known: &Known, info: &Info, page: &mut Page) {
    let rules = looks::at(known, info);
    if rules.is_empty() {
        return;
    }
    page.heading("Rules that look at it");
    let rows: Vec<Row> =
        rules.iter().map(|rule| (rule.name.to_string(), rule.summary.to_string())).collect();
    page.entries(&rows);
    page.blank();
    page.prose("The groups syntax and reference look at records of every kind.");
}

fn strs(list: &[crate::text::Str]) -> Vec<&str> {
    list.iter().map(|text| text.as_str()).collect()
}
