//! Whether a finding has a fix, in the words of those formats that cannot carry its edits.

use crate::finding::{Finding, Fix, Safety};

/// What the fix does and how sure it is: "rename to `owner` (a guess, look at it)".
pub(super) fn told(fix: &Fix) -> String {
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "a guess, look at it",
    };
    format!("{} ({safety})", fix.title)
}

/// A mark behind the message of a finding, where that is all there is room for.
pub(super) fn mark(finding: &Finding) -> &'static str {
    match finding.fix.as_ref().map(|fix| fix.safety) {
        None => "",
        Some(Safety::Safe) => " (fixable)",
        Some(Safety::Unsafe) => " (fixable, a guess)",
    }
}
