//! Metrics without a result for the last stretch that their own frequency demands.

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};
use rustc_hash::FxHashMap;

use super::records::{self, answered, of_kind, place, text, unusable, value_at};
use crate::document::Value;
use crate::finding::{Draft, Place};
use crate::kind::value;
use crate::workspace::{Record, Workspace};

const RULE: &str = "unmeasured-metric";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let Some(within) = records::duration(workspace, RULE, "within") else { return Vec::new() };
    let since = records::records_since(workspace);
    let answered = answered(workspace, "iso27001", "9.1", true)
        || workspace.settings.framework("iso27001").is_none();
    let mut asked = Asked { today, within, by_frequency: FxHashMap::default() };
    of_kind(workspace, "metric")
        .filter_map(|(number, metric)| {
            let frequency = text(workspace, metric, "frequency")?;
            let stretch = asked.of(&frequency)?;
            if since.is_some_and(|since| stretch.start < since) {
                return None;
            }
            let results = value_at(workspace, metric, "results");
            if unreadable(workspace, metric, results) {
                return None;
            }
            let last = last(results);
            match last {
                Some((day, _)) if day >= stretch.start => return None,
                Some(_) => {}
                // Where no result of anything is on record, the clause is unanswered: said once.
                None if !answered => return None,
                None => {}
            }
            let place = place(workspace, metric, "frequency");
            let draft = Draft::new(RULE, place.source, place.span)
                .record(number)
                .key("frequency")
                .with("id", workspace.id(metric).into_owned())
                .with("frequency", frequency.into_owned())
                .with("start", stretch.start.to_string())
                .with("end", stretch.end.to_string());
            Some(match last {
                Some((_, value)) => draft.related(
                    Place { source: metric.source, span: value.span() },
                    "the last result",
                ),
                None => draft,
            })
        })
        .collect()
}

/// The stretches that are asked for, of which there are few: each is computed once.
struct Asked {
    today: Date,
    within: Duration,
    by_frequency: FxHashMap<String, Option<Stretch>>,
}

impl Asked {
    fn of(&mut self, frequency: &str) -> Option<Stretch> {
        if let Some(known) = self.by_frequency.get(frequency) {
            return *known;
        }
        let stretch = Stretch::asked(frequency, self.today, self.within);
        self.by_frequency.insert(frequency.to_owned(), stretch);
        stretch
    }
}

/// Whether a result has a date that is none.
fn unreadable(workspace: &Workspace, metric: &Record, results: Option<Value<'_>>) -> bool {
    let Some(results) = results else { return false };
    let dates = results.elements().filter(|result| result.is_table());
    unusable(workspace, metric, results)
        || dates.filter_map(|result| result.get("date")).any(|date| date.as_date().is_none())
}

/// The newest result with a date.
fn last(results: Option<Value<'_>>) -> Option<(Date, Value<'_>)> {
    let dated = results?.elements().filter(|result| result.is_table()).filter_map(|result| {
        let date = result.get("date")?;
        Some((date.as_date()?, date))
    });
    dated.max_by_key(|(day, _)| *day)
}

/// A week, month, quarter, half or year of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stretch {
    start: Date,
    end: Date,
}

impl Stretch {
    /// The last one whose results have had their time to be recorded.
    fn asked(frequency: &str, today: Date, within: Duration) -> Option<Self> {
        let mut stretch = Self::last(frequency, today)?;
        while value::later(stretch.end, within)? >= today {
            stretch = Self::last(frequency, stretch.start)?;
        }
        Some(stretch)
    }

    /// The last one that has ended before a day. What is measured daily or without pause leaves its
    /// results elsewhere, and what follows events has no rhythm.
    fn last(frequency: &str, today: Date) -> Option<Self> {
        if frequency == "weekly" {
            let days = i64::from(today.weekday().to_monday_zero_offset());
            let next = today.checked_sub(days.days()).ok()?;
            return Self::before(next, 7.days());
        }
        let months: i8 = match frequency {
            "monthly" => 1,
            "quarterly" => 3,
            "semiannual" | "half-yearly" => 6,
            "annual" | "yearly" => 12,
            _ => return None,
        };
        let month = (today.month() - 1) / months * months + 1;
        Self::before(Date::new(today.year(), month, 1).ok()?, i64::from(months).months())
    }

    fn before(next: Date, length: Duration) -> Option<Self> {
        Some(Self { start: next.checked_sub(length).ok()?, end: next.yesterday().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::{Date, date};

    use super::Stretch;

    fn last(frequency: &str, today: Date) -> Option<(Date, Date)> {
        Stretch::last(frequency, today).map(|stretch| (stretch.start, stretch.end))
    }

    #[test]
    fn the_last_stretch_has_ended() {
        let day = date(2026, 6, 30);
        assert_eq!(last("weekly", day), Some((date(2026, 6, 22), date(2026, 6, 28))));
        assert_eq!(last("monthly", day), Some((date(2026, 5, 1), date(2026, 5, 31))));
        assert_eq!(last("quarterly", day), Some((date(2026, 1, 1), date(2026, 3, 31))));
        assert_eq!(last("semiannual", day), Some((date(2025, 7, 1), date(2025, 12, 31))));
        assert_eq!(last("annual", day), Some((date(2025, 1, 1), date(2025, 12, 31))));
        assert_eq!(last("continuous", day), None);
        assert_eq!(last("on-event", day), None);
    }

    #[test]
    fn results_have_their_time() {
        let asked = |day| Stretch::asked("weekly", day, 10.days()).map(|stretch| stretch.end);
        assert_eq!(asked(date(2026, 7, 8)), Some(date(2026, 6, 21)));
        assert_eq!(asked(date(2026, 7, 9)), Some(date(2026, 6, 28)));
    }

    #[test]
    fn it_changes_on_the_day_after_its_end() {
        let quarter = Some((date(2026, 4, 1), date(2026, 6, 30)));
        assert_eq!(last("quarterly", date(2026, 7, 1)), quarter);
        assert_eq!(last("quarterly", date(2026, 9, 30)), quarter);
        assert_eq!(last("weekly", date(2026, 6, 28)), Some((date(2026, 6, 15), date(2026, 6, 21))));
        assert_eq!(last("weekly", date(2026, 6, 29)), Some((date(2026, 6, 22), date(2026, 6, 28))));
        assert_eq!(last("monthly", date(2024, 3, 1)), Some((date(2024, 2, 1), date(2024, 2, 29))));
    }
}
