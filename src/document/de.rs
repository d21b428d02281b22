//! Reads a value into a type that derives `serde::Deserialize`.
//!
//! Shipped files and a company's own are of one shape and one set of types. Build scripts
//! read them with the `toml` crate; this deserializer reads the same types from a tree
//! that has spans, and says where an error arose. Dates look as they do there.

use std::borrow::Cow;
use std::fmt::Display;

use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Kind;
use super::value::{Children, Value};
use crate::span::Span;
use crate::words::join_and;

/// The key under which the `toml` crate hands out dates and times.
const DATETIME: &str = "$__toml_private_datetime";
/// Deeper values are refused, so that no type that contains itself can exhaust the stack.
const MAX_DEPTH: u16 = 128;

/// Why a value does not fit a type, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// The innermost value or key that it is about.
    pub span: Option<Span>,
}

impl Error {
    fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self { message: message.to_string(), span: None }
    }

    // Who writes the file knows keys, not the fields of a type.
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let known: Vec<String> = expected.iter().map(|key| format!("`{key}`")).collect();
        de::Error::custom(format_args!("no key `{field}` here; known are {}", join_and(&known)))
    }

    fn missing_field(field: &'static str) -> Self {
        de::Error::custom(format_args!("the key `{field}` is missing"))
    }
}

/// Reads `value` as a `T`.
///
/// # Errors
///
/// Where the value does not have the shape of a `T`.
pub fn from_value<'de, T: Deserialize<'de>>(value: Value<'de>) -> Result<T, Error> {
    T::deserialize(Deserializer::new(value))
}

/// A `serde::Deserializer` over one value.
#[derive(Clone, Copy, Debug)]
pub struct Deserializer<'de> {
    value: Value<'de>,
    depth: u16,
}

impl<'de> Deserializer<'de> {
    /// Deserializes `value`.
    #[must_use]
    pub const fn new(value: Value<'de>) -> Self {
        Self { value, depth: 0 }
    }

    fn below(self) -> Result<u16, Error> {
        if self.depth >= MAX_DEPTH {
            return Err(de::Error::custom("nested too deeply"));
        }
        Ok(self.depth + 1)
    }

    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = self.value;
        match value.kind() {
            Kind::String => match value.as_str().unwrap_or_default() {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Kind::Integer => visitor.visit_i64(value.as_i64().unwrap_or_default()),
            Kind::Float => visitor.visit_f64(value.as_f64().unwrap_or_default()),
            Kind::Boolean => visitor.visit_bool(value.as_bool().unwrap_or_default()),
            Kind::OffsetDatetime | Kind::LocalDatetime | Kind::LocalDate | Kind::LocalTime => {
                visitor.visit_map(Datetime(Some(value.raw())))
            }
            Kind::Array => {
                visitor.visit_seq(Elements { left: value.elements(), depth: self.below()? })
            }
            Kind::Table => visitor.visit_map(Entries {
                left: value.entries(),
                current: None,
                depth: self.below()?,
            }),
            Kind::Invalid => Err(de::Error::custom("this value is broken")),
        }
    }
}

impl<'de> de::Deserializer<'de> for Deserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor).map_err(|error| error.at(self.value.span()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant { from: self }).map_err(|error| error.at(self.value.span()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// The elements of an array.
struct Elements<'de> {
    left: Children<'de>,
    depth: u16,
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let depth = self.depth;
        let Some(value) = self.left.next() else {
            return Ok(None);
        };
        seed.deserialize(Deserializer { value, depth }).map(Some)
    }
}

/// The entries of a table.
struct Entries<'de> {
    left: Children<'de>,
    current: Option<Value<'de>>,
    depth: u16,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        self.current = self.left.next();
        self.current.map(|entry| key(seed, entry)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let depth = self.depth;
        match self.current.take() {
            Some(value) => seed
                .deserialize(Deserializer { value, depth })
                .map_err(|error| error.at(value.span())),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}

fn key<'de, K: DeserializeSeed<'de>>(seed: K, entry: Value<'de>) -> Result<K::Value, Error> {
    match entry.key() {
        Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
        key => seed.deserialize(CowStrDeserializer::new(key)),
    }
    .map_err(|error: Error| error.at(entry.key_span()))
}

/// A date or a time: a map of one entry, as the `toml` crate has it.
struct Datetime<'de>(Option<&'de str>);

impl<'de> MapAccess<'de> for Datetime<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        match self.0 {
            Some(_) => seed.deserialize(BorrowedStrDeserializer::new(DATETIME)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let text = self.0.take().unwrap_or_default();
        seed.deserialize(BorrowedStrDeserializer::new(text))
    }
}

/// A variant: its name as a string, or a table whose only key is the name.
struct Variant<'de> {
    from: Deserializer<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Content<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content<'de>), Error> {
        let value = self.from.value;
        let depth = self.from.below()?;
        match value.kind() {
            Kind::String => {
                let name = CowStrDeserializer::new(value.as_str().unwrap_or_default());
                Ok((seed.deserialize(name)?, Content(None)))
            }
            Kind::Table => {
                let mut entries = value.entries();
                let (Some(value), None) = (entries.next(), entries.next()) else {
                    return Err(de::Error::custom("expected a table of one key"));
                };
                let content = Content(Some(Deserializer { value, depth }));
                Ok((key(seed, value)?, content))
            }
            _ => Err(de::Error::custom("expected a string")),
        }
    }
}

/// What a variant contains; nothing where it is a string.
struct Content<'de>(Option<Deserializer<'de>>);

impl<'de> Content<'de> {
    fn get(self) -> Result<Deserializer<'de>, Error> {
        let missing = || de::Error::custom("expected a table with the content of the variant");
        self.0.ok_or_else(missing)
    }
}

impl<'de> de::VariantAccess<'de> for Content<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0 {
            None => Ok(()),
            Some(content) => Deserialize::deserialize(content),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.get()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_any(self.get()?, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_any(self.get()?, visitor)
    }
}

impl<'de> de::IntoDeserializer<'de, Error> for Value<'de> {
    type Deserializer = Deserializer<'de>;

    fn into_deserializer(self) -> Deserializer<'de> {
        Deserializer::new(self)
    }
}
