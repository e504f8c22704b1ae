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
        // TODO 1: `Account.new(100.0)` works, `Account(100.0)` does not: "cannot create
        // 'accounts.Account' instances". Mark this function as the constructor.
        #[staticmethod]
        fn new(balance: f64) -> Self {
            Self {
                inner: account::Account::new(balance),
            }
        }

        /// Put an amount in.
        fn deposit(&mut self, amount: f64) {
            self.inner.deposit(amount);
        }

        // TODO 2: add `withdraw(amount)` and `get_balance()`, with a sentence for `help` each.
        // TODO 3: add `overdrawn`, which Python reads without parentheses.
    }
}
