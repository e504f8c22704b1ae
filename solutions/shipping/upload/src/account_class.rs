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
    #[new]
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

    /// Subtract an amount from the balance. Raises ValueError if the account is not open.
    fn withdraw(&mut self, amount: f64) -> PyResult<()> {
        self.inner.withdraw(amount).map_err(PyValueError::new_err)
    }

    /// Return the balance.
    fn get_balance(&self) -> f64 {
        self.inner.balance()
    }

    /// Whether the balance is below zero.
    #[getter]
    fn overdrawn(&self) -> bool {
        self.inner.overdrawn()
    }

    /// Status of the account: "open", "blocked" or "closed".
    #[getter]
    fn status(&self) -> &str {
        self.inner.status().name()
    }

    fn __repr__(&self) -> String {
        let (balance, status) = (self.inner.balance(), self.inner.status().name());
        format!("Account(balance={balance:?}, status='{status}')")
    }

    fn __eq__(&self, other: &Account) -> bool {
        self.inner == other.inner
    }
}
