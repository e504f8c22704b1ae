//! The account of `account.rs`, as a Python class.

use std::ptr;
use std::sync::Mutex;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::account;
use crate::locks::{lock, lock_both};
use crate::transfer::transfer;

/// A bank account, opened with a balance, which may go down to `-limit`.
#[pyclass(frozen, module = "accounts")]
pub struct Account {
    inner: Mutex<account::Account>,
}

#[pymethods]
impl Account {
    /// Open an account.
    #[new]
    #[pyo3(signature = (balance, *, limit=0.0))]
    pub fn new(balance: f64, limit: f64) -> PyResult<Self> {
        let inner = Mutex::new(account::Account::new(balance, limit)?);
        Ok(Self { inner })
    }

    /// Add an amount to the balance.
    fn deposit(&self, amount: f64) -> PyResult<()> {
        Ok(lock(&self.inner)?.deposit(amount)?)
    }

    /// Add all amounts to the balance, or none. Other Python threads run meanwhile.
    fn deposit_many(&self, py: Python<'_>, amounts: Vec<f64>) -> PyResult<()> {
        py.detach(|| {
            let mut account = lock(&self.inner)?;
            let mut changed = account.clone();
            for amount in amounts {
                changed.deposit(amount)?;
            }
            *account = changed;
            Ok(())
        })
    }

    /// Subtract an amount from the balance.
    fn withdraw(&self, amount: f64) -> PyResult<()> {
        Ok(lock(&self.inner)?.withdraw(amount)?)
    }

    /// Block the account for a reason.
    fn block(&self, reason: String) -> PyResult<()> {
        Ok(lock(&self.inner)?.block(reason)?)
    }

    /// Close the account: it allows neither deposits nor withdrawals anymore.
    fn close(&self) -> PyResult<()> {
        lock(&self.inner)?.close();
        Ok(())
    }

    /// Transfer an amount to another account.
    pub fn transfer(slf: &Bound<'_, Self>, to: &Bound<'_, Self>, amount: f64) -> PyResult<()> {
        if slf.is(to) {
            return Err(PyValueError::new_err("both accounts are the same one"));
        }
        let (mut payer, mut payee) = lock_both(&slf.get().inner, &to.get().inner)?;
        Ok(transfer(&mut payer, &mut payee, amount)?)
    }

    /// Return the balance.
    fn get_balance(&self) -> PyResult<f64> {
        Ok(self.copy()?.balance())
    }

    /// Whether the balance is below zero.
    #[getter]
    fn overdrawn(&self) -> PyResult<bool> {
        Ok(self.copy()?.overdrawn())
    }

    /// Status of the account: "open", "blocked" or "closed".
    #[getter]
    fn status(&self) -> PyResult<String> {
        Ok(self.copy()?.status().name().to_string())
    }

    fn __repr__(&self) -> PyResult<String> {
        let copy = self.copy()?;
        let (balance, status) = (copy.balance(), copy.status().name());
        Ok(format!("Account(balance={balance:?}, status='{status}')"))
    }

    fn __eq__(&self, other: &Account) -> PyResult<bool> {
        // An account equals itself, also while another thread changes it.
        Ok(ptr::eq(self, other) || self.copy()? == other.copy()?)
    }
}

impl Account {
    /// Return a copy of the account in plain Rust, as it is at this moment.
    pub fn copy(&self) -> PyResult<account::Account> {
        Ok(self.inner.clone())
    }
}
