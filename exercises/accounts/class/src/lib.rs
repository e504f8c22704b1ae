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

        // TODO 2: add `withdraw(amount)` and `get_balance()`, each with a doc comment for `help`.
        // TODO 3: add the property `overdrawn`, which Python reads without parentheses.
    }
}
