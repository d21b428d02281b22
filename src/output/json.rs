//! Everything a program could want to know, as one JSON document, however many programmes there
//! are. `docs/json.md` describes it and says what may change.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::places::{Places, View};
use super::{Linted, Style};
use crate::finding::{Finding, Fix, Place, Related, Safety, Subject, Suppression};
use crate::source::SourceId;
use crate::workspace::Workspace;

/// The version of the document's shape; it grows when something is renamed, removed or changes its
/// meaning.
pub(super) const SCHEMA_VERSION: u32 = 1;

pub(super) fn render(
    programmes: &[Linted<'_>],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        version: env!("CARGO_PKG_VERSION"),
        today: programmes.first().map(|linted| linted.report.today.to_string()),
        programmes: programmes.iter().map(|linted| programme(linted, style)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    version: &'static str,
    today: Option<String>,
    programmes: Vec<ProgrammeJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct ProgrammeJson<'a> {
    pub(super) root: String,
    asked: &'a [String],
    setup_broken: bool,
    checked: CheckedJson,
    counts: CountsJson,
    withheld: WithheldJson<'a>,
    /// None where findings are written apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) findings: Option<Vec<FindingJson<'a>>>,
}

#[derive(Serialize)]
struct CheckedJson {
    files: usize,
    records: usize,
    requirements: usize,
    rules: usize,
}

#[derive(Serialize)]
struct CountsJson {
    errors: usize,
    warnings: usize,
    notes: usize,
    waived: usize,
    accepted: usize,
    fixable: usize,
}

#[derive(Serialize)]
struct WithheldJson<'a> {
    findings: usize,
    incomplete_files: usize,
    rules: std::collections::BTreeMap<&'a str, usize>,
}

#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    rule: &'a str,
    group: &'a str,
    level: &'static str,
    basis: &'static str,
    references: Vec<&'a str>,
    message: &'a str,
    list: Option<&'a str>,
    label: Option<&'a str>,
    help: Option<&'a str>,
    #[serde(flatten)]
    place: PlaceJson<'a>,
    related: Vec<RelatedJson<'a>>,
    subject: SubjectJson<'a>,
    key: &'a str,
    fingerprint: &'a str,
    fix: Option<FixJson<'a>>,
    suppressed: Option<SuppressedJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    path: &'a str,
    start: PositionJson,
    end: PositionJson,
}

#[derive(Serialize)]
struct PositionJson {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    label: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum SubjectJson<'a> {
    Record { kind: &'a str, id: Cow<'a, str> },
    Requirement { framework: &'a str, edition: &'a str, id: &'a str, title: &'a str },
    Programme,
    File { path: &'a str },
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    safety: Safety,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct SuppressedJson<'a> {
    baseline: bool,
    reason: &'a str,
    until: Option<&'a str>,
    #[serde(flatten)]
    place: PlaceJson<'a>,
}

pub(super) fn programme<'a>(linted: &Linted<'a>, style: &Style) -> ProgrammeJson<'a> {
    let Linted { report, workspace, asked } = *linted;
    let places = Places::new(workspace, style.base.as_deref());
    let counts = report.counts();
    let withheld = report
        .withheld
        .iter()
        .filter_map(|(rule, times)| Some((&*workspace.rules.get(*rule)?.name, *times)));
    ProgrammeJson {
        root: View::new(&workspace.root, style.base.as_deref()).root(),
        asked,
        setup_broken: report.setup_broken,
        checked: CheckedJson {
            files: report.checked.files,
            records: report.checked.records,
            requirements: report.checked.requirements,
            rules: report.checked.rules,
        },
        counts: CountsJson {
            errors: counts.errors,
            warnings: counts.warnings,
            notes: counts.notes,
            waived: counts.waived,
            accepted: counts.accepted,
            fixable: counts.fixable,
        },
        withheld: WithheldJson {
            findings: report.withheld_count(),
            incomplete_files: report.incomplete_files,
            rules: withheld.collect(),
        },
        findings: Some(
            report
                .findings
                .iter()
                .filter_map(|finding| Reader { workspace, places: &places }.finding(finding))
                .collect(),
        ),
    }
}

/// Turns findings of one programme into their JSON.
#[derive(Clone, Copy)]
struct Reader<'p, 'a> {
    workspace: &'a Workspace,
    places: &'p Places<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn finding(self, finding: &'a Finding) -> Option<FindingJson<'a>> {
        let rule = self.workspace.rules.get(finding.rule)?;
        Some(FindingJson {
            rule: &rule.name,
            group: &rule.group,
            level: finding.level.as_str(),
            basis: rule.basis.as_str(),
            references: rule.references.iter().map(|reference| reference.as_str()).collect(),
            message: &finding.message,
            list: finding.list.as_deref(),
            label: finding.label.as_deref(),
            help: finding.help.as_deref(),
            place: self.place(finding.place),
            related: finding.related.iter().map(|related| self.related(related)).collect(),
            subject: self.subject(finding),
            key: &finding.key,
            fingerprint: &finding.fingerprint,
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
            suppressed: finding.suppressed.as_ref().map(|suppressed| self.suppressed(suppressed)),
        })
    }

    fn place(self, place: Place) -> PlaceJson<'a> {
        let position = |offset| {
            let position = self.places.position(place.source, offset);
            PositionJson { line: position.line, column: position.column, offset }
        };
        PlaceJson {
            path: self.path(place.source),
            start: position(place.span.start),
            end: position(place.span.end),
        }
    }

    fn path(self, source: SourceId) -> &'a str {
        &self.workspace.source(source).path
    }

    fn related(self, related: &'a Related) -> RelatedJson<'a> {
        RelatedJson { place: self.place(related.place), label: &related.label }
    }

    fn fix(self, fix: &'a Fix) -> FixJson<'a> {
        let edits = fix
            .edits
            .iter()
            .map(|edit| EditJson { place: self.place(edit.place), text: &edit.text })
            .collect();
        FixJson { title: &fix.title, safety: fix.safety, edits }
    }

    fn suppressed(self, suppressed: &'a Suppression) -> SuppressedJson<'a> {
        let place = self.place(suppressed.place);
        let baseline = suppressed.baseline;
        SuppressedJson {
            baseline,
            reason: &suppressed.reason,
            until: suppressed.until.as_deref(),
            place,
        }
    }

    fn subject(self, finding: &Finding) -> SubjectJson<'a> {
        match finding.subject {
            Subject::File(source) => SubjectJson::File { path: self.path(source) },
            Subject::Record(number) => match self.workspace.records.get(number as usize) {
                Some(record) => SubjectJson::Record {
                    kind: &self.workspace.kind(record).kind.id,
                    id: self.workspace.id(record),
                },
                None => SubjectJson::Programme,
            },
            Subject::Requirement(number) => {
                self.requirement(number).unwrap_or(SubjectJson::Programme)
            }
            Subject::Programme => SubjectJson::Programme,
        }
    }

    fn requirement(self, number: u32) -> Option<SubjectJson<'a>> {
        let (_, catalog) = self.workspace.catalogs.catalog_of(number)?;
        let requirement = self.workspace.catalogs.requirement(number)?;
        Some(SubjectJson::Requirement {
            framework: catalog.id(),
            edition: &catalog.data.head.edition,
            id: &requirement.id,
            title: &requirement.title,
        })
    }
}
