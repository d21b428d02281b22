//! Certificates of an edition that has been withdrawn.

use jiff::civil::Date;

use super::parameter::Parameters;
use super::records::{of_kind, text, value_at};
use crate::finding::Draft;
use crate::kind::State;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::workspace::{Record, Workspace};

const RULE: &str = "superseded-edition";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let parameters = Parameters::of(workspace, RULE);
    let Some(last) = parameters.date("last_day").filter(|last| *last < today) else {
        return Vec::new();
    };
    let old = parameters.list("editions");
    let certificates = of_kind(workspace, "certificate");
    certificates
        .filter_map(|(number, record)| judge(workspace, today, number, record, last, &old))
        .collect()
}

fn judge(
    workspace: &Workspace,
    today: Date,
    number: u32,
    record: &Record,
    last: Date,
    old: &[&str],
) -> Option<Draft> {
    let framework = text(workspace, record, "framework");
    let relied_on = workspace.state(record) == State::Live && workspace.lines.newest(number);
    // One that has expired anyway is reported as that.
    let expired = value_at(workspace, record, "expires")
        .and_then(|expires| expires.as_date())
        .is_some_and(|expires| expires < today);
    if framework.is_some_and(|framework| framework != DEFAULT_FRAMEWORK) || !relied_on || expired {
        return None;
    }
    let edition = text(workspace, record, "edition")?;
    names_one(&edition, old).then(|| {
        let span = value_at(workspace, record, "edition").map(|value| value.span());
        Draft::new(RULE, record.source, span.unwrap_or_default())
            .record(number)
            .key("edition")
            .with("id", workspace.id(record).into_owned())
            .with("edition", edition.trim().to_owned())
            .with("date", last.to_string())
    })
}

/// Whether a text names one of the years, as in "2013" and "EN ISO/IEC 27001:2017".
fn names_one(edition: &str, years: &[&str]) -> bool {
    edition.split(|letter: char| !letter.is_ascii_digit()).any(|number| years.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::names_one;

    #[test]
    fn finds_the_year_in_what_is_printed() {
        let years = ["2005", "2013", "2017"];
        for old in ["2013", "ISO/IEC 27001:2013", "EN ISO/IEC 27001:2017", "27001:2013/Cor 2:2015"]
        {
            assert!(names_one(old, &years), "{old}");
        }
        for new in ["2022", "ISO/IEC 27001:2022/Amd 1:2024", "20130", ""] {
            assert!(!names_one(new, &years), "{new}");
        }
    }
}
