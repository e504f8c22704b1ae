//! The account of `account.rs`, as a Python class.

pub mod account;

use pyo3::prelude::*;

/// Bank accounts.
#[pymodule]
mod accounts {
    use pyo3::prelude::*;

    use crate::account;

    /// A bank account, opened with a balance.
    #[pyclass]
    struct Account {
        inner: account::Account,
    }

    #[pymethods]
    impl Account {
        #[new]
        #[pyo3(signature = (balance=0.0))]
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

        /// The balance as a property; a getter named `balance` would collide with `get_balance`.
        #[getter(balance)]
        fn current_balance(&self) -> f64 {
            self.inner.balance()
        }

        /// Return whether the balance is negative.
        #[getter]
        fn overdrawn(&self) -> bool {
            self.inner.overdrawn()
        }
    }
}
