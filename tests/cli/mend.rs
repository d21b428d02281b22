//! `--fix`, `--diff` and `--stdin-filename`: what is written, what is left alone.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Programme, Run, command};

/// A quoted date and a misspelt key: one fix keeps the meaning, the other is a guess.
const QUOTED: &str =
    "[[control]]\nid = \"quoted\"\ntitle = \"Quoted\" # why\nsince = \"2026-01-01\"\n";
const MISSPELT: &str = "[[control]]\nid = \"misspelt\"\ntitel = \"Misspelt\"\n";

fn read(programme: &Programme, path: &str) -> String {
    fs::read_to_string(programme.path(path)).expect("the file is there")
}

#[test]
fn fix_writes_what_keeps_the_meaning_and_says_what_it_did() {
    let programme = Programme::new().with("a.toml", QUOTED).with("b.toml", MISSPELT);
    let run = programme.run(&["--fix", "--output-format", "concise"]);
    assert_eq!(read(&programme, "a.toml"), QUOTED.replace("\"2026-01-01\"", "2026-01-01"));
    assert_eq!(read(&programme, "b.toml"), MISSPELT);
    assert_eq!(
        run.err,
        "mended 1 finding in 1 file; 1 guess is left: look at it with --diff --unsafe-fixes\n"
    );
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.starts_with("b.toml:1:3: error[missing-key]"), "{}", run.out);

    let run = programme.run(&["--fix", "--unsafe-fixes", "--output-format", "concise"]);
    assert_eq!(read(&programme, "b.toml"), MISSPELT.replace("titel", "title"));
    assert_eq!((run.code, run.err.as_str()), (0, "mended 1 finding in 1 file\n"));

    let run = programme.run(&["--fix", "--output-format", "concise"]);
    assert_eq!((run.code, run.err.as_str()), (0, "nothing to mend\n"));
}

#[test]
fn fix_keeps_to_what_was_asked_for() {
    let programme =
        Programme::new().with("a.toml", QUOTED).with("b.toml", QUOTED.replace("quoted", "other"));
    programme.run(&["--fix", "b.toml"]);
    assert_eq!(read(&programme, "a.toml"), QUOTED);
    assert!(read(&programme, "b.toml").contains("since = 2026-01-01"));
}

#[test]
fn line_ends_and_marks_of_byte_order_stay() {
    let text = format!("\u{feff}{}", QUOTED.replace('\n', "\r\n"));
    let programme = Programme::new().with("a.toml", &text);
    programme.run(&["--fix"]);
    assert_eq!(read(&programme, "a.toml"), text.replace("\"2026-01-01\"", "2026-01-01"));
}

/// A policy and the waiver in its text, which excuses nothing.
const POLICY: &str =
    "[[policy]]\nid = \"access\"\ntitle = \"Access\"\nowner = \"ciso\"\ndocument = \"access.md\"\n";
const WAIVER: &str = "<!-- complint: ignore[placeholder-text] until=9999-12-31 why -->";

#[test]
fn texts_are_mended_as_records_are() {
    let text = format!("\u{feff}# Access\r\n\r\nOne = [. {WAIVER}\r\n{WAIVER}\r\nTwo.\r\n");
    let programme = Programme::new().with("a.toml", POLICY).with("access.md", &text);
    let run = programme.run(&["--diff"]);
    assert!(run.out.contains(&format!("-One = [. {WAIVER}")), "{}", run.out);
    assert_eq!(read(&programme, "access.md"), text);
    programme.run(&["--fix", "access.md"]);
    assert_eq!(read(&programme, "access.md"), "\u{feff}# Access\r\n\r\nOne = [.\r\nTwo.\r\n");
}

#[test]
fn broken_bytes_of_a_text_are_not_made_worse() {
    let bytes = [b"caf\xe9\n\n", WAIVER.as_bytes(), b"\n"].concat();
    let programme = Programme::new().with("a.toml", POLICY).with("access.md", &bytes);
    programme.run(&["--fix"]);
    assert_eq!(fs::read(programme.path("access.md")).expect("the file is there"), bytes);
}

#[test]
fn broken_bytes_are_not_made_worse() {
    let bytes = [QUOTED.as_bytes(), b"# caf\xe9\n"].concat();
    let programme = Programme::new().with("a.toml", &bytes);
    programme.run(&["--fix"]);
    assert_eq!(fs::read(programme.path("a.toml")).expect("the file"), bytes);
}

#[test]
fn what_a_waiver_excuses_is_left_as_it_is() {
    let waived = "# complint: ignore[stale-review] until=2026-12-31 nothing to excuse\n";
    let programme = Programme::new().with("a.toml", format!("{waived}{QUOTED}"));
    programme.run(&["--fix", "--ignore", "unused-waiver"]);
    assert!(read(&programme, "a.toml").starts_with(waived));
    programme.run(&["--fix"]);
    assert!(!read(&programme, "a.toml").contains("complint"), "an unused waiver goes");
}

#[test]
fn diff_changes_nothing_and_applies() {
    let programme = Programme::new()
        .with("a.toml", QUOTED)
        .with("b.toml", QUOTED.replace("quoted", "last").trim_end())
        .with("vendors/c.toml", MISSPELT);
    let run = programme.run(&["--diff", "--unsafe-fixes"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    assert_eq!(read(&programme, "a.toml"), QUOTED);
    fs::write(programme.path("fix.patch"), &run.out).expect("a new file");
    let applied = Command::new("git")
        .args(["apply", "fix.patch"])
        .current_dir(programme.root())
        .env("GIT_CEILING_DIRECTORIES", programme.root().parent().unwrap_or(Path::new("/")))
        .output()
        .expect("git is there");
    assert!(applied.status.success(), "{}\n{}", run.out, String::from_utf8_lossy(&applied.stderr));
    let after = programme.run(&["--diff", "--unsafe-fixes"]);
    assert_eq!((after.code, after.out.as_str()), (0, ""));
    assert_eq!(read(&programme, "vendors/c.toml"), MISSPELT.replace("titel", "title"));
}

#[test]
fn rows_that_are_missing_are_added_undecided_in_their_order() {
    let catalog = "[framework]\nid = \"mini\"\n\
        [[requirement]]\nid = \"4.1\"\npart = \"clause\"\n\
        [[requirement]]\nid = \"X.1\"\ntitle = \"One\"\npart = \"annex\"\n\
        [[requirement]]\nid = \"X.2\"\ntitle = \"Two\"\npart = \"annex\"\n\
        [[requirement]]\nid = \"X.3\"\ntitle = \"Three\"\npart = \"annex\"\n";
    let row =
        "[[soa]]\nframework = \"mini\"\nrequirement = \"X.1\"\napplicable = false  # decided\n";
    let programme = Programme::new().with("mini.toml", catalog).with("soa.toml", row);
    programme.run(&["--fix", "--select", "missing-soa-entry"]);
    assert_eq!(
        read(&programme, "soa.toml"),
        format!(
            "{}\n\n# Two\n[[soa]]\nframework = \"mini\"\nrequirement = \"X.2\"\n\n# Three\n[[soa]]\nframework = \"mini\"\nrequirement = \"X.3\"\n",
            row.trim_end()
        )
    );
}

#[test]
fn a_file_that_was_not_named_is_left_even_where_the_finding_stands_elsewhere() {
    let row = "[[soa]]\nrequirement = \"A.5.1\"\napplicable = true\n";
    let programme =
        Programme::new().with("complint.toml", "[frameworks.iso27001]\n").with("soa.toml", row);
    let run = programme.run(&["--fix", "--select", "missing-soa-entry", "complint.toml"]);
    assert_eq!(
        (read(&programme, "soa.toml").as_str(), run.err.as_str()),
        (row, "nothing to mend\n")
    );
    let run =
        programme.run(&["--fix", "--select", "missing-soa-entry", "complint.toml", "soa.toml"]);
    assert_eq!(run.err, "mended 92 findings in 1 file\n");
}

#[test]
fn what_the_baseline_accepts_is_left_as_it_is() {
    let programme = Programme::new()
        .with("complint.toml", "[files]\nbaseline = \"baseline.toml\"\n")
        .with("a.toml", QUOTED);
    programme.run(&["--write-baseline"]);
    let run = programme.run(&["--fix"]);
    assert_eq!(read(&programme, "a.toml"), QUOTED);
    assert_eq!((run.code, run.err.as_str()), (0, "nothing to mend\n"), "{}", run.out);
}

#[test]
fn a_broken_programme_is_not_passed_over_in_silence() {
    let programme =
        Programme::new().with("complint.toml", "[frameworks.other]\n").with("a.toml", QUOTED);
    let run = programme.run(&["--diff"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.out.contains("+since = 2026-01-01"), "{}", run.out);
    assert!(run.err.contains("is broken, so that not everything was looked at"), "{}", run.err);
}

#[test]
fn a_difference_is_in_no_other_format() {
    let run = Programme::new().run(&["--diff", "--output-format", "json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot be used with"), "{}", run.err);
}

/// Names that a patch has to write in quotes, or with a tab behind them.
#[cfg(unix)]
#[test]
fn a_patch_names_files_as_git_and_patch_read_them() {
    let names =
        ["a b.toml", "c\"d.toml", "e\\f.toml", "g\th.toml", "i\nj.toml", "ü/k.toml", "-l.toml"];
    let texts = names.map(|name| {
        let quoted = QUOTED.replace("quoted", &format!("id-{}", name.len()));
        quoted.replace("Quoted", &format!("{:?}", name).replace('"', "'").replace('\\', "/"))
    });
    for tool in [&["git", "apply"][..], &["patch", "-p1", "--batch", "--input"]] {
        let mut programme = Programme::new();
        for (number, (name, text)) in names.iter().zip(&texts).enumerate() {
            programme = programme.with(name, text.replace("id-", &format!("id-{number}-")));
        }
        let run = programme.run(&["--diff", "--select", "syntax"]);
        fs::write(programme.path("fix.patch"), &run.out).expect("a new file");
        let applied = Command::new(tool[0])
            .args(&tool[1..])
            .arg("fix.patch")
            .current_dir(programme.root())
            .env("GIT_CEILING_DIRECTORIES", programme.root().parent().unwrap_or(Path::new("/")))
            .output()
            .expect("git and patch are there");
        assert!(applied.status.success(), "{tool:?}\n{}\n{applied:?}", run.out);
        for name in names {
            assert!(read(&programme, name).contains("since = 2026-01-01"), "{tool:?} {name:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_rights_stay_rights() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    let programme = Programme::new().with("a.toml", QUOTED).with("elsewhere", "[rulez]\n");
    fs::set_permissions(programme.path("a.toml"), fs::Permissions::from_mode(0o640))
        .expect("rights");
    fs::hard_link(programme.path("a.toml"), programme.path("other-name")).expect("a link");
    fs::remove_file(programme.path("complint.toml")).expect("it was there");
    symlink("elsewhere", programme.path("complint.toml")).expect("a link");
    programme.run(&["--fix", "--unsafe-fixes"]);
    assert_eq!(read(&programme, "elsewhere"), "[rules]\n");
    assert!(programme.path("complint.toml").is_symlink());
    assert!(read(&programme, "other-name").contains("since = 2026-01-01"));
    let metadata = fs::metadata(programme.path("a.toml")).expect("it is there");
    assert_eq!((metadata.mode() & 0o777, metadata.nlink()), (0o640, 2));
    let mut names =
        fs::read_dir(programme.root()).expect("a folder").map(|it| it.expect("a file").file_name());
    assert!(
        !names.any(|name| name.to_string_lossy().ends_with(".tmp")),
        "nothing is left beside them"
    );
}

#[test]
fn what_cannot_be_written_is_not_called_mended() {
    let programme =
        Programme::new().with("a.toml", QUOTED).with("b.toml", QUOTED.replace("quoted", "other"));
    let path = programme.path("a.toml");
    let mut rights = fs::metadata(&path).expect("it is there").permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).expect("rights");
    let run = programme.run(&["--fix", "--output-format", "concise"]);
    assert_eq!(read(&programme, "a.toml"), QUOTED);
    assert!(read(&programme, "b.toml").contains("since = 2026-01-01"));
    assert_eq!(run.code, 2);
    assert!(run.out.starts_with("a.toml:4:9: error[wrong-type]"), "{}", run.out);
    assert!(run.err.contains("a.toml: it is read-only"), "{}", run.err);
}

#[test]
fn guesses_go_with_fix_or_diff() {
    let run = Programme::new().run(&["--unsafe-fixes"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--fix"), "{}", run.err);
}

// ---- standard input

fn piped(programme: &Programme, args: &[&str], text: &str) -> Run {
    let mut command = command(programme.root(), args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("complint starts");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("complint reads");
    child.wait_with_output().expect("complint ends").into()
}

const PIPED: &[&str] = &["--output-format", "concise", "--stdin-filename"];

#[test]
fn an_editors_text_stands_for_the_file() {
    let programme = Programme::new().with("a.toml", QUOTED);
    let args = [PIPED, &["a.toml", "-"]].concat();
    let clean = piped(&programme, &args, &QUOTED.replace("\"2026-01-01\"", "2026-01-01"));
    assert_eq!(clean.code, 0, "{}", clean.out);
    let found = piped(&programme, &args, "[[control]]\nid = \"x\"\n");
    assert_eq!(found.code, 1);
    assert!(found.out.starts_with("a.toml:1:3: error[missing-key]"), "{}", found.out);
    // The rest of the programme is read with it.
    let twice = "[[control]]\nid = \"backup\"\ntitle = \"Again\"\n";
    let twice = piped(&programme, &[PIPED, &["z.toml", "-"]].concat(), twice);
    assert!(twice.out.starts_with("z.toml:2:6: error[duplicate-id]"), "{}", twice.out);
}

#[test]
fn a_file_need_not_be_saved_yet() {
    let programme = Programme::new();
    let run = piped(&programme, &[PIPED, &["new.toml", "-"]].concat(), "[[control]]\nid = \"x\"\n");
    assert!(run.out.starts_with("new.toml:1:3: error[missing-key]"), "{}{}", run.out, run.err);
    let manifest = piped(&programme, &[PIPED, &["complint.toml", "-"]].concat(), "[frameworkz]\n");
    assert!(manifest.out.starts_with("complint.toml:1:2: error[unknown-key]"), "{}", manifest.out);
}

#[test]
fn a_name_and_a_dash_go_together() {
    let programme = Programme::new();
    for args in
        [&["-"][..], &["--stdin-filename", "a.toml"], &["--stdin-filename", "a.toml", "-", "b"]]
    {
        let run = piped(&programme, args, "");
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains("--stdin-filename"), "{}", run.err);
    }
}
