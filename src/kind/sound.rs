//! What a company's own kind says that cannot be meant. It is looked for when the kind is loaded: with
//! a kind that nobody can use, every record of it would seem to be wrong.

use std::borrow::Cow;

use super::{Info, KeyType, Kind, Trait};
use crate::document::Value;
use crate::finding::{Draft, Place};
use crate::source::{Source, SourceId};
use crate::words::{closest, closest_noun};

/// The file of a kind.
#[derive(Clone, Copy)]
pub(crate) struct File<'f> {
    pub(crate) source: &'f Source,
    pub(crate) id: SourceId,
}

impl<'f> File<'f> {
    /// Names of traits that there are not.
    pub(crate) fn unknown_traits(self, known: &[Trait]) -> Vec<Draft> {
        let names = || known.iter().map(|shared| shared.id.as_str());
        let list = self.source.root().get("traits").into_iter().flat_map(Value::elements);
        self.unknown(list, "traits", "there is no such trait", |name| closest(name, names()))
    }

    /// The rest, where kinds of these ids are known. The kind has its own keys alone.
    pub(crate) fn problems(self, kind: &Kind, kinds: &[&str]) -> Vec<Draft> {
        let root = self.source.root();
        let mut drafts: Vec<Draft> =
            root.get("id").and_then(|id| self.snake_case(id, "id", "id")).into_iter().collect();
        let shared = kind
            .traits
            .iter()
            .filter_map(|name| super::shipped_traits().iter().find(|shared| shared.id == *name));
        let shared: Vec<(&str, &str)> = shared
            .flat_map(|shared| shared.keys.iter().map(|key| (key.name.as_str(), &*shared.id)))
            .collect();
        self.keys(root, "key", &shared, kinds, &mut drafts);
        if drafts.is_empty() {
            self.paths(kind, &mut drafts);
        }
        drafts
    }

    /// The keys of one table, and those below them.
    fn keys(
        self,
        table: Value<'f>,
        path: &str,
        shared: &[(&str, &str)],
        kinds: &[&str],
        drafts: &mut Vec<Draft>,
    ) {
        let mut before: Vec<Value<'f>> = Vec::new();
        for key in table.get("key").into_iter().flat_map(Value::elements) {
            let Some(name) = key.get("name") else { continue };
            let Some(text) = name.as_str() else { continue };
            let at = format!("{path}.name");
            if text != "*" {
                drafts.extend(self.snake_case(name, &at, "name"));
            }
            let draft = |expected: String, hint: &'static str| {
                self.not_allowed(name, &at, expected).with("hint", hint)
            };
            if let Some((_, owner)) = shared.iter().find(|(own, _)| *own == text) {
                let expected = format!("the trait `{owner}` has this key already");
                drafts.push(draft(expected, "delete it: the kind has that of the trait"));
            } else if let Some(first) =
                before.iter().find(|first| first.as_str().as_deref() == Some(&*text))
            {
                let place = Place { source: self.id, span: first.span() };
                drafts.push(
                    draft("there is such a key already".to_owned(), "delete one of the two")
                        .related(place, "first here"),
                );
            }
            before.push(name);
            self.key(key, &text, path, kinds, drafts);
            self.keys(key, &format!("{path}.key"), &[], kinds, drafts);
        }
    }

    fn key(self, key: Value<'f>, name: &str, path: &str, kinds: &[&str], drafts: &mut Vec<Draft>) {
        let kind = key.get("type").and_then(Value::as_str);
        let kind = kind.and_then(|kind| KeyType::from_name(&kind));
        let lacks = |list: &str| key.get(list).is_none_or(|list| list.elements().next().is_none());
        let missing = |list: &'static str, hint: &'static str| {
            let span = key.get(list).map_or_else(|| key.span(), Value::span);
            Draft::new("missing-key", self.id, span)
                .key(format!("{path}.{list}"))
                .with("record", format!("key `{name}`"))
                .with("key", list)
                .with("hint", hint)
                .setup()
        };
        match kind {
            Some(KeyType::Enum) if lacks("values") => {
                drafts.push(missing("values", "values = [\"<a word>\", \"<another>\"]"));
            }
            Some(KeyType::Reference) if lacks("to") => {
                drafts.push(missing("to", "to = [\"<kind>\"]"));
            }
            Some(KeyType::Reference) => {
                let named = key.get("to").into_iter().flat_map(Value::elements);
                let named = named.filter(|to| to.as_str().is_some_and(|to| !kinds.contains(&&*to)));
                let near = |name: &str| closest_noun(name, kinds.iter().copied());
                let at = format!("{path}.to");
                drafts.extend(self.unknown(named, &at, "there is no such kind", near));
            }
            _ => {}
        }
    }

    /// Paths that lead to no key.
    fn paths(self, kind: &Kind, drafts: &mut Vec<Draft>) {
        let Ok(info) = Info::new(Cow::Owned(kind.clone())) else { return };
        let root = self.source.root();
        let list = |name: &str| root.get(name).into_iter();
        let orders = list("order").flat_map(Value::elements);
        let orders = orders.flat_map(|order| ["earlier", "later"].map(|key| order.get(key)));
        let line = list("line").flat_map(|line| ["same", "by"].map(|key| line.get(key)));
        let of_line = line.flatten().flat_map(Value::elements);
        let named = list("identity").chain(list("text"));
        let named = named.chain(orders.flatten()).chain(of_line);
        let known: Vec<String> = info.paths().collect();
        let lost =
            named.filter(|path| path.as_str().is_some_and(|path| info.find(&path).is_none()));
        for path in lost {
            let near = |name: &str| closest(name, known.iter().map(String::as_str));
            let one = std::iter::once(path);
            drafts.extend(self.unknown(one, "key", "the kind has no such key", near));
        }
    }

    /// Names among a list that mean nothing.
    fn unknown<'k>(
        self,
        names: impl Iterator<Item = Value<'f>>,
        key: &str,
        problem: &str,
        near: impl Fn(&str) -> Option<crate::words::Close<'k>>,
    ) -> Vec<Draft> {
        let draft = |value: Value<'f>| {
            let name = value.as_str()?;
            let draft = self.not_allowed(value, key, problem.to_owned());
            match near(&name) {
                Some(close) if close.word == name => None,
                Some(close) => Some(draft.meant_value(close, value.span())),
                None => Some(draft.with("hint", "")),
            }
        };
        names.filter_map(draft).collect()
    }

    /// A name that is no header and no key of a record as they are written.
    fn snake_case(self, value: Value<'f>, path: &str, key: &str) -> Option<Draft> {
        let name = value.as_str()?;
        let wanted = snake_case(&name);
        if wanted == *name {
            return None;
        }
        let draft = self.not_allowed(value, path, "kinds and keys are in snake_case".to_owned());
        let wanted = if wanted.is_empty() { "<short_name>" } else { &wanted };
        Some(draft.with("hint", format!("{key} = \"{wanted}\"")))
    }

    fn not_allowed(self, value: Value<'_>, key: &str, expected: String) -> Draft {
        Draft::new("invalid-value", self.id, value.span())
            .key(key)
            .with("key", key.to_owned())
            .with("value", value.raw().to_owned())
            .with("expected", expected)
            .setup()
    }
}

/// A name as kinds and keys are named: `fire_drill` for `Fire-Drill`.
fn snake_case(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_").trim_start_matches(|c: char| c.is_ascii_digit() || c == '_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{File, snake_case};
    use crate::kind::{Kind, shipped_traits};
    use crate::source::{Source, SourceId};

    /// What is said of a kind: the place and the values.
    fn said(text: &str) -> Vec<String> {
        let source = Source::new("kinds/drill.toml".to_owned(), text.to_owned());
        let file = File { source: &source, id: SourceId::MANIFEST };
        let unknown = file.unknown_traits(shipped_traits());
        let drafts = if unknown.is_empty() {
            let kind: Kind = crate::document::de::from_value(source.root()).expect("a kind");
            let kind = kind.resolve(shipped_traits()).expect("traits");
            file.problems(&kind, &["role", "drill"])
        } else {
            unknown
        };
        let words = |draft: &crate::finding::Draft| {
            let value = |name| draft.value(name).unwrap_or_default().to_owned();
            let (expected, record) = (value("expected"), value("record"));
            let at = source.slice(draft.place.span);
            format!("{}: {at} {expected}{record} / {}", draft.rule, value("hint"))
        };
        drafts.iter().map(words).collect()
    }

    #[test]
    fn a_kind_that_nobody_can_use_is_said_at_once() {
        let head = "id = \"drill\"\ntitle = \"Drill\"\ntraits = [\"record\"]\n";
        let key = |lines: &str| format!("{head}[[key]]\nname = \"st\"\n{lines}\n");
        assert_eq!(said(head), [""; 0]);
        assert_eq!(
            said(&key("type = \"enum\"")),
            ["missing-key: key key `st` / values = [\"<a word>\", \"<another>\"]"]
        );
        assert_eq!(
            said(&key("type = \"enum\"\nvalues = []")),
            ["missing-key: [] key `st` / values = [\"<a word>\", \"<another>\"]"]
        );
        assert_eq!(
            said(&key("type = \"reference\"")),
            ["missing-key: key key `st` / to = [\"<kind>\"]"]
        );
        assert_eq!(
            said(&key("type = \"reference\"\nto = [\"role\", \"rolle\"]")),
            ["invalid-value: \"rolle\" there is no such kind / did you mean `role`?"]
        );
        assert_eq!(said(&key("type = \"reference\"\nto = [\"drill\"]")), [""; 0]);
        assert_eq!(
            said(&key("type = \"date\"\n[[key]]\nname = \"st\"\ntype = \"text\"")),
            ["invalid-value: \"st\" there is such a key already / delete one of the two"]
        );
        assert_eq!(
            said(&key("type = \"date\"\n[[key]]\nname = \"title\"\ntype = \"text\"")),
            [
                "invalid-value: \"title\" the trait `record` has this key already / delete it: the kind has that of the trait"
            ]
        );
        assert_eq!(
            said(&key("type = \"table\"\n[[key.key]]\nname = \"Held At.x\"\ntype = \"date\"")),
            [
                "invalid-value: \"Held At.x\" kinds and keys are in snake_case / name = \"held_at_x\""
            ]
        );
        assert_eq!(
            said(&head.replace("\"drill\"", "\"fire-drill\"")),
            [
                "invalid-value: \"fire-drill\" kinds and keys are in snake_case / id = \"fire_drill\""
            ]
        );
        assert_eq!(
            said(&head.replace("\"record\"", "\"recrod\"")),
            ["invalid-value: \"recrod\" there is no such trait / did you mean `record`?"]
        );
        assert_eq!(
            said(&format!(
                "{head}order = [{{ earlier = \"hled\", later = \"held\" }}]\n[[key]]\nname = \"held\"\ntype = \"date\"\n"
            )),
            ["invalid-value: \"hled\" the kind has no such key / did you mean `held`?"]
        );
    }

    #[test]
    fn names_are_put_in_snake_case() {
        assert_eq!(snake_case("Fire-Drill"), "fire_drill");
        assert_eq!(snake_case("2nd drill"), "nd_drill");
        assert_eq!(snake_case("drill_2"), "drill_2");
        assert_eq!(snake_case("\u{fc}"), "");
    }
}
