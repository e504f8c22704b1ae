//! Bank accounts, in Rust and in Python.

pub mod account;
mod account_class;
pub mod bank;
mod decimal;
pub mod error;
mod exceptions;
pub mod money;
pub mod rules;
pub mod status;
pub mod transfer;

/// Bank accounts.
#[pyo3::pymodule]
mod accounts {
    use pyo3::prelude::*;

    use crate::error;
    use crate::money;

    #[pymodule_export]
    use crate::account_class::Account;
    #[pymodule_export]
    use crate::exceptions::{AccountBlocked, AccountClosed, AccountError, InsufficientFunds};

    /// Return the cents of an amount such as "-12.05".
    #[pyfunction]
    fn parse_cents(text: &str) -> Result<i64, error::AccountError> {
        money::parse_cents(text)
    }

    /// Return cents as an amount with two places, such as "-0.05".
    #[pyfunction]
    fn show_cents(cents: i64) -> String {
        money::show_cents(cents)
    }
}
