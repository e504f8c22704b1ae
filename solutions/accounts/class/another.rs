//! Another way: one struct for both. It is shorter, but Rust can't use it without Python.

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

        /// Add an amount to the balance.
        fn deposit(&mut self, amount: f64) {
            self.balance += amount;
        }

        /// Subtract an amount from the balance.
        fn withdraw(&mut self, amount: f64) {
            self.balance -= amount;
        }

        /// Return the balance.
        fn get_balance(&self) -> f64 {
            self.balance
        }

        /// Return whether the balance is negative.
        #[getter]
        fn overdrawn(&self) -> bool {
            self.balance < 0.0
        }
    }
}
// [end]
