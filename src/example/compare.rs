//! Marks against findings, one to one.

use super::found::Wanted;
use super::mark::Mark;

/// A mark, and whether it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drawn {
    /// The mark.
    pub mark: Mark,
    /// Whether it holds.
    pub standing: Standing,
}

/// Whether a mark holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Nothing is found there, or something else.
    Wrong,
    /// Something is found there, and there is no mark.
    Missing,
    /// What it marks is found.
    Holds,
}

/// What has to agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exactness {
    /// Places and words.
    Words,
    /// Places alone: words can name the day.
    Places,
}

/// Compares the marks of one file with what is found in it. In the order in which they are drawn.
pub(super) fn compare(marks: &[Mark], wanted: Vec<Wanted>, exactness: Exactness) -> Vec<Drawn> {
    let mut left = wanted;
    let mut drawn: Vec<Drawn> = longest_first(marks)
        .into_iter()
        .map(|mark| match left.iter().position(|wanted| fits(mark, wanted, exactness)) {
            Some(position) => {
                left.remove(position);
                Drawn { mark: mark.clone(), standing: Standing::Holds }
            }
            None => Drawn { mark: mark.clone(), standing: Standing::Wrong },
        })
        .collect();
    drawn.extend(left.into_iter().map(missing));
    drawn.sort_by(|one, other| order(one).cmp(&order(other)));
    drawn
}

/// A mark that says less fits more, so it has to wait: otherwise it could take the finding that
/// another one needs.
fn longest_first(marks: &[Mark]) -> Vec<&Mark> {
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.label.len()));
    marks
}

fn fits(mark: &Mark, wanted: &Wanted, exactness: Exactness) -> bool {
    let says = || wanted.says.iter().any(|text| text.starts_with(&mark.label));
    mark.spot == wanted.spot
        && mark.kind == wanted.kind
        && mark.rule == wanted.rule
        && (exactness == Exactness::Places || says())
}

fn missing(wanted: Wanted) -> Drawn {
    let Wanted { spot, kind, rule, says } = wanted;
    let label = says.into_iter().next().unwrap_or_default();
    Drawn { mark: Mark { spot, kind, rule, label }, standing: Standing::Missing }
}

/// By line; under one line what is wrong, then findings, then related places, each by column.
fn order(drawn: &Drawn) -> impl Ord + '_ {
    let mark = &drawn.mark;
    let wrong = drawn.standing != Standing::Wrong;
    (mark.spot.line, wrong, mark.kind, mark.spot.column, mark.spot.length, &mark.rule, &mark.label)
}

#[cfg(test)]
mod tests {
    use super::{Exactness, Standing, compare};
    use crate::example::found::Wanted;
    use crate::example::mark::{Mark, MarkKind, Spot, parse};

    fn mark(line: &str) -> Mark {
        let mut mark = parse(line).expect("a mark");
        mark.spot.line = 1;
        mark
    }

    fn wanted(column: usize, length: usize, says: &[&str]) -> Wanted {
        Wanted {
            spot: Spot { line: 1, column, length },
            kind: MarkKind::Primary,
            rule: None,
            says: says.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    fn standings(
        marks: &[&str],
        wanted: Vec<Wanted>,
        exactness: Exactness,
    ) -> Vec<(Standing, String)> {
        let marks: Vec<Mark> = marks.iter().map(|line| mark(line)).collect();
        let drawn = compare(&marks, wanted, exactness);
        drawn.into_iter().map(|drawn| (drawn.standing, drawn.mark.line())).collect()
    }

    #[test]
    fn message_or_label_may_be_begun() {
        for line in ["^^", "^^ mes", "^^ message", "^^ lab"] {
            let found =
                standings(&[line], vec![wanted(1, 2, &["message", "label"])], Exactness::Words);
            assert_eq!(found, [(Standing::Holds, line.to_owned())]);
        }
    }

    #[test]
    fn length_rule_kind_and_words_have_to_agree() {
        for line in ["^", "^^^", " ^^", "--", "^^ [other] message", "^^ essage", "^^ messages"] {
            let found = standings(&[line], vec![wanted(1, 2, &["message"])], Exactness::Words);
            let missing = (Standing::Missing, "^^ message".to_owned());
            assert_eq!(found, [(Standing::Wrong, line.to_owned()), missing]);
        }
    }

    #[test]
    fn one_finding_holds_one_mark() {
        let two = standings(&["^^ a", "^^ a"], vec![wanted(1, 2, &["a"])], Exactness::Words);
        assert_eq!(two[0].0, Standing::Wrong);
        assert_eq!(two[1].0, Standing::Holds);
        let none =
            standings(&[], vec![wanted(1, 2, &["a"]), wanted(1, 2, &["a"])], Exactness::Words);
        assert_eq!(none.len(), 2);
    }

    #[test]
    fn the_mark_that_says_most_chooses_first() {
        let found = vec![wanted(1, 2, &["abc"]), wanted(1, 2, &["a"])];
        let marks = standings(&["^^ a", "^^ abc"], found, Exactness::Words);
        assert!(marks.iter().all(|(standing, _)| *standing == Standing::Holds), "{marks:?}");
    }

    #[test]
    fn on_another_day_words_may_differ() {
        let found = standings(
            &["^^ since 3 days"],
            vec![wanted(1, 2, &["since 9 days"])],
            Exactness::Places,
        );
        assert_eq!(found[0].0, Standing::Holds);
    }
}
