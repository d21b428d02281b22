//! What a fact holds.

use serde::Deserialize;

use crate::framework::types::Confidence;
use crate::rule::types::{Basis, Literal};
use crate::text::{List, Str};

/// The file of facts.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Facts {
    /// The facts.
    #[serde(rename = "fact")]
    pub facts: List<Fact>,
}

/// A date, a distance or a duration that a rule counts by.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Fact {
    /// Its id.
    pub id: Str,
    /// What it is about.
    pub subject: Str,
    /// What it says.
    pub rule: Str,
    /// The number or day, where it is one.
    #[serde(default)]
    pub value: Option<Literal>,
    /// What the number counts.
    #[serde(default)]
    pub unit: Str,
    /// On whose authority.
    pub basis: Basis,
    /// Where it is said.
    pub reference: Str,
    /// How certain it is.
    pub confidence: Confidence,
}
