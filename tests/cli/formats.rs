//! `--output-format`: several at once, into files, chosen by where complint runs; and coordinates by
//! hand, which no snapshot checks.

use std::fs;

use serde_json::Value;

use super::{Programme, Run, UNTITLED, command, run};

/// Rules whose findings in these small programmes do not change with every new rule.
const SELECT: [&str; 2] = ["--select", "syntax,reference,waiver"];

/// A finding behind an emoji, which is one character, two UTF-16 units and four bytes.
const ASTRAL: &str = "[[control]]\nid = \"astral\"\ntitle = \"Astral\"\n\
    vendor = \"nobody\"\npolicies = [\"😀\", \"nothing\"]\n";

fn astral() -> Programme {
    Programme::new().with("records/ü.toml", ASTRAL)
}

fn check(programme: &Programme, args: &[&str]) -> Run {
    programme.run(&[&SELECT[..], args].concat())
}

fn concise(programme: &Programme) -> Run {
    check(programme, &["--output-format", "concise"])
}

fn read(programme: &Programme, path: &str) -> String {
    fs::read_to_string(programme.path(path)).expect("the file was written")
}

fn sarif(programme: &Programme) -> Value {
    let run = check(programme, &["--output-format", "sarif"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    serde_json::from_str(&run.out).expect("SARIF is JSON")
}

#[test]
fn one_run_writes_several_formats() {
    let programme = Programme::new().with("untitled.toml", UNTITLED);
    let args = ["--output-format", "sarif=out.sarif", "--output-format", "concise"];
    let both = check(&programme, &[&args[..], &["--output-format", "junit=junit.xml"]].concat());
    let alone = concise(&programme);
    assert_eq!(both, alone);
    assert!(both.out.starts_with("untitled.toml:1:3: error[missing-key] "), "{}", both.out);
    assert!(read(&programme, "out.sarif").contains("\"ruleId\": \"missing-key\""));
    assert!(read(&programme, "junit.xml").contains("<failure type=\"error\""));
}

#[test]
fn no_format_is_written_over_what_somebody_wrote() {
    let programme = Programme::new().with("untitled.toml", UNTITLED);
    for path in ["untitled.toml", "./untitled.toml", "complint.toml"] {
        let before = read(&programme, path);
        let run = check(&programme, &["--output-format", &format!("json={path}")]);
        let said = format!("error: cannot write {path}: the programme is read from it\n");
        assert_eq!((run.code, run.err), (2, said));
        assert_eq!(read(&programme, path), before);
    }
}

#[test]
fn formats_are_not_written_into_one_another() {
    let programme = Programme::new();
    let run = check(&programme, &["--output-format", "json", "--output-format", "full"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("`json` and `full` cannot both be written to standard output"));
    assert!(run.err.contains("help: name a file for one of them: --output-format full=PATH"));
    let run = check(&programme, &["--output-format", "json=x", "--output-format", "sarif=x"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`json` and `sarif` cannot both be written to x"), "{}", run.err);
}

#[test]
fn a_file_that_cannot_be_written_does_not_keep_the_rest() {
    let programme = Programme::new().with("untitled.toml", UNTITLED);
    let args = ["--output-format", "sarif=no/such/folder/x", "--output-format", "concise"];
    let run = check(&programme, &args);
    assert_eq!(run.code, 2);
    assert_eq!(run.out, concise(&programme).out);
    assert!(run.err.starts_with("error: cannot write no/such/folder/x: "), "{}", run.err);
}

#[test]
fn the_exit_code_never_depends_on_the_format() {
    let found = Programme::new().with("untitled.toml", UNTITLED);
    let clean = Programme::new();
    for format in complint::Format::ALL {
        let args = ["--output-format", format.as_str()];
        assert_eq!(check(&found, &args).code, 1, "{format}");
        assert_eq!(check(&clean, &args).code, 0, "{format}");
    }
}

#[test]
fn github_is_chosen_where_it_runs_complint() {
    let programme = Programme::new().with("untitled.toml", UNTITLED);
    let summary = programme.path("summary.md");
    fs::write(&summary, "before\n").expect("a new file");
    let mut call = command(programme.root(), &SELECT);
    call.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &summary);
    let output = call.output().expect("complint starts");
    let out = String::from_utf8(output.stdout).expect("output is UTF-8");
    assert_eq!(output.status.code(), Some(1));
    let first = out.lines().next().expect("a line");
    let start =
        "::error title=missing-key,file=untitled.toml,line=1,endLine=1,col=3,endColumn=10::";
    assert!(first.starts_with(start), "{first}");
    assert_eq!(out.lines().last(), Some("1 error in 1 file"));
    let written = read(&programme, "summary.md");
    assert!(written.starts_with("before\n### complint\n\n**1 error in 1 file**\n"), "{written}");
    assert!(written.contains("| **error** | [missing-key] | `untitled.toml:1` |"), "{written}");
    assert!(written.contains("\n[missing-key]: https://"), "{written}");
    // What was asked for is what is printed.
    let mut call = command(programme.root(), &[SELECT[0], SELECT[1], "--output-format", "concise"]);
    let output = call.env("GITHUB_ACTIONS", "true").output().expect("complint starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), concise(&programme).out);
}

#[test]
fn what_a_file_says_is_no_command() {
    let named = "::error::x.toml";
    let programme = Programme::new().with(named, UNTITLED);
    let args = [SELECT[0], SELECT[1], "--output-format", "concise"];
    let output = command(programme.root(), &args).env("GITHUB_ACTIONS", "true").output();
    let out = String::from_utf8(output.expect("complint starts").stdout).expect("it is UTF-8");
    let lines: Vec<&str> = out.lines().collect();
    let token = lines[0].strip_prefix("::stop-commands::").expect("commands are stopped");
    assert!(lines[1].starts_with("::error::x.toml:1:3: error[missing-key] "), "{out}");
    assert_eq!(lines.last(), Some(&&*format!("::{token}::")));
    assert!(concise(&programme).out.starts_with(named));
}

#[test]
fn sarif_counts_columns_in_utf16_units() {
    let programme = astral();
    let document = sarif(&programme);
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let results = run["results"].as_array().expect("a list of results");
    let places: Vec<(&str, &Value)> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "records/%C3%BC.toml");
            (result["ruleId"].as_str().expect("a rule"), &place["region"])
        })
        .collect();
    // `policies = ["😀", "nothing"]`: the second string begins at the 18th character.
    let last = places.last().expect("a result");
    assert_eq!(last.0, "unknown-reference");
    let expected = serde_json::json!({
        "startLine": 5, "startColumn": 19, "endLine": 5, "endColumn": 28,
        "snippet": { "text": "\"nothing\"" }
    });
    assert_eq!(*last.1, expected);
    let concise = concise(&programme);
    let unit = "records/ü.toml:5:18: error[unknown-reference] ";
    assert!(concise.lines().iter().any(|line| line.starts_with(unit)), "{}", concise.out);
}

#[test]
fn sarif_holds_rules_waivers_and_both_ends() {
    let waived = "[[control]]\nid = \"w\"\ntitle = \"W\"\n\
        # complint: ignore[unknown-reference] until=2027-01-31 it comes with SEC-1\n\
        vendor = \"nobody\"\n";
    let first = "[[control]]\nid = \"a\"\ntitle = \"A\"\n";
    let programme = Programme::new()
        .with("waived.toml", waived)
        .with("one.toml", first)
        .with("two.toml", first);
    let document = sarif(&programme);
    let run = &document["runs"][0];
    let results = run["results"].as_array().expect("a list of results");
    let of = |rule: &str| results.iter().find(|it| it["ruleId"] == rule).expect("it is found");
    let suppression = &of("unknown-reference")["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "it comes with SEC-1 (until 2027-01-31)");
    let related = &of("duplicate-id")["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "one.toml");
    assert_eq!(related["region"]["startLine"], 2);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list of rules");
    let runs =
        |rule: &&complint::rule::Rule| ["syntax", "reference", "waiver"].contains(&&*rule.group);
    assert_eq!(rules.len(), complint::rule::shipped().iter().filter(runs).count());
    for rule in rules {
        assert!(rule["help"]["markdown"].as_str().is_some_and(|it| it.contains("**Authority**")));
        assert!(rule["properties"]["tags"].as_array().is_some_and(|it| it.len() <= 20));
    }
}

#[test]
fn paths_count_from_the_root_of_the_repository() {
    let programme = Programme::new().with("untitled.toml", UNTITLED).with(".git/HEAD", "");
    let inner = programme.path("inner");
    fs::create_dir(&inner).expect("a new folder");
    let run = run(&inner, &[SELECT[0], SELECT[1], "--output-format", "gitlab", ".."]);
    let entries: Value = serde_json::from_str(&run.out).expect("the report is JSON");
    assert_eq!(entries[0]["location"]["path"], "untitled.toml");
    assert_eq!(entries[0]["location"]["lines"], serde_json::json!({ "begin": 1, "end": 1 }));
    assert_eq!(entries[0]["severity"], "major");
}

#[test]
fn json_lines_are_those_of_the_document() {
    let programme = astral();
    let whole = check(&programme, &["--output-format", "json"]).findings();
    let lines = check(&programme, &["--output-format", "json-lines"]);
    let mut lines: Vec<Value> = lines
        .lines()
        .into_iter()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let head = lines.remove(0);
    assert_eq!((&head["type"], &head["schema_version"]), (&"programme".into(), &1.into()));
    for line in &mut lines {
        let line = line.as_object_mut().expect("an object");
        assert_eq!(line.remove("type"), Some("finding".into()));
        assert_eq!(line.remove("root"), Some(".".into()));
    }
    assert_eq!(lines, whole);
}

#[test]
fn junit_passes_skips_and_fails() {
    let programme = Programme::new().with("untitled.toml", UNTITLED);
    let xml = programme.run(&["--select", "missing-key,duplicate-id", "--output-format", "junit"]);
    let suite = "<testsuite name=\"syntax\" package=\".\" id=\"0\" timestamp=\"2026-06-30T00:00:00\" \
        hostname=\"localhost\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\">";
    assert!(xml.out.contains(suite), "{}", xml.out);
    let failed = "<testcase name=\"untitled.toml:1:3\" classname=\"missing-key\" time=\"0\">";
    assert!(xml.out.contains(failed), "{}", xml.out);
}

#[test]
fn a_baseline_tells_what_is_new() {
    let unknown = |id: &str| {
        format!("[[control]]\nid = \"{id}\"\ntitle = \"{id}\"\nvendor = \"nobody-{id}\"\n")
    };
    let programme = Programme::new().with("old.toml", unknown("old"));
    let baseline = ["--baseline", "accepted.toml"];
    // A baseline is written of all rules.
    assert_eq!(programme.run(&[&baseline[..], &["--write-baseline"]].concat()).code, 0);
    let programme = programme.with("fresh.toml", unknown("fresh"));
    let of =
        |format: &str| check(&programme, &[&baseline[..], &["--output-format", format]].concat());
    let document: Value = serde_json::from_str(&of("sarif").out).expect("SARIF is JSON");
    let results = document["runs"][0]["results"].as_array().expect("a list of results");
    let states: Vec<&str> =
        results.iter().filter_map(|result| result["baselineState"].as_str()).collect();
    assert_eq!(states, ["new", "unchanged"]);
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    assert_eq!(results[1]["suppressions"][0]["justification"], "in the baseline");
    let comment = of("markdown").out;
    assert!(
        comment.contains("\n**1 error in 1 file; 1 in the baseline**\n\nNew since the baseline:\n")
    );
    assert!(comment.contains("`fresh.toml:4`") && !comment.contains("`old.toml:4`"), "{comment}");
    assert!(
        of("junit")
            .out
            .contains("<skipped message=\"no vendor has the id `nobody-old` (in the baseline)\"/>")
    );
}
