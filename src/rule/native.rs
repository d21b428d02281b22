//! Rules that need more than the language of rule files has, one short file each.

use jiff::civil::Date;

use crate::finding::Draft;
use crate::workspace::Workspace;

mod assurance;
mod attestation_gap;
mod audits;
mod blanks;
mod boilerplate_justification;
mod coverage;
mod departed_owner;
mod engagement;
mod evidence_gap;
mod expired_evidence;
mod future_date;
mod misleading_claim;
mod mismatched_period;
mod missing_population;
mod no_improvement;
mod overclaiming_document;
mod overdue;
mod overdue_surveillance;
mod overdue_training;
mod parameter;
mod partial_auditor;
mod periods;
mod placeholder_text;
mod records;
mod reviews;
mod second_framework_near;
mod sign;
mod stale_assurance;
mod superseded_edition;
mod tested;
mod texts;
mod unassessed_assurance;
mod unaudited_clause;
mod uncontrolled_document;
mod undisclosed_incident;
mod unmeasured_metric;
mod unread;
mod unreported_audit;
mod unusual_period;

pub(crate) use unread::hidden;

/// A look at a workspace on a day: what rules in Rust find.
pub(crate) type Native = fn(&Workspace, Date) -> Vec<Draft>;

/// Every native rule by name, those together that share a look: where two ask the same records, reading
/// these is most of the work. A test compares the names with the rule files.
pub(crate) const NATIVE: &[(&[&str], Native)] = &[
    (&["attestation-gap"], attestation_gap::find),
    (&["boilerplate-justification"], boilerplate_justification::find),
    (&["departed-owner"], departed_owner::find),
    (&["dropped-review-action"], reviews::dropped),
    (&["evidence-gap", "missing-population"], tested::find),
    (&["expired-evidence"], expired_evidence::find),
    (&["future-date"], future_date::find),
    (&["incomplete-management-review"], reviews::incomplete),
    (&["misleading-claim"], misleading_claim::find),
    (&["mismatched-period"], mismatched_period::find),
    (&["no-improvement"], no_improvement::find),
    (&["overclaiming-document"], overclaiming_document::find),
    (&["overdue-internal-audit"], overdue::internal_audit),
    (&["overdue-management-review"], overdue::management_review),
    (&["overdue-risk-assessment"], overdue::risk_assessment),
    (&["overdue-surveillance"], overdue_surveillance::find),
    (&["overdue-training"], overdue_training::find),
    (&["partial-auditor"], partial_auditor::find),
    (&["placeholder-text"], placeholder_text::find),
    (&["second-framework-near"], second_framework_near::find),
    (&["stale-assurance", "unassessed-assurance"], assurance::find),
    (&["superseded-edition"], superseded_edition::find),
    (&["unaudited-clause"], unaudited_clause::find),
    (&["uncontrolled-document"], uncontrolled_document::find),
    (&["undisclosed-incident"], undisclosed_incident::find),
    (&["unmeasured-metric"], unmeasured_metric::find),
    (&["unreported-audit"], unreported_audit::find),
    (&["unusual-period"], unusual_period::find),
];
