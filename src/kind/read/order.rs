//! Dates of one record of which one may not be after the other.

use super::{Reader, walk};
use crate::document::Value;
use crate::kind::sheet::Ends;
use crate::kind::{Positions, Tag};

impl<'a> Reader<'a, '_> {
    /// Reports dates that run backwards. In a record with nothing wrong all days were noted.
    pub(super) fn order(&mut self, table: Value<'a>, seen: Positions, is_clean: bool) {
        for (number, ends) in self.sheet.orders.iter().enumerate() {
            if seen & ends.needs != ends.needs || is_clean && self.in_order(ends) {
                continue;
            }
            if let Some(order) = self.info.kind.order.get(number) {
                self.ordered(table, &order.earlier, &order.later);
            }
        }
    }

    /// Whether no day of one key is after a day of the other: nearly always, and to see it the tree
    /// need not be walked.
    fn in_order(&self, ends: &Ends) -> bool {
        let days = |of: Tag| self.out.days.iter().filter(move |(tag, _)| *tag == of);
        let last = days(ends.earlier).map(|(_, day)| day).max();
        let first = days(ends.later).map(|(_, day)| day).min();
        last.zip(first).is_none_or(|(last, first)| last <= first)
    }

    fn ordered(&mut self, table: Value<'a>, earlier: &str, later: &str) {
        for (first, second, name) in pairs(table, earlier, later) {
            if let (Some(start), Some(end)) = (first.as_date(), second.as_date())
                && end < start
            {
                let named = |path: &str| path.replacen('*', &name, 1);
                self.impossible_order(first, &named(earlier), second, &named(later));
            }
        }
    }
}

/// The values of two paths; where both lead through one list, of the same element; through one
/// map, of the same value, with its name.
fn pairs<'a>(table: Value<'a>, one: &str, other: &str) -> Vec<(Value<'a>, Value<'a>, String)> {
    // `*` stands for every value of a map, the same on both sides.
    if let (Some(one), Some(other)) = (one.strip_prefix("*."), other.strip_prefix("*.")) {
        let values = table.entries().filter(|entry| entry.is_table());
        let named = values.flat_map(|value| {
            pairs(value, one, other).into_iter().map(move |pair| (pair, value.key()))
        });
        return named
            .map(|((first, second, _), name)| (first, second, name.into_owned()))
            .collect();
    }
    let (Some((head, one_rest)), Some((other_head, other_rest))) =
        (one.split_once('.'), other.split_once('.'))
    else {
        return both(table, one, other);
    };
    match table.get(head) {
        Some(list) if head == other_head && list.is_array() => {
            list.elements().flat_map(|element| pairs(element, one_rest, other_rest)).collect()
        }
        Some(inner) if head == other_head && inner.is_table() => pairs(inner, one_rest, other_rest),
        _ => both(table, one, other),
    }
}

fn both<'a>(table: Value<'a>, one: &str, other: &str) -> Vec<(Value<'a>, Value<'a>, String)> {
    let found = walk(table, one).zip(walk(table, other));
    found.map(|(one, other)| (one, other, String::new())).into_iter().collect()
}
