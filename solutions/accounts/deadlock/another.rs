//! Another way: a block ends before the callback, and the guard is dropped at its end.

use std::sync::Mutex;

use pyo3::prelude::*;

use crate::account::Account;
use crate::locks::lock;

/// Deposit each amount, and call `progress(balance)` after it, with the balance that it led to.
pub fn deposit_each(
    account: &Mutex<Account>,
    amounts: Vec<f64>,
    progress: &Bound<'_, PyAny>,
) -> PyResult<()> {
    for amount in amounts {
        let balance = {
            let mut guard = lock(account)?;
            guard.deposit(amount)?;
            guard.balance()
        };
        progress.call1((balance,))?;
    }
    Ok(())
}
