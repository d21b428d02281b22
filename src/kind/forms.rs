//! Sets of what values are.

use crate::document::{Kind as Form, Value};

/// Forms of values, a bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Forms(u16);

impl Forms {
    pub(crate) const NONE: Self = Self(0);

    /// All forms of values that can be used.
    pub(crate) const ALL: Self = Self::NONE
        .and(Form::String)
        .and(Form::Integer)
        .and(Form::Float)
        .and(Form::Boolean)
        .and(Form::OffsetDatetime)
        .and(Form::LocalDatetime)
        .and(Form::LocalDate)
        .and(Form::LocalTime)
        .and(Form::Array)
        .and(Form::Table);

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

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}
