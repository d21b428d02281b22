//! Places of one file, each with what covers it: a file may have thousands of findings and as many
//! waivers.

use crate::span::Span;

/// Spans with what they stand for, found by a place within them.
#[derive(Debug)]
pub(super) struct Places<T> {
    list: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    span: Span,
    /// The furthest end of this span and of all before it.
    reach: u32,
    item: T,
}

impl<T: Copy> Places<T> {
    pub(super) fn new(mut spans: Vec<(Span, T)>) -> Self {
        spans.sort_by_key(|(span, _)| span.start);
        let mut furthest = 0;
        let entries = spans.into_iter().map(|(span, item)| {
            furthest = span.end.max(furthest);
            Entry { span, reach: furthest, item }
        });
        Self { list: entries.collect() }
    }

    /// What covers a place as a whole.
    pub(super) fn over(&self, place: Span) -> impl Iterator<Item = T> {
        let first_behind = self.list.partition_point(|entry| entry.span.start <= place.start);
        let before = self.list.get(..first_behind).unwrap_or_default().iter().rev();
        // Spans lie in one another or apart, so this ends soon.
        let reaching = before.take_while(move |entry| entry.reach >= place.end);
        reaching.filter(move |entry| covers(entry.span, place)).map(|entry| entry.item)
    }
}

/// Whether a place lies within a span.
pub(super) fn covers(span: Span, place: Span) -> bool {
    span.contains(place.start) && place.end <= span.end
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::span::Span;

    #[test]
    fn finds_what_lies_around_a_place() {
        let spans = [(0, 10), (20, 90), (30, 40), (50, 60), (55, 58), (95, 99)];
        let places = Places::new(spans.map(|(start, end)| (Span::new(start, end), start)).to_vec());
        let over = |start, end| places.over(Span::new(start, end)).collect::<Vec<u32>>();
        assert_eq!(over(55, 57), [55, 50, 20]);
        assert_eq!(over(35, 45), [20]);
        assert_eq!(over(5, 12), [0; 0]);
        assert_eq!(over(10, 10), [0; 0]);
        assert_eq!(over(0, 10), [0]);
        assert_eq!(over(95, 99), [95]);
    }
}
