//! A company's own rule files, read by the same types as the shipped ones.

use std::borrow::Cow;

use super::Rule;
use crate::document::Value;
use crate::finding::Draft;
use crate::framework::Catalogs;
use crate::kind::Kinds;
use crate::kind::read::{Output, Reader, Scope};
use crate::source::{Source, SourceId};
use crate::span::Span;

/// Reads a rule. Its name is the file's, its group the folder's.
///
/// # Errors
///
/// What is wrong with the file, each with its place.
pub(crate) fn read(source: &Source, id: SourceId) -> Result<Cow<'static, Rule>, Vec<Draft>> {
    let mut drafts = Vec::new();
    crate::workspace::read::syntax(source, id, &mut drafts);
    let form = crate::workspace::form_info("rule");
    let (kinds, _) = Kinds::new(Vec::new());
    let catalogs = Catalogs::default();
    let mut out = Output::default();
    let scope = Scope { kinds: &kinds, catalogs: &catalogs };
    Reader::new(scope, &form, (id, source), "rule", &mut out).read(source.root());
    drafts.append(&mut out.drafts);
    if !drafts.is_empty() {
        return Err(drafts);
    }
    match crate::document::de::from_value::<Rule>(source.root()) {
        Ok(mut rule) => {
            let (folder, name) = source.path.rsplit_once('/').unwrap_or(("own", &source.path));
            rule.name = name.trim_end_matches(".toml").to_owned().into();
            rule.group = folder.rsplit('/').next().unwrap_or(folder).to_owned().into();
            Ok(Cow::Owned(rule))
        }
        Err(error) => Err(vec![unusable(source, id, error.span, error.message)]),
    }
}

/// A file of the tool's own that says what cannot be meant.
pub(crate) fn unusable(
    source: &Source,
    id: SourceId,
    span: Option<Span>,
    problem: String,
) -> Draft {
    let span =
        span.or_else(|| source.root().entries().next().map(Value::key_span)).unwrap_or_default();
    let draft = Draft::new("invalid-value", id, span)
        .with("key", source.path.clone())
        .with("value", "used")
        .with("expected", problem)
        .with("hint", "");
    draft.setup()
}

/// The place of a path of keys and positions; as far as it can be followed.
pub(crate) fn locate(source: &Source, path: &[String]) -> Option<Span> {
    let mut value = source.root();
    let mut span = None;
    for step in path {
        let next = match value.get(step) {
            Some(next) => Some(next),
            None if value.is_array() => {
                step.parse().ok().and_then(|position| value.elements().nth(position)).or_else(
                    || {
                        // A list with one element may be left out of the path.
                        value
                            .elements()
                            .next()
                            .filter(|only| only.is_table())
                            .and_then(|only| only.get(step))
                    },
                )
            }
            None => None,
        };
        let Some(next) = next else { break };
        span = Some(if next.is_table() { next.key_span() } else { next.span() });
        value = next;
    }
    span
}
