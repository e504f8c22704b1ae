//! The rules that an account keeps, and what Python sees when a call breaks one.

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

use crate::error::AccountError;
use crate::exceptions;
use crate::money::show_cents;

/// Check an amount: it must be positive.
pub fn check_amount(amount: i64) -> Result<(), AccountError> {
    if amount > 0 {
        return Ok(());
    }
    let found = format!("the amount must be positive, not {}", show_cents(amount));
    Err(AccountError::Invalid(found))
}

/// Return the balance after a withdrawal. It must not be below `-limit`.
pub fn after_withdrawal(balance: i64, limit: i64, amount: i64) -> Result<i64, AccountError> {
    let available = balance.saturating_add(limit); // no amount is above `i64::MAX`
    if amount > available {
        return Err(AccountError::InsufficientFunds(available));
    }
    Ok(balance - amount)
}

impl From<AccountError> for PyErr {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Invalid(text) => PyValueError::new_err(text),
            AccountError::InsufficientFunds(available) => {
                let text = format!("only {} available", show_cents(available));
                exceptions::InsufficientFunds::new_err(text)
            }
            AccountError::Blocked(reason) => exceptions::AccountBlocked::new_err(reason),
            AccountError::Closed => exceptions::AccountClosed::new_err("the account is closed"),
        }
    }
}
