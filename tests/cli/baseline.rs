//! The baseline: what was there is accepted, what is new is found, what is mended is told.

use std::fs;

use super::{Programme, UNTITLED};

const OTHER: &str = "[[control]]\nid = \"other\"\n";
const WRITE: &[&str] = &["--baseline", "base.toml", "--write-baseline"];
const CHECK: &[&str] = &["--baseline", "base.toml", "--output-format", "concise"];

fn read(programme: &Programme) -> String {
    fs::read_to_string(programme.path("base.toml")).expect("the baseline is there")
}

#[test]
fn what_was_there_is_accepted_and_what_is_new_is_found() {
    let programme = Programme::new().with("a.toml", UNTITLED);
    let written = programme.run(WRITE);
    assert_eq!((written.code, written.out.as_str()), (0, ""), "{}", written.err);
    assert_eq!(
        written.err,
        "base.toml: 1 accepted finding, 1 new, 0 taken out; for every run: baseline = \"base.toml\"  # under [files] in complint.toml\n"
    );
    let clean = programme.run(CHECK);
    assert_eq!(clean.code, 0, "{}", clean.out);
    assert!(clean.out.ends_with("; 1 in the baseline\n"), "{}", clean.out);

    // It survives what moves.
    let programme = programme.with("a.toml", format!("# moved\n\n{UNTITLED}"));
    assert_eq!(programme.run(CHECK).code, 0);

    let programme = programme.with("b.toml", OTHER);
    let found = programme.run(CHECK);
    assert_eq!(found.code, 1);
    assert!(found.out.starts_with("b.toml:1:3: error[missing-key]"), "{}", found.out);
    assert_eq!(found.lines().len(), 2, "{}", found.out);
    assert_eq!(programme.run(&[CHECK, &["--no-waivers"]].concat()).lines().len(), 3);
}

#[test]
fn what_is_mended_is_told_and_pruned() {
    let programme = Programme::new().with("a.toml", UNTITLED).with("b.toml", OTHER);
    programme.run(WRITE);
    let both = read(&programme);
    fs::write(programme.path("base.toml"), both.replace("[[finding]]", "# SEC-1\n[[finding]]"))
        .expect("the baseline can be written");
    let programme = programme.with("b.toml", "[[control]]\nid = \"other\"\ntitle = \"Other\"\n");
    let told = programme.run(CHECK);
    assert_eq!(told.code, 0);
    assert!(told.out.starts_with("base.toml:6:3: warning[unused-waiver]"), "{}", told.out);
    let pruned = programme.run(&["--baseline", "base.toml", "--prune-baseline"]);
    assert!(
        pruned.err.starts_with("base.toml: 1 accepted finding, 0 new, 1 taken out"),
        "{}",
        pruned.err
    );
    assert_eq!(read(&programme).matches("# SEC-1\n[[finding]]").count(), 1);
    assert_eq!(programme.run(CHECK).lines().len(), 1);

    // Pruning accepts nothing new.
    let programme = programme.with("c.toml", "[[control]]\nid = \"third\"\n");
    programme.run(&["--baseline", "base.toml", "--prune-baseline"]);
    assert_eq!(programme.run(CHECK).code, 1);
}

#[test]
fn an_end_that_has_come_ends_it() {
    let programme = Programme::new().with("a.toml", UNTITLED);
    programme.run(WRITE);
    for (day, code) in [("2026-06-29", 1), ("2026-06-30", 0), ("2026-07-01", 0)] {
        let text = read(&programme);
        let text = text.lines().filter(|line| !line.starts_with("until"));
        let text = text.collect::<Vec<_>>().join("\n") + &format!("\nuntil = {day}\n");
        fs::write(programme.path("base.toml"), text).expect("the baseline can be written");
        let run = programme.run(CHECK);
        assert_eq!(run.code, code, "{day}\n{}", run.out);
        assert_eq!(run.out.contains("error[expired-waiver]"), code == 1, "{day}\n{}", run.out);
    }
    // Writing it anew does not undo the end.
    fs::write(programme.path("base.toml"), read(&programme).replace("2026-07-01", "2026-06-29"))
        .expect("the baseline can be written");
    programme.run(WRITE);
    assert_eq!(programme.run(CHECK).code, 1);
}

#[test]
fn settings_can_name_it() {
    let manifest = format!("{}\n[files]\nbaseline = \"base.toml\"\n", super::MANIFEST);
    let programme = Programme::new().with("complint.toml", manifest).with("a.toml", UNTITLED);
    let missing = programme.concise();
    assert!(missing.out.contains("complint.toml:11:12: error[missing-file]"), "{}", missing.out);
    let written = programme.run(&["--write-baseline"]);
    assert_eq!(written.err, "base.toml: 1 accepted finding, 1 new, 0 taken out\n");
    assert_eq!(programme.concise().code, 0);
    assert_eq!(programme.run(&["a.toml"]).code, 0);
}

#[test]
fn a_part_is_no_baseline() {
    let programme = Programme::new().with("a.toml", UNTITLED);
    for part in [&["a.toml"][..], &["--select", "syntax"], &["--ignore", "stale-review"]] {
        let run = programme.run(&[WRITE, part].concat());
        assert_eq!(run.code, 2, "{part:?}");
        assert!(run.err.contains("whole programme"), "{}", run.err);
    }
    assert!(!programme.path("base.toml").exists());
    assert_eq!(programme.run(&["--write-baseline"]).code, 2);
    assert_eq!(programme.run(CHECK).code, 2, "one that is named has to be there");
}

#[test]
fn a_broken_one_fails_the_job() {
    let programme = Programme::new().with("base.toml", "[[finding]]\nrule = \"missing-key\"\n");
    let run = programme.run(CHECK);
    assert_eq!(run.code, 2);
    assert!(run.out.starts_with("base.toml:1:3: error[missing-key]"), "{}", run.out);
    let programme = programme
        .with("base.toml", "[[finding]]\nrule = \"missing-keys\"\nsubject = \"control:x\"\n");
    let run = programme.run(CHECK);
    assert!(run.out.starts_with("base.toml:2:8: error[unknown-waived-rule]"), "{}", run.out);
}

// ---- complint waivers

#[test]
fn waivers_lists_whatever_excuses() {
    let programme = Programme::new().with("a.toml", UNTITLED);
    assert!(!programme.run(&["waivers"]).out.contains("Baseline"));
    programme.run(WRITE);
    let manifest =
        format!("{}missing-scope = {{ level = \"note\", reason = \"SEC-12\" }}\n", super::MANIFEST);
    let programme = programme
        .with("complint.toml", manifest)
        .with("b.toml", format!("# complint: ignore[unmapped-criterion] until=2026-06-29 SEC-1\n{OTHER}title = \"Other\"\n"));
    let args = ["waivers", "--baseline", "base.toml", "--output-format", "json"];
    let list: serde_json::Value =
        serde_json::from_str(&programme.run(&args).out).expect("a list in JSON");
    let row = |by: &str| {
        let rows = list.as_array().into_iter().flatten();
        let mut rows = rows.into_iter().filter(|row| row["by"] == by);
        rows.find(|row| row["reason"] != "" || by == "baseline").expect(by).clone()
    };
    assert_eq!(row("baseline")["excuses"], 1);
    assert_eq!(row("baseline")["place"], "base.toml:5");
    assert_eq!(row("comment")["expired"], true);
    assert_eq!(row("comment")["reason"], "SEC-1");
    assert_eq!(row("setting")["rules"][0], "missing-scope note");
    assert_eq!(row("setting")["reason"], "SEC-12");
}

#[test]
fn nothing_is_written_into_what_is_no_baseline() {
    let broken = format!("{}<<<<<<< ours\n", "[[finding]]\nrule = \"missing-key\"\n");
    let prose = "# Scope\n\nAll of it.\n";
    let programme = Programme::new()
        .with("a.toml", UNTITLED)
        .with("broken.toml", &broken)
        .with("scope.md", prose);
    let settings = fs::read_to_string(programme.path("complint.toml")).expect("it is there");
    let files = [
        ("a.toml", UNTITLED, "it holds `control`"),
        ("broken.toml", &broken, "it cannot be read in full"),
        ("scope.md", prose, "it cannot be read in full"),
        ("complint.toml", &settings, "it holds `frameworks`"),
    ];
    for (path, text, why) in files {
        for call in ["--write-baseline", "--prune-baseline"] {
            let run = programme.run(&["--baseline", path, call]);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{path}: {}", run.err);
            let said = format!("error: nothing was written: `{path}` is no baseline, {why}\n");
            assert!(run.err.starts_with(&said), "{path}: {}", run.err);
            let now = fs::read_to_string(programme.path(path)).expect("it is there");
            assert_eq!(now, text, "{path}");
        }
    }
}
