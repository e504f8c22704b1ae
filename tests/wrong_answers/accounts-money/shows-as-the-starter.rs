//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let (negative, amount) = match text.strip_prefix('-') {
        Some(amount) => (true, amount),
        None => (false, text),
    };
    let (units, places) = match amount.split_once('.') {
        Some((units, places)) => (units, places.to_string()),
        None => (amount, "00".to_string()),
    };
    let places = match places.len() {
        1 => places + "0",
        2 => places,
        _ => return Err(invalid(text)),
    };
    for letter in units.chars().chain(places.chars()) {
        if !letter.is_ascii_digit() {
            return Err(invalid(text));
        }
    }
    let (Ok(units), Ok(places)) = (units.parse::<i64>(), places.parse::<i64>()) else {
        return Err(invalid(text));
    };
    let Some(cents) = units
        .checked_mul(100)
        .and_then(|cents| cents.checked_add(places))
    else {
        return Err(invalid(text));
    };
    if negative { Ok(-cents) } else { Ok(cents) }
}

/// Return the error for a text that is no amount.
fn invalid(text: &str) -> AccountError {
    AccountError::Invalid(format!("{text:?} is no amount"))
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{}", cents / 100, cents % 100)
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    match first.checked_add(second) {
        Some(sum) => Ok(sum),
        None => Err(AccountError::Invalid("too large".to_string())),
    }
}
