//! How a waiver is written, ready to paste.

use jiff::Span as Duration;
use jiff::civil::Date;

use crate::kind::value::later;

/// Stands where a reason belongs.
pub(super) const REASON: &str = "<why this may stay, and where it is followed up>";
/// Stands where a day belongs that cannot be proposed.
pub(super) const DAY: &str = "<day>";
/// Stands where the name of a rule belongs.
pub(super) const RULE: &str = "<rule>";

/// What makes a line a comment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sign {
    /// `#`, in TOML.
    Hash,
    /// `<!--` and `-->`, in Markdown.
    Html,
}

impl Sign {
    /// What stands within a comment.
    pub(super) fn body(self, comment: &str) -> Option<&str> {
        match self {
            Self::Hash => comment.strip_prefix('#'),
            Self::Html => Some(comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim()),
        }
    }
}

/// A waiver in a comment.
pub(super) fn comment(sign: Sign, rules: &[&str], until: &str, reason: &str) -> String {
    let rules = if rules.is_empty() { RULE.to_owned() } else { rules.join(", ") };
    let said = format!("complint: ignore[{rules}] until={until} {reason}");
    match sign {
        Sign::Hash => format!("# {said}"),
        Sign::Html => format!("<!-- {said} -->"),
    }
}

/// The end that is proposed: long enough to mend something, short enough to be remembered.
pub(super) fn quarter(today: Date) -> String {
    later(today, Duration::new().months(3)).map_or_else(|| DAY.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    #[test]
    fn proposes_a_quarter() {
        assert_eq!(super::quarter(date(2026, 6, 30)), "2026-09-30");
        assert_eq!(super::quarter(date(2026, 11, 30)), "2027-02-28");
        assert_eq!(super::quarter(date(9999, 12, 31)), "<day>");
    }
}
