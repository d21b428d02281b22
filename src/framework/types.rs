//! What a catalog holds. A shipped catalog and a company's own have the same shape.

use serde::Deserialize;

use crate::text::{List, Pairs, Str, named};

named! {
    /// How certain a fact of a catalog is.
    Confidence {
        /// Several independent sources agree.
        High = "high",
        /// One good source, or several that differ in detail.
        Medium = "medium",
        /// Shown with a caution, never the ground of an error.
        Low = "low",
    }
}

/// A catalog: one edition of one framework.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Framework {
    /// Identity and provenance.
    #[serde(rename = "framework")]
    pub head: Head,
    /// Headings: ids that are no requirement themselves.
    #[serde(default, rename = "group")]
    pub groups: List<Group>,
    /// What the framework asks for.
    #[serde(default, rename = "requirement")]
    pub requirements: List<Requirement>,
}

impl Framework {
    /// A catalog without a requirement, for one that cannot be read.
    pub fn empty(id: String) -> Self {
        let head = Head {
            id: id.into(),
            title: Str::default(),
            edition: Str::default(),
            withdrawn: false,
            summary: Str::default(),
            source: Str::default(),
            confidence: None,
        };
        Self { head, groups: List::default(), requirements: List::default() }
    }
}

/// Identity and provenance of a catalog.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Head {
    /// The id that `complint.toml` and `satisfies` use; editions share it.
    pub id: Str,
    /// The publisher's name for it; the id where none is given.
    #[serde(default)]
    pub title: Str,
    /// The edition, as the publisher names it.
    #[serde(default)]
    pub edition: Str,
    /// Whether the edition is no longer in force.
    #[serde(default)]
    pub withdrawn: bool,
    /// One or two sentences.
    #[serde(default)]
    pub summary: Str,
    /// Where the ids and titles come from.
    #[serde(default)]
    pub source: Str,
    /// How certain the rows are, unless a row says less.
    #[serde(default)]
    pub confidence: Option<Confidence>,
}

/// A heading.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Group {
    /// Its id, such as `9.2` or `CC6`.
    pub id: Str,
    /// Its title.
    #[serde(default)]
    pub title: Str,
    /// The heading above it.
    #[serde(default)]
    pub parent: Option<Str>,
    /// The part its requirements belong to.
    #[serde(default)]
    pub part: Str,
}

/// One requirement: a clause, a control of an annex, a criterion.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Requirement {
    /// Its id, such as `6.1.3`, `A.8.12` or `CC6.1`.
    pub id: Str,
    /// A short title.
    #[serde(default)]
    pub title: Str,
    /// `clause`, `annex`, `criterion`, `description`, or a word of one's own.
    #[serde(default)]
    pub part: Str,
    /// The heading it stands under.
    #[serde(default)]
    pub group: Option<Str>,
    /// Whether it can be met or missed by itself.
    #[serde(default = "yes")]
    pub assessable: bool,
    /// Whether the framework allows to leave it out with a justification.
    #[serde(default)]
    pub excludable: bool,
    /// SOC 2: the category that brings it into scope.
    #[serde(default)]
    pub category: Option<Str>,
    /// The edition in which it is new.
    #[serde(default)]
    pub since: Option<Str>,
    /// Lettered items that can be cited, such as `d` of `6.1.3 d`.
    #[serde(default)]
    pub items: List<Str>,
    /// The documented information it demands.
    #[serde(default)]
    pub documents: List<DocumentedInformation>,
    /// What an amendment changed, in our own words.
    #[serde(default)]
    pub amended: Option<Str>,
    /// The recurrence that it demands itself, in our own words.
    #[serde(default)]
    pub recurrence: Option<Str>,
    /// Ids of the previous edition.
    #[serde(default)]
    pub supersedes: List<Str>,
    /// Ids of the next edition.
    #[serde(default)]
    pub superseded_by: List<Str>,
    /// Attribute tags, such as the five of ISO/IEC 27002.
    #[serde(default)]
    pub attributes: Pairs<List<Str>>,
    /// SOC 2: whether a Type 1 report needs it.
    #[serde(default = "yes")]
    pub type1: bool,
    /// SOC 2: whether a Type 2 report needs it.
    #[serde(default = "yes")]
    pub type2: bool,
    /// How certain the row is, where that is less than the catalog.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Another wording of the title in use.
    #[serde(default)]
    pub title_alternative: Option<Str>,
    /// The COSO principle behind it.
    #[serde(default)]
    pub principle: Option<i64>,
    /// Whom it applies to, where that differs by role.
    #[serde(default)]
    pub applies_to: Option<Str>,
}

/// Documented information that a requirement demands.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct DocumentedInformation {
    /// The exact place, such as `6.1.3 d`.
    #[serde(rename = "ref")]
    pub reference: Str,
    /// What it is, in our own words.
    pub name: Str,
    /// `document` is kept current, `record` is kept as evidence.
    #[serde(rename = "type")]
    pub form: Str,
}

/// Pairs of requirements of two frameworks that speak of the same subject.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Crosswalk {
    /// Which frameworks, and what a pair means.
    #[serde(rename = "crosswalk")]
    pub head: CrosswalkHead,
    /// The pairs.
    #[serde(default, rename = "pair")]
    pub pairs: List<Pair>,
}

/// Which frameworks a crosswalk relates.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct CrosswalkHead {
    /// Framework id of the `from` side.
    pub from: Str,
    /// Framework id of the `to` side.
    pub to: Str,
    /// Its name.
    #[serde(default)]
    pub title: Str,
    /// What a pair means and where the pairs come from.
    #[serde(default)]
    pub summary: Str,
    /// The tiers, from what is most agreed on, and what each means.
    #[serde(default)]
    pub tiers: Pairs<Str>,
}

/// Two requirements on the same subject; never equivalence.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Pair {
    /// Requirement id of the one side.
    pub from: Str,
    /// Requirement id of the other.
    pub to: Str,
    /// One of the tiers.
    pub tier: Str,
    /// How many independent sources carry it.
    #[serde(default)]
    pub agreement: i64,
}

fn yes() -> bool {
    true
}
