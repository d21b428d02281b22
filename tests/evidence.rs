//! A year of evidence for controls of every frequency, with holes of which the place is known:
//! every hole is found, to the day, and none is invented.

#![allow(clippy::expect_used, reason = "tests stop aloud")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use complint::{Options, Report, Workspace, lint};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The period begins in the middle of a week, a month and a quarter, and ends so.
const FIRST: Date = date(2027, 2, 11);
const LAST: Date = date(2028, 2, 16);
const TODAY: Date = date(2028, 4, 3);

const HOLES: usize = 500;

const FREQUENCIES: [&str; 8] =
    ["daily", "weekly", "monthly", "quarterly", "semiannual", "annual", "continuous", "on-event"];

/// The control, and the first and last day that nothing covers.
type Hole = (String, Date, Date);

/// Numbers that look random and are the same on every run.
struct Seeded(u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is small")
    }

    fn day(&mut self, first: Date, last: Date) -> Date {
        let days = usize::try_from(days(first, last)).expect("last is not before first");
        plus(first, self.below(days + 1))
    }
}

fn days(first: Date, last: Date) -> i32 {
    first.until(last).expect("both are dates").get_days()
}

fn plus(day: Date, days: usize) -> Date {
    day.checked_add(i64::try_from(days).expect("it is small").days()).expect("it is a date")
}

/// The week, month or quarter of a day, by its name in the calendar.
fn unit(frequency: &str, day: Date) -> (i16, i8) {
    match frequency {
        "daily" | "weekly" => (day.iso_week_date().year(), day.iso_week_date().week()),
        "monthly" => (day.year(), day.month()),
        _ => (day.year(), (day.month() - 1) / 3),
    }
}

/// The weeks, months or quarters from `first` to the end of the period, counted day by day.
fn units(frequency: &str, first: Date) -> Vec<(Date, Date)> {
    let mut units: Vec<(Date, Date)> = Vec::new();
    for day in first.series(1.day()).take_while(|day| *day <= LAST) {
        match units.last_mut().filter(|last| unit(frequency, last.0) == unit(frequency, day)) {
            Some(last) => last.1 = day,
            None => units.push((day, day)),
        }
    }
    units
}

/// The programme as it is written, and what is missing from it.
#[derive(Default)]
struct Year {
    text: String,
    holes: BTreeSet<Hole>,
    evidence: usize,
}

impl Year {
    fn new(seed: u64) -> Self {
        let (mut year, mut seeded) = (Self::default(), Seeded(seed));
        let mut number = 0;
        while year.holes.len() < HOLES || number % FREQUENCIES.len() != 0 {
            year.control(number, &mut seeded);
            number += 1;
        }
        year
    }

    fn control(&mut self, number: usize, seeded: &mut Seeded) {
        let frequency = FREQUENCIES[number % FREQUENCIES.len()];
        let id = format!("{frequency}-{number}");
        // A third of them starts in the period, and cannot be asked for what was before.
        let since = match seeded.below(3) {
            0 => Some(seeded.day(FIRST, date(2027, 12, 1))),
            1 => Some(date(2025, 1, 1)),
            _ => None,
        };
        let start = since.map_or(String::new(), |since| format!("since = {since}\n"));
        let _ = write!(
            self.text,
            "[[control]]\nid = \"{id}\"\ntitle = \"{id}\"\nstatus = \"implemented\"\n\
             frequency = \"{frequency}\"\n{start}satisfies.soc2 = [\"CC7.2\"]\n"
        );
        match frequency {
            "continuous" | "on-event" => {}
            "semiannual" | "annual" => self.yearly(&id, frequency, since, seeded),
            _ => self.recurring(&id, frequency, since, seeded),
        }
    }

    fn covers(&mut self, control: &str, first: Date, last: Date) {
        self.evidence += 1;
        let id = self.evidence;
        let _ = write!(
            self.text,
            "[[evidence]]\nid = \"e-{id}\"\ntitle = \"Evidence {id}\"\ncontrols = [\"{control}\"]\n\
             covers = {{ start = {first}, end = {last} }}\n"
        );
    }

    /// One occurrence in the year before the period ends, or none and one on the day before it.
    fn yearly(&mut self, id: &str, frequency: &str, since: Option<Date>, seeded: &mut Seeded) {
        let first = date(2027, 2, 17);
        let months = if frequency == "annual" { 12 } else { 6 };
        let due = since.is_none_or(|since| {
            since <= first
                || since.checked_add(months.months()).is_ok_and(|due| due <= plus(LAST, 1))
        });
        if seeded.below(2) == 0 && self.holes.len() < HOLES {
            self.covers(id, plus(date(2027, 1, 1), seeded.below(40)), date(2027, 2, 16));
            if due {
                self.holes.insert((id.to_owned(), first, LAST));
            }
        } else {
            let day = seeded.day(since.map_or(first, |since| since.max(first)), LAST);
            self.covers(id, day, day);
        }
    }

    /// Evidence for each unit but for a few runs of one to three. Evidence covers a day, some days
    /// or all of its unit, and now and then several units at once.
    fn recurring(&mut self, id: &str, frequency: &str, since: Option<Date>, seeded: &mut Seeded) {
        let units = units(frequency, since.map_or(FIRST, |since| since.max(FIRST)));
        let (mut at, mut holes) = (0, 0);
        while let Some((first, last)) = units.get(at).copied() {
            let run = 1 + seeded.below(3);
            let end = (at + run).min(units.len());
            let until = units[end - 1].1;
            let hole = holes < 4 && self.holes.len() < HOLES && seeded.below(5) == 0;
            if hole {
                self.holes.insert((id.to_owned(), first, until));
                holes += 1;
                at = end;
                // Two holes that touch would be one.
                if let Some((first, last)) = units.get(at).copied() {
                    self.covers(id, last, last);
                    self.covers(id, first, first);
                    at += 1;
                }
            } else if seeded.below(6) == 0 {
                let start = seeded.day(first, last);
                self.covers(id, start, seeded.day(start.max(units[end - 1].0), until));
                at = end;
            } else {
                let start = seeded.day(first, last);
                self.covers(id, start, seeded.day(start, last));
                at += 1;
            }
        }
    }

    fn lint(&self, today: Date) -> (Workspace, Report) {
        let programme = format!(
            "[organization]\nname = \"Example\"\n[frameworks.soc2]\ntype = 2\n\
             period = {{ start = {FIRST}, end = {LAST} }}\n"
        );
        let files = vec![
            ("complint.toml".to_owned(), programme.into_bytes()),
            ("records.toml".to_owned(), self.text.clone().into_bytes()),
        ];
        let options = Options { select: vec!["evidence-gap".to_owned()], ..Options::default() };
        let workspace = Workspace::from_files(files, &options).expect("the files are in memory");
        let report = lint(&workspace, today);
        assert!(!report.setup_broken);
        (workspace, report)
    }
}

/// What the findings say, read back from their messages.
fn found(report: &Report) -> Vec<Hole> {
    let mut holes = Vec::new();
    for finding in &report.findings {
        let message = &finding.message;
        let id = message.split('`').nth(1).expect("the control is named");
        let (_, missing) = message.split_once(" has no evidence for ").expect("days are named");
        for stretch in missing.replace(" and ", ", ").split(", ") {
            let (first, last) = stretch.split_once(" to ").unwrap_or((stretch, stretch));
            let day = |text: &str| text.parse().expect("a day is named");
            holes.push((id.to_owned(), day(first), day(last)));
        }
    }
    holes
}

/// What is on one side only, in words: both sides whole are too long to read.
fn difference(found: &BTreeSet<Hole>, seeded: &BTreeSet<Hole>) -> Vec<String> {
    let invented = found.difference(seeded).map(|hole| format!("invented: {hole:?}"));
    let missed = seeded.difference(found).map(|hole| format!("missed: {hole:?}"));
    invented.chain(missed).collect()
}

#[test]
fn every_hole_of_a_year_is_found_and_none_is_invented() {
    let year = Year::new(2026);
    let (workspace, report) = year.lint(TODAY);
    assert_eq!(year.holes.len(), HOLES);
    assert!(workspace.records.len() > 4000, "{} records", workspace.records.len());
    let found = found(&report);
    assert_eq!(found.len(), HOLES);
    assert_eq!(difference(&found.into_iter().collect(), &year.holes), [""; 0]);
    for frequency in &FREQUENCIES[..6] {
        let of = |hole: &&Hole| hole.0.starts_with(frequency);
        assert!(year.holes.iter().filter(of).count() >= 5, "{frequency}");
    }
}

/// Other seeds, other years.
#[test]
fn it_is_not_the_seed() {
    for seed in 0..4 {
        let year = Year::new(seed);
        let (_, report) = year.lint(TODAY);
        let found = found(&report).into_iter().collect();
        assert_eq!(difference(&found, &year.holes), [""; 0], "seed {seed}");
    }
}

/// While the period runs only what is over counts, and what is found then is found at the end.
#[test]
fn a_hole_is_found_on_the_day_after_it_ended() {
    let year = Year::new(7);
    for today in [date(2027, 2, 12), date(2027, 7, 1), date(2027, 10, 4), date(2028, 1, 1)] {
        let (_, report) = year.lint(today);
        for (id, first, last) in found(&report) {
            assert!(last < today, "{id} {last}");
            let known = |hole: &&Hole| hole.0 == id && hole.1 == first && hole.2 >= last;
            assert!(year.holes.iter().any(|hole| known(&hole)), "{id} {first}");
        }
        for hole in year.holes.iter().filter(|hole| hole.2 < today) {
            assert!(found(&report).contains(hole), "{hole:?} on {today}");
        }
    }
}
