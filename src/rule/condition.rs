//! Conditions of the rule language in words.

use super::types::{Amount, Base, Bound, Condition, KeyTest, Literal, Operand, Relation, Test};
use super::words_of;
use crate::words::{count, join_and, join_or};

/// ", where ...", or nothing where there is no condition.
pub(crate) fn when(condition: &Condition) -> String {
    match words(condition).as_str() {
        "" => String::new(),
        words => format!(", where {words}"),
    }
}

fn words(condition: &Condition) -> String {
    let mut parts: Vec<String> = condition.tests.iter().map(test).collect();
    if !condition.any.is_empty() {
        let any: Vec<String> = condition.any.iter().map(words).collect();
        parts.push(join_or(&any));
    }
    parts.extend(condition.not.iter().map(|not| format!("not ({})", words(not))));
    parts.extend(condition.some.iter().map(|some| format!("there is {}", relation(some))));
    parts.extend(condition.none.iter().map(|none| format!("there is no {}", relation(none))));
    join_and(&parts)
}

fn test(tested: &KeyTest) -> String {
    format!("`{}` {}", tested.key, is(&tested.test))
}

fn is(test: &Test) -> String {
    match test {
        Test::IsPresent => "is given".to_owned(),
        Test::IsAbsent => "is not given".to_owned(),
        Test::IsEqual(value) => format!("is {}", words_of(value)),
        Test::IsOneOf(values) => {
            let values: Vec<String> = values.iter().map(words_of).collect();
            format!("is {}", join_or(&values))
        }
        Test::IsWithin(bounds) => {
            let bounds: Vec<String> = bounds.iter().map(bound).collect();
            join_and(&bounds)
        }
    }
}

fn bound(bound: &Bound) -> String {
    match bound {
        Bound::NotTest(tests) => {
            let tests: Vec<String> = tests.iter().map(is).collect();
            format!("is not so that it {}", join_and(&tests))
        }
        Bound::AtLeast(than) => format!("is at least {}", operand(than)),
        Bound::AtMost(than) => format!("is at most {}", operand(than)),
        Bound::Before(day) => format!("is before {}", operand(day)),
        Bound::NotBefore(day) => format!("is not before {}", operand(day)),
        Bound::After(day) => format!("is after {}", operand(day)),
        Bound::NotAfter(day) => format!("is not after {}", operand(day)),
        Bound::NotLongerAgo(length) => format!("is no longer ago than {}", amount(length)),
        Bound::MinWords(least) => format!("has at least {}", counted(least, "word")),
        Bound::MinItems(least) => format!("has at least {}", counted(least, "entry")),
        Bound::MaxItems(most) => format!("has at most {}", counted(most, "entry")),
        Bound::Matches(pattern) => format!("matches {pattern}"),
        Bound::Contains(part) => format!("contains {}", operand(part)),
        Bound::Equals(other) => format!("is {}", operand(other)),
    }
}

fn counted(number: &Operand, noun: &str) -> String {
    match &number.base {
        Base::OfLiteral(Literal::LitInt(value)) => {
            count(usize::try_from(*value).unwrap_or(0), noun)
        }
        _ => format!("{} of them", operand(number)),
    }
}

fn operand(operand: &Operand) -> String {
    let base = match &operand.base {
        Base::OfLiteral(value) => words_of(value),
        Base::OfToday => "today".to_owned(),
        Base::OfKey(key) => format!("`{key}`"),
        Base::OfSubject(key) => format!("its own `{key}`"),
        Base::OfSetting(key) => format!("`{key}` of complint.toml"),
        Base::OfParameter(name) => format!("the parameter `{name}`"),
    };
    match &operand.plus {
        None => base,
        Some(more) => format!("{base} plus {}", amount(more)),
    }
}

fn amount(amount: &Amount) -> String {
    match amount {
        Amount::IsFixed(text) => text.to_string(),
        Amount::FromParameter(name) => format!("the parameter `{name}`"),
        Amount::FromSetting(key) => format!("`{key}` of complint.toml"),
    }
}

fn relation(relation: &Relation) -> String {
    let name =
        [&relation.from, &relation.to, &relation.kind, &relation.at].into_iter().flatten().next();
    let of = match (&relation.kind, name) {
        (Some(kind), _) => format!("record of kind `{kind}`"),
        (None, Some(name)) => format!("record by `{name}`"),
        (None, None) => "record".to_owned(),
    };
    format!("{of}{}", when(&relation.filter))
}

#[cfg(test)]
mod tests {
    use super::when;
    use crate::kind::shipped;

    fn of(kind: &str, position: usize) -> String {
        let kind = shipped().iter().find(|own| own.id == kind);
        let answer = kind.and_then(|kind| kind.answers.get(position));
        answer.map(|answer| when(&answer.condition)).unwrap_or_default()
    }

    #[test]
    fn reads_as_a_sentence() {
        assert_eq!(of("treatment", 0), "");
        assert_eq!(of("treatment", 1), ", where `status` is done");
        assert_eq!(of("risk", 0), ", where `likelihood` is given and `impact` is given");
        assert_eq!(of("metric", 0), ", where `results` has at least 1 entry");
        assert_eq!(of("soa", 0), ", where `framework` is not given or `framework` is iso27001");
    }
}
