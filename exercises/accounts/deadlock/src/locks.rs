//! Locks of accounts. A guard unlocks its account when it is dropped.

use std::ptr;
use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::account::Account;

/// Lock an account. Raises RuntimeError if a call panicked while it held this lock.
pub fn lock(account: &Mutex<Account>) -> PyResult<MutexGuard<'_, Account>> {
    account
        .lock()
        .map_err(|_| PyRuntimeError::new_err("an earlier call left this account unfinished"))
}

/// Lock two different accounts, and return the guards in the order of the arguments.
///
/// The account at the smaller address is always locked first. So two threads that lock the same
/// two accounts never wait for each other.
pub fn lock_both<'a>(
    one: &'a Mutex<Account>,
    other: &'a Mutex<Account>,
) -> PyResult<(MutexGuard<'a, Account>, MutexGuard<'a, Account>)> {
    if ptr::from_ref(one) < ptr::from_ref(other) {
        let first = lock(one)?;
        Ok((first, lock(other)?))
    } else {
        let first = lock(other)?;
        Ok((lock(one)?, first))
    }
}
