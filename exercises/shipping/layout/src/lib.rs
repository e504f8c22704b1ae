//! Bank accounts, in Rust and in Python.

pub mod account;
mod account_class;
pub mod bank;
pub mod status;

// TODO 2: the native module has the name that pyproject.toml gives it.
/// Bank accounts.
#[pyo3::pymodule]
mod accounts {
    #[pymodule_export]
    use crate::account_class::Account;
}
