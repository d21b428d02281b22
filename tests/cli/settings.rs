//! Broken settings, files of one's own and odd calls: each of these was once passed over in silence,
//! told twice or told of the wrong place.

use super::{CONTROL, MANIFEST, Programme, UNTITLED, case, command, run};

// ---- files

#[cfg(unix)]
#[test]
fn one_path_that_is_not_read_does_not_hide_the_findings_of_the_others() {
    let programme = Programme::new().with("z.toml", UNTITLED).with("notes.md", "Notes.");
    let run = programme.run(&["z.toml", "notes.md", "--output-format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(run.out.starts_with("z.toml:1:3: error[missing-key] "), "{}", run.out);
    assert!(run.err.contains("`notes.md` is not read"), "{}", run.err);
}

#[test]
fn the_settings_are_no_records_whatever_their_name() {
    let programme = Programme::new().with("strict.toml", MANIFEST);
    let run = programme.run(&["--config", "strict.toml", "--output-format", "concise"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

// ---- settings

#[test]
fn broken_settings_fail_the_job_whichever_rules_run() {
    for args in [&["--select", "soa"][..], &["--ignore", "syntax"], &["--ignore", "unknown-key"]] {
        for name in ["settings-misspelt", "rules-misspelt"] {
            assert_eq!(run(&case(name), args).code, 2, "{name} {args:?}");
        }
    }
    assert_eq!(run(&case("broken-settings"), &["--select", "soa"]).code, 2);
    assert_eq!(run(&case("own-broken"), &["--select", "soa"]).code, 2);
    let off = format!("{MANIFEST}unknown-key = \"off\"\n")
        .replace("\n\n[rules]", "\nnonsense = 1\n\n[rules]");
    assert_eq!(Programme::new().with("complint.toml", off).concise().code, 2);
}

#[test]
fn the_level_of_a_group_is_checked() {
    let manifest = format!("{MANIFEST}soa = 3\n");
    let run = Programme::new().with("complint.toml", manifest).concise();
    assert_eq!(run.code, 2, "{}", run.out);
}

#[test]
fn overrides_are_no_way_around_the_reason() {
    let manifest = format!(
        "{MANIFEST}[[overrides]]\nfiles = [\"**\"]\nrules = {{ missing-clause = \"off\" }}\n"
    );
    let unanswered = CONTROL.replace("satisfies.mini", "# satisfies.mini");
    let run = Programme::new()
        .with("complint.toml", manifest)
        .with("controls.toml", unanswered)
        .concise();
    assert_ne!(run.code, 0, "{}", run.out);
}

#[test]
fn a_framework_that_is_none_is_a_failure_of_the_job() {
    let manifest = format!("{MANIFEST}[frameworks.iso27002]\n");
    assert_eq!(Programme::new().with("complint.toml", manifest).concise().code, 2);
    let gone = MANIFEST.replace("mini.toml", "gone.toml");
    assert_eq!(Programme::new().with("complint.toml", gone).concise().code, 2);
}

const RULE: &str = "summary = \"Unowned\"\nmessage = \"control `{id}` has no owner\"\nlevel = \"warning\"\n\
    basis = \"convention\"\nexplanation = \"x\"\nremediation = \"x\"\n\n[check]\neach = \"control\"\n\
    require = { owner = \"present\" }\n";

fn with_rule(rule: &str) -> Programme {
    let manifest = format!("{MANIFEST}\n[extend]\nrules = [\"rules/*.toml\"]\n");
    Programme::new().with("complint.toml", manifest).with("rules/unowned.toml", rule)
}

#[test]
fn a_rule_that_cannot_be_used_does_not_run() {
    let run = with_rule(&RULE.replace("{id}", "{idd}")).concise();
    assert_eq!(run.code, 2);
    assert!(!run.out.contains("warning[unowned]"), "{}", run.out);
}

#[test]
fn an_unknown_placeholder_is_found_where_it_stands() {
    let run = with_rule(&RULE.replace("{id}", "{idd}")).concise();
    assert!(run.out.contains("rules/unowned.toml:2:"), "{}", run.out);
}

#[test]
fn an_error_in_a_rule_file_is_told_once() {
    let run = with_rule(&RULE.replace("level = \"warning\"", "level = warning")).concise();
    assert_eq!(run.out.matches("text must stand in quotes").count(), 1, "{}", run.out);
}

#[test]
fn an_unknown_trait_is_found_where_it_stands() {
    let manifest = format!("{MANIFEST}\n[extend]\nkinds = [\"kinds/*.toml\"]\n");
    let kind =
        "id = \"drill\"\ntitle = \"Drill\"\nsummary = \"An exercise.\"\ntraits = [\"recrod\"]\n";
    let run =
        Programme::new().with("complint.toml", manifest).with("kinds/drill.toml", kind).concise();
    assert!(run.out.contains("kinds/drill.toml:4:11: "), "{}", run.out);
}

// ---- output

#[test]
fn an_empty_variable_is_none() {
    let mut command = command(&case("clean"), &[]);
    command.env("COMPLINT_AS_OF", "");
    let run: super::Run = command.output().expect("complint starts").into();
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn settings_show_overrides() {
    let run = run(&case("unmatched-patterns"), &["--show-settings"]);
    let line = "  override   vendor/**  stale-review warning: the procurement tool keeps the dates";
    assert!(run.lines().contains(&line), "{}", run.out);
}

#[test]
fn no_line_ends_in_blanks() {
    let run = run(&case("clean"), &["--show-settings"]);
    assert!(run.lines().iter().all(|line| line.trim_end() == *line), "{}", run.out);
}

#[test]
fn nothing_in_the_call_acts_on_the_terminal() {
    let run = Programme::new().run(&["--as-of", "\u{9b}31m\u{202e}"]);
    assert!(
        run.err.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')),
        "{:?}",
        run.err
    );
}

#[test]
fn verbose_says_which_rules_did_not_run_and_why() {
    let plain = run(&case("rules-lowered"), &["--output-format", "json"]);
    let said = run(&case("rules-lowered"), &["--output-format", "json", "--verbose"]);
    // What programs read stays as it is.
    assert_eq!((said.code, &said.out), (plain.code, &plain.out));
    assert_eq!(plain.err, "");
    let rows: Vec<&str> = said.err.lines().map(str::trim).collect();
    assert!(rows.contains(&"thin-description: off in [rules]"), "{}", said.err);

    let one = run(&case("rules-lowered"), &["--verbose", "--select", "missing-key"]);
    let all = complint::rule::shipped().len();
    assert!(one.err.contains(&format!("1 rule ran, {} did not", all - 1)), "{}", one.err);
    assert!(one.err.contains(&format!("{} rules left out by --select", all - 1)), "{}", one.err);
}
