//! The rules that an account keeps, and what Python sees when a call breaks one.

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

use crate::error::AccountError;
use crate::exceptions;

/// Check an amount: it must be positive and finite.
pub fn check_amount(amount: f64) -> Result<(), AccountError> {
    // TODO 1: return `Ok`, or an `Err` with `AccountError::Invalid`.
    // It contains a message that shows the amount.
}

/// Return the balance after a withdrawal. It must not be below `-limit`.
pub fn after_withdrawal(balance: f64, limit: f64, amount: f64) -> Result<f64, AccountError> {
    // TODO 2: below `-limit`, return an `Err` with `AccountError::InsufficientFunds`.
    // It contains what is available: balance plus limit.
    Ok(balance - amount)
}

impl From<AccountError> for PyErr {
    /// Convert the error. PyO3 does this when a method returns it to Python.
    fn from(error: AccountError) -> Self {
        // TODO 3: replace `_` with one arm for each other variant. It makes the exception of a
        // similar name in `exceptions.rs`, with a message that shows what the variant contains.
        match error {
            AccountError::Invalid(text) => PyValueError::new_err(text),
            _ => exceptions::AccountError::new_err("the account rejected this"),
        }
    }
}
