//! Every clause of ISO/IEC 27001 is looked at, not only looked for: where nothing but the content of
//! one clause is bad, exactly one rule says so.
//!
//! `examples/northwind` has no finding. For each clause that can be assessed one defect is put into
//! it, and the clauses are those of the catalog, so that none can be forgotten.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a test reads the example and stops aloud"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use complint::{Options, Workspace, lint};
use jiff::civil::{Date, date};

/// The day for which the programme is written.
const TODAY: Date = date(2026, 6, 30);

/// The content of one clause, spoilt.
struct Defect {
    clause: &'static str,
    /// The rule that finds it, alone.
    finds: &'static str,
    edits: &'static [Edit],
}

/// A text that stands once in a file, and what takes its place.
type Edit = (&'static str, &'static str, &'static str);

const fn defect(clause: &'static str, finds: &'static str, edits: &'static [Edit]) -> Defect {
    Defect { clause, finds, edits }
}

const DEFECTS: &[Defect] = &[
    defect("4.1", "climate-not-considered", &[("isms/context.toml", "climate = true\n", "")]),
    defect(
        "4.2",
        "unaddressed-party",
        &[(
            "isms/context.toml",
            "report abuse of their services\"]\naddressed = true\n",
            "report abuse of their services\"]\n",
        )],
    ),
    defect("4.3", "missing-scope", &[("isms/scope.md", "*", "# Scope\n\nThe whole company.\n")]),
    defect(
        "4.4",
        "undefined-process",
        &[(
            "isms/processes.toml",
            "outputs = [\"significant changes to risk management and to the system description\"]\n",
            "",
        )],
    ),
    defect(
        "5.1",
        "absent-top-management",
        &[(
            "people/roles.toml",
            "contact = \"maren@northwind.example\"\ntop_management = true\n",
            "contact = \"maren@northwind.example\"\n",
        )],
    ),
    defect(
        "5.2",
        "incomplete-security-policy",
        &[("policies/information-security.toml", "\"improvement\", ", "")],
    ),
    defect(
        "5.3",
        "unassigned-authority",
        &[("people/roles.toml", "[\"conformity\", \"reporting\"]", "[\"conformity\"]")],
    ),
    defect(
        "6.1.1",
        "unconsidered-opportunities",
        &[
            (
                "isms/opportunities.toml",
                "*",
                "[[opportunity]]\nid = \"wish\"\ntitle = \"A wish\"\n",
            ),
            // Continual improvement is answered otherwise.
            (
                "isms/changes.toml",
                "completed = 2026-05-28\n",
                "completed = 2026-05-28\nsatisfies.iso27001 = [\"10.1\"]\n",
            ),
        ],
    ),
    defect(
        "6.1.2",
        "missing-risk-criteria",
        &[("documents/documents.toml", ", \"assessment-criteria\"", "")],
    ),
    defect(
        "6.1.3",
        "unjustified-exclusion",
        &[(
            "isms/soa/physical.toml",
            "justification = \"The company has no secure areas (see isms/scope.md), and no member of staff enters those of the provider.\"\n",
            "",
        )],
    ),
    defect(
        "6.2",
        "unmeasurable-objective",
        &[(
            "isms/objectives.toml",
            "resources = \"Platform team; 4,000 euro a month for the copy and the second region\"\n",
            "",
        )],
    ),
    defect(
        "6.3",
        "unplanned-change",
        &[(
            "isms/changes.toml",
            "purpose = \"The present tool cannot remind managers and does not speak Polish or Spanish.\"\n",
            "",
        )],
    ),
    defect(
        "7.1",
        "unresourced-programme",
        &[
            // The decision of this review is older than a year, and the next one decided nothing.
            ("isms/reviews/reviews.toml", "date = 2025-11-20\n", "date = 2025-05-20\n"),
            (
                "isms/reviews/reviews.toml",
                "resources = \"One more platform engineer from August 2026; 28,000 euro for the penetration test in the autumn.\"\n",
                "",
            ),
        ],
    ),
    defect(
        "7.2",
        "unproven-competence",
        &[(
            "people/roles.toml",
            "proof = \"Vendor's administrator course of September 2025, in the HR file\"\n",
            "",
        )],
    ),
    defect(
        "7.3",
        "overdue-training",
        &[("people/training.toml", "expires = 2027-03-31\n", "expires = 2026-03-31\n")],
    ),
    defect(
        "7.4",
        "incomplete-communication",
        &[(
            "isms/communication.toml",
            "channel = \"All-hands call and the channel for announcements\"\n",
            "",
        )],
    ),
    defect(
        "7.5.1",
        "missing-documented-information",
        &[("policies/information-security.toml", "[\"5.2\", ", "[")],
    ),
    defect(
        "7.5.2",
        "unapproved-policy",
        &[("policies/cryptography.toml", "approver = \"ciso\"\n", "")],
    ),
    defect(
        "7.5.3",
        "uncontrolled-document",
        &[("policies/cryptography.toml", "retention = \"6 years\"\n", "")],
    ),
    defect(
        "8.1",
        "uncontrolled-process",
        &[(
            "isms/processes.toml",
            "criteria = \"No change reaches production without a ticket, a second reader and passed checks.\"\n",
            "",
        )],
    ),
    defect(
        "8.2",
        "overdue-risk-assessment",
        &[(
            "complint.toml",
            "risk = \"6 months\"\n",
            "risk = \"6 months\"\nrisk_assessment = \"1 month\"\n",
        )],
    ),
    defect(
        "8.3",
        "overdue-treatment",
        &[("isms/treatments.toml", "due = 2026-11-30\n", "due = 2026-06-29\n")],
    ),
    defect(
        "9.1",
        "incomplete-metric",
        &[(
            "isms/objectives.toml",
            "method = \"From the decision to restore until the checks have passed, by the clock of the test record\"\n",
            "",
        )],
    ),
    defect(
        "9.2.1",
        "overdue-internal-audit",
        &[
            ("audits/audits.toml", "date = 2026-04-17\n", "date = 2025-04-17\n"),
            ("audits/audits.toml", "date = 2025-10-17\n", "date = 2025-06-17\n"),
        ],
    ),
    defect(
        "9.2.2",
        "incomplete-audit",
        &[(
            "audits/audits.toml",
            "scope = \"Management system, organizational and people controls; interviews with twelve people in six countries\"\n",
            "",
        )],
    ),
    defect(
        "9.3.1",
        "overdue-management-review",
        &[
            ("isms/reviews/reviews.toml", "date = 2025-11-20\n", "date = 2024-11-20\n"),
            ("isms/reviews/reviews.toml", "date = 2026-05-28\n", "date = 2025-05-28\n"),
        ],
    ),
    defect(
        "9.3.2",
        "dropped-review-action",
        &[(
            "isms/reviews/reviews.toml",
            "followed_up = [\"MR-2025-1\", \"MR-2025-2\", \"MR-2025-3\"]\n",
            "followed_up = [\"MR-2025-1\", \"MR-2025-2\"]\n",
        )],
    ),
    defect(
        "9.3.3",
        "incomplete-management-review",
        &[(
            "isms/reviews/reviews.toml",
            "decisions = [\n    \"The management system is suitable, adequate and effective, with one reservation: changes to large tables\",\n    \"Statement of Applicability 4.0 is approved; masking, leakage prevention and web filtering are to be finished in 2026\",\n    \"Customers get their own audit log in the fourth quarter (O-2026-02)\",\n]\n",
            "",
        )],
    ),
    defect(
        "10.1",
        "no-improvement",
        &[
            ("isms/opportunities.toml", "completed = 2026-03-20\n", "completed = 2025-03-20\n"),
            ("isms/opportunities.toml", "completed = 2026-01-29\n", "completed = 2025-01-29\n"),
        ],
    ),
    defect(
        "10.2",
        "uncorrected-finding",
        &[(
            "audits/findings.toml",
            "root_cause = \"Risks were assigned to people rather than to roles.\"\n",
            "",
        )],
    ),
];

/// The files of a folder, by path from the root.
fn read(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let inner = path.strip_prefix(root).expect("the walk stays below the root");
            let parts = inner.iter().map(|part| part.to_str().expect("the path is UTF-8"));
            let name = parts.collect::<Vec<_>>().join("/");
            files.push((name, fs::read(&path).expect("the file can be read")));
        }
    }
}

fn northwind() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/northwind");
    let mut files = Vec::new();
    read(&root, &root, &mut files);
    files
}

/// The programme with a defect in it.
fn spoilt(mut files: Vec<(String, Vec<u8>)>, defect: &Defect) -> Vec<(String, Vec<u8>)> {
    for (path, from, to) in defect.edits {
        let file = files.iter_mut().find(|(name, _)| name == path);
        let (_, bytes) = file.expect("the file is there");
        let text = String::from_utf8(std::mem::take(bytes)).expect("the file is UTF-8");
        let whole = *from == "*";
        assert!(
            whole || text.matches(from).count() == 1,
            "{}: {path} has {from} once",
            defect.clause
        );
        let text = if whole { (*to).to_owned() } else { text.replacen(from, to, 1) };
        *bytes = text.into_bytes();
    }
    files
}

/// The rules that find something, each once.
fn found(files: Vec<(String, Vec<u8>)>) -> BTreeSet<String> {
    let workspace =
        Workspace::from_files(files, &Options::default()).expect("the files are held in memory");
    let report = lint(&workspace, TODAY);
    assert!(!report.setup_broken);
    let rules = report.active().filter_map(|finding| workspace.rules.get(finding.rule));
    rules.map(|rule| rule.name.to_string()).collect()
}

#[test]
fn the_content_of_each_clause_is_found_bad_by_one_rule() {
    let files = northwind();
    assert_eq!(found(files.clone()), BTreeSet::new());
    let wrong: Vec<String> = DEFECTS
        .iter()
        .map(|defect| (defect, found(spoilt(files.clone(), defect))))
        .filter(|(defect, found)| *found != BTreeSet::from([defect.finds.to_owned()]))
        .map(|(defect, found)| format!("{}: {found:?} instead of {}", defect.clause, defect.finds))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_clause_is_left_out() {
    let standard = complint::framework::shipped()
        .iter()
        .find(|framework| framework.head.id == "iso27001" && framework.head.edition == "2022");
    let rows = &standard.expect("the edition of 2022 is shipped").requirements;
    let clauses = rows.iter().filter(|row| row.part == "clause" && row.assessable);
    let clauses: Vec<&str> = clauses.map(|row| row.id.as_str()).collect();
    let tried: Vec<&str> = DEFECTS.iter().map(|defect| defect.clause).collect();
    assert_eq!(tried, clauses);
}
