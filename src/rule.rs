//! Rules: what is checked. Each is one file under `rules/`; this module reads, selects and runs
//! them.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::source::SourceId;
use crate::text::Str;

pub mod behind;
pub(crate) mod cited;
pub(crate) mod condition;
pub(crate) mod eval;
pub(crate) mod file;
pub(crate) mod getter;
pub(crate) mod looks;
pub(crate) mod native;
pub(crate) mod nature;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod text;
pub mod types;
pub mod vocabulary;

pub use types::{Basis, Level, Rule, Stage};

mod shipped {
    #![allow(unused_imports, reason = "generated from whatever the files use")]
    use super::types::*;
    use super::types::{Amount::*, Base::*, Bound::*, Each::*, Literal::*, Test::*};
    use crate::text::{Held, List, Pairs, Str};

    include!(concat!(env!("OUT_DIR"), "/rule-tables.rs"));

    pub(super) mod rules {
        use super::*;
        include!(concat!(env!("OUT_DIR"), "/rules.rs"));
    }
    pub(super) mod sources {
        include!(concat!(env!("OUT_DIR"), "/rules-sources.rs"));
    }
}

/// The shipped rules, by group and name.
pub fn shipped() -> &'static [Rule] {
    &shipped::rules::SHIPPED
}

/// The text of the shipped rule files, in the order of [`shipped`].
pub fn shipped_sources() -> &'static [&'static str] {
    shipped::sources::SOURCES
}

/// The number of a rule in [`Rules`].
pub type RuleNo = u16;

/// The rules of a workspace: the shipped ones and a company's own.
#[derive(Debug)]
pub struct Rules {
    list: Vec<Held>,
    by_name: HashTable<RuleNo>,
    /// The files of a company's own rules.
    own: FxHashMap<RuleNo, SourceId>,
}

/// A rule by where it is: a shipped one is a constant, and takes no room in the list.
#[derive(Debug)]
enum Held {
    Shipped(&'static Rule),
    Own(Box<Rule>),
}

impl Held {
    fn rule(&self) -> &Rule {
        match self {
            Self::Shipped(rule) => rule,
            Self::Own(rule) => rule,
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        let mut rules = Self::empty();
        rules.list.reserve(shipped().len());
        rules.by_name = HashTable::with_capacity(shipped().len());
        for rule in shipped() {
            // Their names are unique because file names are and a test compares the groups.
            rules.push(Held::Shipped(rule));
        }
        rules
    }
}

impl Rules {
    /// No rule at all.
    pub(crate) fn empty() -> Self {
        Self { list: Vec::new(), by_name: HashTable::new(), own: FxHashMap::default() }
    }

    /// Adds a company's own rule.
    pub(crate) fn add_own(
        &mut self,
        rule: Cow<'static, Rule>,
        file: SourceId,
    ) -> Result<RuleNo, Str> {
        let number = self.add(rule)?;
        self.own.insert(number, file);
        Ok(number)
    }

    /// The file of a company's own rule; none for a shipped one.
    pub fn source(&self, number: RuleNo) -> Option<SourceId> {
        self.own.get(&number).copied()
    }

    /// Adds a rule.
    ///
    /// # Errors
    ///
    /// The name, where there is a rule of that name.
    pub fn add(&mut self, rule: Cow<'static, Rule>) -> Result<RuleNo, Str> {
        if self.number(&rule.name).is_some() {
            return Err(rule.name.clone());
        }
        Ok(self.push(match rule {
            Cow::Borrowed(rule) => Held::Shipped(rule),
            Cow::Owned(rule) => Held::Own(Box::new(rule)),
        }))
    }

    /// Adds a rule of a name that no other has.
    fn push(&mut self, rule: Held) -> RuleNo {
        let number = self.list.len() as RuleNo;
        let hashed = hash(&rule.rule().name);
        self.list.push(rule);
        let Self { list, by_name, .. } = self;
        by_name.insert_unique(hashed, number, |number| hash(name(list, *number)));
        number
    }

    /// The number of a rule.
    pub fn number(&self, name: &str) -> Option<RuleNo> {
        let same = |number: &RuleNo| self::name(&self.list, *number) == name;
        self.by_name.find(hash(name), same).copied()
    }

    /// A rule by number.
    pub fn get(&self, number: RuleNo) -> Option<&Rule> {
        self.list.get(number as usize).map(Held::rule)
    }

    /// A rule by name.
    pub fn by_name(&self, name: &str) -> Option<&Rule> {
        self.number(name).and_then(|number| self.get(number))
    }

    /// Every rule with its number.
    pub fn iter(&self) -> impl Iterator<Item = (RuleNo, &Rule)> {
        (0..).zip(self.list.iter().map(Held::rule))
    }

    /// The names of all rules.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|held| held.rule().name.as_str())
    }

    /// The groups, each once.
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> =
            self.list.iter().map(|held| held.rule().group.as_str()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

fn name(list: &[Held], number: RuleNo) -> &str {
    list.get(number as usize).map_or("", |held| held.rule().name.as_str())
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

/// A literal as it reads in a message.
pub(crate) fn words_of(literal: &types::Literal) -> String {
    use types::Literal;
    match literal {
        Literal::LitBool(value) => value.to_string(),
        Literal::LitInt(value) => value.to_string(),
        Literal::LitFloat(value) => value.to_string(),
        Literal::LitText(text) | Literal::LitDate(text) => text.to_string(),
        Literal::LitList(list) => {
            list.iter().map(|item| item.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A value as it is written in complint.toml; of a list one entry, which shows how it is written.
pub(crate) fn toml_of(literal: &types::Literal) -> String {
    use types::Literal;
    match literal {
        Literal::LitList(items) => {
            let first = items.first().map(|first| format!("{:?}", first.as_str()));
            format!("[{}]", first.unwrap_or_default())
        }
        Literal::LitText(text) => format!("{:?}", text.as_str()),
        value => words_of(value),
    }
}
