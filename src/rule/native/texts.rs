//! The texts that are in force, for rules that read them.

use crate::finding::{Draft, Place};
use crate::kind::State;
use crate::prose::{Block, Prose};
use crate::rule::types::Literal;
use crate::source::SourceId;
use crate::workspace::Workspace;
use crate::workspace::links::{dangling, place};
use crate::workspace::texts::Named;

/// A text in force, and what names it.
pub(super) struct Text<'w> {
    id: SourceId,
    /// The whole file.
    file: &'w str,
    pub(super) prose: Prose,
    /// The record whose text it is; the scope statement is named by `complint.toml`.
    record: Option<u32>,
    key: String,
    naming: Place,
}

/// What is found in the texts of live records, each read once, and in the scope statement. `wanted`
/// looks at a whole file: reading its Markdown is most of the work, and most files need not be.
pub(super) fn find_in(
    workspace: &Workspace,
    wanted: impl Fn(&str) -> bool + Sync + Send,
    find: impl Fn(&Text<'_>) -> Vec<Draft> + Sync + Send,
) -> Vec<Draft> {
    let mut seen = rustc_hash::FxHashSet::default();
    let in_force = |named: &&Named| {
        let record = workspace.records.get(named.link.record as usize);
        record.is_none_or(|record| workspace.state(record) == State::Live)
            && seen.insert(named.text)
    };
    let named: Vec<&Named> = workspace.texts.named().iter().filter(in_force).collect();
    let pieces: Vec<&[&Named]> = named.chunks(PIECE).collect();
    let found = crate::parallel::costly(&pieces, |named| {
        let wanted = named.iter().filter(|named| wanted(&workspace.source(named.text).text));
        let texts = wanted.filter_map(|named| Text::new(workspace, named));
        texts.flat_map(|text| find(&text)).collect::<Vec<_>>()
    });
    found.into_iter().flatten().collect()
}

/// Texts of one piece: most are only looked at.
const PIECE: usize = 16;

impl<'w> Text<'w> {
    fn new(workspace: &'w Workspace, named: &Named) -> Option<Self> {
        let known = workspace.records.get(named.link.record as usize).is_some();
        Some(Self {
            id: named.text,
            file: &workspace.source(named.text).text,
            prose: workspace.prose(named.text)?,
            record: known.then_some(named.link.record),
            key: dangling::key_path(workspace, &named.link),
            naming: place(workspace, &named.link),
        })
    }

    /// Whether it is the standard text of an agreement, with blanks for each signing.
    pub(super) fn is_agreement(&self, workspace: &Workspace) -> bool {
        let record = self.record.and_then(|number| workspace.records.get(number as usize));
        let said = record.and_then(|record| workspace.value_of(record, "type")?.as_str());
        said.is_some_and(|said| matches!(&*said, "agreement" | "contract"))
    }

    /// A finding at a part of one of its blocks.
    pub(super) fn draft(
        &self,
        workspace: &Workspace,
        rule: &'static str,
        block: &Block,
        part: std::ops::Range<usize>,
    ) -> Draft {
        let record = self.record.and_then(|number| workspace.records.get(number as usize));
        let name = record
            .map_or_else(|| "the scope statement".to_owned(), |record| workspace.name(record));
        let draft = Draft::new(rule, self.id, block.span(part, self.file))
            .key(self.key.clone())
            .with("name", name)
            .related(self.naming, "");
        Draft { record: self.record, ..draft }
    }
}

/// The words of a list that a rule goes by.
pub(super) fn list(workspace: &Workspace, rule: &str, name: &str) -> Vec<String> {
    let value = workspace.rules.number(rule).and_then(|rule| {
        crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, name)
    });
    match value {
        Some(Literal::LitList(words)) => words.iter().map(|word| word.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// A part of a text, short enough for a message.
pub(super) fn clipped(text: &str) -> String {
    const MOST: usize = 48;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// Whether a part of a text stands in quotation marks: it is spoken of, not said.
pub(super) fn quoted(text: &str, part: &std::ops::Range<usize>) -> bool {
    const MARKS: [char; 9] = ['"', '\'', '“', '”', '„', '‘', '’', '«', '»'];
    let before = text.get(..part.start).unwrap_or_default();
    let behind = text.get(part.end..).unwrap_or_default();
    before.ends_with(MARKS) && behind.trim_start_matches(['.', ',']).starts_with(MARKS)
}
