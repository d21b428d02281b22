//! Which forms of values a key takes.

use crate::document::Kind as Form;
use crate::kind::{Key, KeyType};

impl Key {
    /// The first of its types that a value of that form can be of.
    pub(crate) fn accepted(&self, form: Form) -> Option<KeyType> {
        match self.or {
            _ if accepts(self.value, form) => Some(self.value),
            or => or.filter(|or| accepts(*or, form)),
        }
    }
}

/// Whether a value of that form can be of that type.
pub(crate) fn accepts(kind: KeyType, form: Form) -> bool {
    match kind {
        KeyType::Boolean => form == Form::Boolean,
        KeyType::Integer => form == Form::Integer,
        KeyType::Number => matches!(form, Form::Integer | Form::Float),
        KeyType::Date => form == Form::LocalDate,
        KeyType::Table | KeyType::Map | KeyType::Mapping => form == Form::Table,
        KeyType::Any => form != Form::Invalid,
        _ => form == Form::String,
    }
}
