//! Lints an example and says whether what is found is what is drawn.

use jiff::civil::Date;

use super::compare::{self, Drawn, Exactness, Standing};
use super::engine::{Opened, Own};
use super::found::{self, Found};
use super::{Example, PROGRAMME, difference, draw};
use crate::document::Document;
use crate::error::Error;
use crate::source::MANIFEST;
use crate::words::{count, join_and};

/// Whether an example holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// What does not, each as a text of some lines; nothing where it holds.
    pub failures: Vec<String>,
    /// For each file of the example, the marks on its day and whether they hold.
    pub drawn: Vec<Vec<Drawn>>,
}

/// Lints an example of a rule on each of its days, and puts in its fixes.
pub fn hold(rule: &str, example: &Example, own: &Own) -> Outcome {
    judge(rule, example, own).unwrap_or_else(|error| Outcome {
        failures: vec![format!("  it cannot be linted: {error}\n")],
        drawn: Vec::new(),
    })
}

fn judge(rule: &str, example: &Example, own: &Own) -> Result<Outcome, Error> {
    let files = files(example);
    let opened = Opened::new(rule, &files, own)?;
    let sheets = sheets(example, &files, &opened.lint(example.today));
    let mut failures = Vec::new();
    failures.extend(differs(&format!("on {}", example.today), &sheets));
    for day in &example.also_bad_on {
        let sheets = places(example, &files, &own_findings(opened.lint(*day)));
        failures.extend(differs(&format!("on {day}, in the same places"), &sheets));
    }
    for day in &example.clean_on {
        failures.extend(clean(*day, example, &files, &own_findings(opened.lint(*day))));
    }
    if let Some(fixed) = &example.fixed {
        failures.extend(fix(rule, example.today, files.clone(), own, fixed)?);
    }
    let drawn = sheets.into_iter().take(example.files.len()).map(|sheet| sheet.drawn).collect();
    Ok(Outcome { failures, drawn })
}

/// A file as it is linted: path and text.
pub(super) type Text = (String, String);

/// The files of an example and, where it has no programme, the default one.
fn files(example: &Example) -> Vec<Text> {
    let mut files: Vec<Text> =
        example.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    if !files.iter().any(|(path, _)| path == MANIFEST) {
        files.push((MANIFEST.to_owned(), PROGRAMME.to_owned()));
    }
    files
}

fn own_findings(found: Vec<Found>) -> Vec<Found> {
    found.into_iter().filter(|found| found.rule.is_none()).collect()
}

/// A file with its marks.
struct Sheet<'e> {
    path: &'e str,
    text: &'e str,
    drawn: Vec<Drawn>,
    /// Whether it is the default programme, which nobody can mark.
    unwritten: bool,
}

/// Every file with what is found in it.
fn sheets<'e>(example: &Example, files: &'e [Text], found: &[Found]) -> Vec<Sheet<'e>> {
    compared(example, files, found, Exactness::Words)
}

/// As `sheets`, for another day: other words, and this rule alone.
fn places<'e>(example: &Example, files: &'e [Text], found: &[Found]) -> Vec<Sheet<'e>> {
    let mut example = example.clone();
    for file in &mut example.files {
        file.marks.retain(|mark| mark.rule.is_none());
    }
    compared(&example, files, found, Exactness::Places)
}

fn compared<'e>(
    example: &Example,
    files: &'e [Text],
    found: &[Found],
    exactness: Exactness,
) -> Vec<Sheet<'e>> {
    let sheet = |(number, (path, text)): (usize, &'e Text)| {
        let written = example.files.get(number);
        let marks = written.map(|file| file.marks.as_slice()).unwrap_or_default();
        let drawn = compare::compare(marks, found::wanted(path, found), exactness);
        Sheet { path, text, drawn, unwritten: written.is_none() }
    };
    files.iter().enumerate().map(sheet).collect()
}

/// What is wrong with the marks, drawn; nothing where all hold.
fn differs(when: &str, sheets: &[Sheet<'_>]) -> Option<String> {
    let number = |standing| {
        let drawn = sheets.iter().flat_map(|sheet| &sheet.drawn);
        drawn.filter(|drawn| drawn.standing == standing).count()
    };
    let (missing, wrong) = (number(Standing::Missing), number(Standing::Wrong));
    if missing + wrong == 0 {
        return None;
    }
    let mut parts = Vec::new();
    if missing > 0 {
        parts.push(format!("{missing} found and not marked (+)"));
    }
    if wrong > 0 {
        parts.push(format!("{wrong} marked and not found (-)"));
    }
    Some(format!("  {when}: {}\n{}", parts.join(", "), drawn(sheets)))
}

/// The files whose marks do not all hold.
fn drawn(sheets: &[Sheet<'_>]) -> String {
    let mut text = String::new();
    for sheet in sheets
        .iter()
        .filter(|sheet| sheet.drawn.iter().any(|drawn| drawn.standing != Standing::Holds))
    {
        let shown = if sheet.unwritten {
            let note = "the default; an example that marks it has to write it";
            format!("  {} ({note})\n{}", sheet.path, draw::excerpt(sheet.text, &sheet.drawn))
        } else {
            format!("  {}\n{}", sheet.path, draw::judged(sheet.text, &sheet.drawn))
        };
        text.push_str(&shown);
    }
    text
}

/// What is found on a day on which nothing should be.
fn clean(day: Date, example: &Example, files: &[Text], found: &[Found]) -> Option<String> {
    let mut bare = example.clone();
    bare.files.iter_mut().for_each(|file| file.marks.clear());
    let shown = drawn(&compared(&bare, files, found, Exactness::Words));
    let number = count(found.len(), "finding");
    (!found.is_empty()).then(|| format!("  on {day}, which should be clean: {number}\n{shown}"))
}

/// More rounds than any text of an example can need.
const ROUNDS: usize = 32;

/// Puts the fixes in until there are none left, and compares.
fn fix(
    rule: &str,
    today: Date,
    before: Vec<Text>,
    own: &Own,
    expected: &str,
) -> Result<Option<String>, Error> {
    let mut files = before.clone();
    let mut round = 0;
    while fix_once(rule, today, &mut files, own)? {
        round += 1;
        if round == ROUNDS {
            return Ok(Some(format!("  after {ROUNDS} rounds of fixes there still are some\n")));
        }
    }
    let pairs = files.iter().zip(&before);
    let changed: Vec<&Text> = pairs.filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    Ok(match changed.as_slice() {
        [] if before.iter().any(|(_, text)| text == expected) => None,
        [] => Some("  no fix changes anything\n".to_owned()),
        [(path, text)] => unlike(path, text, expected),
        several => {
            let paths: Vec<&str> = several.iter().map(|(path, _)| path.as_str()).collect();
            Some(format!(
                "  the fixes change {}, and `fixed` can only tell one of them\n",
                join_and(&paths)
            ))
        }
    })
}

/// One round of fixes. Whether it changed a file.
fn fix_once(rule: &str, today: Date, files: &mut [Text], own: &Own) -> Result<bool, Error> {
    let opened = Opened::new(rule, files, own)?;
    let changed = opened.fixed(&own_findings(opened.lint(today)));
    let any = !changed.is_empty();
    for (path, text) in changed {
        if let Some(file) = files.iter_mut().find(|(known, _)| *known == path) {
            file.1 = text;
        }
    }
    Ok(any)
}

/// How a fixed file differs from what it should be.
fn unlike(path: &str, text: &str, expected: &str) -> Option<String> {
    if text != expected {
        let difference = difference::difference(expected, text);
        return Some(format!(
            "  after the fixes it should read otherwise (- should be, + is)\n  {path}\n{difference}"
        ));
    }
    let document = Document::parse(text);
    let error = document.errors().first().filter(|_| path.ends_with(".toml"))?;
    Some(format!("  after the fixes {path} cannot be read: {error}\n"))
}

#[cfg(test)]
mod tests {
    use super::hold;
    use crate::example::{Own, examples};

    /// What does not hold of the one example of a rule.
    fn failures(rule: &str, example: &str, own: &Own) -> String {
        let examples =
            examples(&format!("[[example]]\nname = 'x'\n{example}")).expect("an example");
        hold(rule, &examples[0], own).failures.concat()
    }

    fn shipped(rule: &str, example: &str) -> String {
        failures(rule, example, &Own::default())
    }

    const STALE: &str = r#"
today = 2027-02-11
text = '''
[[policy]]
id = "access"
title = "Access control policy"
review_every = "1 year"
               -------- declared here
reviewed = 2026-02-10
           ^^^^^^^^^^
'''
"#;

    #[test]
    fn each_day_is_judged() {
        assert_eq!(shipped("stale-review", STALE), "");
        let days = "clean-on = [2027-02-10]\nalso-bad-on = [2030-01-01]";
        assert_eq!(shipped("stale-review", &format!("{STALE}{days}")), "");
        let bad = shipped("stale-review", &format!("{STALE}also-bad-on = [2027-02-10]"));
        assert!(
            bad.starts_with("  on 2027-02-10, in the same places: 2 marked and not found (-)\n"),
            "{bad}"
        );
        let good = shipped("stale-review", &format!("{STALE}clean-on = [2030-01-01]"));
        assert!(good.starts_with("  on 2030-01-01, which should be clean: 1 finding\n"), "{good}");
        assert!(good.contains("\n  +            ^^^^^^^^^^ "), "{good}");
    }

    const MISSPELT: &str = r#"
text = '''
[[policy]]
id = "access"
title = "Access control policy"
verison = "1.0"
^^^^^^^
'''
"#;

    #[test]
    fn fixes_have_to_give_the_text() {
        let fixed =
            |text: &str| shipped("unknown-key", &format!("{MISSPELT}fixed = '''\n{text}'''"));
        let right =
            "[[policy]]\nid = \"access\"\ntitle = \"Access control policy\"\nversion = \"1.0\"\n";
        assert_eq!(fixed(right), "");
        let wrong = fixed(&right.replace("1.0", "2.0"));
        assert!(wrong.contains("\n  - version = \"2.0\"\n  + version = \"1.0\"\n"), "{wrong}");
        let none = shipped("stale-review", &format!("{STALE}fixed = ''"));
        assert_eq!(none, "  no fix changes anything\n");
    }

    #[test]
    fn what_is_found_in_the_default_programme_cannot_be_marked() {
        let text =
            shipped("missing-scope", "text = '''\n[[policy]]\nid = \"p\"\ntitle = \"P\"\n'''\n");
        assert!(text.contains("  complint.toml (the default;"), "{text}");
        assert!(text.contains("\n    [frameworks.iso27001]\n  +  ^^^^^^^^^^^^^^^^^^^ "), "{text}");
        assert!(!text.contains("categories"), "only lines with marks are shown: {text}");
    }

    #[test]
    fn a_rule_that_does_not_exist_holds_nothing() {
        assert!(shipped("no-such-rule", "text = ''").contains("it cannot be linted"));
    }

    fn own() -> Own {
        let kind = "id = 'drill'\ntitle = 'Drill'\nsummary = 's'\ntraits = ['record']\n\
                    [[key]]\nname = 'held'\ntype = 'date'\nsummary = 's'\n";
        let rule = "summary = 's'\nmessage = 'drill `{id}` has no date'\nlevel = 'note'\nbasis = 'convention'\n\
                    explanation = 'e'\nremediation = 'r'\n[check]\neach = 'drill'\nrequire = { held = 'present' }\n";
        Own {
            rules: vec![("rules/undated-drill.toml".to_owned(), rule.to_owned())],
            kinds: vec![("kinds/drill.toml".to_owned(), kind.to_owned())],
        }
    }

    #[test]
    fn a_company_has_kinds_and_rules_of_its_own() {
        let example =
            "text = '''\n[[drill]]\nid = 'a'\n     ^^^ drill `a` has no date\ntitle = 'A'\n'''";
        assert_eq!(failures("undated-drill", example, &own()), "");
        let manifest = "files.'complint.toml' = '''\n[organization]\nname = 'Own'\n'''\nfiles.'a.toml' = '''\n\
                        [[drill]]\nid = 'a'\n     ^^^ drill `a` has no date\ntitle = 'A'\n'''";
        assert_eq!(failures("undated-drill", manifest, &own()), "");
    }

    #[test]
    fn what_is_broken_is_found_without_any_example() {
        assert_eq!(crate::example::broken(&own()).expect("a programme"), []);
        let mut own = own();
        own.rules[0].1.push_str("at = 'hold'\n");
        own.kinds[0].1.push_str("colour = 'red'\n");
        let broken = crate::example::broken(&own).expect("a programme");
        let places: Vec<_> =
            broken.iter().map(|broken| (broken.path.as_str(), broken.line)).collect();
        assert!(places.contains(&("kinds/drill.toml", 9)), "{broken:?}");
        assert!(places.iter().any(|(path, _)| *path == "rules/undated-drill.toml"), "{broken:?}");
    }
}
