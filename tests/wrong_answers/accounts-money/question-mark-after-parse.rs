//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let (units, places) = text.split_once('.').unwrap_or((text, "00"));
    let cents = units.parse::<i64>()? * 100 + places.parse::<i64>()?;
    Ok(cents)
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    match first.checked_add(second) {
        Some(sum) => Ok(sum),
        None => Err(AccountError::Invalid("too large".to_string())),
    }
}
