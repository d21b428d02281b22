//! How the language of rule files is read: what stands where decides what it means, as in
//! `{ min = 3 }`, `"present"` and `["a", "b"]`.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{Amount, Base, Bound, Condition, Each, KeyTest, Literal, Operand, Relation, Test};
use crate::text::{List, Str, one_or_many};

/// The key under which the `toml` crate hands a date to serde.
const DATE: &str = "$__toml_private_datetime";

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LiteralVisitor;
        impl<'de> Visitor<'de> for LiteralVisitor {
            type Value = Literal;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, a number, a boolean or a date")
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Literal, E> {
                Ok(Literal::LitBool(value))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Literal, E> {
                Ok(Literal::LitInt(value))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Literal, E> {
                Ok(Literal::LitFloat(value))
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Literal, E> {
                Ok(Literal::LitText(value.to_owned().into()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Literal, A::Error> {
                List::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
                    .map(Literal::LitList)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Literal, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((key, date)) if key == DATE => Ok(Literal::LitDate(date.into())),
                    _ => Err(A::Error::custom("a table cannot stand here")),
                }
            }
        }
        deserializer.deserialize_any(LiteralVisitor)
    }
}

impl<'de> Deserialize<'de> for Each {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EachVisitor;
        impl<'de> Visitor<'de> for EachVisitor {
            type Value = Each;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a kind, a list of kinds, { trait = \"...\" }, \"requirement\" or \"programme\"")
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Each, E> {
                Ok(match value {
                    "requirement" => Each::OfRequirements,
                    "programme" => Each::OfProgramme,
                    kind => Each::OfKinds(vec![kind.to_owned().into()].into()),
                })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Each, A::Error> {
                List::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
                    .map(Each::OfKinds)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Each, A::Error> {
                match map.next_entry::<String, Str>()? {
                    Some((key, name)) if key == "trait" => Ok(Each::OfTrait(name)),
                    _ => Err(A::Error::custom("expected { trait = \"...\" }")),
                }
            }
        }
        deserializer.deserialize_any(EachVisitor)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// `some` and `none` take one relation or several.
        #[derive(Deserialize)]
        struct Relations(#[serde(deserialize_with = "one_or_many")] List<Relation>);
        /// `any` and `not` take conditions.
        #[derive(Deserialize)]
        struct Conditions(#[serde(deserialize_with = "one_or_many")] List<Condition>);

        struct ConditionVisitor;
        impl<'de> Visitor<'de> for ConditionVisitor {
            type Value = Condition;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of tests")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
                let mut condition = Condition::default();
                let mut tests = Vec::new();
                while let Some(key) = map.next_key::<Str>()? {
                    match key.as_str() {
                        "any" => condition.any = map.next_value::<Conditions>()?.0,
                        "not" => condition.not = map.next_value::<Conditions>()?.0,
                        "some" => condition.some = map.next_value::<Relations>()?.0,
                        "none" => condition.none = map.next_value::<Relations>()?.0,
                        _ => tests.push(KeyTest { key, test: map.next_value()? }),
                    }
                }
                condition.tests = tests.into();
                Ok(condition)
            }
        }
        deserializer.deserialize_map(ConditionVisitor)
    }
}

impl<'de> Deserialize<'de> for Test {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TestVisitor;
        impl<'de> Visitor<'de> for TestVisitor {
            type Value = Test;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a value, a list of values, \"present\", \"absent\" or a table of bounds",
                )
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Test, E> {
                Ok(Test::IsEqual(Literal::LitBool(value)))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Test, E> {
                Ok(Test::IsEqual(Literal::LitInt(value)))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Test, E> {
                Ok(Test::IsEqual(Literal::LitFloat(value)))
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Test, E> {
                Ok(match value {
                    "present" => Test::IsPresent,
                    "absent" => Test::IsAbsent,
                    text => Test::IsEqual(Literal::LitText(text.to_owned().into())),
                })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Test, A::Error> {
                List::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))
                    .map(Test::IsOneOf)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Test, A::Error> {
                let mut bounds = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if key == DATE {
                        let date: String = map.next_value()?;
                        return Ok(Test::IsEqual(Literal::LitDate(date.into())));
                    }
                    bounds.push(bound(&key, &mut map)?);
                }
                Ok(Test::IsWithin(bounds.into()))
            }
        }
        deserializer.deserialize_any(TestVisitor)
    }
}

/// The words of a table of bounds.
pub(crate) const BOUNDS: &[&str] = &[
    "not",
    "min",
    "max",
    "before",
    "not-before",
    "after",
    "not-after",
    "within",
    "min-words",
    "min-items",
    "max-items",
    "matches",
    "contains",
    "equals",
];

fn bound<'de, A: MapAccess<'de>>(key: &str, map: &mut A) -> Result<Bound, A::Error> {
    Ok(match key {
        "not" => Bound::NotTest(vec![map.next_value()?].into()),
        "min" => Bound::AtLeast(map.next_value()?),
        "max" => Bound::AtMost(map.next_value()?),
        "before" => Bound::Before(map.next_value()?),
        "not-before" => Bound::NotBefore(map.next_value()?),
        "after" => Bound::After(map.next_value()?),
        "not-after" => Bound::NotAfter(map.next_value()?),
        "within" => Bound::NotLongerAgo(map.next_value()?),
        "min-words" => Bound::MinWords(map.next_value()?),
        "min-items" => Bound::MinItems(map.next_value()?),
        "max-items" => Bound::MaxItems(map.next_value()?),
        "matches" => Bound::Matches(map.next_value()?),
        "contains" => Bound::Contains(map.next_value()?),
        "equals" => Bound::Equals(map.next_value()?),
        other => {
            let message = format!("`{other}` is none of {}", BOUNDS.join(", "));
            return Err(A::Error::custom(message));
        }
    })
}

impl<'de> Deserialize<'de> for Operand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OperandVisitor;
        fn literal<E>(value: Literal) -> Result<Operand, E> {
            Ok(Operand { base: Base::OfLiteral(value), plus: None })
        }
        impl<'de> Visitor<'de> for OperandVisitor {
            type Value = Operand;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value, \"today\", or a table with `key`, `subject`, `setting` or `parameter`")
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Operand, E> {
                literal(Literal::LitBool(value))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Operand, E> {
                literal(Literal::LitInt(value))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Operand, E> {
                literal(Literal::LitFloat(value))
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Operand, E> {
                match value {
                    "today" => Ok(Operand { base: Base::OfToday, plus: None }),
                    text => literal(Literal::LitText(text.to_owned().into())),
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Operand, A::Error> {
                let mut base = None;
                let mut plus = None;
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        DATE => return literal(Literal::LitDate(map.next_value()?)),
                        "key" => base = Some(Base::OfKey(map.next_value()?)),
                        "subject" => base = Some(Base::OfSubject(map.next_value()?)),
                        "setting" => base = Some(Base::OfSetting(map.next_value()?)),
                        "parameter" => base = Some(Base::OfParameter(map.next_value()?)),
                        "today" => {
                            let _: bool = map.next_value()?;
                            base = Some(Base::OfToday);
                        }
                        "plus" => plus = Some(map.next_value()?),
                        other => {
                            let message = format!(
                                "`{other}` is none of key, subject, setting, parameter, today, plus"
                            );
                            return Err(A::Error::custom(message));
                        }
                    }
                }
                let base = base.ok_or_else(|| {
                    A::Error::custom("one of key, subject, setting, parameter or today is wanted")
                })?;
                Ok(Operand { base, plus })
            }
        }
        deserializer.deserialize_any(OperandVisitor)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AmountVisitor;
        impl<'de> Visitor<'de> for AmountVisitor {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration, { parameter = \"...\" } or { setting = \"...\" }")
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Amount, E> {
                Ok(Amount::IsFixed(value.to_owned().into()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Amount, A::Error> {
                match map.next_entry::<String, Str>()? {
                    Some((key, name)) if key == "parameter" => Ok(Amount::FromParameter(name)),
                    Some((key, name)) if key == "setting" => Ok(Amount::FromSetting(name)),
                    _ => Err(A::Error::custom(
                        "expected { parameter = \"...\" } or { setting = \"...\" }",
                    )),
                }
            }
        }
        deserializer.deserialize_any(AmountVisitor)
    }
}
