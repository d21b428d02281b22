//! Which other records are meant: those that refer to a subject, those it refers to, all of a kind.

use super::{Maker, Scope};
use crate::kind::{Info, KeyType, KindNo, NO_TAG, Tag};
use crate::rule::getter::{Over, kinds_named, known, resolve};
use crate::rule::plan::{Memo, Reach, Relating};
use crate::rule::types::Relation;

impl<'a> Maker<'a> {
    pub(super) fn relating(&mut self, relation: &Relation, over: Over<'_>) -> Option<Relating> {
        let (to, infos) = self.reach(relation, over)?;
        let other = match infos.as_slice() {
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

    fn reach(&mut self, relation: &Relation, over: Over<'_>) -> Option<(Reach, Vec<&'a Info>)> {
        match (&relation.from, &relation.to, &relation.kind, &relation.at) {
            (Some(from), None, None, _) => self.incoming(from, relation, over),
            (None, Some(to), None, _) => self.outgoing(to, over),
            (None, None, Some(kind), _) => {
                let infos = self.named_kinds(kind, "kind")?;
                Some((Reach::All(self.kinds.number(kind)?), infos))
            }
            (None, None, None, Some(at)) => {
                let own = if matches!(over, Over::Kind(_)) {
                    resolve(at, over, self.form).map_err(|message| self.problem(message)).ok()?
                } else {
                    known(at, over, self.form)?
                };
                Some((Reach::Own(own), Vec::new()))
            }
            _ => {
                self.problem("a relation has one of `from`, `to` and `kind`");
                None
            }
        }
    }

    fn named_kinds(&mut self, name: &str, key: &str) -> Option<Vec<&'a Info>> {
        match kinds_named(name, self.kinds) {
            Ok(infos) => Some(infos),
            Err(message) => {
                self.within(key, |maker| maker.problem(message));
                None
            }
        }
    }

    fn incoming(
        &mut self,
        from: &str,
        relation: &Relation,
        over: Over<'_>,
    ) -> Option<(Reach, Vec<&'a Info>)> {
        let Some((kind, key)) = from.split_once('.') else {
            self.within("from", |maker| {
                maker.problem("it reads \"kind.key\", or \"*.key\" for every kind")
            });
            return None;
        };
        let one = self.kinds.number(kind);
        if one.is_none() {
            self.named_kinds(kind, "from")?;
        }
        let nature = key == "answers";
        let key = if nature { "satisfies" } else { key };
        let mut keys: Vec<Option<Tag>> = vec![None; self.kinds.iter().count()];
        let mut infos: Vec<&Info> = Vec::new();
        let mut add = |(number, info): (KindNo, &'a Info), meant: bool| {
            let tag = info.end(NO_TAG, key).filter(|_| meant);
            if tag.is_some() || nature && !info.kind.answers.is_empty() {
                infos.push(info);
            }
            if let Some(own) = keys.get_mut(usize::from(number)) {
                *own = tag;
            }
        };
        // Nearly all mean one kind, and nobody looks at the others.
        match one.filter(|_| !nature) {
            Some(one) => self.kinds.get(one).into_iter().for_each(|info| add((one, info), true)),
            None => self.kinds.iter().for_each(|known| {
                add(known, kind == "*" || known.1.kind.id == kind);
            }),
        }
        if infos.is_empty() {
            self.within("from", |maker| {
                maker.problem(format!("no kind that is meant has a key `{key}`"))
            });
            return None;
        }
        let via = match &relation.via {
            Some(path) => Some(self.within("via", |maker| maker.getter(path, over))?),
            None => None,
        };
        Some((Reach::Incoming { keys, nature, via }, infos))
    }

    fn outgoing(&mut self, to: &str, over: Over<'_>) -> Option<(Reach, Vec<&'a Info>)> {
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
        Some((Reach::Outgoing(tag), infos))
    }
}
