//! What the standards ask for, with the rules that stand behind each clause, control and criterion.

use super::markdown::{anchor, cell};
use super::{Book, INDEX, file};
use crate::framework::{Catalog, Requirement, RequirementNo};
use crate::rule::RuleNo;
use crate::rule::behind::{Stand, behind, titled};

pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = format!(
        "# Rules by requirement\n\n\
         Which rules stand behind a clause, a control of an annex or a criterion. The [rules by group]({INDEX})\n\
         say what each finds. `complint explain <requirement>` shows the same in a terminal, with the\n\
         records that answer it.\n\n\
         A rule refers to a requirement that it rests on, or its check names it. Others ask for every\n\
         requirement of a sort: each clause, each criterion in scope. Requirements behind which no rule\n\
         stands by either are not listed.\n\n"
    );
    let current: Vec<&Catalog> =
        book.catalogs.ids().filter_map(|id| book.catalogs.by_id(id)).collect();
    let sections: Vec<(&Catalog, String)> =
        current.iter().filter_map(|catalog| Some((*catalog, section(book, catalog)?))).collect();
    for (catalog, _) in &sections {
        let name = catalog.edition();
        page.push_str(&format!("- [{}](#{})\n", cell(&name), anchor(&name)));
    }
    for (_, section) in &sections {
        page.push_str(section);
    }
    page.push_str(&others(book));
    page
}

/// The part of the page about one framework; nothing where no rule stands behind any of it.
fn section(book: &Book<'_>, catalog: &Catalog) -> Option<String> {
    let rows: Vec<String> = (catalog.first..)
        .zip(&catalog.data.requirements)
        .filter_map(|(number, requirement)| row(book, catalog, number, requirement))
        .collect();
    let head = "| Requirement | Title | Rules that refer to it or name it | Rules that ask for all of its sort |\n\
                | --- | --- | --- | --- |";
    (!rows.is_empty())
        .then(|| format!("\n## {}\n\n{head}\n{}\n", catalog.edition(), rows.join("\n")))
}

fn row(
    book: &Book<'_>,
    catalog: &Catalog,
    number: RequirementNo,
    requirement: &Requirement,
) -> Option<String> {
    let (asking, own): (Vec<_>, Vec<_>) = behind(&book.rules, &book.catalogs, number)
        .into_iter()
        .partition(|(_, stand)| *stand == Stand::Asks);
    if asking.is_empty() && own.is_empty() {
        return None;
    }
    let links = |rules: Vec<(RuleNo, Stand)>| {
        rules.into_iter().map(|(rule, _)| link(book, rule)).collect::<Vec<_>>().join(", ")
    };
    let title = cell(&format!("{}{}", catalog.title(requirement), catalog.caution(requirement)));
    Some(format!("| {} | {title} | {} | {} |", requirement.id, links(own), links(asking)))
}

/// Rules that refer to something that no catalog holds, and those that rest on the files alone.
fn others(book: &Book<'_>) -> String {
    let mut text = "\n## Other sources\n\n| Source | Rules |\n| --- | --- |\n".to_owned();
    let mut sources: Vec<(&str, Vec<RuleNo>)> = Vec::new();
    for (number, rule) in book.rules.iter() {
        for reference in rule.references.iter().filter(|it| titled(&book.catalogs, it).is_none()) {
            match sources.iter_mut().find(|(source, _)| *source == reference.as_str()) {
                Some((_, rules)) => rules.push(number),
                None => sources.push((reference, vec![number])),
            }
        }
    }
    sources.sort_unstable();
    for (source, rules) in sources {
        let rules: Vec<String> = rules.into_iter().map(|rule| link(book, rule)).collect();
        text.push_str(&format!("| {} | {} |\n", cell(source), rules.join(", ")));
    }
    text
}

fn link(book: &Book<'_>, rule: RuleNo) -> String {
    let name = book.rules.get(rule).map_or("", |rule| rule.name.as_str());
    format!("[{name}]({})", file(name))
}
