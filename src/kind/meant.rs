//! What a value in a wrong form was meant to be, where that is plain.
//!
//! Help is pasted. So a day whose month could as well be its day is none, and what is not plain is left
//! to who wrote it.

use jiff::civil::Date;

use super::value;
use crate::words::slips;

/// A day in words, or with its parts in another order; none that could be two.
pub(crate) fn day(text: &str) -> Option<Date> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.map(short).collect();
    let is_year = |part: &&&str| part.len() == 4 && part.bytes().all(|c| c.is_ascii_digit());
    if parts.iter().filter(is_year).count() != 1 {
        return None;
    }
    let parts = parts.join("-");
    let mut days = ORDERS.iter().filter_map(|order| Date::strptime(order, &parts).ok());
    let day = days.next()?;
    days.all(|other| other == day).then_some(day)
}

const ORDERS: [&str; 7] =
    ["%Y-%m-%d", "%Y-%b-%d", "%Y-%d-%b", "%d-%b-%Y", "%b-%d-%Y", "%d-%m-%Y", "%m-%d-%Y"];

/// "1" of "1st", and "Sep" of "September".
fn short(part: &str) -> &str {
    if part.starts_with(|c: char| c.is_ascii_digit()) {
        let ends = ["st", "nd", "rd", "th"];
        return ends.iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
    }
    part.get(..3).unwrap_or(part)
}

/// A duration as it has to be written: "6 months" of "6 moths" and "3 months" of "quarterly".
pub(crate) fn duration(text: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let rest = lower.strip_prefix("every ").unwrap_or(&lower).trim();
    let (count, word) = number_of(rest)?;
    let (times, unit) = unit(word)?;
    let count = count.checked_mul(times)?;
    let duration = format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    value::duration(&duration).map(|_| duration)
}

/// The place of a duration of which only the number is known, as it is to be filled in.
pub(crate) fn counted(text: &str) -> Option<String> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("\"{text} <days, weeks, months or years>\""))
}

/// A number, in digits or words, and what it counts; one where no number stands.
fn number_of(text: &str) -> Option<(u32, &str)> {
    let word = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if word.len() < text.len() {
        let count = text.get(..text.len() - word.len())?.parse().ok()?;
        return Some((count, word.trim_start()));
    }
    let Some((first, rest)) = text.split_once(' ') else { return Some((1, text)) };
    let count = if matches!(first, "a" | "an") {
        1
    } else {
        u32::try_from(NUMBERS.iter().position(|number| *number == first)? + 1).ok()?
    };
    Some((count, rest.trim_start()))
}

const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// How often which unit a word stands for.
fn unit(word: &str) -> Option<(u32, &'static str)> {
    let slips_in = |most: usize| {
        UNITS.iter().find(|(name, ..)| slips(word, name).is_some_and(|slips| slips <= most))
    };
    // With one slip more, what is twice a year would be once.
    slips_in(0).or_else(|| slips_in(1)).map(|(_, times, unit)| (*times, *unit))
}

const UNITS: &[(&str, u32, &str)] = &[
    ("day", 1, "day"),
    ("days", 1, "day"),
    ("daily", 1, "day"),
    ("week", 1, "week"),
    ("weeks", 1, "week"),
    ("weekly", 1, "week"),
    ("month", 1, "month"),
    ("months", 1, "month"),
    ("monthly", 1, "month"),
    ("quarter", 3, "month"),
    ("quarters", 3, "month"),
    ("quarterly", 3, "month"),
    ("semiannual", 6, "month"),
    ("semiannually", 6, "month"),
    ("half-yearly", 6, "month"),
    ("year", 1, "year"),
    ("years", 1, "year"),
    ("yearly", 1, "year"),
    ("annual", 1, "year"),
    ("annually", 1, "year"),
];

/// A boolean in another word.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// A whole number that is written as a decimal one.
pub(crate) fn whole(text: &str) -> Option<i64> {
    /// Up to here a decimal number holds every whole one.
    const EXACT: f64 = (1u64 << f64::MANTISSA_DIGITS) as f64;
    let number: f64 = text.trim().replace('_', "").parse().ok()?;
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::{boolean, day, duration, whole};

    #[test]
    fn a_day_is_read_where_it_can_be_one_only() {
        let plain = [
            ("1 March 2026", "2026-03-01"),
            ("March 1, 2026", "2026-03-01"),
            ("1st of Mar 2026", ""),
            ("1st Mar. 2026", "2026-03-01"),
            ("2026 Sept 30", "2026-09-30"),
            ("31.12.2026", "2026-12-31"),
            ("12/31/2026", "2026-12-31"),
            ("05.05.2026", "2026-05-05"),
            ("2026/2/1", "2026-02-01"),
            ("2026-2-1", "2026-02-01"),
            ("01.02.2025", ""),
            ("1/2/26", ""),
            ("31.13.2026", ""),
            ("30 February 2026", ""),
            ("March 2026", ""),
            ("soon", ""),
            ("1 Ma 2026", ""),
            ("", ""),
        ];
        for (text, expected) in plain {
            let found = day(text).map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_duration_is_read_where_its_unit_is_plain() {
        let plain = [
            ("6 moths", "6 months"),
            ("6months", "6 months"),
            ("six months", "6 months"),
            ("1 yaer", "1 year"),
            ("Quarterly", "3 months"),
            ("every 2 quarters", "6 months"),
            ("every year", "1 year"),
            ("annualy", "1 year"),
            ("a week", "1 week"),
            ("12", ""),
            ("0 months", ""),
            ("6 m", ""),
            ("biannually", ""),
            ("year or so", ""),
            ("whenever needed", ""),
            ("", ""),
        ];
        for (text, expected) in plain {
            assert_eq!(duration(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn words_and_decimals_that_stand_for_something_plain() {
        assert_eq!(["no", "False", "off", "0"].map(boolean), [Some(false); 4]);
        assert_eq!(["yes", "TRUE", "on", "1"].map(boolean), [Some(true); 4]);
        assert_eq!(["n/a", "", "partly", "2"].map(boolean), [None; 4]);
        assert_eq!(["3.0", "1e1", "-2.0"].map(whole), [Some(3), Some(10), Some(-2)]);
        assert_eq!(["3.5", "inf", "nan", "1e30", "many"].map(whole), [None; 5]);
    }
}
