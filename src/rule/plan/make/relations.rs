//! Which other records are meant: those that refer to a subject, those it refers to, all of a kind.

use super::{Maker, Scope};
use crate::few::Few;
use crate::kind::{Info, KeyType, KindNo, NO_TAG, Tag};
use crate::rule::getter::{Over, known, no_kind, unknown};
use crate::rule::plan::{Keys, Memo, Reach, Relating};
use crate::rule::types::Relation;

/// The kinds of the records that a relation reaches.
type Infos<'a> = Few<&'a Info, Vec<&'a Info>>;

/// The key that nearly all rules mean that ask every kind for one.
const SATISFIES: &str = "satisfies";

/// The tag of a key.
fn end(info: &Info, key: &str) -> Option<Tag> {
    match key {
        SATISFIES => Some(info.known.satisfies).filter(|tag| *tag != NO_TAG),
        _ => info.end(NO_TAG, key),
    }
}

/// A key of one kind.
fn of_one<'a>((number, info): (KindNo, &'a Info), key: &str) -> Option<(Keys, Infos<'a>)> {
    Some((Keys::One(number, end(info, key)?), Few::One(info)))
}

impl<'a> Maker<'a> {
    pub(super) fn relating(&mut self, relation: &Relation, over: Over<'_>) -> Option<Relating> {
        let (to, infos) = self.reach(relation, over)?;
        let other = match &*infos {
            [] if matches!(to, Reach::Outgoing(_)) => Over::Requirement,
            [one] => Over::Kind(one),
            several => Over::Kinds(several),
        };
        let scope = Scope { over: other, outer: Some(over) };
        let filter = self.within("where", |maker| maker.when(&relation.filter, scope));
        let at = match (&relation.at, &to) {
            (Some(_), Reach::Own(_)) | (None, _) => None,
            (Some(path), _) => Some(self.within("at", |maker| maker.getter(path, other))?),
        };
        let min = relation.min.and_then(|min| usize::try_from(min).ok()).unwrap_or(1);
        let (label, memo) = (relation.label.clone(), Memo::default());
        Some(Relating { to, filter, min, label, at, memo })
    }

    fn reach(&mut self, relation: &Relation, over: Over<'_>) -> Option<(Reach, Infos<'a>)> {
        match (&relation.from, &relation.to, &relation.kind, &relation.at) {
            (Some(from), None, None, _) => self.incoming(from, relation, over),
            (None, Some(to), None, _) => self.outgoing(to, over),
            (None, None, Some(kind), _) => {
                let (number, info) = self.named_kind(kind, "kind")?;
                Some((Reach::All(number), Few::One(info)))
            }
            (None, None, None, Some(at)) => {
                let own = known(at, over, self.form);
                if own.is_none() && matches!(over, Over::Kind(_)) {
                    self.problem(unknown(at, over, self.form));
                }
                Some((Reach::Own(own?), Few::Many(Vec::new())))
            }
            _ => {
                self.problem("a relation has one of `from`, `to` and `kind`");
                None
            }
        }
    }

    fn named_kind(&mut self, name: &str, key: &str) -> Option<(KindNo, &'a Info)> {
        let kinds = self.kinds;
        let known = kinds.number(name).and_then(|number| Some((number, kinds.get(number)?)));
        if known.is_none() {
            self.within(key, |maker| maker.problem(no_kind(name, kinds)));
        }
        known
    }

    fn incoming(
        &mut self,
        from: &str,
        relation: &Relation,
        over: Over<'_>,
    ) -> Option<(Reach, Infos<'a>)> {
        let Some((kind, key)) = from.split_once('.') else {
            self.within("from", |maker| {
                maker.problem("it reads \"kind.key\", or \"*.key\" for every kind")
            });
            return None;
        };
        let one = if kind == "*" { None } else { Some(self.named_kind(kind, "from")?) };
        let nature = key == "answers";
        let key = if nature { SATISFIES } else { key };
        let found = match one {
            Some(one) if !nature => of_one(one, key),
            _ => self.of_each(one.map(|(number, _)| number), key, nature),
        };
        let Some((keys, infos)) = found else {
            self.within("from", |maker| {
                maker.problem(format!("no kind that is meant has a key `{key}`"))
            });
            return None;
        };
        let via = match &relation.via {
            Some(path) => Some(Box::new(self.within("via", |maker| maker.getter(path, over))?)),
            None => None,
        };
        Some((Reach::Incoming { keys, nature, via }, infos))
    }

    /// A key of all kinds, or of one of them, and the kinds that are meant; with `nature` also those of
    /// which records answer to requirements by what they are.
    fn of_each(&self, one: Option<KindNo>, key: &str, nature: bool) -> Option<(Keys, Infos<'a>)> {
        let mut infos = Vec::new();
        let keys = self.kinds.iter().map(|(number, info)| {
            let is_meant = one.is_none_or(|one| one == number);
            let tag = if is_meant { end(info, key) } else { None };
            if tag.is_some() || nature && !info.kind.answers.is_empty() {
                infos.push(info);
            }
            tag
        });
        let keys = Keys::Each(keys.collect());
        (!infos.is_empty()).then_some((keys, Few::Many(infos)))
    }

    fn outgoing(&mut self, to: &str, over: Over<'_>) -> Option<(Reach, Infos<'a>)> {
        let info = match over {
            Over::Kind(info) | Over::Element(info, _) => info,
            _ => {
                self.within("to", |maker| {
                    maker.problem("`to` is a key of a record; this looks at something else")
                });
                return None;
            }
        };
        let table = if let Over::Element(_, tag) = over { tag } else { NO_TAG };
        let path = || match table {
            NO_TAG => to.to_owned(),
            tag => format!("{}.{to}", info.path(tag)),
        };
        let Some(tag) = info.end(table, to) else {
            self.within("to", |maker| {
                let path = path();
                maker.problem(format!("kind `{}` has no key `{path}`", info.kind.id))
            });
            return None;
        };
        let key = info.key(tag)?;
        if let (KeyType::Reference, [kind]) = (key.value, &*key.to)
            && let Some(info) = self.kinds.by_id(kind)
        {
            return Some((Reach::Outgoing(tag), Few::One(info)));
        }
        let infos: Vec<&Info> = match key.value {
            KeyType::Reference => key.to.iter().filter_map(|kind| self.kinds.by_id(kind)).collect(),
            KeyType::Record => self.kinds.iter().map(|(_, info)| info).collect(),
            KeyType::Mapping | KeyType::Requirement => Vec::new(),
            _ => {
                self.within("to", |maker| {
                    let path = path();
                    maker.problem(format!("`{path}` names neither records nor requirements"))
                });
                return None;
            }
        };
        Some((Reach::Outgoing(tag), Few::Many(infos)))
    }
}
