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
    for amount in amounts {
        let mut account = account
            .lock_py_attached(py)
            .map_err(|_| PyRuntimeError::new_err("an earlier call left this account unfinished"))?;
        account.deposit(amount)?;
        progress.call1((account.balance(),))?;
    }
    Ok(())
}
