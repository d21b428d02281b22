//! The SOC 2 Type 2 engagement that `complint.toml` declares: its period, and which controls it
//! tests.

use crate::calendar::Stretch;
use crate::finding::Place;
use crate::framework::RequirementNo;
use crate::kind::read::To;
use crate::source::SourceId;
use crate::workspace::{Record, Workspace};

pub(super) const SOC2: &str = "soc2";

/// The period of a Type 2 engagement, and the criteria it asks for.
pub(super) struct Engagement {
    /// The days that the report will speak of.
    pub period: Stretch,
    /// The number of the first requirement of the catalog.
    base: RequirementNo,
    /// Which of them the engagement asks for.
    asked: Vec<bool>,
}

impl Engagement {
    /// The engagement, where one of Type 2 with a period is declared.
    pub(super) fn of(workspace: &Workspace) -> Option<Self> {
        let declared = workspace.settings.framework(SOC2)?;
        if declared.report_type == Some(1) {
            return None;
        }
        let (period, _) = declared_period(workspace)?;
        let catalog = workspace.catalogs.get(declared.number?)?;
        let rows = (catalog.first..).zip(&catalog.data.requirements);
        let asked = rows.map(|(number, row)| declared.asks_for(number, row));
        Some(Self { period, base: catalog.first, asked: asked.collect() })
    }

    /// Whether a record meets one of the criteria that the engagement asks for.
    pub(super) fn tests(&self, workspace: &Workspace, number: u32, record: &Record) -> bool {
        let links = workspace.links.starting(record.first_link);
        links.iter().take_while(|link| link.record == number).any(|link| match link.to() {
            To::Requirement(requirement) => requirement
                .checked_sub(self.base)
                .and_then(|at| self.asked.get(at as usize))
                .is_some_and(|asked| *asked),
            _ => false,
        })
    }
}

/// The period that `complint.toml` declares for SOC 2, and where.
pub(super) fn declared_period(workspace: &Workspace) -> Option<(Stretch, Place)> {
    let value = workspace.manifest().get_path(&["frameworks", SOC2, "period"])?;
    let day = |name: &str| value.get(name)?.as_date();
    let period = Stretch::new(day("start")?, day("end")?)?;
    Some((period, Place { source: SourceId::MANIFEST, span: value.span() }))
}
