//! The vocabulary that describes kinds: keys, their types, states and what a kind answers.
//!
//! `complint.toml`, rule files, kind files and catalogs are described in the same vocabulary, so
//! that one validator and one set of messages serve them all.

use serde::Deserialize;

use crate::rule::types::Condition;
use crate::text::{List, Pairs, Str, named};

named! {
    /// The state that a record's `status` stands for.
    State {
        /// Not in operation yet.
        Planned = "planned",
        /// In force or in operation; also a record without a status.
        Live = "live",
        /// No longer.
        Ended = "ended",
    }
}

named! {
    /// The type of a key's value.
    KeyType {
        /// One line of text.
        String = "string",
        /// Prose.
        Text = "text",
        /// `true` or `false`.
        Boolean = "boolean",
        /// A whole number.
        Integer = "integer",
        /// A whole or decimal number.
        Number = "number",
        /// A TOML local date.
        Date = "date",
        /// A calendar duration in a string, such as `"1 year"`, `"90 days"` or `"P6M"`.
        Duration = "duration",
        /// A file, relative to the file that names it.
        Path = "path",
        /// An address on the web.
        Url = "url",
        /// A pattern of paths.
        Glob = "glob",
        /// The record's own id.
        Id = "id",
        /// The id of another record.
        Reference = "reference",
        /// `kind:id` of another record.
        Record = "record",
        /// A requirement's id.
        Requirement = "requirement",
        /// Framework ids, each with a list of requirement ids.
        Mapping = "mapping",
        /// A framework's id.
        Framework = "framework",
        /// A rule's name.
        Rule = "rule",
        /// One of listed words.
        Enum = "enum",
        /// A table with declared keys.
        Table = "table",
        /// A table with free keys and values of one type.
        Map = "map",
        /// Anything; who reads it checks it.
        Any = "any",
    }
}

impl KeyType {
    /// Whether it is a table whose names a kind leaves open.
    pub fn is_open_table(self) -> bool {
        matches!(self, Self::Map | Self::Mapping)
    }
}

/// A kind of record.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Kind {
    /// The name of its tables, in snake_case.
    pub id: Str,
    /// Its name for people.
    pub title: Str,
    /// What such a record is.
    #[serde(default)]
    pub summary: Str,
    /// The key that identifies a record.
    #[serde(default = "id")]
    pub identity: Str,
    /// Sets of keys that several kinds share.
    #[serde(default)]
    pub traits: List<Str>,
    /// Whether a record is documented information in the sense of ISO/IEC 27001, 7.5.
    #[serde(default)]
    pub documented: bool,
    /// The key that names the record's text.
    #[serde(default)]
    pub text: Option<Str>,
    /// What each `status` stands for.
    #[serde(default)]
    pub states: Pairs<State>,
    /// Requirements that a record answers by what it is.
    #[serde(default)]
    pub answers: List<Answer>,
    /// Dates that may not run backwards.
    #[serde(default)]
    pub order: List<Order>,
    /// What makes records of one line, of which the newest counts.
    #[serde(default)]
    pub line: Option<Line>,
    /// The keys; those of its traits come first once they are resolved.
    #[serde(default, rename = "key")]
    pub keys: List<Key>,
}

/// A set of keys that several kinds share.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Trait {
    /// Its name.
    pub id: Str,
    /// Its name for people.
    #[serde(default)]
    pub title: Str,
    /// What the keys are for.
    #[serde(default)]
    pub summary: Str,
    /// The keys.
    #[serde(default, rename = "key")]
    pub keys: List<Key>,
}

/// One key of a kind.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Key {
    /// Its name, in snake_case; `*` describes the values of a map.
    pub name: Str,
    /// The type of its value.
    #[serde(rename = "type")]
    pub value: KeyType,
    /// Another type that is accepted too.
    #[serde(default)]
    pub or: Option<KeyType>,
    /// Whether it holds a list of such values.
    #[serde(default)]
    pub list: bool,
    /// What it means.
    #[serde(default)]
    pub summary: Str,
    /// Whether a record without it cannot be identified.
    #[serde(default)]
    pub required: bool,
    /// Whether the date records something done.
    #[serde(default)]
    pub past: bool,
    /// When it does, where that depends on the record.
    #[serde(default)]
    pub past_where: Option<Condition>,
    /// Allowed words; for a map, names that it takes.
    #[serde(default)]
    pub values: List<Str>,
    /// Other words for allowed ones.
    #[serde(default)]
    pub synonyms: Pairs<Str>,
    /// The kinds that are meant by a reference; for a map, traits whose kinds are names it takes.
    #[serde(default)]
    pub to: List<Str>,
    /// Whether a reference is free text until a record of those kinds exists.
    #[serde(default)]
    pub when_declared: bool,
    /// The framework whose requirement is meant.
    #[serde(default)]
    pub framework: Option<Str>,
    /// Smallest number.
    #[serde(default)]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(default)]
    pub max: Option<i64>,
    /// Keys of a table, or the one description of a map's values.
    #[serde(default, rename = "key")]
    pub keys: List<Key>,
}

/// Requirements that a kind answers by what it is.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Answer {
    /// The framework.
    pub framework: Str,
    /// Requirement ids, also lettered items.
    pub requirements: List<Str>,
    /// Which records do; all where nothing is said.
    #[serde(default, rename = "where")]
    pub condition: Condition,
}

/// Two dates of a record, of which one may not be after the other.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Order {
    /// Path of the key that comes first.
    pub earlier: Str,
    /// Path of the key that comes later, or on the same day.
    pub later: Str,
}

/// Records that follow one another, of which the newest takes the place of the others.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Line {
    /// Paths of the keys that are the same in all of them.
    #[serde(default)]
    pub same: List<Str>,
    /// Paths of the days by which one is newer: the latest counts, then each of them in turn.
    pub by: List<Str>,
}

impl Kind {
    /// Puts the keys of its traits before its own.
    ///
    /// # Errors
    ///
    /// The name of a trait that `traits` does not have.
    pub fn resolve(mut self, traits: &[Trait]) -> Result<Self, Str> {
        let mut keys = Vec::new();
        for name in &self.traits {
            let found = traits.iter().find(|shared| shared.id == *name);
            keys.extend_from_slice(&found.ok_or_else(|| name.clone())?.keys);
        }
        keys.extend_from_slice(&self.keys);
        self.keys = keys.into();
        Ok(self)
    }
}

fn id() -> Str {
    Str::from("id")
}
