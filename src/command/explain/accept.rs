//! How a finding of a rule is accepted for a time.

use super::page::Page;
use crate::rule::Rule;
use crate::rule::types::Each;

/// What the findings of a rule speak of, and so what a waiver has to name.
enum About<'r> {
    Records(&'r str),
    Requirements,
    Programme,
    Anything,
}

pub(super) fn write(rule: &Rule, page: &mut Page) {
    page.heading("How to accept it for a time");
    if matches!(rule.group.as_str(), "syntax" | "waiver") {
        page.prose("Not at all: what cannot be read, and a waiver that is wrong, are mended and not accepted.");
        return;
    }
    let about = about(rule);
    match about {
        About::Requirements => page.prose(
            "By a record, because who may leave a requirement unanswered is no matter of one line:",
        ),
        _ => comment(rule, &about, page),
    }
    page.blank();
    page.code(&record(rule, &about));
    page.blank();
    page.prose("Without a reason, or past its day, a waiver is a finding itself.");
}

fn about(rule: &Rule) -> About<'_> {
    let Some(check) = rule.checks.first() else { return About::Anything };
    match &check.each {
        Each::OfRequirements => About::Requirements,
        Each::OfProgramme => About::Programme,
        Each::OfTrait(_) => About::Anything,
        Each::OfKinds(kinds) => match &**kinds {
            // `vendor.assurance` stands in a vendor.
            [one] => About::Records(one.split('.').next().unwrap_or_default()),
            _ => About::Anything,
        },
    }
}

fn comment(rule: &Rule, about: &About<'_>, page: &mut Page) {
    let header = match about {
        About::Records(kind) => format!("the [[{kind}]] header"),
        About::Programme => "the table in complint.toml".to_owned(),
        About::Requirements | About::Anything => "the record's header".to_owned(),
    };
    page.prose(&format!("In the text, on the line of the key, or above the key or {header}:"));
    page.blank();
    page.code(&format!("# complint: ignore[{}] until=<day> <why>", rule.name));
    page.blank();
    page.prose("Or by a record, which can cover several:");
}

fn record(rule: &Rule, about: &About<'_>) -> String {
    let covers = match about {
        About::Records(kind) => format!("records = [\"{kind}:<id>\"]"),
        About::Requirements => "requirements.<framework> = [\"<id>\"]".to_owned(),
        About::Programme => "files = [\"complint.toml\"]".to_owned(),
        About::Anything => "records = [\"<kind>:<id>\"]".to_owned(),
    };
    format!(
        "[[waiver]]\nid = \"<id>\"\ntitle = \"<title>\"\nrules = [\"{}\"]\n{covers}\nreason = \"<why>\"\nuntil = <day>",
        rule.name
    )
}
