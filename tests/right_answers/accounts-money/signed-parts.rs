//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let (units, places) = match text.split_once('.') {
        Some((units, places)) => (units, places),
        None => (text, "00"),
    };
    let digits = units.strip_prefix('-').unwrap_or(units);
    let valid = !digits.is_empty()
        && digits.chars().all(|letter| ('0'..='9').contains(&letter))
        && places.chars().all(|letter| ('0'..='9').contains(&letter))
        && (places.len() == 1 || places.len() == 2);
    if !valid {
        return Err(invalid(text));
    }
    let mut cents = places.parse::<i64>().map_err(|_| invalid(text))?;
    if places.len() == 1 {
        cents *= 10;
    }
    if text.starts_with('-') {
        cents = -cents;
    }
    let units = units.parse::<i64>().map_err(|_| invalid(text))?;
    units
        .checked_mul(100)
        .and_then(|units| units.checked_add(cents))
        .ok_or(invalid(text))
}

/// Return the error for a text that is no amount.
fn invalid(text: &str) -> AccountError {
    AccountError::Invalid(format!("{text:?} is no amount"))
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    if cents < 0 {
        return format!("-{}", show_cents(-cents));
    }
    let places = cents % 100;
    if places < 10 {
        format!("{}.0{places}", cents / 100)
    } else {
        format!("{}.{places}", cents / 100)
    }
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    let (sum, overflows) = first.overflowing_add(second);
    if overflows {
        return Err(AccountError::Invalid(String::from("the sum is too large")));
    }
    Ok(sum)
}
