//! Another way: the parts become numbers, and checked arithmetic joins them.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let invalid = || AccountError::Invalid(format!("{text:?} is no amount that fits in cents"));
    let amount = text.strip_prefix('-').unwrap_or(text);
    let cents = read_cents(amount).ok_or_else(invalid)?;
    Ok(if amount == text { cents } else { -cents })
}

/// Return the cents of an amount without a sign.
fn read_cents(amount: &str) -> Option<i64> {
    let Some((units, places)) = amount.split_once('.') else {
        return read_digits(amount)?.checked_mul(100);
    };
    let places = match places.len() {
        1 => read_digits(places)? * 10,
        2 => read_digits(places)?,
        _ => return None,
    };
    read_digits(units)?.checked_mul(100)?.checked_add(places)
}

/// Return the number that digits stand for. Unlike these, `parse` takes a `+` as well.
fn read_digits(text: &str) -> Option<i64> {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits { text.parse().ok() } else { None }
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let mut text = format!("{:03}", cents.unsigned_abs());
    text.insert(text.len() - 2, '.');
    if cents < 0 {
        text.insert(0, '-');
    }
    text
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    first
        .checked_add(second)
        .ok_or_else(|| AccountError::Invalid(format!("{first} + {second} cents are too many")))
}
