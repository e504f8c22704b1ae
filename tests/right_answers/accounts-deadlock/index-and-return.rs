//! Deposits that tell Python about each balance.

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
    let mut i = 0;
    while i < amounts.len() {
        let mut guard = lock(account)?;
        guard.deposit(amounts[i])?;
        let balance = guard.balance();
        std::mem::drop(guard);
        if let Err(error) = progress.call1((balance,)) {
            return Err(error);
        }
        i += 1;
    }
    Ok(())
}
