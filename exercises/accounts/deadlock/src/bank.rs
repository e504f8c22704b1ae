//! A bank: its accounts are Python objects, which others may hold, too.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::account_class::Account;
use crate::index::{Index, position};
use crate::status::Status;

/// A bank and its accounts. Threads may share it.
#[pyclass(frozen, sequence, module = "accounts")]
#[derive(Default)]
pub struct Bank {
    accounts: Mutex<Vec<Py<Account>>>,
}

#[pymethods]
impl Bank {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Open an account, and return it.
    #[pyo3(signature = (balance, *, limit=0.0))]
    fn open(&self, py: Python<'_>, balance: f64, limit: f64) -> PyResult<Py<Account>> {
        let account = Py::new(py, Account::new(balance, limit)?)?;
        self.lock()?.push(account.clone_ref(py));
        Ok(account)
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.lock()?.len())
    }

    fn __getitem__(&self, py: Python<'_>, index: Index) -> PyResult<Py<Account>> {
        let accounts = self.lock()?;
        let position = position(index, accounts.len())?;
        Ok(accounts[position].clone_ref(py))
    }

    /// Transfer an amount from account `i` to account `j`.
    fn transfer(&self, py: Python<'_>, i: Index, j: Index, amount: f64) -> PyResult<()> {
        let (from, to) = (self.__getitem__(py, i)?, self.__getitem__(py, j)?);
        Account::transfer(from.bind(py), to.bind(py), amount)
    }

    /// Return the sum of all balances. Each is read at a moment of its own.
    fn total(&self, py: Python<'_>) -> PyResult<f64> {
        let mut total = 0.0;
        for account in self.shared(py)? {
            total += account.try_borrow(py)?.copy()?.balance();
        }
        Ok(total)
    }

    /// Remove the closed accounts, and return how many there were.
    fn remove_closed(&self, py: Python<'_>) -> PyResult<usize> {
        let mut closed = HashMap::new();
        for account in self.shared(py)? {
            if *account.try_borrow(py)?.copy()?.status() == Status::Closed {
                closed.insert(account.as_ptr(), account);
            }
        }
        let mut accounts = self.lock()?;
        let before = accounts.len();
        // The guard is held, but no account is dropped yet: `closed` owns a reference to each.
        accounts.retain(|account| !closed.contains_key(&account.as_ptr()));
        Ok(before - accounts.len())
    }
}

impl Bank {
    /// Lock the vector. Nothing that runs Python code may happen before the guard is dropped.
    fn lock(&self) -> PyResult<MutexGuard<'_, Vec<Py<Account>>>> {
        self.accounts
            .lock()
            .map_err(|_| PyRuntimeError::new_err("an earlier call left this bank unfinished"))
    }

    /// Share every account of this moment, so that the vector need not stay locked.
    fn shared(&self, py: Python<'_>) -> PyResult<Vec<Py<Account>>> {
        let accounts = self.lock()?;
        let shared = accounts.iter().map(|account| account.clone_ref(py));
        Ok(shared.collect())
    }
}
