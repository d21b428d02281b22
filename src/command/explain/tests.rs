//! Whole pages, asked for by name.

use super::{Known, explain};
use crate::error::Error;
use crate::output::Style;
use crate::workspace::{Options, Workspace};

const MANIFEST: &str = r#"[organization]
name = "Example"
[frameworks.iso27001]
edition = "2022"
[frameworks.soc2]
type = 2
categories = ["security"]
[frameworks.soc2.not_relevant]
"CC6.4" = "No premises"
[extend]
rules = ["rules/own/*.toml"]
[rules]
unjustified-exclusion = { level = "warning", reason = "the statement is redrawn" }
boilerplate-justification = { min_words = 4 }
"#;

const RECORDS: &str = r#"[[control]]
id = "leaks"
title = "Leaks are noticed"
status = "partial"
satisfies.iso27001 = ["A.8.12", "6.1.3 f"]
satisfies.soc2 = ["CC6.1"]

[[soa]]
requirement = "A.8.12"
applicable = true
status = "partial"
justification = "Customers ask for it"

[[audit]]
id = "internal"
title = "Internal audit"
requirements = ["A.8.12"]
"#;

const RULE: &str = r#"summary = "Control without a description"
message = "no description"
level = "warning"
basis = "convention"
since = "0.1.0"
explanation = "Nobody else knows what is done."
remediation = "Write it down."
[check]
each = "control"
require = { description = "present" }
[[example]]
name = "nothing is said"
text = '''
[[control]]
  ^^^^^^^
id = "a"
title = "A"
'''
"#;

fn programme() -> Known {
    let files = [
        ("complint.toml", MANIFEST),
        ("records.toml", RECORDS),
        ("rules/own/undescribed-control.toml", RULE),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).to_vec();
    Known::programme(Workspace::from_files(files, &Options::default()).expect("it can be read"))
}

fn shipped() -> Known {
    Known::shipped("No complint.toml here.".to_owned())
}

fn page(known: &Known, name: &str) -> String {
    explain(known, Some(name), &Style::default()).expect(name)
}

#[track_caller]
fn assert_says(page: &str, wanted: &[&str]) {
    for line in wanted {
        assert!(page.contains(line), "`{line}` is missing in\n{page}");
    }
}

fn help(known: &Known, name: &str) -> String {
    let error: Error = explain(known, Some(name), &Style::default()).expect_err(name);
    error.help().unwrap_or_default()
}

/// Findings in the tool's own files name the page that lists their keys.
#[test]
fn the_tools_own_files_have_pages() {
    for form in crate::kind::forms() {
        let text = page(&shipped(), &form.id);
        assert_says(&text, &[&form.title, "\nKeys\n"]);
    }
    assert_eq!(page(&shipped(), "complint"), page(&shipped(), "complint.toml"));
}

#[test]
fn an_id_in_another_framework_is_proposed_with_the_framework_that_has_it() {
    for asked in ["soc3:CC6.1", "iso27001:CC6.1", "contoso:CC6.1"] {
        assert_eq!(help(&shipped(), asked), "did you mean `soc2:CC6.1`?", "{asked}");
    }
    assert_eq!(help(&shipped(), "iso27018:A.5.15"), "did you mean `iso27001:A.5.15`?");
    assert_eq!(help(&shipped(), "6.1.3 z"), "6.1.3 has the items a to f");
    assert_eq!(help(&shipped(), "soc2:CC6.99"), "CC6 has CC6.1 to CC6.8");
}

#[test]
fn a_requirement_and_who_answers_it() {
    let text = page(&programme(), "A.8.12");
    assert_says(
        &text,
        &[
            "A.8.12  Data leakage prevention\nISO/IEC 27001:2022, Annex A control, under A.8 ",
            "\nSince 2013    new in 2022\n",
            "\nIn Example\n  control `leaks`, planned (records.toml:1)\n    Leaks are noticed\n",
            "\n  Statement of Applicability: included, partial (records.toml:8)\n    Customers ask for it\n",
            "\n  audit `internal`, live, under `requirements` (records.toml:14)\n",
            "A pair means the same subject, never equivalence",
            "\n  strong      ",
            "CC6.1  ",
        ],
    );
}

#[test]
fn an_item_counts_for_the_whole() {
    let text = page(&programme(), "6.1.3 f");
    assert_says(
        &text,
        &[
            "\nItem          6.1.3 f, which answers 6.1.3 as a whole\n",
            "control `leaks`, planned, for 6.1.3 f (records.toml:1)",
            "soa `A.8.12`, live, by what it is (records.toml:8)",
            "\n  treatment  each record answers 6.1.3 e\n",
            "6.1.3 d  Statement of Applicability (kept up to date)",
        ],
    );
}

#[test]
fn scope_is_told() {
    let known = programme();
    assert_says(
        &page(&known, "CC6.4"),
        &["Set aside as not relevant (complint.toml:9): No premises", "No record answers it."],
    );
    assert_says(&page(&known, "A1.1"), &["Not in scope: its category"]);
    assert_says(&page(&known, "iso42001:4.1"), &["Its framework is not in scope."]);
    assert_says(
        &page(&known, "CC6"),
        &["  CC6.1  Logical access security over protected assets (planned)\n", "(set aside)"],
    );
    assert_says(
        &page(&known, "soc2"),
        &[
            "61 criteria and 9 description criteria",
            "In scope      yes, type 2, security (complint.toml:5)",
        ],
    );
    assert_says(
        &page(&known, "iso27701"),
        &["Certainty     medium: ", "In scope      no; [frameworks.iso27701] "],
    );
}

#[test]
fn old_numbers_lead_to_new_ones() {
    let text = page(&shipped(), "A.9.2.6");
    assert_says(
        &text,
        &[
            "A.9.2.6  Removal or adjustment of access rights\nISO/IEC 27001:2013 (withdrawn)",
            "What took its place in ISO/IEC 27001:2022\n  A.5.18  Access rights\n",
            "A.5.18 also takes in A.9.2.2 ",
        ],
    );
    assert_says(&page(&shipped(), "A.5.18"), &["\nSince 2013    merges A.9.2.2 ", " and A.9.2.6 "]);
    assert_says(&page(&shipped(), "9.2.2"), &["\nSince 2013    a part of 9.2\n"]);
    assert_says(&page(&shipped(), "10.1"), &["\nSince 2013    was 10.2\n"]);
}

#[test]
fn spelling_is_forgiven() {
    let known = programme();
    for name in
        ["a.8.12", "8.12", "iso27001:A.8.12", "ISO 27001:A.8.12", "iso27001 A.8.12", "`A.8.12`"]
    {
        assert!(page(&known, name).starts_with("A.8.12  Data"), "{name}");
    }
    for name in ["6.1.3(d)", "6.1.3d", "6.1.3 d"] {
        assert_says(&page(&known, name), &["\nItem          6.1.3 d"]);
    }
    assert!(page(&known, "Unjustified_Exclusion").starts_with("unjustified-exclusion\n"));
    assert!(page(&known, "SOC2").starts_with("soc2  SOC 2 (2017)\n"));
}

#[test]
fn a_rule_with_its_settings() {
    let text = page(&programme(), "unjustified-exclusion");
    assert_says(
        &text,
        &[
            "\nLevel         error; warning in Example, set in complint.toml: the statement is\n",
            "\nAuthority     the standard itself\n",
            "\nSee           iso27001:6.1.3 d  Information security risk treatment\n",
            "\n    applicable = false\n                 ^^^^^ A.7.4 is excluded",
            "# complint: ignore[unjustified-exclusion] until=<day> <why>",
            "\n    records = [\"soa:<id>\"]\n",
        ],
    );
    assert_says(
        &page(&programme(), "boilerplate-justification"),
        &["    Default: 3 (integer)\n    In Example: 4\n"],
    );
    assert_says(
        &page(&shipped(), "missing-soa-entry"),
        &["\n    requirements.<framework> = [\"<id>\"]\n"],
    );
    assert_says(&page(&shipped(), "invalid-toml"), &["Not at all: "]);
}

#[test]
fn a_rule_of_ones_own() {
    let text = page(&programme(), "undescribed-control");
    assert_says(
        &text,
        &[
            "own, a rule of Example: rules/own/undescribed-control.toml",
            "Nothing is said:\n\n    [[control]]\n      ^^^^^^^\n",
        ],
    );
    assert_says(&page(&programme(), "own"), &["own  A group of 1 rule\n"]);
    assert_says(
        &page(&programme(), "control"),
        &["undescribed-control\n    Control without a description\n"],
    );
}

#[test]
fn a_kind_and_a_key() {
    let text = page(&programme(), "risk");
    assert_says(
        &text,
        &[
            "\nStates        live   open, no status\n              ended  closed\n",
            "\n  residual.likelihood  whole number, at least 1\n",
            "iso27001:8.2  Information security risk assessment, where `likelihood` is",
            "\n    [[risk]]\n    id = \"example\"\n",
            "\nHere          0 records in Example\n",
        ],
    );
    let text = page(&shipped(), "control.frequency");
    assert_says(
        &text,
        &[
            "control.frequency\nHow often it operates",
            "half-yearly for semiannual",
            "\nRequired      no\n",
        ],
    );
    assert_says(&page(&shipped(), "complint.toml"), &["\n  organization.name\n"]);
}

#[test]
fn one_name_can_mean_two_things() {
    let text = page(&shipped(), "soa");
    assert_says(&text, &["soa  Statement of Applicability entry\n", "\nsoa  A group of "]);
}

#[test]
fn without_a_programme_that_is_said() {
    let text = page(&shipped(), "4.1");
    assert_says(&text, &["\nWithout a programme\n  No complint.toml here.\n", "  iso42001:4.1  "]);
    assert!(!text.contains("No record"), "{text}");
}

#[test]
fn what_was_meant_is_proposed() {
    let known = shipped();
    assert_eq!(help(&known, "unjustified-exlusion"), "did you mean `unjustified-exclusion`?");
    assert_eq!(help(&known, "contrl"), "did you mean `control`?");
    assert_eq!(help(&known, "iso27002"), "did you mean `iso27001`?");
    assert_eq!(help(&known, "control.ownr"), "did you mean `control.owner`?");
    assert_eq!(help(&known, "Contrl.Ownr"), "did you mean `control.owner`?");
    assert_eq!(help(&known, "A.8.99"), "A.8 has A.8.1 to A.8.34");
    assert_eq!(
        help(&known, "exclusion"),
        "did you mean `exclusion-contradicts-facts` or `unjustified-exclusion`?"
    );
    assert!(help(&known, "zzz").contains("without a name"));
}

/// Everything that has a page, by name.
fn every_name(known: &Known) -> Vec<String> {
    let mut names = super::find::names(known);
    for (number, catalog) in known.catalogs().iter() {
        // What a withdrawn edition calls A.6.1 is only reached where it is declared.
        let reached = |id: &str| {
            catalog.data.head.withdrawn
                || known.catalogs().number(catalog.id()) == Some(number) && !id.is_empty()
        };
        let ids = catalog
            .data
            .requirements
            .iter()
            .map(|row| &row.id)
            .chain(catalog.data.groups.iter().map(|group| &group.id));
        names.extend(ids.filter(|id| reached(id)).map(|id| format!("{}:{id}", catalog.id())));
    }
    names
}

#[test]
fn every_page_fits_the_terminal() {
    let known = shipped();
    for name in every_name(&known) {
        let text = page(&known, &name);
        for line in text.lines() {
            // What is to be pasted, and addresses, stay whole.
            let whole = line.starts_with("    ") || line.trim_start().starts_with("https://");
            assert!(whole || line.chars().count() <= 80, "{name}: {line}");
            assert!(!line.ends_with(' '), "{name}: {line}");
        }
    }
    assert!(
        explain(&known, None, &Style::default())
            .expect("contents")
            .lines()
            .all(|line| line.chars().count() <= 80)
    );
}

#[test]
fn colour_is_asked_for() {
    let plain = page(&shipped(), "CC6.1");
    assert!(!plain.contains('\u{1b}'));
    let style = Style { color: true, ..Style::default() };
    let coloured = explain(&shipped(), Some("CC6.1"), &style).expect("a page");
    let bare: String = coloured
        .split('\u{1b}')
        .map(|part| part.split_once('m').map_or(part, |(_, rest)| rest))
        .collect();
    assert_eq!(bare.len() + 1, plain.len() + 1, "{bare}");
}

/// The text of a page without its layout, which depends on the longest name.
fn words(known: &Known, name: &str) -> String {
    page(known, name).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_rules_behind_a_requirement() {
    let text = words(&shipped(), "iso27001:9.3.2");
    assert_says(&text, &[" Rules that ask for every requirement of its sort "]);
    assert_says(&text, &[" missing-clause Clause that no record answers (error) "]);
    let text = words(&shipped(), "CC6.1");
    assert_says(&text, &[" unmapped-criterion Trust Services Criterion that no control satisfies"]);
    let text = words(&shipped(), "A.8.30");
    assert_says(&text, &[" Rules that refer to it or name it ", " exclusion-contradicts-facts "]);
    let text = words(&shipped(), "nist-csf:GV.OC-01");
    assert_says(&text, &[" Rules that stand behind it None; records can still say"]);
}

#[test]
fn the_rules_behind_a_heading_with_its_members() {
    let text = words(&shipped(), "iso27001:9.3");
    assert_says(
        &text,
        &[
            " Rules that refer to its members or name them ",
            " undeclared-interval No interval declared, ",
            " has to recur (error; 9.3.1)",
            " missing-clause Clause that no record answers (error; 9.3.1, 9.3.2) ",
        ],
    );
}

#[test]
fn what_is_uncertain_says_so_wherever_it_is_shown() {
    let text = page(&shipped(), "iso27018:A.2.1");
    assert_says(&text, &["\nCertainty     low for id and title: check them against the standard"]);
    for name in ["iso27018:A.2", "iso27018:A.6"] {
        assert_says(&page(&shipped(), name), &["(uncertain)"]);
    }
}

#[test]
fn a_pair_of_the_crosswalk_says_how_many_carry_it() {
    let text = page(&shipped(), "soc2:CC6.1");
    assert_says(
        &text,
        &[
            "A pair means the same subject, never equivalence",
            "\n  strong     four or more of the eight sources carry the pair\n",
            "\n  weak       one or two carry it: low certainty\n",
        ],
    );
    // Only the tiers that occur are explained.
    assert!(!text.contains("editorial"), "{text}");
}

#[test]
fn a_rule_shows_the_facts_it_counts_by() {
    let text = page(&shipped(), "undeclared-interval");
    assert_says(&text, &["\nFacts it counts by\n  iso-policy-review\n    Policies reviewed at "]);
}
