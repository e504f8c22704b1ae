//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let parts: Vec<&str> = unsigned.split('.').collect();
    let places = match parts[..] {
        [_] => "00".to_string(),
        [_, places] if places.len() == 1 => format!("{places}0"),
        [_, places] if places.len() == 2 => places.to_string(),
        _ => return Err(invalid(text)),
    };
    let units = parts[0];
    if units.is_empty()
        || !(units.to_string() + &places)
            .chars()
            .all(|c| c.is_ascii_digit())
    {
        return Err(invalid(text));
    }
    let units: i128 = units.parse().map_err(|_| invalid(text))?;
    let places: i128 = places.parse().map_err(|_| invalid(text))?;
    let sign = if unsigned.len() < text.len() { -1 } else { 1 };
    let cents = units.checked_mul(100).ok_or_else(|| invalid(text))? + places;
    i64::try_from(sign * cents).map_err(|_| invalid(text))
}

/// Return the error for a text that is no amount.
fn invalid(text: &str) -> AccountError {
    AccountError::Invalid(format!("{text:?} is no amount"))
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let digits = format!("{:0>3}", cents.unsigned_abs());
    let (units, places) = digits.split_at(digits.len() - 2);
    if cents < 0 {
        format!("-{units}.{places}")
    } else {
        format!("{units}.{places}")
    }
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    i64::try_from(i128::from(first) + i128::from(second))
        .map_err(|_| AccountError::Invalid(format!("{first} and {second} cents are too many")))
}
