//! A bank: its accounts are Python objects, which others may hold, too.

use pyo3::prelude::*;

use crate::account_class::Account;
use crate::index::{Index, position};
use crate::status::Status;

/// A bank and its accounts.
#[pyclass(sequence, module = "accounts")]
#[derive(Default)]
pub struct Bank {
    accounts: Vec<Py<Account>>,
}

#[pymethods]
impl Bank {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Open an account, and return it.
    #[pyo3(signature = (balance, *, limit=0.0))]
    fn open(&mut self, py: Python<'_>, balance: f64, limit: f64) -> PyResult<Py<Account>> {
        let account = Py::new(py, Account::new(balance, limit)?)?;
        self.accounts.push(account.clone_ref(py));
        Ok(account)
    }

    fn __len__(&self) -> usize {
        self.accounts.len()
    }

    fn __getitem__(&self, py: Python<'_>, index: Index) -> PyResult<Py<Account>> {
        let position = position(index, self.accounts.len())?;
        Ok(self.accounts[position].clone_ref(py))
    }

    /// Transfer an amount from account `i` to account `j`.
    fn transfer(&self, py: Python<'_>, i: Index, j: Index, amount: f64) -> PyResult<()> {
        let from = &self.accounts[position(i, self.accounts.len())?];
        let to = &self.accounts[position(j, self.accounts.len())?];
        Account::transfer(from.bind(py), to.bind(py), amount)
    }

    /// Return the sum of all balances.
    fn total(&self, py: Python<'_>) -> PyResult<f64> {
        let mut total = 0.0;
        for account in &self.accounts {
            total += account.try_borrow(py)?.get_balance();
        }
        Ok(total)
    }

    /// Remove the closed accounts, and return how many there were.
    fn remove_closed(&mut self, py: Python<'_>) -> PyResult<usize> {
        let mut kept = Vec::new();
        for account in &self.accounts {
            if *account.try_borrow(py)?.inner.status() != Status::Closed {
                kept.push(account.clone_ref(py));
            }
        }
        let removed = self.accounts.len() - kept.len();
        self.accounts = kept;
        Ok(removed)
    }
}
