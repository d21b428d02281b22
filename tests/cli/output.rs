//! What leaves the program: the same bytes for the same files, nothing that a terminal obeys, and
//! an exit code that does not depend on how findings are printed.

use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use super::{Programme, Run, UNTITLED, case, command, run};

const FORMATS: [&str; 3] = ["full", "concise", "json"];

/// More stack for each thread than there is memory, so that none can be started.
#[cfg(target_os = "linux")]
const NO_THREAD: &str = "999999999999999";

/// A programme with findings in many files: enough for several threads, and more than a pipe holds.
fn many_files() -> Programme {
    let record = |id: String| format!("[[control]]\nid = \"{id}\"\ntitel = \"X\"\n");
    (0..200).fold(Programme::new(), |programme, file| {
        let records = (0..5).map(|number| record(format!("c-{file}-{number}"))).collect::<String>();
        programme.with(&format!("part-{}/c{file}.toml", file % 7), records)
    })
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let calls: [(&str, &[&str], i32); 11] = [
        ("clean", &[], 0),
        ("findings", &[], 1),
        ("findings", &["--fail-on", "never"], 0),
        ("findings", &["--quiet"], 1),
        ("findings", &["--statistics", "--show-waived"], 1),
        ("fail-on-error", &[], 0),
        ("fail-on-error", &["--fail-on", "warning"], 1),
        ("broken-toml", &[], 1),
        ("settings-misspelt", &[], 2),
        ("settings-misspelt", &["--fail-on", "never"], 2),
        ("nothing-to-lint", &[], 2),
    ];
    for (name, args, code) in calls {
        for format in FORMATS {
            let args = [args, &["--output-format", format]].concat();
            assert_eq!(run(&case(name), &args).code, code, "{name} {args:?}");
        }
    }
}

#[test]
fn check_need_not_be_said() {
    for args in [&[][..], &["soa.toml"], &["--output-format", "json"]] {
        let long = [&["check"], args].concat();
        assert_eq!(run(&case("findings"), args), run(&case("findings"), &long), "{args:?}");
    }
}

#[test]
fn failures_go_to_standard_error_and_findings_to_standard_output() {
    let found = run(&case("findings"), &[]);
    assert_eq!((found.code, found.err.as_str()), (1, ""));
    for args in [
        &["--select", "nonsense"][..],
        &["nowhere"],
        &["--as-of", "soon"],
        &["--nonsense"],
        &["--show-files", "--show-settings"],
    ] {
        let failed = run(&case("findings"), args);
        assert_eq!((failed.code, failed.out.as_str()), (2, ""), "{args:?}");
        assert!(failed.err.starts_with("error: "), "{args:?} {}", failed.err);
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let (one, other) = (many_files(), many_files());
    for format in FORMATS {
        let threads = |programme: &Programme, number: &str| -> Run {
            let mut command = command(programme.root(), &["--output-format", format]);
            command.env("RAYON_NUM_THREADS", number).output().expect("complint starts").into()
        };
        let first = threads(&one, "1");
        assert_eq!(first.code, 1);
        assert!(first.out.contains("c-199-4"), "{format}");
        assert_eq!(first, threads(&one, "2"), "{format}");
        assert_eq!(first, threads(&one, "2"), "{format}");
        // Another checkout, elsewhere.
        assert_eq!(first, threads(&other, "2"), "{format}");
    }
}

#[test]
fn a_pipe_gets_plain_text_whatever_the_terminal_can() {
    let args = ["--output-format", "full"];
    let plain = run(&case("findings"), &args);
    assert!(plain.out.is_ascii());
    let mut rich = command(&case("findings"), &args);
    rich.envs([
        ("COLUMNS", "200"),
        ("LC_ALL", "en_US.UTF-8"),
        ("TERM", "xterm-256color"),
        ("TERM_PROGRAM", "WezTerm"),
        ("GITHUB_ACTIONS", "true"),
        ("CI", "true"),
    ]);
    assert_eq!(plain, rich.output().expect("complint starts").into());
}

#[test]
fn colour_can_be_asked_for_and_refused() {
    let coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = command(&case("findings"), args);
        command.envs(variables.iter().copied());
        let run: Run = command.output().expect("complint starts").into();
        run.out.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

/// Moves the cursor, rings, and turns the line around.
const EVIL: &str = "\u{1b}[2J\u{7}\u{9b}31m\u{202e}";

fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}'))
}

#[test]
fn nothing_in_a_file_acts_on_the_terminal() {
    let escaped: String = EVIL.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let programme = Programme::new()
        .with(
            "raw.toml",
            format!("[[control]]\nid = \"raw\"\ntitle = \"{EVIL}\"\nowner = 3 # {EVIL}\n"),
        )
        .with(
            "escaped.toml",
            format!("[[control]]\nid = \"e{escaped}\"\n\"k{escaped}\" = \"{escaped}\"\n"),
        )
        .with("complint.toml", format!("{}\"r{escaped}\" = \"off\"\n", super::MANIFEST));
    for args in [
        &[][..],
        &["--output-format", "concise"],
        &["--output-format", "json"],
        &["--statistics", "--show-waived"],
        &["--show-files"],
        &["--show-settings"],
    ] {
        let run = programme.run(args);
        // JSON is for programs and escapes controls by itself; what turns a line is text there.
        let out = if args.contains(&"json") {
            run.out.replace(['\u{202e}', '\u{9b}'], "")
        } else {
            run.out
        };
        assert!(is_harmless(&out), "{args:?} {out:?}");
        assert!(is_harmless(&run.err), "{args:?} {:?}", run.err);
    }
}

#[test]
fn nothing_in_the_call_acts_on_the_terminal() {
    let programme = Programme::new();
    for args in [&[EVIL][..], &["--select", EVIL], &["--config", EVIL]] {
        let run = programme.run(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(is_harmless(&run.err), "{args:?} {:?}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn nothing_in_the_name_of_a_file_acts_on_the_terminal() {
    let programme = Programme::new().with(&format!("a{EVIL}.toml"), UNTITLED);
    for args in [&[][..], &["--output-format", "concise"], &["--show-files"]] {
        let run = programme.run(args);
        assert!(run.out.contains("\\u001B[2J"), "{args:?} {}", run.out);
        assert!(is_harmless(&run.out), "{args:?} {:?}", run.out);
    }
}

#[test]
fn whoever_stops_reading_hears_no_complaint() {
    let programme = many_files();
    for format in FORMATS {
        let mut command = command(programme.root(), &["--output-format", format]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("complint starts");
        let mut out = child.stdout.take().expect("it was asked for");
        let mut first = [0; 10];
        out.read_exact(&mut first).expect("there are findings");
        drop(out);
        let run: Run = child.wait_with_output().expect("complint ends").into();
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{format}");
    }
}

#[test]
fn the_day_can_come_from_the_environment() {
    // The waiver of this case ends with the year.
    let on = |variable: Option<&str>, args: &[&str]| -> Run {
        let mut command = command(&case("fail-on-error"), args);
        match variable {
            Some(day) => command.env("COMPLINT_AS_OF", day),
            None => command.env_remove("COMPLINT_AS_OF"),
        };
        command.output().expect("complint starts").into()
    };
    assert_eq!(on(Some("2026-12-31"), &[]).code, 0);
    assert_eq!(on(Some("2027-01-01"), &[]).code, 1);
    // The call goes before the environment.
    assert_eq!(on(Some("2027-01-01"), &["--as-of", "2026-12-31"]).code, 0);
    assert_eq!(on(None, &["--as-of", "2027-01-01"]).code, 1);
    let bad = on(Some("soon"), &[]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""));
    assert!(bad.err.contains("2026-06-30"), "it says how a day is written: {}", bad.err);
}

#[test]
fn the_settings_are_shown_with_where_they_come_from() {
    let run = run(&case("rules-lowered"), &["--show-settings", "--ignore", "missing-scope"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let line = |name: &str| -> Vec<&str> {
        let found = run.out.lines().find(|line| line.split_whitespace().next() == Some(name));
        found.unwrap_or_else(|| panic!("{name}\n{}", run.out)).split_whitespace().skip(1).collect()
    };
    assert_eq!(
        line("framework"),
        "mini (Mini framework), 1 requirement in scope".split(' ').collect::<Vec<_>>()
    );
    assert_eq!(line("missing-clause"), ["off", "[rules]", "missing-clause"]);
    let reason = "warning [rules] excluded-clause: The board decides in May, SEC-12.";
    assert_eq!(line("excluded-clause").join(" "), reason);
    assert_eq!(line("missing-scope"), ["off", "command", "line"]);
    assert_eq!(line("unknown-key"), ["error"]);
    assert_eq!(line("due_soon").join(" "), "= 30 days");
}

/// Whatever goes wrong within, whoever runs it learns where to say so, and CI does not take it for a
/// clean run. Threads cannot be started here, which the examples of rules are not made for.
#[cfg(target_os = "linux")]
#[test]
fn a_defect_says_how_to_report_it() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/waiver");
    let mut command = command(&rules, &["test", "."]);
    command.env("RUST_MIN_STACK", NO_THREAD);
    let run: Run = command.output().expect("complint starts").into();
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    let issues = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");
    assert_eq!(run.err.matches(issues).count(), 1, "{}", run.err);
    assert!(run.err.contains(env!("CARGO_PKG_VERSION")), "{}", run.err);
}

/// Where a system gives no thread beside the first, that one does all of the work.
#[cfg(target_os = "linux")]
#[test]
fn a_large_programme_is_checked_without_threads_where_there_are_none() {
    let programme = many_files();
    let of = |stack: &str| -> Run {
        let mut command = command(programme.root(), &[]);
        command.env("RUST_MIN_STACK", stack).output().expect("complint starts").into()
    };
    let (alone, together) = (of(NO_THREAD), of("2000000"));
    assert_eq!((alone.code, alone.err.as_str()), (1, ""));
    assert!(alone.out == together.out);
}

/// Starting threads takes longer than checking a small programme does.
#[cfg(target_os = "linux")]
#[test]
fn a_small_programme_is_checked_without_threads() {
    let programme = Programme::new().with("untitled.toml", "[[control]]\nid = \"a\"\n");
    let mut command = command(programme.root(), &[]);
    command.env("RUST_MIN_STACK", NO_THREAD);
    let run: Run = command.output().expect("complint starts").into();
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn a_blank_of_a_help_text_that_is_pasted_as_it_stands_is_named() {
    let blank = "[[treatment]]\nid = \"a\"\ntitle = \"A\"\ndue = <the day by which it is done>\n";
    let run = Programme::new().with("a.toml", blank).run(&["--select", "invalid-toml"]);
    let said = "due = ...  # what `<the day by which it is done>` stands for";
    assert!(run.code == 1 && run.out.contains(said), "{}", run.out);
}
