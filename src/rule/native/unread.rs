//! When a rule in Rust keeps silent about absence: where a value that cannot be read may be the very
//! thing that it would miss.
//!
//! `evidence.controls = {}` is reported as of the wrong type; that no evidence names a control can then
//! not be said of any. Rule files do the same for each relation that they ask for.

use crate::workspace::Workspace;

/// Keys, by kind.
type Keys = &'static [(&'static str, &'static [&'static str])];

/// What a rule rests on: keys of other records than the one it reports. A rule that concludes from
/// absence and is not listed looks at one record alone, and at its values itself.
const RESTS_ON: &[(&str, Keys)] = &[
    ("attestation-gap", &[("attestation", &["type", "period"])]),
    ("dropped-review-action", &[("management_review", &["status", "date"])]),
    ("evidence-gap", &[("evidence", &["controls", "covers", "collected"])]),
    ("expired-evidence", &[("evidence", &["controls", "covers", "collected", "expires"])]),
    ("missing-population", &[("evidence", &["controls", "covers", "collected", "population"])]),
    ("no-improvement", &[("opportunity", &["status", "completed"])]),
    ("overdue-internal-audit", AUDITS),
    ("overdue-management-review", &[("management_review", &["status", "date"])]),
    ("overdue-risk-assessment", &[("activity", &["type", "performed"])]),
    ("overdue-surveillance", AUDITS),
    ("overdue-training", &[("training", &["completed", "expires"])]),
    ("superseded-edition", &[("certificate", &["status", "decided", "expires"])]),
    (
        "unaudited-clause",
        &[("audit", &["type", "status", "framework", "date", "period", "requirements"])],
    ),
    ("unreported-audit", &[("management_review", &["status", "date", "inputs"])]),
];

/// Where and when audits were held.
const AUDITS: Keys = &[("audit", &["type", "status", "framework", "date", "period"])];

/// Whether what a rule would miss may be hidden in a value that cannot be read.
pub(crate) fn hidden(workspace: &Workspace, rule: &str) -> bool {
    let bad = workspace.bad.keys();
    if bad.is_empty() {
        return false;
    }
    let rests = RESTS_ON.iter().filter(|(name, _)| *name == rule);
    let mut keys = rests.flat_map(|(_, kinds)| kinds.iter());
    keys.any(|(kind, keys)| {
        let (Some(number), Some(info)) =
            (workspace.kinds.number(kind), workspace.kinds.by_id(kind))
        else {
            return false;
        };
        let mut tags = keys.iter().filter_map(|key| info.top(key));
        tags.any(|tag| bad.contains(&(number, tag)))
    })
}

#[cfg(test)]
mod tests {
    use super::RESTS_ON;
    use crate::kind::Kinds;

    /// Each name is that of a rule in Rust that concludes from absence, and each key is there.
    #[test]
    fn it_names_what_is_there() {
        let (kinds, _) = Kinds::new(Vec::new());
        for (name, rests) in RESTS_ON {
            let rule = crate::rule::shipped().iter().find(|rule| rule.name == *name);
            assert!(rule.is_some_and(|rule| rule.native && rule.absence), "{name}");
            for (kind, keys) in *rests {
                for key in *keys {
                    let known = kinds.by_id(kind).and_then(|info| info.top(key));
                    assert!(known.is_some(), "{name}: {kind}.{key}");
                }
            }
        }
    }
}
