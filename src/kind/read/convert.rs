//! The value that was meant, of one in another form: what a fix can put in its place, because the key
//! takes it, and what is plain enough for help alone.

use super::accepts;
use crate::document::{Document, Form as Shape, Kind as Form, Value};
use crate::kind::{Key, KeyType, meant, value};

/// What a fix writes, and what it is called. Whatever it writes is held against the key: it may not put
/// another error in the place of this one.
pub(super) fn mend(key: &Key, value: Value<'_>, whole: bool) -> Option<(String, &'static str)> {
    let inline = value.form() == Shape::Inline;
    let raw = value.raw();
    let bracket = inline
        && whole
        && !(value.kind() == Form::String && raw.contains(','))
        && !value.is_array();
    let bracketed = bracket.then(|| (format!("[{raw}]"), "bracket it"));
    let inner = only_element(value).filter(|_| inline && !key.list);
    let unbracketed = inner.map(|inner| (inner.raw().to_owned(), "take the brackets away"));
    let mends = [bracketed, unbracketed, converted(key.value, value)];
    mends.into_iter().flatten().find(|(text, _)| takes(key, whole, text))
}

/// The same value in the type that was wanted, and what is done to it.
pub(super) fn converted(wanted: KeyType, value: Value<'_>) -> Option<(String, &'static str)> {
    let raw = value.raw();
    match (wanted, value.kind()) {
        (KeyType::Date, Form::LocalDatetime | Form::OffsetDatetime) => {
            value::leading_date(raw).map(|date| (date.to_string(), "keep the date"))
        }
        (KeyType::Date | KeyType::Boolean | KeyType::Integer | KeyType::Number, Form::String) => {
            let text = value.as_str()?.trim().to_owned();
            let is_bare = !text.contains(['\n', '\r', '#']);
            is_bare.then_some((text, "take the quotes away"))
        }
        (_, Form::Integer | Form::Float | Form::Boolean | Form::LocalDate)
            if accepts(wanted, Form::String) && !is_name(wanted) =>
        {
            Some((format!("\"{raw}\""), "quote it"))
        }
        _ => None,
    }
}

/// Whether a key names what is never called as a number or a day is.
fn is_name(kind: KeyType) -> bool {
    matches!(kind, KeyType::Record | KeyType::Rule | KeyType::Framework)
}

/// What help can write instead because it is plainly meant.
pub(super) fn known(key: &Key, value: Value<'_>, whole: bool) -> Option<String> {
    let plain = plain(key, value, whole).filter(|text| takes(key, whole, text));
    plain.or_else(|| counted(key, value, whole))
}

fn plain(key: &Key, value: Value<'_>, whole: bool) -> Option<String> {
    let text = scalar(value)?;
    if whole {
        return match key.value {
            // Of sentences a comma is part.
            KeyType::String | KeyType::Text => None,
            _ => listed(value),
        };
    }
    match key.value {
        KeyType::Boolean => meant::boolean(&text).map(|is| is.to_string()),
        KeyType::Integer | KeyType::Number => meant::whole(&text).map(|number| number.to_string()),
        KeyType::Date => meant::day(&text).map(|day| day.to_string()),
        KeyType::Duration => meant::duration(&text).map(|text| format!("\"{text}\"")),
        _ => None,
    }
}

/// The place of a duration whose number is there.
fn counted(key: &Key, value: Value<'_>, whole: bool) -> Option<String> {
    let text = scalar(value).filter(|_| key.value == KeyType::Duration && !whole)?;
    meant::counted(&text)
}

/// Several names in one string, or one that is a number, as a list.
pub(super) fn listed(value: Value<'_>) -> Option<String> {
    let text = scalar(value)?;
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let parts: Vec<String> = parts.into_iter().map(crate::fix::string).collect();
    Some(format!("[{}]", parts.join(", ")))
}

/// The text of a value that holds no others.
fn scalar(value: Value<'_>) -> Option<String> {
    match value.kind() {
        Form::Array | Form::Table | Form::Invalid => None,
        Form::String => value.as_str().map(|text| text.trim().to_owned()),
        _ => Some(value.raw().to_owned()),
    }
}

/// Whether a key takes what a text would be read as.
fn takes(key: &Key, whole: bool, text: &str) -> bool {
    let text = format!("value = {text}");
    let document = Document::parse(&text);
    let value = document.root(&text).get("value");
    document.complete() && value.is_some_and(|value| fits(key, whole, value))
}

fn fits(key: &Key, whole: bool, value: Value<'_>) -> bool {
    if whole {
        return value.is_array() && value.elements().all(|element| fits(key, false, element));
    }
    key.accepted(value.kind()).is_some_and(|kind| holds(key, kind, value))
}

/// Whether a value of the right type is one of those that the key takes.
pub(super) fn holds(key: &Key, kind: KeyType, value: Value<'_>) -> bool {
    let text = value.as_str();
    let says = |is: fn(&str) -> bool| text.as_deref().is_some_and(is);
    match kind {
        KeyType::Enum => text.as_deref().is_some_and(|text| {
            key.values.iter().any(|known| *known == *text) || key.synonyms.get(text).is_some()
        }),
        KeyType::Integer | KeyType::Number => !out_of_range(key, value),
        KeyType::Duration => says(|text| value::duration(text).is_some()),
        KeyType::Url => says(is_address),
        KeyType::Glob => says(|text| globset::Glob::new(text).is_ok()),
        _ => true,
    }
}

fn out_of_range(key: &Key, value: Value<'_>) -> bool {
    if let Some(number) = value.as_i64() {
        return key.min.is_some_and(|min| number < min) || key.max.is_some_and(|max| number > max);
    }
    let below = |number: f64| key.min.is_some_and(|min| number < min as f64);
    let above = |number: f64| key.max.is_some_and(|max| number > max as f64);
    value.as_f64().is_some_and(|number| below(number) || above(number))
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with("https://") || text.starts_with("http://")
}

fn only_element(value: Value<'_>) -> Option<Value<'_>> {
    let mut elements = value.elements();
    elements.next().filter(|_| elements.next().is_none())
}

/// The header of tables that should have one pair of brackets more or less.
pub(super) fn header(key: &Key, value: Value<'_>, whole: bool) -> Option<String> {
    if !accepts(key.value, Form::Table) {
        return None;
    }
    let name = value.raw();
    match value.form() {
        Shape::Header if whole => Some(format!("[[{name}]]")),
        Shape::ArrayHeader if !whole => only_element(value).map(|_| format!("[{name}]")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::workspace::{Options, Workspace};

    /// The help for what does not fit in one file of records, and whether it is a fix.
    fn helps(manifest: &str, records: &str) -> Vec<(String, bool)> {
        let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        let files = vec![file("complint.toml", manifest), file("records.toml", records)];
        let workspace = match Workspace::from_files(files, &Options::default()) {
            Ok(workspace) => workspace,
            Err(error) => panic!("{error}"),
        };
        let report = crate::lint(&workspace, jiff::civil::date(2026, 6, 30));
        let wrong = report.findings.into_iter().filter(|finding| {
            let rule = workspace.rules.get(finding.rule).map_or("", |rule| rule.name.as_str());
            matches!(rule, "wrong-type" | "invalid-value" | "missing-key")
        });
        wrong.map(|finding| (finding.help.unwrap_or_default(), finding.fix.is_some())).collect()
    }

    /// The help for one line of a record.
    fn help(kind: &str, line: &str) -> (String, bool) {
        let records = match kind {
            "soa" => format!("[[soa]]\nrequirement = \"A.7.4\"\n{line}\n"),
            _ => format!("[[{kind}]]\nid = \"a\"\ntitle = \"A\"\n{line}\n"),
        };
        let mut helps = helps("[frameworks.iso27001]\n", &records);
        assert!(helps.len() < 2, "{line}: {helps:?}");
        helps.pop().unwrap_or_default()
    }

    #[test]
    fn help_makes_no_value_up() {
        for (kind, line, expected) in [
            ("soa", "applicable = \"no\"", "applicable = false"),
            ("soa", "applicable = 0", "applicable = false"),
            ("soa", "applicable = \"Yes\"", "applicable = true"),
            ("soa", "applicable = \"perhaps\"", "applicable = <true or false>"),
            ("control", "due = \"1 March 2026\"", "due = 2026-03-01"),
            ("control", "due = \"01.02.2026\"", "due = <day>  # such as 2026-02-10"),
            ("control", "due = \"soon\"", "due = <day>  # such as 2026-02-10"),
            ("control", "frequency = 12", FREQUENCIES),
            ("control", "policies = \"a, b\"", "policies = [\"a\", \"b\"]"),
            ("control", "satisfies.iso27001 = 7.4", "satisfies.iso27001 = [\"7.4\"]"),
            ("control", "satisfies = \"A.5.1\"", "satisfies.iso27001 = [\"A.5.1\"]"),
            ("control", "satisfies = [1]", "satisfies.<framework> = [\"<requirement>\"]"),
            ("policy", "review_every = \"6 moths\"", "review_every = \"6 months\""),
            ("policy", "review_every = \"quarterly\"", "review_every = \"3 months\""),
            ("policy", "review_every = \"sometimes\"", "review_every = \"<duration>\""),
            ("risk", "impact = 3.0", "impact = 3"),
            ("risk", "impact = 3.5", "impact = <a number, 1 or more>"),
            (
                "risk",
                "residual = 4",
                "residual = { likelihood = <a number, 1 or more>, impact = <a number, 1 or more> }",
            ),
            ("control", "[[control.satisfies]]\niso27001 = [\"A.5.1\"]", "[control.satisfies]"),
            ("vendor", "[vendor.assurance]\ntype = \"soc1\"", "[[vendor.assurance]]"),
        ] {
            assert_eq!(help(kind, line), (expected.to_owned(), false), "{line}");
        }
    }

    const FREQUENCIES: &str = "frequency = \"<continuous, daily, weekly, monthly, quarterly, semiannual, \
                               annual or on-event>\"";

    #[test]
    fn a_fix_writes_what_the_key_takes() {
        for (kind, line, expected, fix) in [
            ("policy", "version = 3.10", "version = \"3.10\"", true),
            (
                "policy",
                "review_every = 6",
                "review_every = \"6 <days, weeks, months or years>\"",
                false,
            ),
            ("policy", "status = true", "status = \"<draft, approved or retired>\"", false),
            ("policy", "status = [\"approved\"]", "status = \"approved\"", true),
            (
                "policy",
                "status = [\"aproved\"]",
                "status = \"<draft, approved or retired>\"",
                false,
            ),
            ("risk", "impact = \"3\"", "impact = 3", true),
            ("risk", "impact = \"03\"", "impact = 3", false),
            ("risk", "impact = \"0\"", "impact = <a number, 1 or more>", false),
            ("training", "rate = \"97.5\"", "rate = 97.5", true),
        ] {
            assert_eq!(help(kind, line), (expected.to_owned(), fix), "{line}");
        }
    }

    #[test]
    fn settings_are_told_by_the_key_that_stands_there() {
        for (manifest, expected) in [
            ("[intervals]\nvendor = 12", "vendor = \"12 <days, weeks, months or years>\""),
            ("[intervals]\nvendor = 2026-01-01", "vendor = \"<duration>\"  # such as \"1 year\""),
            ("[frameworks.soc2]\ntype = 3", "type = <a number from 1 to 2>"),
            (
                "[frameworks.soc2]\ntype = 2\nperiod = { start = 2026-01-01, end = 1 }",
                "end = <day>  # such as 2026-02-10",
            ),
            ("risk_criteria.scale = 0", "risk_criteria.scale = <a number from 2 to 100>"),
            (
                "[[overrides]]\nrules = { unowned-record = \"error\" }",
                "files = [\"<pattern>\"]  # Patterns of files",
            ),
            (
                "[[overrides]]\nfiles = [\"*.toml\"]\nrules = {}",
                "rules = { <name> = <value> }  # Levels, each under the name of a rule or a group",
            ),
            (
                "[rules]\nreview-due-soon = { due_soon = 30 }",
                "due_soon = \"30 <days, weeks, months or years>\"",
            ),
        ] {
            let manifest = format!("{manifest}\n");
            let found = setup(&manifest);
            assert_eq!(found, [expected], "{manifest}");
        }
    }

    /// The help for what is wrong with `complint.toml`.
    fn setup(manifest: &str) -> Vec<String> {
        helps(manifest, "[[role]]\nid = \"a\"\ntitle = \"A\"\n")
            .into_iter()
            .map(|(help, _)| help)
            .collect()
    }
}
