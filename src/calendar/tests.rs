//! The calendar at its edges, and against a count day by day.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Rhythm, Stretch, after, in_words, looking_back, uncovered, unite, without_any};

fn days(first: Date, last: Date) -> Stretch {
    Stretch::new(first, last).unwrap()
}

fn year(year: i16) -> Stretch {
    days(date(year, 1, 1), date(year, 12, 31))
}

fn said(stretches: impl IntoIterator<Item = Stretch>) -> Vec<String> {
    stretches.into_iter().map(|stretch| stretch.to_string()).collect()
}

fn pieces(rhythm: Rhythm, stretch: Stretch) -> Vec<String> {
    said(rhythm.pieces(stretch))
}

#[test]
fn months_end_where_the_calendar_says() {
    let ends: Vec<i8> =
        Rhythm::Monthly.pieces(year(2026)).map(|month| month.last().day()).collect();
    assert_eq!(ends, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
}

#[test]
fn a_leap_year_has_its_day() {
    let february = |year| Rhythm::Monthly.pieces(self::year(year)).nth(1).unwrap().last();
    assert_eq!(february(2028), date(2028, 2, 29));
    assert_eq!(february(2027), date(2027, 2, 28));
    // 2000 was one, 2100 is none.
    assert_eq!(february(2000), date(2000, 2, 29));
    assert_eq!(february(2100), date(2100, 2, 28));
}

#[test]
fn quarters_end_with_their_third_month() {
    assert_eq!(
        pieces(Rhythm::Quarterly, year(2026)),
        [
            "2026-01-01 to 2026-03-31",
            "2026-04-01 to 2026-06-30",
            "2026-07-01 to 2026-09-30",
            "2026-10-01 to 2026-12-31",
        ]
    );
}

#[test]
fn weeks_run_from_monday_to_sunday() {
    // 1 January 2026 is a Thursday; 31 December too, in the 53rd week of that year.
    let weeks = pieces(Rhythm::Weekly, year(2026));
    assert_eq!(weeks.len(), 53);
    assert_eq!(weeks[0], "2026-01-01 to 2026-01-04");
    assert_eq!(weeks[1], "2026-01-05 to 2026-01-11");
    assert_eq!(weeks[52], "2026-12-28 to 2026-12-31");
}

#[test]
fn a_week_goes_on_over_new_year() {
    let turn = days(date(2026, 12, 28), date(2027, 1, 10));
    assert_eq!(
        pieces(Rhythm::Weekly, turn),
        ["2026-12-28 to 2027-01-03", "2027-01-04 to 2027-01-10"]
    );
}

#[test]
fn a_period_may_begin_and_end_anywhere() {
    let period = days(date(2026, 2, 11), date(2026, 8, 5));
    assert_eq!(
        pieces(Rhythm::Quarterly, period),
        ["2026-02-11 to 2026-03-31", "2026-04-01 to 2026-06-30", "2026-07-01 to 2026-08-05"]
    );
    let week = days(date(2026, 2, 11), date(2026, 2, 17));
    assert_eq!(
        pieces(Rhythm::Weekly, week),
        ["2026-02-11 to 2026-02-15", "2026-02-16 to 2026-02-17"]
    );
    let day = days(date(2026, 3, 31), date(2026, 3, 31));
    assert_eq!(pieces(Rhythm::Monthly, day), ["2026-03-31"]);
}

#[test]
fn a_control_may_start_inside_the_period() {
    let since = year(2026).from(date(2026, 5, 20)).unwrap();
    assert_eq!(
        pieces(Rhythm::Quarterly, since),
        ["2026-05-20 to 2026-06-30", "2026-07-01 to 2026-09-30", "2026-10-01 to 2026-12-31"]
    );
    assert_eq!(year(2026).from(date(2027, 1, 1)), None);
    assert_eq!(year(2026).from(date(2026, 12, 31)).unwrap().to_string(), "2026-12-31");
}

#[test]
fn the_end_of_the_calendar_ends() {
    let last = days(date(9999, 12, 30), Date::MAX);
    for rhythm in [Rhythm::Weekly, Rhythm::Monthly, Rhythm::Quarterly] {
        assert_eq!(rhythm.pieces(last).count(), 1, "{rhythm:?}");
    }
    assert_eq!(uncovered(last, &[last]), []);
}

#[test]
fn looks_back_by_the_calendar() {
    let back = |last| looking_back(last, 12.months()).to_string();
    assert_eq!(back(date(2026, 12, 31)), "2026-01-01 to 2026-12-31");
    assert_eq!(back(date(2026, 6, 30)), "2025-07-01 to 2026-06-30");
    assert_eq!(back(date(2027, 2, 28)), "2026-03-01 to 2027-02-28");
    assert_eq!(back(date(2028, 2, 29)), "2027-03-01 to 2028-02-29");
    let half = looking_back(date(2026, 2, 28), 6.months());
    assert_eq!(half.to_string(), "2025-09-01 to 2026-02-28");
}

#[test]
fn unites_what_touches() {
    let mut stretches = vec![
        days(date(2026, 3, 1), date(2026, 3, 31)),
        days(date(2026, 1, 1), date(2026, 1, 31)),
        days(date(2026, 1, 10), date(2026, 1, 12)),
        days(date(2026, 2, 1), date(2026, 2, 27)),
    ];
    unite(&mut stretches);
    assert_eq!(said(stretches), ["2026-01-01 to 2026-02-27", "2026-03-01 to 2026-03-31"]);
}

#[test]
fn pieces_that_follow_one_another_are_one_hole() {
    let covered =
        [days(date(2026, 1, 31), date(2026, 1, 31)), days(date(2026, 5, 3), date(2026, 6, 1))];
    assert_eq!(
        said(without_any(Rhythm::Monthly.pieces(year(2026)), &covered)),
        ["2026-02-01 to 2026-04-30", "2026-07-01 to 2026-12-31"]
    );
}

#[test]
fn what_is_not_covered_is_counted_in_days() {
    let covered =
        [days(date(2025, 12, 1), date(2026, 1, 31)), days(date(2026, 2, 2), date(2026, 12, 30))];
    assert_eq!(said(uncovered(year(2026), &covered)), ["2026-02-01", "2026-12-31"]);
    assert_eq!(said(uncovered(year(2026), &[])), ["2026-01-01 to 2026-12-31"]);
    assert_eq!(said(uncovered(year(2026), &[Stretch::EVER])), Vec::<String>::new());
}

#[test]
fn names_a_few_and_counts_the_rest() {
    let months: Vec<Stretch> = Rhythm::Monthly.pieces(year(2026)).step_by(2).collect();
    assert_eq!(in_words(&months[..1]), "2026-01-01 to 2026-01-31");
    assert_eq!(in_words(&months[..2]), "2026-01-01 to 2026-01-31 and 2026-03-01 to 2026-03-31");
    assert_eq!(
        in_words(&months[..4]),
        "2026-01-01 to 2026-01-31, 2026-03-01 to 2026-03-31, 2026-05-01 to 2026-05-31 and \
         2026-07-01 to 2026-07-31"
    );
    assert_eq!(
        in_words(&months[..5]),
        "2026-01-01 to 2026-01-31, 2026-03-01 to 2026-03-31, 2026-05-01 to 2026-05-31 and \
         2 more up to 2026-09-30"
    );
}

/// Days around leap days and ends of years, in a range small enough to count through.
fn day() -> impl Strategy<Value = Date> {
    (0..1600i64).prop_map(|days| date(2023, 10, 15).checked_add(days.days()).unwrap())
}

fn stretch() -> impl Strategy<Value = Stretch> {
    (day(), 0..500i64).prop_map(|(first, length)| {
        Stretch::new(first, first.checked_add(length.days()).unwrap()).unwrap()
    })
}

fn short() -> impl Strategy<Value = Stretch> {
    (day(), 0..40i64).prop_map(|(first, length)| {
        Stretch::new(first, first.checked_add(length.days()).unwrap()).unwrap()
    })
}

fn rhythm() -> impl Strategy<Value = Rhythm> {
    prop_oneof![Just(Rhythm::Weekly), Just(Rhythm::Monthly), Just(Rhythm::Quarterly)]
}

/// Names the week, month or quarter of a day without the code under test.
fn unit(rhythm: Rhythm, day: Date) -> (i16, i8) {
    match rhythm {
        Rhythm::Weekly => (day.iso_week_date().year(), day.iso_week_date().week()),
        Rhythm::Monthly => (day.year(), day.month()),
        Rhythm::Quarterly => (day.year(), (day.month() + 2) / 3),
    }
}

fn each_day(stretch: Stretch) -> Vec<Date> {
    let mut days = Vec::new();
    let mut day = stretch.first();
    while day <= stretch.last() {
        days.push(day);
        day = after(day);
    }
    days
}

fn has(stretches: &[Stretch], day: Date) -> bool {
    stretches.iter().any(|stretch| stretch.first() <= day && day <= stretch.last())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// The pieces are the days of the stretch, each once and in order; a piece is in one unit, and
    /// two neighbours are in two.
    #[test]
    fn pieces_are_the_stretch(rhythm in rhythm(), stretch in stretch()) {
        let pieces: Vec<Stretch> = rhythm.pieces(stretch).collect();
        let together: Vec<Date> = pieces.iter().flat_map(|piece| each_day(*piece)).collect();
        prop_assert_eq!(together, each_day(stretch));
        for piece in &pieces {
            let units = each_day(*piece).into_iter().map(|day| unit(rhythm, day));
            prop_assert!(units.into_iter().all(|own| own == unit(rhythm, piece.first())));
        }
        for pair in pieces.windows(2) {
            prop_assert_ne!(unit(rhythm, pair[0].last()), unit(rhythm, pair[1].first()));
        }
    }

    #[test]
    fn united_stretches_have_the_same_days(stretches in prop::collection::vec(short(), 0..12)) {
        let mut united = stretches.clone();
        unite(&mut united);
        for day in each_day(days(date(2023, 10, 1), date(2028, 6, 1))) {
            prop_assert_eq!(has(&stretches, day), has(&united, day));
        }
        for pair in united.windows(2) {
            prop_assert!(after(pair[0].last()) < pair[1].first());
        }
    }

    /// A unit of the calendar is missing exactly where none of its days in the stretch is covered.
    #[test]
    fn holes_are_the_units_without_a_day(
        rhythm in rhythm(),
        stretch in stretch(),
        mut covered in prop::collection::vec(short(), 0..10),
    ) {
        unite(&mut covered);
        let holes = without_any(rhythm.pieces(stretch), &covered);
        let all = each_day(stretch);
        let shown: BTreeSet<(i16, i8)> =
            all.iter().filter(|day| has(&covered, **day)).map(|day| unit(rhythm, *day)).collect();
        for day in all {
            prop_assert_eq!(has(&holes, day), !shown.contains(&unit(rhythm, day)), "{}", day);
        }
        for pair in holes.windows(2) {
            prop_assert!(after(pair[0].last()) < pair[1].first());
        }
    }

    #[test]
    fn uncovered_days_are_the_others(
        stretch in stretch(),
        mut covered in prop::collection::vec(short(), 0..10),
    ) {
        unite(&mut covered);
        let missing = uncovered(stretch, &covered);
        for day in each_day(stretch) {
            prop_assert_eq!(has(&missing, day), !has(&covered, day), "{}", day);
        }
        prop_assert!(missing.iter().all(|hole| hole.within(stretch) == Some(*hole)));
    }

    /// A year that ends on a day begins where the year before it ended.
    #[test]
    fn a_look_back_joins_the_one_before(last in day()) {
        let year = looking_back(last, 12.months());
        prop_assert_eq!(year.last(), last);
        let length = each_day(year).len();
        prop_assert!((365..=367).contains(&length), "{}", length);
    }
}
