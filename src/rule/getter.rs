//! Keys of rules: what each path means for what it is asked of.
//!
//! Resolved once when a rule is loaded, so that running it compares numbers and not names, and so
//! that a path that means nothing is said aloud.

use std::sync::Arc;

use crate::kind::{Info, KeyType, Kinds, NO_TAG, Tag, Tags};
use crate::words::closest;

mod possible;
mod setting;
#[cfg(test)]
mod tests;

pub(crate) use possible::can_be;
pub(crate) use setting::{Form, Setting};

/// Where a value comes from.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Getter {
    /// A key of the record, or of the element of a list that is looked at.
    Key(Tags),
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
    Setting(Arc<Setting>),
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
pub(crate) fn resolve(path: &str, over: Over<'_>, form: &Form) -> Result<Getter, String> {
    known(path, over, form).ok_or_else(|| unknown(path, over, form))
}

/// The same where nobody is told what is wrong with it, or not at once: rules over many kinds ask for keys
/// that most of them lack.
pub(crate) fn known(path: &str, over: Over<'_>, form: &Form) -> Option<Getter> {
    if let Some(path) = path.strip_prefix("setting.") {
        return setting(path, form);
    }
    match over {
        Over::Programme => setting(path, form),
        Over::Requirement => named(FIELDS, path).map(Getter::Field),
        Over::Kind(info) => record(path, info, NO_TAG),
        Over::Element(info, tag) => record(path, info, tag),
        Over::Kinds(infos) => several(path, infos),
    }
}

/// What is wrong with a key that is not known.
pub(crate) fn unknown(path: &str, over: Over<'_>, form: &Form) -> String {
    let setting = |path| {
        let known = form.info.kind.keys.iter().map(|key| key.name.as_str());
        no_key("complint.toml", without_words(path).0, known)
    };
    if let Some(path) = path.strip_prefix("setting.") {
        return setting(path);
    }
    match over {
        Over::Programme => setting(path),
        Over::Requirement => no_key("a requirement", path, field_names()),
        Over::Kind(info) | Over::Element(info, _) => no_key_of(info, path),
        Over::Kinds(infos) => no_key_of_any(infos, path),
    }
}

/// A path to a text, and whether its words are asked for.
fn without_words(path: &str) -> (&str, bool) {
    path.strip_suffix(".words").map_or((path, false), |text| (text, true))
}

fn setting(path: &str, form: &Form) -> Option<Getter> {
    let (path, words) = without_words(path);
    let getter = Getter::Setting(form.setting(path)?);
    Some(if words { Getter::Words(Box::new(getter)) } else { getter })
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
fn several(path: &str, infos: &[&Info]) -> Option<Getter> {
    if let Some(derived) = named(DERIVED, path).filter(|derived| of_the_whole(*derived)) {
        return Some(Getter::Derived(derived));
    }
    infos.iter().find_map(|info| match record(path, info, NO_TAG)? {
        Getter::Key(_) => Some(Getter::Named(path.to_owned())),
        getter @ Getter::Derived(_) => Some(getter),
        _ => None,
    })
}

fn no_key_of_any(infos: &[&Info], path: &str) -> String {
    if infos.iter().any(|info| record(path, info, NO_TAG).is_some()) {
        return format!("`{path}` can only be asked of one kind");
    }
    format!("no kind has a key `{path}`")
}

fn no_key<'n>(of: &str, path: &str, known: impl Iterator<Item = &'n str>) -> String {
    match closest(path, known) {
        Some(close) => format!("{of} has no key `{path}`; did you mean `{}`?", close.word),
        None => format!("{of} has no key `{path}`"),
    }
}

/// That there is no kind of a name, with the closest one.
pub(crate) fn no_kind(name: &str, kinds: &Kinds) -> String {
    match closest(name, kinds.ids()) {
        Some(close) => format!("there is no kind `{name}`; did you mean `{}`?", close.word),
        None => format!("there is no kind `{name}`"),
    }
}
