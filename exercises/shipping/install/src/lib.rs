//! Bank accounts, in Rust and in Python.

pub mod account;
mod account_class;
pub mod bank;
pub mod status;

/// Bank accounts.
#[pyo3::pymodule]
mod _accounts {
    #[pymodule_export]
    use crate::account_class::Account;
}
