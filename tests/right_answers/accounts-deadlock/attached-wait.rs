//! Deposits that tell Python about each balance.

use std::sync::Mutex;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use crate::account::Account;

/// Deposit each amount, and call `progress(balance)` after it, with the balance that it led to.
pub fn deposit_each(
    account: &Mutex<Account>,
    amounts: Vec<f64>,
    progress: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let py = progress.py();
    let mut balance;
    for &amount in &amounts {
        match account.lock_py_attached(py) {
            Ok(mut account) => {
                account.deposit(amount)?;
                balance = account.balance();
            }
            Err(_) => return Err(PyRuntimeError::new_err("this account is unfinished")),
        }
        progress.call((balance,), None)?;
    }
    Ok(())
}
