//! What holds for the tree of any text. Shared with the fuzz target.

use complint::Span;
use complint::document::{Document, Value};

/// Checks that every span lies in `text`, and that every value can be asked for anything.
///
/// # Panics
///
/// Where that is not so.
pub(crate) fn check(text: &str) {
    let document = Document::parse(text);
    let fits = |span: Span| {
        assert!(span.start <= span.end, "{span:?} in {text:?}");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
    };
    for error in document.errors() {
        fits(error.span);
        assert!(!error.message.is_empty() && !error.message.contains('\n'));
        error.related.into_iter().for_each(|(span, _)| fits(span));
    }
    document.comments().iter().for_each(|comment| fits(comment.span));
    let mut nodes = 0;
    let mut open = vec![document.root(text)];
    while let Some(value) = open.pop() {
        nodes += 1;
        [value.span(), value.key_span(), value.extent()].into_iter().for_each(fits);
        read(value);
        open.extend(value.entries().chain(value.elements()));
    }
    assert!(nodes <= document.node_count());
    assert!(document.errors().is_sorted_by_key(|error| error.span.start));
    assert!(document.comments().is_sorted_by_key(|comment| comment.span.start));
}

fn read(value: Value<'_>) {
    let key = value.key();
    assert!(value.key_span().is_empty() || value.key_is(&key));
    let _ = (value.as_str(), value.as_i64(), value.as_f64(), value.as_bool(), value.as_date());
    let extent = value.extent();
    assert!(extent.start <= value.span().start && value.span().end <= extent.end);
}
