//! Another way: one struct is account and class. Shorter, but no Rust can use it without Python.

use pyo3::prelude::*;

// [binding]
/// Bank accounts.
#[pymodule]
mod accounts {
    use pyo3::prelude::*;

    /// A bank account, opened with a balance.
    #[pyclass]
    struct Account {
        balance: f64,
    }

    #[pymethods]
    impl Account {
        #[new]
        fn new(balance: f64) -> Self {
            Self { balance }
        }

        /// Put an amount in.
        fn deposit(&mut self, amount: f64) {
            self.balance += amount;
        }

        /// Take an amount out.
        fn withdraw(&mut self, amount: f64) {
            self.balance -= amount;
        }

        /// Return the amount that is there now.
        fn get_balance(&self) -> f64 {
            self.balance
        }

        /// Whether more went out than in.
        #[getter]
        fn overdrawn(&self) -> bool {
            self.balance < 0.0
        }
    }
}
// [end]
