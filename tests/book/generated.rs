//! The generated part of `docs/` is what rules, kinds and forms make of it: no page stale, none
//! missing, none left over, and the table of contents names every page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use complint::rule::shipped;

use super::{docs, updating};

/// The folders of `docs/` in which no page is written by hand.
const GENERATED: &[&str] = &["files", "kinds", "rules"];
const CONTENTS: &str = "SUMMARY.md";
const ADVICE: &str = "`UPDATE=1 cargo test --test book` writes the pages anew";

fn pages() -> BTreeMap<String, String> {
    let healthy = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/northwind");
    let roots = complint::discover(Path::new(healthy)).expect("there is a programme");
    let root = roots.first().expect("there is a programme");
    let workspace = complint::Workspace::open(root, &complint::Options::default());
    complint::book::pages(&workspace.expect("the programme can be read"))
}

/// The pages of a folder of `docs/`, the folder itself for an empty name.
fn found(folder: &str) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(docs().join(folder)) else { return BTreeMap::new() };
    let entries = entries.map(|entry| entry.expect("the folder can be read").path());
    let pages = entries.filter(|path| path.extension().is_some_and(|end| end == "md"));
    pages
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a page is text");
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name is text");
            let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            (name, text)
        })
        .collect()
}

fn all_found() -> BTreeMap<String, String> {
    GENERATED.iter().flat_map(|folder| found(folder)).collect()
}

fn write(pages: &BTreeMap<String, String>) {
    for folder in GENERATED {
        fs::create_dir_all(docs().join(folder)).expect("the folder can be made");
    }
    for left_over in all_found().keys().filter(|name| !pages.contains_key(*name)) {
        fs::remove_file(docs().join(left_over)).expect("a page can be removed");
    }
    for (name, text) in pages {
        fs::write(docs().join(name), text).expect("a page can be written");
    }
}

#[test]
fn pages_are_those_of_rules_and_kinds() {
    let pages = pages();
    if updating() {
        write(&pages);
    }
    let found = all_found();
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&found), names(&pages), "{ADVICE}");
    let stale: Vec<&String> = pages
        .iter()
        .filter(|(name, text)| found.get(*name) != Some(*text))
        .map(|(name, _)| name)
        .collect();
    assert!(stale.is_empty(), "stale in docs: {stale:?}; {ADVICE}");
}

/// The table of contents, with the pages below the index of each generated folder listed anew.
fn contents(text: &str, pages: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    for line in text.lines().filter(|line| !line.starts_with(' ')) {
        out.push_str(line);
        out.push('\n');
        if line.ends_with("(rules/README.md)") {
            out.push_str(&rules());
        } else if line.ends_with("(kinds/README.md)") {
            out.push_str(&below("kinds", pages));
        } else if line.ends_with("(files/complint.md)") {
            out.push_str(&below("files", pages));
        }
    }
    out
}

/// The pages of rules, by group; a group is a heading without a page.
fn rules() -> String {
    let mut out = "    - [By requirement](rules/requirements.md)\n".to_owned();
    let mut group = "";
    for rule in shipped() {
        if rule.group != group {
            group = &rule.group;
            out.push_str(&format!("    - [{group}]()\n"));
        }
        out.push_str(&format!("        - [{0}](rules/{0}.md)\n", rule.name));
    }
    out
}

/// The pages of a folder under their headings.
fn below(folder: &str, pages: &BTreeMap<String, String>) -> String {
    let own = pages.iter().filter(|(name, _)| {
        name.starts_with(&format!("{folder}/"))
            && !name.ends_with("/README.md")
            && *name != "files/complint.md"
    });
    own.map(|(name, text)| {
        let heading = text.lines().next().unwrap_or_default().trim_start_matches("# ");
        format!("    - [{heading}]({name})\n")
    })
    .collect()
}

#[test]
fn contents_name_every_page() {
    let pages = pages();
    let path = docs().join(CONTENTS);
    let text = fs::read_to_string(&path).expect("there is a table of contents");
    let wanted = contents(&text, &pages);
    if updating() {
        fs::write(&path, &wanted).expect("the table of contents can be written");
    } else {
        assert!(text == wanted, "docs/{CONTENTS} is stale; {ADVICE}");
    }
    let listed: BTreeSet<&str> =
        wanted.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let by_hand = found("");
    let there = pages.keys().chain(by_hand.keys().filter(|name| *name != CONTENTS));
    let missing: Vec<&String> = there.filter(|name| !listed.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "not in docs/{CONTENTS}: {missing:?}");
}

/// Each rule and each kind has a page, and the index leads to it.
#[test]
fn indexes_lead_to_pages() {
    let pages = pages();
    for rule in shipped() {
        let page = &pages[&format!("rules/{}.md", rule.name)];
        assert!(page.starts_with(&format!("# {}\n", rule.name)), "{}", rule.name);
        let link = format!("[{0}]({0}.md)", rule.name);
        assert!(pages["rules/README.md"].contains(&link), "{link}");
    }
    for kind in complint::kind::shipped() {
        let page = &pages[&format!("kinds/{}.md", kind.id)];
        assert!(page.starts_with(&format!("# {}\n", kind.id)), "{}", kind.id);
        assert!(page.contains("\n## A record\n"), "{}", kind.id);
        for key in kind.keys.iter() {
            assert!(page.contains(&format!("\n| `{}` |", key.name)), "{}.{}", kind.id, key.name);
        }
        let link = format!("[{0}]({0}.md)", kind.id);
        assert!(pages["kinds/README.md"].contains(&link), "{link}");
    }
}

/// The text without its blocks of code, whose links are those of examples.
fn without_code(text: &str) -> String {
    let mut fence: Option<&str> = None;
    let lines = text.lines().filter(|line| {
        let ticks = line.split(|c| c != '`').next().unwrap_or_default();
        match fence {
            Some(open) if *line == open => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            open => return open.is_none(),
        }
        false
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The addresses of the headings of a page.
fn headings(page: &str) -> BTreeSet<String> {
    let prose = without_code(page);
    let lines = prose.lines().filter(|line| line.starts_with('#'));
    let slug = |line: &str| {
        let kept = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    lines.map(slug).collect()
}

/// The path of a link of a page, from `docs/`.
fn from_docs(page: &str, target: &str) -> String {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    match target.strip_prefix("../") {
        Some(rest) => rest.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    }
}

/// Links between pages, those written by hand too, lead to pages and headings that are there.
#[test]
fn links_lead_somewhere() {
    let mut pages = pages();
    let generated = pages.len();
    pages.extend(found(""));
    let addresses: BTreeMap<&String, BTreeSet<String>> =
        pages.iter().map(|(name, text)| (name, headings(text))).collect();
    let mut links = 0;
    for (name, text) in &pages {
        let prose = without_code(text);
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.is_empty() || target.starts_with("https://") {
                continue;
            }
            let (page, heading) = target.split_once('#').unwrap_or((target, ""));
            let page = if page.is_empty() { name.clone() } else { from_docs(name, page) };
            assert!(pages.contains_key(&page), "{name}: no page {target}");
            let known = heading.is_empty() || addresses[&page].contains(heading);
            assert!(known, "{name}: no heading {target}");
            links += 1;
        }
    }
    assert!(links > 3 * generated, "{links}");
}
