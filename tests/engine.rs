//! The language of rule files, word by word, through a company's own rules.

#![allow(clippy::expect_used, reason = "tests stop aloud")]

use complint::rule::Level;
use complint::{Options, Workspace, lint};

const RECORDS: &str = r#"
[[vendor]]
id = "aws"
title = "Cloud provider"
service = "Hosting"
criticality = "critical"
assurance = [
  { type = "soc2-type-2", period_end = 2024-12-31 },
  { type = "iso27001", expires = 2027-12-31 },
]

[[control]]
id = "backup"
title = "Nightly backup"
status = "implemented"
description = "Copies every database."
policies = ["continuity", "old"]
since = 2026-01-03

[[policy]]
id = "continuity"
title = "Continuity policy"
status = "approved"
approved = 2026-01-01

[[metric]]
id = "losses"
title = "Loss of data"
target = "none"

[[policy]]
id = "old"
title = "Old policy"
status = "retired"

[[risk]]
id = "R-1"
title = "Loss of data"
likelihood = 4
impact = 5
residual = { likelihood = 2, impact = 4 }
treatment = "modify"
"#;

const MANIFEST: &str = r#"
[organization]
name = "Example"
facts = ["cloud"]
[frameworks.soc2]
type = 2
[risk_criteria]
scale = 5
acceptance = 6
[extend]
rules = ["rules/*.toml"]
"#;

/// What the rule with this check says of the records above on a day.
fn said(check: &str) -> Vec<String> {
    let (workspace, report) = run(check);
    assert!(!report.setup_broken, "the rule is broken, so that it finds nothing: {check}");
    let own = workspace.rules.number("own").expect("the rule is read");
    let found = report.findings.iter().filter(|finding| finding.rule == own);
    found.map(|finding| finding.message.clone()).collect()
}

/// What is wrong with a rule with this check.
fn broken(check: &str) -> String {
    let (workspace, report) = run(check);
    assert!(report.setup_broken, "the rule is accepted");
    let broken = report
        .findings
        .iter()
        .find(|finding| workspace.source(finding.place.source).path == "rules/own.toml");
    let broken = broken.expect("the place is in the rule's file");
    let text = workspace.source(broken.place.source).slice(broken.place.span);
    format!("{text}: {}", broken.message)
}

fn run(check: &str) -> (Workspace, complint::Report) {
    run_over(MANIFEST, RECORDS, check)
}

fn run_over(manifest: &str, records: &str, check: &str) -> (Workspace, complint::Report) {
    let rule = format!(
        "summary = \"Own rule\"\nmessage = \"{{id}}\"\nlevel = \"warning\"\nbasis = \"convention\"\n\
         explanation = \"e\"\nremediation = \"r\"\n{check}"
    );
    let files = [("complint.toml", manifest), ("records.toml", records), ("rules/own.toml", &rule)];
    let files =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let workspace =
        Workspace::from_files(files, &Options::default()).expect("the files are held in memory");
    let report = lint(&workspace, jiff::civil::date(2026, 6, 30));
    (workspace, report)
}

#[test]
fn looks_at_elements_of_lists() {
    let check = r#"
[parameters.months]
type = "duration"
default = "12 months"
[check]
each = "vendor.assurance"
where = { type = ["soc2-type-1", "soc2-type-2"] }
require = { period_end = { not-before = { today = true, plus = "-1 year" } } }
"#;
    assert_eq!(said(check), ["aws"]);
    assert!(said(&check.replace("\"-1 year\"", "\"-3 years\"")).is_empty());
}

/// An element has the state of the record that it stands in, and names its own keys in messages.
#[test]
fn an_element_knows_its_record() {
    let check = r#"
[check]
each = "vendor.assurance"
where = { state = "live", type = "iso27001" }
require = { assessed = "present" }
message = "{id}: {type}"
"#;
    assert_eq!(said(check), ["aws: iso27001"]);
    assert!(said(&check.replace("\"live\"", "\"ended\"")).is_empty());
}

#[test]
fn compares_a_related_record_with_the_subject() {
    let check = r#"
[check]
each = "risk"
require.some = { kind = "metric", where = { target = { equals = { subject = "title" } } } }
"#;
    assert_eq!(said(check), ["R-1"]);
    assert!(said(&check.replace("target", "title")).is_empty());
    let later = r#"
[check]
each = "policy"
require.none = { from = "control.policies", where = { since = { after = { subject = "approved", plus = "1 day" } } } }
"#;
    assert_eq!(said(later), ["continuity"]);
    assert!(said(&later.replace("1 day", "3 days")).is_empty());
}

#[test]
fn follows_references_both_ways() {
    let outgoing = r#"
[check]
each = "control"
require.none = { to = "policies", where = { state = "ended" } }
"#;
    assert_eq!(said(outgoing), ["backup"]);
    let incoming = r#"
[check]
each = "policy"
where = { state = "live" }
require.none = { from = "control.policies" }
"#;
    assert_eq!(said(incoming), ["continuity"]);
    let several = r#"
[check]
each = "policy"
require.some = { from = "control.policies", min = 2 }
"#;
    assert_eq!(said(several), ["continuity", "old"]);
}

#[test]
fn compares_numbers_words_and_lists() {
    let cases = [
        (
            r#"each = "risk"
require = { score = { max = 19 } }"#,
            vec!["R-1"],
        ),
        (
            r#"each = "risk"
require = { "residual.score" = { max = { setting = "risk_criteria.acceptance" } } }"#,
            vec!["R-1"],
        ),
        (
            r#"each = "risk"
require = { "residual.score" = { max = { key = "score" } } }"#,
            vec![],
        ),
        (
            r#"each = "risk"
require = { "remaining.score" = 8 }"#,
            vec![],
        ),
        (
            r#"each = "control"
require = { description = { min-words = 4 } }"#,
            vec!["backup"],
        ),
        (
            r#"each = "control"
require = { description = { matches = "(?i)DATABASE" } }"#,
            vec![],
        ),
        (
            r#"each = "control"
require = { policies = { max-items = 1 } }"#,
            vec!["backup"],
        ),
        (
            r#"each = "control"
require = { policies = { contains = "continuity" } }"#,
            vec![],
        ),
        (
            r#"each = "control"
require = { policies = { matches = "^cont" } }"#,
            vec![],
        ),
        (
            r#"each = "control"
require = { policies = { matches = "^ont" } }"#,
            vec!["backup"],
        ),
        (
            r#"each = "risk"
require = { likelihood = { equals = { key = "residual.impact" } }, title = { equals = "Loss of data" } }"#,
            vec![],
        ),
        (
            r#"each = "risk"
require = { impact = { equals = { key = "residual.impact" } } }"#,
            vec!["R-1"],
        ),
        // What is not there equals nothing, not even what is not there either.
        (
            r#"each = "risk"
require = { owner = { equals = { key = "threat" } } }"#,
            vec!["R-1"],
        ),
        (
            r#"each = "control"
require = { policies = { equals = "old" } }"#,
            vec![],
        ),
        (
            r#"each = ["control", "policy"]
require = { status = { not = "retired" } }"#,
            vec!["old"],
        ),
        // A synonym is the word it stands for.
        (
            r#"each = "risk"
require = { treatment = "mitigate" }"#,
            vec![],
        ),
        (
            r#"each = "risk"
require = { any = [{ owner = "present" }, { not = { impact = 5 } }] }"#,
            vec!["R-1"],
        ),
    ];
    for (check, expected) in cases {
        assert_eq!(said(&format!("[check]\n{check}\n")), expected, "{check}");
    }
}

#[test]
fn asks_the_programme() {
    let check = r#"
[check]
each = "programme"
require = { "organization.facts" = { contains = "remote-work" } }
message = "facts: {organization.facts}"
"#;
    assert_eq!(said(check), ["facts: cloud"]);
}

/// Advice that nobody wants is switched off as a whole.
#[test]
fn a_group_of_rules_can_be_switched_off() {
    let advised = |rules: &str| {
        let manifest =
            format!("[organization]\nmarkets = [\"eu\"]\n[frameworks.soc2]\ntype = 2\n{rules}");
        let files = vec![("complint.toml".to_owned(), manifest.into_bytes())];
        let workspace = Workspace::from_files(files, &Options::default()).expect("it opens");
        let report = lint(&workspace, jiff::civil::date(2026, 6, 30));
        let groups = report.findings.iter().filter_map(|own| workspace.rules.get(own.rule));
        groups.filter(|rule| rule.group == "advice").count()
    };
    assert_eq!(advised(""), 1);
    assert_eq!(advised("[rules]\nadvice = \"off\"\n"), 0);
}

#[test]
fn says_what_cannot_be_meant() {
    let cases = [
        (
            "[check]\neach = \"control\"\nrequire = { onwer = \"present\" }\n",
            "did you mean `owner`?",
        ),
        (
            "[check]\neach = \"contrl\"\nrequire = { owner = \"present\" }\n",
            "did you mean `control`?",
        ),
        (
            "[check]\neach = \"control\"\nwhere = { status = \"aproved\" }\nrequire = { owner = \"present\" }\n",
            "never \"aproved\"",
        ),
        (
            "[check]\neach = \"soa\"\nwhere = { applicable = \"yes\" }\nrequire = { owner = \"present\" }\n",
            "`applicable` is never \"yes\": it is true or false",
        ),
        (
            "[check]\neach = \"risk\"\nwhere = { impact = \"high\" }\nrequire = { owner = \"present\" }\n",
            "`impact` is never \"high\": it is a whole number",
        ),
        (
            "[check]\neach = \"control\"\nwhere = { status = true }\nrequire = { owner = \"present\" }\n",
            "`status` is never true: it is planned",
        ),
        (
            "[check]\neach = \"control\"\nrequire = { owner = \"presnt\" }\n",
            "did you mean \"present\"?",
        ),
        (
            "[check]\neach = \"control\"\nrequire = { since = { befor = \"today\" } }\n",
            "`befor` is none of",
        ),
        (
            "[check]\neach = \"control\"\nrequire.some = { from = \"evidence.contrls\" }\n",
            "`contrls`",
        ),
        (
            "[check]\neach = \"control\"\nrequire = { description = { matches = \"(\" } }\n",
            "regular expression",
        ),
        (
            "[check]\neach = \"control\"\nrequire = { description = { min-words = { parameter = \"x\" } } }\n",
            "no parameter `x`",
        ),
        (
            "[check]\neach = \"control\"\nrequire = { owner = \"present\" }\nmessage = \"{ownr}\"\n",
            "`ownr`",
        ),
        (
            "[check]\neach = \"control\"\nrequire = { owner = { equals = { subject = \"title\" } } }\n",
            "for the `where` of a relation",
        ),
        (
            "[check]\neach = \"policy\"\nrequire.some = { from = \"control.policies\", where = { since = { after = { subject = \"aproved\" } } } }\n",
            "did you mean `approved`?",
        ),
        (
            "[check]\neach = \"vendor.assurance\"\nrequire = { type = \"present\" }\nmessage = \"{criticality}\"\n",
            "`criticality`",
        ),
        (
            "[check]\neach = \"control\"\nwher = { state = \"live\" }\nrequire = { owner = \"present\" }\n",
            "no key `wher` here; known are `each`, `where`",
        ),
        (
            "[check]\neach = \"control\"\nrequire.some = { from = \"evidence.controls\", mn = 2 }\n",
            "no key `mn` here",
        ),
        (
            "[check]\neach = \"*\"\nrequire = { owner = \"present\" }\n",
            "there is no kind `*`; every kind with ids is `{ trait = \"record\" }`",
        ),
        ("[check]\neach = \"control\"\nrequire.some = { kind = \"*\" }\n", "there is no kind `*`"),
        (
            "[check]\neach = \"control\"\nrequire.some = { from = \"*.satisfied\" }\n",
            "no kind that is meant has a key `satisfied`",
        ),
        (
            "[check]\neach = \"requirement\"\nrequire.some = { from = \"*.satisfies\", where = { onwer = \"present\" } }\n",
            "no kind has a key `onwer`",
        ),
        (
            "[check]\neach = \"requirement\"\nrequire.some = { from = \"*.satisfies\", where = { \"description.words\" = { min = 1 } } }\n",
            "`description.words` can only be asked of one kind",
        ),
        ("[check]\neach = \"control\"\n", "the key `require` is missing"),
        ("native = true\n", "part of complint"),
        ("", "one of `check`, `stage` and `native`"),
    ];
    for (check, expected) in cases {
        let said = broken(check);
        assert!(said.contains(expected), "{check}\n{said}");
    }
}

#[test]
fn follows_references_to_requirements() {
    let records = r#"
[[policy]]
id = "security"
title = "Security policy"
satisfies.soc2 = ["CC5.3", "CC6.1"]
[[policy]]
id = "conduct"
title = "Code of conduct"
satisfies.soc2 = ["CC1.1"]
[[policy]]
id = "travel"
title = "Travel policy"
"#;
    let asked = |check: &str| {
        let (workspace, report) = run_over(MANIFEST, records, check);
        let own = workspace.rules.number("own").expect("the rule is read");
        let found = report.findings.into_iter().filter(|finding| finding.rule == own);
        let shown = |place: complint::finding::Place| {
            workspace.source(place.source).slice(place.span).trim().to_owned()
        };
        found
            .map(|finding| {
                (finding.message, finding.related.iter().map(|other| shown(other.place)).collect())
            })
            .collect::<Vec<(String, Vec<String>)>>()
    };
    let some = "[check]\neach = \"policy\"\nrequire.some = { to = \"satisfies\", \
                where = { framework = \"soc2\", id = [\"CC1.1\", \"CC6.1\"] } }\n";
    assert_eq!(asked(some), [("travel".to_owned(), Vec::new())]);
    let none = "[check]\neach = \"policy\"\nrequire.none = { to = \"satisfies\", \
                where = { group = \"CC6\" }, label = \"here\" }\n";
    assert_eq!(asked(none), [("security".to_owned(), vec!["\"CC6.1\"".to_owned()])]);
}

#[test]
fn counts_from_a_day_by_a_declared_interval() {
    let manifest = format!("{MANIFEST}[intervals]\nmanagement_review = \"1 month\"\n");
    let records = |date: &str| {
        format!("[[management_review]]\nid = \"may\"\ntitle = \"Review\"\ndate = {date}\n")
    };
    let check = |within: &str| {
        format!(
            "[check]\neach = \"management_review\"\nrequire = {{ date = {{ within = {within} }} }}\n"
        )
    };
    let late = |manifest: &str, date: &str, within: &str| {
        let (workspace, report) = run_over(manifest, &records(date), &check(within));
        assert!(!report.setup_broken, "{within}");
        let own = workspace.rules.number("own");
        report.findings.iter().any(|finding| Some(finding.rule) == own)
    };
    let setting = "{ setting = \"intervals.management_review\" }";
    // The month that begins on 31 May ends on 30 June, the day of the run, which is in time.
    assert!(!late(&manifest, "2026-05-31", setting));
    assert!(!late(&manifest, "2026-05-30", setting));
    assert!(late(&manifest, "2026-05-29", setting));
    assert!(!late(&manifest, "2026-05-29", "\"32 days\""));
    // What nobody declared excuses nothing.
    assert!(late(MANIFEST, "2026-06-30", setting));
    let said = broken(&check("{ setting = \"risk_criteria.scale\" }"));
    assert!(said.contains("no duration"), "{said}");
}

#[test]
fn a_list_without_a_word_is_absent() {
    let records = r#"
[[objective]]
id = "none"
title = "None"
[[objective]]
id = "empty"
title = "Empty"
actions = []
[[objective]]
id = "blank"
title = "Blank"
actions = [" "]
[[objective]]
id = "one"
title = "One"
actions = ["", "Do it"]
"#;
    let absent = "[check]\neach = \"objective\"\nrequire = { actions = \"present\" }\n\
                  message = \"{id}: {missing}\"\n";
    let (workspace, report) = run_over(MANIFEST, records, absent);
    let own = workspace.rules.number("own").expect("the rule is read");
    let found = report.findings.iter().filter(|finding| finding.rule == own);
    let said: Vec<&str> = found.map(|finding| finding.message.as_str()).collect();
    assert_eq!(said, ["none: `actions`", "empty: `actions`", "blank: `actions`"]);
}

#[test]
fn a_check_can_weigh_less_than_its_rule() {
    let check =
        "[check]\neach = \"control\"\nrequire = { owner = \"present\" }\nlevel = \"note\"\n";
    let level = |manifest: &str| {
        let (workspace, report) = run_over(manifest, RECORDS, check);
        let own = workspace.rules.number("own").expect("the rule is read");
        report.findings.iter().find(|finding| finding.rule == own).map(|finding| finding.level)
    };
    assert_eq!(level(MANIFEST), Some(Level::Note));
    let set = |to: &str| format!("{MANIFEST}[rules]\nown = \"{to}\"\n");
    assert_eq!(level(&set("error")), Some(Level::Note));
    assert_eq!(level(&set("off")), None);
}

#[test]
fn help_leaves_out_what_is_there() {
    let check = "[check]\neach = \"control\"\nrequire = { owner = \"present\", due = \"present\", \
                 description = \"present\" }\nhelp = \"\"\"\nowner = \"<role>\"\ndue = <day>\n\
                 description = \"<what is done>\"\"\"\"\n";
    let (workspace, report) = run(check);
    let own = workspace.rules.number("own").expect("the rule is read");
    let found = report.findings.iter().find(|finding| finding.rule == own);
    let help = found.and_then(|finding| finding.help.as_deref());
    assert_eq!(help, Some("owner = \"<role>\"\ndue = <day>"));
}

/// What a value that cannot be read would have named is not known: nothing seems to be missing.
#[test]
fn what_an_unreadable_value_may_name_is_not_missing() {
    let found = |check: &str, more: &str| {
        let (workspace, report) = run_over(MANIFEST, &format!("{RECORDS}{more}"), check);
        let own = workspace.rules.number("own").expect("the rule is read");
        report.findings.iter().filter(|finding| finding.rule == own).count()
    };
    let evidence = |controls: &str| {
        format!("[[evidence]]\nid = \"e\"\ntitle = \"E\"\ncontrols = {controls}\n")
    };
    let incoming = "[check]\neach = \"control\"\nrequire.some = { from = \"evidence.controls\" }\n";
    assert_eq!(found(incoming, &evidence("[]")), 1);
    for controls in ["{ id = \"backup\" }", "[7]", "2026-01-01"] {
        assert_eq!(found(incoming, &evidence(controls)), 0, "{controls}");
    }
    // Only where it is asked for a key that holds such a value.
    assert_eq!(found(&incoming.replace("controls", "audit"), &evidence("[7]")), 1);
    let lacks = "[check]\neach = \"control\"\nwhere.none = { from = \"evidence.controls\" }\n\
                 require = { owner = \"present\" }\n";
    assert_eq!(found(lacks, ""), 1);
    assert_eq!(found(lacks, &evidence("[7]")), 0);

    let outgoing = "[check]\neach = \"treatment\"\nrequire.some = { to = \"controls\" }\n";
    let treatment = |controls: &str| {
        format!("[[treatment]]\nid = \"t\"\ntitle = \"T\"\ncontrols = {controls}\n")
    };
    assert_eq!(found(outgoing, &treatment("[]")), 1);
    assert_eq!(found(outgoing, &treatment("7")), 0);
}

/// A setting that cannot be read is none.
#[test]
fn nothing_is_concluded_from_an_unreadable_setting() {
    let check = "[check]\neach = \"risk\"\nwhere = { score = { min = 1 } }\n\
                 require = { score = { max = { setting = \"risk_criteria.acceptance\" } } }\n";
    assert_eq!(said(check), ["R-1"]);
    let manifest = MANIFEST.replace("acceptance = 6", "acceptance = \"six\"");
    let (workspace, report) = run_over(&manifest, RECORDS, check);
    let own = workspace.rules.number("own").expect("the rule is read");
    assert!(report.findings.iter().all(|finding| finding.rule != own));
}

/// That a record has no id is said once; what else is wrong with it could not be found by name.
#[test]
fn of_a_record_without_an_id_nothing_else_is_said() {
    let check = "[check]\neach = [\"control\", \"soa\"]\nrequire = { owner = \"present\" }\n";
    let records = "[[control]]\ntitle = \"T\"\n[[soa]]\napplicable = true\n";
    let (workspace, report) = run_over(MANIFEST, records, check);
    let rules = report.findings.iter().filter_map(|finding| workspace.rules.get(finding.rule));
    let names: Vec<&str> = rules.map(|rule| rule.name.as_str()).collect();
    assert_eq!(names.iter().filter(|name| **name == "missing-key").count(), 2, "{names:?}");
    assert!(!names.contains(&"own"), "{names:?}");
}

/// Nor is anything from what stands in the place of the table that would hold the setting.
#[test]
fn a_setting_below_a_value_of_the_wrong_type_is_not_missing() {
    let check = "[check]\neach = \"programme\"\nwhere = { \"frameworks.soc2\" = \"present\" }\n\
                 require = { \"frameworks.soc2.period.start\" = \"present\" }\nmessage = \"no start\"\n";
    assert_eq!(said(check), ["no start"]);
    let manifest = MANIFEST.replace("type = 2", "type = 2\nperiod = 2026");
    let (workspace, report) = run_over(&manifest, RECORDS, check);
    let own = workspace.rules.number("own").expect("the rule is read");
    assert!(report.findings.iter().all(|finding| finding.rule != own));
}

/// A record whose id cannot be read may be the one that a reference means.
#[test]
fn a_reference_may_mean_the_record_whose_id_cannot_be_read() {
    let check = "[check]\neach = \"risk\"\nrequire = { title = \"present\" }\n";
    let unknown = |id: &str| {
        let records = format!(
            "[[vendor]]\nid = {id}\ntitle = \"V\"\n[[asset]]\nid = \"a\"\ntitle = \"A\"\nvendor = \"aws\"\n"
        );
        let (workspace, report) = run_over(MANIFEST, &records, check);
        let rule = workspace.rules.number("unknown-reference").expect("a shipped rule");
        report.findings.iter().filter(|finding| finding.rule == rule).count()
    };
    assert_eq!(unknown("\"gcp\""), 1);
    assert_eq!(unknown("\"g cp\""), 1);
    assert_eq!(unknown("7"), 0);
}
