//! Bank accounts, in Rust and in Python.

pub mod account;
mod account_class;
pub mod bank;
pub mod error;
mod exceptions;
pub mod rules;
pub mod status;
pub mod transfer;

/// Bank accounts.
#[pyo3::pymodule]
mod accounts {
    #[pymodule_export]
    use crate::account_class::Account;
    #[pymodule_export]
    use crate::exceptions::{AccountBlocked, AccountClosed, AccountError, InsufficientFunds};
}
