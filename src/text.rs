//! Strings and lists that are either constants of the program or read at run time.
//!
//! Kinds, rules and catalogs exist in two forms with one type: the shipped files become constants
//! when the program is built, a company's own files are read when it runs. Parsing the shipped
//! files at each start would cost more than a small run does.
//!
//! Constants say by numbers where their text and their elements stand, in one long text and in one
//! table for each type. With pointers the loader would have to write every address into them before
//! the program begins, and copy each page for that.
//!
//! In the build script `Debug` puts a value into those tables and prints the expression for it.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::tables;

/// A string, constant or owned.
#[derive(Clone)]
pub struct Str(Text);

#[derive(Clone)]
enum Text {
    /// A part of the text of all constants: from where, and how much.
    Held(u32, u32),
    Owned(Box<str>),
}

impl Str {
    /// So much of the text of all constants.
    pub(crate) const fn at(first: u32, len: u32) -> Self {
        Self(Text::Held(first, len))
    }

    /// Borrows the text.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Held(first, len) => tables::TEXT.get(range(*first, *len)).unwrap_or_default(),
            Text::Owned(text) => text,
        }
    }
}

/// From where to where.
#[inline]
fn range(first: u32, len: u32) -> Range<usize> {
    let first = first as usize;
    first..first + len as usize
}

impl Default for Str {
    fn default() -> Self {
        Self::at(0, 0)
    }
}

impl Deref for Str {
    type Target = str;
    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Self(Text::Owned(text.into()))
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Self(Text::Owned(text.into()))
    }
}

impl PartialEq for Str {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Str {}

impl PartialOrd for Str {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Borrow<str> for Str {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl Hash for Str {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialEq<str> for Str {
    #[inline]
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tables::text(self, f)
    }
}

impl<'de> Deserialize<'de> for Str {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// What lists can hold.
pub trait Held: Clone + 'static {
    /// The elements of all lists that are constants.
    fn held() -> &'static [Self];
}

/// A list, constant or owned.
#[derive(Clone)]
pub struct List<T: Held>(Items<T>);

#[derive(Clone)]
enum Items<T> {
    /// A part of what is held: from where, and how many.
    Held(u32, u32),
    Owned(Box<[T]>),
}

impl<T: Held> List<T> {
    /// So many of the elements that are constants.
    pub(crate) const fn at(first: u32, len: u32) -> Self {
        Self(Items::Held(first, len))
    }
}

impl<T: Held> Default for List<T> {
    fn default() -> Self {
        Self::at(0, 0)
    }
}

impl<T: Held> Deref for List<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Items::Held(first, len) => T::held().get(range(*first, *len)).unwrap_or_default(),
            Items::Owned(items) => items,
        }
    }
}

impl<T: Held + PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Held + Eq> Eq for List<T> {}

impl<T: Held> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Items::Owned(items.into()))
    }
}

impl<'a, T: Held> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Held + fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tables::list::<T>(self, f)
    }
}

impl<'de, T: Held + Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

/// Reads `x` and `[x, y]` alike: where one is the usual case, brackets would be noise.
pub fn one_or_many<'de, D, T>(deserializer: D) -> Result<List<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Held + Deserialize<'de>,
{
    struct OneOrMany<T>(std::marker::PhantomData<T>);
    impl<'de, T: Held + Deserialize<'de>> Visitor<'de> for OneOrMany<T> {
        type Value = List<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one value or a list of them")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<List<T>, A::Error> {
            List::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<List<T>, A::Error> {
            let deserializer = serde::de::value::MapAccessDeserializer::new(map);
            T::deserialize(deserializer).map(|one| vec![one].into())
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<List<T>, E> {
            let deserializer = serde::de::value::StrDeserializer::new(text);
            T::deserialize(deserializer).map(|one| vec![one].into())
        }
    }
    deserializer.deserialize_any(OneOrMany(std::marker::PhantomData))
}

/// Pairs of a table, in the order of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pairs<T>(pub List<(Str, T)>)
where
    (Str, T): Held;

impl<T> Default for Pairs<T>
where
    (Str, T): Held,
{
    fn default() -> Self {
        Self(List::default())
    }
}

impl<T> Pairs<T>
where
    (Str, T): Held,
{
    /// The value of the first pair with this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl<T> Deref for Pairs<T>
where
    (Str, T): Held,
{
    type Target = [(Str, T)];
    fn deref(&self) -> &[(Str, T)] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T>
where
    (Str, T): Held,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T>
        where
            (Str, T): Held,
        {
            type Value = Pairs<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<Str, T>()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs.into()))
            }
        }
        deserializer.deserialize_map(InOrder(std::marker::PhantomData))
    }
}

/// Declares an enumeration whose variants have names in files: one list serves reading, printing,
/// messages and the build script.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in files and messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The variant of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.as_str() == name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$variant => concat!(stringify!($name), "::", stringify!($variant)),)+ })
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                Self::from_name(&name).ok_or_else(|| {
                    let names: Vec<_> = Self::ALL.iter().map(|variant| variant.as_str()).collect();
                    serde::de::Error::custom(format!("`{name}` is none of {}", names.join(", ")))
                })
            }
        }
    };
}
pub(crate) use named;
