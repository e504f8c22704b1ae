//! The account of `account.rs`, as a Python class.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::account;

/// A bank account, opened with a balance.
#[pyclass(module = "accounts")]
pub struct Account {
    inner: account::Account,
}

#[pymethods]
impl Account {
    // TODO 1: `Account.new(100.0)` works, but `Account(100.0)` raises "cannot create
    // 'accounts.Account' instances". Make this function the constructor.
    #[staticmethod]
    fn new(balance: f64) -> Self {
        Self {
            inner: account::Account::new(balance),
        }
    }

    /// Add an amount to the balance.
    fn deposit(&mut self, amount: f64) {
        self.inner.deposit(amount);
    }

    /// Block the account for a reason. Raises ValueError if it is closed.
    fn block(&mut self, reason: String) -> PyResult<()> {
        self.inner.block(reason).map_err(PyValueError::new_err)
    }

    /// Close the account: it allows no withdrawals anymore.
    fn close(&mut self) {
        self.inner.close();
    }

    // TODO 2: add `withdraw(amount)` and `get_balance()`, each with a doc comment for `help`.
    // An Err of `withdraw` becomes a ValueError, as in `block`.
    // TODO 3: add the properties `overdrawn` and `status`, which Python reads without parentheses.
    // `self.inner.status().name()` is the status.
}
