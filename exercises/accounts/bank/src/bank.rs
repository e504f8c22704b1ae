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

    fn __getitem__(&self, py: Python<'_>, index: Index) -> PyResult<Account> {
        let position = position(index, self.accounts.len())?;
        // TODO 1: this returns a copy, and a deposit into it changes nothing in the bank.
        // Which return type lets Python get the account itself?
        let inner = self.accounts[position].try_borrow(py)?.inner.clone();
        Ok(Account { inner })
    }

    /// Transfer an amount from account `i` to account `j`.
    fn transfer(&self, py: Python<'_>, i: Index, j: Index, amount: f64) -> PyResult<()> {
        let from = &self.accounts[position(i, self.accounts.len())?];
        let to = &self.accounts[position(j, self.accounts.len())?];
        Account::transfer(from.bind(py), to.bind(py), amount)
    }

    /// Return the sum of all balances.
    fn total(&self, py: Python<'_>) -> PyResult<f64> {
        // TODO 2: `try_borrow(py)?` borrows an account, as above, and its `inner` has the balance.
    }

    /// Remove the closed accounts, and return how many there were.
    fn remove_closed(&mut self, py: Python<'_>) -> PyResult<usize> {
        // TODO 3: keep the others in a new vector. In a loop you can use `?`, in `retain` you can't.
    }
}
