//! Puts fixes into texts.
//!
//! Nothing here reads or writes a file: what a fix would make of a text can be shown, tested or
//! written by whoever asked.

use std::collections::BTreeMap;

mod round;
mod rows;
mod toml;

pub use round::round;
pub(crate) use rows::{offer, row_text};
pub(crate) use toml::{key, string};

use crate::finding::{Edit, Fix};
use crate::source::SourceId;
use crate::span::Span;

/// The text of a file before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// As it was read.
    pub old: String,
    /// As the fixes leave it.
    pub new: String,
}

/// The fixes that can be put in together. Of two that touch the same text the first wins; whoever
/// wants the other too checks the new text and comes again, because what was found in the old one
/// may no longer be there.
///
/// A fix is put in whole or not at all. One that says word for word what another said already is
/// left out, which changes nothing.
pub fn together<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<&'f Fix> {
    let mut taken: BTreeMap<SourceId, Taken> = BTreeMap::new();
    let mut chosen = Vec::new();
    for fix in fixes {
        let free = |edit: &Edit| taken.get(&edit.place.source).is_none_or(|it| it.is_free(edit));
        if fix.edits.iter().all(free) {
            for edit in &fix.edits {
                taken.entry(edit.place.source).or_default().take(edit);
            }
            chosen.push(fix);
        }
    }
    chosen
}

/// What the edits of a file touch, by where it begins: a statement can lack thousands of rows.
#[derive(Default)]
struct Taken(BTreeMap<u32, (u32, bool)>);

impl Taken {
    /// Whether the edit touches nothing that is taken. Of several edits that begin at one place none
    /// is free, as nothing says which comes first; records stand beside each other in any order.
    fn is_free(&self, edit: &Edit) -> bool {
        let Span { start, end } = edit.place.span;
        let before = self.0.range(..start).next_back();
        let same = self.0.get(&start);
        before.is_none_or(|(_, (end, _))| *end <= start)
            && same.is_none_or(|(_, beside)| *beside && is_beside(edit))
            && (end <= start || self.0.range(start + 1..end).next().is_none())
    }

    fn take(&mut self, edit: &Edit) {
        self.0.insert(edit.place.span.start, (edit.place.span.end, is_beside(edit)));
    }
}

/// Whether it inserts records.
fn is_beside(edit: &Edit) -> bool {
    edit.records && edit.place.span.is_empty()
}

/// The new text of each file that the fixes change. A fix that does not fit its text, or that
/// collides with one before it, is left out.
pub fn texts<'f, 't>(
    fixes: impl IntoIterator<Item = &'f Fix>,
    text: impl Fn(SourceId) -> &'t str,
) -> BTreeMap<SourceId, String> {
    let fits = |edit: &Edit| fits(text(edit.place.source), edit.place.span);
    let fixes = together(fixes.into_iter().filter(|fix| fix.edits.iter().all(fits)));
    let mut by_source: BTreeMap<SourceId, Vec<(Span, &str)>> = BTreeMap::new();
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        by_source.entry(edit.place.source).or_default().push((edit.place.span, &edit.text));
    }
    let changed = by_source.into_iter().map(|(source, edits)| (source, merge(text(source), edits)));
    changed.filter(|(source, new)| new != text(*source)).collect()
}

/// The text after the edits. An edit that collides with one before it in the list, or that does
/// not fit the text, is left out.
pub fn apply(text: &str, edits: &[(Span, &str)]) -> String {
    let mut chosen: Vec<(Span, &str)> = Vec::new();
    for &(span, new) in edits {
        if fits(text, span) && !chosen.iter().any(|(other, _)| overlap(span, *other)) {
            chosen.push((span, new));
        }
    }
    merge(text, chosen)
}

/// The text after edits of which none collides with another. Those at one place are put in in the
/// order of the list.
fn merge(text: &str, mut chosen: Vec<(Span, &str)>) -> String {
    chosen.sort_by_key(|(span, _)| *span);
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for (span, new) in chosen {
        result.push_str(Span::new(done, span.start).of(text));
        result.push_str(new);
        done = span.end;
    }
    result.push_str(text.get(done as usize..).unwrap_or_default());
    result
}

/// Whether two edits want the same text, or begin at the same place: which of two insertions
/// comes first is nothing that an order of findings should decide.
fn overlap(one: Span, other: Span) -> bool {
    one.start == other.start || one.start < other.end && other.start < one.end
}

/// Whether a span cuts the text between characters.
fn fits(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

#[cfg(test)]
mod tests {
    use super::{apply, texts, together};
    use crate::finding::{Edit, Fix, Place, Safety};
    use crate::source::SourceId;
    use crate::span::Span;

    fn fix(edits: &[(u32, u32, u32, &str)]) -> Fix {
        let edit = |&(source, start, end, text): &(u32, u32, u32, &str)| Edit {
            place: Place { source: SourceId(source), span: Span::new(start, end) },
            text: text.to_owned(),
            records: false,
        };
        Fix::new("", Safety::Safe, edits.iter().map(edit).collect())
    }

    #[test]
    fn edits_are_put_in_wherever_they_stand_in_the_list() {
        let edits = [(Span::new(4, 7), "2"), (Span::new(0, 3), "1"), (Span::new(7, 7), "!")];
        assert_eq!(apply("one two", &edits), "1 2!");
        assert_eq!(apply("one", &[]), "one");
        assert_eq!(apply("", &[(Span::new(0, 0), "new")]), "new");
    }

    #[test]
    fn of_two_that_overlap_the_first_wins() {
        assert_eq!(apply("abcdef", &[(Span::new(0, 4), "x"), (Span::new(2, 6), "y")]), "xef");
        assert_eq!(apply("abcdef", &[(Span::new(2, 6), "y"), (Span::new(0, 4), "x")]), "aby");
        assert_eq!(apply("ab", &[(Span::new(1, 1), "1"), (Span::new(1, 1), "2")]), "a1b");
        assert_eq!(apply("abc", &[(Span::new(0, 3), "x"), (Span::new(1, 1), "y")]), "x");
    }

    #[test]
    fn neighbours_do_not_overlap() {
        assert_eq!(apply("abcd", &[(Span::new(0, 2), "x"), (Span::new(2, 4), "y")]), "xy");
        assert_eq!(apply("abcd", &[(Span::new(0, 2), ""), (Span::new(2, 2), "y")]), "ycd");
    }

    #[test]
    fn what_does_not_fit_the_text_is_left_out() {
        let edits = [(Span::new(1, 2), "x"), (Span::new(2, 9), "y"), (Span::new(2, 3), "z")];
        assert_eq!(apply("üb", &edits), "üz");
    }

    #[test]
    fn a_fix_is_put_in_whole_or_not_at_all() {
        let first = fix(&[(0, 0, 3, "1")]);
        let both = fix(&[(0, 2, 5, "2"), (1, 0, 1, "2")]);
        let last = fix(&[(1, 0, 1, "3")]);
        assert_eq!(together([&first, &both, &last]), [&first, &last]);
        let old = |source: SourceId| if source.0 == 0 { "one two" } else { "x" };
        let new = texts([&first, &both, &last], old);
        assert_eq!(new.into_values().collect::<Vec<_>>(), ["1 two", "3"]);
    }

    #[test]
    fn a_fix_that_does_not_fit_hinders_no_other() {
        let astray = fix(&[(0, 0, 3, "1"), (0, 5, 99, "1")]);
        let good = fix(&[(0, 0, 3, "2")]);
        let new = texts([&astray, &good], |_| "one two");
        assert_eq!(new.into_values().collect::<Vec<_>>(), ["2 two"]);
    }

    #[test]
    fn records_stand_beside_each_other_in_their_order() {
        let mut rows = [fix(&[(0, 3, 3, "1")]), fix(&[(0, 3, 3, "2")]), fix(&[(0, 3, 3, "3")])];
        rows.iter_mut().for_each(|row| row.edits[0].records = true);
        rows[1].edits[0].records = false;
        let new = texts(&rows, |_| "one two");
        assert_eq!(new.into_values().collect::<Vec<_>>(), ["one13 two"]);
    }

    #[test]
    fn a_file_that_stays_as_it_is_was_not_changed() {
        assert!(texts([&fix(&[(0, 0, 3, "one")])], |_| "one two").is_empty());
    }
}
