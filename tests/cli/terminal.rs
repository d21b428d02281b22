//! What only a terminal gets: colour, links and a cleared screen, each unless the environment says
//! otherwise.

use std::fs::File;
use std::io::Read as _;
use std::process::Stdio;

use super::{Programme, UNTITLED, command};

/// Terminals that take everything.
const RICH: &[(&str, &str)] = &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")];
const COLOUR: &str = "\u{1b}[1;31m";
const LINK: &str = "\u{1b}]8;;";
const CLEAR: &str = "\u{1b}[2J";

/// What complint prints on a terminal, until it ends or has printed `until`.
fn shown(args: &[&str], variables: &[(&str, &str)], until: &str) -> String {
    let programme = Programme::new().with("untitled.toml", UNTITLED);
    let terminal = nix::pty::openpty(None, None).expect("a terminal");
    let mut command = command(programme.root(), args);
    command.envs(RICH.iter().copied()).envs(variables.iter().copied());
    command.stdin(Stdio::null());
    command.stdout(terminal.slave.try_clone().expect("both streams into one"));
    command.stderr(terminal.slave);
    let mut child = command.spawn().expect("complint starts");
    // The terminal ends when nobody holds its other side.
    drop(command);
    let mut screen = File::from(terminal.master);
    let (mut text, mut bytes, mut touched) = (String::new(), [0; 4096], false);
    while let Ok(length @ 1..) = screen.read(&mut bytes) {
        text.push_str(&String::from_utf8_lossy(&bytes[..length]));
        if !until.is_empty() && text.contains("watching") && !touched {
            let titled = format!("{UNTITLED}title = \"Titled\"\n");
            std::fs::write(programme.path("untitled.toml"), titled).expect("a file");
            touched = true;
        }
        if !until.is_empty() && text.contains(until) {
            child.kill().expect("it runs");
        }
    }
    child.wait().expect("it ends");
    text
}

fn has(args: &[&str], variables: &[(&str, &str)]) -> (bool, bool) {
    let text = shown(args, variables, "");
    assert!(text.contains("missing-key"), "{text}");
    (text.contains(COLOUR), text.contains(LINK))
}

#[test]
fn colour_and_links_go_where_they_belong() {
    assert_eq!(has(&[], &[]), (true, true));
    for nothing in [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", ""), ("CLICOLOR", "0")] {
        assert_eq!(has(&[], &[nothing]), (false, false), "{nothing:?}");
    }
    assert_eq!(has(&["--color", "never"], &[]), (false, false));
    // A terminal that is not known to open links shows them as noise.
    assert_eq!(has(&[], &[("TERM_PROGRAM", "")]), (true, false));
    // The call goes before the environment, and no call makes a terminal open links.
    assert_eq!(has(&["--color", "always"], &[("NO_COLOR", "1")]), (true, true));
    assert_eq!(has(&["--color", "always"], &[("TERM", "dumb")]), (true, false));
    assert_eq!(has(&[], &[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")]), (true, false));
    assert_eq!(has(&["--output-format", "json"], &[]), (false, false));
}

#[test]
fn a_watched_screen_is_cleared_where_that_is_possible() {
    let done = "resolved";
    let text = shown(&["--watch"], &[], done);
    let (first, second) = text.split_once(CLEAR).expect("the screen is cleared");
    assert!(first.contains("missing-key") && first.contains("watching"), "{text}");
    assert!(second.contains("changed   untitled.toml"), "{text}");
    assert!(!shown(&["--watch"], &[("TERM", "dumb")], done).contains(CLEAR));
}
