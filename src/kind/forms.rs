//! Sets of what values are.

use crate::document::{Kind as Form, Value};

/// Forms of values, a bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Forms(u16);

impl Forms {
    /// All forms of values that can be used.
    pub(crate) const ALL: [Form; 10] = [
        Form::String,
        Form::Integer,
        Form::Float,
        Form::Boolean,
        Form::OffsetDatetime,
        Form::LocalDatetime,
        Form::LocalDate,
        Form::LocalTime,
        Form::Array,
        Form::Table,
    ];

    pub(crate) const NONE: Self = Self(0);

    #[cfg(test)]
    pub(crate) const fn has(self, form: Form) -> bool {
        self.0 & 1 << form as u8 != 0
    }

    /// Whether the form of a value is one of them.
    #[inline]
    pub(crate) fn hold(self, value: Value<'_>) -> bool {
        self.0 & value.kind_bit() != 0
    }

    pub(crate) const fn and(self, form: Form) -> Self {
        Self(self.0 | 1 << form as u8)
    }

    pub(crate) const fn without(self, form: Form) -> Self {
        Self(self.0 & !(1 << form as u8))
    }
}
