//! What rules count by: dates, distances and durations, each with its authority and its source. One
//! file, `facts/audit.toml`; rules cite facts by id.

pub mod types;

pub use types::Fact;

use crate::framework::types::Confidence;

mod shipped {
    #![allow(unused_imports, reason = "generated from whatever the files use")]
    use super::types::*;
    use crate::framework::types::Confidence;
    use crate::rule::types::{Basis, Literal, Literal::*};
    use crate::text::{Held, List, Str};

    include!(concat!(env!("OUT_DIR"), "/fact-tables.rs"));
    include!(concat!(env!("OUT_DIR"), "/facts.rs"));
}

/// Every fact, in the order of the file.
pub fn facts() -> &'static [Fact] {
    &shipped::SHIPPED.facts
}

/// The fact of that id.
pub fn fact(id: &str) -> Option<&'static Fact> {
    facts().iter().find(|fact| fact.id == id)
}

impl Fact {
    /// What it says, with its number, its authority and its place.
    pub fn words(&self) -> String {
        let amount = self.amount().map(|amount| format!(": {amount}")).unwrap_or_default();
        let caution = match self.confidence {
            Confidence::High => String::new(),
            confidence => format!(", {confidence} certainty"),
        };
        let (basis, place) = (self.basis.authority(), &self.reference);
        format!("{}{amount} ({basis}; {place}{caution})", self.rule)
    }

    /// Its value with the unit, such as "12 months"; nothing where the fact is no number.
    pub fn amount(&self) -> Option<String> {
        let value = self.value.as_ref().map(crate::rule::words_of);
        // A day needs no unit, and what every organization sets itself has no number.
        let unit = match self.unit.as_str() {
            "" | "date" | "month" | "as_of_date" | "period" => None,
            unit => Some(unit.replace('_', " ")),
        };
        match (value, unit) {
            (None, None) => None,
            (Some(one), Some(unit)) if one == "1" => {
                Some(format!("1 {}", unit.strip_suffix('s').unwrap_or(&unit)))
            }
            (value, unit) => {
                Some([value, unit].into_iter().flatten().collect::<Vec<_>>().join(" "))
            }
        }
    }
}
