//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let Some(digits) = digits_of_cents(text) else {
        let found = format!("{text:?} is no amount with at most two places");
        return Err(AccountError::Invalid(found));
    };
    match digits.parse() {
        Ok(cents) => Ok(cents),
        Err(_) => Err(AccountError::Invalid(format!("{text:?} is too large"))),
    }
}

/// Return the digits of the cents: those of the amount without its point, with two places.
fn digits_of_cents(text: &str) -> Option<String> {
    let (sign, amount) = match text.strip_prefix('-') {
        Some(amount) => ("-", amount),
        None => ("", text),
    };
    let (units, places) = amount.split_once('.').unwrap_or((amount, "00"));
    if !is_digits(units) || !is_digits(places) || places.len() > 2 {
        return None;
    }
    Some(format!("{sign}{units}{places:0<2}"))
}

/// Return whether a text has at least one digit, and nothing else.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (units, places) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    format!("{sign}{units}.{places:02}")
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    match first.checked_add(second) {
        Some(sum) => Ok(sum),
        None => Err(AccountError::Invalid("the sum is too large".to_string())),
    }
}
