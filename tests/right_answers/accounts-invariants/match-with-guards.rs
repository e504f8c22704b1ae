//! The rules that an account keeps, and what Python sees when a call breaks one.

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

use crate::error::AccountError;
use crate::exceptions;

/// Check an amount: it must be positive and finite.
pub fn check_amount(amount: f64) -> Result<(), AccountError> {
    match amount {
        a if a.is_finite() && a > 0.0 => Ok(()),
        _ => Err(AccountError::Invalid(format!("bad amount: {amount:+}"))),
    }
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
        use AccountError::*;
        match error {
            Invalid(text) => PyErr::new::<PyValueError, _>(text),
            InsufficientFunds(x) => {
                PyErr::new::<exceptions::InsufficientFunds, _>(format!("available: {x}"))
            }
            Blocked(reason) => PyErr::new::<exceptions::AccountBlocked, _>(("blocked", reason)),
            Closed => PyErr::new::<exceptions::AccountClosed, _>("this account is closed"),
        }
    }
}
