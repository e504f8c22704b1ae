//! Money in cents: integers, and exact. 12.50 is 1250 cents.

use crate::error::AccountError;

/// Return the cents of an amount such as `12`, `0.5` or `-12.05`.
///
/// An amount has digits, then perhaps a point and one or two digits. A `-` may be its first
/// character. Other text is an `Invalid` that shows it, and so is an amount too large for an `i64`.
pub fn parse_cents(text: &str) -> Result<i64, AccountError> {
    let mut cents: i64 = 0;
    let mut digits = 0;
    let mut places: Option<u32> = None;
    let negative = text.starts_with('-');
    for letter in text[usize::from(negative)..].chars() {
        if letter == '.' && places.is_none() && digits > 0 {
            places = Some(0);
            continue;
        }
        let Some(digit) = letter.to_digit(10) else {
            return Err(invalid(text));
        };
        digits += 1;
        places = places.map(|places| places + 1);
        cents = match cents
            .checked_mul(10)
            .and_then(|c| c.checked_add(i64::from(digit)))
        {
            Some(cents) => cents,
            None => return Err(invalid(text)),
        };
    }
    let missing = match places {
        Some(1) => 10,
        Some(2) => 1,
        None if digits > 0 => 100,
        _ => return Err(invalid(text)),
    };
    match cents.checked_mul(missing) {
        Some(cents) if negative => Ok(-cents),
        Some(cents) => Ok(cents),
        None => Err(invalid(text)),
    }
}

/// Return the error for a text that is no amount.
fn invalid(text: &str) -> AccountError {
    AccountError::Invalid(format!("{text:?} is no amount"))
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
