//! A day in as many bits as the length of a value has.
//!
//! A date is always ten bytes long, so its node has room for the day itself: who asks for it later need
//! not go back to the text, which is far away in memory by then.

use jiff::civil::Date;

/// A day as a number, the later the greater; the least of all is none that can be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(crate) struct Day(u32);

/// How many bits a day of a month needs, and a month.
const DAY: u32 = 5;
const MONTH: u32 = 4;

impl Day {
    #[inline]
    pub(super) const fn new(year: u16, month: u8, day: u8) -> Self {
        Self(((year as u32) << MONTH | month as u32) << DAY | day as u32)
    }

    /// The day of the number that [`Day::number`] says.
    #[inline]
    pub(super) const fn of(number: u32) -> Self {
        Self(number)
    }

    #[inline]
    pub(super) const fn number(self) -> u32 {
        self.0
    }

    /// The day as others count with it.
    #[inline]
    pub(crate) fn date(self) -> Option<Date> {
        let (months, day) = (self.0 >> DAY, self.0 & ((1 << DAY) - 1));
        let (year, month) = (months >> MONTH, months & ((1 << MONTH) - 1));
        Date::new(year as i16, month as i8, day as i8).ok()
    }
}

impl From<Date> for Day {
    fn from(day: Date) -> Self {
        // Before the first year that can be written, no day is.
        let Ok(year) = u16::try_from(day.year()) else { return Self::default() };
        Self::new(year, day.month().unsigned_abs(), day.day().unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Day;

    #[test]
    fn the_later_day_is_the_greater() {
        let days =
            [(0, 1, 1), (1, 1, 1), (2025, 12, 31), (2026, 1, 1), (2026, 1, 31), (2026, 2, 1)];
        let days = days.map(|(year, month, day)| Day::new(year, month, day));
        assert!(days.is_sorted_by(|one, next| one < next));
        assert!(Day::default() < days[0] && Day::from(date(-1, 12, 31)) < days[0]);
    }

    #[test]
    fn a_day_is_the_same_when_it_was_a_number() {
        for day in [date(0, 1, 1), date(2024, 2, 29), date(2026, 7, 10), Date::MAX] {
            assert_eq!(Day::from(day).date(), Some(day));
            assert_eq!(Day::of(Day::from(day).number()), Day::from(day));
        }
        assert_eq!(Day::default().date(), None);
    }
}
