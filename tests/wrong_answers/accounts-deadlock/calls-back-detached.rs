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
    let mut account = lock(account)?;
    for amount in amounts {
        account.deposit(amount)?;
        let balance = account.balance();
        progress.py().detach(|| progress.call1((balance,)))?;
    }
    Ok(())
}
