//! Keys of rules: what each path means for what it is asked of.
//!
//! Resolved once when a rule is loaded, so that running it compares numbers and not names, and so
//! that a path that means nothing is said aloud.

use std::sync::OnceLock;

use crate::document::{NodeId, Value};
use crate::kind::{Info, Key, KeyType, Kinds, NO_TAG, Tag, steps};
use crate::words::closest;

mod possible;

pub(crate) use possible::can_be;

/// Where a value comes from.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Getter {
    /// A key of the record, or of the element of a list that is looked at.
    Key(Vec<Tag>),
    /// A key by name, where records of several kinds are looked at.
    Named(String),
    /// Words of a text, or of the file that a path leads to.
    Words(Box<Getter>),
    /// A key that is computed.
    Derived(Derived),
    /// A field of the requirement that a key names.
    Through(Box<Getter>, Field),
    /// A field of the requirement looked at.
    Field(Field),
    /// A key of `complint.toml`.
    Setting(Box<Setting>),
}

impl Getter {
    /// The key of the record itself without which there is no value.
    pub(crate) fn head(&self) -> Option<Tag> {
        match self {
            Getter::Key(tags) => tags.first().copied(),
            Getter::Words(inner) => inner.head(),
            _ => None,
        }
    }
}

/// A key of `complint.toml`. Rules ask for it of every record, so it is looked for once.
#[derive(Clone, Debug)]
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

/// Computed keys of records: a closed list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Derived {
    /// The kind's id.
    Kind,
    /// Planned, live or ended.
    State,
    /// Whether the kind is documented information.
    Documented,
    /// Likelihood times impact.
    Score,
    /// The same of what is left after treatment.
    ResidualScore,
    /// The residual score or, where none is recorded, the score: nothing is known to lower it.
    RemainingScore,
    /// The declared review interval, as written.
    Interval,
    /// The day that the review counts from.
    LastReview,
    /// The day on which the review is due.
    ReviewDue,
    /// Whether it is in force and no later record of its line has taken its place.
    Newest,
}

const DERIVED: &[(&str, Derived)] = &[
    ("kind", Derived::Kind),
    ("state", Derived::State),
    ("documented", Derived::Documented),
    ("score", Derived::Score),
    ("residual.score", Derived::ResidualScore),
    ("remaining.score", Derived::RemainingScore),
    ("review.interval", Derived::Interval),
    ("review.last", Derived::LastReview),
    ("review.due", Derived::ReviewDue),
    ("newest", Derived::Newest),
];

/// Fields of requirements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Field {
    /// Its id.
    Id,
    /// Its title.
    Title,
    /// Its framework's id.
    Framework,
    /// The edition.
    Edition,
    /// `clause`, `annex`, `criterion`, ...
    Part,
    /// The heading above it.
    Group,
    /// SOC 2 category.
    Category,
    /// Whether it can be met by itself.
    Assessable,
    /// Whether it can be left out.
    Excludable,
    /// Whether it demands documented information.
    Documented,
    /// How many documents it demands.
    Documents,
    /// Whether the programme has it in scope.
    InScope,
    /// Whether the programme sets it aside.
    SetAside,
    /// Why.
    Reason,
}

const FIELDS: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("title", Field::Title),
    ("framework", Field::Framework),
    ("edition", Field::Edition),
    ("part", Field::Part),
    ("group", Field::Group),
    ("category", Field::Category),
    ("assessable", Field::Assessable),
    ("excludable", Field::Excludable),
    ("documented", Field::Documented),
    ("documents", Field::Documents),
    ("in_scope", Field::InScope),
    ("set_aside", Field::SetAside),
    ("set_aside.reason", Field::Reason),
];

/// The names of the computed keys.
pub(crate) fn derived_names() -> impl Iterator<Item = &'static str> {
    DERIVED.iter().map(|(name, _)| *name)
}

/// The names of the fields of requirements.
pub(crate) fn field_names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(name, _)| *name)
}

/// What a check looks at, for resolving its keys.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Over<'k> {
    /// Records of one kind.
    Kind(&'k Info),
    /// The elements of a list of tables in records of one kind.
    Element(&'k Info, Tag),
    /// Records of several kinds.
    Kinds(&'k [&'k Info]),
    /// Requirements.
    Requirement,
    /// `complint.toml`.
    Programme,
}

fn named<T: Copy>(list: &[(&str, T)], name: &str) -> Option<T> {
    list.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
}

/// Resolves a key.
///
/// # Errors
///
/// What is wrong with it, with the closest one.
pub(crate) fn resolve(path: &str, over: Over<'_>, form: &Info) -> Result<Getter, String> {
    known(path, over, form).ok_or_else(|| unknown(path, over, form))
}

/// The same where nobody is told what is wrong with it: rules over many kinds ask for keys that most of
/// them lack.
pub(crate) fn known(path: &str, over: Over<'_>, form: &Info) -> Option<Getter> {
    if let Some(path) = path.strip_prefix("setting.") {
        return setting(path, form);
    }
    match over {
        Over::Programme => setting(path, form),
        Over::Requirement => named(FIELDS, path).map(Getter::Field),
        Over::Kind(info) => record(path, info, NO_TAG),
        Over::Element(info, tag) => record(path, info, tag),
        Over::Kinds(infos) => several(path, infos).ok(),
    }
}

fn unknown(path: &str, over: Over<'_>, form: &Info) -> String {
    let setting = |path| {
        let known = form.kind.keys.iter().map(|key| key.name.as_str());
        no_key("complint.toml", without_words(path).0, known)
    };
    if let Some(path) = path.strip_prefix("setting.") {
        return setting(path);
    }
    match over {
        Over::Programme => setting(path),
        Over::Requirement => no_key("a requirement", path, field_names()),
        Over::Kind(info) | Over::Element(info, _) => no_key_of(info, path),
        Over::Kinds(infos) => several(path, infos).err().unwrap_or_default(),
    }
}

/// A path to a text, and whether its words are asked for.
fn without_words(path: &str) -> (&str, bool) {
    path.strip_suffix(".words").map_or((path, false), |text| (text, true))
}

fn setting(path: &str, form: &Info) -> Option<Getter> {
    let (path, words) = without_words(path);
    setting_key(path, form)?;
    let getter = Getter::Setting(Box::new(Setting::new(path)));
    Some(if words { Getter::Words(Box::new(getter)) } else { getter })
}

/// The key of `complint.toml` that a path leads to: maps take any name.
pub(crate) fn setting_key<'k>(path: &str, form: &'k Info) -> Option<&'k Key> {
    let mut keys = &form.kind.keys;
    let mut last = None;
    for name in steps(path) {
        let key = keys.iter().find(|key| key.name == name || key.name == "*")?;
        keys = &key.keys;
        last = Some(key);
    }
    last
}

fn record(path: &str, info: &Info, table: Tag) -> Option<Getter> {
    let whole_record = table == NO_TAG;
    if whole_record && path == "id" && info.kind.identity != "id" {
        return record(&info.kind.identity, info, table);
    }
    let own = |derived: &Derived| whole_record || of_the_whole(*derived);
    if let Some(derived) = named(DERIVED, path).filter(own)
        && applies(derived, info)
    {
        return Some(Getter::Derived(derived));
    }
    if let Some(tags) = info.find_in(table, path) {
        return Some(Getter::Key(tags));
    }
    if let Some(text) = path.strip_suffix(".words") {
        return record(text, info, table).map(|getter| Getter::Words(Box::new(getter)));
    }
    if let Some((key, field)) = path.rsplit_once('.')
        && let Some(field) = named(FIELDS, field)
        && let Some(tag) = info.end(table, key)
        && info.key(tag).is_some_and(|key| key.value == KeyType::Requirement)
    {
        let getter = record(key, info, table)?;
        return Some(Getter::Through(Box::new(getter), field));
    }
    None
}

fn no_key_of(info: &Info, path: &str) -> String {
    // Of words the text is named that there is not.
    let path = path.trim_end_matches(".words");
    let own: Vec<String> = info.paths().collect();
    let known = own.iter().map(String::as_str).chain(DERIVED.iter().map(|(name, _)| *name));
    no_key(&format!("kind `{}`", info.kind.id), path, known)
}

/// What an element of a list shares with the record that it stands in.
fn of_the_whole(derived: Derived) -> bool {
    matches!(derived, Derived::Kind | Derived::State | Derived::Documented)
}

fn applies(derived: Derived, info: &Info) -> bool {
    match derived {
        Derived::Kind | Derived::State | Derived::Documented => info.top("state").is_none(),
        Derived::Score => info.top("likelihood").is_some(),
        Derived::ResidualScore | Derived::RemainingScore => info.top("residual").is_some(),
        Derived::Newest => info.kind.line.is_some(),
        Derived::Interval | Derived::LastReview | Derived::ReviewDue => info.has_trait("reviewed"),
    }
}

/// Keys of records of several kinds are found by name, as soon as one of the kinds has them.
fn several(path: &str, infos: &[&Info]) -> Result<Getter, String> {
    if let Some(derived @ (Derived::Kind | Derived::State | Derived::Documented)) =
        named(DERIVED, path)
    {
        return Ok(Getter::Derived(derived));
    }
    let mut last = Err(format!("no kind has a key `{path}`"));
    for info in infos {
        match record(path, info, NO_TAG) {
            Some(Getter::Key(_)) => return Ok(Getter::Named(path.to_owned())),
            Some(getter @ Getter::Derived(_)) => return Ok(getter),
            Some(_) => last = Err(format!("`{path}` can only be asked of one kind")),
            None if infos.len() == 1 => return Err(no_key_of(info, path)),
            None => {}
        }
    }
    last
}

fn no_key<'n>(of: &str, path: &str, known: impl Iterator<Item = &'n str>) -> String {
    match closest(path, known) {
        Some(close) => format!("{of} has no key `{path}`; did you mean `{}`?", close.word),
        None => format!("{of} has no key `{path}`"),
    }
}

/// Every kind that a name or `*` means.
pub(crate) fn kinds_named<'k>(name: &str, kinds: &'k Kinds) -> Result<Vec<&'k Info>, String> {
    if name == "*" {
        return Ok(kinds.iter().map(|(_, info)| info).collect());
    }
    match kinds.by_id(name) {
        Some(info) => Ok(vec![info]),
        None => Err(match closest(name, kinds.ids()) {
            Some(close) => format!("there is no kind `{name}`; did you mean `{}`?", close.word),
            None => format!("there is no kind `{name}`"),
        }),
    }
}
