//! Writes the marks that would hold into the text of a rule file.
//!
//! Only between the quotes of an example's text; everything else stays byte for byte.

use super::compare::Standing;
use super::{Drawn, Example, File, Outcome, draw, examples, mark};
use crate::fix;
use crate::span::Span;

/// A rule file with new marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Updated {
    /// Its text.
    pub source: String,
    /// How many examples have new marks.
    pub examples: usize,
    /// What was left as it is, and why.
    pub left: Vec<String>,
}

/// Draws the marks that would hold.
pub fn update(source: &str, examples: &[Example], outcomes: &[Outcome]) -> Updated {
    let mut updated = Updated { source: source.to_owned(), examples: 0, left: Vec::new() };
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (example, outcome) in examples.iter().zip(outcomes) {
        let before = edits.len();
        for (file, drawn) in example.files.iter().zip(&outcome.drawn) {
            if drawn.iter().all(|drawn| drawn.standing == Standing::Holds) {
                continue;
            }
            match rewrite(source, file, drawn) {
                Ok(text) => edits.push((file.span, text)),
                Err(why) => {
                    updated.left.push(format!("\"{}\", {}: {why}", example.name, file.path))
                }
            }
        }
        updated.examples += usize::from(edits.len() > before);
    }
    let borrowed: Vec<(Span, &str)> =
        edits.iter().map(|(span, text)| (*span, text.as_str())).collect();
    let new = fix::apply(source, &borrowed);
    if same_but_for_marks(&new, examples) {
        updated.source = new;
    } else {
        updated.examples = 0;
        updated.left.push("the new marks cannot be read back; nothing was changed".to_owned());
    }
    updated
}

/// The string of a file, quotes included, with new marks.
fn rewrite(source: &str, file: &File, drawn: &[Drawn]) -> Result<String, &'static str> {
    let new = draw::plain(&file.text, drawn);
    let again = mark::strip(&file.path, &new);
    let wanted = drawn.iter().filter(|drawn| drawn.standing != Standing::Wrong).count();
    if again.text != file.text || again.marks.len() != wanted {
        return Err("these marks cannot be drawn under this text");
    }
    let raw = file.span.of(source);
    let (quotes, opening, body) = parts(raw).ok_or("its text is no string of several lines")?;
    if body != file.drawn {
        return Err("its string has escapes; draw the marks by hand");
    }
    if new.contains(quotes) || quotes == BASIC && new.contains('\\') {
        return Err("these marks need escapes in this string; draw them by hand");
    }
    Ok(format!("{opening}{new}{quotes}"))
}

const BASIC: &str = "\"\"\"";
const LITERAL: &str = "'''";

/// The quotes of a string of several lines, the opening with its line break, and the rest.
fn parts(raw: &str) -> Option<(&'static str, &str, &str)> {
    let quotes = [BASIC, LITERAL].into_iter().find(|quotes| raw.starts_with(quotes))?;
    let body = raw.get(3..)?.strip_suffix(quotes)?;
    let body = body.strip_prefix('\n').or_else(|| body.strip_prefix("\r\n"))?;
    let opening = raw.get(..raw.len() - 3 - body.len())?;
    Some((quotes, opening, body))
}

/// Whether the examples of a file are the same, whatever marks they have.
fn same_but_for_marks(source: &str, old: &[Example]) -> bool {
    let texts = |example: &Example| -> Vec<(String, String)> {
        example.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect()
    };
    examples(source).is_ok_and(|new| new.iter().map(texts).eq(old.iter().map(texts)))
}

#[cfg(test)]
mod tests {
    use super::update;
    use crate::example::compare::{Drawn, Exactness, Standing, compare};
    use crate::example::found::Wanted;
    use crate::example::{MarkKind, Outcome, Spot, examples};

    /// What would be if every example had one finding, at the first three characters.
    fn outcomes(source: &str, message: &str) -> Vec<Outcome> {
        let drawn = |file: &crate::example::File| -> Vec<Drawn> {
            let spot = Spot { line: 1, column: 1, length: 3 };
            let says = vec![message.to_owned()];
            let wanted = Wanted { spot, kind: MarkKind::Primary, rule: None, says };
            compare(&file.marks, vec![wanted], Exactness::Words)
        };
        let examples = examples(source).expect("examples");
        let outcome = |example: &crate::example::Example| Outcome {
            drawn: example.files.iter().map(drawn).collect(),
            failures: Vec::new(),
        };
        examples.iter().map(outcome).collect()
    }

    fn updated(source: &str, message: &str) -> super::Updated {
        let examples = examples(source).expect("examples");
        update(source, &examples, &outcomes(source, message))
    }

    #[test]
    fn only_marks_are_written() {
        let source = "# before\n[[example]]\nname = 'x'   # kept\ntext = '''\nabc = 1\n  ^ old\nb = 2\n'''\n# after\n";
        let new = updated(source, "new");
        assert_eq!(new.source, source.replace("  ^ old", "^^^ new"));
        assert_eq!((new.examples, new.left.len()), (1, 0));
        let again = updated(&new.source, "new");
        assert_eq!((again.source, again.examples), (new.source, 0));
    }

    #[test]
    fn a_mark_that_holds_keeps_its_words() {
        let source = "[[example]]\nname = 'x'\ntext = '''\nabc = 1\n^^^ new\n'''\n";
        assert_eq!(updated(source, "new and more").source, source);
    }

    #[test]
    fn quotes_and_escapes_decide_what_can_be_written() {
        let file = |text: &str| format!("[[example]]\nname = 'x'\ntext = {text}\n");
        let plain = file("\"\"\"\nabc = 1\n\"\"\"");
        assert_eq!(updated(&plain, "new").source, file("\"\"\"\nabc = 1\n^^^ new\n\"\"\""));
        let cases = [
            (file("\"\"\"\n\\u0061bc = 1\n\"\"\""), "new", "has escapes"),
            (file("'abc = 1'"), "new", "cannot be drawn"),
            (file("\"abc = 1\\n\""), "new", "no string of several lines"),
            (plain, "C:\\x", "need escapes"),
            (file("'''\nabc = 1\n'''"), "it is '''", "need escapes"),
        ];
        for (source, message, why) in cases {
            let new = updated(&source, message);
            assert_eq!(new.source, source);
            assert!(new.left[0].contains(why), "{why}: {:?}", new.left);
        }
    }

    #[test]
    fn windows_line_ends_stay() {
        let source = "[[example]]\nname = 'x'\ntext = '''\nabc = 1\n  ^ old\nb = 2\n'''\n"
            .replace('\n', "\r\n");
        let new = updated(&source, "new");
        assert_eq!(new.source, source.replace("  ^ old", "^^^ new"), "{:?}", new.left);
    }

    #[test]
    fn every_file_of_an_example_is_written() {
        let source = "[[example]]\nname = 'x'\nfiles.\"a.toml\" = '''\nabc\n'''\nfiles.\"b.md\" = '''\nabc\n---\n'''\n";
        let new = updated(source, "why");
        assert_eq!(new.source, source.replace("abc\n", "abc\n^^^ why\n"));
        assert_eq!(new.examples, 1);
        assert_eq!(new.left, Vec::<String>::new());
        assert!(outcomes(&new.source, "why").iter().all(|outcome| {
            outcome.drawn.iter().flatten().all(|drawn| drawn.standing == Standing::Holds)
        }));
    }
}
