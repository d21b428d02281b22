//! Keys of `complint.toml` as rules ask for them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::document::{NodeId, Value};
use crate::kind::{Info, Key, steps};

/// A key of `complint.toml`. Rules ask for it of every record, so it is looked for once.
#[derive(Debug)]
pub(crate) struct Setting {
    path: String,
    node: OnceLock<Option<NodeId>>,
    number: OnceLock<Option<f64>>,
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Setting {
    fn new(path: &str) -> Self {
        Self { path: path.to_owned(), node: OnceLock::new(), number: OnceLock::new() }
    }

    /// Its path, such as `organization.name`.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        steps(&self.path)
    }

    /// Its value, where it has one.
    pub(crate) fn value<'w>(&self, manifest: Value<'w>) -> Option<Value<'w>> {
        let node = self.node.get_or_init(|| {
            let found = self.names().try_fold(manifest, |table, name| table.get(name));
            found.map(Value::node)
        });
        node.map(|node| manifest.document().value(manifest.text(), node))
    }

    /// The number that it is, where it is one.
    pub(crate) fn number(&self, manifest: Value<'_>) -> Option<f64> {
        *self.number.get_or_init(|| self.value(manifest)?.as_f64())
    }

    /// What stands on the way to it, as far as the way leads.
    pub(crate) fn above<'w>(&self, manifest: Value<'w>) -> impl Iterator<Item = Value<'w>> {
        let mut names = self.names();
        std::iter::successors(Some(manifest), move |table| table.get(names.next()?))
    }
}

/// What `complint.toml` can say, and the keys of it that a programme's rules ask for. Half of them ask for
/// the same few.
#[derive(Debug)]
pub(crate) struct Form {
    /// Its keys.
    pub info: Info,
    asked: Mutex<Vec<Arc<Setting>>>,
}

impl From<Info> for Form {
    fn from(info: Info) -> Self {
        Self { info, asked: Mutex::default() }
    }
}

impl Form {
    /// The key that a path leads to, the same for whoever asks for it.
    pub(super) fn setting(&self, path: &str) -> Option<Arc<Setting>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = asked.iter().find(|known| known.path == path) {
            return Some(Arc::clone(known));
        }
        self.key(path)?;
        let setting = Arc::new(Setting::new(path));
        asked.push(Arc::clone(&setting));
        Some(setting)
    }

    /// What may stand at the end of a path: maps take any name.
    pub(crate) fn key(&self, path: &str) -> Option<&Key> {
        let mut keys = &self.info.kind.keys;
        let mut last = None;
        for name in steps(path) {
            let key = keys.iter().find(|key| key.name == name || key.name == "*")?;
            keys = &key.keys;
            last = Some(key);
        }
        last
    }
}
