//! Waivers: findings that the company accepts for a time, and why.
//!
//! A waiver stands in the text, as a comment, or in a record of kind `waiver`. Comments are read
//! with their file, because only there the tree is at hand; whether a waiver still holds depends on
//! the day, so that is asked when all rules have run.
//!
//! - `grammar`: what a comment says
//! - `bind`: what a comment covers in TOML, `text`: in Markdown
//! - `record`: waivers that are records
//! - `cover`, `places`: which findings a waiver excuses
//! - `report`: what is wrong with waivers themselves
//! - `edit`: how a waiver, or one rule of it, is taken out of the text
//! - `hint`: how a waiver is written
//! - `list`: all of them, for the page that an auditor asks for

use std::borrow::Cow;

use jiff::civil::Date;

use crate::document::NodeId;
use crate::finding::{Draft, Finding, Place, Suppression};
use crate::framework::RequirementNo;
use crate::rule::{Rule, RuleNo};
use crate::source::{Source, SourceId};
use crate::span::Span;
use crate::workspace::Workspace;

mod bind;
mod cover;
mod edit;
mod grammar;
mod hint;
mod list;
mod places;
mod record;
mod report;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use list::{By, Listed, waivers};

/// A waiver in the text.
#[derive(Debug)]
pub(crate) struct Comment {
    /// The file.
    source: SourceId,
    /// The whole comment.
    span: Span,
    /// How it is written.
    sign: hint::Sign,
    /// The names of the rules.
    rules: Vec<Span>,
    /// The last day on which it excuses anything.
    until: Option<(Date, Span)>,
    /// Why; empty where nothing is said.
    reason: Span,
    /// What it stands on.
    bound: bind::Bound,
}

impl Comment {
    /// A waiver from what its comment says, or a finding where that cannot be read.
    fn new(
        place: Place,
        sign: hint::Sign,
        read: Result<grammar::Said, grammar::Fault>,
        bound: bind::Bound,
        drafts: &mut Vec<Draft>,
    ) -> Option<Self> {
        let Place { source, span } = place;
        match read {
            Ok(grammar::Said { rules, until, reason }) => {
                Some(Self { source, span, sign, rules, until, reason, bound })
            }
            Err(fault) => {
                let draft = Draft::new("malformed-waiver", source, span);
                let draft = draft.with("problem", fault.problem).with("hint", fault.hint);
                drafts.push(Draft { record: bound.record, ..draft.key(bound.key) });
                None
            }
        }
    }

    /// Renumbers the records of its file when files are put together.
    pub(crate) fn shift(&mut self, records: u32) {
        for number in [&mut self.bound.whole, &mut self.bound.record].into_iter().flatten() {
            *number += records;
        }
    }

    /// Whether a place lies within what it stands on.
    fn covers(&self, place: Place) -> bool {
        let spans = &self.bound.spans;
        place.source == self.source && spans.iter().any(|span| places::covers(*span, place.span))
    }
}

/// Reads the waivers in a file's comments. `records` are those of the file: table and number.
pub(crate) fn comments(
    source: &Source,
    id: SourceId,
    records: impl Iterator<Item = (NodeId, u32)>,
    drafts: &mut Vec<Draft>,
) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut records = Some(records);
    // Nearly no file has a waiver, so the tree is only looked through for one that has.
    let mut statements = None;
    for comment in source.document.comments() {
        let text = comment.span.of(&source.text);
        let Some(read) = grammar::read(text, comment.span.start, hint::Sign::Hash) else {
            continue;
        };
        let statements = statements.get_or_insert_with(|| {
            bind::Statements::new(source, records.take().into_iter().flatten().collect())
        });
        let bound = statements.bind(*comment);
        let place = Place { source: id, span: comment.span };
        found.extend(Comment::new(place, hint::Sign::Hash, read, bound, drafts));
    }
    found
}

/// Reads the waivers in the comments of a text.
pub(crate) fn in_text(
    source: &Source,
    id: SourceId,
    comments: &[Span],
    drafts: &mut Vec<Draft>,
) -> Vec<Comment> {
    let mut found = Vec::new();
    for span in comments {
        let read = grammar::read(span.of(&source.text), span.start, hint::Sign::Html);
        let Some(read) = read else { continue };
        let bound = text::bind(&source.text, *span, comments);
        let place = Place { source: id, span: *span };
        found.extend(Comment::new(place, hint::Sign::Html, read, bound, drafts));
    }
    found
}

/// The waivers of a programme, and what is wrong with how they are written.
pub(crate) struct Waivers<'w> {
    list: Vec<Waiver<'w>>,
    index: cover::Index,
    drafts: Vec<Draft>,
}

/// Reads the waivers of both forms, for what rules find on a day.
pub(crate) fn read(workspace: &Workspace, today: Date) -> Waivers<'_> {
    let mut drafts = Vec::new();
    let mut list = all(workspace, &mut drafts);
    list.sort_by_key(|waiver| waiver.place);
    let index = cover::Index::new(workspace, today, &list);
    Waivers { list, index, drafts }
}

impl Waivers<'_> {
    /// Marks the findings that a live waiver excuses, and returns what is wrong with the waivers
    /// themselves on that day. `ran` tells whether a rule ran and none of its findings were withheld.
    pub(crate) fn apply(
        self,
        workspace: &Workspace,
        today: Date,
        ran: &dyn Fn(RuleNo) -> bool,
        findings: &mut [Finding],
    ) -> Vec<Draft> {
        let Self { mut list, index, mut drafts } = self;
        if list.is_empty() {
            return drafts;
        }
        let obligations = cover::mark(workspace, &index, &mut list, findings);
        report::Report { workspace, today, ran, obligations: &obligations, drafts: &mut drafts }
            .all(&list);
        drafts
    }
}

fn all<'w>(workspace: &'w Workspace, drafts: &mut Vec<Draft>) -> Vec<Waiver<'w>> {
    let mut waivers: Vec<Waiver<'w>> = Vec::new();
    waivers.extend(workspace.comments.iter().map(|comment| of_comment(workspace, comment)));
    record::read(workspace, &mut waivers, drafts);
    waivers
}

/// A waiver of either form.
#[derive(Debug)]
struct Waiver<'w> {
    /// The comment, or the record's header.
    place: Place,
    form: Form<'w>,
    rules: Vec<Named<'w>>,
    until: Option<End>,
    reason: Reason<'w>,
}

#[derive(Debug)]
enum Form<'w> {
    Comment(&'w Comment),
    Record(Covered),
}

/// What a waiver that is a record covers.
#[derive(Debug)]
struct Covered {
    /// Its own number.
    number: u32,
    records: Vec<u32>,
    requirements: Vec<RequirementNo>,
    files: Option<globset::GlobSet>,
    /// Something it names could not be found or read, which was reported there: whether the waiver
    /// is of use cannot be told.
    doubtful: bool,
}

/// A rule that a waiver names.
#[derive(Debug)]
struct Named<'w> {
    name: Cow<'w, str>,
    span: Span,
    /// The rule, where there is one of that name.
    rule: Option<RuleNo>,
    /// Whether it excused a finding.
    used: bool,
}

/// The last day of a waiver.
#[derive(Clone, Copy, Debug)]
struct End {
    date: Date,
    span: Span,
}

#[derive(Debug)]
enum Reason<'w> {
    Given(Cow<'w, str>),
    /// No reason, and where that is said.
    Missing(Span),
    /// Something that is no text, which was reported there.
    Unreadable,
}

impl Waiver<'_> {
    fn expired(&self, today: Date) -> bool {
        self.until.is_some_and(|end| end.date < today)
    }

    /// The names of its rules, for a message.
    fn words(&self) -> String {
        crate::words::join_and(&self.names())
    }

    fn names(&self) -> Vec<&str> {
        self.rules.iter().map(|named| &*named.name).collect()
    }

    fn suppression(&self) -> Suppression {
        let reason = match &self.reason {
            Reason::Given(text) => text.trim().to_owned(),
            Reason::Missing(_) | Reason::Unreadable => String::new(),
        };
        Suppression {
            place: self.place,
            reason,
            until: self.until.map(|end| end.date.to_string()),
            baseline: false,
        }
    }
}

fn of_comment<'w>(workspace: &'w Workspace, comment: &'w Comment) -> Waiver<'w> {
    let source = workspace.source(comment.source);
    let rules = comment
        .rules
        .iter()
        .map(|span| named(workspace, Cow::Borrowed(source.slice(*span)), *span));
    let reason = match source.slice(comment.reason) {
        "" => Reason::Missing(comment.span),
        text => Reason::Given(Cow::Borrowed(text)),
    };
    Waiver {
        place: Place { source: comment.source, span: comment.span },
        form: Form::Comment(comment),
        rules: rules.collect(),
        until: comment.until.map(|(date, span)| End { date, span }),
        reason,
    }
}

fn named<'w>(workspace: &Workspace, name: Cow<'w, str>, span: Span) -> Named<'w> {
    let rule = workspace.rules.number(&name);
    Named { name, span, rule, used: false }
}

/// Whether findings of the rule can be excused at all: a file that cannot be read, or a waiver that
/// is wrong, is mended and not accepted.
fn can_be_waived(rule: &Rule) -> bool {
    !matches!(rule.group.as_str(), "syntax" | "waiver")
}
