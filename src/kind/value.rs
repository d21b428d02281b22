//! Small readings of values: durations and dates as people write them.

use jiff::civil::Date;
use jiff::{Span as Duration, Unit};

/// Reads `"1 year"`, `"90 days"` or `"P6M"`: a positive calendar duration of whole days or more.
pub fn duration(text: &str) -> Option<Duration> {
    let span: Duration = text.trim().parse().ok()?;
    let smallest_is_day = span.get_hours() == 0
        && span.get_minutes() == 0
        && span.get_seconds() == 0
        && span.get_milliseconds() == 0
        && span.get_microseconds() == 0
        && span.get_nanoseconds() == 0;
    (smallest_is_day && span.is_positive()).then_some(span)
}

/// Adds a calendar duration: 31 January and a month is the last day of February.
pub fn later(date: Date, span: Duration) -> Option<Date> {
    date.checked_add(span).ok()
}

/// The days from one date to another; negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

/// Reads a date at the start of a text, as in `2026-02-10T09:00:00`.
pub fn leading_date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{duration, later};

    #[test]
    fn reads_what_people_write() {
        for good in ["1 year", "90 days", "P6M", "6 months", "P1Y", "2 weeks", "18 months"] {
            assert!(duration(good).is_some(), "{good}");
        }
        for bad in ["", "year", "1", "0 days", "-1 year", "2 hours", "PT5M", "yearly"] {
            assert!(duration(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn counts_by_the_calendar() {
        let year = duration("1 year");
        assert_eq!(year.and_then(|span| later(date(2024, 2, 29), span)), Some(date(2025, 2, 28)));
        let month = duration("1 month");
        assert_eq!(month.and_then(|span| later(date(2026, 1, 31), span)), Some(date(2026, 2, 28)));
    }
}
