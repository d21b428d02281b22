//! Computed days held against two ends, as days that are written down.
//!
//! A review is due some time after the last one, and that time is mostly the same for all records of a
//! kind. So it is taken off both ends once, and not put on the day of each record.

use jiff::civil::Date;

use super::ask::Quick;
use super::sight::Keys;
use crate::kind::Tag;
use crate::kind::value::later;
use crate::rule::getter::{Derived, Getter};

/// Both are among the days that are meant.
type Ends = (Date, Date);

/// Asks for the day of a getter where it is written; nothing where it is not known where that is.
pub(super) fn written<'p>(
    getter: &'p Getter,
    ends: Ends,
    keys: Option<&Keys<'p>>,
) -> Option<Quick<'p>> {
    match getter {
        Getter::Key(tags) => at(tags, ends),
        Getter::Derived(Derived::LastReview) => last_review(keys?, ends),
        Getter::Derived(Derived::ReviewDue) => review_due(keys?, ends),
        _ => None,
    }
}

fn at<'p>(tags: &'p [Tag], (first, last): Ends) -> Option<Quick<'p>> {
    // Of a day before the first that can be written it makes no difference which it is.
    (last.year() >= 0).then(|| Quick::Written(tags, first.into(), last.into()))
}

fn last_review<'p>(keys: &Keys<'p>, ends: Ends) -> Option<Quick<'p>> {
    let known = &keys.info.known;
    let (reviewed, approved) = (keys.has(known.reviewed), keys.has(known.approved));
    let only =
        |tag: &'p Tag| if keys.has_day(*tag) { at(std::slice::from_ref(tag), ends) } else { None };
    match (reviewed, approved) {
        (true, false) => only(&known.reviewed),
        (false, true) => only(&known.approved),
        (false, false) => only(&known.since),
        (true, true) => {
            let are_days = keys.has_day(known.reviewed) && keys.has_day(known.approved);
            let (first, last) = ends;
            let tags = [known.reviewed, known.approved];
            (are_days && last.year() >= 0).then(|| Quick::Later(tags, first.into(), last.into()))
        }
    }
}

fn review_due<'p>(keys: &Keys<'p>, ends: Ends) -> Option<Quick<'p>> {
    let known = &keys.info.known;
    if keys.has(known.next_review) {
        let next = std::slice::from_ref(&known.next_review);
        return if keys.has_day(known.next_review) { at(next, ends) } else { None };
    }
    // The record's own interval goes before, and is another for each.
    if keys.has(known.review_every) {
        return None;
    }
    let interval = keys.interval()?;
    last_review(keys, since(ends, interval.duration)?)
}

/// The days from which a time leads to one of some days. The later the day that it runs from, the later
/// the day that it leads to.
fn since((first, last): Ends, time: jiff::Span) -> Option<Ends> {
    let reaches = |day: Date| later(day, time).is_none_or(|later| later >= first);
    let passes = |day: Date| later(day, time).is_none_or(|later| later > last);
    // Months differ in length, so that the way back may lead some days beside.
    let mut from = first.saturating_sub(time);
    while let Some(before) = from.yesterday().ok().filter(|day| reaches(*day)) {
        from = before;
    }
    while !reaches(from) {
        from = from.tomorrow().ok()?;
    }
    let mut to = last.saturating_sub(time);
    while let Some(behind) = to.tomorrow().ok().filter(|day| !passes(*day)) {
        to = behind;
    }
    while passes(to) {
        to = to.yesterday().ok()?;
    }
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::since;
    use crate::kind::value::{duration, later};

    #[test]
    fn a_day_is_among_those_that_a_time_leads_from() {
        let ends = [
            (date(2026, 2, 28), date(2026, 3, 31)),
            (date(2026, 3, 31), date(2026, 3, 31)),
            (date(2024, 2, 29), Date::MAX),
            (Date::MIN, date(2026, 3, 1)),
        ];
        let times = ["1 day", "1 month", "6 months", "1 year", "1 year 1 month 3 days", "40 years"];
        for time in times.map(|time| duration(time).unwrap()) {
            for ends in ends {
                let (first, last) = ends;
                let (from, to) = since(ends, time).unwrap();
                let near = |day: Date| {
                    let start = day.saturating_sub(jiff::Span::new().days(40));
                    start.series(jiff::Span::new().days(1)).take(80)
                };
                for day in near(from).chain(near(to)) {
                    let meant = later(day, time).is_some_and(|day| first <= day && day <= last);
                    assert_eq!(from <= day && day <= to, meant, "{time} {day} {ends:?}");
                }
            }
        }
    }
}
