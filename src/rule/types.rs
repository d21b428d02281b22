//! The language of rule files, as data.
//!
//! The vocabulary is closed on purpose: a compliance person can read a rule and write one, and
//! everything in it can be checked against the kinds when the file is loaded.

#![allow(
    clippy::enum_variant_names,
    reason = "the build script writes the variants of all of them into one place"
)]

use serde::Deserialize;

use crate::text::{List, Pairs, Str, named, one_or_many};

pub(crate) mod read;

named! {
    /// How much a finding weighs.
    Level {
        /// Fails the run, unless `--fail-on` says otherwise.
        Error = "error",
        /// Worth a look in review.
        Warning = "warning",
        /// Advice.
        Note = "note",
        /// Not reported; the rule does not run.
        Off = "off",
    }
}

named! {
    /// On whose authority a rule speaks.
    Basis {
        /// The standard itself says so.
        Standard = "standard",
        /// Rules that bind certification bodies.
        Accreditation = "accreditation",
        /// Attestation standards and criteria of the AICPA.
        Attestation = "attestation",
        /// What auditors and markets expect; no standard demands it.
        Convention = "convention",
        /// The files contradict themselves.
        Integrity = "integrity",
    }
}

named! {
    /// The step of the pipeline that finds it while it reads.
    Stage {
        /// The text of a TOML file.
        Document = "document",
        /// Records against their kinds.
        Kind = "kind",
        /// Files that records name.
        Path = "path",
        /// Waivers.
        Waiver = "waiver",
    }
}

named! {
    /// The type of a parameter.
    ParameterType {
        /// A whole number.
        Integer = "integer",
        /// A calendar duration.
        Duration = "duration",
        /// A day.
        Date = "date",
        /// Text.
        String = "string",
        /// A list of texts.
        List = "list",
    }
}

/// One rule: metadata, explanation and check. Its examples stay in the text of the file.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Rule {
    /// What it finds; the file's name.
    #[serde(skip)]
    pub name: Str,
    /// The folder it stands in.
    #[serde(skip)]
    pub group: Str,
    /// What it finds, in one line.
    pub summary: Str,
    /// What a finding says.
    pub message: Str,
    /// How one finding reads in a list of many on the same place.
    #[serde(default)]
    pub list: Option<Str>,
    /// What to write instead. Lines that set a required key are left out where it is there.
    #[serde(default)]
    pub help: Option<Str>,
    /// The level unless settings say otherwise.
    pub level: Level,
    /// On whose authority.
    pub basis: Basis,
    /// Clauses, criteria or other sources.
    #[serde(default)]
    pub references: List<Str>,
    /// The facts it counts by.
    #[serde(default)]
    pub facts: List<Str>,
    /// The first version that has it.
    #[serde(default)]
    pub since: Str,
    /// Why it matters.
    pub explanation: Str,
    /// How to mend it.
    pub remediation: Str,
    /// Numbers and words that a company can set.
    #[serde(default)]
    pub parameters: Pairs<Parameter>,
    /// The checks.
    #[serde(default, rename = "check", deserialize_with = "one_or_many")]
    pub checks: List<Check>,
    /// The pipeline's step that finds it, instead of a check.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Whether it is written in Rust.
    #[serde(default)]
    pub native: bool,
    /// Whether a native rule concludes something from what is not there.
    #[serde(default)]
    pub absence: bool,
    /// Placeholders that a stage or native rule fills.
    #[serde(default)]
    pub placeholders: List<Str>,
    /// What the check's label says, for rules without a check.
    #[serde(default)]
    pub label: Option<Str>,
}

/// A number or word that a company can set.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Parameter {
    /// Its type.
    #[serde(rename = "type")]
    pub value: ParameterType,
    /// Its value unless settings say otherwise.
    pub default: Literal,
    /// What it means.
    #[serde(default)]
    pub summary: Str,
    /// Where the default comes from.
    #[serde(default)]
    pub source: Str,
}

/// One check of a rule.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What is looked at, one by one.
    pub each: Each,
    /// Which of them.
    #[serde(default, rename = "where")]
    pub filter: Condition,
    /// What must hold.
    pub require: Condition,
    /// Where a finding points: the first of these keys that is there.
    #[serde(default, deserialize_with = "one_or_many")]
    pub at: List<Str>,
    /// What is said at that place.
    #[serde(default)]
    pub label: Option<Str>,
    /// Other places worth showing.
    #[serde(default, deserialize_with = "one_or_many")]
    pub related: List<Relation>,
    /// How much its findings weigh, where that is less than the rule's others do.
    #[serde(default)]
    pub level: Option<Level>,
    /// Overrides the rule's message.
    #[serde(default)]
    pub message: Option<Str>,
    /// Overrides the rule's help.
    #[serde(default)]
    pub help: Option<Str>,
    /// Overrides how one finding reads in a list.
    #[serde(default)]
    pub list: Option<Str>,
}

/// What a check looks at.
#[derive(Clone, PartialEq, Debug)]
pub enum Each {
    /// Records of these kinds, or the elements of a list of tables (`vendor.assurance`).
    OfKinds(List<Str>),
    /// Records of every kind with this trait.
    OfTrait(Str),
    /// Every requirement of the frameworks in scope.
    OfRequirements,
    /// The programme itself, `complint.toml`.
    OfProgramme,
}

/// A condition: all of it must hold.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Condition {
    /// Tests of keys.
    pub tests: List<KeyTest>,
    /// At least one of these holds, where there is one.
    pub any: List<Condition>,
    /// None of these holds.
    pub not: List<Condition>,
    /// Each of these relations has what it wants.
    pub some: List<Relation>,
    /// None of these relations has any.
    pub none: List<Relation>,
}

/// The test of one key.
#[derive(Clone, PartialEq, Debug)]
pub struct KeyTest {
    /// The path of the key.
    pub key: Str,
    /// The test.
    pub test: Test,
}

/// What a value must be.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    /// There, and not blank.
    IsPresent,
    /// Not there, or blank.
    IsAbsent,
    /// This value.
    IsEqual(Literal),
    /// One of these values.
    IsOneOf(List<Literal>),
    /// Within all of these bounds.
    IsWithin(List<Bound>),
}

/// One bound of a value. A value that is not there is within none.
#[derive(Clone, PartialEq, Debug)]
pub enum Bound {
    /// Fails this test.
    NotTest(List<Test>),
    /// At least.
    AtLeast(Operand),
    /// At most.
    AtMost(Operand),
    /// A date before.
    Before(Operand),
    /// On that day or after.
    NotBefore(Operand),
    /// A date after.
    After(Operand),
    /// On that day or before.
    NotAfter(Operand),
    /// A date no longer ago than that duration; the day it ends on still counts.
    NotLongerAgo(Amount),
    /// Text of at least that many words.
    MinWords(Operand),
    /// A list of at least that many elements.
    MinItems(Operand),
    /// A list of at most that many elements.
    MaxItems(Operand),
    /// Text that this regular expression finds, or a list with such a text.
    Matches(Str),
    /// A list that has this element, or text that has this part.
    Contains(Operand),
    /// The same value.
    Equals(Operand),
}

/// What a value is compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct Operand {
    /// The value.
    pub base: Base,
    /// A duration added to it.
    pub plus: Option<Amount>,
}

/// Where an operand's value comes from.
#[derive(Clone, PartialEq, Debug)]
pub enum Base {
    /// The file.
    OfLiteral(Literal),
    /// The day of the run.
    OfToday,
    /// A key of what is asked: the subject or, in a relation, the other record.
    OfKey(Str),
    /// In a relation, a key of the subject that it is asked for.
    OfSubject(Str),
    /// A key of `complint.toml`.
    OfSetting(Str),
    /// A parameter of the rule.
    OfParameter(Str),
}

/// A duration.
#[derive(Clone, PartialEq, Debug)]
pub enum Amount {
    /// As written.
    IsFixed(Str),
    /// A parameter of the rule.
    FromParameter(Str),
    /// A key of `complint.toml`.
    FromSetting(Str),
}

/// A scalar written in a rule.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// `true` or `false`.
    LitBool(bool),
    /// A whole number.
    LitInt(i64),
    /// A decimal number.
    LitFloat(f64),
    /// Text.
    LitText(Str),
    /// A day, as written.
    LitDate(Str),
    /// A list, for parameters.
    LitList(List<Str>),
}

/// Other records: those that point here, those pointed at, or any of a kind.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Incoming: `kind.key`, with `*` for every kind.
    #[serde(default)]
    pub from: Option<Str>,
    /// Outgoing: a key of the subject that names records, or requirements.
    #[serde(default)]
    pub to: Option<Str>,
    /// Any record of a kind.
    #[serde(default)]
    pub kind: Option<Str>,
    /// A place of the subject itself; only for related places.
    #[serde(default)]
    pub at: Option<Str>,
    /// The requirement-valued key of the subject whose relations are meant.
    #[serde(default)]
    pub via: Option<Str>,
    /// Which of them.
    #[serde(default, rename = "where")]
    pub filter: Condition,
    /// How many are wanted.
    #[serde(default)]
    pub min: Option<i64>,
    /// What is said at the related place.
    #[serde(default)]
    pub label: Option<Str>,
}

impl ParameterType {
    /// What a value of it is called, and what stands where one is to be filled in.
    pub const fn expected(self) -> (&'static str, &'static str) {
        match self {
            Self::Integer => ("a whole number", "<a number>"),
            Self::Duration => ("a duration", "\"<duration>\"  # such as \"30 days\""),
            Self::Date => ("a date", "<day>  # such as 2026-02-10"),
            Self::String => ("a string", "\"<text>\""),
            Self::List => ("a list of strings", "[\"<text>\"]"),
        }
    }
}

impl Basis {
    /// On whose authority a rule speaks, in words: "the standard itself".
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Standard => "the standard itself",
            Self::Accreditation => "the rules that bind certification bodies",
            Self::Attestation => "the attestation standards of the AICPA",
            Self::Convention => "a convention; no standard demands it",
            Self::Integrity => "the files themselves, which contradict each other",
        }
    }
}
