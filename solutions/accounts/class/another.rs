//! Another way: one struct for both. It is shorter, but Rust can't use it without Python.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::status::Status;

/// A bank account, opened with a balance.
#[pyclass(module = "accounts")]
pub struct Account {
    balance: f64,
    status: Status,
}

#[pymethods]
impl Account {
    #[new]
    fn new(balance: f64) -> Self {
        Self {
            balance,
            status: Status::Open,
        }
    }

    /// Add an amount to the balance.
    fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    /// Block the account for a reason. Raises ValueError if it is closed.
    fn block(&mut self, reason: String) -> PyResult<()> {
        if self.status == Status::Closed {
            return Err(PyValueError::new_err("the account is closed"));
        }
        self.status = Status::Blocked(reason);
        Ok(())
    }

    /// Close the account: it allows no withdrawals anymore.
    fn close(&mut self) {
        self.status = Status::Closed;
    }

    /// Subtract an amount from the balance. Raises ValueError if the account is not open.
    fn withdraw(&mut self, amount: f64) -> PyResult<()> {
        self.status
            .check_withdrawal()
            .map_err(PyValueError::new_err)?;
        self.balance -= amount;
        Ok(())
    }

    /// Return the balance.
    fn get_balance(&self) -> f64 {
        self.balance
    }

    /// Whether the balance is below zero.
    #[getter]
    fn overdrawn(&self) -> bool {
        self.balance < 0.0
    }

    /// Status of the account: "open", "blocked" or "closed".
    #[getter]
    fn status(&self) -> &str {
        self.status.name()
    }
}
