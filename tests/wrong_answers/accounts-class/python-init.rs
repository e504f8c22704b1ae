//! The account of `account.rs`, as a Python class.

pub mod account;

use pyo3::prelude::*;

// [binding]
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
        fn __init__(balance: f64) -> Self {
            Self {
                inner: account::Account::new(balance),
            }
        }

        /// Put an amount in.
        fn deposit(&mut self, amount: f64) {
            self.inner.deposit(amount);
        }

        /// Take an amount out.
        fn withdraw(&mut self, amount: f64) {
            self.inner.withdraw(amount);
        }

        /// Return the amount that is there now.
        fn get_balance(&self) -> f64 {
            self.inner.balance()
        }

        /// Whether more went out than in.
        #[getter]
        fn overdrawn(&self) -> bool {
            self.inner.overdrawn()
        }
    }
}
// [end]
