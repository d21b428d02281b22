//! One framework is done; how far the records already reach into the other.
//!
//! Counted over the crosswalk. A pair of it means the same subject and never equivalence, so what is
//! said is that there is something on a subject, not that a requirement is met.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::config::Declared;
use crate::document::Value;
use crate::finding::Draft;
use crate::framework::{Catalog, Requirement, crosswalks};
use crate::kind::State;
use crate::rule::types::Literal;
use crate::source::SourceId;
use crate::words::count;
use crate::workspace::{Record, Workspace};

const RULE: &str = "second-framework-near";

/// Tiers that several sources agree on; the others are of low confidence.
const FIRM: [&str; 2] = ["strong", "supported"];

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let walks = crosswalks().iter().flat_map(|walk| {
        let sides = [(&walk.head.from, &walk.head.to), (&walk.head.to, &walk.head.from)];
        sides.map(|(done, other)| (walk, done.as_str(), other.as_str()))
    });
    let near = threshold(workspace);
    walks
        .filter_map(|(walk, done, other)| {
            let declared = workspace.settings.framework(done)?;
            let relevant =
                workspace.settings.framework(other).is_none() && wanted(workspace, other);
            if !relevant || !is_done(workspace, done, today) {
                return None;
            }
            let pairs = walk.pairs.iter().map(|pair| {
                let (own, theirs) = if *walk.head.from == *done {
                    (&pair.from, &pair.to)
                } else {
                    (&pair.to, &pair.from)
                };
                (own.as_str(), theirs.as_str(), FIRM.contains(&pair.tier.as_str()))
            });
            let from = workspace.catalogs.by_id(done)?;
            let to = workspace.catalogs.by_id(other)?;
            let reach = Reach::over(workspace, from, to, pairs);
            (reach.percent() >= near).then(|| draft(declared, from, to, &reach))
        })
        .collect()
}

/// From which share of the other framework on it is near, in percent.
fn threshold(workspace: &Workspace) -> usize {
    let parameter = workspace.rules.number(RULE).and_then(|rule| {
        crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, "near")
    });
    match parameter {
        Some(Literal::LitInt(percent)) => usize::try_from(*percent).unwrap_or(0),
        _ => 0,
    }
}

/// Where customers name what they ask for, another framework is no advice.
fn wanted(workspace: &Workspace, framework: &str) -> bool {
    let requested = workspace.manifest().get_path(&["organization", "requested"]);
    let named = |list: Value<'_>| {
        let mut names = list.elements().filter_map(Value::as_str).peekable();
        names.peek().is_none() || names.any(|name| name == framework)
    };
    requested.is_none_or(named)
}

/// A certificate that is valid, or a report on a period with an opinion that can be shown.
fn is_done(workspace: &Workspace, framework: &str, today: Date) -> bool {
    let word = |record: &Record, key: &str| {
        let value = workspace.value_of(record, key).and_then(Value::as_str);
        value.unwrap_or_default()
    };
    let date =
        |record: &Record, key: &str| workspace.value_of(record, key).and_then(Value::as_date);
    let certified = |record: &Record| {
        word(record, "framework") == framework
            && date(record, "expires").is_some_and(|last| last >= today)
    };
    let attested = |record: &Record| {
        framework == "soc2"
            && workspace.value_of(record, "type").and_then(Value::as_i64) == Some(2)
            && matches!(&*word(record, "opinion"), "unmodified" | "unqualified" | "qualified")
    };
    any_live(workspace, "certificate", &certified) || any_live(workspace, "attestation", &attested)
}

fn any_live(workspace: &Workspace, kind: &str, holds: &dyn Fn(&Record) -> bool) -> bool {
    let Some(kind) = workspace.kinds.number(kind) else { return false };
    let records =
        workspace.ids.of_kind(kind).iter().filter_map(|own| workspace.records.get(*own as usize));
    records.filter(|record| workspace.state(record) == State::Live).any(holds)
}

/// How far the records reach into a framework.
#[derive(Default)]
struct Reach<'c> {
    /// Most of what several sources pair with them is answered.
    near: usize,
    /// Less than that, or only what is paired with low confidence.
    faint: Vec<&'c str>,
    /// Nothing yet.
    open: Vec<&'c str>,
}

/// What is paired with one requirement.
#[derive(Default)]
struct Paired {
    firm: usize,
    firm_answered: usize,
    answered: bool,
}

impl<'c> Reach<'c> {
    fn over<'p>(
        workspace: &Workspace,
        from: &Catalog,
        to: &'c Catalog,
        pairs: impl Iterator<Item = (&'p str, &'p str, bool)>,
    ) -> Self {
        let mut paired: FxHashMap<&str, Paired> = FxHashMap::default();
        for (own, theirs, firm) in pairs {
            let answered = answered(workspace, from, own);
            let entry = paired.entry(theirs).or_default();
            entry.answered |= answered;
            entry.firm += usize::from(firm);
            entry.firm_answered += usize::from(firm && answered);
        }
        let mut reach = Self::default();
        for row in to.data.requirements.iter().filter(|row| counts(row)) {
            match paired.get(row.id.as_str()) {
                Some(own) if own.firm_answered > 0 && own.firm_answered * 2 >= own.firm => {
                    reach.near += 1;
                }
                Some(own) if own.answered => reach.faint.push(&row.id),
                _ => reach.open.push(&row.id),
            }
        }
        reach
    }

    fn all(&self) -> usize {
        self.near + self.faint.len() + self.open.len()
    }

    fn percent(&self) -> usize {
        (self.near * 100).checked_div(self.all()).unwrap_or(0)
    }
}

/// What everybody has to meet: the chosen categories of SOC 2 and its description are not counted.
fn counts(row: &Requirement) -> bool {
    row.assessable
        && row.part != "description"
        && row.category.as_deref().is_none_or(|category| category == "security")
}

fn answered(workspace: &Workspace, catalog: &Catalog, id: &str) -> bool {
    let Some(number) = catalog.find(id) else { return false };
    workspace.links.to_requirement(number).any(|link| {
        let record = workspace.records.get(link.record as usize);
        record.is_some_and(|record| workspace.state(record) == State::Live)
    })
}

fn draft(declared: &Declared, from: &Catalog, to: &Catalog, reach: &Reach<'_>) -> Draft {
    let title = |catalog: &Catalog| catalog.data.head.title.to_string();
    Draft::new(RULE, SourceId::MANIFEST, declared.header)
        .with("done", title(from))
        .with("other", title(to))
        .with("framework", to.id().to_owned())
        .with("near", reach.near.to_string())
        .with("total", count(reach.all(), "requirement"))
        .with("faint", lines(&reach.faint))
        .with("open", lines(&reach.open))
}

/// Ids as lines of a comment.
fn lines(ids: &[&str]) -> String {
    if ids.is_empty() {
        return "none".to_owned();
    }
    let rows: Vec<String> = ids.chunks(8).map(|row| row.join(", ")).collect();
    rows.join(",\n#   ")
}
