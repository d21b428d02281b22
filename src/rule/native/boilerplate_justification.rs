//! Justifications that would fit any row of the Statement of Applicability.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::records::of_kind;
use crate::document::Value;
use crate::finding::Draft;
use crate::kind::read::DEFAULT_FRAMEWORK;
use crate::rule::RuleNo;
use crate::rule::types::Literal;
use crate::words::count;
use crate::workspace::{Record, Workspace};

const RULE: &str = "boilerplate-justification";

pub(super) fn find(workspace: &Workspace, _today: Date) -> Vec<Draft> {
    let Some(rule) = workspace.rules.number(RULE) else { return Vec::new() };
    let limits = Limits::of(workspace, rule);
    let records = of_kind(workspace, "soa");
    let mut rows = Vec::with_capacity(records.size_hint().1.unwrap_or(0));
    rows.extend(records.filter_map(|(number, record)| Row::read(workspace, number, record)));
    let shared = shared(&rows);
    rows.iter().filter_map(|row| judge(workspace, row, &limits, &shared)).collect()
}

/// A row with a justification that is not blank: none at all is another rule's.
struct Row<'w> {
    number: u32,
    record: &'w Record,
    value: Value<'w>,
    text: Text<'w>,
    framework: Cow<'w, str>,
    included: bool,
}

impl<'w> Row<'w> {
    fn read(workspace: &'w Workspace, number: u32, record: &'w Record) -> Option<Self> {
        let value = workspace.value_of(record, "justification")?;
        let text = value.as_str().filter(|text| !text.trim().is_empty())?;
        let framework = workspace.value_of(record, "framework").and_then(Value::as_str);
        let included = workspace.value_of(record, "applicable").and_then(Value::as_bool);
        Some(Self {
            number,
            record,
            value,
            text: Text::of(text),
            framework: framework.unwrap_or(Cow::Borrowed(DEFAULT_FRAMEWORK)),
            included: included == Some(true),
        })
    }

    fn key(&self) -> (&str, &Text<'w>) {
        (&self.framework, &self.text)
    }
}

/// What the rule counts by.
struct Limits {
    min_words: usize,
    same_on: usize,
    phrases: FxHashSet<Text<'static>>,
}

impl Limits {
    fn of(workspace: &Workspace, rule: RuleNo) -> Self {
        let get = |name: &str| {
            crate::config::parameter(&workspace.settings.levels, &workspace.rules, rule, name)
        };
        let number = |name: &str| match get(name) {
            Some(Literal::LitInt(number)) => usize::try_from(*number).unwrap_or(0),
            _ => 0,
        };
        let phrases = match get("phrases") {
            Some(Literal::LitList(phrases)) => {
                phrases.iter().map(|phrase| Text::of(Cow::Owned(phrase.to_string()))).collect()
            }
            _ => FxHashSet::default(),
        };
        Self { min_words: number("min_words"), same_on: number("same_on"), phrases }
    }
}

/// How many included rows stand on a text, by framework.
type Shared<'r, 'w> = FxHashMap<(&'r str, &'r Text<'w>), usize>;

/// How many included rows of a framework have a text.
fn shared<'r, 'w>(rows: &'r [Row<'w>]) -> Shared<'r, 'w> {
    let mut shared = Shared::with_capacity_and_hasher(rows.len(), FxBuildHasher);
    for row in rows.iter().filter(|row| row.included) {
        *shared.entry(row.key()).or_default() += 1;
    }
    shared
}

fn judge(
    workspace: &Workspace,
    row: &Row<'_>,
    limits: &Limits,
    shared: &Shared<'_, '_>,
) -> Option<Draft> {
    let text = row.text.written.trim();
    let words = row.text.words(limits.min_words);
    let same = || shared.get(&row.key()).copied().unwrap_or(0);
    let fault = if text.starts_with('<') && text.ends_with('>') {
        // What a help text shows to be filled in.
        "is a placeholder".to_owned()
    } else if limits.phrases.contains(&row.text) {
        format!("says only \"{text}\"")
    } else if words < limits.min_words {
        format!("has {}", count(words, "word"))
    } else if row.included && limits.same_on > 0 && same() >= limits.same_on {
        format!("stands on {} inclusions", same())
    } else {
        return None;
    };
    Some(
        Draft::new(RULE, row.record.source, row.value.span())
            .record(row.number)
            .key("justification")
            .with("requirement", workspace.id(row.record).into_owned())
            .with("fault", fault),
    )
}

/// A text that is compared by its words: in whatever case, with whatever blanks between them, with or
/// without a closing mark.
#[derive(Clone, Debug)]
struct Text<'w> {
    written: Cow<'w, str>,
    /// What of it is compared, where its words are written with single blanks.
    part: Range<usize>,
    /// Its words with single blanks, where they are not written so.
    spaced: Option<String>,
}

impl<'w> Text<'w> {
    fn of(written: Cow<'w, str>) -> Self {
        let plain = without_mark(&written);
        let spaced = (!is_spaced(plain))
            .then(|| plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
        let start = written.len() - written.trim_start().len();
        let part = start..start + plain.len();
        Self { written, part, spaced }
    }

    /// Its words with single blanks. Letters of ASCII may be of any case.
    fn plain(&self) -> &str {
        let part = || self.written.get(self.part.clone());
        self.spaced.as_deref().or_else(part).unwrap_or_default()
    }

    /// How many words it has. How many more there are than `most` is nobody's business.
    fn words(&self, most: usize) -> usize {
        let (mut words, mut within) = (0, false);
        for letter in self.plain().chars() {
            if words == most {
                break;
            }
            words += usize::from(!within && letter.is_alphanumeric());
            within = letter != ' ' && (within || letter.is_alphanumeric());
        }
        words
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.plain().eq_ignore_ascii_case(other.plain())
    }
}

impl Eq for Text<'_> {}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        /// Of letters the bit that tells the cases apart. Of two texts that only differ there elsewhere
        /// the hash is the same, which costs a look and nothing else.
        const CASE: u64 = u64::from_ne_bytes([0x20; 8]);
        let (chunks, rest) = self.plain().as_bytes().as_chunks();
        chunks.iter().for_each(|chunk| state.write_u64(u64::from_ne_bytes(*chunk) | CASE));
        rest.iter().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
    }
}

/// What there is of it before a closing mark.
fn without_mark(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '!', '?']).trim_end()
}

/// Whether single blanks, and nothing else, stand between words of ASCII. Nearly all texts are written so.
fn is_spaced(text: &str) -> bool {
    // To go on after the answer is known lets many bytes be looked at together.
    let bytes = text.as_bytes();
    let is_plain = bytes.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    is_plain & !pairs.fold(false, |two, pair| two | (pair == (&b' ', &b' ')))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::hash::BuildHasher;

    use rustc_hash::FxBuildHasher;

    use super::Text;

    #[test]
    fn texts_are_compared_by_their_words() {
        let text = |written: &'static str| Text::of(Cow::Borrowed(written));
        let all = [
            ("", ""),
            (" \t\n", ""),
            ("...", ""),
            ("Required  by\n\tthe POLICY .", "required by the policy"),
            ("REQUIRED by The policy", "required by the policy"),
            ("a\u{b}b\u{1c}c !?", "a b\u{1c}c"),
            ("Two  blanks and a  third", "two blanks and a third"),
            ("One . ", "one"),
            ("ÜBER\u{a0} alles.", "über alles"),
        ];
        for (written, plain) in all {
            let own = text(written);
            assert_eq!(own.plain().to_ascii_lowercase(), plain, "{written:?}");
            for (other, of_other) in all {
                let other = text(other);
                assert_eq!(own == other, plain == of_other, "{written:?}, {of_other:?}");
                let hashes = [&own, &other].map(|text| FxBuildHasher.hash_one(text));
                assert!(own != other || hashes[0] == hashes[1], "{written:?}, {of_other:?}");
            }
        }
        let words = ["", "a", "a - b", "(a) -b- é", "a b c d"];
        assert_eq!(words.map(|own| text(own).words(3)), [0, 1, 2, 3, 3]);
        assert_eq!(text("a b").words(0), 0);
    }
}
