//! `--watch`, as a process that runs while files change. It says when it has looked, and that is what
//! is waited for: no time passes here but the one after which a test gives up.

use std::fs;
use std::io::{BufRead as _, BufReader, PipeReader};
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::{CONTROL, MANIFEST, Programme, UNTITLED, command, run};

/// Far longer than a run takes on any machine.
const GIVE_UP: Duration = Duration::from_secs(120);
const WAITING: &str = "watching for changes; Ctrl-C ends";
const FOUND: &str = "untitled.toml:1:3: error[missing-key] control `untitled` has no `title`";

/// A process that watches, with what it prints on both streams in the order of printing.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    /// Starts, and takes what the first run prints.
    fn start(programme: &Programme, args: &[&str]) -> (Self, Vec<String>) {
        let (reader, child) = spawn(programme, args);
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(reader).lines().map_while(Result::ok);
            lines.take_while(|line| sender.send(line.clone()).is_ok()).for_each(drop);
        });
        let watch = Self { child, lines };
        let first = watch.next();
        (watch, first)
    }

    /// What the next run that has something to say prints.
    fn next(&self) -> Vec<String> {
        let mut block = Vec::new();
        loop {
            let line = self.lines.recv_timeout(GIVE_UP);
            let line = line.unwrap_or_else(|_| panic!("nothing more is printed after {block:#?}"));
            if line == WAITING {
                return block;
            }
            block.extend(Some(line).filter(|line| !line.is_empty()));
        }
    }

    /// Ends it, and returns what was printed since.
    fn end(mut self) -> Vec<String> {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
        self.lines.iter().collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(programme: &Programme, args: &[&str]) -> (PipeReader, Child) {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let args = [&["--watch", "--output-format", "concise"], args].concat();
    let mut command = command(programme.root(), &args);
    command.stdout(writer.try_clone().expect("both streams into one")).stderr(writer);
    (reader, command.spawn().expect("complint starts"))
}

/// Puts a file in its place in one step, as editors do: half of it is never there.
fn put(programme: &Programme, path: &str, text: impl AsRef<[u8]>) {
    let beside = programme.path(".put");
    fs::write(&beside, text).expect("a new file");
    fs::rename(beside, programme.path(path)).expect("its place");
}

fn append(programme: &Programme, path: &str, text: &str) {
    use std::io::Write as _;
    let file = fs::OpenOptions::new().append(true).open(programme.path(path));
    file.expect("the file is there").write_all(text.as_bytes()).expect("more of it");
}

#[test]
fn what_came_and_went_stands_above_what_is_found() {
    let programme = Programme::new();
    let (watch, first) = Watch::start(&programme, &[]);
    assert_eq!(first.len(), 1);
    assert!(first[0].starts_with("no findings: 1 record in 1 file, "), "{first:?}");

    put(&programme, "untitled.toml", UNTITLED);
    let new = format!("new       {FOUND}");
    assert_eq!(watch.next(), ["added     untitled.toml", &new, FOUND, "1 error in 1 file"]);

    // Lines that move are no other findings.
    put(&programme, "untitled.toml", format!("# Two\n# lines\n{UNTITLED}"));
    let moved = FOUND.replace(":1:3", ":3:3");
    let same = "findings  none is new, none is resolved";
    assert_eq!(watch.next(), ["changed   untitled.toml", same, &moved, "1 error in 1 file"]);

    append(&programme, "untitled.toml", "title = \"Titled\"\n");
    let resolved = format!("resolved  {moved}");
    let block = watch.next();
    assert_eq!(block[..2], ["changed   untitled.toml", &resolved]);
    assert!(block[2].starts_with("no findings: 2 records in 2 files, "), "{block:?}");

    fs::remove_file(programme.path("untitled.toml")).expect("it is there");
    let block = watch.next();
    assert_eq!(block[..2], ["removed   untitled.toml", same]);
    assert!(watch.end().is_empty());
}

#[test]
fn a_new_waiver_resolves_nothing() {
    let loose = "[[control]]\nid = \"loose\"\ntitle = \"Loose\"\n";
    let manifest = MANIFEST.replace("unmapped-control = \"off\"\n", "");
    let programme = Programme::new().with("complint.toml", manifest).with("loose.toml", loose);
    let (watch, first) = Watch::start(&programme, &[]);
    assert!(first[0].starts_with("loose.toml:2:6: warning[unmapped-control] "), "{first:?}");
    let waiver = "# complint: ignore[unmapped-control] until=2026-12-31 the board decides in May\n";
    put(&programme, "loose.toml", format!("{waiver}{loose}"));
    let block = watch.next();
    assert_eq!(block[0], "changed   loose.toml");
    assert!(
        block[1].starts_with("waived    loose.toml:3:6: warning[unmapped-control] (waived) "),
        "{block:?}"
    );
}

#[test]
fn what_cannot_be_looked_for_is_not_resolved() {
    let unanswered = CONTROL.replace("satisfies.mini", "# satisfies.mini");
    let programme = Programme::new().with("controls.toml", &unanswered).with("b.toml", "");
    let (watch, first) = Watch::start(&programme, &["--select", "missing-clause,invalid-toml"]);
    assert!(first[0].contains("error[missing-clause] "), "{first:?}");

    put(&programme, "b.toml", "x = [\n");
    let block = watch.next();
    assert_eq!(block[0], "changed   b.toml");
    assert!(block[1].starts_with("new       b.toml:1:5: error[invalid-toml] "), "{block:?}");
    assert_eq!(block[2], "unknown   1 earlier finding: not everything could be read");

    put(&programme, "b.toml", "");
    let block = watch.next();
    assert_eq!(block[0], "changed   b.toml");
    assert!(block[1].starts_with("resolved  b.toml:1:5: error[invalid-toml] "), "{block:?}");
    assert!(block[2].contains("error[missing-clause] "), "{block:?}");
}

#[test]
fn broken_settings_are_told_and_end_nothing() {
    let programme = Programme::new();
    let (watch, _) = Watch::start(&programme, &[]);

    put(&programme, "complint.toml", format!("nonsense = 3\n{MANIFEST}"));
    let block = watch.next();
    assert_eq!(block[0], "changed   complint.toml");
    assert!(block[1].starts_with("new       complint.toml:1:1: error[unknown-key] "), "{block:?}");

    fs::remove_file(programme.path("complint.toml")).expect("it is there");
    let block = watch.next();
    assert_eq!(block[0], "removed   complint.toml");
    assert!(block.iter().any(|line| line.starts_with("error: no complint.toml ")), "{block:?}");

    put(&programme, "complint.toml", MANIFEST);
    let block = watch.next();
    assert_eq!(block[0], "added     complint.toml");
    assert!(block[1].starts_with("resolved  complint.toml:1:1: error[unknown-key] "), "{block:?}");

    // A framework that is none keeps the rules from running, and is no state to stay in either.
    put(&programme, "complint.toml", MANIFEST.replace("mini.toml", "gone.toml"));
    assert_eq!(watch.next()[0], "changed   complint.toml");
    put(&programme, "complint.toml", MANIFEST);
    assert_eq!(watch.next()[0], "changed   complint.toml");
}

#[test]
fn what_is_ignored_and_what_we_write_ourselves_starts_nothing() {
    let programme = Programme::new()
        .with(".gitignore", "target/\n")
        .with(".git/HEAD", "ref: refs/heads/main\n")
        .with("target/a.toml", UNTITLED)
        .with("untitled.toml", UNTITLED);
    let outputs = ["--output-format", "sarif=out.sarif", "--output-format", "json=isms.json"];
    let (watch, _) = Watch::start(&programme, &outputs);
    let written = fs::read(programme.path("out.sarif")).expect("it was written");

    put(&programme, "target/a.toml", format!("{UNTITLED}{UNTITLED}"));
    put(&programme, ".git/HEAD", "ref: refs/heads/other\n");
    put(&programme, "notes.txt", "of no interest");
    put(&programme, "controls.toml", CONTROL);
    put(&programme, "untitled.toml", format!("{UNTITLED}titel = \"One\"\n"));
    assert_eq!(watch.next()[0], "changed   untitled.toml");
    assert_ne!(fs::read(programme.path("out.sarif")).expect("it was written"), written);

    // Whatever was started by that would have been said before this.
    put(&programme, "last.toml", UNTITLED.replace("untitled", "last"));
    assert_eq!(watch.next()[0], "added     last.toml");
    assert!(watch.end().is_empty());
}

#[test]
fn folders_come_go_and_move() {
    let programme = Programme::new();
    let (watch, _) = Watch::start(&programme, &[]);
    fs::create_dir_all(programme.path("new/deep")).expect("new folders");
    put(&programme, "new/deep/untitled.toml", UNTITLED);
    assert_eq!(watch.next()[0], "added     new/deep/untitled.toml");

    fs::rename(programme.path("new"), programme.path("moved")).expect("another name");
    let block = watch.next();
    assert_eq!(block[0], "added     moved/deep/untitled.toml");
    assert_eq!(block[1], "removed   new/deep/untitled.toml");
    assert_eq!(block[2], "findings  none is new, none is resolved");

    // The folder is another one than before, at a path that was watched once.
    fs::create_dir_all(programme.path("new/deep")).expect("new folders");
    put(&programme, "new/deep/other.toml", UNTITLED.replace("untitled", "other"));
    assert_eq!(watch.next()[0], "added     new/deep/other.toml");
    append(&programme, "moved/deep/untitled.toml", "title = \"Titled\"\n");
    assert_eq!(watch.next()[0], "changed   moved/deep/untitled.toml");

    fs::remove_dir_all(programme.path("moved")).expect("it is there");
    assert_eq!(watch.next()[0], "removed   moved/deep/untitled.toml");
}

#[test]
fn evidence_that_is_only_looked_up_counts_too() {
    let evidence = "[[evidence]]\nid = \"log\"\ntitle = \"Log\"\npath = \".hidden/log.txt\"\n";
    let programme =
        Programme::new().with("evidence.toml", evidence).with(".hidden/log.txt", "All went well");
    let (watch, first) = Watch::start(&programme, &["--select", "missing-file"]);
    assert!(first[0].starts_with("no findings: "), "{first:?}");
    fs::remove_file(programme.path(".hidden/log.txt")).expect("it is there");
    let block = watch.next();
    assert_eq!(block[0], "removed   .hidden/log.txt");
    assert!(block[1].starts_with("new       evidence.toml:4:8: error[missing-file] "), "{block:?}");
}

#[test]
fn calls_that_make_no_sense_with_it_are_refused() {
    let programme = Programme::new();
    for args in [
        &["--fix"][..],
        &["--diff"],
        &["--write-baseline"],
        &["--prune-baseline"],
        &["--stdin-filename", "a.toml", "-"],
        &["--show-files"],
        &["--show-settings"],
        &["--timings"],
    ] {
        let run = programme.run(&[&["--watch"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains("cannot be used with"), "{args:?} {}", run.err);
    }
    for args in [&["nowhere"][..], &["--select", "nonsense"], &["-"]] {
        let run = programme.run(&[&["--watch"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?} {}", run.err);
        assert!(!run.err.contains(WAITING), "{args:?} {}", run.err);
    }
    let empty = tempfile::tempdir().expect("a folder");
    let run = run(empty.path(), &["--watch"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("error: no complint.toml at, above or below ."), "{}", run.err);
}

#[test]
fn a_closed_pipe_is_success() {
    let programme = Programme::new();
    let (reader, mut child) = spawn(&programme, &[]);
    let mut lines = BufReader::new(reader).lines().map_while(Result::ok);
    assert!(lines.any(|line| line == WAITING));
    drop(lines);
    put(&programme, "untitled.toml", UNTITLED);
    assert!(child.wait().expect("it ends").success());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    use std::os::unix::process::ExitStatusExt as _;
    let programme = Programme::new();
    let (mut watch, _) = Watch::start(&programme, &[]);
    let process = nix::unistd::Pid::from_raw(i32::try_from(watch.child.id()).expect("a number"));
    nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGINT).expect("it runs");
    // What it prints to is closed when it ends.
    let after = watch.lines.recv_timeout(GIVE_UP);
    assert_eq!(
        after,
        Err(RecvTimeoutError::Disconnected),
        "it goes on: what a shell starts in the background is told to pass Ctrl-C over"
    );
    // Shells say 130 to that.
    assert_eq!(watch.child.wait().expect("it ends").signal(), Some(2));
}
