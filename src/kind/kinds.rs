//! The kinds of a workspace: those that are shipped, and a company's own behind them.

use std::borrow::Cow;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Info, Kind, KindNo, shipped};
use crate::text::Str;

/// All kinds of a workspace.
#[derive(Debug)]
pub struct Kinds {
    list: Vec<Info>,
    by_id: FxHashMap<Str, KindNo>,
    /// The names of a company's own that cannot be used.
    lost: Vec<String>,
}

impl Kinds {
    /// The shipped kinds and a company's own.
    ///
    /// # Errors
    ///
    /// For each kind that cannot be used, its position in `own` and the reason.
    pub fn new(own: Vec<Kind>) -> (Self, Vec<(usize, String)>) {
        let count = shipped().len() + own.len();
        let mut kinds = Self {
            list: Vec::with_capacity(count),
            by_id: FxHashMap::with_capacity_and_hasher(count, FxBuildHasher),
            lost: Vec::new(),
        };
        let mut problems = Vec::new();
        for kind in shipped() {
            if let Err(reason) = kinds.add(Cow::Borrowed(kind)) {
                problems.push((usize::MAX, reason));
            }
        }
        for (number, kind) in own.into_iter().enumerate() {
            if let Err(reason) = kinds.add(Cow::Owned(kind)) {
                problems.push((number, reason));
            }
        }
        kinds.aim();
        (kinds, problems)
    }

    /// Notes what references lead to, now that every kind has its number.
    fn aim(&mut self) {
        let Self { list, by_id, .. } = self;
        for info in list {
            let mut targets = Vec::new();
            for tag in info.tags() {
                let first = targets.len() as u32;
                for kind in info.key(tag).map(|key| &*key.to).unwrap_or_default() {
                    targets.extend(by_id.get(kind.as_str()).map(|kind| (tag, *kind)));
                }
                if let Some(key) = info.keys.get_mut(tag as usize) {
                    key.first_target = first;
                }
            }
            info.targets = targets;
        }
    }

    fn add(&mut self, kind: Cow<'static, Kind>) -> Result<(), String> {
        let id = kind.id.clone();
        if self.by_id.contains_key(&id) {
            return Err(format!("there is a kind `{id}` already"));
        }
        let number = KindNo::try_from(self.list.len()).map_err(|_| "too many kinds".to_owned())?;
        self.list.push(Info::new(kind)?);
        self.by_id.insert(id, number);
        Ok(())
    }

    /// The number of a kind.
    pub fn number(&self, id: &str) -> Option<KindNo> {
        self.by_id.get(id).copied()
    }

    /// A kind by number.
    pub fn get(&self, number: KindNo) -> Option<&Info> {
        self.list.get(number as usize)
    }

    /// A kind by id.
    pub fn by_id(&self, id: &str) -> Option<&Info> {
        self.number(id).and_then(|number| self.get(number))
    }

    /// Every kind with its number.
    pub fn iter(&self) -> impl Iterator<Item = (KindNo, &Info)> {
        (0..).zip(&self.list)
    }

    /// Notes the name of a kind that cannot be used: what only seems to be wrong because of it is not
    /// said.
    pub(crate) fn lose(&mut self, name: String) {
        self.lost.push(name);
    }

    /// Whether a name is that of a kind that cannot be used.
    pub(crate) fn is_lost(&self, name: &str) -> bool {
        self.lost.iter().any(|lost| crate::words::same_spelling(lost, name))
    }

    /// The names of kinds that cannot be used.
    pub(crate) fn lost(&self) -> &[String] {
        &self.lost
    }

    /// Whether there are kinds that are not shipped.
    pub(crate) fn has_own(&self) -> bool {
        self.list.len() > shipped().len()
    }

    /// The ids of all kinds.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|info| info.kind.id.as_str())
    }
}
