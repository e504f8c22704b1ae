//! The account of `account.rs`, as a Python class.

pub mod account;

use pyo3::prelude::*;

/// Bank accounts.
#[pymodule]
mod accounts {
    #[pymodule_export]
    use super::Account;
}

/// A bank account, opened with a balance.
#[pyclass]
struct Account {
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

    /// Subtract an amount from the balance.
    fn withdraw(&mut self, amount: f64) {
        self.inner.withdraw(amount);
    }

    /// Return the balance.
    fn get_balance(&self) -> f64 {
        self.inner.balance()
    }

    /// Return whether the balance is negative.
    #[getter]
    fn overdrawn(&self) -> bool {
        self.inner.overdrawn()
    }
}
