//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let padded = match text.find('.') {
        None => format!("{text}.00"),
        Some(point) if point + 2 == text.len() => format!("{text}0"),
        Some(_) => text.to_string(),
    };
    let bytes = padded.as_bytes();
    let start = usize::from(text.starts_with('-'));
    for (index, byte) in bytes.iter().enumerate().skip(start) {
        let is_point = index + 3 == bytes.len();
        if is_point != (*byte == b'.') || (!is_point && !byte.is_ascii_digit()) {
            return Err(invalid(text));
        }
    }
    if bytes.len() < start + 4 {
        return Err(invalid(text));
    }
    padded
        .replace('.', "")
        .parse::<i64>()
        .or(Err(invalid(text)))
}

/// Return the error for a text that is no amount.
fn invalid(text: &str) -> AccountError {
    AccountError::Invalid(format!("{text:?} is no amount"))
}

/// Return cents as an amount with two places, such as `-0.05`.
pub fn show_cents(cents: i64) -> String {
    let sign = if cents.is_negative() { "-" } else { "" };
    let cents = cents.unsigned_abs();
    let mut text = sign.to_string();
    text += &(cents / 100).to_string();
    text.push('.');
    text += &(cents / 10 % 10).to_string();
    text += &(cents % 10).to_string();
    text
}

/// Return the sum of two amounts. A sum that is too large for an `i64` is an `Invalid`.
pub fn add_cents(first: i64, second: i64) -> Result<i64, AccountError> {
    if second > 0 && first > i64::MAX - second || second < 0 && first < i64::MIN - second {
        return Err(AccountError::Invalid("too large".into()));
    }
    Ok(first + second)
}
