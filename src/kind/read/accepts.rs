//! Which forms of values a key takes.

use crate::document::Kind as Form;
use crate::kind::forms::Forms;
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
    forms(kind).has(form)
}

/// The forms that a value of that type can have.
pub(crate) fn forms(kind: KeyType) -> Forms {
    let one = |form| Forms::NONE.and(form);
    match kind {
        KeyType::Boolean => one(Form::Boolean),
        KeyType::Integer => one(Form::Integer),
        KeyType::Number => one(Form::Integer).and(Form::Float),
        KeyType::Date => one(Form::LocalDate),
        KeyType::Table | KeyType::Map | KeyType::Mapping => one(Form::Table),
        KeyType::Any => Forms::ALL,
        _ => one(Form::String),
    }
}
