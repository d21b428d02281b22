//! The only place that knows what day it is, and how long something took.

use std::time::{Duration, Instant};

use jiff::civil::Date;

/// Today in UTC: one repository is read on laptops and runners around the world, and all of them
/// have to agree.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Measures how long something takes. Nothing that is found or written depends on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch(Instant);

impl Watch {
    #[allow(clippy::disallowed_methods, reason = "this is the one place")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
