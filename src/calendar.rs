//! Stretches of days, and the weeks, months and quarters in them.
//!
//! What an auditor asks for over a period is calendar arithmetic and nothing else, so it stands
//! apart from records and rules and can be tried against a day-by-day count.

use jiff::Span;
use jiff::civil::Date;

#[cfg(test)]
mod tests;

/// Days that follow one another, the first and the last included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Stretch {
    first: Date,
    last: Date,
}

impl Stretch {
    /// The days from one to another; `None` where the second is before the first.
    pub(crate) fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// All days that a calendar can name.
    pub(crate) const EVER: Self = Self { first: Date::MIN, last: Date::MAX };

    pub(crate) fn first(self) -> Date {
        self.first
    }

    pub(crate) fn last(self) -> Date {
        self.last
    }

    /// The days that are in both.
    pub(crate) fn within(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }

    /// The days from `day` on.
    pub(crate) fn from(self, day: Date) -> Option<Self> {
        Self::new(self.first.max(day), self.last)
    }

    /// The days up to `day`.
    pub(crate) fn until(self, day: Date) -> Option<Self> {
        Self::new(self.first, self.last.min(day))
    }

    /// Whether `other` starts on the day after this ends, or earlier.
    fn reaches(self, other: Self) -> bool {
        other.first <= after(self.last)
    }
}

impl std::fmt::Display for Stretch {
    /// "2026-01-01 to 2026-03-31", and a day alone as itself.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{} to {}", self.first, self.last)
        }
    }
}

/// The pieces of the calendar in which something recurs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rhythm {
    /// ISO weeks, from Monday to Sunday.
    Weekly,
    /// Calendar months.
    Monthly,
    /// Calendar quarters.
    Quarterly,
}

impl Rhythm {
    /// The weeks, months or quarters of a stretch, in order. The first and the last are cut where
    /// the stretch begins or ends inside them.
    pub(crate) fn pieces(self, stretch: Stretch) -> impl Iterator<Item = Stretch> {
        let mut rest = Some(stretch);
        std::iter::from_fn(move || {
            let now = rest?;
            let last = self.end(now.first).min(now.last);
            rest = if last < now.last { now.from(after(last)) } else { None };
            Some(Stretch { first: now.first, last })
        })
    }

    /// The last day of the week, month or quarter that a day is in.
    fn end(self, day: Date) -> Date {
        match self {
            Self::Weekly => {
                let left = 7 - i64::from(day.weekday().to_monday_one_offset());
                day.saturating_add(Span::new().days(left))
            }
            Self::Monthly => day.last_of_month(),
            Self::Quarterly => {
                let left = (3 - day.month() % 3) % 3;
                day.first_of_month().saturating_add(Span::new().months(left)).last_of_month()
            }
        }
    }
}

/// Puts stretches in order, and those that touch or overlap together.
pub(crate) fn unite(stretches: &mut Vec<Stretch>) {
    stretches.sort_unstable();
    let mut kept = 0;
    for at in 0..stretches.len() {
        let next = stretches[at];
        match stretches[..kept].last_mut() {
            Some(last) if last.reaches(next) => last.last = last.last.max(next.last),
            _ => {
                stretches[kept] = next;
                kept += 1;
            }
        }
    }
    stretches.truncate(kept);
}

/// The pieces in which no day is covered; those that follow one another are one stretch. Both are
/// in order, and what covers does not touch.
pub(crate) fn without_any(
    pieces: impl Iterator<Item = Stretch>,
    covered: &[Stretch],
) -> Vec<Stretch> {
    let mut missing: Vec<Stretch> = Vec::new();
    let mut rest = covered;
    for piece in pieces {
        while let [first, more @ ..] = rest
            && first.last < piece.first
        {
            rest = more;
        }
        if rest.first().is_some_and(|next| next.first <= piece.last) {
            continue;
        }
        match missing.last_mut() {
            Some(last) if after(last.last) == piece.first => last.last = piece.last,
            _ => missing.push(piece),
        }
    }
    missing
}

/// The days of a stretch that are not covered. What covers is in order and does not touch.
pub(crate) fn uncovered(stretch: Stretch, covered: &[Stretch]) -> Vec<Stretch> {
    let mut missing = Vec::new();
    let mut rest = Some(stretch);
    for cover in covered {
        let Some(now) = rest else { break };
        if cover.last < now.first {
            continue;
        }
        if cover.first > now.last {
            break;
        }
        missing.extend(cover.first.yesterday().ok().and_then(|day| now.until(day)));
        rest = if cover.last < now.last { now.from(after(cover.last)) } else { None };
    }
    missing.extend(rest);
    missing
}

/// The day after; the last day that a calendar can name is followed by itself.
pub(crate) fn after(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The last so many months, or whatever the duration, up to and with a day.
pub(crate) fn looking_back(last: Date, span: Span) -> Stretch {
    let first = after(last).checked_sub(span).unwrap_or(Date::MIN);
    Stretch { first: first.min(last), last }
}

/// Stretches in a sentence: "2026-01-01 to 2026-01-31 and 2026-03-01 to 2026-03-31". Of many only
/// the first are named, with the day on which the last one ends.
pub(crate) fn in_words(stretches: &[Stretch]) -> String {
    let (named, more) = match stretches.len() {
        0..=NAMED => (stretches, &[][..]),
        _ => stretches.split_at(NAMED - 1),
    };
    let mut words: Vec<String> = named.iter().map(Stretch::to_string).collect();
    if let Some(last) = more.last() {
        words.push(format!("{} more up to {}", more.len(), last.last));
    }
    crate::words::join_and(&words)
}

/// So many stretches are named one by one.
const NAMED: usize = 4;
