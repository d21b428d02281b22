//! How much each rule weighs, and with which parameters it runs.
//!
//! The command line goes before the rule, the rule before its group, the group before the default.

use globset::GlobSet;
use rustc_hash::FxHashMap;

use crate::document::{Kind, Value};
use crate::finding::Draft;
use crate::kind::read::as_written;
use crate::kind::{meant, value};
use crate::rule::types::{Basis, Level, Literal, ParameterType};
use crate::rule::{Rule, RuleNo, Rules};
use crate::source::SourceId;
use crate::words::{closest, join_and, join_or, kind_of};

/// Where a level comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// The rule's own default.
    Default,
    /// Its group in `[rules]`.
    Group,
    /// Its name in `[rules]`.
    Rule,
    /// The command line.
    Call,
}

/// Level and parameters of each rule.
#[derive(Debug, Default)]
pub struct Levels {
    rules: Vec<(Level, Origin)>,
    reasons: FxHashMap<RuleNo, String>,
    parameters: FxHashMap<RuleNo, Vec<(String, Literal)>>,
    overrides: Vec<Override>,
}

/// One entry of `[[overrides]]`.
#[derive(Debug)]
pub(crate) struct Override {
    files: GlobSet,
    /// Its header.
    pub header: crate::span::Span,
    /// The patterns, as written.
    pub patterns: Vec<String>,
    /// The rules and groups with their levels, as written.
    pub named: Vec<(String, Level)>,
    /// Why, where that is said.
    pub reason: Option<String>,
    /// Later entries win; rules are named one by one.
    rules: Vec<(RuleNo, Level)>,
}

impl Levels {
    /// The level of a rule, before overrides.
    pub fn level(&self, rule: RuleNo) -> Level {
        self.rules.get(rule as usize).map_or(Level::Off, |(level, _)| *level)
    }

    /// Where it comes from.
    pub fn origin(&self, rule: RuleNo) -> Origin {
        self.rules.get(rule as usize).map_or(Origin::Default, |(_, origin)| *origin)
    }

    /// The level of a rule for a finding in a file.
    pub fn level_in(&self, rule: RuleNo, path: &str) -> Level {
        let mut level = self.level(rule);
        if self.origin(rule) == Origin::Call {
            return level;
        }
        for change in &self.overrides {
            let named = change.rules.iter().rev().find(|(named, _)| *named == rule);
            if let Some((_, other)) = named.filter(|_| change.files.is_match(path)) {
                level = *other;
            }
        }
        level
    }

    /// Whether the rule can have a finding at all.
    pub fn runs(&self, rule: RuleNo) -> bool {
        let raised = || {
            let entries = self.overrides.iter().flat_map(|change| &change.rules);
            entries.into_iter().any(|(named, level)| *named == rule && *level != Level::Off)
        };
        self.level(rule) != Level::Off || self.origin(rule) != Origin::Call && raised()
    }

    /// A company's own value of a parameter.
    pub fn parameter(&self, rule: RuleNo, name: &str) -> Option<&Literal> {
        let own = self.parameters.get(&rule)?;
        own.iter().find(|(parameter, _)| parameter == name).map(|(_, value)| value)
    }

    /// Whether a company sets a parameter of a rule.
    pub(crate) fn has_parameters(&self, rule: RuleNo) -> bool {
        self.parameters.contains_key(&rule)
    }

    /// What `[[overrides]]` changes for some files, in the order of the file.
    pub(crate) fn overrides(&self) -> &[Override] {
        &self.overrides
    }

    /// Why a rule's level was changed.
    pub fn reason(&self, rule: RuleNo) -> Option<&str> {
        self.reasons.get(&rule).map(String::as_str)
    }

    /// Reads `[rules]` and `[[overrides]]` and puts the call's selection on top.
    pub(crate) fn read(
        manifest: Value<'_>,
        rules: &Rules,
        call: &Selection,
        drafts: &mut Vec<Draft>,
    ) -> Self {
        let mut levels = Self {
            rules: rules.iter().map(|(_, rule)| (rule.level, Origin::Default)).collect(),
            ..Self::default()
        };
        let table = manifest.get("rules").filter(|table| table.is_table());
        let entries = || table.into_iter().flat_map(|table| table.entries());
        // Groups first, so that a rule's own entry wins wherever it stands.
        for entry in entries() {
            no_level(entry, drafts);
            levels.group(entry, rules, drafts);
        }
        for entry in entries() {
            levels.rule(entry, rules, drafts);
        }
        levels.read_overrides(manifest, rules, drafts);
        levels.select(rules, call);
        levels
    }

    fn set(&mut self, rule: RuleNo, level: Level, origin: Origin) {
        if let Some(entry) = self.rules.get_mut(rule as usize) {
            *entry = (level, origin);
        }
    }

    fn group(&mut self, entry: Value<'_>, rules: &Rules, drafts: &mut Vec<Draft>) {
        let name = entry.key();
        if rules.number(&name).is_some() {
            return;
        }
        let members: Vec<(RuleNo, &Rule)> =
            rules.iter().filter(|(_, rule)| rule.group == *name).collect();
        if members.is_empty() {
            drafts.push(unknown_rule(entry, &name, "rules", rules));
            return;
        }
        let Some(level) = level_of(entry) else { return };
        let lowered = members.iter().find(|(_, rule)| needs_reason(rule, level));
        if let Some((_, rule)) = lowered {
            require_reason(entry, &name, rule, drafts);
        }
        for (number, _) in members {
            self.set(number, level, Origin::Group);
        }
    }

    fn rule(&mut self, entry: Value<'_>, rules: &Rules, drafts: &mut Vec<Draft>) {
        let name = entry.key();
        let Some(number) = rules.number(&name) else { return };
        let Some(rule) = rules.get(number) else { return };
        if let Some(level) = level_of(entry) {
            if needs_reason(rule, level) {
                require_reason(entry, &name, rule, drafts);
            }
            self.set(number, level, Origin::Rule);
        }
        if !entry.is_table() {
            return;
        }
        if let Some(reason) = entry.get("reason").and_then(|value| value.as_str()) {
            self.reasons.insert(number, reason.into_owned());
        }
        for setting in
            entry.entries().filter(|setting| !setting.key_is("level") && !setting.key_is("reason"))
        {
            if let Some(value) = parameter(setting, rule, drafts) {
                self.parameters
                    .entry(number)
                    .or_default()
                    .push((setting.key().into_owned(), value));
            }
        }
    }

    fn read_overrides(&mut self, manifest: Value<'_>, rules: &Rules, drafts: &mut Vec<Draft>) {
        let Some(list) = manifest.get("overrides").filter(|list| list.is_array()) else { return };
        for change in list.elements().filter(|change| change.is_table()) {
            let patterns = change.get("files").map(super::strings).unwrap_or_default();
            let (mut of_groups, mut of_rules, mut written) = (Vec::new(), Vec::new(), Vec::new());
            let table = change.get("rules").filter(|table| table.is_table());
            for entry in table.into_iter().flat_map(|table| table.entries()) {
                let name = entry.key();
                let Some(level) = level_of(entry) else { continue };
                written.push((name.to_string(), level));
                let own = rules.number(&name);
                let members = rules.iter().filter(|(_, rule)| rule.group == *name);
                let chosen: Vec<RuleNo> = members.map(|(number, _)| number).chain(own).collect();
                if chosen.is_empty() {
                    drafts.push(unknown_rule(entry, &name, "overrides.rules", rules));
                }
                let mut lowered = chosen.iter().filter_map(|number| rules.get(*number));
                if let Some(rule) = lowered.find(|rule| needs_reason(rule, level)) {
                    reason_for_override(change, entry, rule, drafts);
                }
                let list = if own.is_some() { &mut of_rules } else { &mut of_groups };
                list.extend(chosen.into_iter().map(|number| (number, level)));
            }
            // Groups first, so that a rule's own entry wins wherever it stands.
            of_groups.append(&mut of_rules);
            let reason = change.get("reason").and_then(|value| value.as_str());
            self.overrides.push(Override {
                files: super::globs(patterns.iter().map(String::as_str)),
                header: change.span(),
                patterns,
                named: written,
                reason: reason.map(|reason| reason.into_owned()),
                rules: of_groups,
            });
        }
    }

    fn select(&mut self, rules: &Rules, call: &Selection) {
        for (number, rule) in rules.iter() {
            let named = |list: &[String]| {
                list.iter().any(|name| rule.name == name.as_str() || rule.group == name.as_str())
            };
            let ignored = named(&call.ignore);
            let selected = call.select.is_empty() || named(&call.select);
            if ignored || !selected {
                self.set(number, Level::Off, Origin::Call);
            } else if !call.select.is_empty() && self.level(number) == Level::Off {
                self.set(number, rule.level, Origin::Call);
            }
        }
    }
}

/// Rules and groups named in the call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Selection {
    /// Only these, where there are any.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

/// The level that an entry sets, alone or in a table.
fn level_of(entry: Value<'_>) -> Option<Level> {
    let value = if entry.is_table() { entry.get("level")? } else { entry };
    Level::from_name(&value.as_str()?)
}

/// Lowering what a standard says would be the way around the waiver.
fn needs_reason(rule: &Rule, level: Level) -> bool {
    let outside = matches!(rule.basis, Basis::Standard | Basis::Accreditation | Basis::Attestation);
    outside && super::weaker(level, rule.level)
}

fn require_reason(entry: Value<'_>, name: &str, rule: &Rule, drafts: &mut Vec<Draft>) {
    let reason =
        entry.is_table().then(|| entry.get("reason").and_then(|value| value.as_str())).flatten();
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return;
    }
    let level = level_of(entry).unwrap_or(Level::Off);
    let draft = Draft::new("missing-key", SourceId::MANIFEST, entry.key_span())
        .key(format!("rules.{name}"))
        .with("record", format!("rules.{name}"))
        .with("key", "reason")
        .with(
            "hint",
            format!(
                "{name} = {{ level = \"{level}\", reason = \"<why, and where it was decided>\" }}  # {} rests on {}",
                rule.name,
                rule.basis.authority()
            ),
        );
    drafts.push(draft);
}

fn reason_for_override(change: Value<'_>, entry: Value<'_>, rule: &Rule, drafts: &mut Vec<Draft>) {
    let reason = change.get("reason").and_then(|value| value.as_str());
    if reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return;
    }
    let draft = Draft::new("missing-key", SourceId::MANIFEST, entry.key_span())
        .key(format!("overrides.rules.{}", entry.key()))
        .with("record", format!("the override of {}", entry.key()))
        .with("key", "reason")
        .with(
            "hint",
            format!(
                "reason = \"<why, and where it was decided>\"  # {} rests on {}",
                rule.name,
                rule.basis.authority()
            ),
        );
    drafts.push(draft);
}

/// Something else than a level where a level belongs.
fn no_level(entry: Value<'_>, drafts: &mut Vec<Draft>) {
    let value = if entry.is_table() { entry.get("level") } else { Some(entry) };
    let Some(value) =
        value.filter(|value| level_of(entry).is_none() && value.kind() != Kind::Invalid)
    else {
        return;
    };
    // A word alone was held against the levels when the file was validated.
    if !entry.is_table() && value.kind() == Kind::String {
        return;
    }
    let names: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    let key = format!("rules.{}", entry.key());
    let draft = Draft::new("invalid-value", SourceId::MANIFEST, value.span())
        .key(key.clone())
        .with("key", key)
        .with("value", value.raw().to_owned())
        .with("expected", format!("a level is {}", join_or(&names)))
        .with(
            "hint",
            format!("{} = \"<{}>\"", as_written(value).unwrap_or_default(), join_or(&names)),
        )
        .setup();
    drafts.push(draft);
}

fn unknown_rule(entry: Value<'_>, name: &str, table: &'static str, rules: &Rules) -> Draft {
    let known = rules.names().chain(rules.groups());
    let draft = Draft::new("unknown-key", SourceId::MANIFEST, entry.key_span())
        .key(format!("{table}.{name}"))
        .with("table", table)
        .with("key", name.to_owned())
        .setup();
    match closest(name, known) {
        Some(close) => draft.meant(close, "rename to", entry.key_span()),
        None => draft.with("hint", "`complint rules` lists the rules and their groups"),
    }
}

/// A parameter's value, where the rule has it and the type is right.
fn parameter(setting: Value<'_>, rule: &Rule, drafts: &mut Vec<Draft>) -> Option<Literal> {
    let name = setting.key();
    let key = format!("rules.{}.{name}", rule.name);
    let Some(parameter) = rule.parameters.get(&name) else {
        let known: Vec<&str> = rule
            .parameters
            .iter()
            .map(|(name, _)| name.as_str())
            .chain(["level", "reason"])
            .collect();
        let draft = Draft::new("unknown-key", SourceId::MANIFEST, setting.key_span())
            .key(key)
            .with("table", format!("rules.{}", rule.name))
            .with("key", name.to_string())
            .setup();
        drafts.push(match closest(&name, known.iter().copied()) {
            Some(close) => draft.meant(close, "rename to", setting.key_span()),
            None => draft.with("hint", format!("its keys are {}", join_and(&known))),
        });
        return None;
    };
    let value = literal(setting, parameter.value);
    if value.is_none() {
        let (expected, sample) = parameter.value.expected();
        // A duration is a string: of another string it is the value that is wrong.
        let word = parameter.value == ParameterType::Duration && setting.kind() == Kind::String;
        let (rule_name, expected) = if word {
            ("invalid-value", "a duration reads \"1 year\", \"90 days\" or \"P6M\"")
        } else {
            ("wrong-type", expected)
        };
        let draft = Draft::new(rule_name, SourceId::MANIFEST, setting.span())
            .key(key.clone())
            .with("key", key)
            .with("value", setting.raw().to_owned())
            .with("expected", expected)
            .with("found", kind_of(setting))
            .with(
                "hint",
                format!(
                    "{} = {}",
                    crate::fix::key(&name),
                    plain(setting, parameter.value).unwrap_or_else(|| sample.to_owned())
                ),
            )
            .setup();
        drafts.push(draft);
    }
    value
}

/// What a value of another type plainly stands for.
fn plain(value: Value<'_>, wanted: ParameterType) -> Option<String> {
    let text = value.as_str();
    let text = text.as_deref().unwrap_or(value.raw());
    match wanted {
        ParameterType::Duration => meant::duration(text)
            .map(|duration| crate::fix::string(&duration))
            .or_else(|| meant::counted(text)),
        ParameterType::Date => meant::day(text).map(|day| day.to_string()),
        ParameterType::Integer => meant::whole(text).map(|number| number.to_string()),
        ParameterType::String | ParameterType::List => None,
    }
}

fn literal(value: Value<'_>, wanted: ParameterType) -> Option<Literal> {
    match (wanted, value.kind()) {
        (ParameterType::Integer, Kind::Integer) => value.as_i64().map(Literal::LitInt),
        (ParameterType::Duration, Kind::String) => {
            let text = value.as_str()?;
            value::duration(&text)?;
            Some(Literal::LitText(text.into_owned().into()))
        }
        (ParameterType::Date, Kind::LocalDate) => {
            Some(Literal::LitDate(value.raw().to_owned().into()))
        }
        (ParameterType::String, Kind::String) => {
            Some(Literal::LitText(value.as_str()?.into_owned().into()))
        }
        (ParameterType::List, Kind::Array) => Some(Literal::LitList(
            super::strings(value).into_iter().map(Into::into).collect::<Vec<_>>().into(),
        )),
        _ => None,
    }
}
