//! Waivers over whole programmes, where the rules' own examples do not reach: hints, obligations,
//! and what is told twice or not at all.

use jiff::civil::date;

use crate::finding::Finding;
use crate::{Options, Report, Workspace, lint};

const PROGRAMME: &str =
    "[organization]\nname = \"Example\"\n[frameworks.mini]\ncatalog = \"mini.toml\"\n";
const CATALOG: &str = "[framework]\nid = \"mini\"\n[[requirement]]\nid = \"1.1\"\ntitle = \"Staff\"\npart = \"clause\"\n";
const POLICY: &str = "[[policy]]\nid = \"access\"\ntitle = \"Access\"\ndocument = \"access.md\"\n";

/// The workspace and what is found in it by these rules; `complint.toml` and the catalog are given.
fn run(rules: &[&str], files: &[(&str, String)]) -> (Workspace, Report) {
    let standing = [("complint.toml", PROGRAMME.to_owned()), ("mini.toml", CATALOG.to_owned())];
    let missing = standing.iter().filter(|(path, _)| files.iter().all(|(own, _)| own != path));
    let files = files
        .iter()
        .chain(missing)
        .map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes()));
    let select =
        rules.iter().chain(&["syntax", "reference", "waiver"]).map(|rule| (*rule).to_owned());
    let options = Options { select: select.collect(), ..Options::default() };
    let workspace = Workspace::from_files(files.collect(), &options).expect("it can be read");
    let report = lint(&workspace, date(2026, 6, 30));
    (workspace, report)
}

/// What is found, excused findings too, as "rule: message (help)".
fn found(rules: &[&str], files: &[(&str, String)]) -> Vec<String> {
    let (workspace, report) = run(rules, files);
    let line = |finding: &Finding| {
        let rule = workspace.rules.get(finding.rule).map_or("", |rule| &rule.name);
        let waived = if finding.suppressed.is_some() { " waived" } else { "" };
        format!(
            "{rule}{waived}: {} ({})",
            finding.message,
            finding.help.as_deref().unwrap_or_default()
        )
    };
    report.findings.iter().map(line).collect()
}

fn hints(rules: &[&str], files: &[(&str, String)]) -> Vec<String> {
    let all = found(rules, files).into_iter().filter(|line| line.contains("-waiver: "));
    all.filter_map(|line| Some(line.split_once('(')?.1.trim_end_matches(')').to_owned())).collect()
}

fn waiver(keys: &str) -> String {
    format!("[[waiver]]\nid = \"w\"\ntitle = \"W\"\n{keys}\n")
}

const WHY: &str = "reason = \"LEG-12\"\nuntil = 2026-12-31\n";

#[test]
fn an_obligation_is_waived_by_a_record_alone() {
    let record =
        waiver(&format!("rules = [\"missing-clause\"]\nrequirements.mini = [\"1.1\"]\n{WHY}"));
    let lines = found(&["missing-clause"], &[("a.toml", record)]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("missing-clause waived: "), "{lines:?}");

    let files = waiver(&format!("rules = [\"missing-clause\"]\nfiles = [\"**\"]\n{WHY}"));
    let lines = found(&["missing-clause"], &[("a.toml", files)]);
    assert!(lines.iter().any(|line| line.starts_with("missing-clause: ")), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("unused-waiver: ")), "{lines:?}");

    let comment =
        "# complint: ignore[missing-clause] until=2026-12-31 LEG-12\n".to_owned() + POLICY;
    let hints = hints(&["missing-clause"], &[("a.toml", comment)]);
    assert_eq!(
        hints,
        ["delete it; an obligation that nobody answers is waived by a [[waiver]] record alone"]
    );
}

#[test]
fn hints_are_ready_to_paste() {
    let above =
        |comment: &str| [("a.toml", POLICY.replace("document", &format!("{comment}\ndocument")))];
    assert_eq!(
        hints(&[], &above("# complint: ignore[missing-file]")),
        [
            "# complint: ignore[missing-file] until=2026-09-30 <why this may stay, and where it is followed up>",
            "# complint: ignore[missing-file] until=2026-09-30 <why this may stay, and where it is followed up>",
        ]
    );
    assert_eq!(
        hints(&[], &above("# complint: ignore[missing-file] with the lawyers")),
        ["# complint: ignore[missing-file] until=2026-09-30 with the lawyers"]
    );
    assert_eq!(
        hints(&[], &above("# complint: ignore[missing-file] until=2026-12-31")),
        [
            "# complint: ignore[missing-file] until=2026-12-31 <why this may stay, and where it is followed up>"
        ]
    );
    assert_eq!(
        hints(&[], &above("# complint: ignore[missing-file, missing-key] until=2026-12-31 why")),
        ["delete it; a finding of group syntax cannot be waived"]
    );
    assert_eq!(
        hints(
            &[],
            &above("# complint: ignore[missing-file, retired-reference] until=2026-12-31 why")
        ),
        ["delete `retired-reference` from it"]
    );
    let record = waiver("rules = [\"missing-file\"]\nrecords = [\"policy:access\"]") + POLICY;
    assert_eq!(
        hints(&[], &[("a.toml", record)]),
        ["until = 2026-09-30", "reason = \"<why this may stay, and where it is followed up>\""]
    );
    let record = waiver("rules = [\"missing-file\"]") + POLICY;
    assert_eq!(hints(&[], &[("a.toml", record)]), ["records = [\"<kind>:<id>\"]"]);
    let record = waiver("rules = [\" \"]") + POLICY;
    assert_eq!(hints(&[], &[("a.toml", record)]), ["rules = [\"<rule>\"]"]);
}

#[test]
fn all_that_cover_a_finding_are_of_use() {
    let comment = POLICY
        .replace("document", "# complint: ignore[missing-file] until=2026-12-31 why\ndocument");
    let record =
        waiver(&format!("rules = [\"missing-file\"]\nrecords = [\"policy:access\"]\n{WHY}"));
    let files = [("b.toml", record), ("a.toml", comment)];
    assert_eq!(found(&[], &files).len(), 1);
    let (workspace, report) = run(&[], &files);
    let by = report.findings[0].suppressed.clone().expect("it is waived");
    assert_eq!(workspace.source(by.place.source).path, "a.toml");
    assert_eq!((by.reason.as_str(), by.until.as_deref()), ("why", Some("2026-12-31")));
}

#[test]
fn nothing_is_told_twice() {
    let only = |keys: &str| -> Vec<String> {
        let lines = found(&[], &[("a.toml", waiver(keys) + POLICY)]);
        lines.into_iter().filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect()
    };
    // What is named does not exist: whether the waiver is of use cannot be told.
    let named = format!("rules = [\"missing-file\"]\nrecords = [\"policy:acces\"]\n{WHY}");
    assert_eq!(only(&named), ["unknown-reference", "missing-file"]);
    // A value of another type: the waiver excuses nothing until it is mended.
    assert_eq!(
        only(&format!("rules = \"missing-file\"\nfiles = [\"**\"]\n{WHY}")),
        ["wrong-type", "missing-file"]
    );
    let quoted =
        "rules = [\"missing-file\"]\nfiles = [\"**\"]\nreason = \"why\"\nuntil = \"2026-12-31\"";
    assert_eq!(only(quoted), ["wrong-type", "missing-file"]);
    let list =
        "rules = [\"missing-file\"]\nfiles = [\"**\"]\nreason = [\"why\"]\nuntil = 2026-12-31";
    assert_eq!(only(list), ["wrong-type", "missing-file waived"]);
    // A line that cannot be read may hold what seems to be missing.
    let lines =
        only("rules = [\"missing-file\"]\nfiles = [\"**\"]\nreason \"why\"\nuntil = 2026-12-31");
    assert!(!lines.iter().any(|line| line.starts_with("unexplained-waiver")), "{lines:?}");
}

#[test]
fn a_comment_excuses_where_it_stands() {
    let lines = |text: String| found(&[], &[("a.toml", text)]);
    let other = POLICY.replace("access", "other");
    let above = "# complint: ignore[missing-file] until=2026-12-31 why\n";
    let first = lines(format!("{above}{POLICY}{other}"));
    assert_eq!(first.len(), 2, "{first:?}");
    assert!(
        first[0].starts_with("missing-file waived") && first[1].starts_with("missing-file:"),
        "{first:?}"
    );
    let second = lines(format!("{POLICY}{above}{other}"));
    assert!(
        second[0].starts_with("missing-file:") && second[1].starts_with("missing-file waived"),
        "{second:?}"
    );
}

#[test]
fn a_rule_that_is_off_for_a_file_is_not_counted() {
    let off = format!(
        "{PROGRAMME}[[overrides]]\nfiles = [\"a.toml\"]\nrules = {{ missing-file = \"off\" }}\n"
    );
    let comment = POLICY
        .replace("document", "# complint: ignore[missing-file] until=2026-12-31 why\ndocument");
    assert_eq!(found(&[], &[("complint.toml", off), ("a.toml", comment)]), Vec::<String>::new());
}

#[test]
fn a_waiver_in_a_broken_file_is_not_unused() {
    let text =
        format!("# complint: ignore[retired-reference] until=2026-12-31 why\n{POLICY}owner = \n");
    let lines = found(&[], &[("a.toml", text)]);
    assert!(!lines.iter().any(|line| line.starts_with("unused-waiver")), "{lines:?}");
}

/// A policy in force with that text.
fn in_text(text: &str) -> [(&'static str, String); 2] {
    [("a.toml", POLICY.to_owned()), ("access.md", text.to_owned())]
}

#[test]
fn a_comment_in_markdown_excuses_its_line_or_the_next() {
    let lines = |text: &str| found(&["placeholder-text"], &in_text(text));
    let said = "complint: ignore[placeholder-text] until=2026-12-31 the owner is new";
    let both = lines(&format!("TBD <!-- {said} -->\nTODO\n"));
    assert!(both[0].starts_with("placeholder-text waived: `TBD`"), "{both:?}");
    assert!(both[1].starts_with("placeholder-text: `TODO`"), "{both:?}");
    let both = lines(&format!("TBD\n\n<!-- {said} -->\n\n# TODO\n"));
    assert!(both[0].starts_with("placeholder-text: `TBD`"), "{both:?}");
    assert!(both[1].starts_with("placeholder-text waived: `TODO`"), "{both:?}");
    // In code it is an example.
    let code = lines(&format!("```\n<!-- {said} -->\n```\nTBD\n"));
    assert!(code.len() == 1 && code[0].starts_with("placeholder-text: `TBD`"), "{code:?}");
    // The value that names the text covers all of it.
    let naming = POLICY.replace("document", &format!("# {said}\ndocument"));
    let files = [("a.toml", naming), ("access.md", "TBD\n\nTODO\n".to_owned())];
    let all = found(&["placeholder-text"], &files);
    assert!(all.len() == 2 && all.iter().all(|line| line.contains(" waived")), "{all:?}");
}

#[test]
fn waivers_in_markdown_are_judged_like_all_others() {
    let told = |said: &str| {
        let lines = found(&["placeholder-text"], &in_text(&format!("{said}\n\nRules: TBD\n")));
        let own = lines.into_iter().filter(|line| !line.starts_with("placeholder-text"));
        own.collect::<Vec<_>>()
    };
    let one = |said: &str, rule: &str, hint: &str| {
        let lines = told(said);
        assert!(lines.len() == 1 && lines[0].starts_with(rule), "{lines:?}");
        assert!(lines[0].contains(hint), "{lines:?}");
    };
    assert_eq!(
        told("<!-- complint: ignore[placeholder-text] until=2026-06-30 last day -->"),
        [""; 0]
    );
    one(
        "<!-- complint: ignore[placeholder-text] until=2026-06-29 the day before -->",
        "expired-waiver",
        "",
    );
    one(
        "<!-- complint: ignore[placeholder-text] until=2026-12-31 -->",
        "unexplained-waiver",
        "<!-- complint: ignore[placeholder-text] until=2026-12-31 <why this may stay, and where it is followed up> -->",
    );
    one(
        "<!-- complint: ignore[placeholder-text] why -->",
        "open-ended-waiver",
        "<!-- complint: ignore[placeholder-text] until=2026-09-30 why -->",
    );
    one(
        "<!-- complint ignore[placeholder-text] until=2026-12-31 why -->",
        "malformed-waiver",
        "<!-- complint: ignore[placeholder-text] until=2026-12-31 why -->",
    );
    one(
        "<!-- complint: ignore[placeholder-txt] until=2026-12-31 why -->",
        "unknown-waived-rule",
        "did you mean `placeholder-text`?",
    );
    one(
        "<!-- complint: ignore[placeholder-text] until=2026-12-31 why -->\nRules.",
        "unused-waiver",
        "delete it",
    );
}

#[test]
fn waivers_in_markdown_are_mended() {
    let mended = |text: &str| {
        let (workspace, report) = run(&["placeholder-text"], &in_text(text));
        let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let texts = crate::fix::texts(fixes, |id| &*workspace.source(id).text);
        texts.into_values().collect::<Vec<_>>()
    };
    let said = "<!-- complint: ignore[placeholder-text] until=2026-12-31 why -->";
    assert_eq!(mended(&format!("One. {said}\n\n{said}\nTwo.\n")), ["One.\n\nTwo.\n"]);
    assert_eq!(
        mended("TBD <!-- complint: ignore[placeholder-txt] until=2026-12-31 why -->\n"),
        ["TBD <!-- complint: ignore[placeholder-text] until=2026-12-31 why -->\n"]
    );
}
