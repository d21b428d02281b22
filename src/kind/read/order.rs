//! Dates of one record of which one may not be after the other.

use super::{Reader, walk};
use crate::document::{Kind as Form, Value};
use crate::kind::{Positions, Tag};

impl<'a> Reader<'a, '_> {
    /// Reports dates that run backwards. `met` is the number of keys that had a tag before.
    pub(super) fn order(&mut self, table: Value<'a>, seen: Positions, met: usize) {
        let info = self.info;
        for (ends, order) in info.sheet().orders.iter().zip(info.kind.order.iter()) {
            let there = seen & ends.needs == ends.needs;
            if there && !ends.tags.is_some_and(|tags| self.in_order(tags, met)) {
                self.ordered(table, &order.earlier, &order.later);
            }
        }
    }

    /// Whether two keys surely hold dates in order: nearly all do, and days as they are written
    /// compare as the days themselves.
    fn in_order(&self, (earlier, later): (Tag, Tag), met: usize) -> bool {
        let own = self.out.tags.get(met..).unwrap_or_default();
        let day = |wanted: Tag| {
            let (node, _) = own.iter().find(|(_, tag)| *tag == wanted)?;
            let value = self.file.document.value(&self.file.text, *node);
            (value.kind() == Form::LocalDate).then(|| value.raw())
        };
        day(earlier).zip(day(later)).is_some_and(|(earlier, later)| earlier <= later)
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
