//! What to write instead of what is no TOML: the line as it has to be, where that can be told.
//!
//! What is told here is pasted, so it may not be the next error: a day in words becomes that day and
//! not a text, a word in a list stays in it.

use crate::document::{Document, SyntaxError};
use crate::fix::string;
use crate::kind::meant;

/// Quotes that writing programs put in the place of plain ones, and plain ones.
const QUOTES: [char; 8] = ['“', '”', '„', '‘', '’', '\'', '"', ' '];

pub(super) fn hint(text: &str, error: &SyntaxError) -> Option<String> {
    let spot = Spot::new(text, error);
    let wrong = spot.wrong;
    Some(match &*error.message {
        message if message.contains("typographic") => spot.put(&spot.value(wrong)),
        "text must stand in quotes" => spot.word(),
        "a boolean is `true` or `false`" => spot.put(&wrong.to_ascii_lowercase()),
        "a date is written YYYY-MM-DD" | "a month is 01 to 12" => {
            let day = meant::day(wrong).map(|day| day.to_string());
            spot.put(day.as_deref().unwrap_or("<day>"))
        }
        "there is no such day" => "a day is written year, month, day: 2026-02-10".to_owned(),
        "use `=` instead of `:` between a key and its value" => {
            entry(spot.before.trim(), spot.behind)
        }
        "expected `=` after the key" => match spot.line().strip_prefix("- ") {
            Some(item) => listed(item),
            None => entry(wrong.trim(), spot.behind),
        },
        "expected a value after `=`" => entry(spot.before.trim(), ""),
        "unclosed string" => unclosed(wrong),
        "unclosed array" => "close the list with `]`".to_owned(),
        "unknown escape in a string" => {
            let key = spot.line().split('=').next().unwrap_or_default().trim();
            format!("{key} = '<text>'  # in single quotes a backslash is a backslash")
        }
        message if message.starts_with("unexpected text after") => spot.surplus(),
        message if message.starts_with("expected a key") => spot.surplus(),
        message if message.starts_with("expected a comma") => format!("write `,` before `{wrong}`"),
        "merge conflict marker" => "keep one side and delete the three marker lines".to_owned(),
        message if message.contains("is given twice") => "delete one of the two".to_owned(),
        message if message.contains("array of tables") => {
            let name = wrong.trim_matches(['[', ']', ' ']);
            format!("[[{name}]]  # in both places")
        }
        _ => format!("write {}", error.expected.as_ref()?),
    })
}

/// What is wrong, and what stands around it on its line.
struct Spot<'t> {
    before: &'t str,
    wrong: &'t str,
    behind: &'t str,
    whole: &'t str,
}

impl<'t> Spot<'t> {
    fn new(text: &'t str, error: &SyntaxError) -> Self {
        let (start, end) = (error.span.start as usize, error.span.end as usize);
        let first = text.get(..start).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(end..).unwrap_or_default();
        let last = end + rest.find('\n').unwrap_or(rest.len());
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        Self {
            before: part(first, start),
            wrong: part(start, end),
            behind: part(end, last).trim(),
            whole: part(first, last),
        }
    }

    fn line(&self) -> &'t str {
        self.whole.trim()
    }

    /// A value behind its key, or alone where it is one of a list.
    fn put(&self, value: &str) -> String {
        let key = self.before.trim_end().strip_suffix('=');
        match key.and_then(|keys| keys.rsplit(['{', ',']).next()) {
            Some(key) => format!("{} = {value}", key.trim()),
            None => value.to_owned(),
        }
    }

    /// What a text without quotes stands for.
    fn value(&self, text: &str) -> String {
        match meant::day(text) {
            Some(day) => day.to_string(),
            None => string(text.trim_matches(QUOTES)),
        }
    }

    /// A word without quotes.
    fn word(&self) -> String {
        let Self { wrong, .. } = self;
        if wrong.starts_with('<') {
            // Help shows so what only its reader knows.
            let note = format!("# what `{wrong}` stands for: a day is written 2026-02-10");
            return format!("{}  {note}", self.put("..."));
        }
        // A comma in it ended it for the parser.
        let rest = self.whole.get(self.before.len()..).unwrap_or_default();
        if let Some(day) = meant::day(rest) {
            return self.put(&day.to_string());
        }
        let is_value = self.before.trim_end().ends_with('=') && wrong.len() > 1;
        match meant::boolean(wrong).filter(|_| is_value) {
            Some(is) => {
                format!("{}  # or {}, where it is a text", self.put(&is.to_string()), string(wrong))
            }
            None => self.put(&self.value(wrong)),
        }
    }

    /// Text behind a value that is complete.
    fn surplus(&self) -> String {
        let wrong = self.wrong.trim();
        match self.line().split_once('=').and_then(|(key, value)| Some((key, meant_whole(value)?)))
        {
            Some((key, value)) => format!("{} = {value}", key.trim()),
            None if wrong.is_empty() => "write `key = value`, or delete the line".to_owned(),
            None if self.is_inside() => format!("write `,` before `{wrong}`"),
            None => format!("delete `{wrong}`, or put `#` before it"),
        }
    }

    /// Whether a bracket is open before it.
    fn is_inside(&self) -> bool {
        let count = |signs: [char; 2]| self.before.matches(signs).count();
        count(['[', '{']) > count([']', '}'])
    }
}

/// The value that a whole line was to be: a day or a duration without quotes, or a text that holds the
/// quotes in which it stands.
fn meant_whole(value: &str) -> Option<String> {
    let value = value.trim();
    if let Some(day) = meant::day(value) {
        return Some(day.to_string());
    }
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return meant::duration(value).map(|duration| string(&duration));
    }
    let within = |quote: char| {
        let text = value.strip_prefix(quote)?.strip_suffix(quote)?;
        // Of two strings behind each other a blank is between the quotes.
        text.split(quote).all(|part| !part.trim().is_empty()).then_some(text)
    };
    let text = within('"').or_else(|| within('\''))?;
    (!text.contains([',', '#', '='])).then(|| string(text))
}

/// A key and its value, whatever stood between them.
fn entry(key: &str, value: &str) -> String {
    let value = value.trim();
    if value.is_empty() || value.starts_with('#') {
        return format!("{key} = <value>");
    }
    format!("{key} = {}", readable(value))
}

/// A value as it stands where that can be read, else as what it means.
fn readable(value: &str) -> String {
    if Document::parse(&format!("value = {value}")).complete() {
        return value.to_owned();
    }
    let day = meant::day(value).map(|day| day.to_string());
    day.unwrap_or_else(|| string(value.trim_matches(QUOTES)))
}

/// What stands behind a hyphen: in YAML the first key of a record, or an element of a list.
fn listed(item: &str) -> String {
    match item.split_once(": ") {
        Some((key, value)) => entry(key.trim(), value),
        None => format!("[{}]  # a list stands in brackets, behind its key", readable(item)),
    }
}

fn unclosed(text: &str) -> String {
    match text.get(..3) {
        Some(quotes @ ("\"\"\"" | "'''")) => format!("close the text with `{quotes}`"),
        _ => match text.chars().next() {
            Some('\'') => "close the string with `'` on the same line, or open it with `'''`",
            _ => "close the string with `\"` on the same line, or open it with `\"\"\"`",
        }
        .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::hint;
    use crate::document::Document;

    /// What is said of each error of a text.
    fn hints(text: &str) -> Vec<String> {
        let document = Document::parse(text);
        let hints = document.errors().iter().map(|error| hint(text, error).unwrap_or_default());
        hints.collect()
    }

    #[test]
    fn help_is_the_line_as_it_has_to_be() {
        for (text, expected) in [
            ("id: a", "id = \"a\""),
            ("id: \"a\"", "id = \"a\""),
            ("due: 2026-01-02", "due = 2026-01-02"),
            ("due: 1 March 2026", "due = 2026-03-01"),
            ("policies:", "policies = <value>"),
            ("- id: a", "id = \"a\""),
            ("owner \"sec\"", "owner = \"sec\""),
            ("owner", "owner = <value>"),
            ("owner =", "owner = <value>"),
            ("owner = sec", "owner = \"sec\""),
            ("owner = “sec”", "owner = \"sec\""),
            ("since = 1 March 2025", "since = 2025-03-01"),
            ("since = March 1, 2025", "since = 2025-03-01"),
            ("since = 31.12.2025", "since = 2025-12-31"),
            ("since = 01.02.2025", "since = <day>"),
            ("since = 2026-13-01", "since = <day>"),
            ("review_every = 6 months", "review_every = \"6 months\""),
            ("applicable = no", "applicable = false  # or \"no\", where it is a text"),
            ("applicable = False", "applicable = false"),
            ("title = 'It's ours'", "title = \"It's ours\""),
            ("status = \"a\" \"b\"", "delete `\"b\"`, or put `#` before it"),
            ("id = \"a\",", "delete `,`, or put `#` before it"),
            ("t = { x = \"a\" y = 2 }", "write `,` before `y`"),
            ("text = \"\"\"\nx", "close the text with `\"\"\"`"),
            ("text = \'\'\'\nx", "close the text with `\'\'\'`"),
        ] {
            assert_eq!(hints(text).first().map_or("", String::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_word_in_a_list_stays_in_it() {
        assert_eq!(hints("a = [A.5.1, A.5.2]"), ["\"A.5.1\"", "\"A.5.2\""]);
        assert_eq!(hints("a = [\n  yes,\n]"), ["\"yes\""]);
    }
}
