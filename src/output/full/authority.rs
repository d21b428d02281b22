//! On whose authority a rule speaks, in words. That users can tell a standard from a custom is a
//! large part of why they can rely on the tool.

use crate::finding::Subject;
use crate::framework::Catalog;
use crate::rule::{Basis, Rule, RuleNo, shipped};
use crate::words::join_and;
use crate::workspace::Workspace;

/// Whose demand it is and where it stands; nothing where the files contradict themselves and no
/// standard has to be asked. What a standard demands by one requirement, which is all that is spoken of
/// where it is `alone`, stands at that requirement.
pub(super) fn words(
    rule: &Rule,
    about: Subject,
    alone: bool,
    workspace: &Workspace,
) -> Option<String> {
    let demanded = matches!(rule.basis, Basis::Standard | Basis::Attestation);
    if let Some(own) = demanded.then(|| of_another(rule, about, alone, workspace)).flatten() {
        return Some(own);
    }
    let own = (demanded && alone).then(|| requirement(about, workspace)).flatten();
    let references = own.unwrap_or_else(|| references(rule, workspace));
    let (authority, link) = match rule.basis {
        Basis::Standard => ("the standard itself", ": "),
        Basis::Accreditation => ("rules that bind certification bodies", ": "),
        Basis::Attestation => ("the AICPA's criteria and attestation standards", ": "),
        Basis::Convention => ("a convention, no standard demands it", "; see "),
        Basis::Integrity if references.is_empty() => return None,
        Basis::Integrity => ("your own files say so", "; see "),
    };
    Some(if references.is_empty() {
        authority.to_owned()
    } else {
        format!("{authority}{link}{references}")
    })
}

/// Of a requirement of a framework that the rule was not written for, a company's own above all, that
/// framework is the authority.
fn of_another(rule: &Rule, about: Subject, alone: bool, workspace: &Workspace) -> Option<String> {
    let Subject::Requirement(number) = about else { return None };
    let (_, catalog) = workspace.catalogs.catalog_of(number)?;
    let cites = |reference: &crate::text::Str| {
        reference.split_once(':').is_some_and(|(framework, _)| framework == catalog.id())
    };
    if rule.references.iter().any(cites) {
        return None;
    }
    let place = if alone { requirement(about, workspace)? } else { title(catalog).to_owned() };
    Some(format!("the framework itself: {place}"))
}

/// "ISO/IEC 27001 7.4"
fn requirement(subject: Subject, workspace: &Workspace) -> Option<String> {
    let Subject::Requirement(number) = subject else { return None };
    let (_, catalog) = workspace.catalogs.catalog_of(number)?;
    Some(format!("{} {}", title(catalog), workspace.catalogs.requirement(number)?.id))
}

fn title(catalog: &Catalog) -> &str {
    let head = &catalog.data.head;
    if head.title.is_empty() { &head.id } else { &head.title }
}

/// "ISO/IEC 27001 6.1.3 c and 6.1.3 d, ISO/IEC 42001 6.1.3". Of frameworks that are not in scope
/// only where there is no other.
fn references(rule: &Rule, workspace: &Workspace) -> String {
    let references: Vec<Reference<'_>> =
        rule.references.iter().map(|reference| Reference::read(reference, workspace)).collect();
    let any = references.iter().any(|reference| reference.in_scope);
    let shown: Vec<&Reference<'_>> =
        references.iter().filter(|reference| reference.in_scope || !any).collect();
    let sources = shown.chunk_by(|one, next| one.source == next.source).map(|same| {
        let ids: Vec<&str> =
            same.iter().map(|reference| reference.id).filter(|id| !id.is_empty()).collect();
        let source = same.first().map_or("", |reference| reference.source);
        format!("{source} {}", join_and(&ids)).trim_end().to_owned()
    });
    sources.collect::<Vec<_>>().join(", ")
}

/// `iso27001:6.1.3 d`, or the name of another source.
struct Reference<'a> {
    source: &'a str,
    id: &'a str,
    in_scope: bool,
}

impl<'a> Reference<'a> {
    fn read(reference: &'a str, workspace: &'a Workspace) -> Self {
        let known = reference.split_once(':').and_then(|(framework, id)| {
            let number = workspace.catalogs.number(framework)?;
            let title = workspace.catalogs.get(number)?.data.head.title.as_str();
            let in_scope = workspace
                .settings
                .frameworks
                .iter()
                .any(|declared| declared.number == Some(number));
            Some(Self { source: if title.is_empty() { framework } else { title }, id, in_scope })
        });
        known.unwrap_or(Self { source: reference, id: "", in_scope: true })
    }
}

/// Where a shipped rule is explained on the web, in the version that is running.
pub(in crate::output) fn address(rule: &Rule, number: RuleNo) -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let version = env!("CARGO_PKG_VERSION");
    (usize::from(number) < shipped().len())
        .then(|| format!("{repository}/blob/v{version}/docs/rules/{}.md", rule.name))
}
