//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    // TODO 1: write the body, and write functions that help it. A float can't hold 0.1 exactly,
    // and `parse` accepts more than digits, such as `+5`.
}

/// Return whether a text has at least one digit, and nothing else.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    // TODO 2: this is wrong for 5 cents, and for -5 cents.
    format!("{sign}{}.{}", cents / 100, cents % 100)
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    // TODO 3: a sum that is too large panics in a debug build, and wraps around in a release build.
    Ok(first + second)
}
