//! Compares a document with what the `toml` crate makes of the same text. Shared with the
//! fuzz target.

use complint::document::{Document, Kind, Value};

/// Checks that both accept `text` or both refuse it, and read the same.
///
/// # Panics
///
/// Where they differ.
pub(crate) fn check(text: &str) {
    // The `toml` crate hands out dates as tables with this key, so a table that has it
    // in the text does not come back as one.
    if text.contains("__toml_private_datetime") {
        return;
    }
    let document = Document::parse(text);
    let theirs = toml::from_str::<toml::Table>(text);
    match (&theirs, document.errors()) {
        (Ok(table), []) => same_table(document.root(text), table),
        (Ok(_), [error, ..]) => panic!("{text:?}: refused: {error:?}"),
        (Err(error), []) => panic!("{text:?}: accepted, but: {error}"),
        (Err(_), _) => {}
    }
}

fn same_table(ours: Value<'_>, theirs: &toml::Table) {
    assert_eq!(ours.kind(), Kind::Table);
    assert_eq!(ours.entries().count(), theirs.len(), "at {:?}", ours.span());
    for entry in ours.entries() {
        let key = entry.key();
        let Some(value) = theirs.get(&*key) else {
            panic!("{key:?} is not there");
        };
        assert!(entry.key_is(&key));
        same_value(entry, value);
    }
}

fn same_value(ours: Value<'_>, theirs: &toml::Value) {
    match theirs {
        toml::Value::String(text) => assert_eq!(ours.as_str().as_deref(), Some(&**text)),
        toml::Value::Integer(number) => assert_eq!(ours.as_i64(), Some(*number)),
        toml::Value::Float(number) => {
            assert_eq!(ours.kind(), Kind::Float);
            let same = |ours: f64| {
                ours.to_bits() == number.to_bits() || (ours.is_nan() && number.is_nan())
            };
            assert!(ours.as_f64().is_some_and(same), "{ours:?} is not {number}");
        }
        toml::Value::Boolean(truth) => assert_eq!(ours.as_bool(), Some(*truth)),
        toml::Value::Datetime(datetime) => same_datetime(ours, datetime),
        toml::Value::Array(elements) => {
            assert_eq!(ours.kind(), Kind::Array);
            assert_eq!(ours.elements().count(), elements.len());
            ours.elements().zip(elements).for_each(|(ours, theirs)| same_value(ours, theirs));
        }
        toml::Value::Table(table) => same_table(ours, table),
    }
}

fn same_datetime(ours: Value<'_>, theirs: &toml::value::Datetime) {
    let kind = match (theirs.date, theirs.time, theirs.offset) {
        (Some(_), Some(_), Some(_)) => Kind::OffsetDatetime,
        (Some(_), Some(_), None) => Kind::LocalDatetime,
        (Some(_), None, _) => Kind::LocalDate,
        (None, _, _) => Kind::LocalTime,
    };
    assert_eq!(ours.kind(), kind);
    assert_eq!(ours.raw().parse::<toml::value::Datetime>().ok(), Some(*theirs));
    if kind == Kind::LocalDate {
        assert_eq!(ours.as_date().map(|date| date.to_string()), Some(theirs.to_string()));
    }
}
