//! Bank accounts, in Rust and in Python.

pub mod account;
mod account_class;
mod bank;
mod deposit_each;
pub mod error;
mod exceptions;
mod index;
pub mod locks;
pub mod rules;
pub mod status;
mod transfer;

/// Bank accounts.
#[pyo3::pymodule]
mod accounts {
    #[pymodule_export]
    use crate::account_class::Account;
    #[pymodule_export]
    use crate::bank::Bank;
    #[pymodule_export]
    use crate::exceptions::{AccountBlocked, AccountClosed, AccountError, InsufficientFunds};
}
