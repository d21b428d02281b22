//! Surveillance audits that a certificate needs to stay in force, and that no record shows.

use jiff::civil::Date;

use super::audits;
use super::parameter::Parameters;
use super::records::{self, of_kind, records_since, text};
use crate::finding::Draft;
use crate::kind::State;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::kind::value::later;
use crate::words::join_and;
use crate::workspace::{Record, Workspace};

const RULE: &str = "overdue-surveillance";

pub(super) fn find(workspace: &Workspace, today: Date) -> Vec<Draft> {
    let parameters = Parameters::of(workspace, RULE);
    let (Some(first), Some(cycle)) = (parameters.duration("first"), parameters.duration("cycle"))
    else {
        return Vec::new();
    };
    let visits = Visits::of(workspace);
    let certificates = of_kind(workspace, "certificate");
    certificates
        .filter_map(|(number, record)| {
            let clock = Clock::of(workspace, number, record, cycle)?;
            // One that has expired is reported as that.
            if clock.expires < today {
                return None;
            }
            clock.judge(workspace, &visits, today, first)
        })
        .collect()
}

/// A visit of the certification body.
struct Visit {
    framework: String,
    number: u32,
    state: State,
    /// A surveillance, or a recertification, which takes its place.
    surveillance: bool,
    day: Date,
}

struct Visits(Vec<Visit>);

impl Visits {
    fn of(workspace: &Workspace) -> Self {
        let audits = of_kind(workspace, "audit").filter_map(|(number, record)| {
            let surveillance = match &*text(workspace, record, "type")? {
                "surveillance" => true,
                "recertification" => false,
                _ => return None,
            };
            Some(Visit {
                framework: framework(workspace, record),
                number,
                state: workspace.state(record),
                surveillance,
                day: audits::day(workspace, record)?,
            })
        });
        Self(audits.collect())
    }

    fn held<'v>(&'v self, framework: &'v str) -> impl Iterator<Item = &'v Visit> {
        self.0
            .iter()
            .filter(move |visit| visit.state == State::Live && visit.framework == framework)
    }

    /// The first surveillance that is planned and not held.
    fn planned(&self, framework: &str) -> Option<&Visit> {
        let planned = self.0.iter().filter(|visit| {
            visit.surveillance && visit.state == State::Planned && visit.framework == framework
        });
        planned.min_by_key(|visit| visit.day)
    }
}

/// A record that names no framework is of the default one.
fn framework(workspace: &Workspace, record: &Record) -> String {
    let named = text(workspace, record, "framework");
    named.map_or_else(|| DEFAULT_FRAMEWORK.to_owned(), |name| name.into_owned())
}

/// The clock of a certificate that is in force.
struct Clock<'w> {
    number: u32,
    record: &'w Record,
    framework: String,
    /// The decision that the cycle counts from.
    decided: Date,
    /// Whether it was the first: after a recertification no visit is due within a year.
    initial: bool,
    expires: Date,
}

impl<'w> Clock<'w> {
    /// The clock, where the certificate is the newest and says when it was decided; that it does
    /// not is another rule's.
    fn of(
        workspace: &'w Workspace,
        number: u32,
        record: &'w Record,
        cycle: jiff::Span,
    ) -> Option<Self> {
        if workspace.state(record) != State::Live || !workspace.lines.newest(number) {
            return None;
        }
        let day = |key: &str| records::day(workspace, record, key);
        let decided = day("decided")?;
        let first = day("first_certified").is_none_or(|first| first == decided);
        Some(Self {
            number,
            record,
            framework: framework(workspace, record),
            decided,
            initial: first && day("previous_expiry").is_none(),
            expires: day("expires").or_else(|| later(decided, cycle))?,
        })
    }

    fn judge(
        &self,
        workspace: &Workspace,
        visits: &Visits,
        today: Date,
        first: jiff::Span,
    ) -> Option<Draft> {
        let missing = self.missing(visits, today, first, records_since(workspace));
        if missing.is_empty() {
            return None;
        }
        let span = records::value_at(workspace, self.record, "decided").map(|value| value.span());
        let draft = Draft::new(RULE, self.record.source, span.unwrap_or_default())
            .record(self.number)
            .key("decided")
            .with("id", workspace.id(self.record).into_owned())
            .with("missing", join_and(&missing));
        let planned = visits.planned(&self.framework).and_then(|visit| {
            let record = workspace.records.get(visit.number as usize)?;
            Some((records::place(workspace, record, "date"), visit.day))
        });
        Some(match planned {
            Some((place, day)) => {
                draft.related(place, format!("planned for {day}, and not recorded as completed"))
            }
            None => draft,
        })
    }

    /// What should have been held by now and is on no record, in words.
    fn missing(
        &self,
        visits: &Visits,
        today: Date,
        first: jiff::Span,
        since: Option<Date>,
    ) -> Vec<String> {
        let since = since.unwrap_or(Date::MIN);
        let mut missing = Vec::new();
        let due = later(self.decided, first).filter(|due| self.initial && *due < today);
        let held = |from: Date, to: Date| {
            visits.held(&self.framework).any(|visit| from <= visit.day && visit.day <= to)
        };
        if let Some(due) = due.filter(|_| self.decided >= since && !held(self.decided, today)) {
            missing.push(format!("the twelve months to {due}"));
        }
        // The year of the decision needs none, and the one of the expiry has the recertification.
        let years = self.decided.year().saturating_add(1)..self.expires.year().min(today.year());
        for year in years {
            let (Ok(from), Ok(to)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else {
                break;
            };
            if from >= since && !held(from, to) {
                missing.push(format!("the year {year}"));
            }
        }
        missing
    }
}
