//! What a relation reaches that is the same for everybody who asks for it: found once, and not by each of
//! a hundred records anew.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::Relaxed};

use jiff::civil::Date;

use crate::framework::RequirementNo;

/// What is known of a relation.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// Whether somebody asked for its records.
    asked: AtomicBool,
    /// The records that it means, on a day, where they are known. A run has one day only.
    records: OnceLock<Box<(Date, Option<Vec<u32>>)>>,
    /// By requirement: whether it means that one, once somebody asked.
    rows: OnceLock<Box<[AtomicU8]>>,
}

/// That it means a requirement, and that it does not.
const YES: u8 = 2;
const NO: u8 = 1;

impl Memo {
    /// Whether nobody asked for its records before.
    pub(crate) fn is_first(&self) -> bool {
        !self.asked.load(Relaxed) && !self.asked.swap(true, Relaxed)
    }

    /// The records that it means on a day, where that is the day for which they are known.
    pub(crate) fn records(
        &self,
        today: Date,
        find: impl FnOnce() -> Option<Vec<u32>>,
    ) -> Option<&[u32]> {
        let (day, records) = &**self.records.get_or_init(|| Box::new((today, find())));
        records.as_deref().filter(|_| *day == today)
    }

    /// Whether it means a requirement, one of so many.
    pub(crate) fn row(
        &self,
        number: RequirementNo,
        count: usize,
        ask: impl FnOnce() -> bool,
    ) -> bool {
        let rows = self.rows.get_or_init(|| (0..count).map(|_| AtomicU8::new(0)).collect());
        let Some(row) = rows.get(number as usize) else { return ask() };
        match row.load(Relaxed) {
            0 => {
                let means = ask();
                row.store(if means { YES } else { NO }, Relaxed);
                means
            }
            known => known == YES,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Memo;

    #[test]
    fn a_requirement_is_asked_once() {
        let memo = Memo::default();
        for means in [true, false] {
            let number = u32::from(means);
            assert_eq!(memo.row(number, 2, || means), means);
            assert_eq!(memo.row(number, 2, || !means), means);
        }
        assert!(memo.row(2, 2, || true) && !memo.row(2, 2, || false));
    }

    #[test]
    fn records_are_known_for_a_day() {
        let memo = Memo::default();
        assert!(memo.is_first() && !memo.is_first());
        let (today, tomorrow) = (date(2026, 7, 10), date(2026, 7, 11));
        assert_eq!(memo.records(today, || Some(vec![1, 3])), Some(&[1, 3][..]));
        assert_eq!(memo.records(today, || None), Some(&[1, 3][..]));
        assert_eq!(memo.records(tomorrow, || Some(vec![1, 3])), None);
        let unknown = Memo::default();
        assert_eq!(unknown.records(today, || None), None);
        assert_eq!(unknown.records(today, || Some(vec![1, 3])), None);
    }
}
