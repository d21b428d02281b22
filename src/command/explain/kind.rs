//! The page of a kind of record: what it is for, what can be written, what looks at it.

use super::known::Known;
use super::page::{Page, Row};
use super::{example, key};
use crate::kind::{Info, Kind, KindNo, sample, told};
use crate::rule::looks;
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
    page.field("Identified by", &told::identity(kind));
    page.field("Key sets", &join_and(&strs(&kind.traits)));
    page.fields("States", &told::states(kind));
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

fn answers(known: &Known, kind: &Kind, page: &mut Page) {
    if kind.answers.is_empty() {
        return;
    }
    page.heading("What a record answers by what it is");
    page.entries(&told::answers(kind, known.catalogs()));
}

fn looked_at(known: &Known, info: &Info, page: &mut Page) {
    let rules = looks::at(known.rules(), info, |rule| example::source(known, rule));
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
