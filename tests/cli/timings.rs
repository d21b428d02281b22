//! `--timings` says where the time went, and changes nothing else.

use super::{Programme, UNTITLED};

fn broken() -> Programme {
    Programme::new().with("untitled.toml", UNTITLED)
}

#[test]
fn times_are_beside_what_is_found() {
    let programme = broken();
    let plain = programme.run(&["--output-format", "json"]);
    let timed = programme.run(&["--output-format", "json", "--timings"]);
    assert_eq!((timed.code, &timed.out), (plain.code, &plain.out));
    assert_eq!((plain.code, plain.err.as_str()), (1, ""));
}

#[test]
fn every_stage_has_a_line_and_all_of_them_make_the_whole() {
    let run = broken().run(&["--timings"]);
    let of = |label: &str| -> f64 {
        let rows = run.err.lines().filter_map(|line| line.trim().strip_prefix(label));
        let mut numbers = rows.filter_map(|row| row.split_whitespace().next()?.parse().ok());
        numbers.next().unwrap_or_else(|| panic!("no `{label}` in\n{}", run.err))
    };
    let stages = complint::timing::Stage::ALL.iter().map(|stage| of(stage.as_str()));
    let sum: f64 = stages.sum::<f64>() + of("everything else");
    // Nine numbers are rounded to a hundredth.
    assert!((sum - of("in all")).abs() <= 0.05, "{sum}\n{}", run.err);
    let (_, slowest) = run.err.split_once("Slowest rules").expect("rules are listed");
    let names: Vec<&str> =
        slowest.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), 10, "{slowest}");
    let known = |name: &&str| complint::rule::shipped().iter().any(|rule| rule.name == *name);
    assert!(names.iter().all(known), "{slowest}");
}
