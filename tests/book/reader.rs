//! Somebody who does what a page says, in a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use snapbox::IntoData as _;
use snapbox::filter::NormalizeToExpected;
use tempfile::TempDir;

use super::page::Block;
use super::shown::TODAY;

/// What stands in the place of the reader's own folder.
const HOME: &str = "/home/you";
const COMPLINT: &str = env!("CARGO_BIN_EXE_complint");
/// What stands between the output of one command and the next command.
const MARK: char = '\u{1}';

/// A reader, and where they are.
pub(super) struct Reader {
    home: TempDir,
    /// The folder that the last command left them in.
    folder: PathBuf,
    today: String,
}

/// Nothing to add, or the block as it should be.
type Followed = Result<Option<String>, String>;

impl Reader {
    pub(super) fn new(today: &str) -> Self {
        let home = TempDir::new().expect("a folder for the test");
        Self { folder: home.path().to_owned(), home, today: today.to_owned() }
    }

    /// Does what a block says.
    pub(super) fn follow(&mut self, block: &Block) -> Followed {
        if let Some(from) = block.note("with") {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(from), &self.folder);
        }
        if let Some(path) = block.note("file") {
            return self.write(path, block);
        }
        if block.note("not run").is_some() {
            return Ok(None);
        }
        match block.language.as_str() {
            "console" => self.session(block),
            "sh" => self.paste(block).map(|()| None),
            "toml" => self.records(&block.text).map(|()| None),
            "json" => match serde_json::from_str::<Value>(&block.text) {
                Ok(_) => Ok(None),
                Err(error) => Err(format!("no JSON: {error}")),
            },
            language => Err(format!(
                "a block of `{language}` is checked by nobody; say `not run: WHY` or `file: PATH`"
            )),
        }
    }

    /// A file of the reader's own. What follows it is checked by the commands that read it; a file of
    /// YAML is checked by the program that it is for, in `tests/clients/docs`.
    fn write(&self, path: &str, block: &Block) -> Followed {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
        fs::write(path, &block.text).expect("a new file");
        Ok(None)
    }

    /// Commands behind `$ `, with what they print.
    fn session(&mut self, block: &Block) -> Followed {
        let commands: Vec<&str> =
            block.text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        if commands.is_empty() {
            return Err("no command in a block of `console`".to_owned());
        }
        // `$?` is still that of the command before.
        let script: Vec<String> = commands
            .iter()
            .map(|command| format!("{command}\ncode=$?; printf '\\001'; (exit $code)\n"))
            .collect();
        let printed = self.bash(&script.concat(), false)?;
        let mut session = String::new();
        for (command, output) in commands.iter().zip(printed.split(MARK)) {
            session.push_str(&format!("$ {command}\n{output}"));
            if !output.is_empty() && !output.ends_with('\n') {
                session.push('\n');
            }
        }
        // What is shown was printed on the day of the other test, and in a folder of another name.
        let session = session.replace(&self.today, TODAY).replace(&self.home(), HOME);
        let expected = block.text.clone().into_data();
        // `...` stands for lines that are left out, `[..]` for a part of one.
        let actual =
            NormalizeToExpected::new().redact().normalize(session.clone().into_data(), &expected);
        Ok(if actual.render() == expected.render() { None } else { Some(session) })
    }

    /// The reader's folder, as programs print it.
    fn home(&self) -> String {
        let home = self.home.path().canonicalize().expect("the folder is there");
        home.display().to_string()
    }

    /// A block that is pasted as a whole.
    fn paste(&mut self, block: &Block) -> Result<(), String> {
        self.bash(&format!("set -e\n{}", block.text), true).map(|_| ())
    }

    /// What bash prints on both outputs.
    fn bash(&mut self, script: &str, must_succeed: bool) -> Result<String, String> {
        let stays = self.home.path().join(".folder");
        let script = format!("exec 2>&1\ntrap 'pwd >\"{}\"' EXIT\n{script}", stays.display());
        let bin = Path::new(COMPLINT).parent().expect("a program lies in a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("bash");
        command.args(["--norc", "-c", &script]).current_dir(&self.folder).env_clear();
        command.env("PATH", format!("{}:{path}", bin.display()));
        command.env("HOME", self.home.path()).env("COLUMNS", "80").env("LC_ALL", "C.UTF-8");
        command.env("COMPLINT_AS_OF", &self.today).stdin(Stdio::null());
        let output = command.output().expect("bash starts");
        let text = String::from_utf8(output.stdout).expect("output is text");
        if must_succeed && !output.status.success() {
            return Err(format!("fails:\n{text}"));
        }
        let folder = fs::read_to_string(&stays).expect("bash says where it is");
        self.folder = PathBuf::from(folder.trim_end());
        fs::remove_file(stays).expect("the note can be removed");
        Ok(text)
    }

    /// TOML on its own: settings, or records. Nothing in it may be misspelt.
    pub(super) fn records(&self, text: &str) -> Result<(), String> {
        let table: toml::Table = text.parse().map_err(|error| format!("no TOML: {error}"))?;
        let form = complint::kind::form("complint").expect("there is such a form");
        let settings = table.keys().any(|key| form.keys.iter().any(|own| *own.name == **key));
        let folder = TempDir::new().expect("a folder for the test");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("a new file");
        };
        let frameworks = "[frameworks.iso27001]\n[frameworks.soc2]\n";
        let role = "[[role]]\nid = \"ceo\"\ntitle = \"Chief executive\"\n";
        write("complint.toml", if settings { text } else { frameworks });
        write("records.toml", if settings { role } else { text });
        let mut command = Command::new(COMPLINT);
        command.args(["check", "--select", "syntax", "--output-format", "json"]);
        command.current_dir(folder.path()).env("COMPLINT_AS_OF", &self.today);
        let output = command.output().expect("complint starts");
        let broken = || String::from_utf8_lossy(&output.stderr).into_owned();
        let json: Value = serde_json::from_slice(&output.stdout).map_err(|_| broken())?;
        let findings = json["programmes"][0]["findings"].as_array().ok_or_else(broken)?;
        let found: Vec<&str> =
            findings.iter().filter_map(|finding| finding["message"].as_str()).collect();
        if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("there is such a folder") {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}
