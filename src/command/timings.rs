//! `check --timings`: where the time went, as a table.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Watch;
use crate::timing::{RuleTime, Stage, Timings};

/// How many rules are listed.
const SLOWEST: usize = 10;

/// A run that is measured, from its start.
pub(super) struct Clock {
    watch: Watch,
    pub(super) timings: Arc<Timings>,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { watch: Watch::start(), timings: Arc::default() }
    }

    /// Says where the time went. Measuring the rules one by one is no part of it.
    pub(super) fn tell<'r>(
        &self,
        rules: impl Iterator<Item = RuleTime<'r>>,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        let whole = self.watch.elapsed();
        write(&self.timings, whole, &added(rules), err)
    }
}

/// Each rule once, with its time in all programmes.
fn added<'r>(rules: impl Iterator<Item = RuleTime<'r>>) -> Vec<RuleTime<'r>> {
    let mut added: std::collections::BTreeMap<&str, RuleTime<'r>> = Default::default();
    for rule in rules {
        added.entry(rule.name).and_modify(|sum| sum.time += rule.time).or_insert(rule);
    }
    added.into_values().collect()
}

/// Writes the table: stages, groups of rules, and the slowest rules.
fn write(
    timings: &Timings,
    whole: Duration,
    rules: &[RuleTime<'_>],
    err: &mut dyn Write,
) -> io::Result<()> {
    writeln!(err, "\nTime by stage")?;
    let mut rest = whole;
    for stage in Stage::ALL {
        let time = timings.of(*stage);
        rest = rest.saturating_sub(time);
        row(stage.as_str(), time, whole, err)?;
    }
    row("everything else", rest, whole, err)?;
    row("in all", whole, whole, err)?;
    let all = rules.iter().map(|rule| rule.time).sum();
    writeln!(err, "\nTime by group, each rule alone on one thread")?;
    for (group, time) in groups(rules) {
        row(group, time, all, err)?;
    }
    writeln!(err, "\nSlowest rules, alone on one thread")?;
    let mut slowest = rules.to_vec();
    slowest.sort_by_key(|rule| (std::cmp::Reverse(rule.time), rule.name));
    for rule in slowest.iter().take(SLOWEST) {
        row(rule.name, rule.time, all, err)?;
    }
    Ok(())
}

/// The groups with the time of their rules, slowest first.
fn groups<'r>(rules: &[RuleTime<'r>]) -> Vec<(&'r str, Duration)> {
    let mut groups: Vec<(&str, Duration)> = Vec::new();
    for rule in rules {
        match groups.iter_mut().find(|(group, _)| *group == rule.group) {
            Some((_, time)) => *time += rule.time,
            None => groups.push((rule.group, rule.time)),
        }
    }
    groups.sort_by_key(|(group, time)| (std::cmp::Reverse(*time), *group));
    groups
}

fn row(what: &str, time: Duration, whole: Duration, err: &mut dyn Write) -> io::Result<()> {
    let share = 100.0 * time.as_secs_f64() / whole.as_secs_f64().max(f64::MIN_POSITIVE);
    writeln!(err, "  {what:<34} {:>10.2} ms {share:>5.1} %", time.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::write;
    use crate::timing::{RuleTime, Timings};

    #[test]
    fn groups_are_summed_and_the_slowest_come_first() {
        let rule =
            |name, group, millis| RuleTime { name, group, time: Duration::from_millis(millis) };
        let rules = [rule("a", "soa", 1), rule("b", "tsc", 2), rule("c", "soa", 3)];
        let mut out = Vec::new();
        write(&Timings::default(), Duration::from_millis(4), &rules, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<Vec<&str>> =
            text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(lines.contains(&vec!["in", "all", "4.00", "ms", "100.0", "%"]), "{text}");
        assert!(lines.contains(&vec!["soa", "4.00", "ms", "66.7", "%"]), "{text}");
        let at = |name: &str| lines.iter().position(|line| line.first() == Some(&name)).unwrap();
        assert!(at("soa") < at("tsc") && at("c") < at("b") && at("b") < at("a"), "{text}");
    }
}
