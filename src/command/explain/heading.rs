//! The page of a heading: an id that is no requirement itself, such as 9.2 or CC6.

use super::framework::members;
use super::known::Known;
use super::page::Page;
use super::rules;
use crate::framework::FrameworkNo;
use crate::words::count;

pub(super) fn write(known: &Known, framework: FrameworkNo, id: &str, page: &mut Page) {
    let Some(catalog) = known.catalogs().get(framework) else { return };
    let Some(group) = catalog.group(id) else { return };
    let members = members(known, framework, catalog, catalog.members(id));
    page.title(id, &group.title);
    page.line(&format!(
        "A group of {} in {}",
        count(members.len(), "requirement"),
        catalog.edition()
    ));
    page.blank();
    page.entries(&members);
    page.blank();
    page.line("A record names the members that it answers, never the group.");
    rules::of_heading(known, catalog, id, page);
}
