//! What a comment says: `complint: ignore[RULES] until=DAY REASON`, behind the sign of a comment.
//!
//! Blanks may stand between any two parts. Reading goes on behind the first mistake, so that the
//! message can show the whole waiver as it should be.

use jiff::civil::Date;

use super::hint::{self, Sign};
use crate::kind::value::leading_date;
use crate::span::Span;

pub(super) const NAME: &str = "complint";
const VERB: &str = "ignore";
const UNTIL: &str = "until";
const BLANKS: [char; 2] = [' ', '\t'];
/// What people put around names instead of square brackets.
const MARKS: [char; 11] = [' ', '\t', '(', ')', '{', '}', ']', '"', '\'', '`', ':'];

/// What a waiver says. Places count from the start of the file.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Said {
    /// The names of the rules, at least one.
    pub(super) rules: Vec<Span>,
    /// The last day.
    pub(super) until: Option<(Date, Span)>,
    /// The reason; empty where there is none.
    pub(super) reason: Span,
}

/// Why a waiver cannot be read.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// The first thing that is wrong.
    pub(super) problem: String,
    /// The whole waiver as it should be.
    pub(super) hint: String,
}

/// Reads the comment that starts at `base`; `None` where it is not meant as a waiver.
pub(super) fn read(comment: &str, base: u32, sign: Sign) -> Option<Result<Said, Fault>> {
    let rest = addressed(sign.body(comment)?)?;
    let reader = Reader { comment, sign, rest, base, problem: None, bracket: false };
    Some(reader.read())
}

/// What follows the tool's name, where a comment begins with it: `complint.toml` and
/// `complint-action` are other names.
fn addressed(body: &str) -> Option<&str> {
    let (name, rest) = body.trim_start_matches(BLANKS).split_at_checked(NAME.len())?;
    let longer = |next: char| next.is_alphanumeric() || matches!(next, '.' | '/' | '-' | '_');
    (name.eq_ignore_ascii_case(NAME) && !rest.starts_with(longer)).then_some(rest)
}

struct Reader<'t> {
    comment: &'t str,
    sign: Sign,
    /// What was not read yet.
    rest: &'t str,
    base: u32,
    /// The first that was found.
    problem: Option<String>,
    /// Whether the names stand behind a bracket.
    bracket: bool,
}

impl<'t> Reader<'t> {
    fn read(mut self) -> Result<Said, Fault> {
        self.colon();
        self.verb();
        let names = self.names();
        if names.is_empty() {
            self.complain(|| "it names no rule".to_owned());
        }
        let until = self.until();
        self.blanks();
        let reason = self.rest.trim_end();
        let late = Late::find(reason);
        if late.is_some() {
            self.complain(|| "`until=` comes before the reason".to_owned());
        }
        match self.problem.take() {
            None => Ok(Said {
                rules: names.iter().map(|name| self.span(name)).collect(),
                until: until.map(|(date, text)| (date, self.span(text))),
                reason: self.span(reason),
            }),
            Some(problem) => {
                let date = until.map(|(date, _)| date).or(late.as_ref().and_then(|late| late.date));
                let reason = late.map_or_else(|| reason.to_owned(), |late| late.reason);
                Err(Fault { problem, hint: self.hint(&names, date, &reason) })
            }
        }
    }

    fn hint(&self, names: &[&str], date: Option<Date>, reason: &str) -> String {
        let until = date.map_or_else(|| hint::DAY.to_owned(), |date| date.to_string());
        // Without any part of a waiver the comment is a sentence, and no reason.
        let sentence = !self.bracket && names.is_empty() && date.is_none();
        let reason = if sentence || reason.is_empty() { hint::REASON } else { reason };
        hint::comment(self.sign, names, &until, reason)
    }

    fn colon(&mut self) {
        self.blanks();
        if !self.eat(':') {
            self.complain(|| format!("`:` is missing behind `{NAME}`"));
        }
    }

    fn verb(&mut self) {
        self.blanks();
        let before = self.rest;
        let word = self.word();
        if word == VERB {
            return;
        }
        self.complain(|| match word {
            "" => format!("the verb `{VERB}` is missing"),
            _ => format!("`{word}` is no verb, the verb is `{VERB}`"),
        });
        if is_name(word) {
            // The name of a rule stands where the verb belongs.
            self.rest = before;
        }
    }

    fn names(&mut self) -> Vec<&'t str> {
        self.blanks();
        self.bracket = self.eat('[');
        if !self.bracket {
            self.complain(|| format!("`[` is missing behind `{VERB}`"));
            return self.loose_names();
        }
        match self.rest.split_once(']') {
            // A bracket further on closes another one, such as that of a ticket in the reason.
            Some((inside, rest)) if !inside.contains(['[', '=']) => {
                self.rest = rest;
                inside.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
            }
            _ => {
                self.complain(|| "`]` is missing behind the names of the rules".to_owned());
                self.loose_names()
            }
        }
    }

    /// The names that can be told without brackets around them.
    fn loose_names(&mut self) -> Vec<&'t str> {
        let mut names = Vec::new();
        loop {
            self.skip(&MARKS);
            let before = self.rest;
            let word = self.word();
            let first = self.bracket && names.is_empty() && !word.is_empty() && word != UNTIL;
            if !first && !is_name(word) {
                self.rest = before;
                return names;
            }
            names.push(word);
            self.skip(&MARKS);
            if !self.eat(',') {
                return names;
            }
        }
    }

    /// The day behind `until=`; behind one that is none the date that it may begin with.
    fn until(&mut self) -> Option<(Date, &'t str)> {
        self.blanks();
        self.rest = after_until(self.rest)?;
        let text = self.take(|next| next.is_whitespace());
        if let Some(date) = day(text) {
            return Some((date, text));
        }
        self.complain(|| match text {
            "" => format!("`{UNTIL}` wants a day, and nothing follows"),
            _ => format!("`{UNTIL}` wants a day, and `{text}` is none"),
        });
        leading_date(text).map(|date| (date, text))
    }

    fn complain(&mut self, problem: impl FnOnce() -> String) {
        if self.problem.is_none() {
            self.problem = Some(problem());
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn blanks(&mut self) {
        self.skip(&BLANKS);
    }

    fn skip(&mut self, marks: &[char]) {
        self.rest = self.rest.trim_start_matches(marks);
    }

    fn word(&mut self) -> &'t str {
        self.take(|next| !(next.is_alphanumeric() || matches!(next, '-' | '_')))
    }

    fn take(&mut self, end: impl Fn(char) -> bool) -> &'t str {
        let (taken, rest) = self.rest.split_at(self.rest.find(end).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Where a part of the comment stands in the file.
    fn span(&self, part: &str) -> Span {
        let start = self.base + (part.as_ptr() as usize - self.comment.as_ptr() as usize) as u32;
        Span::new(start, start + part.len() as u32)
    }
}

/// An end that stands in or behind the reason.
struct Late {
    date: Option<Date>,
    /// The reason without it.
    reason: String,
}

impl Late {
    fn find(reason: &str) -> Option<Self> {
        let inside_word = |before: &str| {
            before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '-' | '_'))
        };
        reason.match_indices(UNTIL).find_map(|(at, _)| {
            let (before, rest) = reason.split_at(at);
            let rest = after_until(rest).filter(|_| !inside_word(before))?;
            let (text, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
            let reason = format!("{} {}", before.trim_end(), rest.trim_start()).trim().to_owned();
            Some(Self { date: leading_date(text), reason })
        })
    }
}

/// What follows `until=`.
fn after_until(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(UNTIL)?.trim_start_matches(BLANKS).strip_prefix('=')?;
    Some(rest.trim_start_matches(BLANKS))
}

fn day(text: &str) -> Option<Date> {
    let written = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    if text.len() != 10 || !text.bytes().enumerate().all(written) {
        return None;
    }
    text.parse().ok()
}

/// Whether a word can be told from prose: rules are named by several words.
fn is_name(word: &str) -> bool {
    let inner = word.trim_matches(['-', '_']);
    inner.contains(['-', '_'])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Fault, Said, Sign, read};

    fn said(comment: &str) -> (Vec<&str>, Option<String>, &str) {
        let Some(Ok(Said { rules, until, reason })) = read(comment, 0, Sign::Hash) else {
            panic!("{comment}")
        };
        let rules = rules.into_iter().map(|span| span.of(comment)).collect();
        let until = until.map(|(date, span)| {
            assert_eq!(date.to_string(), span.of(comment));
            date.to_string()
        });
        (rules, until, reason.of(comment))
    }

    fn fault(comment: &str) -> (String, String) {
        let Some(Err(Fault { problem, hint })) = read(comment, 0, Sign::Hash) else {
            panic!("{comment}")
        };
        (problem, hint)
    }

    const HINT: &str = "# complint: ignore[missing-file] until=2026-12-31 with the lawyers, LEG-12";

    #[test]
    fn reads_waivers() {
        let day = || Some("2026-12-31".to_owned());
        assert_eq!(said(HINT), (vec!["missing-file"], day(), "with the lawyers, LEG-12"));
        assert_eq!(
            said("#complint: ignore[ missing-file ,stale-review ]   until=2026-12-31   the text  "),
            (vec!["missing-file", "stale-review"], day(), "the text")
        );
        assert_eq!(said("#\tComplint : ignore [a,] until = 2026-12-31"), (vec!["a"], day(), ""));
        assert_eq!(
            said("# complint: ignore[a]until we meet [SEC-1]"),
            (vec!["a"], None, "until we meet [SEC-1]")
        );
        assert_eq!(said("# complint: ignore[a]"), (vec!["a"], None, ""));
    }

    #[test]
    fn counts_places_from_the_file() {
        let Some(Ok(said)) = read("# complint: ignore[a] until=2026-12-31 why", 100, Sign::Hash)
        else {
            panic!()
        };
        assert_eq!((said.rules[0].start, said.rules[0].end), (119, 120));
        assert_eq!(
            said.until.map(|(day, span)| (day, span.start)),
            Some((date(2026, 12, 31), 128))
        );
        assert_eq!((said.reason.start, said.reason.end), (139, 142));
    }

    #[test]
    fn leaves_other_comments_alone() {
        for other in [
            "#",
            "# note",
            "# complint.toml says which frameworks are in scope; complint reads this file in CI.",
            "# complint-action shows this line",
            "# complint/complint",
            "# complint_x",
            "# complints",
            "# complintä",
            "# complin",
            "# complinä",
            "## complint: ignore[a]",
            "# see complint: ignore[a]",
        ] {
            assert_eq!(read(other, 0, Sign::Hash), None, "{other}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let with = |start: &str| format!("# complint{start} with the lawyers, LEG-12");
        let same = [
            (" ignore[missing-file] until=2026-12-31", "`:` is missing behind `complint`"),
            (
                ": disable[missing-file] until=2026-12-31",
                "`disable` is no verb, the verb is `ignore`",
            ),
            (": missing-file until=2026-12-31", "`missing-file` is no verb, the verb is `ignore`"),
            (": [missing-file] until=2026-12-31", "the verb `ignore` is missing"),
            (": ignore missing-file until=2026-12-31", "`[` is missing behind `ignore`"),
            (": ignore(missing-file) until=2026-12-31", "`[` is missing behind `ignore`"),
            (": ignore: \"missing-file\" until=2026-12-31", "`[` is missing behind `ignore`"),
            (
                ": ignore[missing-file until=2026-12-31",
                "`]` is missing behind the names of the rules",
            ),
            (
                ": ignore[missing-file) until=2026-12-31",
                "`]` is missing behind the names of the rules",
            ),
            (
                ": ignore[missing-file] until=2026-12-31,",
                "`until` wants a day, and `2026-12-31,` is none",
            ),
            (
                ": ignore[missing-file] until=2026-12-31T00:00:00",
                "`until` wants a day, and `2026-12-31T00:00:00` is none",
            ),
        ];
        for (start, problem) in same {
            assert_eq!(fault(&with(start)), (problem.to_owned(), HINT.to_owned()), "{start}");
        }
    }

    #[test]
    fn shows_what_could_be_read() {
        let none = "# complint: ignore[<rule>] until=<day> <why this may stay, and where it is followed up>";
        assert_eq!(fault("#Complint").1, none);
        assert_eq!(fault("# complint reads this file in CI").1, none);
        assert_eq!(fault("# complint: ignore this one").1, none);
        let (problem, hint) = fault("# complint: ignore[] until=2026-12-31 with the lawyers");
        assert_eq!(problem, "it names no rule");
        assert_eq!(hint, "# complint: ignore[<rule>] until=2026-12-31 with the lawyers");
        let (problem, hint) = fault("# complint: ignore[a-b, c-d] until=soon with the lawyers");
        assert_eq!(problem, "`until` wants a day, and `soon` is none");
        assert_eq!(hint, "# complint: ignore[a-b, c-d] until=<day> with the lawyers");
        assert_eq!(
            fault("# complint: ignore[a] until=").0,
            "`until` wants a day, and nothing follows"
        );
        let (_, hint) = fault("# complint: ignore[a-b, c-d until=2026-12-31 see [SEC-1]");
        assert_eq!(hint, "# complint: ignore[a-b, c-d] until=2026-12-31 see [SEC-1]");
    }

    #[test]
    fn wants_the_end_before_the_reason() {
        let late = "`until=` comes before the reason".to_owned();
        let comment = "# complint: ignore[missing-file] with the lawyers, LEG-12 until=2026-12-31";
        assert_eq!(fault(comment), (late.clone(), HINT.to_owned()));
        let comment =
            "# complint: ignore[missing-file] with until = 2026-12-31 the lawyers, LEG-12";
        assert_eq!(fault(comment), (late.clone(), HINT.to_owned()));
        let twice = "# complint: ignore[a] until=2026-12-31 until=2027-12-31 why";
        assert_eq!(fault(twice), (late, "# complint: ignore[a] until=2026-12-31 why".to_owned()));
        assert_eq!(said("# complint: ignore[a] valid-until=x").2, "valid-until=x");
    }

    #[test]
    fn knows_days() {
        for bad in ["2027-02-30", "20261231", "2026-13-01", "+2026-1231", "31.12.2026", "2026-12-3"]
        {
            assert!(fault(&format!("# complint: ignore[a] until={bad} why")).0.contains(bad));
        }
    }
}
