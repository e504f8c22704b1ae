//! The rules that an account keeps, and what Python sees when a call breaks one.

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

use crate::error::AccountError;
use crate::exceptions;

/// Check an amount: it must be positive and finite.
pub fn check_amount(amount: f64) -> Result<(), AccountError> {
    if amount > 0.0 && amount.is_finite() {
        return Ok(());
    }
    let found = format!("the amount must be positive and finite, not {amount:?}");
    Err(AccountError::Invalid(found))
}

/// Return the balance after a withdrawal. It must not be below `-limit`.
pub fn after_withdrawal(balance: f64, limit: f64, amount: f64) -> Result<f64, AccountError> {
    let after = balance - amount;
    if after < -limit {
        return Err(AccountError::InsufficientFunds(balance + limit));
    }
    Ok(after)
}

impl From<AccountError> for PyErr {
    /// Convert the error. PyO3 does this when a method returns it to Python.
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Invalid(text) => PyValueError::new_err(text),
            _ => exceptions::AccountError::new_err("the account rejected this"),
        }
    }
}
