//! The command line as people and CI meet it: what is printed where, and the exit code.
//!
//! The cases in `tests/cmd` are read by trycmd: one folder is one call, with the files it looks at
//! and what it prints. `TRYCMD=overwrite` or `UPDATE=1` writes them anew. What a snapshot could
//! freeze by mistake, and what no text file can hold, is asserted by hand below.

#![allow(clippy::disallowed_methods, reason = "tests look at files themselves")]
#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests are tests")]

#[path = "cli/baseline.rs"]
mod baseline;
#[path = "cli/bytes.rs"]
mod bytes;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/formats.rs"]
mod formats;
#[path = "cli/init.rs"]
mod init;
#[path = "cli/lists.rs"]
mod lists;
#[path = "cli/mend.rs"]
mod mend;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/places.rs"]
mod places;
#[path = "cli/settings.rs"]
mod settings;
#[cfg(unix)]
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "cli/timings.rs"]
mod timings;
#[path = "cli/watch.rs"]
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const COMPLINT: &str = env!("CARGO_BIN_EXE_complint");

/// The day on which everything is checked here.
const TODAY: &str = "2026-06-30";

/// What complint reads of the environment, in a state that a test can count on.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("CLICOLOR", ""),
    ("CLICOLOR_FORCE", ""),
    ("COLUMNS", "80"),
    ("COMPLINT_AS_OF", TODAY),
    ("GITHUB_ACTIONS", ""),
    ("GITHUB_STEP_SUMMARY", ""),
    ("LANG", "C"),
    ("LC_ALL", "C"),
    ("LC_CTYPE", "C"),
    ("NO_COLOR", ""),
    ("RUST_BACKTRACE", "0"),
    ("TERM", "dumb"),
];

#[test]
fn cases() {
    if std::env::var_os("UPDATE").is_some() && std::env::var_os("TRYCMD").is_none() {
        let this = std::env::current_exe().expect("a test runs from a file");
        let mut again = Command::new(this);
        again.args(["cases", "--exact"]).env("TRYCMD", "overwrite");
        assert!(again.status().expect("the test starts").success());
        return;
    }
    let cases = trycmd::TestCases::new();
    cases.register_bin("complint", Path::new(COMPLINT));
    for (name, value) in ENVIRONMENT {
        cases.env(*name, *value);
    }
    // A new rule or release changes none of the cases.
    let all = complint::rule::shipped().len();
    let rules = all - OFF.len();
    let variables = [
        ("[ALL_RULES]", format!("{all} rules")),
        ("[RULES]", format!("{rules} rules")),
        ("[NUMBER]", format!("\"rules\": {rules}")),
        ("[VERSION]", env!("CARGO_PKG_VERSION").to_owned()),
    ];
    cases.extend_vars(variables).expect("names in brackets");
    cases.case("tests/cmd/*/cmd.toml");
}

/// A programme in a folder of its own, without findings: one framework with one clause, which one
/// control answers.
struct Programme(TempDir);

const MANIFEST: &str = "[frameworks.mini]\ncatalog = \"mini.toml\"\n\n[rules]\n\
    implemented-without-evidence = \"off\"\nthin-description = \"off\"\n\
    unmapped-control = \"off\"\nunowned-record = \"off\"\n";
/// What a record should say beyond what the command line is tried with; off in every case.
const OFF: &[&str] =
    &["implemented-without-evidence", "thin-description", "unmapped-control", "unowned-record"];
const CATALOG: &str = "[framework]\nid = \"mini\"\ntitle = \"Mini framework\"\n\n\
    [[requirement]]\nid = \"4.1\"\ntitle = \"Context\"\npart = \"clause\"\n";
const CONTROL: &str = "[[control]]\nid = \"backup\"\ntitle = \"Nightly backup\"\n\
    status = \"implemented\"\nsatisfies.mini = [\"4.1\"]\n";

/// A record without a title, which is one finding, at the header.
const UNTITLED: &str = "[[control]]\nid = \"untitled\"\n";

impl Programme {
    fn new() -> Self {
        let programme = Self(TempDir::new().expect("a folder for the test"));
        programme
            .with("complint.toml", MANIFEST)
            .with("mini.toml", CATALOG)
            .with("controls.toml", CONTROL)
    }

    fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
        fs::write(path, bytes).expect("a new file");
        self
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Runs complint at the root.
    fn run(&self, args: &[&str]) -> Run {
        run(self.root(), args)
    }

    /// What is found, one line a finding.
    fn concise(&self) -> Run {
        self.run(&["--output-format", "concise"])
    }
}

/// A call that has ended.
#[derive(PartialEq, Eq, Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("the format json is JSON")
    }

    /// The findings of every programme.
    fn findings(&self) -> Vec<Value> {
        let json = self.json();
        let programmes = json["programmes"].as_array().expect("a list of programmes");
        let findings = |programme: &Value| programme["findings"].as_array().cloned();
        programmes.iter().flat_map(findings).flatten().collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
        }
    }
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(COMPLINT);
    command.args(args).current_dir(folder).envs(ENVIRONMENT.iter().copied());
    command
}

fn run(folder: &Path, args: &[&str]) -> Run {
    command(folder, args).output().expect("complint starts").into()
}

/// The files of a case in `tests/cmd`.
fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd").join(name).join("cmd.in")
}
