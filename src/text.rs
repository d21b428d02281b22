//! Strings and lists that are either constants of the program or read at run time.
//!
//! Kinds, rules and catalogs exist in two forms with one type: the shipped files become constants
//! when the program is built, a company's own files are read when it runs. Parsing the shipped
//! files at each start would cost more than a small run does.
//!
//! `Debug` prints the expression that builds the value. The build script relies on it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// A string, constant or owned.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Str(pub Cow<'static, str>);

impl Str {
    /// Borrows the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Str {
    fn default() -> Self {
        Self(Cow::Borrowed(""))
    }
}

impl Deref for Str {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&'static str> for Str {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str {
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
        write!(f, "Str(Cow::Borrowed({:?}))", self.as_str())
    }
}

impl<'de> Deserialize<'de> for Str {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A list, constant or owned.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct List<T: Clone + 'static>(pub Cow<'static, [T]>);

impl<T: Clone> Default for List<T> {
    fn default() -> Self {
        Self(Cow::Borrowed(&[]))
    }
}

impl<T: Clone> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Clone> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(Cow::Owned(items))
    }
}

impl<'a, T: Clone> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Clone + fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List(Cow::Borrowed(&{:?}))", &self.0)
    }
}

impl<'de, T: Clone + Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

/// Reads `x` and `[x, y]` alike: where one is the usual case, brackets would be noise.
pub fn one_or_many<'de, D, T>(deserializer: D) -> Result<List<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Clone + Deserialize<'de> + 'static,
{
    struct OneOrMany<T>(std::marker::PhantomData<T>);
    impl<'de, T: Clone + Deserialize<'de> + 'static> Visitor<'de> for OneOrMany<T> {
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
pub struct Pairs<T: Clone + 'static>(pub List<(Str, T)>);

impl<T: Clone> Default for Pairs<T> {
    fn default() -> Self {
        Self(List::default())
    }
}

impl<T: Clone> Pairs<T> {
    /// The value of the first pair with this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl<T: Clone> Deref for Pairs<T> {
    type Target = [(Str, T)];
    fn deref(&self) -> &[(Str, T)] {
        &self.0
    }
}

impl<'de, T: Clone + Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<T>(std::marker::PhantomData<T>);
        impl<'de, T: Clone + Deserialize<'de> + 'static> Visitor<'de> for InOrder<T> {
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
