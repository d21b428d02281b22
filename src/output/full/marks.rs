//! Which places a diagnostic shows.

use std::borrow::Cow;

use super::excerpt::{Excerpt, Mark, Text, excerpts as cut};
use super::group::Group;
use super::line::Look;
use crate::finding::{Finding, Related, Subject};
use crate::output::Style;
use crate::output::places::Places;
use crate::source::SourceId;

/// The excerpts of a diagnostic: first the place it points at, then the others. In a list of many,
/// other places are named behind the finding that they belong to instead.
pub(super) fn excerpts(places: &Places<'_>, group: &Group<'_>, style: &Style) -> Vec<Excerpt> {
    let look = Look { columns: style.width, ellipsis: if style.unicode { "…" } else { "..." } };
    let mut files: Vec<(SourceId, Vec<Mark<'_>>)> = Vec::new();
    for (source, mark) in marks(group) {
        match files.iter_mut().find(|(known, _)| *known == source) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((source, vec![mark])),
        }
    }
    let mut excerpts = Vec::new();
    for (source, marks) in files {
        if let Some(lines) = places.lines(source) {
            let path = places.path(source);
            cut(Text { path: &path, lines }, marks, look, &mut excerpts);
        }
    }
    excerpts.sort_by_key(|excerpt| !excerpt.is_primary());
    excerpts
}

fn marks<'g, 'a>(group: &'g Group<'a>) -> impl Iterator<Item = (SourceId, Mark<'a>)> + 'g {
    let finding = group.first();
    let primary = Mark { span: finding.place.span, label: label(group, finding), primary: true };
    let related: &[Related] = if group.is_many() { &[] } else { &finding.related };
    let new = related.iter().filter(|related| !group.repeated.contains(&related.place));
    let others = new.map(|related| {
        let label = Cow::Borrowed(related.label.as_str());
        let mark = Mark { span: related.place.span, label, primary: false };
        (related.place.source, mark)
    });
    std::iter::once((finding.place.source, primary)).chain(others)
}

/// What is said at the place itself, where that is not the message once more.
fn label<'a>(group: &Group<'_>, finding: &'a Finding) -> Cow<'a, str> {
    let label = match &finding.label {
        Some(label) if !group.is_many() && *label != finding.message => label,
        _ if matches!(finding.subject, Subject::Requirement(_))
            && finding.place.source == SourceId::MANIFEST =>
        {
            if group.is_many() {
                "this puts them in scope"
            } else {
                "this puts it in scope"
            }
        }
        _ => "",
    };
    Cow::Borrowed(label)
}
