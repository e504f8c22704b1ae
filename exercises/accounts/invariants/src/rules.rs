//! The rules that an account keeps, and what Python sees when a call breaks one.

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

use crate::error::AccountError;
use crate::exceptions;

/// Check an amount: it must be positive and finite.
pub fn check_amount(amount: f64) -> Result<(), AccountError> {
    // TODO 1: return `AccountError::Invalid` with a text that shows the amount, or Ok.
}

/// Return the balance after a withdrawal. It must not be below `-limit`.
pub fn after_withdrawal(balance: f64, limit: f64, amount: f64) -> Result<f64, AccountError> {
    // TODO 2: `AccountError::InsufficientFunds` holds what is available: balance plus limit.
    Ok(balance - amount)
}

impl From<AccountError> for PyErr {
    fn from(error: AccountError) -> Self {
        // TODO 3: each variant has its exception in `exceptions.rs`, and its message.
        match error {
            AccountError::Invalid(text) => PyValueError::new_err(text),
            _ => exceptions::AccountError::new_err("the account rejected this"),
        }
    }
}
