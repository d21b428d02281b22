//! What a viewer shows beside a finding of a rule: why it matters, how to mend it, on whose
//! authority.

use super::markdown::{inline, prose};
use crate::framework::Catalogs;
use crate::rule::{Rule, behind};

/// As Markdown.
pub(crate) fn markdown(rule: &Rule, catalogs: &Catalogs) -> String {
    let mut text = format!(
        "{}\n\n**How to mend it**\n\n{}\n\n**Authority**: {}\n",
        prose(&rule.explanation),
        prose(&rule.remediation),
        inline(rule.basis.authority())
    );
    for (number, reference) in references(rule, catalogs).enumerate() {
        text.push_str(if number == 0 { "\n- " } else { "- " });
        text.push_str(&inline(&reference));
        text.push('\n');
    }
    text
}

/// As plain text.
pub(crate) fn text(rule: &Rule, catalogs: &Catalogs) -> String {
    let flat = |text: &str| {
        let paragraphs = text.trim().split("\n\n");
        let paragraphs = paragraphs.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        paragraphs.collect::<Vec<_>>().join("\n\n")
    };
    let mut text = format!(
        "{}\n\nHow to mend it: {}\n\nAuthority: {}.",
        flat(&rule.explanation),
        flat(&rule.remediation),
        rule.basis.authority()
    );
    for reference in references(rule, catalogs) {
        text.push('\n');
        text.push_str(&reference);
    }
    text
}

/// "ISO/IEC 27001:2022 6.1.3 d: Information security risk treatment".
fn references<'r>(rule: &'r Rule, catalogs: &'r Catalogs) -> impl Iterator<Item = String> + 'r {
    rule.references.iter().map(|reference| {
        let known = behind::titled(catalogs, reference).zip(reference.split_once(':'));
        match known {
            Some(((catalog, title), (_, id))) => format!("{} {id}: {title}", catalog.edition()),
            None => reference.to_string(),
        }
    })
}
