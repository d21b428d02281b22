//! Dates and times: which of the four kinds a text is, and whether such a day exists.
//!
//! The same texts are accepted as by the `toml` crate, seconds left out included.

use super::day::Day;
use super::node::Kind;

/// What is wrong with a text that looks like a date or a time.
pub(super) type Fault = &'static str;

const SHAPE: Fault = "this is not a date or a time";

/// The kind of date or time `raw` is.
pub(super) fn classify(raw: &str) -> Result<Kind, Fault> {
    let bytes = raw.as_bytes();
    if bytes.get(2) == Some(&b':') {
        return match time(bytes)? {
            [] => Ok(Kind::LocalTime),
            _ => Err(SHAPE),
        };
    }
    let Some((day, rest)) = bytes.split_at_checked(10) else {
        return Err("a date is written YYYY-MM-DD");
    };
    date(day)?;
    let rest = match rest {
        [] => return Ok(Kind::LocalDate),
        [b'T' | b't' | b' ', rest @ ..] => rest,
        _ => return Err("expected `T` between date and time"),
    };
    match time(rest)? {
        [] => Ok(Kind::LocalDatetime),
        rest => offset(rest).map(|()| Kind::OffsetDatetime),
    }
}

/// The day of the ten bytes of a date that exists.
pub(super) fn date(day: &[u8]) -> Result<Day, Fault> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *day else {
        return Err("a date is written YYYY-MM-DD");
    };
    let fault = "a date is written YYYY-MM-DD";
    let century = pair(y1, y2).ok_or(fault)?;
    let year = u16::from(century) * 100 + u16::from(pair(y3, y4).ok_or(fault)?);
    let month = pair(m1, m2).ok_or(fault)?;
    let day = pair(d1, d2).ok_or(fault)?;
    if !(1..=12).contains(&month) {
        return Err("a month is 01 to 12");
    }
    if day < 1 || day > days(year, month) {
        return Err("there is no such day");
    }
    Ok(Day::new(year, month, day))
}

/// The day of the ten bytes of what is plainly a date that exists: one of the days that every month has.
/// Others are left to [`date`].
#[inline]
pub(super) fn plain_date(day: &[u8; 10]) -> Option<Day> {
    let [y1, y2, y3, y4, h1, m1, m2, h2, d1, d2] = *day;
    let digits =
        u64::from_le_bytes([y1, y2, y3, y4, m1, m2, d1, d2]) ^ u64::from_le_bytes([b'0'; 8]);
    // A byte that is no digit, or no hyphen, comes out as 16 and more or carries that far.
    let odd =
        (digits | digits.wrapping_add(u64::from_le_bytes([6; 8]))) & u64::from_le_bytes([0xF0; 8]);
    // Each second byte is a number of two digits.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let [century, _, year, _, month, _, day, _] = pairs.to_le_bytes();
    let is_plain = odd == 0
        && h1 == b'-'
        && h2 == b'-'
        && (1..=12).contains(&month)
        && (1..=28).contains(&day);
    is_plain.then(|| Day::new(u16::from(century) * 100 + u16::from(year), month, day))
}

fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn time(bytes: &[u8]) -> Result<&[u8], Fault> {
    let [h1, h2, b':', m1, m2, rest @ ..] = bytes else {
        return Err("a time is written HH:MM or HH:MM:SS");
    };
    clock(*h1, *h2, *m1, *m2)?;
    let [b':', rest @ ..] = rest else {
        return Ok(rest);
    };
    let [s1, s2, rest @ ..] = rest else {
        return Err("seconds are two digits");
    };
    if pair(*s1, *s2).ok_or("seconds are two digits")? > 60 {
        return Err("seconds are 00 to 60");
    }
    let [b'.', rest @ ..] = rest else {
        return Ok(rest);
    };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return Err("expected digits after the `.`");
    }
    Ok(rest.get(digits..).unwrap_or_default())
}

fn offset(bytes: &[u8]) -> Result<(), Fault> {
    match *bytes {
        [b'Z' | b'z'] => Ok(()),
        [b'+' | b'-', h1, h2, b':', m1, m2] => clock(h1, h2, m1, m2),
        _ => Err("an offset is written `Z` or `+HH:MM`"),
    }
}

fn clock(h1: u8, h2: u8, m1: u8, m2: u8) -> Result<(), Fault> {
    let hour = pair(h1, h2).ok_or("hours are two digits")?;
    let minute = pair(m1, m2).ok_or("minutes are two digits")?;
    match (hour, minute) {
        (24.., _) => Err("hours are 00 to 23"),
        (_, 60..) => Err("minutes are 00 to 59"),
        _ => Ok(()),
    }
}

fn pair(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::{date, plain_date};

    #[test]
    fn a_plain_date_is_a_date() {
        let mut plain = 0;
        for month in 0..=13 {
            for day in 0..=32 {
                let text = format!("2026-{month:02}-{day:02}");
                let bytes: &[u8; 10] = text.as_bytes().try_into().unwrap();
                let plainly = plain_date(bytes);
                assert!(plainly.is_none() || plainly == date(bytes).ok(), "{text}");
                plain += usize::from(plainly.is_some());
            }
        }
        assert_eq!(plain, 12 * 28);
    }

    #[test]
    fn no_other_byte_is_taken_for_a_digit_or_a_hyphen() {
        for place in 0..10 {
            for byte in 0..=u8::MAX {
                let mut bytes = *b"2026-11-11";
                bytes[place] = byte;
                let plainly = plain_date(&bytes);
                assert!(plainly.is_none() || plainly == date(&bytes).ok(), "{bytes:?}");
            }
        }
    }
}
