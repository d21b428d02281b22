//! The table: what was measured, beside what is wanted.

use std::time::Duration;

/// A limit, and the better value that is hoped for. Less is better, unless said.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    must: f64,
    goal: f64,
    more_is_better: bool,
}

impl Target {
    pub(crate) const fn at_most(must: f64, goal: f64) -> Self {
        Self { must, goal, more_is_better: false }
    }

    pub(crate) const fn at_least(must: f64, goal: f64) -> Self {
        Self { must, goal, more_is_better: true }
    }

    fn verdict(self, value: f64) -> &'static str {
        let meets = |limit: f64| {
            if self.more_is_better { value >= limit } else { value <= limit }
        };
        match (meets(self.goal), meets(self.must)) {
            (true, _) => "goal",
            (_, true) => "must",
            _ => "MISSED",
        }
    }
}

/// What is wanted is wanted of what is shipped, and a build for tests is held against nothing.
pub(crate) const SHIPPED: bool = !cfg!(debug_assertions);

/// Print the head of a table.
pub(crate) fn head(title: &str) {
    if !SHIPPED {
        println!("\n{title}\n  {:<46} {:>10}", "", "measured");
        return;
    }
    println!("\n{title}");
    println!("  {:<46} {:>10} {:>10} {:>10}  {:<6}", "", "measured", "must", "goal", "meets");
}

/// Print one row; without a target, the value alone.
pub(crate) fn row(what: &str, value: f64, unit: &str, target: Option<Target>) {
    let measured = with_unit(value, unit);
    match target.filter(|_| SHIPPED) {
        None => println!("  {what:<46} {measured:>10}"),
        Some(target) => println!(
            "  {what:<46} {measured:>10} {:>10} {:>10}  {:<6}",
            with_unit(target.must, unit),
            with_unit(target.goal, unit),
            target.verdict(value),
        ),
    }
}

/// Print a row for something that could not be measured here.
pub(crate) fn missing(what: &str, why: &str) {
    println!("  {what:<46} {why:>10}");
}

fn with_unit(value: f64, unit: &str) -> String {
    let decimals = if value.abs() >= 100.0 { 0 } else { 2 };
    format!("{value:.decimals$} {unit}")
}

/// How many times `other` fits into `time`.
pub(crate) fn ratio(time: Duration, other: Duration) -> f64 {
    time.as_secs_f64() / other.as_secs_f64().max(f64::EPSILON)
}

/// Milliseconds, which only explain the ratios beside them.
pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A number with its thousands set apart.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
