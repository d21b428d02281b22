//! `complint explain`: what a rule, a requirement, a kind, a key or a framework means, for those
//! who own controls and for those who audit them.
//!
//! - `known`: what is shipped and what a programme adds
//! - `find`: which of it a name means
//! - `page`: how it is laid out
//! - `rule`, `group`, `kind`, `key`, `framework`, `heading`, `requirement`: one page each
//! - `rules`: which rules stand behind a requirement
//! - `answers`, `standing`: what the programme at hand has
//! - `contents`: what can be asked for

use std::io::Write;
use std::path::Path;

use super::{CLEAN, Stop, style};
use crate::cli::ExplainArgs;
use crate::error::Error;
use crate::kind::Kind;
use crate::output::Style;
use find::Topic;
use page::Page;

mod accept;
mod answers;
mod contents;
mod crosswalk;
mod example;
mod find;
mod framework;
mod group;
mod heading;
mod history;
mod key;
mod kind;
pub(super) mod known;
mod near;
pub(super) mod page;
mod requirement;
mod rule;
mod rules;
mod standing;

pub(super) use known::Known;

/// Runs the command.
///
/// # Errors
///
/// A name that means nothing, a path that does not exist, and what writing says.
pub fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<u8, Stop> {
    let style = style(args.color);
    let known = open(&args.path, &style)?;
    let text = explain(&known, args.name.as_deref(), &style)?;
    out.write_all(text.as_bytes())?;
    Ok(CLEAN)
}

/// The page about a name, or the list of what can be named.
fn explain(known: &Known, name: Option<&str>, style: &Style) -> Result<String, Error> {
    let mut page = Page::new(style);
    let Some(name) = name else {
        contents::write(known, &mut page);
        return Ok(page.into_text());
    };
    let found = find::find(known, name);
    if found.topics.is_empty() {
        return Err(near::unknown(known, name));
    }
    for (number, topic) in found.topics.iter().enumerate() {
        if number > 0 {
            page.break_off();
        }
        write(known, topic, &mut page);
    }
    elsewhere(known, &found.elsewhere, &mut page);
    if let Some(absent) = known.absent() {
        page.heading("Without a programme");
        page.prose(absent);
    }
    Ok(page.into_text())
}

fn write(known: &Known, topic: &Topic, page: &mut Page) {
    match topic {
        Topic::Rule(number) => rule::write(known, *number, page),
        Topic::Group(name) => group::write(known, name, page),
        Topic::Kind(number) => kind::write(known, *number, page),
        Topic::Key(kind, tag) => key::write(known, *kind, *tag, page),
        Topic::Settings => crate::kind::form("complint").into_iter().for_each(|it| form(it, page)),
        Topic::Form(it) => form(it, page),
        Topic::Setting(tag, name) => key::write_setting(known, *tag, name, page),
        Topic::Framework(number) => framework::write(known, *number, page),
        Topic::Heading(framework, id) => heading::write(known, *framework, id, page),
        Topic::Requirement(cited) => requirement::write(known, cited, page),
    }
}

/// The page of one of the tool's own files, such as `complint.toml`: they are described like kinds.
fn form(form: &Kind, page: &mut Page) {
    page.title(&form.title, "");
    page.line(&form.summary);
    page.heading("Keys");
    key::table(&form.keys, "", page);
}

/// Ids are only unique within a framework.
fn elsewhere(known: &Known, topics: &[Topic], page: &mut Page) {
    if topics.is_empty() {
        return;
    }
    page.heading("The same id elsewhere");
    let rows: Vec<(String, String)> =
        topics.iter().filter_map(|topic| named(known, topic)).collect();
    page.entries(&rows);
}

/// A requirement or heading with its framework, as it can be asked for.
fn named(known: &Known, topic: &Topic) -> Option<(String, String)> {
    let (catalog, id, title) = match topic {
        Topic::Requirement(cited) => {
            let (_, catalog) = known.catalogs().catalog_of(cited.number)?;
            let row = known.catalogs().requirement(cited.number)?;
            (catalog, &row.id, format!("{}{}", catalog.title(row), catalog.caution(row)))
        }
        Topic::Heading(framework, id) => {
            let catalog = known.catalogs().get(*framework)?;
            let group = catalog.group(id)?;
            (catalog, &group.id, group.title.to_string())
        }
        _ => return None,
    };
    Some((format!("{}:{id}", catalog.id()), format!("{title} ({})", catalog.edition())))
}

/// What is known at a path.
pub(super) fn open(path: &Path, style: &Style) -> Result<Known, Error> {
    Known::at(path, style.base.as_deref())
}

#[cfg(test)]
mod tests;
