//! The examples of a rule, drawn as in its file.

use super::known::Known;
use super::page::Page;
use crate::example::{Example, File, TODAY, examples};
use crate::rule::{Rule, RuleNo, shipped, shipped_sources};

/// How many that the rule finds, and how many that it does not.
const BAD: usize = 2;
const GOOD: usize = 1;
/// Lines of an example that is still read to its end.
const LONG: usize = 24;

pub(super) fn write(known: &Known, number: RuleNo, rule: &Rule, page: &mut Page) {
    let all = source(known, number).and_then(|text| examples(text).ok()).unwrap_or_default();
    let (bad, good): (Vec<&Example>, Vec<&Example>) =
        all.iter().partition(|example| example.is_bad());
    let (bad, good) = (short(&bad, BAD), short(&good, GOOD));
    section("What it finds", &bad, page);
    section("What it lets pass", &good, page);
    let left = all.len().saturating_sub(bad.len() + good.len());
    if left > 0 && known.rules().source(number).is_none() {
        page.blank();
        let examples = crate::words::count(left, "more example");
        let (group, name) = (&rule.group, &rule.name);
        page.prose(&format!(
            "{examples} in {}/blob/v{}/rules/{group}/{name}.toml",
            env!("CARGO_PKG_REPOSITORY"),
            env!("CARGO_PKG_VERSION")
        ));
    }
}

/// The text of a rule's file.
pub(super) fn source(known: &Known, number: RuleNo) -> Option<&str> {
    if let Some(own) = known.rules().source(number) {
        return known.workspace().map(|workspace| &*workspace.source(own).text);
    }
    let name = &known.rules().get(number)?.name;
    let position = shipped().iter().position(|rule| rule.name == *name)?;
    shipped_sources().get(position).copied()
}

/// The first ones that are short, in the order of the file; the shortest where none is.
fn short<'e>(examples: &[&'e Example], wanted: usize) -> Vec<&'e Example> {
    let mut chosen: Vec<&Example> =
        examples.iter().copied().filter(|example| lines(example) <= LONG).take(wanted).collect();
    if chosen.is_empty() {
        chosen.extend(examples.iter().copied().min_by_key(|example| lines(example)));
    }
    chosen
}

fn lines(example: &Example) -> usize {
    example.files.iter().map(|file| file.drawn.lines().count() + 1).sum()
}

fn section(heading: &str, examples: &[&Example], page: &mut Page) {
    if examples.is_empty() {
        return;
    }
    page.heading(heading);
    for (number, example) in examples.iter().enumerate() {
        if number > 0 {
            page.blank();
        }
        let day =
            if example.today == TODAY { String::new() } else { format!(" (on {})", example.today) };
        page.prose(&format!("{}{day}:", capital(&example.name)));
        for file in &example.files {
            draw(file, example.files.len() > 1, page);
        }
    }
}

fn draw(file: &File, named: bool, page: &mut Page) {
    page.blank();
    if named {
        page.prose(&file.path);
    }
    page.code(&file.drawn);
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
