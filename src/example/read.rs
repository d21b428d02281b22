//! From the text of a rule file to its examples.

use jiff::civil::Date;

use super::{Example, File, Problem, RECORDS, TODAY, mark};
use crate::document::{Document, Value};

/// Reads the examples of a rule file. One without examples has none, which is no problem here.
///
/// # Errors
///
/// Everything in the examples that cannot be read, with its place in the file.
pub fn examples(source: &str) -> Result<Vec<Example>, Vec<Problem>> {
    let document = Document::parse(source);
    let errors = document.errors().iter();
    let mut reader = Reader {
        problems: errors
            .map(|error| Problem { span: error.span, message: error.to_string() })
            .collect(),
    };
    let list = document.root(source).get("example");
    let examples: Vec<Example> = list.map(|list| reader.list(list)).unwrap_or_default();
    if reader.problems.is_empty() { Ok(examples) } else { Err(reader.problems) }
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn list(&mut self, list: Value<'_>) -> Vec<Example> {
        if !list.is_array() {
            self.problem(list, "examples stand in a list: [[example]]");
        }
        list.elements().map(|table| self.example(table)).collect()
    }

    fn example(&mut self, table: Value<'_>) -> Example {
        let name = table.get("name").and_then(|name| self.string(name)).unwrap_or_default();
        if name.is_empty() {
            self.problem(table, "an example needs a `name`, which says what it shows");
        }
        let dates = |reader: &mut Self, key| {
            table.get(key).map(|list| reader.dates(list)).unwrap_or_default()
        };
        Example {
            name,
            today: table.get("today").and_then(|day| self.date(day)).unwrap_or(TODAY),
            clean_on: dates(self, "clean-on"),
            also_bad_on: dates(self, "also-bad-on"),
            files: self.files(table),
            fixed: table.get("fixed").and_then(|text| self.string(text)),
        }
    }

    fn files(&mut self, table: Value<'_>) -> Vec<File> {
        match (table.get("text"), table.get("files")) {
            (Some(text), None) => self.file(RECORDS, text).into_iter().collect(),
            (None, Some(files)) if files.entries().next().is_some() => {
                files.entries().filter_map(|text| self.file(&text.key(), text)).collect()
            }
            (Some(_), Some(files)) => {
                self.problem(files, "an example has one `text` or several `files`, not both");
                Vec::new()
            }
            _ => {
                self.problem(table, "an example needs a `text`, or `files.\"NAME\"`");
                Vec::new()
            }
        }
    }

    fn file(&mut self, path: &str, value: Value<'_>) -> Option<File> {
        let drawn = self.string(value)?;
        let stripped = mark::strip(path, &drawn);
        if stripped.astray {
            self.problem(value, "a mark stands under no line");
        }
        if !inside(path) {
            self.problem(value, "the file's name has to be a path below the root, with `/`");
        }
        Some(File {
            path: path.to_owned(),
            text: stripped.text,
            marks: stripped.marks,
            drawn,
            span: value.span(),
        })
    }

    fn string(&mut self, value: Value<'_>) -> Option<String> {
        let text = value.as_str();
        if text.is_none() {
            self.problem(value, "this has to be a string");
        }
        text.map(|text| text.into_owned())
    }

    fn date(&mut self, value: Value<'_>) -> Option<Date> {
        let date = value.as_date();
        if date.is_none() {
            self.problem(value, "this has to be a date, such as 2026-06-30");
        }
        date
    }

    fn dates(&mut self, list: Value<'_>) -> Vec<Date> {
        if !list.is_array() {
            self.problem(list, "this has to be a list of dates, such as [2026-06-30]");
        }
        list.elements().filter_map(|day| self.date(day)).collect()
    }

    fn problem(&mut self, at: Value<'_>, message: &str) {
        self.problems.push(Problem { span: at.span(), message: message.to_owned() });
    }
}

/// Whether a path stays below the root without asking a file system.
fn inside(path: &str) -> bool {
    !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::examples;
    use crate::example::{MarkKind, TODAY};
    use jiff::civil::date;

    const RULE: &str = r#"
summary = "s"
[[example]]
name = "one file"
text = '''
[[control]]
  ^^^^^^^ no id
'''
[[example]]
name = "two files"
today = 2027-02-11
clean-on = [2027-02-09]
also-bad-on = [2030-01-01, 2031-01-01]
files."complint.toml" = '''
[intervals]
'''
files."docs/a.md" = '''
---
'''
fixed = "x"
"#;

    #[test]
    fn an_example_says_what_is_linted_and_when() {
        let examples = examples(RULE).expect("it can be read");
        let [one, two] = &examples[..] else { panic!("two examples") };
        assert_eq!((one.name.as_str(), one.today), ("one file", TODAY));
        assert_eq!(one.files[0].path, "records.toml");
        assert_eq!(one.files[0].text, "[[control]]\n");
        assert_eq!(one.files[0].marks[0].kind, MarkKind::Primary);
        assert!(one.is_bad() && !one.is_good());
        assert_eq!(two.today, date(2027, 2, 11));
        assert_eq!(two.also_bad_on.len(), 2);
        assert_eq!(two.files[1].path, "docs/a.md");
        assert_eq!(two.files[1].text, "---\n");
        assert_eq!(two.fixed.as_deref(), Some("x"));
        assert!(!two.is_bad() && two.is_good());
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let cases = [
            ("[[example]]\ntext = ''", "needs a `name`", "example"),
            ("[[example]]\nname = 'x'", "needs a `text`", "example"),
            ("[[example]]\nname = 'x'\ntext = ''\nfiles.a = ''", "not both", "files"),
            ("[[example]]\nname = 'x'\ntext = '^ x'", "under no line", "'^ x'"),
            ("[[example]]\nname = 'x'\ntext = 1", "a string", "1"),
            ("[[example]]\nname = 'x'\ntext = ''\ntoday = 'x'", "a date", "'x'"),
            (
                "[[example]]\nname = 'x'\ntext = ''\nclean-on = 2026-01-01",
                "a list of dates",
                "2026-01-01",
            ),
            ("[[example]]\nname = 'x'\nfiles.'../a' = ''", "below the root", "''"),
            ("[example]\nname = 'x'", "[[example]]", "example"),
            ("a", "", ""),
        ];
        for (source, message, at) in cases {
            let problems = examples(source).expect_err(source);
            assert!(problems[0].message.contains(message), "{source}: {problems:?}");
            if !at.is_empty() {
                assert_eq!(problems[0].span.of(source), at, "{source}");
            }
        }
    }

    #[test]
    fn a_rule_without_examples_has_none() {
        assert_eq!(examples("summary = 's'"), Ok(Vec::new()));
    }
}
