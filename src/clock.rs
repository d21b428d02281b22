//! The only place that knows what day it is.

use jiff::civil::Date;

/// Today in UTC: one repository is read on laptops and runners around the world, and all of them
/// have to agree.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
