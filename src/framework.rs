//! What the standards ask for: catalogs, their editions, and which requirement an id means.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

pub(crate) mod sound;
pub mod types;

pub use types::{Confidence, Crosswalk, Framework, Group, Requirement};

mod shipped {
    #![allow(unused_imports, reason = "generated from whatever the files use")]
    use super::types::*;
    use crate::text::{Held, List, Pairs, Str};

    include!(concat!(env!("OUT_DIR"), "/framework-tables.rs"));

    pub(super) mod frameworks {
        use super::*;
        include!(concat!(env!("OUT_DIR"), "/frameworks.rs"));
    }
    pub(super) mod crosswalks {
        use super::*;
        include!(concat!(env!("OUT_DIR"), "/crosswalks.rs"));
    }
}

/// The shipped catalogs.
pub fn shipped() -> &'static [Framework] {
    &shipped::frameworks::SHIPPED
}

/// The shipped crosswalks.
pub fn crosswalks() -> &'static [Crosswalk] {
    &shipped::crosswalks::SHIPPED
}

/// The number of a catalog in [`Catalogs`].
pub type FrameworkNo = u16;

/// The number of a requirement among those of all catalogs.
pub type RequirementNo = u32;

/// A catalog with its requirements numbered.
#[derive(Debug)]
pub struct Catalog {
    /// Its content.
    pub data: Cow<'static, Framework>,
    /// The number of its first requirement.
    pub first: RequirementNo,
    /// Whether it could not be read in full, so that a requirement that it seems not to have may be there.
    pub(crate) is_doubtful: bool,
    /// Rows by id; made when the catalog is first asked for one.
    index: OnceLock<HashTable<u32>>,
}

impl Catalog {
    /// The framework's id.
    pub fn id(&self) -> &str {
        &self.data.head.id
    }

    /// The framework's name with its edition, as its publisher writes it.
    pub fn edition(&self) -> String {
        let head = &self.data.head;
        match (head.title.is_empty(), head.edition.as_str()) {
            (true, "") => head.id.to_string(),
            (true, edition) => format!("{} ({edition})", head.id),
            (false, "") => head.title.to_string(),
            (false, edition) if head.title.starts_with("ISO") => {
                format!("{}:{edition}", head.title)
            }
            (false, edition) => format!("{} ({edition})", head.title),
        }
    }

    /// A row's title. The first part of a clause is called "General", which says nothing alone.
    pub fn title<'c>(&'c self, row: &'c Requirement) -> Cow<'c, str> {
        let general = Some(row).filter(|row| row.title == "General");
        match general.and_then(|row| self.group(row.group.as_deref()?)) {
            Some(group) => Cow::Owned(format!("{}: general", group.title)),
            None => Cow::Borrowed(&row.title),
        }
    }

    /// How certain a row is.
    pub fn confidence(&self, row: &Requirement) -> Option<Confidence> {
        row.confidence.or(self.data.head.confidence)
    }

    /// What has to be said wherever a row's title is shown; empty where it is certain enough.
    pub fn caution(&self, row: &Requirement) -> &'static str {
        match self.confidence(row) {
            Some(Confidence::Low) => " (uncertain)",
            _ => "",
        }
    }

    fn position(&self, id: &str) -> Option<usize> {
        let rows = &self.data.requirements;
        let hash = |id: &str| FxBuildHasher.hash_one(id);
        let id_of = |position: &u32| rows.get(*position as usize).map_or("", |row| row.id.as_str());
        let index = self.index.get_or_init(|| {
            let mut index = HashTable::with_capacity(rows.len());
            for (position, row) in (0u32..).zip(rows) {
                // Of two of one id the last is meant.
                let same = index.entry(
                    hash(&row.id),
                    |own| id_of(own) == row.id.as_str(),
                    |own| hash(id_of(own)),
                );
                same.and_modify(|own| *own = position).or_insert(position);
            }
            index
        });
        index.find(hash(id), |own| id_of(own) == id).map(|position| *position as usize)
    }

    /// The requirement that an id names, whole or as one of its lettered items.
    pub fn find(&self, id: &str) -> Option<RequirementNo> {
        self.position(id).or_else(|| self.item(id)).map(|position| self.first + position as u32)
    }

    /// `6.1.3 d` is an item of 6.1.3, if that has an item d.
    fn item(&self, id: &str) -> Option<usize> {
        let (whole, item) = id.split_once(' ')?;
        let position = self.position(whole)?;
        let letter = item.split([' ', ')']).next()?;
        let row = self.data.requirements.get(position)?;
        row.items.iter().any(|known| known == letter).then_some(position)
    }

    /// The heading with that id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.data.groups.iter().find(|group| group.id == id)
    }

    /// The requirements under a heading, at any depth.
    pub fn members<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Requirement> + 'a {
        self.data.requirements.iter().filter(move |row| {
            let mut above = row.group.as_deref();
            // A heading that names itself as its own parent must not hang us.
            for _ in 0..8 {
                match above {
                    Some(id) if id == group => return true,
                    Some(id) => {
                        above = self.group(id).and_then(|heading| heading.parent.as_deref())
                    }
                    None => return false,
                }
            }
            false
        })
    }
}

/// What an id turned out to be.
#[derive(Clone, Copy, Debug)]
pub enum Meaning<'a> {
    /// A requirement.
    Requirement(RequirementNo),
    /// A heading.
    Group(&'a Group),
    /// A requirement of a withdrawn edition.
    Superseded(&'a Requirement),
    /// Nothing.
    Unknown,
}

/// All catalogs of a workspace.
#[derive(Debug)]
pub struct Catalogs {
    list: Vec<Catalog>,
    /// The edition that each framework is read in.
    current: FxHashMap<String, FrameworkNo>,
}

impl Default for Catalogs {
    fn default() -> Self {
        let mut catalogs = Self { list: Vec::new(), current: FxHashMap::default() };
        for framework in shipped() {
            catalogs.add(Cow::Borrowed(framework));
        }
        catalogs
    }
}

impl Catalogs {
    /// Adds a catalog; a later one takes the place of an earlier one with the same id, unless it is
    /// withdrawn.
    pub fn add(&mut self, data: Cow<'static, Framework>) -> FrameworkNo {
        let first =
            self.list.last().map_or(0, |last| last.first + last.data.requirements.len() as u32);
        let number = self.list.len() as FrameworkNo;
        let id = data.head.id.to_string();
        if !data.head.withdrawn || !self.current.contains_key(&id) {
            self.current.insert(id, number);
        }
        self.list.push(Catalog { data, first, is_doubtful: false, index: OnceLock::new() });
        number
    }

    /// Notes that a catalog could not be read in full.
    pub(crate) fn doubt(&mut self, number: FrameworkNo) {
        if let Some(catalog) = self.list.get_mut(number as usize) {
            catalog.is_doubtful = true;
        }
    }

    /// Reads a framework in one of its editions from now on.
    ///
    /// # Errors
    ///
    /// The editions there are.
    pub fn choose(&mut self, id: &str, edition: &str) -> Result<FrameworkNo, Vec<String>> {
        let editions = || self.list.iter().zip(0..).filter(|(catalog, _)| catalog.id() == id);
        match editions().find(|(catalog, _)| catalog.data.head.edition == edition) {
            Some((_, number)) => {
                self.current.insert(id.to_owned(), number);
                Ok(number)
            }
            None => {
                Err(editions().map(|(catalog, _)| catalog.data.head.edition.to_string()).collect())
            }
        }
    }

    /// The catalog that a framework's id means.
    pub fn number(&self, id: &str) -> Option<FrameworkNo> {
        self.current.get(id).copied()
    }

    /// A catalog by number.
    pub fn get(&self, number: FrameworkNo) -> Option<&Catalog> {
        self.list.get(number as usize)
    }

    /// The catalog that a framework's id means.
    pub fn by_id(&self, id: &str) -> Option<&Catalog> {
        self.number(id).and_then(|number| self.get(number))
    }

    /// Every catalog with its number.
    pub fn iter(&self) -> impl Iterator<Item = (FrameworkNo, &Catalog)> {
        (0..).zip(&self.list)
    }

    /// The ids of the frameworks, each once, in the order of the catalogs.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.iter()
            .filter(|(number, catalog)| self.number(catalog.id()) == Some(*number))
            .map(|(_, catalog)| catalog.id())
    }

    /// How many requirements all catalogs have.
    pub fn count(&self) -> usize {
        self.list.last().map_or(0, |last| last.first as usize + last.data.requirements.len())
    }

    /// The catalog that holds a requirement.
    pub fn catalog_of(&self, number: RequirementNo) -> Option<(FrameworkNo, &Catalog)> {
        let position =
            self.list.partition_point(|catalog| catalog.first <= number).checked_sub(1)?;
        self.list.get(position).map(|catalog| (position as FrameworkNo, catalog))
    }

    /// A requirement by number.
    pub fn requirement(&self, number: RequirementNo) -> Option<&Requirement> {
        let (_, catalog) = self.catalog_of(number)?;
        catalog.data.requirements.get((number - catalog.first) as usize)
    }

    /// What an id means in a framework: first in the edition in force here, then in the others.
    pub fn meaning(&self, framework: FrameworkNo, id: &str) -> Meaning<'_> {
        let Some(catalog) = self.get(framework) else { return Meaning::Unknown };
        if let Some(number) = catalog.find(id) {
            return Meaning::Requirement(number);
        }
        if let Some(group) = catalog.group(id) {
            return Meaning::Group(group);
        }
        let others = self.list.iter().filter(|other| other.id() == catalog.id());
        let row = others.flat_map(|other| &other.data.requirements).find(|row| row.id == id);
        match row {
            Some(row) if !row.superseded_by.is_empty() => Meaning::Superseded(row),
            _ => Meaning::Unknown,
        }
    }
}
